package server

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// bouncer keeps out whom a test wants to.
type bouncer struct {
	registry *registry

	mu      sync.Mutex
	keys    map[string]bool
	blocked netip.Prefix
}

func (b *bouncer) keyOut(fingerprint string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.keys[fingerprint]
}

func (b *bouncer) address(addr netip.Addr) (directory.Ban, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return directory.Ban{Reason: "Courrier\u202e indésirable", Until: time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC)}, b.blocked.Contains(addr)
}

func (b *bouncer) banKey(key gossh.PublicKey) {
	b.mu.Lock()
	b.keys[gossh.FingerprintSHA256(key)] = true
	b.mu.Unlock()
	b.registry.tell()
}

func (b *bouncer) banAddress(r string) {
	b.mu.Lock()
	b.blocked = netip.MustParsePrefix(r)
	b.mu.Unlock()
	b.registry.tell()
}

// openWithBouncer starts a server that keeps people out.
func openWithBouncer(t *testing.T, change ...func(*Config)) (*house, *bouncer) {
	t.Helper()
	b := &bouncer{keys: map[string]bool{}}
	out := &directory.Error{Code: directory.CodeBanned, Params: directory.Params{"reason": "Menaces", "until": directory.Date(0)}}
	h, r := openWithRegistry(t, append([]func(*Config){func(c *Config) {
		identify, renew := c.Identify, c.Renew
		c.Identify = func(ctx context.Context, fingerprint string) (directory.Account, error) {
			if b.keyOut(fingerprint) {
				return directory.Account{}, out
			}
			return identify(ctx, fingerprint)
		}
		c.Renew = func(ctx context.Context, a directory.Actor) (directory.Actor, error) {
			if b.keyOut(a.Fingerprint) {
				return a, out
			}
			return renew(ctx, a)
		}
		c.BannedAddress, c.Contact = b.address, "annuaire@orne.example"
	}}, change...)...)
	b.registry = r
	return h, b
}

// closes waits until the server has closed a connection.
func closes(t *testing.T, c *gossh.Client) {
	t.Helper()
	gone := make(chan error, 1)
	go func() { gone <- c.Wait() }()
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		t.Error("the connection stays open")
	}
}

func TestBannedKeyEndsItsSessions(t *testing.T) {
	h, b := openWithBouncer(t)
	out, other := newKey(t), newKey(t)
	h.register(out.PublicKey(), directory.RoleModerator)
	h.register(other.PublicKey(), directory.RoleProfessional)
	mine := h.as(t, out)
	idle := h.as(t, out)
	screen, bystander := openTerminal(t, mine, 80, 24, "xterm"), openTerminal(t, h.as(t, other), 80, 24, "xterm")
	screen.sees("ready")
	bystander.sees("ready")
	running := make(chan result, 1)
	go func() { running <- run(t, mine, "wait", nil) }()
	eventually(t, "the command runs", func() bool { return strings.Count(h.log.String(), "kind=command") == 1 })

	began := time.Now()
	b.banKey(out.PublicKey())
	if got := screen.ends(); got != exitDenied {
		t.Error("status", got)
	}
	for _, want := range []string{"server.banned []", "server.banned_reason [reason Menaces]", "server.banned_contact [contact annuaire@orne.example]"} {
		if !strings.Contains(screen.err.String(), want) {
			t.Errorf("told %q, without %q", screen.err.String(), want)
		}
	}
	if got := <-running; got.status != exitDenied || !strings.Contains(got.err, "Menaces") {
		t.Errorf("the command: %+v", got)
	}
	within(t, "the end", began)
	closes(t, mine)
	// A connection made before has no session left to have either.
	if got := run(t, idle, "whoami", nil); got.status != exitDenied || got.out != "" || !strings.Contains(got.err, "Menaces") {
		t.Errorf("a session begun later: %+v", got)
	}
	closes(t, idle)
	bystander.typed("still here")
	bystander.sees("still here")
	if strings.Contains(h.log.String(), "Menaces") {
		t.Error("the reason is in the log")
	}
}

