package server

import (
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

func TestSessionLimits(t *testing.T) {
	for name, limit := range map[string]func(*Config){
		"server.full":         func(c *Config) { c.Limits.MaxSessions = 2 },
		"server.full_address": func(c *Config) { c.Limits.MaxSessionsPerIP = 2 },
	} {
		h := open(t, limit)
		c := h.visitor()
		a, b := openTerminal(t, c, 80, 24, "xterm"), openTerminal(t, h.visitor(), 80, 24, "xterm")
		a.sees("ready")
		b.sees("ready")
		if got := run(t, h.visitor(), "whoami", nil); got.status != exitLater || !strings.Contains(got.err, "fr "+name+" ") || got.out != "" {
			t.Errorf("%s: %+v", name, got)
		}
		tm := openTerminal(t, h.visitor(), 80, 24, "xterm")
		if got := tm.ends(); got != exitLater || !strings.Contains(tm.err.String(), name) {
			t.Error(name, got, tm.err.String())
		}
		a.typed("Q")
		a.ends()
		eventually(t, "a place", func() bool { return h.srv.Sessions() == 1 })
		if got := run(t, c, "whoami", nil); got.status != 0 {
			t.Errorf("%s: no place after one left: %+v", name, got)
		}
	}
}

// Connections that say nothing hold a place until the login grace ends, from
// one address no more than its share, and everybody else gets in.
func TestSilentFlood(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) {
		c.Limits.MaxStartupsPerIP, c.Limits.MaxStartups, c.Limits.LoginGrace = 5, 10, 700*time.Millisecond
	})
	begun := time.Now()
	conns := make([]net.Conn, 40)
	for i := range conns {
		c, err := net.Dial("tcp", h.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		conns[i] = c
	}
	closed, most := make(chan struct{}, len(conns)), 0
	for _, c := range conns {
		go func() {
			_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
			_, _ = io.Copy(io.Discard, c)
			closed <- struct{}{}
		}()
	}
	for gone := 0; gone < len(conns); {
		select {
		case <-closed:
			gone++
		case <-time.After(5 * time.Millisecond):
		}
		most = max(most, h.srv.admission.counts().startups)
	}
	if d := time.Since(begun); d > 3*time.Second {
		t.Error("the last is closed after", d)
	}
	if most == 0 || most > 5 {
		t.Errorf("%d served at a time", most)
	}
	eventually(t, "nothing held", func() bool { return h.srv.admission.counts() == tally{} })
	if got := run(t, h.visitor(), "whoami", nil); got.status != 0 {
		t.Errorf("%+v", got)
	}
}

// A login without a session, and a channel without a command, end as well.
func TestLoginGraceCoversTheFirstSession(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) { c.Limits.LoginGrace = 400 * time.Millisecond })
	for name, prepare := range map[string]func(*gossh.Client){
		"no channel": func(*gossh.Client) {},
		"no command": func(c *gossh.Client) { _, _ = c.NewSession() },
	} {
		c := h.visitor()
		prepare(c)
		gone := make(chan struct{})
		go func() { _ = c.Wait(); close(gone) }()
		select {
		case <-gone:
		case <-time.After(3 * time.Second):
			t.Error(name, "is kept")
		}
	}
	tm := openTerminal(t, h.visitor(), 80, 24, "xterm")
	time.Sleep(600 * time.Millisecond)
	tm.typed("alive")
	tm.sees("alive")
}

