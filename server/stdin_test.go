package server

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"

	gossh "golang.org/x/crypto/ssh"

	"teleorne/server/host"
)

// What is typed for a command on a terminal, and what the terminal shows.
func TestLineKeys(t *testing.T) {
	for _, tt := range []struct{ typed, lines, shown string }{
		{"a\rb\r", "a\nb\n", "a\nb\n"},
		{"a\nb\r\nc\r\r", "a\nb\nc\n\n", "a\nb\nc\n\n"},
		{"ab\x7fc\r", "ac\n", "ab\b \bc\n"},
		{"\x7f\x08x\r", "x\n", "x\n"},
		{"é\x7fe\r", "e\n", "é\b \be\n"},
		{"e\u0301\x7fx\r", "x\n", "e\u0301\b \bx\n"},
		{"日\x7fx\r", "x\n", "日\b \b\b \bx\n"},
		{"un deux\x17x\r", "un x\n", "un deux" + strings.Repeat("\b \b", 4) + "x\n"},
		{"un\x15x\r", "x\n", "un\b \b\b \bx\n"},
		{"a\tb\r", "a\tb\n", "a b\n"},
		{"a\x04", "a", "a"},
		{"a\r\x04", "a\n", "a\n"},
		{"\x04b\r", "", ""},
		{"a\x1b[Ab\x1bOCc\x1b[200~d\r", "abcd\n", "abcd\n"},
		{"a\x1bb\r", "ab\n", "ab\n"},
		{"a\x1b\rb\r", "a\nb\n", "a\nb\n"},
		{"a\x1b]0;title\x07b\r", "ab\n", "ab\n"},
		{"a\x00\x01\x0c\x1a\x1db\r", "ab\n", "ab\n"},
		{"a\u009bb\u202ec\r", "a\u009bb\u202ec\n", "a?b?c\n"},
		{"a\xffb\r", "a\xffb\n", "a?b\n"},
		{"a\u00a0b\r", "a\u00a0b\n", "a b\n"},
		{"abc\x03d\r", "d\n", "abc^C\nd\n"},
	} {
		var echo bytes.Buffer
		interrupted := 0
		whole := &lineKeys{echo: &echo, interrupt: func() { interrupted++ }}
		lines, over := whole.take([]byte(tt.typed))
		if string(lines) != tt.lines || echo.String() != tt.shown {
			t.Errorf("%q gives %q, shown as %q", tt.typed, lines, echo.String())
		}
		if over != strings.Contains(tt.typed, "\x04") || (interrupted == 1) != strings.Contains(tt.typed, "\x03") {
			t.Errorf("%q: over %v, interrupted %d", tt.typed, over, interrupted)
		}
		var again bytes.Buffer
		bytewise := &lineKeys{echo: &again, interrupt: func() {}}
		var got []byte
		for i := range len(tt.typed) {
			part, _ := bytewise.take([]byte{tt.typed[i]})
			got = append(got, part...)
		}
		if string(got) != tt.lines || again.String() != tt.shown {
			t.Errorf("%q, a byte at a time, gives %q, shown as %q", tt.typed, got, again.String())
		}
	}
}

// Where ^C has to come twice, the first one loses nothing that was typed, and any
// other key between them begins anew.
func TestInterruptTwice(t *testing.T) {
	for _, tt := range []struct {
		typed, lines, shown string
		interrupted         int
	}{
		{"ab\x03c\r", "abc\n", "ab^C\nagain\nabc\n", 0},
		{"é\x03\x7fx\x03\r", "x\n", "é^C\nagain\né\b \bx^C\nagain\nx\n", 0},
		{"ab\x03\x03", "", "ab^C\nagain\nab^C\n", 1},
	} {
		var echo bytes.Buffer
		interrupted := 0
		k := &lineKeys{echo: &echo, interrupt: func() { interrupted++ }, again: func() string { return "again" }}
		lines, _ := k.take([]byte(tt.typed))
		if string(lines) != tt.lines || echo.String() != tt.shown || interrupted != tt.interrupted {
			t.Errorf("%q gives %q, shown as %q, interrupted %d", tt.typed, lines, echo.String(), interrupted)
		}
	}
}

// A line that is never ended costs little; its end can still be rubbed out.
func TestLineHasRoom(t *testing.T) {
	var echo bytes.Buffer
	k := &lineKeys{echo: &echo, interrupt: func() {}, room: 6}
	lines, _ := k.take([]byte("abcdeé\x7ffgh\tij\x7fk\r12\r"))
	if string(lines) != "abcdfk\n12\n" || echo.String() != "abcde\b \bfg\b \bk\n12\n" {
		t.Errorf("%q, shown as %q", lines, echo.String())
	}
}

