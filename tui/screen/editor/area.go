package editor

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// roomForText is how many characters of text can be pasted before they are cut
// down to what a profile holds. It is what the service keeps in a draft.
const roomForText = 4 * directory.MaxDescription

// area is a field of several lines.
type area struct {
	m  *Model
	f  field
	in widget.Area
}

func newArea(m *Model, f field) *area {
	a := &area{m: m, f: f, in: widget.NewArea(roomForText)}
	a.in.SetValue(*m.work.Profile.TextField(f.name))
	a.in.Focus()
	return a
}

func (a *area) typed(msg tea.Msg) reply {
	changed, full := a.in.Update(msg)
	r := reply{taken: true, changed: changed}
	if changed {
		*a.m.work.Profile.TextField(a.f.name) = a.in.Value()
	}
	if full {
		r.cmd = a.m.noRoom(roomForText)
	}
	return r
}

func (a *area) act(keys.Action) reply { return reply{} }

// edits tells that all but Tab and Escape belongs to the text.
func (a *area) edits(action keys.Action) bool {
	switch action {
	case keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last, keys.Open:
		return true
	}
	return false
}

// room leaves it to the text to tell.
func (a *area) room(string) (int, bool) { return roomForText, true }

func (a *area) settle() {}

func (a *area) capturing() bool { return true }

func (a *area) empty() bool { return a.in.Value() == "" }

func (a *area) hints() []screen.Hint {
	return []screen.Hint{{Action: keys.Open, Label: "editor.hint.new_line"}}
}

// view fills the room that there is, so that nothing moves while the text grows.
func (a *area) view(width, rows int, notes []string) drawing {
	a.in.Style(a.m.session.Theme.Text)
	rows = max(2, rows-len(notes))
	lines, x, y := a.in.View(min(width, prose+1), rows)
	for len(lines) < rows {
		lines = append(lines, "")
	}
	return drawing{lines: append(lines, notes...), x: x, y: y}
}