func TestCommandRate(t *testing.T) {
	h := open(t, func(c *Config) { c.Limits.CommandRate = 3 })
	c := h.visitor()
	for range 3 {
		if got := run(t, c, "whoami", nil); got.status != 0 {
			t.Fatalf("%+v", got)
		}
	}
	if got := run(t, c, "whoami", nil); got.status != exitLater || !strings.Contains(got.err, "error.limit [seconds ") || got.out != "" {
		t.Errorf("%+v", got)
	}
	// A key counts for itself.
	mine, err := h.dial("x", gossh.PublicKeys(newKey(t)), noQuestions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer mine.Close()
	if got := run(t, mine, "whoami", nil); got.status != 0 {
		t.Errorf("%+v", got)
	}
}

func TestRate(t *testing.T) {
	now := time.Unix(1000, 0)
	r := newRate(2)
	r.now = func() time.Time { return now }
	steps := []struct {
		after time.Duration
		ok    bool
		wait  time.Duration
	}{
		{0, true, 0},
		{10 * time.Second, true, 0},
		{0, false, 50 * time.Second},
		{49 * time.Second, false, time.Second},
		{time.Second, true, 0},
		{0, false, 10 * time.Second},
		{time.Hour, true, 0},
	}
	for i, s := range steps {
		now = now.Add(s.after)
		if wait, ok := r.allow("a"); ok != s.ok || wait != s.wait {
			t.Errorf("step %d: %v %v", i, wait, ok)
		}
	}
	for i := range 100 {
		r.allow(fmt.Sprint(i))
	}
	now = now.Add(2 * time.Minute)
	r.allow("b")
	if len(r.events) != 1 {
		t.Errorf("%d keys remembered", len(r.events))
	}
	if _, ok := newRate(0).allow("a"); !ok {
		t.Error("0 is not off")
	}
}

func TestIdle(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) { c.Limits.IdleTimeout = 1200 * time.Millisecond })
	c := h.visitor()
	go func() { // a client's own keepalives are no input
		for range 100 {
			if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	tm := openTerminal(t, c, 80, 24, "xterm")
	tm.sees("ready")
	begun := time.Now()
	for range 4 { // input keeps it open
		time.Sleep(400 * time.Millisecond)
		tm.typed("x")
	}
	tm.sees("idle soon")
	if got := tm.ends(); got != exitLater {
		t.Error(got)
	}
	if d := time.Since(begun); d < 2500*time.Millisecond || d > 5*time.Second {
		t.Error("ended after", d)
	}
	if !strings.Contains(tm.err.String(), "server.idle") {
		t.Errorf("%q", tm.err.String())
	}
}

// The warning may wait for a client that reads nothing. The end does not.
func TestIdleEndsThoughTheWarningWaits(t *testing.T) {
	t.Parallel()
	ended, never := make(chan struct{}), make(chan struct{})
	defer close(never)
	w := watchIdle(200*time.Millisecond, idleEnd{warn: func(time.Duration) { <-never }, end: func() { close(ended) }})
	defer w.stop()
	select {
	case <-ended:
	case <-time.After(3 * time.Second):
		t.Error("kept for ever")
	}
}

// What has no screen is warned on a line, and told that it goes on: by any key
// on a terminal, by a line without one.
func TestIdleLinear(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) {
		c.Limits.IdleTimeout = 2 * time.Second
		c.Linear = func(_ context.Context, _ Visitor, in io.Reader, out io.Writer) Ending {
			_, _ = io.Copy(out, in)
			return Ending{}
		}
	})
	tm := openTerminal(t, h.visitor(), 80, 24, "dumb")
	tm.sees("server.idle_key [seconds 1]")
	tm.typed("h") // no line yet
	tm.sees("server.idle_extended")
	if got := tm.ends(); got != exitLater || strings.Count(tm.out.String(), "server.idle_key") != 2 || strings.Count(tm.out.String(), "server.idle_extended") != 1 {
		t.Errorf("%d %q", got, tm.out.String())
	}

	s, err := h.visitor().NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out := &lines{}
	s.Stdout = out
	in, err := s.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a warning", func() bool { return strings.Contains(out.String(), "server.idle_line [seconds 1]") })
	if _, err := io.WriteString(in, "\n"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "more time", func() bool { return strings.Contains(out.String(), "server.idle_extended") })
	_ = s.Close()
}

func TestKeepAliveFindsDeadPeers(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) { c.Limits.KeepAlive = 100 * time.Millisecond })
	lively := openTerminal(t, h.visitor(), 80, 24, "xterm")
	lively.sees("ready")
	// A peer whose network swallows everything from some moment on.
	raw, err := net.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	hole := &blackHole{Conn: raw, open: make(chan struct{})}
	conn, chans, reqs, err := gossh.NewClientConn(hole, h.addr, &gossh.ClientConfig{
		User: "x", HostKeyCallback: gossh.InsecureIgnoreHostKey(), Auth: []gossh.AuthMethod{noQuestions(t)},
	})
	if err != nil {
		t.Fatal(err)
	}
	dead := openTerminal(t, gossh.NewClient(conn, chans, reqs), 80, 24, "xterm")
	dead.sees("ready")
	close(hole.open)
	eventually(t, "one session left", func() bool { return h.srv.Sessions() == 1 })
	time.Sleep(300 * time.Millisecond)
	lively.typed("well")
	lively.sees("well")
	_ = raw.Close()
}

