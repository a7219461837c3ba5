package tui

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
)

// change goes on in the other of interface and dialogue, once what a screen
// holds is kept.
func (m *Model) change() tea.Cmd {
	if !m.session.Switch {
		m.notice = screen.Notice{Text: m.session.S("switch.none", "host", owner.Host(m.session)), Bad: true}
		return nil
	}
	if cmd, held := m.held(keys.Switch); held {
		return cmd
	}
	m.other = true
	return tea.Quit
}

// Switch tells, when this is over, whether the reader goes on in the other of
// interface and dialogue, and in which language.
func (m *Model) Switch() (lang string, ok bool) {
	return string(m.session.Text.Lang()), m.other
}

// howToKeep says how one is served like this at each visit; nothing to whoever
// sits at the server's own machine.
func (m *Model) howToKeep() string {
	s := m.session
	if s.Actor.Role == directory.RoleOperator {
		return ""
	}
	mode := directory.ModeScreen
	if s.Lines {
		mode = directory.ModeLines
	}
	if s.Actor.Account != 0 {
		return s.S("switch.keep."+mode.String(), "what", s.S("palette.mode."+mode.String()))
	}
	return s.S("switch.come."+mode.String(), "host", owner.Host(s))
}

// prefer sets how the reader is served at each visit.
func (m *Model) prefer(mode directory.Mode) tea.Cmd {
	s := m.session
	service, actor, ctx := s.Service, s.Actor, s.Context
	words, done := s.Text, s.S("notice.mode."+mode.String())
	return func() tea.Msg {
		if err := service.SetMode(ctx, actor, mode); err != nil {
			return screen.Notice{Text: words.Error(err), Bad: true}
		}
		return screen.Notice{Text: done}
	}
}

// switchCommands lead to the other of interface and dialogue, and set which of
// the two the reader meets at each visit; mine is nil until it is known.
func switchCommands(s *screen.Session, mine *directory.Mine) []command {
	var all []command
	if s.Switch {
		to := command{label: "palette.lines", msg: screen.Do{Action: keys.Switch}}
		if s.Lines {
			to.label = "palette.screen"
		}
		all = append(all, to)
	}
	if s.Actor.Account == 0 || mine == nil {
		return all
	}
	for _, mode := range directory.Modes() {
		if mode != mine.Account.Mode {
			all = append(all, command{label: "palette.mode." + mode.String(), msg: screen.Prefer{Mode: mode}})
		}
	}
	return all
}
