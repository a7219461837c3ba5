package owner

import (
	"teleorne/directory"
	"teleorne/tui/screen"
)

// Keeping says how long what is held stays, as the rules of this directory are.
func Keeping(s *screen.Session) []string {
	ages := s.Service.Ages()
	var all []string
	if ages.Hide > 0 {
		all = append(all, s.S("mine.keep.hide", "n", ages.Hide))
	}
	if ages.Erase > 0 {
		all = append(all, s.S("mine.keep.erase", "n", ages.Erase))
	}
	return append(all, s.S("mine.keep.leave"), s.S("mine.keep.backups"))
}

// Keeper is who keeps the directory, and how to write to them.
func Keeper(s *screen.Session) []string {
	n := s.Service.Notice()
	var all []string
	if n.Controller != "" {
		all = append(all, s.S("mine.data.controller", "controller", directory.SafeLine(n.Controller)))
	}
	if n.Contact != "" {
		return append(all, s.S("mine.data.contact", "contact", directory.SafeLine(n.Contact)))
	}
	return append(all, s.S("mine.data.contact.unknown"))
}
