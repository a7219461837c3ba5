package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// switching is a screen that goes on in lines, in English, at a W.
type switching struct {
	*screen
	ctx context.Context
	on  bool
}

func (s *switching) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := s.screen.Update(msg)
	if key, ok := msg.(tea.KeyPressMsg); ok && key.Text == "W" {
		s.on = true
		return s, tea.Quit
	}
	return s, cmd
}

func (s *switching) Switch() (string, bool) { return "en", s.on }

// switches makes a server with both, and hands out the contexts that screens got.
func switches(made chan<- context.Context) func(*Config) {
	return func(c *Config) {
		c.Interface = func(ctx context.Context, v Visitor) tea.Model {
			made <- ctx
			return &switching{screen: newScreen(v).(*screen), ctx: ctx}
		}
		c.Linear = func(ctx context.Context, v Visitor, in io.Reader, out io.Writer) Ending {
			fmt.Fprintf(out, "in lines: %s %s %d %v\n", v.Lang, v.Actor.Role, v.Width, v.Switched)
			for lines := bufio.NewScanner(in); lines.Scan(); {
				switch line := lines.Text(); line {
				case "screen":
					return Ending{Switch: true, Lang: "fr"}
				case "leave":
					return Ending{Status: 3}
				default:
					fmt.Fprintf(out, "heard <%s>\n", line)
				}
			}
			return Ending{Status: 9}
		}
	}
}

// One session goes back and forth between the two: no key is lost or taken for
// another one's, the terminal is left clean, the size is the one that it has by
// now, and what waited for the first ends.
func TestSwitch(t *testing.T) {
	made := make(chan context.Context, 4)
	h := open(t, switches(made))
	tm := openTerminal(t, h.visitor(), 80, 24, "xterm")
	tm.sees("ready 80x24")
	tm.typed("W")
	tm.sees("in lines: en visitor 80 true")
	out := tm.out.String()
	if left, said := strings.LastIndex(out, "\x1b[?1049l"), strings.Index(out, "in lines"); left < 0 || left > said {
		t.Errorf("the terminal is not left clean: %q", out)
	}
	if strings.Contains(out[strings.Index(out, "in lines"):], "\x1b") {
		t.Errorf("an escape code in lines: %q", out)
	}
	select {
	case <-(<-made).Done():
	case <-time.After(5 * time.Second):
		t.Error("what belongs to the screen goes on")
	}
	tm.typed("first\r")
	tm.sees("heard <first>")
	if err := tm.sess.WindowChange(30, 100); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the new size", func() bool {
		all := h.srv.allVisits()
		if len(all) != 1 {
			return false
		}
		w, _ := all[0].ch.size()
		return w == 100
	})
	tm.typed("screen\r")
	tm.sees("ready 100x30")
	tm.typed("ab")
	tm.sees("ab")
	tm.typed("W")
	eventually(t, "lines again", func() bool { return strings.Count(tm.out.String(), "in lines: en visitor 100 true") == 1 })
	tm.typed("leave\r")
	if got := tm.ends(); got != 3 {
		t.Error("status", got)
	}
	if n := strings.Count(h.log.String(), "session switched"); n != 3 {
		t.Errorf("%d switches in the log", n)
	}
}

// typist is a screen that tells each key, and goes on in lines at a W.
type typist struct {
	*switching
	heard chan<- string
}

func (m *typist) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		m.heard <- key.String()
	}
	_, cmd := m.switching.Update(msg)
	return m, cmd
}

