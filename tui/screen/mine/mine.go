// Package mine is what belongs to the reader: their profile and its state,
// their keys, what is held about them, and the way out. It knows no other
// screen; it goes to them by routes.
package mine

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/screen"
)

func goBack() tea.Msg { return screen.Back{} }

// failed tells in the footer what went wrong, when something did.
func failed(s *screen.Session, err error) tea.Cmd {
	if err == nil {
		return nil
	}
	return screen.Warn(s.Text.Error(err))
}
