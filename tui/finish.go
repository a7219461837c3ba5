package tui

import tea "charm.land/bubbletea/v2"

// Finish lets the screens keep what they have not kept yet, when the program is
// over and nobody answers any more: the line was cut, or the server stops.
func (m *Model) Finish() { finish(m.leaving()) }

// finish runs a command, and what it consists of, to the end.
func finish(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, one := range batch {
			finish(one)
		}
	}
}
