package sheet

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// Update takes keys, pastes, actions and answers.
func (l *List[T]) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return l.key(msg)
	case tea.PasteMsg:
		if l.Dialog != nil {
			return l.Answer(msg)
		}
		return l.typed(msg)
	case screen.Do:
		return l.do(msg.Action)
	case arrived[T]:
		return l.arrive(msg)
	}
	return nil
}

func (l *List[T]) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case l.Dialog != nil:
		return l.Answer(msg)
	case l.picking != nil:
		return l.pickKey(msg)
	}
	if n, ok := keys.Digit(msg); ok && l.spot != spotField { // the unshifted 6 is a hyphen
		return l.digit(n)
	}
	action, ok := keys.Match(msg, l.spot == spotField)
	switch {
	case !ok && l.spot == spotField, ok && l.spot == spotField && (action == keys.First || action == keys.Last):
		return l.typed(msg)
	case ok:
		return l.do(action)
	}
	return nil
}

// digit does what the entry of that number says.
func (l *List[T]) digit(n int) tea.Cmd {
	if all := l.entries(); n <= len(all) {
		l.spot, l.hand = spotEntries, n-1
		return l.perform(all[n-1])
	}
	return nil
}

func (l *List[T]) perform(e Entry) tea.Cmd {
	if e.Off != "" {
		return screen.Warn(l.session.S("list.off", "what", l.session.S(e.Label, e.Args...), "why", e.Off))
	}
	return e.Do()
}

func (l *List[T]) typed(msg tea.Msg) tea.Cmd {
	if l.spot != spotField || !l.field.Update(msg) {
		return nil
	}
	return l.Restart()
}

// do carries out an action.
func (l *List[T]) do(a keys.Action) tea.Cmd {
	switch {
	case l.Dialog != nil:
		return l.Choose(a)
	case l.picking != nil:
		return l.pick(a)
	}
	switch a {
	case keys.Search:
		if l.Spec.Search != "" {
			l.focus(spotField)
		}
		return nil
	case keys.Filters:
		if len(l.Spec.Filters) > 0 {
			l.focus(spotChips)
		}
		return nil
	case keys.Reset:
		if l.narrowed() {
			return l.reset()
		}
		return nil
	case keys.NextPane, keys.PrevPane:
		l.tab(a == keys.NextPane)
		return nil
	}
	switch l.spot {
	case spotField:
		return l.doInField(a)
	case spotChips:
		return l.doInChips(a)
	case spotEntries:
		return l.doInEntries(a)
	}
	return l.doInRows(a)
}

// spots are the parts that there are, from the top down.
func (l *List[T]) spots() []spot {
	var all []spot
	if l.Spec.Search != "" {
		all = append(all, spotField)
	}
	if len(l.Spec.Filters) > 0 {
		all = append(all, spotChips)
	}
	if len(l.entries()) > 0 {
		all = append(all, spotEntries)
	}
	return append(all, spotRows)
}

// focus gives the keys to a part.
func (l *List[T]) focus(to spot) {
	l.spot, l.hand = to, 0
	l.field.Blur()
	if to == spotField {
		l.field.Focus()
	}
}

// tab goes to the part after or before; from chip to chip first.
func (l *List[T]) tab(on bool) {
	if l.spot == spotChips {
		next := l.hand - 1
		if on {
			next = l.hand + 1
		}
		if next >= 0 && next < len(l.Spec.Filters) {
			l.hand = next
			return
		}
	}
	l.leave(on)
	if l.spot == spotChips && !on {
		l.hand = len(l.Spec.Filters) - 1
	}
}

// leave gives the keys to the part below, or above; after the last one comes
// the first.
func (l *List[T]) leave(down bool) {
	all := l.spots()
	at := 0
	for i, s := range all {
		if s == l.spot {
			at = i
		}
	}
	if down {
		at++
	} else {
		at--
	}
	l.focus(all[(at+len(all))%len(all)])
}

func (l *List[T]) doInField(a keys.Action) tea.Cmd {
	switch a {
	case keys.Open, keys.Back:
		l.focus(spotRows)
	case keys.Down:
		l.leave(true)
	case keys.PageDown, keys.PageUp:
		l.focus(spotRows)
		return l.doInRows(a)
	}
	return nil
}

func (l *List[T]) doInChips(a keys.Action) tea.Cmd {
	switch a {
	case keys.Open, keys.Toggle:
		l.openFilter(l.Spec.Filters[min(l.hand, len(l.Spec.Filters)-1)])
	case keys.Back:
		l.focus(spotRows)
	case keys.Down:
		l.leave(true)
	case keys.Up:
		if l.Spec.Search != "" {
			l.leave(false)
		}
	}
	return nil
}

