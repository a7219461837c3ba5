package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/server"
)

// quiet is how long nothing must come for a frame to be over.
const quiet = 40 * time.Millisecond

// BenchmarkSession drives one real SSH session of 80×24 over loopback as a
// person would, on directories of several sizes, and reports bytes and
// milliseconds from the key to the last byte of its frame.
func BenchmarkSession(b *testing.B) {
	for _, people := range []int{300, 10_000, 100_000} {
		b.Run(fmt.Sprintf("profiles=%d", people), func(b *testing.B) {
			addr := startServer(b, people)
			for b.Loop() {
				s := dial(b, addr)
				first := s.frame()
				var moves, letters, waits figures
				s.keys("comptabilité", &letters, &waits)
				s.keys("\t", nil, &waits)
				s.keys("bellême", &letters, &waits)
				s.keys("\r", nil, &waits)
				s.keys("+++", nil, &waits)
				for range 12 {
					s.key("\x1b[B", &moves, &waits)
				}
				s.close()
				b.ReportMetric(float64(first.bytes), "B/first")
				b.ReportMetric(moves.median(), "B/move")
				b.ReportMetric(letters.median(), "B/letter")
				b.ReportMetric(letters.top(), "B/letter-max")
				b.ReportMetric(waits.median(), "ms/key-p50")
				b.ReportMetric(waits.top(), "ms/key-max")
			}
		})
	}
}

// newApp is the program on a data directory, saying nothing.
func newApp(data string) *app {
	return &app{data: data, out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }}
}

// fillDirectory makes a fictional directory of some size and leaves it.
func fillDirectory(tb testing.TB, people int) string {
	tb.Helper()
	a := newApp(tb.TempDir())
	defer a.close()
	svc, err := a.make(tb.Context(), slog.New(slog.DiscardHandler), terms{})
	if err != nil {
		tb.Fatal(err)
	}
	if err := fillDemo(tb.Context(), svc, people); err != nil {
		tb.Fatal(err)
	}
	return a.data
}

// startServer serves a fictional directory of some size.
func startServer(tb testing.TB, people int) string {
	tb.Helper()
	addr, _ := serveFor(tb, people)
	return addr
}

// serveFor serves a directory, a fictional one of some size or an empty one, as
// serve does.
func serveFor(tb testing.TB, people int) (addr string, srv *server.Server) {
	tb.Helper()
	return serveWith(tb, people, nil)
}

// serveWith is serveFor after something was done to the directory.
func serveWith(tb testing.TB, people int, prepare func(*directory.Service)) (addr string, srv *server.Server) {
	tb.Helper()
	addr, srv, stop := serveIn(tb, tb.TempDir(), slog.New(slog.DiscardHandler), func(svc *directory.Service) {
		if err := fillDemo(tb.Context(), svc, people); err != nil {
			tb.Fatal(err)
		}
		if prepare != nil {
			prepare(svc)
		}
	})
	tb.Cleanup(stop)
	return addr, srv
}

// serveIn serves what is in a data directory, after something was done to it,
// until stop is called.
func serveIn(tb testing.TB, data string, log *slog.Logger, prepare func(*directory.Service)) (addr string, srv *server.Server, stop func()) {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	a := newApp(data)
	svc, err := a.make(ctx, log, terms{})
	if err != nil {
		tb.Fatal(err)
	}
	prepare(svc)
	c := visits(svc, log, server.NewMetrics())
	if c.HostKey, err = server.HostKey(a.path(hostKeyFile)); err != nil {
		tb.Fatal(err)
	}
	c.Limits = server.DefaultLimits()
	c.Limits.CommandRate, c.Limits.MaxSessionsPerIP, c.Limits.MaxStartupsPerIP = 0, 0, 0
	if srv, err = server.New(c); err != nil {
		tb.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(ctx, l)
	}()
	return l.Addr().String(), srv, sync.OnceFunc(func() {
		cancel()
		<-done
		a.close()
	})
}

// session is a client with a terminal.
type session struct {
	tb     testing.TB
	client *ssh.Client
	sess   *ssh.Session
	in     io.Writer
	mu     sync.Mutex
	bytes  int
	last   time.Time
}

func dial(tb testing.TB, addr string) *session {
	tb.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		tb.Fatal(err)
	}
	return sessionOver(tb, conn)
}

// sessionOver begins a session over a connection.
func sessionOver(tb testing.TB, conn net.Conn) *session {
	tb.Helper()
	c, channels, requests, err := ssh.NewClientConn(conn, conn.RemoteAddr().String(), &ssh.ClientConfig{
		User: "bench", HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		Auth: []ssh.AuthMethod{ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil })},
	})
	if err != nil {
		tb.Fatal(err)
	}
	client := ssh.NewClient(c, channels, requests)
	sess, err := client.NewSession()
	if err != nil {
		tb.Fatal(err)
	}
	s := &session{tb: tb, client: client, sess: sess, last: time.Now()}
	sess.Stdout = s
	if s.in, err = sess.StdinPipe(); err != nil {
		tb.Fatal(err)
	}
	if err := sess.RequestPty("xterm-256color", 24, 80, ssh.TerminalModes{}); err != nil {
		tb.Fatal(err)
	}
	if err := sess.Shell(); err != nil {
		tb.Fatal(err)
	}
	return s
}

func (s *session) close() { _ = s.client.Close() }

// Write takes what the server sends.
func (s *session) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes += len(p)
	s.last = time.Now()
	return len(p), nil
}

type drawn struct {
	bytes int
	last  time.Time
}

// frame waits until the screen is still and tells what was drawn since.
func (s *session) frame() drawn {
	deadline := time.Now().Add(5 * time.Second)
	for {
		s.mu.Lock()
		still, n, last := time.Since(s.last) > quiet, s.bytes, s.last
		if still && n > 0 || time.Now().After(deadline) {
			s.bytes = 0
			s.mu.Unlock()
			return drawn{n, last}
		}
		s.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
}

// key types one key and notes what its frame took.
func (s *session) key(k string, bytes, waits *figures) {
	start := time.Now()
	s.mu.Lock()
	s.last = start
	s.mu.Unlock()
	if _, err := io.WriteString(s.in, k); err != nil {
		s.tb.Fatal(err)
	}
	d := s.frame()
	if bytes != nil {
		*bytes = append(*bytes, float64(d.bytes))
	}
	*waits = append(*waits, float64(d.last.Sub(start).Microseconds())/1000)
}

func (s *session) keys(typed string, bytes, waits *figures) {
	for _, k := range strings.Split(typed, "") {
		s.key(k, bytes, waits)
	}
}

type figures []float64

func (f figures) median() float64 {
	if len(f) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(f))[len(f)/2]
}

func (f figures) top() float64 {
	if len(f) == 0 {
		return 0
	}
	return slices.Max(f)
}
