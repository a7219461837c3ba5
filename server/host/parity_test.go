//go:build !teaprogram

package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// engine runs one model on one emulated terminal.
type engine struct {
	name  string
	model *probe
	emu   *vt.Emulator
	set   map[ansi.Mode]bool // the terminal's modes, as far as they were changed
	title string
	mu    sync.Mutex // of the emulator
	bytes atomic.Int64

	keys   func(bytes string) // what a person types
	resize func(width, height int)
	end    func() error
}

// Write shows what the engine writes, the way a session's terminal does.
func (e *engine) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.bytes.Add(int64(len(p)))
	_, err := e.emu.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

var environment = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "SSH_TTY=/dev/pts/0"}

func newEngine(t *testing.T, name string, model tea.Model, width, height int) *engine {
	e := &engine{name: name, model: &probe{model: model}, emu: vt.NewEmulator(width, height), set: map[ansi.Mode]bool{}}
	e.emu.SetCallbacks(vt.Callbacks{
		EnableMode:  func(mode ansi.Mode) { e.set[mode] = true },
		DisableMode: func(mode ansi.Mode) { delete(e.set, mode) },
		Title:       func(title string) { e.title = title },
	})
	e.set[ansi.ModeTextCursorEnable], e.set[ansi.ModeAutoWrap] = true, true
	go io.Copy(io.Discard, e.emu) // what the emulator answers
	t.Cleanup(func() {            // its own Close races with who reads
		if in, ok := e.emu.InputPipe().(io.Closer); ok {
			in.Close()
		}
	})
	return e
}

// startHost runs a model on a host.
func startHost(t *testing.T, model tea.Model, width, height int) *engine {
	t.Helper()
	e := newEngine(t, "host", model, width, height)
	in, resized := newTyped(), make(chan struct{}, 1)
	var size atomic.Value
	size.Store([2]int{width, height})
	h := New(e.model, Options{
		Context: t.Context(), Output: e, Input: in, Env: environment, Profile: colorprofile.TrueColor, Width: width, Height: height,
		Resized: resized, Size: func() (int, int) { s := size.Load().([2]int); return s[0], s[1] },
	})
	done := make(chan error, 1)
	go func() { done <- h.Run() }()
	e.keys = in.write
	e.resize = func(width, height int) {
		size.Store([2]int{width, height})
		select {
		case resized <- struct{}{}:
		default:
		}
	}
	e.end = func() error { h.Quit(); return <-done }
	return e
}

// startProgram runs a model on the library's program, as a server would.
func startProgram(t *testing.T, model tea.Model, width, height int) *engine {
	t.Helper()
	e := newEngine(t, "program", model, width, height)
	p := tea.NewProgram(e.model,
		tea.WithContext(t.Context()), tea.WithInput(nil), tea.WithOutput(e), tea.WithEnvironment(environment),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithWindowSize(width, height), tea.WithoutSignalHandler(), tea.WithFPS(120))
	done := make(chan error, 1)
	go func() { _, err := p.Run(); done <- err }()
	var k keyboard
	e.keys = func(bytes string) {
		for _, event := range append(k.feed([]byte(bytes)), k.expire()...) {
			p.Send(event)
		}
	}
	e.resize = func(width, height int) { p.Send(tea.WindowSizeMsg{Width: width, Height: height}) }
	e.end = func() error { p.Quit(); return <-done }
	return e
}

// probe watches a model.
type probe struct {
	mu            sync.Mutex
	model         tea.Model
	running       int // commands that will answer by themselves
	owed          int // answers that the model has not got yet
	events        int // keys, pastes and clicks
	width, height int
}

func (p *probe) Init() tea.Cmd { return p.cover(p.model.Init()) }

func (p *probe) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg, tea.BackgroundColorMsg:
		p.events++
	case tea.WindowSizeMsg:
		p.width, p.height = msg.Width, msg.Height
	case tea.ColorProfileMsg, tea.EnvMsg:
	default:
		p.owed = max(0, p.owed-1)
	}
	var cmd tea.Cmd
	p.model, cmd = p.model.Update(msg)
	return p, p.counted(cmd)
}

func (p *probe) View() tea.View {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.model.View()
}

func (p *probe) cover(cmd tea.Cmd) tea.Cmd {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counted(cmd)
}

// counted counts a command while it runs, unless it waits for news.
func (p *probe) counted(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	if waits(cmd) {
		return cmd
	}
	p.running++
	return func() tea.Msg {
		msg := cmd()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.running--
		if cmds, ok := msg.(tea.BatchMsg); ok {
			out := make(tea.BatchMsg, len(cmds))
			for i, cmd := range cmds {
				out[i] = p.counted(cmd)
			}
			return out
		}
		if _, quits := msg.(tea.QuitMsg); msg != nil && !quits && reflect.TypeOf(msg) != sequenceType {
			p.owed++
		}
		return msg
	}
}

