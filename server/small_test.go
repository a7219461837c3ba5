package server

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

func TestAddresses(t *testing.T) {
	for _, tt := range []struct{ ip, limit, log string }{
		{"192.0.2.77", "192.0.2.77", "192.0.2.0/24"},
		{"::ffff:192.0.2.77", "192.0.2.77", "192.0.2.0/24"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"},
		{"::1", "::/64", "::/48"},
	} {
		a := &net.TCPAddr{IP: net.ParseIP(tt.ip), Port: 22, Zone: ""}
		if got := limitAddress(a); got != tt.limit {
			t.Errorf("%s counts as %s", tt.ip, got)
		}
		if got := logAddress(a); got != tt.log {
			t.Errorf("%s is logged as %s", tt.ip, got)
		}
	}
	if got := limitAddress(&net.TCPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0"}); got != "fe80::/64" {
		t.Error(got)
	}
	if got := limitAddress(&net.UnixAddr{Name: "/secret"}); got != "local" {
		t.Error(got)
	}
}

func TestHostKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ssh_host_ed25519_key")
	const makers = 8
	var wg sync.WaitGroup
	fingerprints := make([]string, makers)
	for i := range makers { // of several that start at once, all get the same
		wg.Go(func() {
			key, err := HostKey(path)
			if err != nil {
				t.Error(err)
				return
			}
			fingerprints[i] = gossh.FingerprintSHA256(key.PublicKey())
		})
	}
	wg.Wait()
	for _, f := range fingerprints {
		if f != fingerprints[0] || !strings.HasPrefix(f, "SHA256:") {
			t.Error(fingerprints)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Error("left beside it:", entries)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o644} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := HostKey(path)
		var e *directory.Error
		if !errors.As(err, &e) || e.Code != CodeHostKeyMode || e.Params["command"] != "chmod 600 "+path {
			t.Errorf("%o: %v", mode, err)
		}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"", "not a key", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := HostKey(path); !directory.IsCode(err, CodeHostKeyInvalid) {
			t.Errorf("%q: %v", content, err)
		}
		if data, _ := os.ReadFile(path); string(data) != content {
			t.Error("it was replaced")
		}
	}
	if _, err := HostKey(t.TempDir()); !directory.IsCode(err, CodeHostKeyInvalid) {
		t.Errorf("a directory: %v", err)
	}
	if _, err := HostKey(filepath.Join(t.TempDir(), "nowhere", "key")); err == nil {
		t.Error("made in a directory that is not there")
	}
}

func TestShellWord(t *testing.T) {
	for in, want := range map[string]string{
		"/var/lib/x_key": "/var/lib/x_key", "a b": "'a b'", "l'aigle": `'l'\''aigle'`, "": "''", "a;b": "'a;b'",
	} {
		if got := shellWord(in); got != want {
			t.Errorf("%q: %s", in, got)
		}
	}
}

func TestCleanTerm(t *testing.T) {
	for in, want := range map[string]string{
		"xterm-256color": "xterm-256color", "screen.xterm+x": "screen.xterm+x", "": "",
		"x\x1b[2J": "", "xterm\n": "", "é": "", strings.Repeat("x", 65): "",
	} {
		if got := cleanTerm(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestConfig(t *testing.T) {
	if _, err := New(Config{}); err == nil {
		t.Error("a server of nothing")
	}
	if _, err := New(Config{HostKey: newKey(t)}); err == nil {
		t.Error("a server without anything to show")
	}
}

// Whatever order clients come and go in, nothing is counted twice or for ever.
func TestAdmissionBalances(t *testing.T) {
	a := newAdmission(Limits{MaxSessions: 3, MaxSessionsPerIP: 2, MaxStartups: 3, MaxStartupsPerIP: 2}, Penalties{}, time.Minute)
	connect := func(conn *fakeConn) *connection {
		c, _, _ := a.connect(conn, ipOf(conn.RemoteAddr()))
		if c != nil {
			c.reach(stageSpoke) // it is under way, and makes no room yet
		}
		return c
	}
	here, there := &fakeConn{ip: "192.0.2.1"}, &fakeConn{ip: "192.0.2.2"}
	c1, c2 := connect(here), connect(here)
	if c1 == nil || c2 == nil || connect(here) != nil {
		t.Fatal("two startups from an address, not more")
	}
	c3 := connect(there)
	if c3 == nil || connect(there) != nil {
		t.Fatal("three startups in all, not more")
	}
	if first, ok := c1.open(); !first || !ok {
		t.Fatal("the first channel")
	}
	if first, ok := c1.open(); first || !ok {
		t.Fatal("the second channel")
	}
	c4 := connect(here)
	if c4 == nil {
		t.Fatal("a place for a startup after one got in")
	}
	for i, want := range []refusal{admitted, admitted, refusedAddress} {
		if got := a.session(c1); got != want {
			t.Fatalf("session %d from an address: %v", i+1, got)
		}
	}
	if a.session(c3) != admitted || a.session(c3) != refusedFull {
		t.Fatal("three sessions in all, not more")
	}
	for range 2 {
		_ = c1.Close() // twice counts once
	}
	a.leave(c1)
	a.leave(c1)
	a.leave(c3)
	c1.done()
	c1.done()
	for _, c := range []*connection{c2, c3, c4} {
		_ = c.Close()
	}
	if a.counts() != (tally{}) || len(a.bySource)+len(a.conns)+len(a.starting)+len(a.nets) != 0 {
		t.Errorf("%+v %d %d %d %d", a.counts(), len(a.bySource), len(a.conns), len(a.starting), len(a.nets))
	}
	a.close()
	if connect(here) != nil || a.session(c1) != refusedClosing {
		t.Error("closed lets in")
	}
	open := newAdmission(Limits{}, Penalties{}, time.Minute)
	for range 500 {
		if c, _, _ := open.connect(here, ipOf(here.RemoteAddr())); c == nil || open.session(c) != admitted {
			t.Fatal("0 is not off")
		}
	}
}

type fakeConn struct {
	net.Conn
	ip string
}

func (f *fakeConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.ParseIP(f.ip), Port: 1} }
func (f *fakeConn) Close() error         { return nil }
