package host

import (
	"context"
	"io"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// BenchmarkMove moves the selection by a row at 80×24: View, and what makes a
// terminal show it.
func BenchmarkMove(b *testing.B) {
	views := make([]tea.View, 2)
	model := tea.Model(newList(b))
	for i, key := range []rune{tea.KeyDown, tea.KeyDown} {
		model, _ = model.Update(tea.KeyPressMsg{Code: key})
		views[i] = model.View()
	}
	b.Run("view", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			model.View()
		}
	})
	b.Run("draw", func(b *testing.B) {
		var n counter
		p := newPainter(Options{Context: context.Background(), Output: &n, Env: environment, Profile: colorprofile.TrueColor, Width: 80, Height: 24})
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			i++
			if err := p.draw(views[i%2], false); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/float64(b.N), "B/move")
	})
}

// newList is the interface with a list of results on it.
func newList(tb testing.TB) tea.Model {
	model := tea.Model(newHouses(tb).models(tb.Context(), "fr", "", false)())
	var run func(cmd tea.Cmd)
	run = func(cmd tea.Cmd) {
		if cmd == nil || waits(cmd) {
			return
		}
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, cmd := range msg {
				run(cmd)
			}
		default:
			model, cmd = model.Update(msg)
			run(cmd)
		}
	}
	run(model.Init())
	for _, msg := range []tea.Msg{
		tea.WindowSizeMsg{Width: 80, Height: 24}, tea.KeyPressMsg{Code: 'c', Text: "c"}, tea.KeyPressMsg{Code: tea.KeyEnter},
	} {
		var cmd tea.Cmd
		model, cmd = model.Update(msg)
		run(cmd)
	}
	return model
}

// counter counts what is written.
type counter int

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
