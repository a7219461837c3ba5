package find

import (
	tea "charm.land/bubbletea/v2"

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
	y -= m.bodyTop
	switch {
	case y < 0:
		m.focus(paneWhat)
		return m, nil
	case m.blank() || m.results.answer == nil || m.pane == paneFacets && m.frame.Class() < screen.Wide:
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

var _ screen.Clicker = (*Model)(nil)