// blackHole sends nothing any more once it is open.
type blackHole struct {
	net.Conn
	open chan struct{}
}

func (b *blackHole) Write(p []byte) (int, error) {
	select {
	case <-b.open:
		return len(p), nil
	default:
		return b.Conn.Write(p)
	}
}

// A client that neither reads nor confirms that its channel is closed holds
// nothing for long.
func TestClientThatDoesNotRead(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"flood", "whoami"} {
		h := open(t, func(c *Config) {
			c.Limits.IdleTimeout, c.patience = 400*time.Millisecond, patience{200 * time.Millisecond, 300 * time.Millisecond, time.Minute}
		})
		raw, err := net.Dial("tcp", h.addr)
		if err != nil {
			t.Fatal(err)
		}
		deaf := &deafConn{Conn: raw, stop: make(chan struct{})}
		conn, chans, reqs, err := gossh.NewClientConn(deaf, h.addr, &gossh.ClientConfig{
			User: "x", HostKeyCallback: gossh.InsecureIgnoreHostKey(), Auth: []gossh.AuthMethod{noQuestions(t)},
		})
		if err != nil {
			t.Fatal(err)
		}
		ch, requests, err := gossh.NewClient(conn, chans, reqs).OpenChannel("session", nil)
		if err != nil {
			t.Fatal(err)
		}
		go gossh.DiscardRequests(requests)
		close(deaf.stop)
		if _, err := ch.SendRequest("exec", false, gossh.Marshal(struct{ C string }{command})); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the command came", func() bool { return strings.Contains(h.log.String(), "kind=command") })
		// Another command on the same channel buys no time.
		for range 3 {
			_, _ = ch.SendRequest("exec", false, gossh.Marshal(struct{ C string }{command}))
			time.Sleep(20 * time.Millisecond)
		}
		eventually(t, "nothing held", func() bool { return h.srv.admission.counts() == tally{} },
			func() string { return fmt.Sprintf("%s: %+v", command, h.srv.admission.counts()) })
		_ = raw.Close()
	}
}

// mute is a session whose client takes nothing.
type mute struct {
	ssh.Session
	gone chan struct{}
}

func (m mute) Stderr() io.ReadWriter { return m }

func (m mute) Write([]byte) (int, error) {
	<-m.gone
	return 0, io.EOF
}

// hangup tells that it was closed.
type hangup struct {
	net.Conn
	closed chan struct{}
}

func (h hangup) Close() error {
	close(h.closed)
	return nil
}

func (hangup) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1)} }

// Whoever does not even take a refusal loses the connection.
func TestRefusalThatIsNotRead(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) { c.patience = patience{time.Second, 100 * time.Millisecond, time.Minute} }).srv
	conn := hangup{closed: make(chan struct{})}
	c, _, _ := s.admission.connect(conn, ipOf(conn.RemoteAddr()))
	v := &visit{server: s, sess: mute{gone: conn.closed}, ch: &channel{conn: c}}
	told := make(chan struct{})
	go func() {
		v.fault(&directory.Error{Code: CodeQuotes})
		close(told)
	}()
	select {
	case <-told:
	case <-time.After(3 * time.Second):
		t.Error("waits for ever")
	}
}

// deafConn reads nothing any more once it is stopped.
type deafConn struct {
	net.Conn
	stop chan struct{}
}

func (d *deafConn) Read(p []byte) (int, error) {
	n, err := d.Conn.Read(p)
	select {
	case <-d.stop:
		time.Sleep(10 * time.Second)
		return 0, io.EOF
	default:
		return n, err
	}
}

// A connection without a session is not kept for ever.
func TestConnectionLingers(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) { c.patience = patience{time.Second, time.Second, 300 * time.Millisecond} })
	c := h.visitor()
	for range 2 {
		if got := run(t, c, "whoami", nil); got.status != 0 {
			t.Fatalf("%+v", got)
		}
	}
	begun := time.Now()
	_ = c.Wait()
	if d := time.Since(begun); d > 3*time.Second {
		t.Error("kept for", d)
	}
}

