package server

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// offer is what a server proposes before anything is agreed upon.
type offer struct {
	Cookie                     [16]byte `sshtype:"20"`
	Kex, HostKey               []string
	CipherIn, CipherOut        []string
	MACIn, MACOut              []string
	CompressionIn, CompressOut []string
	LanguagesIn, LanguagesOut  []string
	FirstKexFollows            bool
	Reserved                   uint32
}

func (h *house) offer() offer {
	h.t.Helper()
	conn := dialFrom(h.t, "127.0.0.1", h.addr)
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, "SSH-2.0-test\r\n"); err != nil {
		h.t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	if version, err := r.ReadString('\n'); err != nil || version != "SSH-2.0-teleorne\r\n" {
		h.t.Fatalf("%q %v", version, err)
	}
	var length uint32
	if err := binary.Read(r, binary.BigEndian, &length); err != nil || length > 35000 {
		h.t.Fatal(length, err)
	}
	packet := make([]byte, length)
	if _, err := io.ReadFull(r, packet); err != nil {
		h.t.Fatal(err)
	}
	var o offer
	if err := gossh.Unmarshal(packet[1:len(packet)-int(packet[0])], &o); err != nil {
		h.t.Fatal(err)
	}
	return o
}

// The lists are these, to the letter: whatever a new version of the
// library adds is looked at before it is offered.
func TestOffer(t *testing.T) {
	o := open(t).offer()
	ciphers := []string{
		"aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr",
	}
	macs := []string{"hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"}
	for name, tt := range map[string]struct{ got, want []string }{
		// The last one is the mark of strict key exchange: without it a prefix of
		// the session can be cut (Terrapin).
		"key exchange": {o.Kex, []string{"mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org", "kex-strict-s-v00@openssh.com"}},
		"host key":     {o.HostKey, []string{"ssh-ed25519"}},
		"ciphers in":   {o.CipherIn, ciphers}, "ciphers out": {o.CipherOut, ciphers},
		"MACs in": {o.MACIn, macs}, "MACs out": {o.MACOut, macs},
		"compression in": {o.CompressionIn, []string{"none"}}, "compression out": {o.CompressOut, []string{"none"}},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: %q, not %q", name, tt.got, tt.want)
		}
	}
}

// A client that can do the strict, post-quantum exchange gets it; others are
// agreed with on the next best, and those that can only do what is broken on
// nothing.
func TestAgreement(t *testing.T) {
	h := open(t)
	for name, tt := range map[string]struct {
		config gossh.Config
		ok     bool
	}{
		"post-quantum alone": {gossh.Config{KeyExchanges: []string{"mlkem768x25519-sha256"}}, true},
		"curve25519":         {gossh.Config{KeyExchanges: []string{"curve25519-sha256@libssh.org"}}, true},
		"PuTTY's":            {gossh.Config{Ciphers: []string{"aes256-ctr"}, MACs: []string{"hmac-sha2-256-etm@openssh.com"}}, true},
		"SHA-1 exchange":     {gossh.Config{KeyExchanges: []string{"diffie-hellman-group14-sha1"}}, false},
		"NIST exchange":      {gossh.Config{KeyExchanges: []string{"ecdh-sha2-nistp256"}}, false},
		"CBC":                {gossh.Config{Ciphers: []string{"aes128-cbc"}}, false},
		"RC4":                {gossh.Config{Ciphers: []string{"arcfour256"}}, false},
		"SHA-1 MAC":          {gossh.Config{Ciphers: []string{"aes128-ctr"}, MACs: []string{"hmac-sha1"}}, false},
		"encrypt-and-MAC":    {gossh.Config{Ciphers: []string{"aes128-ctr"}, MACs: []string{"hmac-sha2-256"}}, false},
	} {
		c, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{
			Config: tt.config, User: "x", HostKeyCallback: gossh.InsecureIgnoreHostKey(), Auth: []gossh.AuthMethod{noQuestions(t)}, Timeout: 10 * time.Second,
		})
		if err == nil {
			_ = c.Close()
		}
		if (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// ssh-audit neither fails nor warns about anything.
func TestSSHAudit(t *testing.T) {
	h := open(t)
	host, port, _ := net.SplitHostPort(h.addr)
	cmd := program(t, client(t, "ssh-audit"), "-n", "--skip-rate-test", "-p", port, host)
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), "skip-rate-test") { // older than 3.2
		cmd = program(t, client(t, "ssh-audit"), "-n", "-p", port, host)
		out, err = cmd.CombinedOutput()
	}
	if len(out) == 0 {
		t.Fatal(err)
	}
	if os.Getenv("TELEORNE_LONG") != "" {
		t.Logf("%s", out)
	}
	if !strings.Contains(string(out), "(kex) curve25519-sha256 ") || !strings.Contains(string(out), "(key) ssh-ed25519 ") {
		t.Fatalf("no report: %v\n%s", err, out)
	}
	bad := regexp.MustCompile(`\[(fail|warn)\]`)
	for line := range strings.Lines(string(out)) {
		if bad.MatchString(line) && !unknownTo(line) {
			t.Error(strings.TrimSpace(line))
		}
	}
}

