package sheet

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// Filter narrows a list: to one of some values, or to what is typed.
type Filter struct {
	Name  string
	Label string // key of the catalogue
	All   string // how no filter reads: key of the catalogue
	// Values are those to choose from; nil where the filter is typed.
	Values func() []Value
	// Typed checks what is typed, and tells how it reads; what is wrong with it is
	// said under the field. Help is a key of the catalogue for over the field.
	Typed func(typed string) (value, shown string, err error)
	Help  string

	value, shown string
}

// Value is one of the values of a filter or of a field.
type Value struct {
	Value string
	Label string // in words
	Note  string // beside it
	Short string // the note where there is no room for it
}

// picking is the choice of a filter's value.
type picking struct {
	filter *Filter
	values []Value // the first one is none
	widget.Choice
}

// shownIn is how the filter reads.
func (f *Filter) shownIn(s *screen.Session) string {
	if f.value == "" {
		return s.S(f.All)
	}
	if f.Values != nil { // the language may be another one
		for _, v := range f.Values() {
			if v.Value == f.value {
				return v.Label
			}
		}
	}
	return f.shown
}

// openFilter puts the values of a filter, or the field for it, into the place
// of the rows.
func (l *List[T]) openFilter(f *Filter) {
	if f.Values != nil {
		p := &picking{filter: f, values: append([]Value{{Label: l.session.S(f.All)}}, f.Values()...)}
		p.Resize(len(p.values), len(p.values))
		for i, v := range p.values {
			if v.Value == f.value {
				p.Taken = i
				p.MoveTo(i)
			}
		}
		l.picking = p
		return
	}
	enter := func(typed string) tea.Cmd {
		value, shown := "", ""
		if typed != "" {
			var err error
			if value, shown, err = f.Typed(typed); err != nil {
				l.Dialog.Note(err)
				return nil
			}
		}
		f.value, f.shown, l.Dialog = value, shown, nil
		return l.filtered()
	}
	l.Dialog = TypeIn(f.Label, Said(f.Help), f.Label, maxSearch, enter)
	l.Dialog.Fill(f.shown)
}

// filtered goes back to the rows, which are others.
func (l *List[T]) filtered() tea.Cmd {
	l.picking = nil
	l.spot = spotRows
	return l.Restart()
}

// pickKey takes a key while a value is chosen.
func (l *List[T]) pickKey(msg tea.KeyPressMsg) tea.Cmd {
	p := l.picking
	if n, ok := keys.Digit(msg); ok {
		if len(p.values) <= 9 && p.Pick(n) {
			return l.take()
		}
		return nil
	}
	if action, ok := keys.Match(msg, false); ok {
		return l.pick(action)
	}
	return nil
}

func (l *List[T]) pick(a keys.Action) tea.Cmd {
	switch p := l.picking; a {
	case keys.Back, keys.Filters:
		l.picking = nil
	case keys.Open, keys.Toggle:
		return l.take()
	default:
		screen.Step(&p.Window, a)
	}
	return nil
}

func (l *List[T]) take() tea.Cmd {
	p := l.picking
	v := p.values[p.Cursor]
	p.filter.value, p.filter.shown = v.Value, v.Label
	return l.filtered()
}

// reset takes the search and all filters away.
func (l *List[T]) reset() tea.Cmd {
	l.field.SetValue("")
	for _, f := range l.Spec.Filters {
		f.value, f.shown = "", ""
	}
	return l.filtered()
}