// Whatever is sent, nothing that a terminal would obey is shown, and nothing
// that can be read gets lost.
func FuzzLineKeys(f *testing.F) {
	for _, s := range []string{"{\"name\": \"Éloïse\"}\r\x04", "a\x1b[200~b\x1b[201~", "\x1b]0;x", "\x03\x04\x7f\x15\x17", "e\u0301\u200d"} {
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) {
		var echo bytes.Buffer
		k := &lineKeys{echo: &echo, interrupt: func() {}}
		var lines []byte
		for len(data) > 0 {
			n := min(len(data), int(cut)+1)
			part, _ := k.take(data[:n])
			lines, data = append(lines, part...), data[n:]
		}
		lines = append(lines, k.rest()...)
		for _, r := range echo.String() {
			if !unicode.IsGraphic(r) && r != '\n' && r != '\b' {
				t.Fatalf("%q is shown", r)
			}
		}
		if bytes.ContainsAny(lines, "\x1b\x03\x04\x7f") {
			t.Fatalf("%q is handed over", lines)
		}
		if len(k.pending) > 2*host.MaxString {
			t.Fatalf("%d bytes wait", len(k.pending))
		}
	})
}

func TestTypingForACommand(t *testing.T) {
	h := open(t)
	tm := openCommand(t, h.visitor(), 80, 24, "xterm", "read")
	tm.typed("{\"name\": \"Éloï\x7fïse\"}\r")
	tm.sees("Éloï\b \bïse\"}\r\n")
	tm.typed("\x04")
	if got := tm.ends(); got != exitDone {
		t.Error("status", got)
	}
	tm.sees(`"{\"name\": \"Éloïse\"}\n"`)
	if strings.Contains(tm.out.String(), "\x1b") {
		t.Errorf("an escape code: %q", tm.out.String())
	}
	// After text, once is enough as well.
	tm = openCommand(t, h.visitor(), 80, 24, "xterm", "read")
	tm.typed("abc\x04")
	tm.sees("\"abc\"\r\n")
	tm.ends()
}

// ^C ends a command, whether it reads or not, and how much ever was typed
// before; nothing of it passes for the whole input.
func TestInterrupt(t *testing.T) {
	h := open(t)
	for _, command := range []string{"read", "wait"} {
		tm := openCommand(t, h.visitor(), 80, 24, "xterm", command)
		tm.typed("some text\r" + strings.Repeat("x", 5000) + "\r")
		tm.sees("some text\r\n")
		began := time.Now()
		tm.typed("\x03")
		tm.sees("^C\r\n")
		tm.ends()
		within(t, "the end", began)
		if got := <-h.ended; !strings.HasSuffix(got, "context canceled") {
			t.Errorf("%s: %s", command, got)
		}
	}
}

// Without a terminal no byte means anything.
func TestInputWithoutATerminal(t *testing.T) {
	h := open(t)
	const all = "a\r\n\x03b\x04\x7f\x1b[A\xff"
	if got := run(t, h.visitor(), "read", strings.NewReader(all)); got.out != `"a\r\n\x03b\x04\x7f\x1b[A\xff"`+"\n" {
		t.Errorf("%+v", got)
	}
}

// What was cut short never passes for the whole: neither when the connection
// breaks nor when the channel is closed.
func TestInputIsCutShort(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config) { c.Limits.CommandRate = 0 })
	for i := range 40 {
		c := h.visitor()
		s, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		in, err := s.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Start("read"); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(in, `{"name": "Cla`); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			_ = c.Close()
		} else {
			_ = s.Close()
		}
		select {
		case got := <-h.ended:
			if !strings.HasSuffix(got, "context canceled") {
				t.Fatalf("after %d: %s", i, got)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("the command still reads")
		}
	}
}

// A client that answers no question is believed when it ends its input, after
// a while.
func TestInputOfAClientThatAnswersNothing(t *testing.T) {
	h := open(t, func(c *Config) { c.patience = patience{time.Second, 200 * time.Millisecond, time.Minute} })
	ch, requests, err := h.visitor().OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for range requests { // and no reply
		}
	}()
	if _, err := ch.SendRequest("exec", true, gossh.Marshal(struct{ Command string }{"read"})); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(ch, "abc"); err != nil {
		t.Fatal(err)
	}
	if err := ch.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if got := <-h.ended; got != `"abc" <nil>` {
		t.Error(got)
	}
}

// Lines that nobody reads are held with the keys they were typed with, and no
// more of these than of anything else that is read ahead: most keys make nothing
// of a line.
func TestTypedAheadIsLittle(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := newFeed()
	in := &stdin{keys: &lineKeys{echo: io.Discard, interrupt: func() {}}, done: make(chan struct{})}
	in.moved.L = &in.mu
	go f.run(ctx, io.MultiReader(strings.NewReader(strings.Repeat(strings.Repeat("\x1b[A", 20_000)+"\r", 40)), endless{}))
	go func() {
		defer close(in.done)
		in.pump(ctx, f, func() {})
	}()
	held := func() int {
		in.mu.Lock()
		defer in.mu.Unlock()
		return in.held
	}
	eventually(t, "enough", func() bool { return held() >= readAhead })
	time.Sleep(20 * time.Millisecond)
	if n := held(); n > 3*readAhead {
		t.Errorf("%d bytes are held", n)
	}
	p := make([]byte, 10)
	for i := range 40 {
		if n, err := in.Read(p); string(p[:n]) != "\n" || err != nil {
			t.Fatalf("line %d: %q %v", i, p[:n], err)
		}
	}
	eventually(t, "room again", func() bool { return held() == 0 })
	time.Sleep(20 * time.Millisecond)
	cancel()
	<-in.done
	if n := len(in.keys.unread()); n > maxKeys {
		t.Errorf("%d bytes of a line without end are held", n)
	}
}
