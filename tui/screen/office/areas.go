package office

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
)

// area is a way out of the hub.
type area struct {
	name   string           // ends the keys of its sentences
	action directory.Action // what one has to be allowed to do there
	route  screen.Route
	first  bool // of a group
	// note says what waits there, and whether it is pressing; nil: nothing is told.
	note func(*screen.Session, *directory.Overview) note
}

// note is what is said beside an area.
type note struct {
	words    string
	pressing bool
}

// areas are all of them, what is done daily first.
func areas() []area {
	to := func(name string) screen.Route { return screen.Admin{Area: name} }
	return []area{
		{name: "queue", action: directory.ActionModerate, route: screen.Queue{}, note: queueNote},
		{name: screen.AreaListings, action: directory.ActionModerate, route: to(screen.AreaListings)},
		{name: screen.AreaFreshness, action: directory.ActionModerate, route: to(screen.AreaFreshness), note: staleNote},
		{name: screen.AreaMotions, action: directory.ActionAgree, route: to(screen.AreaMotions), note: motionsNote, first: true},
		{name: screen.AreaRequests, action: directory.ActionRequests, route: to(screen.AreaRequests), note: requestsNote},
		{name: screen.AreaAccounts, action: directory.ActionAccounts, route: to(screen.AreaAccounts)},
		{name: screen.AreaBans, action: directory.ActionBan, route: to(screen.AreaBans), note: bansNote},
		{name: screen.AreaTaxonomy, action: directory.ActionProposal, route: to(screen.AreaTaxonomy), note: skillsNote, first: true},
		{name: screen.AreaTelecentres, action: directory.ActionTelecentres, route: to(screen.AreaTelecentres)},
		{name: screen.AreaCommunes, action: directory.ActionCommunes, route: to(screen.AreaCommunes)},
		{name: screen.AreaTransfer, action: directory.ActionImport, route: to(screen.AreaTransfer)},
		{name: screen.AreaAnnounce, action: directory.ActionAnnounce, route: to(screen.AreaAnnounce), note: announceNote, first: true},
		{name: screen.AreaLog, action: directory.ActionLog, route: to(screen.AreaLog)},
		{name: screen.AreaBackups, action: directory.ActionBackup, route: to(screen.AreaBackups), note: backupNote},
	}
}

// itemKinds are the kinds of what waits, in the order in which they are told.
var itemKinds = []directory.ItemKind{
	directory.ItemNew, directory.ItemChange, directory.ItemReport, directory.ItemAppeal, directory.ItemSkill,
}

func queueNote(s *screen.Session, o *directory.Overview) note {
	var words []string
	for _, k := range itemKinds {
		if n := o.Queue[k]; n > 0 {
			words = append(words, s.S("office.waits."+string(k), "n", n))
		}
	}
	return note{words: strings.Join(words, ", ")}
}

func staleNote(s *screen.Session, o *directory.Overview) note {
	return counted(s, "office.waits.stale", o.Stale, false)
}

func motionsNote(s *screen.Session, o *directory.Overview) note {
	return counted(s, "office.waits.motions", o.Motions, true)
}

func bansNote(s *screen.Session, o *directory.Overview) note {
	return counted(s, "office.waits.bans", o.Bans, false)
}

func skillsNote(s *screen.Session, o *directory.Overview) note {
	return counted(s, "office.waits.skill", o.Queue[directory.ItemSkill], false)
}

func counted(s *screen.Session, key string, n int, pressing bool) note {
	if n == 0 {
		return note{}
	}
	return note{s.S(key, "n", n), pressing}
}

// soon is how many days before its last one a request is pressing.
const soon = 7

func requestsNote(s *screen.Session, o *directory.Overview) note {
	if o.Requests == 0 {
		return note{}
	}
	due, today := o.NextDue, s.Service.Today()
	key := "office.waits.requests"
	if due < today {
		key = "office.waits.late"
	}
	return note{s.S(key, "n", o.Requests, "date", s.Text.DayMonth(due)), due <= today+soon}
}

func announceNote(s *screen.Session, o *directory.Overview) note {
	if o.Announced == nil {
		return note{}
	}
	return note{words: s.S("office.waits.announced", "date", s.Text.DayMonth(o.Announced.Until))}
}

// old is after how many days the last backup should have been followed by
// another one.
const old = 8

func backupNote(s *screen.Session, o *directory.Overview) note {
	b := o.Backup
	switch {
	case !o.BackupFailing.IsZero():
		return note{s.S("office.waits.failing_backup"), true}
	case b == nil:
		return note{s.S("office.waits.no_backup"), true}
	case len(b.Problems) > 0:
		return note{s.S("office.waits.bad_backup", "date", owner.Date(s, b.At)), true}
	}
	return note{s.S("office.waits.backup", "ago", s.Text.Ago(b.At, s.Now())), s.Service.Today()-dayOf(s, b.At) > old}
}
