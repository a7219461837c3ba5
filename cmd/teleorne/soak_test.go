package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/directory/sqlite"
)

// maxWAL is how large the database's log may become, in bytes: twice the size
// from which SQLite is told to give its space back.
const maxWAL = 64 << 20

// maxLeft is how much more may be held when everybody is gone: what is kept of
// addresses and keys for a day, and the index of what was written.
const maxLeft = 16 << 20

// Mixed use: people search, read, resize their windows and are cut off, owners
// edit and submit, a moderator accepts. Nothing grows and nothing goes wrong.
// TELEORNE_LONG=1 takes an hour with 200 people, TELEORNE_SOAK=10m says how long.
func TestMixedUse(t *testing.T) {
	people, lasts, slower := 12, 4*time.Second, time.Duration(1)
	if os.Getenv("TELEORNE_LONG") != "" {
		people, lasts, slower = 200, time.Hour, 8 // as people are
	}
	if d, err := time.ParseDuration(os.Getenv("TELEORNE_SOAK")); err == nil {
		people, lasts, slower = 200, d, 8
	}
	moderator := newSigner(t)
	data, log := t.TempDir(), &faults{}
	addr, srv, stopServer := serveIn(t, data, slog.New(log), func(svc *directory.Service) {
		if err := fillDemo(t.Context(), svc, 300); err != nil {
			t.Fatal(err)
		}
		k, blob, err := directory.ParseKey(strings.TrimSpace(string(ssh.MarshalAuthorizedKey(moderator.PublicKey()))) + " Mairie")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := svc.Grant(t.Context(), directory.Operator(), k, blob, directory.RoleModerator); err != nil {
			t.Fatal(err)
		}
	})
	defer stopServer()
	u := &usage{t: t, addr: addr, moderator: moderator, slower: slower}
	before := heap()
	ctx, stop := context.WithTimeout(t.Context(), lasts)
	defer stop()
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() { u.person(ctx, i) })
	}
	var wal int64
	for i := 0; ctx.Err() == nil; i++ {
		_ = sleep(ctx, lasts/20)
		if info, err := os.Stat(filepath.Join(data, sqlite.FileName+"-wal")); err == nil {
			wal = max(wal, info.Size())
		}
		if lasts > time.Minute {
			t.Logf("%2d/20: %d MiB, WAL up to %d KiB, %d sessions, %d things done", i+1, heap()>>20, wal>>10, srv.Sessions(), u.done.Load())
		}
	}
	all.Wait()
	gone(t, srv.Sessions)
	settled(t)
	after := heap()
	if after > before+maxLeft {
		t.Errorf("%d bytes are held when all are gone, %d before they came", after, before)
	}
	if wal > maxWAL {
		t.Errorf("the log of the database grew to %d bytes", wal)
	}
	if all := log.String(); all != "" {
		t.Errorf("in the log:\n%s", all)
	}
	t.Logf("%d things done by %d people in %v, %d cut off; %d KiB held before and %d after; WAL up to %d KiB",
		u.done.Load(), people, lasts, u.cuts.Load(), before>>10, after>>10, wal>>10)
	if u.done.Load() < int64(people) || u.accepted.Load() == 0 {
		t.Errorf("only %d things were done, and %d profiles accepted", u.done.Load(), u.accepted.Load())
	}
}

// usage is what people do.
type usage struct {
	t          *testing.T
	addr       string
	moderator  ssh.Signer
	slower     time.Duration // how many times longer they wait than they could
	done, cuts atomic.Int64
	accepted   atomic.Int64
}

func (u *usage) person(ctx context.Context, i int) {
	random := rand.New(rand.NewPCG(uint64(i), 61))
	_ = sleep(ctx, time.Duration(i)*u.slower*20*time.Millisecond) // they do not come all at once
	switch i % 10 {
	case 1:
		u.owner(ctx, i, random)
	case 2:
		u.moderate(ctx, i, random)
	default:
		u.visitor(ctx, random)
	}
}

