package mine

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// askMode asks how the reader is to be served at each visit.
func (m *Model) askMode() tea.Cmd {
	var answers []sheet.Answer
	for _, mode := range directory.Modes() {
		answers = append(answers, sheet.Answer{Label: "palette.mode." + mode.String(), Do: func() tea.Cmd {
			return func() tea.Msg { return screen.Prefer{Mode: mode} }
		}})
	}
	is := m.mine.Account.Mode
	m.Dialog = sheet.Ask("mine.mode.title", func(s *screen.Session) []sheet.Para {
		return []sheet.Para{{Text: s.S("mine.mode.is", "what", s.S("palette.mode."+is.String()))}, {Text: s.S("mine.mode.text")}}
	}, answers...)
	return nil
}
