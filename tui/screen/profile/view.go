package profile

import (
	"strings"

	"teleorne/tui/card"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// View draws the profile, which scrolls, over the position in the list.
func (m *Model) View(f screen.Frame) screen.View {
	t := m.session.Theme
	if m.Dialog != nil {
		return m.Dialog.View(m.session, f)
	}
	width := f.Width - 2*f.Margin()
	var lines []string
	switch {
	case m.err != nil:
		for _, l := range widget.Wrap(m.session.Text.Error(m.err), width) {
			lines = append(lines, t.Warning.Render(l))
		}
	case m.card == nil:
		lines = []string{t.Muted.Render(m.session.S("find.searching"))}
	default:
		lines = m.full().Lines(m.session, width, f.Class() == screen.Narrow)
	}
	m.scroll.Resize(len(lines), f.Height-1)
	shown := lines[m.scroll.Top:min(len(lines), m.scroll.Top+m.scroll.Rows)]
	margin := strings.Repeat(" ", f.Margin())
	v := screen.View{X: f.Margin()}
	for _, l := range shown {
		v.Lines = append(v.Lines, margin+l)
	}
	for len(v.Lines) < f.Height-1 {
		v.Lines = append(v.Lines, "")
	}
	v.Lines = append(v.Lines, margin+t.Muted.Render(widget.Right(m.position(), card.Body(width), t.Glyphs.Ellipsis)))
	return v
}

// full is the profile with what this reader is told about it.
func (m *Model) full() card.Full {
	left := m.left
	if m.own { // to look at oneself is not counted
		left = -1
	}
	return card.Full{
		Card: m.card, Marker: m.marker, Near: m.near, Proven: m.session.Actor.Proven(), Own: m.own, Left: left,
	}
}

// position says where in the list one is, and that there is more to read.
func (m *Model) position() string {
	var parts []string
	if above, below := m.scroll.More(); above || below {
		word := m.session.Theme.Glyphs.Down
		if !below {
			word = m.session.Theme.Glyphs.Up
		}
		parts = append(parts, word)
	}
	if m.trail != nil && m.card != nil {
		parts = append(parts, m.session.S("find.position", "row", m.trail.Index+1, "total", m.trail.Total))
	}
	return strings.Join(parts, "  ")
}
