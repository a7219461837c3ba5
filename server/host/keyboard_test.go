package host

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// names writes events the way tests read them.
func names(events []uv.Event) string {
	var out []string
	for _, e := range events {
		switch e := e.(type) {
		case uv.KeyPressEvent:
			out = append(out, e.String())
		case uv.PasteEvent:
			out = append(out, fmt.Sprintf("paste:%q", e.Content))
		default:
			out = append(out, fmt.Sprintf("%T", e))
		}
	}
	return strings.Join(out, " ")
}

func TestKeyboard(t *testing.T) {
	long := strings.Repeat("x", MaxString)
	for _, tt := range []struct{ in, want, expired string }{
		{"aé1", "a é 1", ""},
		{"\x1b[A\x1b[B\x1b[5~\x1b[H\x1bOA", "up down pgup home up", ""},
		{"\r\t\x7f\x03", "enter tab backspace ctrl+c", ""},
		{"\x1b[Z", "shift+tab", ""},
		{"\x1b", "", "esc"},
		{"\x1b\x1b", "esc", "esc"},
		{"\x1ba", "alt+a", ""},
		{"\x1bé", "alt+é", ""},
		{"\x1b]", "", "alt+]"},
		{"\x1b[", "", "alt+["},
		{"\x1b[1;2", "", ""},
		{"\x1b]11;rgb:00/00/00\x07a", "uv.BackgroundColorEvent a", ""},
		{"\x1b]11;rgb:00/00/00\x1b\\a", "uv.BackgroundColorEvent a", ""},
		{"\x1b[48;24;80;0;0ta", "a", ""},
		{"\xc3", "", ""},
		{"\xffa\x9d\x90b", "a b", ""},
		{"\x1b[200~un\x1b[Adeux\x1b[201~b", `paste:"un\x1b[Adeux" b`, ""},
		{"\x1b[200~un", "", `paste:"un"`},
		{"\x1b[200~\xff\xfe\x1b[201~", `paste:""`, ""},
		{"\x1b]" + long + "\x07a", "a", ""},
		{"\x1b]" + long + "\x1b\\a", "a", ""},
		{"\x1b]" + long + "\x1b[Aa", "up a", ""},
		{"\x1bP" + long + "\x18a", "a", ""},
		{"\x1b[" + strings.Repeat("1;", 50) + "Aa", "a", ""},
		{"\x1b[" + strings.Repeat("1;", 50) + "\x1b[Aa", "up a", ""},
		{"\x1b[[Aa", "a", ""},
		{"\x1b[200~" + strings.Repeat("y", 2*maxPaste) + "\x1b[201~b", fmt.Sprintf("paste:%q b", strings.Repeat("y", maxPaste)), ""},
	} {
		var whole keyboard
		got := names(whole.feed([]byte(tt.in)))
		if got != tt.want {
			t.Errorf("%.40q: %.60s, want %.60s", tt.in, got, tt.want)
		}
		if (whole.wait() > 0) != (len(whole.pending) > 0 || whole.pasting || whole.skip != skipNothing) {
			t.Errorf("%.40q: waits %v", tt.in, whole.wait())
		}
		if got := names(whole.expire()); got != tt.expired {
			t.Errorf("%.40q: in the end %.60s, want %.60s", tt.in, got, tt.expired)
		}
		// However the bytes arrive, they mean the same.
		var apart keyboard
		var events []uv.Event
		for i := range len(tt.in) {
			events = append(events, apart.feed([]byte{tt.in[i]})...)
		}
		if got := names(events); got != tt.want {
			t.Errorf("%.40q byte by byte: %.60s, want %.60s", tt.in, got, tt.want)
		}
	}
}

// What never ends costs no memory, and next to no time.
func TestKeyboardBudget(t *testing.T) {
	const total = 16 << 20
	for name, chunk := range map[string]string{
		"string":   "x",
		"sequence": "1",
		"paste":    "p",
	} {
		start := map[string]string{"string": "\x1b]", "sequence": "\x1b[", "paste": pasteStart}[name]
		var k keyboard
		k.feed([]byte(start))
		block := bytes.Repeat([]byte(chunk), 4<<10)
		begun := time.Now()
		for range total / len(block) {
			k.feed(block)
		}
		d := time.Since(begun)
		if held := cap(k.pending) + cap(k.paste); held > 4*maxPaste {
			t.Errorf("%s: %d bytes held", name, held)
		}
		if d > 15*time.Second { // it was 46 s, and far more with the race detector
			t.Errorf("%s: %v for 16 MB", name, d)
		}
		t.Logf("%s: %v for 16 MB", name, d)
	}
}