// waits tells whether a command waits for news.
func waits(cmd tea.Cmd) bool {
	return strings.Contains(runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name(), ").await")
}

// shows is what must stand on the terminal, once no more is to come.
func (p *probe) shows(events, width, height int) (view tea.View, settled bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running > 0 || p.owed > 0 || p.events != events || p.width != width || p.height != height {
		return tea.View{}, false
	}
	return p.model.View(), true
}

// differs compares a terminal with a view and with another terminal, cell by
// cell; empty when they are alike.
func (e *engine) differs(view tea.View, other *engine) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if other != nil {
		other.mu.Lock()
		defer other.mu.Unlock()
	}
	width, height := e.emu.Width(), e.emu.Height()
	want := uv.NewScreenBuffer(width, height)
	uv.NewStyledString(view.Content).Draw(want, want.Bounds())
	for y := range height {
		for x := range width {
			a := e.emu.CellAt(x, y)
			if got, want := letters(a), letters(want.CellAt(x, y)); got != want {
				return fmt.Sprintf("%s: %d,%d is %q, not %q", e.name, x, y, got, want)
			}
			if other == nil {
				continue
			}
			if b := other.emu.CellAt(x, y); letters(a) != letters(b) || look(a) != look(b) {
				return fmt.Sprintf("%d,%d: %q %s on %s, %q %s on %s", x, y, letters(a), look(a), e.name, letters(b), look(b), other.name)
			}
		}
	}
	if e.hidden() == (view.Cursor != nil) {
		return fmt.Sprintf("%s: the cursor is hidden: %v", e.name, e.hidden())
	}
	if at := e.emu.CursorPosition(); view.Cursor != nil && (at.X != view.Cursor.X || at.Y != view.Cursor.Y) {
		return fmt.Sprintf("%s: the cursor is at %v, not %v", e.name, at, view.Cursor.Position)
	}
	if e.emu.IsAltScreen() != view.AltScreen {
		return fmt.Sprintf("%s: alternate screen: %v", e.name, e.emu.IsAltScreen())
	}
	if other != nil && (!maps.Equal(e.set, other.set) || e.title != other.title) {
		return fmt.Sprintf("modes %v and title %q on %s, %v and %q on %s", e.set, e.title, e.name, other.set, other.title, other.name)
	}
	return ""
}

// hidden tells whether the cursor is: it is for both screens or for none, unlike
// the emulator's.
func (e *engine) hidden() bool { return !e.set[ansi.ModeTextCursorEnable] }

func letters(c *uv.Cell) string {
	if c == nil || c.Content == "" {
		return " "
	}
	return c.Content
}

// look is how a cell looks, in the words of the sequence that makes it so. What
// an empty one would look like with something in it is not seen.
func look(c *uv.Cell) string {
	if c == nil {
		return ""
	}
	s := c.Style
	if letters(c) == " " {
		s.Attrs &= uv.AttrReverse | uv.AttrStrikethrough
		if s.Attrs == 0 && s.Underline == uv.UnderlineNone {
			s.Fg = nil
		}
	}
	if s.Underline == uv.UnderlineNone {
		s.UnderlineColor = nil
	}
	if s.IsZero() {
		return c.Link.URL
	}
	return s.String() + c.Link.URL
}

// pair runs the same model on both engines.
type pair struct {
	t             *testing.T
	host, program *engine
	events        int
	width, height int
	played        []string
	lost          bool // the program shows something else than its model: it is compared no more
}

func newPair(t *testing.T, width, height int, model func() tea.Model) *pair {
	t.Helper()
	p := &pair{t: t, width: width, height: height, host: startHost(t, model(), width, height), program: startProgram(t, model(), width, height)}
	p.same()
	return p
}

// type types a key, a sequence or a whole text.
func (p *pair) typed(bytes string) {
	p.t.Helper()
	var k keyboard
	p.events += len(append(k.feed([]byte(bytes)), k.expire()...))
	p.played = append(p.played, bytes)
	p.host.keys(bytes)
	p.program.keys(bytes)
	p.same()
}

func (p *pair) resized(width, height int) {
	p.t.Helper()
	p.width, p.height = width, height
	p.played = append(p.played, fmt.Sprintf("%d×%d", width, height))
	for _, e := range []*engine{p.host, p.program} {
		e.mu.Lock()
		e.emu.Resize(width, height)
		e.mu.Unlock()
		e.resize(width, height)
	}
	p.same()
}

