package editor

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// list is a field of several values: a line in which they are typed with what
// completes it, and under it those that are there. What is being typed belongs
// to the values already, so that it is saved and checked with them.
type list struct {
	m         *Model
	f         field
	of        values
	in        widget.Field
	items     []string
	proposals proposals
	window    widget.Window // of the items
	inItems   bool          // the items have the keys, not the line
}

// values are what a list is of.
type values interface {
	// get and set are the values in the work; set is told whether the last one is
	// still being typed.
	get() []string
	set(values []string)
	// label is how a value reads.
	label(value string) string
	// exact is the value that a text names, false when it names none.
	exact(typed string) (string, bool)
	// good tells whether something is a value as it stands.
	good(value string) bool
	// propose offers values for what is being typed, now or by a command.
	propose(l *list) tea.Cmd
}

func newList(m *Model, f field, of values) *list {
	l := &list{m: m, f: f, of: of, in: widget.NewField(roomFor), items: slices.Clone(of.get())}
	l.in.Focus()
	l.window.Resize(len(l.items), 1)
	return l
}

// store writes the values into the work, with what is being typed behind them.
func (l *list) store() {
	all := slices.Clone(l.items)
	if typed := directory.SafeLine(l.in.Value()); typed != "" {
		all = append(all, typed)
	}
	l.of.set(all)
}

func (l *list) typed(msg tea.Msg) reply {
	if l.inItems {
		return reply{}
	}
	if key, ok := msg.(tea.KeyPressMsg); ok && key.Code == tea.KeyBackspace && l.in.Value() == "" {
		return l.remove(len(l.items) - 1)
	}
	if !l.in.Update(msg) {
		return reply{taken: true}
	}
	l.store()
	return reply{taken: true, changed: true, cmd: l.of.propose(l)}
}

func (l *list) act(a keys.Action) reply {
	if l.inItems {
		return l.actInItems(a)
	}
	switch a {
	case keys.Down:
		switch {
		case l.proposals.down():
		case len(l.items) > 0:
			l.proposals.clear()
			l.inItems = true
			l.in.Blur()
			l.window.MoveTo(0)
		default:
			return reply{taken: true, step: 1}
		}
	case keys.Up:
		if !l.proposals.up() {
			return reply{taken: true, step: -1}
		}
	case keys.Open:
		return l.enter()
	case keys.Back:
		if len(l.proposals.items) == 0 {
			return reply{}
		}
		l.proposals.clear()
	default:
		return reply{}
	}
	return reply{taken: true}
}

// enter adds the proposal that an arrow took, what was typed when it names a
// value, or the first proposal; with nothing typed it goes on.
func (l *list) enter() reply {
	typed := directory.SafeLine(l.in.Value())
	if typed == "" {
		return reply{taken: true, step: 1}
	}
	value, exact := l.of.exact(typed)
	p, proposed := l.proposals.inHand()
	switch {
	case proposed && (l.proposals.moved || !exact):
		return l.add(p.value)
	case exact:
		return l.add(value)
	}
	l.m.hand.told = true
	return reply{taken: true, cmd: l.of.propose(l)}
}

// add puts a value behind the others, unless it is there.
func (l *list) add(value string) reply {
	r := reply{taken: true, changed: true}
	if slices.Contains(l.items, value) {
		r.cmd = screen.Say(l.m.session.S("editor.notice.there", "what", l.of.label(value)))
	} else {
		l.items = append(l.items, value)
	}
	l.in.SetValue("")
	l.proposals.clear()
	l.window.Resize(len(l.items), max(1, l.window.Rows))
	l.store()
	return r
}

// remove takes a value out.
func (l *list) remove(i int) reply {
	if i < 0 || i >= len(l.items) {
		return reply{taken: true}
	}
	gone := l.items[i]
	l.items = slices.Delete(l.items, i, i+1)
	l.window.Resize(len(l.items), max(1, l.window.Rows))
	if len(l.items) == 0 {
		l.toLine()
	}
	l.store()
	return reply{taken: true, changed: true, cmd: screen.Say(l.m.session.S("editor.notice.removed", "what", l.of.label(gone)))}
}

