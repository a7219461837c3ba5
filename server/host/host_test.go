//go:build !teaprogram

package host

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// play is a model of which a test says what it does.
type play struct {
	init   tea.Cmd
	update func(msg tea.Msg) tea.Cmd
	view   func() tea.View
}

func (p *play) Init() tea.Cmd { return p.init }

func (p *play) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if p.update == nil {
		return p, nil
	}
	return p, p.update(msg)
}

func (p *play) View() tea.View {
	if p.view == nil {
		return tea.View{Content: "shown", AltScreen: true}
	}
	return p.view()
}

// stage is where a model plays.
type stage struct {
	host *Host
	in   *typed
	mu   sync.Mutex
	out  []string // one for each write
	end  context.CancelFunc
	done chan error
}

func (s *stage) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out = append(s.out, string(p))
	return len(p), nil
}

func (s *stage) written() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.out...)
}

func (s *stage) all() string { return strings.Join(s.written(), "") }

// begin runs a model.
func begin(t *testing.T, model tea.Model, change ...func(*Options)) *stage {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &stage{in: newTyped(), end: cancel, done: make(chan error, 1)}
	o := Options{Context: ctx, Output: s, Input: s.in, Env: environment, Profile: colorprofile.TrueColor, Width: 40, Height: 10}
	for _, c := range change {
		c(&o)
	}
	s.host = New(model, o)
	go func() { s.done <- s.host.Run() }()
	t.Cleanup(cancel)
	return s
}

func (s *stage) ends(t *testing.T, want error) {
	t.Helper()
	select {
	case err := <-s.done:
		if !errors.Is(err, want) {
			t.Errorf("ends with %v, want %v", err, want)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("does not end")
	}
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("never: " + what)
		}
	}
}

// What is typed behind the key that quits belongs to whoever comes next.
func TestRestGoesBack(t *testing.T) {
	s := begin(t, &play{update: func(msg tea.Msg) tea.Cmd {
		if key, ok := msg.(tea.KeyPressMsg); ok && key.Text == "q" {
			return tea.Quit
		}
		return nil
	}})
	s.in.write("abq1\rrest\x1b[A")
	s.ends(t, nil)
	if got := string(s.in.Take()); got != "1\rrest\x1b[A" {
		t.Errorf("%q is left", got)
	}
}

// The same when it takes two steps to quit, each of which a command answers: a
// key that chooses an action, and the action.
func TestRestGoesBackAfterTwoSteps(t *testing.T) {
	for range 20 {
		s := begin(t, &play{update: func(msg tea.Msg) tea.Cmd {
			if key, ok := msg.(tea.KeyPressMsg); ok && key.Text == "q" {
				return func() tea.Msg { return "action" }
			}
			if msg == "action" {
				return tea.Quit
			}
			return nil
		}})
		s.in.write("abq1\rrest\x1b[A")
		s.ends(t, nil)
		if got := string(s.in.Take()); got != "1\rrest\x1b[A" {
			t.Fatalf("%q is left", got)
		}
	}
}

func TestEnds(t *testing.T) {
	for name, tt := range map[string]struct {
		end  func(s *stage)
		want error
	}{
		"quit":      {func(s *stage) { s.host.Quit() }, nil},
		"interrupt": {func(s *stage) { s.host.Send(tea.Interrupt()) }, tea.ErrInterrupted},
		"context":   {func(s *stage) { s.end() }, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			s := begin(t, &play{})
			eventually(t, "a frame", func() bool { return strings.Contains(s.all(), "shown") })
			tt.end(s)
			s.ends(t, tt.want)
			if !strings.Contains(s.all(), ansi.ResetModeAltScreenSaveCursor) || !strings.HasSuffix(strings.TrimSuffix(s.all(), ansi.ResetModeBracketedPaste), ansi.SetModeTextCursorEnable) {
				t.Errorf("left as %q", s.all())
			}
			before := runtime.NumGoroutine()
			for range 100 {
				s.host.Send(time.Now()) // to nobody
			}
			if now := runtime.NumGoroutine(); now > before+5 {
				t.Errorf("%d goroutines, %d before", now, before)
			}
		})
	}
}

