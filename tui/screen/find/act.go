package find

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// key takes a key: as an action of the part in hand, else as text.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	action, ok := keys.Match(msg, m.Capturing())
	if !ok {
		if !m.Capturing() {
			return m.pick(msg)
		}
		return m.typed(msg)
	}
	if m.Capturing() {
		switch action {
		case keys.First, keys.Last: // within the text
			return m.typed(msg)
		}
	}
	return m.act(action)
}

// pick opens a row by its digit where the list is short enough to be numbered.
func (m *Model) pick(msg tea.KeyPressMsg) tea.Cmd {
	n, ok := keys.Digit(msg)
	if !ok || m.pane != paneList || n > m.rowsInHand() {
		return nil
	}
	if m.blank() {
		m.landing.moveTo(n - 1)
	} else {
		m.results.window.MoveTo(m.results.window.Top + n - 1)
	}
	return m.act(keys.Open)
}

// act carries out an action.
func (m *Model) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Search:
		m.focus(paneWhat)
		return nil
	case keys.Reset:
		return m.reset()
	case keys.Wider, keys.Narrower:
		return m.radius(a == keys.Wider)
	case keys.Sort:
		return m.nextSort()
	case keys.Filters:
		if !m.blank() {
			m.focus(paneFacets)
		}
		return nil
	}
	switch m.pane {
	case paneWhat, paneWhere:
		return m.actInForm(a)
	case paneFacets:
		return m.actInFacets(a)
	}
	return m.actInList(a)
}

// reset empties the search: the home page again.
func (m *Model) reset() tea.Cmd {
	m.asking = askedNothing
	m.form.what.SetValue("")
	m.query = directory.Query{}
	m.setPlace(nil)
	m.form.proposals.set(nil)
	m.focus(paneWhat)
	return m.search()
}

func (m *Model) actInForm(a keys.Action) tea.Cmd {
	p := &m.form.proposals
	switch a {
	case keys.NextPane, keys.PrevPane:
		m.settle()
		if m.pane == paneWhat {
			m.focus(paneWhere)
		} else {
			m.focus(paneWhat)
		}
		m.form.proposals.set(nil)
		return m.search()
	case keys.Open:
		if got, ok := p.inHand(); ok {
			return m.take(got)
		}
		if m.blank() {
			if e, ok := m.landing.told(); ok { // as it says there
				return m.follow(e)
			}
			m.focus(paneList)
			return nil
		}
		m.settle()
		if m.form.where.Note == nil {
			m.focus(paneList)
		}
		p.set(nil)
		return m.search()
	case keys.Down:
		if p.hand < len(p.items) {
			p.hand++
			return nil
		}
		m.settle()
		m.focus(paneList)
		return m.search()
	case keys.Up:
		p.hand = max(0, p.hand-1)
	case keys.PageDown, keys.PageUp:
		m.focus(paneList)
		return m.actInList(a)
	case keys.Back:
		switch {
		case len(p.items) > 0:
			p.set(nil)
		case m.fixed:
			return func() tea.Msg { return screen.Back{} }
		default:
			return screen.Say(m.session.S("notice.leave"))
		}
	}
	return nil
}

// settle leaves the field in hand.
func (m *Model) settle() {
	if m.pane == paneWhere {
		m.settleWhere()
	}
}

func (m *Model) actInList(a keys.Action) tea.Cmd {
	if m.blank() {
		return m.actInLanding(a)
	}
	w := &m.results.window
	if a == keys.Up && w.Cursor == 0 {
		m.focus(paneWhat)
		return nil
	}
	if screen.Step(w, a) {
		return m.fillPage()
	}
	switch a {
	case keys.Open:
		return m.open()
	case keys.NextPane:
		if m.frame.Class() >= screen.Wide {
			m.focus(paneFacets)
		} else {
			m.focus(paneWhat)
		}
	case keys.PrevPane:
		m.focus(paneWhere)
	case keys.Back:
		if m.fixed {
			return func() tea.Msg { return screen.Back{} }
		}
		m.focus(paneWhat)
	}
	return nil
}
