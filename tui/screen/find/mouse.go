package find

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// hitbox is where the list was drawn last, for clicks.
type hitbox struct {
	bodyTop int // first row under the fields
	listTop int // first row of the list, from there
	left    int // first column of the list
	rows    int // lines a row
}

// Click takes what is under the mouse in hand, and opens it when it was.
func (m *Model) Click(x, y int) (screen.Screen, tea.Cmd) {
	if y < m.bodyTop {
		m.focus(m.fieldAt(x, y))
		return m, nil
	}
	y -= m.bodyTop
	switch {
	case m.blank():
		return m, m.clickLanding(x-m.frame.Margin(), y)
	case m.results.answer == nil || m.pane == paneFacets && m.frame.Class() < screen.Wide:
		return m, nil
	case x < m.left:
		m.focus(paneFacets)
		return m, nil
	}
	w := &m.results.window
	row := w.Top + (y-m.listTop)/max(1, m.rows)
	if y < m.listTop || row >= w.End() {
		return m, nil
	}
	again := m.pane == paneList && row == w.Cursor
	m.focus(paneList)
	w.MoveTo(row)
	if again {
		return m, m.open()
	}
	return m, m.fillPage()
}

// fieldAt is the field that was drawn at a place: one beside the other, or under
// it where there is little room.
func (m *Model) fieldAt(x, y int) pane {
	width := m.frame.Width - 2*m.frame.Margin()
	if width < beside && y > 0 || width >= beside && x-m.frame.Margin() >= width/2 {
		return paneWhere
	}
	return paneWhat
}

// clickLanding does the same on the home page.
func (m *Model) clickLanding(x, y int) tea.Cmd {
	at, ok := m.landing.under(x, y)
	if !ok {
		return nil
	}
	again := m.pane == paneList && at == m.landing.hand
	m.focus(paneList)
	m.landing.moveTo(at)
	if again {
		return m.actInLanding(keys.Open)
	}
	return nil
}

var _ screen.Clicker = (*Model)(nil)
