package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// registry tells a house under test what becomes of the keys of its accounts.
type registry struct {
	house *house
	news  chan struct{}
	asked atomic.Int64 // questions about a person

	mu      sync.Mutex
	failing error
	seen    []string // fingerprints
}

// openWithRegistry starts a server that hears of keys being taken away.
func openWithRegistry(t *testing.T, change ...func(*Config)) (*house, *registry) {
	t.Helper()
	r := &registry{news: make(chan struct{}, 1)}
	h := open(t, append([]func(*Config){func(c *Config) {
		c.Renew = r.renew
		c.AccessChanges = func() (<-chan struct{}, func()) { return r.news, func() {} }
		c.Seen = r.saw
		c.Limits.CommandRate = 0
	}}, change...)...)
	r.house = h
	return h, r
}

func (r *registry) renew(ctx context.Context, a directory.Actor) (directory.Actor, error) {
	r.asked.Add(1)
	r.mu.Lock()
	failing := r.failing
	r.mu.Unlock()
	if failing != nil {
		return a, failing
	}
	account, err := r.house.identify(ctx, a.Fingerprint)
	switch {
	case err == nil:
		a.Account, a.Role = account.ID, account.Role
	case a.Account != 0:
		return a, &directory.Error{Code: directory.CodeRevoked}
	}
	return a, nil
}

func (r *registry) saw(_ context.Context, a directory.Actor) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !slices.Contains(r.seen, a.Fingerprint)
	r.seen = append(r.seen, a.Fingerprint)
	return first
}

func (r *registry) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failing = err
}

func (r *registry) tell() {
	select {
	case r.news <- struct{}{}:
	default:
	}
}

// revoke takes a key away, as another session or process would.
func (r *registry) revoke(key gossh.PublicKey) {
	r.house.mu.Lock()
	delete(r.house.accounts, gossh.FingerprintSHA256(key))
	r.house.mu.Unlock()
	r.tell()
}