// What is typed ahead belongs to whichever of the two it is typed for, to the
// last byte and in its order, however it comes: all at once, or a few bytes at a
// time.
func TestSwitchLosesNothing(t *testing.T) {
	for _, at := range []int{1, 2, 3, 7, 1000} {
		t.Run(fmt.Sprint(at, " bytes at a time"), func(t *testing.T) {
			t.Parallel()
			heard := make(chan string, 100)
			h := open(t, func(c *Config) {
				c.Interface = func(ctx context.Context, v Visitor) tea.Model {
					heard <- "screen:"
					return &typist{&switching{screen: newScreen(v).(*screen), ctx: ctx}, heard}
				}
				c.Linear = func(_ context.Context, _ Visitor, in io.Reader, out io.Writer) Ending {
					heard <- "lines:"
					for lines := bufio.NewReaderSize(in, 16<<10); ; { // which reads ahead as much as it gets
						line, err := lines.ReadString('\n')
						if err != nil {
							return Ending{Status: 9}
						}
						if heard <- line; line == "screen\n" {
							time.Sleep(20 * time.Millisecond) // more is read meanwhile
							return Ending{Switch: true, Lang: "fr"}
						}
					}
				}
			})
			tm := openCommand(t, h.visitor(), 80, 24, "xterm", "texte")
			expect := func(typed string, want ...string) {
				t.Helper()
				for _, part := range pieces(typed, at) {
					tm.typed(part)
				}
				for i, want := range want {
					select {
					case got := <-heard:
						if got != want {
							t.Fatalf("%d: %q, want %q", i, got, want)
						}
					case <-time.After(10 * time.Second):
						t.Fatalf("%d: never %q", i, want)
					}
				}
			}
			expect("un\x7fe\rscreen\ra\x1b[Bé\x7f\r\x04e\u0301\x1b[200~x\x1b[201~", "lines:", "ue\n", "screen\n",
				"screen:", "a", "down", "é", "backspace", "enter", "ctrl+d", "e", "\u0301")
			expect("W", "W", "lines:")
			expect("deux\r\nscreen\rb\x1b[A\r日W", "deux\n", "screen\n", "screen:", "b", "up", "enter", "日", "W", "lines:")
			expect("screen\rxyQ", "screen\n", "screen:", "x", "y", "Q")
			tm.ends()
		})
	}
}

// pieces cuts a text up.
func pieces(s string, n int) (out []string) {
	for len(s) > n {
		out, s = append(out, s[:n]), s[n:]
	}
	return append(out, s)
}

// What ends a session ends it in whichever of the two it is by then.
func TestSwitchedSessionsEnd(t *testing.T) {
	for _, tt := range []struct {
		name  string
		until string // what is typed after each other before the end, by turns
		end   func(h *house, r *registry, key gossh.Signer)
		want  int
		said  string
	}{
		{"idle in lines", "W", func(*house, *registry, gossh.Signer) {}, exitLater, "server.idle []"},
		{"idle on the screen", "W,screen\r", func(*house, *registry, gossh.Signer) {}, exitLater, "server.idle []"},
		{"revoked in lines", "W", func(_ *house, r *registry, k gossh.Signer) { r.revoke(k.PublicKey()) }, exitDenied, "server.revoked"},
		{"revoked on the screen", "W,screen\r", func(_ *house, r *registry, k gossh.Signer) { r.revoke(k.PublicKey()) }, exitDenied, "server.revoked"},
		{"closing in lines", "W", func(h *house, _ *registry, _ gossh.Signer) { _ = h.stop() }, exitLater, "server.closing"},
		{"closing on the screen", "W,screen\r", func(h *house, _ *registry, _ gossh.Signer) { _ = h.stop() }, exitLater, "server.closing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			made := make(chan context.Context, 4)
			h, r := openWithRegistry(t, switches(made), func(c *Config) {
				// Nobody waits for the screen that is gone to leave politely.
				c.patience = patience{leave: time.Minute, confirm: 10 * time.Second, linger: time.Minute}
				c.Limits.Grace = 20 * time.Second
				if strings.HasPrefix(tt.name, "idle") {
					c.Limits.IdleTimeout = 2 * time.Second
				}
			})
			key := newKey(t)
			h.register(key.PublicKey(), directory.RoleProfessional)
			tm := openTerminal(t, h.as(t, key), 80, 24, "xterm")
			tm.sees("ready")
			for i, typed := range strings.Split(tt.until, ",") {
				tm.typed(typed)
				if i == 0 {
					tm.sees("in lines: en professional")
				} else {
					eventually(t, "the screen again", func() bool { return strings.Count(tm.out.String(), "ready") > 1 })
				}
			}
			tt.end(h, r, key)
			if got := tm.ends(); got != tt.want || !strings.Contains(tm.err.String(), tt.said) {
				t.Errorf("%d %q", got, tm.err.String())
			}
		})
	}
}

