package admin

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// GoBack leaves the screen in front.
func GoBack() tea.Msg { return screen.Back{} }

// Failed tells in the footer what went wrong, when something did.
func Failed(s *screen.Session, err error) tea.Cmd {
	if err == nil {
		return nil
	}
	return screen.Warn(s.Text.Error(err))
}

// Off is why the reader may not do an action, in words; empty when they may.
func Off(s *screen.Session, a directory.Action) string {
	if s.Actor.May(a) == nil {
		return ""
	}
	for _, r := range directory.Policy() {
		if r.Action == a && r.Least == directory.RoleModerator {
			return s.S("admin.only.moderators")
		}
	}
	return s.S("admin.only.administrators")
}

// First is the first of some reasons that is one.
func First(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}

// To is the way to something of an area of the administration.
func To(area, id string) screen.Admin { return screen.Admin{Area: area, ID: id} }
