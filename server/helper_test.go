package server

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// house is a server under test, with an interface and commands of its own.
type house struct {
	t    testing.TB
	srv  *Server
	addr string
	log  *lines
	stop func() error // stops the server and waits for Serve

	mu       sync.Mutex
	accounts map[string]directory.Account
	ended    chan string // commands that saw their context end
}

type (
	idleMsg    struct{ left time.Duration }
	closingMsg struct{}
)

// open starts a server on a free port of the loopback.
func open(t testing.TB, change ...func(*Config)) *house {
	t.Helper()
	h := &house{t: t, log: &lines{}, accounts: map[string]directory.Account{}, ended: make(chan string, 100)}
	cfg := Config{
		HostKey:   newKey(t),
		Identify:  h.identify,
		Interface: func(_ context.Context, v Visitor) tea.Model { return newScreen(v) },
		Command:   h.command,
		Sentences: func(lang, key string, args ...any) string {
			return fmt.Sprint(lang, " ", key, " ", args)
		},
		Messages: Messages{
			Idle:    func(left time.Duration) tea.Msg { return idleMsg{left} },
			Closing: func() tea.Msg { return closingMsg{} },
		},
		Limits: DefaultLimits(),
		Log:    slog.New(slog.NewTextHandler(h.log, nil)),
	}
	cfg.Limits.Grace = 2 * time.Second
	for _, c := range change {
		c(&cfg)
	}
	srv, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.srv, h.addr = srv, l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ctx, l) }()
	h.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-served:
			return err
		case <-time.After(cfg.Limits.Grace + 3*time.Second):
			return errors.New("Serve does not return")
		}
	})
	t.Cleanup(func() {
		if err := h.stop(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *house) register(key gossh.PublicKey, role directory.Role) directory.Account {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := directory.Account{ID: directory.AccountID(len(h.accounts) + 1), Role: role}
	h.accounts[gossh.FingerprintSHA256(key)] = a
	return a
}

func (h *house) identify(_ context.Context, fingerprint string) (directory.Account, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if a, ok := h.accounts[fingerprint]; ok {
		return a, nil
	}
	return directory.Account{}, directory.NotFound("key", fingerprint)
}

// command is what the tests run over SSH.
func (h *house) command(ctx context.Context, v Visitor, args []string, in io.Reader, out, errw io.Writer) int {
	switch args[0] {
	case "whoami":
		fmt.Fprintf(out, "%s %d %s\n", v.Actor.Role, v.Actor.Account, v.Actor.Fingerprint)
	case "refused":
		fmt.Fprintln(out, v.Refused)
	case "first":
		fmt.Fprintln(out, v.FirstUse)
	case "visitor":
		fmt.Fprintf(out, "user=%s lang=%s utf8=%v term=%q size=%dx%d env=%q pty=%v addr=%s\n",
			v.User, v.Lang, v.UTF8, v.Term, v.Width, v.Height, v.Env, v.Interactive, v.Actor.Address)
	case "words":
		fmt.Fprintf(out, "%q\n", args[1:])
	case "count":
		n, err := io.Copy(io.Discard, in)
		var e *directory.Error
		if errors.As(err, &e) {
			fmt.Fprintln(errw, e.Code)
			return exitFailed
		}
		fmt.Fprintln(out, n)
	case "read":
		data, err := io.ReadAll(in)
		h.ended <- fmt.Sprintf("%q %v", data, err)
		if err != nil {
			return exitFailed
		}
		fmt.Fprintf(out, "%q\n", data)
	case "wait":
		fmt.Fprintln(out, "waiting")
		select {
		case <-ctx.Done():
			h.ended <- context.Cause(ctx).Error()
		case <-time.After(20 * time.Second):
			h.ended <- "time"
		}
	case "nap":
		time.Sleep(300 * time.Millisecond)
		fmt.Fprintln(out, "done")
	case "panic":
		panic("secret of the command")
	case "flood":
		for err := error(nil); err == nil; {
			_, err = out.Write(make([]byte, 32<<10))
		}
	case "help":
		fmt.Fprintln(out, "the help")
	default:
		fmt.Fprintln(errw, "unknown")
		return exitUsage
	}
	return exitDone
}

// screen is what the tests show over SSH.
type screen struct {
	visitor Visitor
	width   int
	height  int
	sizes   int
	typed   string
	notice  string
	broken  bool
}

func newScreen(v Visitor) tea.Model {
	if v.User == "panic-make" {
		panic("secret of the making")
	}
	return &screen{visitor: v}
}

func (s *screen) Init() tea.Cmd {
	if s.visitor.User == "panic-init" {
		return func() tea.Msg { panic("secret of the beginning") }
	}
	return tea.RequestBackgroundColor
}

func (s *screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.width, s.height = msg.Width, msg.Height
		s.sizes++
	case tea.BackgroundColorMsg:
		s.notice = "background " + msg.String()
	case idleMsg:
		s.notice = "idle soon"
	case closingMsg:
		s.notice = "closing"
	case tea.PasteMsg:
		s.notice = fmt.Sprintf("pasted %d", len(msg.Content))
	case tea.KeyPressMsg:
		s.typed += msg.Text
		switch msg.String() {
		case "Q":
			return s, tea.Quit
		case "P":
			panic("secret of the screen")
		case "C":
			return s, func() tea.Msg { panic("secret of a command") }
		case "B":
			return s, tea.Batch(func() tea.Msg { panic("secret of a batch") }, nil)
		case "S":
			return s, tea.Sequence(func() tea.Msg { return nil }, func() tea.Msg { panic("secret of a sequence") })
		case "V":
			s.broken = true
		case "Z":
			return s, tea.Suspend
		case "enter":
			s.typed = ""
		}
	}
	return s, nil
}

func (s *screen) View() tea.View {
	if s.broken {
		panic("secret of a view")
	}
	v := tea.NewView(fmt.Sprintf("ready %dx%d\n<%s>\n[%s]", s.width, s.height, s.typed, s.notice))
	v.AltScreen = true
	return v
}

// newKey makes an Ed25519 key.
func newKey(t testing.TB) gossh.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// noQuestions is keyboard-interactive as a client without anything to say
// plays it. A prompt would be a password prompt to a person.
func noQuestions(t testing.TB) gossh.AuthMethod {
	return gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
		if len(questions) != 0 {
			t.Errorf("asked %q", questions)
		}
		return make([]string, len(questions)), nil
	})
}

