package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

func TestInterface(t *testing.T) {
	h := open(t)
	tm := openTerminal(t, h.visitor(), 100, 30, "xterm-256color")
	tm.sees("ready 100x30")
	tm.typed("bonjour é")
	tm.sees("é")
	tm.typed("\x1b]11;rgb:ffff/ffff/ffff\x07")
	tm.sees("background #ffffff")
	if err := tm.sess.WindowChange(40, 120); err != nil {
		t.Fatal(err)
	}
	tm.sees("120x40")
	tm.typed("Q")
	if got := tm.ends(); got != 0 {
		t.Error("status", got)
	}
	out := tm.out.String()
	if !strings.Contains(out, "\x1b]11;?") {
		t.Error("the background is not asked for")
	}
	if !strings.Contains(out, "\x1b[?1049h") || !strings.Contains(out, "\x1b[?1049l") {
		t.Errorf("the terminal is not given back as it was: %q", out)
	}
}

// The answers to these would end up in the person's shell, on any terminal.
func TestNoQuestionsToTheTerminal(t *testing.T) {
	h := open(t)
	c := h.visitor()
	for _, term := range []string{"xterm-256color", "xterm-kitty", "xterm-ghostty", "alacritty", "linux"} {
		tm := openTerminal(t, c, 80, 24, term)
		tm.sees("ready 80x24")
		tm.typed("Q")
		tm.ends()
		for _, query := range []string{"?2026$p", "?2027$p", "\x1b[?u", "\x1b[c", "\x1b[>q"} {
			if strings.Contains(tm.out.String(), query) {
				t.Errorf("%s is asked %q", term, query)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.visitor()
	for _, tt := range []struct {
		w, h uint32
		want string
	}{
		{0, 0, "80x24"},
		{1, 1, "20x5"},
		{80, 24, "80x24"},
		{0, 10, "80x10"},
		{10000, 5000, "300x100"},
		{1<<32 - 1, 1<<32 - 1, "300x100"},
		{1 << 31, 24, "300x24"},
	} {
		tm := openTerminal(t, c, tt.w, tt.h, "xterm")
		tm.sees("ready " + tt.want)
		if err := tm.sess.WindowChange(int(min(tt.h, 1<<31-1)), int(min(tt.w, 1<<31-1))); err != nil {
			t.Fatal(err)
		}
		if err := tm.sess.WindowChange(33, 99); err != nil {
			t.Fatal(err)
		}
		tm.sees("99x33")
		// A size that comes as if typed changes nothing.
		tm.typed("\x1b[48;5000;5000;0;0t!")
		tm.sees("!")
		tm.typed("Q")
		tm.ends()
		if strings.Contains(tm.out.String(), "5000") {
			t.Errorf("%v: %q", tt.want, tm.out.String())
		}
	}
}

func TestManyWindowChanges(t *testing.T) {
	h := open(t)
	tm := openTerminal(t, h.visitor(), 80, 24, "xterm")
	tm.sees("ready 80x24")
	for i := range 5000 {
		if err := tm.sess.WindowChange(24+i%50, 80+i%100); err != nil {
			t.Fatal(err)
		}
	}
	if err := tm.sess.WindowChange(50, 150); err != nil {
		t.Fatal(err)
	}
	tm.sees("150x50")
}

func TestPanics(t *testing.T) {
	h := open(t)
	quiet := openTerminal(t, h.visitor(), 80, 24, "xterm")
	quiet.sees("ready")
	for _, key := range []string{"P", "C", "B", "S", "V"} {
		tm := openTerminal(t, h.visitor(), 80, 24, "xterm")
		tm.sees("ready")
		tm.typed(key)
		if got := tm.ends(); got != exitFailed {
			t.Error(key, "status", got)
		}
		seen := tm.out.String() + tm.err.String()
		if !strings.Contains(seen, "error.internal [reference ") || strings.Contains(seen, "secret") || strings.Contains(seen, "goroutine") {
			t.Errorf("%s: %q", key, seen)
		}
		_, reference, _ := strings.Cut(tm.err.String(), "[reference ")
		reference, _, _ = strings.Cut(reference, "]")
		if len(reference) < 6 || !strings.Contains(h.log.String(), reference) {
			t.Errorf("%s: the log does not know %q", key, reference)
		}
		if !strings.Contains(tm.out.String(), "\x1b[?1049l") {
			t.Errorf("%s: the terminal is left on the alternate screen", key)
		}
	}
	if got := run(t, h.visitor(), "panic", nil); got.status != exitFailed || !strings.Contains(got.err, "error.internal") || strings.Contains(got.err, "secret") {
		t.Errorf("%+v", got)
	}
	for _, user := range []string{"panic-init", "panic-make"} {
		c, err := h.dial(user, noQuestions(t))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		tm := openTerminal(t, c, 80, 24, "xterm")
		if got := tm.ends(); got != exitFailed || !strings.Contains(tm.err.String(), "error.internal") {
			t.Errorf("%s: %d %q", user, got, tm.err.String())
		}
	}
	quiet.typed("still here")
	quiet.sees("still here")
	if strings.Count(h.log.String(), "secret of") != 8 {
		t.Errorf("not all in the log: %s", h.log.String())
	}
}

func TestSuspendDoesNothing(t *testing.T) {
	h := open(t)
	tm := openTerminal(t, h.visitor(), 80, 24, "xterm")
	tm.sees("ready")
	tm.typed("Z")
	tm.typed("on")
	tm.sees("on")
}

// The program must be gone soon after its channel, even while the connection
// lives (ControlMaster), and the connection must go on serving.
func TestChannelClosesConnectionLives(t *testing.T) {
	h := open(t)
	c := h.visitor()
	for range 3 {
		tm := openTerminal(t, c, 80, 24, "xterm")
		tm.sees("ready")
		begun := time.Now()
		_ = tm.sess.Close()
		eventually(t, "no session", func() bool { return h.srv.Sessions() == 0 })
		if d := time.Since(begun); d > 2*time.Second {
			t.Error("took", d)
		}
	}
	if got := run(t, c, "words still there", nil); got.out != `["still" "there"]`+"\n" {
		t.Errorf("%+v", got)
	}
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out := &lines{}
	s.Stdout = out
	if err := s.Start("wait"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "waiting", func() bool { return out.Len() > 0 })
	_ = s.Close()
	select {
	case cause := <-h.ended:
		if cause != context.Canceled.Error() {
			t.Error(cause)
		}
	case <-time.After(2 * time.Second):
		t.Error("the command does not learn that its client is gone")
	}
}

func TestChannelsOfAConnection(t *testing.T) {
	h := open(t)
	c := h.visitor()
	opened := 0
	for range 60 {
		if _, err := c.NewSession(); err == nil {
			opened++
		} else if !strings.Contains(err.Error(), "server.channels") {
			t.Error(err)
		}
	}
	if opened != maxChannels {
		t.Errorf("%d channels", opened)
	}
}

func TestNothingButSessions(t *testing.T) {
	h := open(t)
	c := h.visitor()
	for _, kind := range []string{"direct-tcpip", "x11", "auth-agent@openssh.com", "direct-streamlocal@openssh.com"} {
		if ch, _, err := c.OpenChannel(kind, nil); err == nil {
			t.Error(kind, "opened")
			ch.Close()
		}
	}
	if _, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("remote forwarding")
	}
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	for _, request := range []string{"auth-agent-req@openssh.com", "x11-req", "break", "unheard-of"} {
		if ok, err := s.SendRequest(request, true, nil); ok || err != nil {
			t.Error(request, ok, err)
		}
	}
	if s.RequestSubsystem("sftp") == nil {
		t.Error("a subsystem")
	}
	if out, err := s.Output("words after all that"); err != nil || !strings.Contains(string(out), "after") {
		t.Errorf("%q %v", out, err)
	}
}

func TestEnvironment(t *testing.T) {
	h := open(t)
	c := h.visitor()
	for _, tt := range []struct {
		env  []string
		want []string
	}{
		{nil, []string{"lang=fr", "utf8=true", "user=someone", "size=80x24", "pty=false", "addr=127.0.0.1"}},
		{[]string{"LANG=en_GB.UTF-8"}, []string{"lang=en", "utf8=true", `"LANG=en_GB.UTF-8"`}},
		{[]string{"LANG=en_US.UTF-8", "LC_MESSAGES=fr_FR.UTF-8"}, []string{"lang=fr"}},
		{[]string{"LC_ALL=en_US", "LC_MESSAGES=fr_FR.UTF-8"}, []string{"lang=en", "utf8=false"}},
		{[]string{"LC_ALL=", "LANG=en"}, []string{"lang=en"}},
		{[]string{"LANG=C"}, []string{"lang=fr", "utf8=false"}},
		{[]string{"LANG=de_DE.utf8"}, []string{"lang=fr", "utf8=true"}},
		{[]string{"LANG=frappe.UTF-8", "LC_CTYPE=C"}, []string{"lang=fr", "utf8=false"}},
		{[]string{"PATH=/tmp", "LD_PRELOAD=x", "SSH_TTY=/dev/x", "LC_ALL=\x1b[31m", "COLORTERM=truecolor"}, []string{`env=["COLORTERM=truecolor"]`}},
	} {
		got := run(t, c, "visitor", nil, tt.env...)
		for _, want := range tt.want {
			if !strings.Contains(got.out, want) {
				t.Errorf("%q: %q lacks %q", tt.env, got.out, want)
			}
		}
	}
}

func TestUserName(t *testing.T) {
	h := open(t)
	for name, want := range map[string]string{
		"claire-dubois": "claire-dubois", "bellême": "bellême",
		"a\x1b[31mb\u202ec": "a[31mbc", "\xff\xfe": "", "x\r\ny": "x y",
	} {
		c, err := h.dial(name, noQuestions(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := run(t, c, "visitor", nil); !strings.HasPrefix(got.out, "user="+want+" ") {
			t.Errorf("%q is %q", name, got.out)
		}
		c.Close()
	}
}

func TestCommands(t *testing.T) {
	h := open(t)
	c := h.visitor()
	big := bytes.Repeat([]byte("x"), maxInput)
	for _, tt := range []struct {
		command string
		in      io.Reader
		want    result
	}{
		{"words a 'b c' l'aigle", nil, result{out: `["a" "b c" "l'aigle"]` + "\n"}},
		{`words "open`, nil, result{err: "fr error.command_quotes []\n", status: exitUsage}},
		{"words \xff", nil, result{err: "fr error.command_text []\n", status: exitUsage}},
		{"words a\x00b", nil, result{err: "fr error.command_text []\n", status: exitUsage}},
		{"words " + strings.Repeat("x", maxCommand), nil, result{err: "fr error.command_too_long [max 65536]\n", status: exitUsage}},
		{"nothing", nil, result{err: "unknown\n", status: exitUsage}},
		{"  ", nil, result{out: "the help\n"}},
		{"texte", nil, result{out: "the help\n"}},
		{"count", strings.NewReader("12345"), result{out: "5\n"}},
		{"count", bytes.NewReader(big), result{out: "4194304\n"}},
		{"count", bytes.NewReader(append(big, 'y')), result{err: "input_too_long\n", status: exitFailed}},
	} {
		if got := run(t, c, tt.command, tt.in); got != tt.want {
			t.Errorf("%.40q: %+v, want %+v", tt.command, got, tt.want)
		}
	}
}

// A command on a terminal is still a command: no escape codes, and lines that
// end as terminals want them.
func TestCommandOnATerminal(t *testing.T) {
	h := open(t)
	s, err := h.visitor().NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	out, err := s.Output("visitor")
	if err != nil || !bytes.HasSuffix(out, []byte("\r\n")) || bytes.ContainsRune(out, 0x1b) || !bytes.Contains(out, []byte("pty=true")) {
		t.Errorf("%q %v", out, err)
	}
}

func TestWithoutCursor(t *testing.T) {
	linear := func(c *Config) {
		c.Linear = func(_ context.Context, v Visitor, in io.Reader, out io.Writer) Ending {
			fmt.Fprintf(out, "linear %s %v\n", v.Term, v.Interactive)
			b := make([]byte, 3)
			_, err := io.ReadFull(in, b)
			fmt.Fprintf(out, "got %s %v\n", b, err)
			return Ending{Status: 3}
		}
	}
	for name, h := range map[string]*house{"linear": open(t, linear), "the help": open(t)} {
		for _, term := range []string{"dumb", "", "\x1b[2J"} {
			tm := openTerminal(t, h.visitor(), 80, 24, term)
			tm.sees(name)
			if name == "linear" {
				tm.typed("abc\r")
				tm.sees("got abc <nil>")
				if got := tm.ends(); got != 3 {
					t.Error(got)
				}
			}
			if strings.Contains(tm.out.String(), "\x1b") {
				t.Errorf("TERM=%q: %q", term, tm.out.String())
			}
		}
		s, err := h.visitor().NewSession() // as ssh -T
		if err != nil {
			t.Fatal(err)
		}
		out := &lines{}
		s.Stdout, s.Stdin = out, strings.NewReader("abc")
		if err := s.Shell(); err != nil {
			t.Fatal(err)
		}
		_ = s.Wait()
		if !strings.Contains(out.String(), name) {
			t.Errorf("without a terminal: %q", out.String())
		}
	}
}

func TestUserAsksForLinear(t *testing.T) {
	h := open(t)
	c, err := h.dial("texte", noQuestions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	tm := openTerminal(t, c, 80, 24, "xterm")
	tm.sees("the help")
	tm.ends()
	if got := run(t, c, "words a", nil); got.out != `["a"]`+"\n" {
		t.Errorf("%+v", got)
	}
}

func TestSignalEndsACommand(t *testing.T) {
	h := open(t)
	s, err := h.visitor().NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out := &lines{}
	s.Stdout = out
	if err := s.Start("wait"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "waiting", func() bool { return out.Len() > 0 })
	if err := s.Signal(gossh.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case <-h.ended:
	case <-time.After(2 * time.Second):
		t.Error("goes on")
	}
}
