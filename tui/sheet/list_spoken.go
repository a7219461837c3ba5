package sheet

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// Speak is the list in words: its rows, what narrows it, and what can be done.
func (l *List[T]) Speak() screen.Speech {
	switch {
	case l.Dialog != nil:
		return l.Asking.Speak(l.session)
	case l.picking != nil:
		return l.speakPicking()
	case l.asked:
		return screen.Speech{Back: func() tea.Cmd { l.asked = false; return nil }, Ask: &screen.Ask{
			Label: l.session.S(l.Spec.Search), Value: l.field.Value(), Clear: true, Enter: func(typed string) tea.Cmd {
				l.asked = false
				l.Type(typed)
				return l.Restart()
			},
		}}
	}
	if item, ok := l.inHand(); l.chosen && ok {
		return l.speakChosen(item)
	}
	l.chosen = false
	sp := screen.Speech{Keys: []keys.Action{keys.Search, keys.Filters}}
	for _, h := range l.rowHints() {
		sp.Keys = append(sp.Keys, h.Action)
	}
	l.speakHead(&sp)
	sp.First, sp.Total = l.held.offset, l.held.total
	sp.More = func(at int) tea.Cmd {
		l.Window.MoveTo(at)
		return l.ask(max(0, at))
	}
	for i, item := range l.held.items {
		at := l.held.offset + i
		sp.Rows = append(sp.Rows, screen.Choice{Label: l.sentence(item), Do: func() tea.Cmd {
			l.Window.MoveTo(at)
			l.focus(spotRows)
			if l.Spec.Open != nil && len(l.rowHints()) == 0 {
				return l.Spec.Open(item)
			}
			l.chosen = true
			return nil
		}})
	}
	l.speakChoices(&sp)
	return sp
}

// sentence is a row in words; what is said twice in a row is said once.
func (l *List[T]) sentence(item T) string {
	cells := slices.Compact(slices.Clone(l.Spec.Row(item).Cells))
	return Sentence(cells...)
}

// rowHints are what the row in hand has beside being opened.
func (l *List[T]) rowHints() []screen.Hint {
	item, ok := l.inHand()
	if l.Spec.Hints == nil || !ok {
		return nil
	}
	return l.Spec.Hints(item, ok)
}

// speakChosen is the row in hand in words, and what can be done with it.
func (l *List[T]) speakChosen(item T) screen.Speech {
	s := l.session
	p := Spoken(s)
	if l.Spec.Beside != nil {
		l.Spec.Beside(p, item)
	}
	sp := p.spoken.Speech
	sp.Rows, sp.Choices = nil, nil
	sp.Title = l.sentence(item)
	sp.Keys = []keys.Action{keys.Search, keys.Filters, keys.Reset}
	sp.Back = func() tea.Cmd { l.chosen = false; return nil }
	if l.Spec.Open != nil {
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("hint.open"), Do: func() tea.Cmd {
			l.chosen = false
			return l.Spec.Open(item)
		}})
	}
	for _, h := range l.rowHints() {
		off := ""
		if h.Off != "" {
			off = s.S(h.Off)
		}
		sp.Keys = append(sp.Keys, h.Action)
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S(h.Label), Off: off, Do: func() tea.Cmd {
			l.chosen = false
			return l.do(h.Action)
		}})
	}
	return sp
}

// speakHead says how many rows there are, or why there are none.
func (l *List[T]) speakHead(sp *screen.Speech) {
	s, w := l.session, l.Spec.Words
	switch total, known := l.total(); {
	case l.held.err != nil:
		sp.Say(s.Text.Error(l.held.err))
	case !l.held.known:
	case len(l.held.items) == 0 && l.narrowed() && w.None != "":
		sp.Say(s.S(w.None))
	case len(l.held.items) == 0 && l.narrowed():
		sp.Say(s.S("list.none"))
	case len(l.held.items) == 0:
		sp.Say(s.S(w.Empty))
	case known && w.Count != "":
		sp.Say(s.S(w.Count, "n", total))
	}
	if typed := l.field.Value(); typed != "" {
		sp.Say(s.S("page.fact", "label", s.S(l.Spec.Search), "value", typed))
	}
}

// speakChoices are what can be done over the rows.
func (l *List[T]) speakChoices(sp *screen.Speech) {
	s := l.session
	for _, e := range l.entries() {
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S(e.Label, e.Args...), Off: e.Off, Do: e.Do})
	}
	if l.Spec.Search != "" {
		sp.Free = func(typed string) tea.Cmd {
			l.Type(typed)
			return l.Restart()
		}
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S(l.Spec.Search), Do: func() tea.Cmd { l.asked = true; return nil }})
	}
	for _, f := range l.Spec.Filters {
		sp.Choices = append(sp.Choices, screen.Choice{
			Label: s.S("page.fact", "label", s.S(f.Label), "value", f.shownIn(s)),
			Do:    func() tea.Cmd { l.openFilter(f); return nil },
		})
	}
}

// speakPicking are the values of a filter.
func (l *List[T]) speakPicking() screen.Speech {
	s, p := l.session, l.picking
	sp := screen.Speech{Title: s.S(p.filter.Label)}
	for i, v := range p.values {
		label := v.Label
		if v.Note != "" {
			label = s.S("page.fact", "label", v.Label, "value", v.Note)
		}
		if i == p.Taken {
			label = s.S("linear.chosen", "what", label)
		}
		sp.Rows = append(sp.Rows, screen.Choice{Label: label, Do: func() tea.Cmd {
			p.MoveTo(i)
			return l.take()
		}})
	}
	return sp
}
