package help

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// key takes a key: as an action of the part in hand, else as text.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	action, ok := keys.Match(msg, m.Capturing())
	if !ok || m.Capturing() && (action == keys.First || action == keys.Last) {
		m.typed(msg)
		return nil
	}
	return m.act(action)
}

// act carries out an action.
func (m *Model) act(a keys.Action) tea.Cmd {
	if a == keys.Search {
		m.focus(paneField)
		return nil
	}
	switch m.pane {
	case paneField:
		return m.actInField(a)
	case paneTopics:
		return m.actInTopics(a)
	case paneHits:
		return m.actInHits(a)
	}
	return m.actInText(a)
}

func (m *Model) actInField(a keys.Action) tea.Cmd {
	switch a {
	case keys.Open, keys.Down, keys.PageDown:
		switch {
		case len(m.found.hits) > 0 && a == keys.Open:
			return m.actInHits(a)
		case len(m.found.hits) > 0:
			m.focus(paneHits)
		case m.found.typed == "":
			m.focus(paneTopics)
		}
	case keys.NextPane, keys.PrevPane:
		if len(m.found.hits) > 0 {
			m.focus(paneHits)
		} else {
			m.focus(paneTopics)
		}
	case keys.Back:
		if m.found.typed == "" {
			m.focus(m.base)
			return nil
		}
		m.forget()
	}
	return nil
}

// forget empties the search.
func (m *Model) forget() {
	m.field.SetValue("")
	m.found = found{}
}

func (m *Model) actInTopics(a keys.Action) tea.Cmd {
	switch a {
	case keys.Open:
		m.read(m.topics.Cursor, -1, paneTopics)
	case keys.Up:
		if m.topics.Cursor == 0 {
			m.focus(paneField)
			return nil
		}
		m.topics.Move(-1)
	case keys.NextPane:
		if m.frame.Class() >= screen.Wide {
			m.read(m.topics.Cursor, -1, paneTopics)
		} else {
			m.focus(paneField)
		}
	case keys.PrevPane:
		m.focus(paneField)
	case keys.Back:
		return goBack
	default:
		screen.Step(&m.topics, a)
	}
	return nil
}

func (m *Model) actInHits(a keys.Action) tea.Cmd {
	w := &m.found.window
	switch a {
	case keys.Open:
		if w.Cursor < len(m.found.hits) {
			h := m.found.hits[w.Cursor]
			m.read(h.doc, h.chapter, paneHits)
		}
	case keys.Up:
		if w.Cursor == 0 {
			m.focus(paneField)
			return nil
		}
		w.Move(-1)
	case keys.NextPane, keys.PrevPane:
		m.focus(paneField)
	case keys.Back:
		m.forget()
		m.focus(paneTopics)
	default:
		screen.Step(w, a)
	}
	return nil
}

func (m *Model) actInText(a keys.Action) tea.Cmd {
	sc := &m.page.scroll
	if screen.Scroll(sc, a) {
		return nil
	}
	switch a {
	case keys.Open:
		sc.Move(sc.Rows - 1)
	case keys.NextPane:
		m.focus(paneTopics)
	case keys.PrevPane:
		m.focus(paneField)
	case keys.Next:
		m.read(min(m.page.doc+1, len(m.docs)-1), -1, m.page.from)
	case keys.Previous:
		m.read(max(m.page.doc-1, 0), -1, m.page.from)
	case keys.Back:
		if m.page.from == paneText {
			return goBack
		}
		m.focus(m.page.from)
	}
	return nil
}

func goBack() tea.Msg { return screen.Back{} }

// Click takes the field or a row in hand, and opens the row when it was.
func (m *Model) Click(x, y int) (screen.Screen, tea.Cmd) {
	row := y - headRows
	switch {
	case y == 0:
		m.focus(paneField)
	case row < 0:
	case m.searching():
		return m, m.pick(paneHits, &m.found.window, row/hitRows)
	case m.frame.Class() >= screen.Wide && x < m.frame.Margin()+sideWidth, m.frame.Class() < screen.Wide && m.pane == paneTopics:
		return m, m.pick(paneTopics, &m.topics, row/m.topicRows())
	}
	return m, nil
}

func (m *Model) pick(p pane, w *widget.Window, row int) tea.Cmd {
	row += w.Top
	if row >= w.End() {
		return nil
	}
	again := m.pane == p && row == w.Cursor
	m.focus(p)
	w.MoveTo(row)
	if again {
		return m.act(keys.Open)
	}
	return nil
}
