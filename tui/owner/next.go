package owner

import (
	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/screen"
)

// Told is a sentence about the state of a profile; Asks tells that it wants
// something of its owner.
type Told struct {
	Text string
	Asks bool
}

// Next says in plain words what the state of a profile means, and what happens
// next, the most important first.
func Next(s *screen.Session, mine *directory.Mine) []Told {
	l := mine.Listing
	if l == nil {
		return []Told{{Text: s.S("mine.next.none")}}
	}
	var all []Told
	add := func(asks bool, key string, args ...any) { all = append(all, Told{s.S(key, args...), asks}) }
	switch l.State() {
	case directory.StateDraft:
		add(false, "mine.next.draft")
		if len(mine.Problems) == 0 && len(mine.Unread) == 0 {
			add(true, "mine.next.draft.ready")
		}
		if months := s.Service.Ages().Hide; months > 0 {
			add(false, "mine.next.draft.erase", "n", months)
		}
	case directory.StatePending:
		add(false, "mine.next.pending", "ago", s.Text.Ago(l.Latest.CreatedAt, s.Now()))
	case directory.StateRejected, directory.StateSuspended: // as the verdict says
	case directory.StateWithdrawn:
		add(false, "mine.next.withdrawn")
	case directory.StatePaused:
		if l.PausedUntil.IsZero() {
			add(false, "mine.next.paused")
		} else {
			add(false, "mine.next.paused.until", "date", s.Text.Date(l.PausedUntil))
		}
	case directory.StateDormant:
		add(true, "mine.next.dormant", "n", card.Months(l.ConfirmedAt, s.Now()))
	default:
		add(false, "mine.next.published", "date", Date(s, l.UpdatedAt))
	}
	all = append(all, verdict(s, mine)...)
	all = append(all, age(s, mine)...)
	all = append(all, change(s, mine)...)
	return append(all, words(s, mine)...)
}

// age says how long ago the profile was confirmed, and what follows from that.
func age(s *screen.Session, mine *directory.Mine) []Told {
	l := mine.Listing
	if l.Published == nil || l.Withdrawn || l.ConfirmedAt.IsZero() {
		return nil
	}
	n, next := card.Months(l.ConfirmedAt, s.Now()), ""
	if !mine.Next.IsZero() {
		next = Date(s, mine.Next)
	}
	told := func(asks bool, key string) []Told { return []Told{{s.S(key, "n", n, "date", next), asks}} }
	switch mine.Age {
	case directory.AgeDue:
		return told(true, "mine.age.due")
	case directory.AgeLow:
		if next == "" {
			return told(true, "mine.age.low.open")
		}
		return told(true, "mine.age.low")
	case directory.AgeHidden:
		if next == "" {
			return nil
		}
		return told(false, "mine.age.hidden")
	case directory.AgeLeaving, directory.AgeGone:
		return told(true, "mine.age.leaving")
	}
	return []Told{{Text: s.S("mine.age.fresh", "ago", s.Text.Ago(l.ConfirmedAt, s.Now()))}}
}

// change says that a change waits beside what is published, and that another one
// was not sent yet.
func change(s *screen.Session, mine *directory.Mine) []Told {
	l := mine.Listing
	var all []Told
	if l.Published != nil && l.Pending() {
		fields := l.Published.Profile.Diff(&l.Latest.Profile)
		all = append(all, Told{Text: s.S("mine.next.change", "ago", s.Text.Ago(l.Latest.CreatedAt, s.Now()), "list", Fields(s, fields))})
	}
	if l.Latest != nil && mine.Drafted {
		if fields := l.Latest.Profile.Diff(&mine.Profile); len(fields) > 0 {
			all = append(all, Told{s.S("mine.next.unsent", "list", Fields(s, fields)), true})
		}
	}
	return all
}