// Many messages that are ready at once make one frame, and a terminal that is
// slow gets the newest.
func TestFramesAreFew(t *testing.T) {
	var n atomic.Int64
	s := begin(t, &play{
		update: func(msg tea.Msg) tea.Cmd {
			if _, ok := msg.(int); ok {
				n.Add(1)
			}
			return nil
		},
		view: func() tea.View { return tea.View{Content: fmt.Sprint("message ", n.Load()), AltScreen: true} },
	})
	eventually(t, "a frame", func() bool { return len(s.written()) > 0 })
	s.mu.Lock() // as long as the terminal takes nothing
	for i := range 1000 {
		s.host.Send(i)
	}
	time.Sleep(10 * time.Millisecond)
	for i := range 1000 {
		s.host.Send(i)
	}
	s.mu.Unlock()
	eventually(t, "all of them", func() bool { return n.Load() == 2000 })
	s.host.Quit()
	s.ends(t, nil)
	if frames := len(s.written()); frames > 8 {
		t.Errorf("%d frames", frames)
	}
}

// A model that never rests has sixty frames a second, and goes on hearing.
func TestRestlessModel(t *testing.T) {
	var n atomic.Int64
	again := func() tea.Msg { return 1 }
	s := begin(t, &play{
		init: again,
		update: func(msg tea.Msg) tea.Cmd {
			if _, ok := msg.(int); ok {
				n.Add(1)
				return again
			}
			return nil
		},
		view: func() tea.View { return tea.View{Content: fmt.Sprint(n.Load()), AltScreen: true} },
	})
	begun := time.Now()
	time.Sleep(300 * time.Millisecond)
	s.host.Quit()
	s.ends(t, nil)
	most := int(time.Since(begun)/frameEach) + 2*frameBurst
	if frames := len(s.written()); frames > most || frames < 3 {
		t.Errorf("%d frames in %v", frames, time.Since(begun))
	}
}

// An idle host writes nothing and looks at nothing.
func TestIdleIsStill(t *testing.T) {
	var views atomic.Int64
	s := begin(t, &play{view: func() tea.View { views.Add(1); return tea.View{Content: "shown", AltScreen: true} }})
	eventually(t, "a frame", func() bool { return strings.Contains(s.all(), "shown") })
	time.Sleep(20 * time.Millisecond)
	seen, wrote := views.Load(), len(s.all())
	time.Sleep(200 * time.Millisecond)
	if views.Load() != seen || len(s.all()) != wrote {
		t.Errorf("%d views and %d bytes while idle", views.Load()-seen, len(s.all())-wrote)
	}
}

// Sizes come newest first, and not more often than they can be shown.
func TestSizesAreFew(t *testing.T) {
	var told atomic.Int64
	var last, now atomic.Value
	now.Store([2]int{40, 10})
	resized := make(chan struct{}, 1)
	s := begin(t, &play{update: func(msg tea.Msg) tea.Cmd {
		if size, ok := msg.(tea.WindowSizeMsg); ok {
			told.Add(1)
			last.Store([2]int{size.Width, size.Height})
		}
		return nil
	}}, func(o *Options) {
		o.Resized, o.Size = resized, func() (int, int) { s := now.Load().([2]int); return s[0], s[1] }
	})
	for i := range 500 {
		now.Store([2]int{50 + i, 20})
		select {
		case resized <- struct{}{}:
		default:
		}
	}
	eventually(t, "the newest size", func() bool { return last.Load() == [2]int{549, 20} })
	if n := told.Load(); n > 5 {
		t.Errorf("%d sizes", n)
	}
	s.host.Quit()
	s.ends(t, nil)
}

