package owner

import (
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

// Remind tells the one thing that asks for the owner most; if nothing does, how
// the profile is doing. There is none without a profile.
func Remind(s *screen.Session, mine *directory.Mine) (Reminder, bool) {
	l := mine.Listing
	if l == nil {
		return Reminder{}, false
	}
	state := l.State()
	told, asks := Ruled(s, mine)
	switch {
	case asks && !mine.Drafted || state == directory.StateSuspended:
		return Reminder{Text: s.S("mine.remind.ruled", "told", told)}, true
	case state == directory.StateDormant || state == directory.StatePublished && mine.Age != directory.AgeFresh && mine.Age != "":
		return Reminder{Text: aged(s, mine), Confirm: mine.Can(directory.ActionConfirm) == nil}, true
	case l.Latest == nil:
		return Reminder{Text: s.S("mine.remind.draft"), Edit: true}, true
	case mine.Drafted:
		return Reminder{Text: s.S("mine.remind.unsent")}, true
	case told != "" && state == directory.StatePublished:
		return Reminder{Text: s.S("mine.next.ruled", "told", told, "ago", s.Text.Ago(mine.Verdict.At, s.Now())), Quiet: true}, true
	}
	return Reminder{Text: s.S("mine.remind.none", "state", Brief(s, mine)), Quiet: true}, true
}

// Ruled is the last decision of the moderators, as long as it is told, and
// whether it asks for the owner.
func Ruled(s *screen.Session, mine *directory.Mine) (told string, asks bool) {
	l := mine.Listing
	if mine.Verdict == nil || l.Withdrawn {
		if all := unexplained(s, l); len(all) > 0 && !l.Withdrawn {
			return all[0].Text, true
		}
		return "", false
	}
	r := rulingOf(mine)
	if asks = counts(mine, r); !asks && s.Now().Sub(mine.Verdict.At) >= newsLast {
		return "", false
	}
	return r.Sentence(s), asks
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