// Whoever proves a banned key is told; whoever only asks about it is a visitor
// like anybody, and cannot tell whether it is banned.
func TestBannedKeyIsRefused(t *testing.T) {
	h, b := openWithBouncer(t)
	out := newKey(t)
	h.register(out.PublicKey(), directory.RoleProfessional)
	b.banKey(out.PublicKey())
	for _, methods := range [][]gossh.AuthMethod{
		{gossh.PublicKeys(out)}, {gossh.PublicKeys(newKey(t)), gossh.PublicKeys(out)}, {gossh.PublicKeys(askerOf(newKey(t))), gossh.PublicKeys(out)},
	} {
		c, err := h.dial("x", methods...)
		if err != nil {
			t.Fatal(err)
		}
		if got := run(t, c, "whoami", nil); got.status != exitDenied || got.out != "" || !strings.Contains(got.err, "server.banned []") {
			t.Errorf("%+v", got)
		}
		closes(t, c)
	}
	// A key that nobody registered can be banned as well.
	stranger := newKey(t)
	b.banKey(stranger.PublicKey())
	if got := run(t, h.as(t, stranger), "whoami", nil); got.status != exitDenied {
		t.Errorf("a stranger: %+v", got)
	}
	asker, err := h.dial("x", gossh.PublicKeys(askerOf(out)), noQuestions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer asker.Close()
	if got := run(t, asker, "whoami", nil); !strings.HasPrefix(got.out, "visitor 0 ") {
		t.Errorf("who only asks: %+v", got)
	}
}

func TestBannedAddressIsTurnedAway(t *testing.T) {
	h, b := openWithBouncer(t)
	key := newKey(t)
	h.register(key.PublicKey(), directory.RoleProfessional)
	screens := []*terminal{openTerminal(t, h.visitor(), 80, 24, "xterm"), openTerminal(t, h.as(t, key), 80, 24, "xterm")}
	idle := h.visitor()
	for _, tm := range screens {
		tm.sees("ready")
	}
	began := time.Now()
	b.banAddress("127.0.0.0/16")
	for _, tm := range screens {
		if got := tm.ends(); got != exitDenied {
			t.Error("status", got)
		}
		if told := tm.err.String(); !strings.Contains(told, "server.banned_address_until [until 2026-12-24]") || !strings.Contains(told, "[reason Courrier indésirable]") {
			t.Errorf("told %q", told)
		}
	}
	closes(t, idle)
	within(t, "the end", began)

	// Nobody is spent cryptography on, and the line comes before the version.
	conn, err := net.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.WriteString(conn, "SSH-2.0-test\r\n"); err != nil {
		t.Fatal(err)
	}
	all := bufio.NewReader(conn)
	line, err := all.ReadString('\n')
	if err != nil || strings.HasPrefix(line, "SSH-") || !strings.Contains(line, "Courrier indésirable") || !strings.Contains(line, "annuaire@orne.example") || !strings.HasSuffix(line, "\r\n") {
		t.Errorf("told %q, %v", line, err)
	}
	if got := readNotice(t, all); got.reason != reasonNotAllowed || !strings.Contains(got.text, "Courrier indesirable") {
		t.Errorf("then %+v", got)
	}
	if _, err := h.dial("x", noQuestions(t)); err == nil {
		t.Error("let in")
	}
	b.banAddress("192.0.2.0/24")
	if got := run(t, h.visitor(), "whoami", nil); !strings.HasPrefix(got.out, "visitor") {
		t.Errorf("afterwards: %+v", got)
	}
}

// Clients that are turned away and do not go hold no more than those that are
// let in.
func TestBannedAddressCountsAgainstLimits(t *testing.T) {
	h, b := openWithBouncer(t, func(c *Config) { c.Limits.MaxStartupsPerIP = 2 })
	b.banAddress("127.0.0.1/32")
	for range 20 {
		conn, err := net.Dial("tcp", h.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	eventually(t, "nothing is held", func() bool { return h.srv.admission.counts() == tally{} })
}