// Commands come as the library's do: a batch side by side, a sequence one after
// the other, each with all that it sets off.
func TestCommands(t *testing.T) {
	say := func(s string) tea.Cmd { return func() tea.Msg { return s } }
	told := map[string]chan struct{}{"a": make(chan struct{}), "b": make(chan struct{})}
	once := func(earlier string, cmd tea.Cmd) tea.Cmd {
		return func() tea.Msg { <-told[earlier]; return cmd() }
	}
	heard := make(chan string, 20)
	s := begin(t, &play{
		init: tea.Sequence(
			tea.Batch(once("a", say("b")), say("a"), tea.Sequence(once("b", say("c")), say("d"))),
			nil,
			say("e"),
			tea.Tick(time.Millisecond, func(time.Time) tea.Msg { return "f" }),
			tea.Quit,
		),
		update: func(msg tea.Msg) tea.Cmd {
			if s, ok := msg.(string); ok {
				heard <- s
				if other, waits := told[s]; waits {
					close(other)
				}
			}
			return nil
		},
	})
	s.ends(t, nil)
	close(heard)
	var got string
	for s := range heard {
		got += s
	}
	if got != "abcdef" {
		t.Errorf("heard %q", got)
	}
}

// What programs ask of a terminal beside their view.
func TestRequests(t *testing.T) {
	s := begin(t, &play{init: tea.Sequence(
		tea.SetClipboard("copied"), tea.SetPrimaryClipboard("primary"), tea.Raw("\x1b[raw"),
		tea.RequestBackgroundColor, tea.RequestForegroundColor, tea.RequestCursorColor,
		tea.ReadClipboard, tea.RequestCursorPosition, tea.RequestTerminalVersion, tea.RequestCapability("RGB"),
		tea.Println("not on this screen"), tea.Suspend, tea.Quit,
	)})
	s.ends(t, nil)
	for _, want := range []string{
		ansi.SetSystemClipboard("copied"), ansi.SetPrimaryClipboard("primary"), "\x1b[raw",
		ansi.RequestBackgroundColor, ansi.RequestForegroundColor, ansi.RequestCursorColor,
	} {
		if strings.Count(s.all(), want) != 1 {
			t.Errorf("%q is not written once", want)
		}
	}
	for _, never := range []string{
		ansi.RequestSystemClipboard, ansi.RequestCursorPositionReport, ansi.RequestNameVersion, "\x1bP+q", "not on this screen",
		ansi.RequestModeSynchronizedOutput, ansi.RequestModeUnicodeCore, ansi.RequestKittyKeyboard, ansi.SetModeSynchronizedOutput,
	} {
		if strings.Contains(s.all(), never) {
			t.Errorf("%q is written", never)
		}
	}
}

// A panic of a model is its session's: it comes out of Run, where somebody
// waits for it.
func TestPanicComesOut(t *testing.T) {
	model := &play{view: func() tea.View { panic("broken view") }}
	h := New(model, Options{Context: t.Context(), Output: &stage{}, Width: 40, Height: 10})
	defer func() {
		if value := fmt.Sprint(recover()); !strings.Contains(value, "broken view") || !strings.Contains(value, "host_test.go") {
			t.Errorf("out comes %s", value)
		}
	}()
	_ = h.Run()
}

// A mouse event goes to the view on which it happened as well.
func TestMouseAsksTheView(t *testing.T) {
	s := begin(t, &play{
		view: func() tea.View {
			return tea.View{AltScreen: true, MouseMode: tea.MouseModeCellMotion, OnMouse: func(msg tea.MouseMsg) tea.Cmd {
				if msg.Mouse().X == 4 {
					return tea.Quit
				}
				return nil
			}}
		},
	})
	eventually(t, "a frame", func() bool { return s.all() != "" })
	s.in.write("\x1b[<0;5;2M")
	s.ends(t, nil)
	if !strings.Contains(s.all(), ansi.ResetModeMouseExtSgr) {
		t.Errorf("the mouse stays captured: %q", s.all())
	}
}