func TestShutdown(t *testing.T) {
	h := open(t, func(c *Config) { c.Limits.Grace = 3 * time.Second })
	before := runtime.NumGoroutine()
	var tms []*terminal
	for range 5 {
		tm := openTerminal(t, h.visitor(), 80, 24, "xterm")
		tm.sees("ready")
		tms = append(tms, tm)
	}
	silent, err := net.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	nap := make(chan result, 1)
	napper := h.visitor()
	go func() { nap <- run(t, napper, "nap", nil) }()
	eventually(t, "the command runs", func() bool { return h.srv.Sessions() == 6 })
	begun := time.Now()
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(begun); d > 3*time.Second {
		t.Error("took", d)
	}
	for _, tm := range tms {
		if got := tm.ends(); got != exitLater || !strings.Contains(tm.err.String(), "server.closing") {
			t.Errorf("status %d, told %q", got, tm.err.String())
		}
		if !strings.Contains(tm.out.String(), "\x1b[?1049l") {
			t.Error("the terminal is left as it was")
		}
	}
	if got := <-nap; got.out != "done\n" || got.status != 0 {
		t.Errorf("a command under way: %+v", got)
	}
	if _, err := net.DialTimeout("tcp", h.addr, time.Second); err == nil {
		t.Error("still listening")
	}
	eventually(t, "nothing held", func() bool { return h.srv.admission.counts() == tally{} })
	eventually(t, "no goroutine left", func() bool { return runtime.NumGoroutine() <= before },
		func() string { return fmt.Sprint(runtime.NumGoroutine(), " of ", before) })
}

// A dialogue that waits for a line is ended as well.
func TestShutdownEndsLinear(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) {
		c.Limits.Grace = 5 * time.Second
		c.Linear = func(_ context.Context, _ Visitor, in io.Reader, out io.Writer) Ending {
			fmt.Fprintln(out, "what?")
			_, _ = io.Copy(io.Discard, in)
			return Ending{}
		}
	})
	tm := openTerminal(t, h.visitor(), 80, 24, "dumb")
	tm.sees("what?")
	begun := time.Now()
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(begun); d > 2*time.Second {
		t.Error("took", d)
	}
	if got := tm.ends(); got != exitLater || !strings.Contains(tm.err.String(), "server.closing") {
		t.Error(got, tm.err.String())
	}
}

// A command that does not end is ended, within the grace.
func TestShutdownEndsCommands(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) { c.Limits.Grace = time.Second })
	s, err := h.visitor().NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, errw := &lines{}, &lines{}
	s.Stdout, s.Stderr = out, errw
	if err := s.Start("wait"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "waiting", func() bool { return out.Len() > 0 })
	begun := time.Now()
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(begun); d > 1500*time.Millisecond {
		t.Error("took", d)
	}
	if got := status(t, s.Wait()); got != exitLater || !strings.Contains(errw.String(), "server.closing") {
		t.Error(got, errw.String())
	}
}

func TestListenerFails(t *testing.T) {
	h := open(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	srv, err := New(h.srv.config)
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.Serve(t.Context(), l); err == nil {
		t.Error("served on a closed listener")
	}
}

// No personal data and nothing typed in the log.
func TestLog(t *testing.T) {
	h := open(t)
	c, err := h.dial("claire-dubois", gossh.PublicKeys(newKey(t)), noQuestions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	run(t, c, "words comptable alençon", nil)
	log := h.log.String()
	for _, want := range []string{"msg=listening", "addr=" + h.addr, "fingerprint=SHA256:", "role=identified", "kind=command", "from=127.0.0.0/24", "status=0"} {
		if !strings.Contains(log, want) {
			t.Errorf("lacks %s: %s", want, log)
		}
	}
	for _, line := range strings.Split(log, "\n") {
		if !strings.Contains(line, "listening") && (strings.Contains(line, "claire") || strings.Contains(line, "comptable") || strings.Contains(line, "127.0.0.1") || strings.Contains(line, "SHA256")) {
			t.Errorf("says too much: %s", line)
		}
	}
}
