package server

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// flood is what attackers do to a server, from addresses of the loopback range.
type flood struct {
	h      *house
	ctx    context.Context
	wait   sync.WaitGroup
	logins atomic.Int32 // attempts that are over
}

func (h *house) flood() *flood {
	ctx, cancel := context.WithCancel(context.Background())
	f := &flood{h: h, ctx: ctx}
	h.t.Cleanup(func() {
		cancel()
		f.wait.Wait()
	})
	return f
}

func (f *flood) dial(from string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 10 * time.Second}
	return d.DialContext(f.ctx, "tcp", f.h.addr)
}

// silence holds connections that say nothing, and comes back whenever one is
// dropped.
func (f *flood) silence(n int, from func(i int) string) {
	for i := range n {
		f.wait.Go(func() {
			for f.ctx.Err() == nil {
				if conn, err := f.dial(from(i)); err == nil {
					stop := context.AfterFunc(f.ctx, func() { _ = conn.Close() })
					_, _ = io.Copy(io.Discard, conn)
					stop()
					_ = conn.Close()
				}
				select {
				case <-f.ctx.Done():
				case <-time.After(100 * time.Millisecond):
				}
			}
		})
	}
}

// fail tries to log in so often, and fails each time, some at a time.
func (f *flood) fail(n, atATime int, from func(i int) string) {
	var next atomic.Int32
	for range atATime {
		f.wait.Go(func() {
			for i := int(next.Add(1)); i <= n && f.ctx.Err() == nil; i = int(next.Add(1)) {
				if conn, err := f.dial(from(i)); err == nil {
					_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
					c, _, _, err := gossh.NewClientConn(conn, f.h.addr, &gossh.ClientConfig{
						User: fmt.Sprint("root", i), HostKeyCallback: gossh.InsecureIgnoreHostKey(),
					})
					if err == nil {
						f.h.t.Error("logged in")
						_ = c.Close()
					}
					_ = conn.Close()
				}
				f.logins.Add(1)
			}
		})
	}
}

// visit is a real client that opens the interface from an address, and how long
// it took to show.
func (h *house) visit(from string) (time.Duration, error) {
	_, port, _ := net.SplitHostPort(h.addr)
	ctx, cancel := context.WithTimeout(h.t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ssh", "-F", "none", "-tt", "-b", from, "-p", port,
		"-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "GlobalKnownHostsFile=/dev/null",
		"-o", "LogLevel=ERROR", "-o", "IdentityFile=none", "-o", "IdentityAgent=none", "x@127.0.0.1")
	cmd.Env = append(os.Environ(), "TERM=xterm")
	out, errw := &lines{}, &lines{}
	cmd.Stdout, cmd.Stderr = out, errw
	in, err := cmd.StdinPipe()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = cmd.Wait()
	}()
	defer func() {
		cancel()
		<-done
	}()
	for !strings.Contains(out.String(), "ready") {
		select {
		case <-done:
			return 0, fmt.Errorf("no screen: %q %q", out.String(), errw.String())
		case <-time.After(2 * time.Millisecond):
		}
	}
	return time.Since(begun), nil
}

// The first screen comes within two seconds while 200 connections say nothing
// and 2,000 logins fail, wherever the visitor and those come from.
func TestFloodAndAVisitor(t *testing.T) {
	if testing.Short() {
		t.Skip("six thousand logins take their time")
	}
	client(t, "ssh")
	few := func(i int) string { return fmt.Sprintf("127.0.1.%d", 1+i%10) }
	many := func(i int) string { return fmt.Sprintf("127.0.0.%d", 2+i%200) }
	for name, tt := range map[string]struct {
		silent, failing func(i int) string
		visitor         string
	}{
		"some addresses, a visitor from elsewhere":        {few, few, "127.0.9.1"},
		"two hundred addresses, a visitor amidst of them": {many, many, "127.0.0.250"},
		"each its own network": {
			func(i int) string { return fmt.Sprintf("127.1.%d.1", i) },
			func(i int) string { return fmt.Sprintf("127.2.%d.%d", i%250, 1+i/250) }, "127.0.9.1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, func(c *Config) { c.Penalties = DefaultPenalties() })
			calm, err := h.visit(tt.visitor)
			if err != nil {
				t.Fatal(err)
			}
			f := h.flood()
			f.silence(200, tt.silent)
			eventually(t, "the silent ones are there", func() bool { return h.srv.admission.counts().startups >= min(200, 10*20) })
			full, err := h.visit(tt.visitor)
			if err != nil {
				t.Fatal("with the silent ones alone:", err)
			}
			const logins = 2000
			f.fail(logins, 32, tt.failing)
			took := []time.Duration{full}
			during := 0
			for range 3 {
				d, err := h.visit(tt.visitor)
				if err != nil {
					t.Fatal(err)
				}
				if f.logins.Load() < logins {
					during++
				}
				took = append(took, d)
			}
			eventually(t, "all logins failed", func() bool { return f.logins.Load() == logins })
			known, out := h.srv.admission.penalties.size()
			t.Logf("calm %v; during the flood %v (%d of them before its end); %d addresses remembered, %d kept out", calm, took, during, known, out)
			if worst := slices.Max(took); worst > 2*time.Second {
				t.Errorf("the first screen came after %v", worst)
			}
		})
	}
}

// BenchmarkKeyDuringFlood is how long somebody who is in waits for the frame of a
// key while others fail to log in as fast as they can, with turns for the
// cryptography of handshakes and without; attackers run in the same process.
func BenchmarkKeyDuringFlood(b *testing.B) {
	for name, turns := range map[string]int{"calm": 0, "turns": 1, "no turns": 1000} {
		b.Run(name, func(b *testing.B) {
			h := open(b, func(c *Config) { c.Limits.MaxStartupsPerIP = 0 })
			if turns > 0 {
				h.srv.admission.turns = make(chan struct{}, turns)
			}
			tm := openTerminal(b, h.visitor(), 80, 24, "xterm")
			tm.sees("ready")
			if turns > 0 {
				f := h.flood()
				f.fail(1<<30, 150, func(i int) string { return fmt.Sprintf("127.0.7.%d", 1+i%200) })
				eventually(b, "a flood", func() bool { return f.logins.Load() > 100 })
			}
			var took []time.Duration
			for b.Loop() {
				before := tm.out.Len()
				begun := time.Now()
				tm.typed("x")
				for tm.out.Len() == before {
					time.Sleep(200 * time.Microsecond)
				}
				took = append(took, time.Since(begun))
				if len(took)%40 == 0 {
					tm.typed("\r")
				}
				time.Sleep(20 * time.Millisecond)
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