// dial connects with methods tried exactly in this order, whatever the server
// says.
func (h *house) dial(user string, methods ...gossh.AuthMethod) (*gossh.Client, error) {
	next := 0
	return gossh.Dial("tcp", h.addr, &gossh.ClientConfig{
		User: user, HostKeyCallback: gossh.InsecureIgnoreHostKey(), Timeout: 10 * time.Second,
		AuthCallback: func(*gossh.ClientAuthContext) (gossh.AuthMethod, error) {
			if next == len(methods) {
				return nil, errors.New("no method left")
			}
			next++
			return methods[next-1], nil
		},
	})
}

// visitor connects without a key.
func (h *house) visitor() *gossh.Client {
	h.t.Helper()
	c, err := h.dial("someone", noQuestions(h.t))
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = c.Close() })
	return c
}

// result of a command.
type result struct {
	out, err string
	status   int
}

func run(t testing.TB, c *gossh.Client, command string, in io.Reader, env ...string) result {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		_ = s.Setenv(name, value)
	}
	var out, errw bytes.Buffer
	s.Stdout, s.Stderr, s.Stdin = &out, &errw, in
	return result{status: status(t, s.Run(command)), out: out.String(), err: errw.String()}
}

func status(t testing.TB, err error) int {
	t.Helper()
	var exit *gossh.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitStatus()
	}
	t.Helper()
	t.Errorf("no exit status: %v", err)
	return -1
}

// terminal is a session with the interface.
type terminal struct {
	t    testing.TB
	sess *gossh.Session
	in   io.WriteCloser
	out  *lines
	err  *lines
	done chan error
}

func openTerminal(t testing.TB, c *gossh.Client, width, height uint32, term string) *terminal {
	t.Helper()
	return openCommand(t, c, width, height, term, "")
}

// openCommand is a terminal on which a command runs, as « ssh -t » makes it.
func openCommand(t testing.TB, c *gossh.Client, width, height uint32, term, command string) *terminal {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, errw := &lines{}, &lines{}
	s.Stdout, s.Stderr = out, errw
	in, err := s.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	ok, err := s.SendRequest("pty-req", true, gossh.Marshal(&struct {
		Term                  string
		Columns, Rows, PW, PH uint32
		Modes                 string
	}{term, width, height, 0, 0, ""}))
	if err != nil || !ok {
		t.Fatal("pty refused", ok, err)
	}
	if command != "" {
		err = s.Start(command)
	} else {
		err = s.Shell()
	}
	if err != nil {
		t.Fatal(err)
	}
	tm := &terminal{t: t, sess: s, in: in, out: out, err: errw, done: make(chan error, 1)}
	go func() { tm.done <- s.Wait() }()
	return tm
}

func (tm *terminal) typed(s string) {
	tm.t.Helper()
	if _, err := io.WriteString(tm.in, s); err != nil {
		tm.t.Fatal(err)
	}
}

func (tm *terminal) sees(s string) {
	tm.t.Helper()
	eventually(tm.t, fmt.Sprintf("%q on the terminal", s), func() bool { return strings.Contains(tm.out.String(), s) },
		func() string { return fmt.Sprintf("%q %q", tm.out.String(), tm.err.String()) })
}

// ends waits for the session to end and answers its exit status.
func (tm *terminal) ends() int {
	tm.t.Helper()
	select {
	case err := <-tm.done:
		return status(tm.t, err)
	case <-time.After(8 * time.Second):
		tm.t.Fatalf("the session does not end: %q", tm.out.String())
		return -1
	}
}

// eventually waits, not for long, until something holds.
func eventually(t testing.TB, what string, holds func() bool, instead ...func() string) {
	t.Helper()
	for range 800 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	for _, f := range instead {
		what += "; instead: " + f()
	}
	t.Fatalf("never: %s", what)
}

// lines collects what several goroutines write.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *lines) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Len()
}