// unknownTo tells whether a line of ssh-audit merely says that its version is
// too old to know an algorithm: those of Debian 12 know neither ML-KEM nor the
// mark of strict key exchange.
func unknownTo(line string) bool {
	for _, newer := range []string{"mlkem768x25519-sha256", "kex-strict-s-v00@openssh.com"} {
		if strings.Contains(line, newer) && strings.Contains(line, "unknown algorithm") {
			return true
		}
	}
	return false
}

// Nothing is forwarded, whichever way it is asked for.
func TestNoForwarding(t *testing.T) {
	h := open(t)
	c := h.visitor()
	for request, payload := range map[string]any{
		"tcpip-forward": struct {
			Addr string
			Port uint32
		}{"127.0.0.1", 0},
		"cancel-tcpip-forward": struct {
			Addr string
			Port uint32
		}{"127.0.0.1", 22},
		"streamlocal-forward@openssh.com":        struct{ Path string }{"/tmp/x"},
		"cancel-streamlocal-forward@openssh.com": struct{ Path string }{"/tmp/x"},
		"hostkeys-prove-00@openssh.com":          struct{ Key string }{"x"},
	} {
		if ok, _, err := c.SendRequest(request, true, gossh.Marshal(payload)); ok || err != nil {
			t.Error(request, ok, err)
		}
	}
	target := dialFrom(t, "127.0.0.1", h.addr) // one that there is
	defer target.Close()
	_, port, _ := net.SplitHostPort(h.addr)
	for _, addr := range []string{"127.0.0.1:" + port, "localhost:" + port} {
		if conn, err := c.Dial("tcp", addr); err == nil {
			t.Error("forwarded to", addr)
			_ = conn.Close()
		}
	}
	for _, kind := range []string{"tun@openssh.com", "session@openssh.com", "forwarded-tcpip", "", strings.Repeat("x", 5000)} {
		if ch, _, err := c.OpenChannel(kind, make([]byte, 1000)); err == nil {
			t.Errorf("%.20s opened", kind)
			_ = ch.Close()
		}
	}
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sftp", "netconf", "", "shell"} {
		if ok, _ := s.SendRequest("subsystem", true, gossh.Marshal(struct{ Name string }{name})); ok {
			t.Errorf("subsystem %q", name)
		}
	}
	if out, err := s.Output("words well"); err != nil || string(out) != "[\"well\"]\n" {
		t.Errorf("%q %v", out, err)
	}
}

// However much a client sets, little is kept of it.
func TestEnvironmentIsBounded(t *testing.T) {
	h := open(t)
	s, err := h.visitor().NewSession()
	if err != nil {
		t.Fatal(err)
	}
	set := func(name, value string) bool {
		ok, err := s.SendRequest("env", true, gossh.Marshal(struct{ Name, Value string }{name, value}))
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	for _, name := range []string{
		"PATH", "HOME", "TERMINFO", "TERMCAP", "LD_LIBRARY_PATH", "SSH_ORIGINAL_COMMAND", "LC_", "LC_all", "LC_ALL\x00", "LC_ÀÉ", "lang", "LANGUAGE", "TEA_DEBUG", "", "LC_" + strings.Repeat("A", maxEnvBytes),
	} {
		if set(name, "x") {
			t.Errorf("%.20q is taken", name)
		}
	}
	for _, value := range []string{strings.Repeat("x", maxEnvBytes+1), "\x1b[2J", "é", "a\nb", "\x00"} {
		if set("LANG", value) {
			t.Errorf("%.20q is taken", value)
		}
	}
	taken := 0
	for i := range 200 {
		if set("LC_"+strings.Repeat("X", 1+i), "fr") {
			taken++
		}
	}
	for _, name := range []string{"LANG", "COLORTERM", "NO_COLOR", "TERM", "ACCESSIBLE"} {
		if set(name, "1") {
			t.Error("one more than", maxEnv)
		}
	}
	if taken != maxEnv {
		t.Errorf("%d taken", taken)
	}
	// A payload that is none ends nothing.
	if ok, err := s.SendRequest("env", true, []byte{1, 2, 3}); ok || err != nil {
		t.Error(ok, err)
	}
	out, err := s.Output("visitor")
	if err != nil || len(out) > 2*maxEnvBytes*maxEnv {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}
