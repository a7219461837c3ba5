package telecentres

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/place"
)

// where is the field for a place, and what it proposes.
type where struct {
	place.Field
	proposals []directory.PlaceCompletion
	hand      int // 1 is the first proposal; 0 is none
}

const maxProposals = 4

// typed hands a key or a paste to the field.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	w := &m.where
	before := w.Place
	if m.pane != paneWhere || !w.Typed(msg) {
		return nil
	}
	w.hand, w.proposals = 0, w.Completions(maxProposals)
	return m.moved(before)
}

// settle takes what was typed for good.
func (m *Model) settle() tea.Cmd {
	w := &m.where
	before := w.Place
	w.proposals, w.hand = nil, 0
	w.Settle()
	return m.moved(before)
}

// take settles on a proposal.
func (m *Model) take(c directory.PlaceCompletion) tea.Cmd {
	w := &m.where
	before := w.Place
	w.proposals, w.hand = nil, 0
	w.Take(c)
	return m.moved(before)
}

// moved asks anew when the place is another one.
func (m *Model) moved(before *directory.Place) tea.Cmd {
	if place.Same(m.where.Place, before) {
		return nil
	}
	m.list.afresh = true
	return m.ask()
}

// from names the place behind a distance.
func (m *Model) from() string {
	p := m.where.Place
	switch {
	case p == nil:
		return ""
	case p.EPCI != nil || p.Postal != "":
		return m.where.Name()
	}
	return m.session.Text.From(m.where.Name())
}
