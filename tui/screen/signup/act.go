package signup

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// key takes a key: as an action, as text of the code, or as a digit.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	action, ok := keys.Match(msg, m.Capturing())
	switch {
	case m.Capturing() && (!ok || action == keys.First || action == keys.Last):
		m.typed(msg)
		return nil
	case ok:
		return m.act(action)
	}
	if n, ok := keys.Digit(msg); ok && m.phase == phaseNotice && n <= choices {
		return m.choose(n - 1)
	}
	return nil
}

func (m *Model) typed(msg tea.Msg) {
	if m.phase == phaseCode && m.code.Update(msg) {
		m.err = nil
	}
}

// act carries out an action.
func (m *Model) act(a keys.Action) tea.Cmd {
	if m.busy {
		return nil
	}
	switch m.phase {
	case phaseCode:
		return m.actInCode(a)
	case phaseNotice:
		return m.actInNotice(a)
	}
	if a == keys.Back {
		return goBack
	}
	screen.Scroll(&m.scroll, a)
	return nil
}

func (m *Model) actInCode(a keys.Action) tea.Cmd {
	switch a {
	case keys.Open:
		return m.join()
	case keys.Back, keys.Up:
		m.phase, m.err = phaseNotice, nil
		m.code.Blur()
	}
	return nil
}

// actInNotice reads on to the end of the notice before anything is chosen.
func (m *Model) actInNotice(a keys.Action) tea.Cmd {
	above, below := m.scroll.More()
	switch a {
	case keys.Back:
		return goBack
	case keys.Open, keys.Toggle:
		return m.choose(m.window.Cursor)
	case keys.Down:
		if !below {
			m.window.Move(1)
			return nil
		}
	case keys.Up:
		if m.window.Cursor > 0 || !above {
			m.window.Move(-1)
			return nil
		}
	}
	screen.Scroll(&m.scroll, a)
	return nil
}

// choose does what a choice says, once the notice was in sight to its end.
func (m *Model) choose(which int) tea.Cmd {
	if _, below := m.scroll.More(); below {
		screen.Scroll(&m.scroll, keys.PageDown)
		return nil
	}
	m.window.MoveTo(which)
	switch which {
	case choiceStart:
		return m.start()
	case choiceLater:
		return goBack
	}
	m.phase, m.err = phaseCode, nil
	m.code.Focus()
	return nil
}

func goBack() tea.Msg { return screen.Back{} }
