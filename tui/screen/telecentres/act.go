package telecentres

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// key takes a key: as an action of the part in hand, else as text.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	action, ok := keys.Match(msg, m.Capturing())
	if !ok || m.Capturing() && (action == keys.First || action == keys.Last) {
		return m.typed(msg)
	}
	return m.act(action)
}

// act carries out an action.
func (m *Model) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Search:
		m.focus(paneWhere)
		return nil
	case keys.StepFree:
		return m.tick()
	case keys.NextPane:
		return m.leave(m.pane + 1)
	case keys.PrevPane:
		return m.leave(m.pane + panes - 1)
	}
	switch m.pane {
	case paneWhere:
		return m.actInField(a)
	case paneFilter:
		return m.actInFilter(a)
	}
	return m.actInList(a)
}

// leave goes to another part; a place typed is settled on the way.
func (m *Model) leave(to pane) tea.Cmd {
	var cmd tea.Cmd
	if m.pane == paneWhere {
		cmd = m.settle()
	}
	m.focus(to % panes)
	return cmd
}

// tick switches the filter. The row in hand stays so only for those who chose
// one.
func (m *Model) tick() tea.Cmd {
	m.stepFree = !m.stepFree
	m.list.afresh = m.pane != paneList
	m.list.filter(m.stepFree)
	return nil
}

func (m *Model) actInField(a keys.Action) tea.Cmd {
	w := &m.where
	switch a {
	case keys.Down:
		if w.hand < len(w.proposals) {
			w.hand++
			return nil
		}
		return m.leave(paneFilter)
	case keys.Up:
		w.hand = max(0, w.hand-1)
	case keys.PageDown:
		return m.leave(paneList)
	case keys.Open:
		var cmd tea.Cmd
		if w.hand > 0 && w.hand <= len(w.proposals) {
			cmd = m.take(w.proposals[w.hand-1])
		} else {
			cmd = m.settle()
		}
		if w.Note == nil {
			m.focus(paneList)
		}
		return cmd
	case keys.Back:
		if len(w.proposals) > 0 {
			w.proposals, w.hand = nil, 0
			return nil
		}
		return goBack
	}
	return nil
}

func (m *Model) actInFilter(a keys.Action) tea.Cmd {
	switch a {
	case keys.Toggle, keys.Open:
		return m.tick()
	case keys.Up:
		m.focus(paneWhere)
	case keys.Down, keys.PageDown:
		m.focus(paneList)
	case keys.Back:
		return goBack
	}
	return nil
}

func (m *Model) actInList(a keys.Action) tea.Cmd {
	w := &m.list.window
	if a == keys.Up && w.Cursor == 0 {
		m.focus(paneFilter)
		return nil
	}
	if screen.Step(w, a) {
		return nil
	}
	switch a {
	case keys.Open:
		if w.Cursor < len(m.list.rows) {
			return screen.Go(screen.Telecentre{ID: m.list.rows[w.Cursor].Telecentre.ID})
		}
	case keys.Back:
		return goBack
	}
	return nil
}

func goBack() tea.Msg { return screen.Back{} }

// Click takes what is under the mouse in hand: the field, the filter, which it
// also ticks, or a row, which it opens when it was in hand.
func (m *Model) Click(_, y int) (screen.Screen, tea.Cmd) {
	switch y {
	case 0:
		m.focus(paneWhere)
		return m, nil
	case 1:
		cmd := m.leave(paneFilter)
		return m, tea.Batch(cmd, m.tick())
	}
	at := m.list.screen
	if at.height == 0 || y < at.top {
		return m, nil
	}
	line := y - at.top
	if at.split > 0 && line >= at.split {
		line-- // the heading over those not documented
		if line < at.split {
			return m, nil
		}
	}
	row := m.list.window.Top + line/at.height
	if row >= m.list.window.End() {
		return m, nil
	}
	again := m.pane == paneList && row == m.list.window.Cursor
	cmd := m.leave(paneList)
	m.list.window.MoveTo(row)
	if again {
		return m, m.act(keys.Open)
	}
	return m, cmd
}
