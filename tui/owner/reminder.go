package owner

import (
	"time"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/screen"
)

// Reminder is what asks for the owner of a profile.
type Reminder struct {
	Text    string
	Confirm bool // one key mends it: that the profile is still true
	Edit    bool // the profile is to be written on
	Quiet   bool // it is news, and asks for nothing
}

// newsLast is how long it is told that a profile was accepted.
const newsLast = 3 * 24 * time.Hour

// Remind tells the one thing that asks for the owner most; if nothing does, how
// the profile is doing. There is none without a profile.
func Remind(s *screen.Session, mine *directory.Mine) (Reminder, bool) {
	l := mine.Listing
	if l == nil {
		return Reminder{}, false
	}
	state, v := l.State(), mine.Verdict
	refused := l.Latest != nil && l.Latest.State == directory.RevisionRefused && !l.Withdrawn
	switch {
	case state == directory.StateSuspended:
		return Reminder{Text: s.S("mine.remind.suspended")}, true
	case state == directory.StateDormant || state == directory.StatePublished && mine.Age != directory.AgeFresh && mine.Age != "":
		return Reminder{Text: aged(s, mine), Confirm: mine.Can(directory.ActionConfirm) == nil}, true
	case refused && !mine.Drafted:
		return Reminder{Text: s.S("mine.remind.refused")}, true
	case l.Latest == nil:
		return Reminder{Text: s.S("mine.remind.draft"), Edit: true}, true
	case mine.Drafted:
		return Reminder{Text: s.S("mine.remind.unsent")}, true
	case state == directory.StatePublished && v != nil && v.Action == "approve" && s.Now().Sub(v.At) < newsLast:
		return Reminder{Text: s.S("mine.remind.accepted", "ago", s.Text.Ago(v.At, s.Now())), Quiet: true}, true
	}
	return Reminder{Text: s.S("mine.remind.none", "state", Brief(s, mine)), Quiet: true}, true
}

// aged says that a profile wants to be confirmed, and what happens else.
func aged(s *screen.Session, mine *directory.Mine) string {
	months := card.Months(mine.Listing.ConfirmedAt, s.Now())
	next := ""
	if !mine.Next.IsZero() {
		next = Date(s, mine.Next)
	}
	switch {
	case mine.Age == directory.AgeLeaving || mine.Age == directory.AgeGone:
		return s.S("mine.remind.leaving", "date", next)
	case mine.Listing.Dormant || mine.Age == directory.AgeHidden:
		return s.S("mine.remind.hidden", "n", months)
	case mine.Age == directory.AgeLow && next != "":
		return s.S("mine.remind.low", "n", months, "date", next)
	}
	return s.S("mine.remind.due", "n", months)
}