// visitor looks around, again and again, and goes or is cut off.
func (u *usage) visitor(ctx context.Context, random *rand.Rand) {
	keys := append(strings.Split("comptable\tbellême\r", ""), "+", "\x1b[B", "\x1b[B", "\x1b[B", "\r", "?", "\x1b", "\x1b", ":", "\x1b", "L", "T")
	for ctx.Err() == nil {
		s := dial(u.t, u.addr)
		s.frame()
		for range 5 + random.IntN(60) {
			if random.IntN(12) == 0 {
				_ = s.sess.WindowChange(15+random.IntN(30), 40+random.IntN(100))
			}
			if _, err := io.WriteString(s.in, keys[random.IntN(len(keys))]); err != nil || sleep(ctx, u.slower*time.Duration(20+random.IntN(200))*time.Millisecond) != nil {
				break
			}
			u.done.Add(1)
		}
		if random.IntN(2) == 0 {
			u.cuts.Add(1)
		} else {
			_, _ = io.WriteString(s.in, "\x03\x03\x03") // the first one may be Alt's, behind an Escape
			_ = s.sess.Wait()
		}
		s.close()
	}
}

// owner edits a profile and submits it.
func (u *usage) owner(ctx context.Context, i int, random *rand.Rand) {
	client := u.as(newSigner(u.t))
	defer client.Close()
	for n := 0; ctx.Err() == nil; n++ {
		u.runs(client, profileOf(owned(i), fmt.Sprint("Comptable, édition ", n)), "me edit")
		u.runs(client, "", "me submit")
		_ = sleep(ctx, u.slower*time.Duration(100+random.IntN(900))*time.Millisecond)
	}
}

// owned is the name of an owner.
func owned(i int) string {
	return "Propriétaire " + string(rune('A'+i/10%26)) + string(rune('a'+i/260%26))
}

// moderate accepts what the owners next to the moderator submit.
func (u *usage) moderate(ctx context.Context, i int, random *rand.Rand) {
	client := u.as(u.moderator)
	defer client.Close()
	slug := strings.ReplaceAll(strings.ToLower(directory.Fold(owned(i-1))), " ", "-")
	for ctx.Err() == nil {
		u.runs(client, "", "admin queue --json")
		if u.runs(client, "", "admin accepter "+slug) {
			u.accepted.Add(1)
		}
		_ = sleep(ctx, u.slower*time.Duration(100+random.IntN(900))*time.Millisecond)
	}
}

func (u *usage) as(key ssh.Signer) *ssh.Client {
	client, err := ssh.Dial("tcp", u.addr, &ssh.ClientConfig{
		User: "someone", HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: time.Minute,
		Auth: []ssh.AuthMethod{ssh.PublicKeys(key), ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil })},
	})
	if err != nil {
		u.t.Error(err)
		return nil
	}
	return client
}

// runs runs a command; that there may be nothing to accept is no matter.
func (u *usage) runs(client *ssh.Client, stdin, command string) bool {
	if client == nil {
		return false
	}
	s, err := client.NewSession()
	if err != nil {
		u.t.Error(err)
		return false
	}
	defer s.Close()
	s.Stdin = strings.NewReader(stdin)
	if s.Run(command) != nil {
		return false
	}
	u.done.Add(1)
	return true
}

// sleep waits, unless the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// faults keeps what a log says of errors.
type faults struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (f *faults) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }

func (f *faults) Handle(_ context.Context, r slog.Record) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	fmt.Fprint(&f.b, r.Message)
	r.Attrs(func(a slog.Attr) bool { fmt.Fprint(&f.b, " ", a); return true })
	fmt.Fprintln(&f.b)
	return nil
}

func (f *faults) WithAttrs([]slog.Attr) slog.Handler { return f }

func (f *faults) WithGroup(string) slog.Handler { return f }

func (f *faults) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.b.String()
}
