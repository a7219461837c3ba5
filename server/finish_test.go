package server

import (
	"context"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"
)

// keeper tells at the end what was typed last, after a moment of work.
type keeper struct {
	*screen
	kept chan<- string
}

func (k *keeper) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := k.screen.Update(msg)
	return k, cmd
}

func (k *keeper) Finish() {
	time.Sleep(50 * time.Millisecond)
	k.kept <- k.typed
}

// However a session ends, what it holds is kept, once, and a server that stops
// waits for that.
func TestFinish(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(h *house, c *gossh.Client, tm *terminal)
		want string // empty: nothing can be asked of it any more
	}{
		{"the person quits", func(_ *house, _ *gossh.Client, tm *terminal) { tm.typed("Q") }, "aQ"},
		{"the line is cut", func(_ *house, c *gossh.Client, _ *terminal) { _ = c.Close() }, "a"},
		{"the window is closed", func(_ *house, _ *gossh.Client, tm *terminal) { _ = tm.sess.Close() }, "a"},
		{"the server stops", func(h *house, _ *gossh.Client, _ *terminal) { _ = h.stop() }, "a"},
		{"the screen breaks", func(_ *house, _ *gossh.Client, tm *terminal) { tm.typed("P") }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kept := make(chan string, 2)
			h := open(t, func(c *Config) {
				c.Interface = func(_ context.Context, v Visitor) tea.Model {
					return &keeper{newScreen(v).(*screen), kept}
				}
			})
			c := h.visitor()
			tm := openTerminal(t, c, 80, 24, "xterm")
			tm.sees("ready")
			tm.typed("a")
			tm.sees("<a>")
			tt.end(h, c, tm)
			eventually(t, "no session", func() bool { return h.srv.Sessions() == 0 })
			if err := h.stop(); err != nil {
				t.Fatal(err)
			}
			close(kept)
			var all []string
			for k := range kept {
				all = append(all, k)
			}
			var want []string
			if tt.want != "" {
				want = []string{tt.want}
			}
			if !slices.Equal(all, want) {
				t.Errorf("kept %q, want %q", all, want)
			}
		})
	}
}
