package main

import (
	"bytes"
	"fmt"
	"regexp"
	"runtime"
	"runtime/pprof"
	"testing"
	"time"
)

// perSession is how many goroutines the server may have for an idle session.
const perSession = 10

// Idle sessions cost nothing but their room, and when all of them are gone at
// once nothing of them is left, however often that happens.
func TestManySessions(t *testing.T) {
	const sessions, rounds = 25, 3
	addr, srv := serveFor(t, 120)
	warm := dial(t, addr)
	warm.frame()
	warm.key("x", nil, &figures{})
	warm.close()
	gone(t, srv.Sessions)
	base, alone := settled(t), serving(t)
	var held []int64
	for range rounds {
		open := make([]*session, sessions)
		for i := range open {
			open[i] = dial(t, addr)
			if open[i].frame().bytes == 0 {
				t.Fatal("no first frame")
			}
		}
		if n := serving(t) - alone; n > perSession*sessions {
			t.Errorf("%.1f goroutines for each session", float64(n)/sessions)
		}
		before := received(open)
		time.Sleep(500 * time.Millisecond)
		if n := received(open) - before; n != 0 {
			t.Errorf("%d bytes are sent to idle sessions", n)
		}
		for _, s := range open {
			s.close()
		}
		gone(t, srv.Sessions)
		if n := settled(t); n > base+2 {
			t.Errorf("%d goroutines, %d in the beginning", n, base)
		}
		held = append(held, heap())
	}
	if grown := held[rounds-1] - held[0]; grown > 2<<20 {
		t.Errorf("each round leaves something: %d bytes are held", held)
	}
}

// received is what all of them got.
func received(all []*session) (n int) {
	for _, s := range all {
		s.mu.Lock()
		n += s.bytes
		s.mu.Unlock()
	}
	return n
}

func gone(t *testing.T, sessions func() int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); sessions() > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d sessions are left", sessions())
		}
	}
}

// settled waits until the number of goroutines is the same for a while, at most
// ten seconds.
func settled(t *testing.T) int {
	t.Helper()
	n, since := runtime.NumGoroutine(), time.Now()
	for deadline := since.Add(10 * time.Second); time.Now().Before(deadline) && time.Since(since) < 300*time.Millisecond; time.Sleep(10 * time.Millisecond) {
		if now := runtime.NumGoroutine(); now < n {
			n, since = now, time.Now()
		}
	}
	return n
}

// ours are the goroutines of the server in a profile; the three that run its side
// of the protocol look like those of the clients in this process.
var (
	ours  = regexp.MustCompile(`charm\.land/ssh\.|teleorne/(server|tui)|teleorne/cmd/teleorne\.\(\*app\)`)
	wires = regexp.MustCompile(`x/crypto/ssh\.\(\*(handshakeTransport\)\.(readLoop|kexLoop)|mux\)\.loop)`)
	count = regexp.MustCompile(`(?m)^(\d+) @`)
)

// serving counts the goroutines of the server, those of the protocol by halves.
func serving(t *testing.T) int {
	t.Helper()
	var profile bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&profile, 1); err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, stack := range bytes.Split(profile.Bytes(), []byte("\n\n")) {
		var n int
		m := count.FindSubmatch(stack)
		if m == nil {
			continue
		}
		_, _ = fmt.Sscan(string(m[1]), &n)
		switch {
		case wires.Match(stack):
			total += n / 2
		case ours.Match(stack):
			total += n
		}
	}
	return total
}

// heap is what is held after two collections: pools give back what nobody
// borrowed since the last one.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