// as connects with keys, and leaves with the test.
func (h *house) as(t *testing.T, keys ...gossh.Signer) *gossh.Client {
	t.Helper()
	c, err := h.dial("someone", gossh.PublicKeys(keys...), noQuestions(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// within fails when more than two seconds have passed: by then what another process
// did is seen.
func within(t *testing.T, what string, began time.Time) {
	t.Helper()
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("%s took %v", what, d)
	}
}

func TestRevokedKeyEndsItsSessions(t *testing.T) {
	h, r := openWithRegistry(t)
	lost, kept := newKey(t), newKey(t)
	h.register(lost.PublicKey(), directory.RoleProfessional)
	h.register(kept.PublicKey(), directory.RoleProfessional)
	mine, stranger := h.as(t, lost), h.as(t, newKey(t))
	screens := []*terminal{openTerminal(t, mine, 80, 24, "xterm"), openTerminal(t, h.as(t, lost), 80, 24, "xterm")}
	others := []*terminal{
		openTerminal(t, h.as(t, kept), 80, 24, "xterm"), openTerminal(t, stranger, 80, 24, "xterm"),
		openTerminal(t, h.visitor(), 80, 24, "xterm"),
	}
	for _, tm := range append(screens, others...) {
		tm.sees("ready")
	}
	running := make(chan result, 1)
	go func() { running <- run(t, mine, "wait", nil) }()
	eventually(t, "the command runs", func() bool { return strings.Count(h.log.String(), "kind=command") == 1 })

	began := time.Now()
	r.revoke(lost.PublicKey())
	for _, tm := range screens {
		if got := tm.ends(); got != exitDenied {
			t.Error("status", got)
		}
		if !strings.Contains(tm.err.String(), "server.revoked [fingerprint "+gossh.FingerprintSHA256(lost.PublicKey())) {
			t.Errorf("told %q", tm.err.String())
		}
		if !strings.Contains(tm.out.String(), "\x1b[?1049l") {
			t.Error("the terminal is left on the alternate screen")
		}
	}
	if got := <-running; got.status != exitDenied || !strings.Contains(got.err, "server.revoked") {
		t.Errorf("the command: %+v", got)
	}
	within(t, "the end", began)
	if why := <-h.ended; why == "time" {
		t.Error("the command was not stopped")
	}
	for _, tm := range others {
		tm.typed("still here")
		tm.sees("still here")
	}
	// What is begun on the connection of that key is not served either.
	if got := run(t, mine, "whoami", nil); got.status != exitDenied || got.out != "" || !strings.Contains(got.err, "server.revoked") {
		t.Errorf("afterwards: %+v", got)
	}
	// Whoever comes back with it is somebody unknown.
	if got := run(t, h.as(t, lost), "whoami", nil); !strings.HasPrefix(got.out, "identified 0 ") {
		t.Errorf("again: %+v", got)
	}
}

// Whose role is taken away leaves the screens on which only moderators look; who
// is given one stays where they are.
func TestDemotedLeave(t *testing.T) {
	h, r := openWithRegistry(t)
	down, up := newKey(t), newKey(t)
	h.register(down.PublicKey(), directory.RoleModerator)
	h.register(up.PublicKey(), directory.RoleProfessional)
	left, stays := openTerminal(t, h.as(t, down), 80, 24, "xterm"), openTerminal(t, h.as(t, up), 80, 24, "xterm")
	left.sees("ready")
	stays.sees("ready")
	began := time.Now()
	h.register(down.PublicKey(), directory.RoleIdentified)
	h.register(up.PublicKey(), directory.RoleModerator)
	r.tell()
	if status := left.ends(); status != exitDenied {
		t.Errorf("status %d", status)
	}
	within(t, "leaving", began)
	if !strings.Contains(left.err.String(), "server.demoted") {
		t.Errorf("told %q", left.err.String())
	}
	stays.typed("still here")
	stays.sees("still here")
}

// A client that reads nothing any more, and one whose screen does not leave,
// are gone as fast.
func TestRevokedKeyOfAClientThatHangs(t *testing.T) {
	h, r := openWithRegistry(t)
	key := newKey(t)
	h.register(key.PublicKey(), directory.RoleProfessional)
	c := h.as(t, key)
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.StdoutPipe(); err != nil { // and nobody reads it
		t.Fatal(err)
	}
	if err := s.Start("flood"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the flood", func() bool { return h.srv.Sessions() == 1 })
	time.Sleep(100 * time.Millisecond)
	began := time.Now()
	r.revoke(key.PublicKey())
	eventually(t, "no session", func() bool { return h.srv.Sessions() == 0 })
	within(t, "the end", began)
}

// A command that takes away its own key says so itself.
func TestCommandOutlivesItsKey(t *testing.T) {
	var r *registry
	key := newKey(t)
	var h *house
	h, r = openWithRegistry(t, func(c *Config) {
		inner := c.Command
		c.Command = func(ctx context.Context, v Visitor, args []string, in io.Reader, out, errw io.Writer) int {
			r.revoke(key.PublicKey())
			time.Sleep(50 * time.Millisecond)
			return inner(ctx, v, args, in, out, errw)
		}
	})
	h.register(key.PublicKey(), directory.RoleProfessional)
	if got := run(t, h.as(t, key), "whoami", nil); got.status != exitDone || got.err != "" || !strings.HasPrefix(got.out, "professional") {
		t.Errorf("%+v", got)
	}
}

// Whoever registers their key during a session, and loses it during the same,
// loses the session; and a connection that lives on knows who somebody is by
// now, not who they were.
func TestSessionFollowsItsPerson(t *testing.T) {
	h, r := openWithRegistry(t)
	key := newKey(t)
	c := h.as(t, key)
	tm := openTerminal(t, c, 80, 24, "xterm")
	tm.sees("ready")
	h.register(key.PublicKey(), directory.RoleProfessional)
	before := r.asked.Load()
	r.tell()
	eventually(t, "the news are heard", func() bool { return r.asked.Load() > before })
	if got := run(t, c, "whoami", nil); !strings.HasPrefix(got.out, "professional 1 ") {
		t.Errorf("a session begun later: %+v", got)
	}
	time.Sleep(20 * time.Millisecond) // the answer is taken over
	r.revoke(key.PublicKey())
	if got := tm.ends(); got != exitDenied {
		t.Error("status", got)
	}
}

// Nobody becomes operator from afar, whatever the directory says.
func TestRenewedIsNotOperator(t *testing.T) {
	h, r := openWithRegistry(t)
	key := newKey(t)
	h.register(key.PublicKey(), directory.RoleOperator)
	r.tell()
	if got := run(t, h.as(t, key), "whoami", nil); !strings.HasPrefix(got.out, "administrator 1 ") {
		t.Errorf("%+v", got)
	}
}

// When nobody can say who somebody is, the sessions go on, and the question is
// asked again.
func TestRenewFails(t *testing.T) {
	h, r := openWithRegistry(t)
	key := newKey(t)
	h.register(key.PublicKey(), directory.RoleProfessional)
	tm := openTerminal(t, h.as(t, key), 80, 24, "xterm")
	tm.sees("ready")
	r.fail(errors.New("no database"))
	r.revoke(key.PublicKey())
	eventually(t, "the failure is told", func() bool { return strings.Contains(h.log.String(), "no database") })
	tm.typed("still here")
	tm.sees("still here")
	r.fail(nil)
	began := time.Now()
	if got := tm.ends(); got != exitDenied {
		t.Error("status", got)
	}
	within(t, "the end", began)
}

// Sessions of one person are asked about once, and nobody without a key at all.
func TestRenewIsBounded(t *testing.T) {
	h, r := openWithRegistry(t)
	key := newKey(t)
	h.register(key.PublicKey(), directory.RoleProfessional)
	c := h.as(t, key)
	for _, client := range []*gossh.Client{c, c, c, h.visitor(), h.visitor()} {
		openTerminal(t, client, 80, 24, "xterm").sees("ready")
	}
	before := r.asked.Load()
	r.tell()
	eventually(t, "a question", func() bool { return r.asked.Load() > before })
	time.Sleep(100 * time.Millisecond)
	if n := r.asked.Load() - before; n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// That a key was used is noted when a session begins with it, not when
// somebody asks about it or shows one that nobody registered.
func TestSeen(t *testing.T) {
	h, r := openWithRegistry(t)
	key, other := newKey(t), newKey(t)
	h.register(key.PublicKey(), directory.RoleProfessional)
	h.register(other.PublicKey(), directory.RoleProfessional)
	for i, methods := range [][]gossh.AuthMethod{
		{gossh.PublicKeys(askerOf(other)), gossh.PublicKeys(key)},
		{gossh.PublicKeys(newKey(t)), noQuestions(t)},
		{noQuestions(t)},
	} {
		c, err := h.dial("x", methods...)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if out := run(t, c, "first", nil).out; out != fmt.Sprintln(i == 0) {
			t.Errorf("session %d: %s", i, out)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.seen) != 1 || r.seen[0] != gossh.FingerprintSHA256(key.PublicKey()) {
		t.Errorf("seen %v", r.seen)
	}
}