// Whoever signed up on the screen is no stranger in lines.
func TestSwitchKnowsWhoOneIsByNow(t *testing.T) {
	h, _ := openWithRegistry(t, switches(make(chan context.Context, 4)))
	key := newKey(t)
	tm := openTerminal(t, h.as(t, key), 80, 24, "xterm")
	tm.sees("ready")
	h.register(key.PublicKey(), directory.RoleProfessional)
	tm.typed("W")
	tm.sees("in lines: en professional")
}

// What this connection asks for comes before what its client is, and that
// before what somebody chose for always.
func TestMode(t *testing.T) {
	const lines, shown = "in lines", "ready"
	for _, tt := range []struct {
		name, user, term, command string
		mode                      directory.Mode
		want                      string
	}{
		{"nothing chosen", "x", "xterm", "", directory.ModeAuto, shown},
		{"the screen chosen", "x", "xterm", "", directory.ModeScreen, shown},
		{"lines chosen", "x", "xterm", "", directory.ModeLines, lines},
		{"lines chosen, the screen asked for", "ecran", "xterm", "", directory.ModeLines, shown},
		{"the same in English", "screen", "xterm", "", directory.ModeLines, shown},
		{"the same by a command", "x", "xterm", "écran", directory.ModeLines, shown},
		{"the screen chosen, lines asked for", "texte", "xterm", "", directory.ModeScreen, lines},
		{"the same by a command", "x", "xterm", "text", directory.ModeScreen, lines},
		{"the screen chosen, and asked for by name, where there can be none", "ecran", "dumb", "", directory.ModeScreen, lines},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, _ := openWithRegistry(t, switches(make(chan context.Context, 4)), func(c *Config) {
				c.Mode = func(_ context.Context, a directory.Actor) (directory.Mode, error) {
					if a.Account == 0 {
						t.Error("asked about nobody")
					}
					return tt.mode, nil
				}
			})
			key := newKey(t)
			h.register(key.PublicKey(), directory.RoleProfessional)
			c, err := h.dial(tt.user, gossh.PublicKeys(key))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			openCommand(t, c, 80, 24, tt.term, tt.command).sees(tt.want)
			openCommand(t, h.visitor(), 80, 24, "xterm", "").sees(shown) // who has no account is asked about nothing
		})
	}
	t.Run("in a language", func(t *testing.T) {
		h, _ := openWithRegistry(t, switches(make(chan context.Context, 8)), func(c *Config) {
			c.Language = func(typed string) (string, bool) { return "en", typed == "anglais" }
		})
		for _, command := range []string{"texte --lang anglais", "text --lang=anglais", "--lang anglais lecture"} {
			openCommand(t, h.visitor(), 80, 24, "xterm", command).sees("in lines: en")
		}
		openCommand(t, h.visitor(), 80, 24, "xterm", "texte").sees("in lines: fr")
		for _, command := range []string{"texte --lang klingon", "texte --lang", "texte un mot", "texte -h", "search texte"} {
			if got := run(t, h.visitor(), command, nil); got.err != "unknown\n" {
				t.Errorf("%s: not left to the commands: %+v", command, got)
			}
		}
	})
	t.Run("no terminal", func(t *testing.T) {
		h := open(t, switches(make(chan context.Context, 1)))
		if got := run(t, h.visitor(), "ecran", nil); got.status != exitUsage || got.err != "fr server.no_screen []\n" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("nobody knows", func(t *testing.T) {
		h, _ := openWithRegistry(t, switches(make(chan context.Context, 1)), func(c *Config) {
			c.Mode = func(context.Context, directory.Actor) (directory.Mode, error) { return "", fmt.Errorf("no database") }
		})
		key := newKey(t)
		h.register(key.PublicKey(), directory.RoleProfessional)
		openTerminal(t, h.as(t, key), 80, 24, "xterm").sees(shown)
	})
}