// same waits until both terminals show what their models want shown, and the
// same.
func (p *pair) same() {
	p.t.Helper()
	if p.lost {
		p.shown()
		return
	}
	var what string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		a, still := p.host.model.shows(p.events, p.width, p.height)
		if !still {
			what = "the model on the host does not come to rest"
			continue
		}
		b, still := p.program.model.shows(p.events, p.width, p.height)
		if !still {
			what = "the model on the program does not come to rest"
			continue
		}
		if a.Content != b.Content {
			what = "the models differ:\n" + ansi.Strip(a.Content) + "\n\n" + ansi.Strip(b.Content)
			continue
		}
		if what = p.program.differs(b, p.host); what == "" {
			if what = p.host.differs(a, p.program); what == "" {
				return
			}
		}
	}
	if b, still := p.program.model.shows(p.events, p.width, p.height); still && p.program.differs(b, nil) != "" {
		// The library leaves out a frame, now and then, when its screen is cleared
		// while its ticker is late. The host has to be right all the same.
		p.t.Logf("after %q: %s", p.played[max(0, len(p.played)-12):], what)
		p.lost = true
		p.shown()
		return
	}
	p.t.Fatalf("after %q: %s", p.played[max(0, len(p.played)-12):], what)
}

// shown waits until the host's terminal shows what its model wants shown.
func (p *pair) shown() {
	p.t.Helper()
	what := "the model on the host does not come to rest"
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if view, still := p.host.model.shows(p.events, p.width, p.height); still {
			if what = p.host.differs(view, nil); what == "" {
				return
			}
		}
	}
	p.t.Fatalf("after %q: %s", p.played[max(0, len(p.played)-12):], what)
}

// end quits on both sides and compares what is left.
func (p *pair) end() {
	p.t.Helper()
	for _, e := range []*engine{p.host, p.program} {
		if err := e.end(); err != nil && !errors.Is(err, context.Canceled) {
			p.t.Errorf("%s: %v", e.name, err)
		}
		if e == p.program {
			continue // how the library ends is its own affair, and it now and then leaves the cursor out
		}
		if e.emu.IsAltScreen() || e.hidden() || len(e.set) > 2 || e.title != "" {
			p.t.Errorf("%s does not leave the terminal as it was: %v, %q", e.name, e.set, e.title)
		}
	}
}

// parts are the single keys of what is typed: what two of them bring about
// depends on which of their commands answers first.
func parts(typed string) (out []string) {
	for len(typed) > 0 {
		n := max(KeyLength([]byte(typed)), 1)
		out, typed = append(out, typed[:n]), typed[n:]
	}
	return out
}

// long tells whether there is time for all of it.
func long() bool { return os.Getenv("TELEORNE_LONG") != "" }

// Every screen that is kept looks the same on both engines.
func TestParityOfScreens(t *testing.T) {
	if testing.Short() {
		t.Skip("screens, one by one")
	}
	sizes, languages := [][2]int{{80, 24}}, []string{"fr"}
	if long() {
		sizes, languages = [][2]int{{40, 15}, {80, 24}, {120, 40}, {160, 50}}, []string{"fr", "en"}
	}
	house := newHouses(t)
	for _, size := range sizes {
		for _, lang := range languages {
			for _, sc := range scenes {
				t.Run(fmt.Sprintf("%s_%dx%d_%s%s", lang, size[0], size[1], sc.link, sc.play), func(t *testing.T) {
					t.Parallel()
					p := newPair(t, size[0], size[1], house.models(t.Context(), lang, sc.link, false))
					for _, key := range strokes(sc.play) {
						p.typed(key)
					}
					p.end()
				})
			}
		}
	}
}

// Whatever a restless reader does, both engines show the same after each step,
// and ours does not write more.
func TestParityOfAWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("the program shows a frame at its own pace only")
	}
	steps := 80
	if long() {
		steps = 3000
	}
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 61))
			p := newPair(t, 80, 24, newHouses(t).models(t.Context(), "fr", "", seed == 1))
			for range steps {
				switch n := random.IntN(100); {
				case n < 4:
					size := [][2]int{{40, 15}, {80, 24}, {120, 40}, {160, 50}, {20, 5}, {47, 19}, {300, 100}}[random.IntN(7)]
					p.resized(size[0], size[1])
				case n < 6:
					p.typed(fmt.Sprintf("\x1b[<0;%d;%dM", 1+random.IntN(p.width), 1+random.IntN(p.height)))
				case n < 8:
					p.typed("\x1b[200~comp\x1b[31mtable\u202e\nligne\x1b[201~")
				case n < 10:
					p.typed([]string{"\x1b]11;rgb:ffff/ffff/ffff\x07", "\x1b]11;rgb:0000/0000/0000\x07"}[random.IntN(2)])
				default:
					for _, key := range parts(walks[random.IntN(len(walks))]) {
						p.typed(key)
					}
				}
			}
			a, b := p.host.bytes.Load(), p.program.bytes.Load()
			t.Logf("%d steps: %d bytes from the host, %d from the program (%.2f)", steps, a, b, float64(a)/float64(b))
			if float64(a) > 1.15*float64(b) { // which now and then shows two changes in one frame
				t.Errorf("the host writes %d bytes, the program %d", a, b)
			}
			p.end()
		})
	}
}