func (l *List[T]) doInEntries(a keys.Action) tea.Cmd {
	all := l.entries()
	switch a {
	case keys.Back:
		return goBack
	case keys.Open, keys.Toggle:
		if l.hand < len(all) {
			return l.perform(all[l.hand])
		}
	case keys.Up:
		if l.hand > 0 {
			l.hand--
		} else if l.spots()[0] != spotEntries {
			l.leave(false)
		}
	case keys.Down:
		switch {
		case l.hand < len(all)-1:
			l.hand++
		case l.held.total > 0:
			l.focus(spotRows)
		}
	case keys.PageDown, keys.Last:
		if l.held.total > 0 {
			l.focus(spotRows)
			return l.doInRows(a)
		}
	}
	return nil
}

func (l *List[T]) doInRows(a keys.Action) tea.Cmd {
	w := &l.Window
	if a == keys.Up && w.Cursor == 0 && l.spots()[0] != spotRows {
		l.leave(false)
		if l.spot == spotEntries {
			l.hand = len(l.entries()) - 1
		}
		return nil
	}
	if screen.Step(w, a) {
		return l.fill()
	}
	item, ok := l.inHand()
	switch {
	case a == keys.Back:
		return goBack
	case a == keys.Open && ok && l.Spec.Open != nil:
		return l.Spec.Open(item)
	case l.Spec.Act != nil && a != keys.Open:
		return l.Spec.Act(a, item, ok)
	}
	return nil
}

func goBack() tea.Msg { return screen.Back{} }

// Capturing tells whether characters are text.
func (l *List[T]) Capturing() bool {
	return l.Asking.Capturing() || l.Dialog == nil && l.picking == nil && l.spot == spotField
}

// Empty tells whether the field that has the keys is empty.
func (l *List[T]) Empty() bool {
	if l.Dialog != nil {
		return l.Asking.Empty()
	}
	return l.spot == spotField && l.field.Value() == ""
}

// Hints are the keys of the part that has them.
func (l *List[T]) Hints() []screen.Hint {
	choose, back := screen.Hint{Action: keys.Down, Label: "hint.choose"}, screen.Hint{Action: keys.Back, Label: "hint.back"}
	switch {
	case l.Dialog != nil:
		return l.Dialog.Hints()
	case l.picking != nil:
		return []screen.Hint{choose, {Action: keys.Open, Label: "hint.take"}, back}
	case l.spot == spotChips:
		return []screen.Hint{choose, {Action: keys.Open, Label: "hint.take"}, {Action: keys.NextPane, Label: "hint.next_field"}, back}
	case l.spot == spotField:
		return []screen.Hint{{Action: keys.Open, Label: "hint.results"}, {Action: keys.NextPane, Label: "hint.next_field"}, back}
	case l.spot == spotEntries:
		return []screen.Hint{choose, {Action: keys.Open, Label: "hint.do"}, back}
	}
	reset := screen.Hint{Action: keys.Reset, Label: "hint.reset"}
	var hints []screen.Hint
	item, ok := l.inHand()
	switch {
	case l.held.total > 0:
		hints = append(hints, choose)
	case l.narrowed():
		hints = append(hints, reset)
	}
	if l.Spec.Open != nil && ok {
		hints = append(hints, screen.Hint{Action: keys.Open, Label: "hint.open"})
	}
	if l.Spec.Search != "" {
		hints = append(hints, screen.Hint{Action: keys.Search, Label: "hint.search"})
	}
	if len(l.Spec.Filters) > 0 {
		hints = append(hints, screen.Hint{Action: keys.Filters, Label: "hint.filters"})
	}
	if l.Spec.Hints != nil {
		hints = append(hints, l.Spec.Hints(item, ok)...)
	}
	if l.narrowed() && l.held.total > 0 {
		hints = append(hints, reset)
	}
	return append(hints, back)
}

// Click takes what is under the mouse in hand, and opens it when it was.
func (l *List[T]) Click(_, y int) tea.Cmd {
	if l.Dialog != nil || l.picking != nil {
		return nil
	}
	if i := y - l.layout.entries; i >= 0 && i < len(l.entries()) {
		if l.spot == spotEntries && l.hand == i {
			return l.do(keys.Open)
		}
		l.focus(spotEntries)
		l.hand = i
		return nil
	}
	i := y - l.layout.rows
	if l.layout.tall > 1 {
		i /= l.layout.tall
	}
	if at := l.Window.Top + i; y >= l.layout.rows && at < l.Window.End() {
		if l.spot == spotRows && l.Window.Cursor == at {
			return l.do(keys.Open)
		}
		l.focus(spotRows)
		l.Window.MoveTo(at)
	}
	return nil
}
