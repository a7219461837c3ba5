//go:build !teaprogram

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
	model := started(newHouses(tb).models(tb.Context(), "fr", "", false)())
	for _, msg := range []tea.Msg{
		tea.WindowSizeMsg{Width: 80, Height: 24}, tea.KeyPressMsg{Code: 'c', Text: "c"}, tea.KeyPressMsg{Code: tea.KeyEnter},
	} {
		model = fed(model, msg)
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

// BenchmarkKeys has some people type what one types who looks for people: a key is
// what it does to the model, what that asks the directory, and the frame of both.
func BenchmarkKeys(b *testing.B) {
	type person struct {
		model tea.Model
		painter
	}
	var n counter
	rooms := newHouses(b)
	people := make([]person, 5) // what one was painted with is used by the next
	for i := range people {
		p := &people[i]
		p.painter = newPainter(Options{Context: context.Background(), Output: &n, Env: environment, Profile: colorprofile.TrueColor, Width: 80, Height: 24})
		p.model = fed(started(rooms.models(b.Context(), "fr", "", false)()), tea.WindowSizeMsg{Width: 80, Height: 24})
	}
	var keys []tea.KeyPressMsg
	for _, r := range "comptable\tbellême\r+" {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
		if r < ' ' {
			keys[len(keys)-1].Text = ""
		}
	}
	for _, code := range []rune{tea.KeyDown, tea.KeyDown, tea.KeyDown, tea.KeyEnter, '?', tea.KeyEscape, tea.KeyEscape, 'x', '/'} {
		keys = append(keys, tea.KeyPressMsg{Code: code})
		if code < tea.KeyExtended && code > ' ' {
			keys[len(keys)-1].Text = string(code)
		}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p := &people[i%len(people)]
		p.model = fed(p.model, keys[i/len(people)%len(keys)])
		i++
		if err := p.draw(p.model.View(), false); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/float64(b.N), "B/key")
}

// started is a model after what it begins with.
func started(model tea.Model) tea.Model { return done(model, model.Init()) }

// fed is a model after a message and all that comes of it at once.
func fed(model tea.Model, msg tea.Msg) tea.Model {
	model, cmd := model.Update(msg)
	return done(model, cmd)
}

func done(model tea.Model, cmd tea.Cmd) tea.Model {
	if cmd == nil || waits(cmd) {
		return model
	}
	switch msg := cmd().(type) {
	case nil:
		return model
	case tea.BatchMsg:
		for _, cmd := range msg {
			model = done(model, cmd)
		}
		return model
	default:
		return fed(model, msg)
	}
}