func (l *list) toLine() {
	l.inItems = false
	l.in.Focus()
}

func (l *list) actInItems(a keys.Action) reply {
	switch a {
	case keys.Up:
		if l.window.Cursor == 0 {
			l.toLine()
			return reply{taken: true}
		}
	case keys.Down:
		if l.window.Cursor == l.window.Total-1 {
			return reply{taken: true, step: 1}
		}
	case keys.Remove:
		return l.remove(l.window.Cursor)
	case keys.Open:
		return l.again(l.window.Cursor)
	}
	return reply{taken: screen.Step(&l.window, a)}
}

// again puts a value that is none back into the line, to be mended or proposed.
func (l *list) again(i int) reply {
	if l.of.good(l.items[i]) {
		return reply{taken: true, step: 1}
	}
	typed := l.items[i]
	l.items = slices.Delete(l.items, i, i+1)
	l.window.Resize(len(l.items), max(1, l.window.Rows))
	l.toLine()
	l.in.SetValue(typed)
	l.store()
	return reply{taken: true, changed: true, cmd: l.of.propose(l)}
}

func (l *list) edits(a keys.Action) bool {
	return !l.inItems && (a == keys.First || a == keys.Last)
}

func (l *list) room(paste string) (int, bool) { return roomFor, fits(l.in.Value(), paste, roomFor) }

// settle adds what names a value. What names none stays in the list as it was
// typed, to be mended there.
func (l *list) settle() {
	typed := directory.SafeLine(l.in.Value())
	l.proposals.clear()
	if typed == "" {
		return
	}
	if value, ok := l.of.exact(typed); ok {
		l.add(value)
		return
	}
	l.items = append(l.items, typed)
	l.in.SetValue("")
	l.store()
}

func (l *list) capturing() bool { return !l.inItems }

func (l *list) empty() bool { return l.in.Value() == "" }

func (l *list) hints() []screen.Hint {
	switch {
	case l.inItems:
		hints := []screen.Hint{{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Remove, Label: "editor.hint.remove"}}
		if !l.of.good(l.items[l.window.Cursor]) {
			hints = append(hints, screen.Hint{Action: keys.Open, Label: "editor.hint.mend"})
		}
		return hints
	case l.in.Value() != "":
		return []screen.Hint{{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Open, Label: "editor.hint.add"}}
	}
	return []screen.Hint{{Action: keys.Down, Label: "hint.choose"}}
}

func (l *list) view(width, rows int, notes []string) drawing {
	t := l.m.session.Theme
	l.in.Style(t.Strong, t.Glyphs.Ellipsis)
	value, x := l.in.View(width)
	d := drawing{lines: []string{value}, x: x}
	room := max(1, min(maxProposals, rows-2))
	d.lines = append(d.lines, l.proposals.draw(look(t), width, room, notes)...)
	if l.proposals.moved {
		d.x, d.y = 0, 1+l.proposals.Cursor-l.proposals.Top
	}
	top := len(d.lines)
	l.window.Resize(len(l.items), max(1, rows-top))
	for i := l.window.Top; i < l.window.End(); i++ {
		mark, style := "  ", t.Text
		if l.inItems && i == l.window.Cursor {
			mark, style = t.Glyphs.Select+" ", t.Selection
			d.x, d.y = 0, len(d.lines)
		}
		box := t.Glyphs.On // these are there, those above are only proposed
		if !l.of.good(l.items[i]) {
			box = t.Glyphs.Off
			if !l.inItems {
				style = t.Warning
			}
		}
		d.lines = append(d.lines, style.Render(widget.Cut(mark+box+" "+l.of.label(l.items[i]), width, t.Glyphs.Ellipsis)))
	}
	return d
}