// Who may import files may paste one, and no more than that; it is asked anew at
// each paste, for roles come and go.
func TestKeyboardTakesFiles(t *testing.T) {
	may := true
	k := keyboard{bulk: func() bool { return may }}
	pasted := func(bytes int) int {
		k.feed([]byte(pasteStart))
		block := strings.Repeat("p", 4<<10)
		for range bytes / len(block) {
			k.feed([]byte(block))
		}
		if held := cap(k.pending) + cap(k.paste); held > 3*maxBulk {
			t.Errorf("%d bytes held", held)
		}
		events := k.feed([]byte(pasteEnd))
		e, ok := events[0].(uv.PasteEvent)
		if !ok || len(events) != 1 {
			t.Fatalf("got %v", events)
		}
		return len(e.Content)
	}
	if got := pasted(2 << 20); got != 2<<20 {
		t.Errorf("%d bytes of a file of two megabytes", got)
	}
	if got := pasted(16 << 20); got != maxBulk {
		t.Errorf("%d bytes of a file of sixteen megabytes", got)
	}
	may = false
	if got := pasted(2 << 20); got != maxPaste {
		t.Errorf("%d bytes for who may import nothing", got)
	}
}

func FuzzKeyboard(f *testing.F) {
	for _, s := range []string{"a", "\x1b[A", "\x1b]11;rgb:0/0/0\x07", "\x1b[200~x\x1b[201~", "\xff\x9d", "\x1bP>|x\x1b\\", "\x1b[[A", "\x1b[M   "} {
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, step uint8) {
		var whole, apart keyboard
		whole.feed(data)
		for rest := data; len(rest) > 0; {
			n := min(int(step)%7+1, len(rest))
			apart.feed(rest[:n])
			rest = rest[n:]
		}
		for _, k := range []*keyboard{&whole, &apart} {
			if len(k.pending) > MaxString+8 || len(k.paste) > maxPaste {
				t.Fatalf("%d and %d bytes held", len(k.pending), len(k.paste))
			}
			k.expire()
			if len(k.pending) > 0 || k.pasting || k.wait() != 0 {
				t.Fatalf("waits for ever: %+v", k)
			}
			if got := k.feed([]byte("\x1b[A")); len(got) != 1 {
				t.Fatalf("deaf afterwards: %v", got)
			}
		}
	})
}

// feed takes what was read and answers the events that it completes.
func (k *keyboard) feed(data []byte) (events []uv.Event) {
	k.add(data)
	for {
		some, ok := k.step()
		if !ok {
			return events
		}
		events = append(events, some...)
	}
}

// A key that begins like a sequence waits for the rest of one, which a slow line
// may bring late.
func TestTypingWaitsForEscape(t *testing.T) {
	var in typed
	ty := typing{in: &in}
	now := time.Now()
	want := func(after time.Duration, bytes, event string, wait time.Duration) {
		t.Helper()
		in.write(bytes)
		now = now.Add(after)
		events, left := ty.next(now)
		if got := names(events); got != event || left != wait {
			t.Errorf("%q: %q, then %v; want %q, then %v", bytes, got, left, event, wait)
		}
	}
	want(0, "\x1b", "", escapeWait)
	want(escapeWait/2, "", "", escapeWait/2)
	want(escapeWait/2, "", "esc", 0)
	want(0, "", "", 0)
	want(0, "\x1b", "", escapeWait)
	want(escapeWait/2, "[A", "up", 0)
	want(0, "\x1b]11;rgb:0000/0000", "", answerWait)
	want(3*escapeWait, "/0000\x07", "uv.BackgroundColorEvent", 0)
	want(0, "\x1b[200~paste", "", pasteWait)
	ty.leave()
	if got := string(in.Take()); got != "\x1b[200~paste" {
		t.Errorf("%q is left for who comes next", got)
	}
}

// Whatever types faster than people waits.
func TestTypingHasAPace(t *testing.T) {
	var in typed
	ty := typing{in: &in}
	in.write(strings.Repeat("x", 3*keyBurst))
	begun := time.Now()
	now := begun
	for n := 0; n < 3*keyBurst; {
		events, wait := ty.next(now)
		n += len(events)
		now = now.Add(wait)
	}
	if took, want := now.Sub(begun), 2*keyBurst*keyEach; took != want {
		t.Errorf("%d keys in %v, want %v", 3*keyBurst, took, want)
	}
}

// typed is an Input that a test types on.
type typed struct {
	mu   sync.Mutex
	data []byte
	news chan struct{}
}

func newTyped() *typed { return &typed{news: make(chan struct{}, 1)} }

func (i *typed) Ready() <-chan struct{} { return i.news }

func (i *typed) Take() []byte {
	i.mu.Lock()
	defer i.mu.Unlock()
	data := i.data
	i.data = nil
	return data
}

func (i *typed) Return(rest []byte) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.data = append(rest, i.data...)
}

func (i *typed) write(s string) {
	i.mu.Lock()
	i.data = append(i.data, s...)
	i.mu.Unlock()
	select {
	case i.news <- struct{}{}:
	default:
	}
}

func BenchmarkKeyboard(b *testing.B) {
	var k keyboard
	in := []byte("comptable bell\xc3\xaame\x1b[A\x1b[B")
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		k.feed(in)
	}
}
