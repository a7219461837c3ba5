package editor

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// roomFor is how many characters a line takes at most: several times what it
// may hold, so that what is too long can be pasted and then cut down. The
// service keeps as much in a draft.
const roomFor = 4 * directory.MaxLine

// fits tells whether there is room for a paste behind what is typed. What does
// not fit is refused as a whole: nobody should take a part of it for all.
func fits(typed, paste string, room int) bool {
	return len(paste) <= 16*room && directory.Length(typed)+directory.Length(directory.SafeLine(paste)) <= room
}

// line is a field of one line.
type line struct {
	m  *Model
	f  field
	in widget.Field
	to int // characters it takes
}

func newLine(m *Model, f field) *line {
	room := max(roomFor, 4*f.max)
	l := &line{m: m, f: f, in: widget.NewField(room), to: room}
	l.in.SetValue(m.typedText(f.name))
	l.in.Focus()
	return l
}

func (l *line) typed(msg tea.Msg) reply {
	if !l.in.Update(msg) {
		return reply{taken: true}
	}
	l.m.put(l.f.name, l.in.Value())
	return reply{taken: true, changed: true}
}

func (l *line) act(a keys.Action) reply {
	switch a {
	case keys.Open, keys.Down:
		return reply{taken: true, step: 1}
	case keys.Up:
		return reply{taken: true, step: -1}
	}
	return reply{}
}

func (l *line) edits(a keys.Action) bool { return a == keys.First || a == keys.Last }

func (l *line) room(paste string) (int, bool) { return l.to, fits(l.in.Value(), paste, l.to) }

func (l *line) settle() {}

func (l *line) capturing() bool { return true }

func (l *line) empty() bool { return l.in.Value() == "" }

func (l *line) hints() []screen.Hint { return nil }

func (l *line) view(width, _ int, notes []string) drawing {
	t := l.m.session.Theme
	l.in.Style(t.Strong, t.Glyphs.Ellipsis)
	text, x := l.in.View(width)
	return drawing{lines: append([]string{text}, notes...), x: x}
}

// put writes what was typed into the work. A number or a date that makes no
// value is kept as it was typed.
func (m *Model) put(field, typed string) {
	if s := m.work.Profile.TextField(field); s != nil {
		*s = typed
		return
	}
	err := m.work.SetField(field, typed, m.session.Service.Today())
	var e *directory.Error
	if errors.As(err, &e) {
		m.work.unread[field] = typed
		return
	}
	delete(m.work.unread, field)
}
