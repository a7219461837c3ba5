package owner

import (
	"time"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// Ruling is a decision of the moderators as far as its owner is told about it.
type Ruling struct {
	Action directory.Action
	Change bool // it is about a change of a profile that was published before; else about a new one
	Online bool // readers find the profile, whatever was decided
	Hidden bool // something else hides it
}

// Sentence is what the owner of a profile reads of a decision: shown to the
// moderator before it is taken, and to the owner after. Empty: they read nothing
// of it.
func (r Ruling) Sentence(s *screen.Session) string {
	pick := func(change, new string) string {
		if r.Change {
			return s.S(change)
		}
		return s.S(new)
	}
	switch r.Action {
	case directory.ActionApprove:
		if r.Hidden {
			return s.S("told.approve.hidden")
		}
		return pick("told.approve.change", "told.approve.new")
	case directory.ActionReject:
		return pick("told.reject.change", "told.reject.new")
	case directory.ActionAsk:
		if !r.Change && r.Online {
			return s.S("told.ask.online")
		}
		return pick("told.ask.change", "told.ask.new")
	case directory.ActionSuspend, directory.ActionRestore, directory.ActionUphold, directory.ActionReverse:
		return s.S("told." + string(r.Action))
	}
	return ""
}

// Contestable tells whether it takes anything away, and can be appealed against.
func (r Ruling) Contestable() bool {
	switch r.Action {
	case directory.ActionReject, directory.ActionSuspend:
		return true
	case directory.ActionAsk:
		return r.Change || !r.Online
	}
	return false
}

// Correctable tells whether the owner mends what was decided by handing in
// something else.
func (r Ruling) Correctable() bool {
	return r.Action == directory.ActionReject || r.Action == directory.ActionAsk
}

// rulingOf is the last decision about a profile.
func rulingOf(mine *directory.Mine) Ruling {
	l := mine.Listing
	r := Ruling{Action: directory.Action(mine.Verdict.Action), Hidden: l.Hidden(), Online: l.Published != nil}
	if r.Action == directory.ActionApprove {
		r.Change = !mine.First
	} else {
		r.Change = refused(l) && l.Published != nil
	}
	return r
}

// refused tells whether what was handed in last was sent back.
func refused(l *directory.Listing) bool {
	return l.Latest != nil && l.Latest.State == directory.RevisionRefused
}

// newsLast is how long a decision that asks for nothing is told.
const newsLast = 30 * 24 * time.Hour

// verdict is what the moderators decided, as long as it counts: the sentence,
// the reason, and the ways on.
func verdict(s *screen.Session, mine *directory.Mine) []Told {
	l, v := mine.Listing, mine.Verdict
	if v == nil {
		return unexplained(s, l)
	}
	r := rulingOf(mine)
	asks := counts(mine, r)
	plain := r.Action == directory.ActionApprove && !r.Hidden // it stands above that it is online
	if plain || !asks && s.Now().Sub(v.At) >= newsLast || r.Sentence(s) == "" {
		return unexplained(s, l)
	}
	if !asks && r.Correctable() {
		return append(overtaken(s, v), contested(s, mine)...)
	}
	all := []Told{{s.S("mine.next.ruled", "told", r.Sentence(s), "ago", s.Text.Ago(v.At, s.Now())), asks}}
	if v.Reason != "" && (asks || r.Action == directory.ActionUphold || r.Action == directory.ActionReverse) {
		all = append(all, Told{s.S("mine.next.reason", "reason", Quoted(s, v.Reason)), asks})
	}
	if asks && r.Correctable() {
		all = append(all, Told{s.S("mine.next.correct"), true})
	}
	return append(all, contested(s, mine)...)
}

// overtaken is a decision about what was handed in before something else was: its
// reason counts for that as well, and may not have been read.
func overtaken(s *screen.Session, v *directory.Decision) []Told {
	all := []Told{{Text: s.S("mine.next.overtaken."+v.Action, "ago", s.Text.Ago(v.At, s.Now()))}}
	if v.Reason != "" {
		all = append(all, Told{Text: s.S("mine.next.reason", "reason", Quoted(s, v.Reason))})
	}
	return all
}

// counts tells whether a decision still asks for its owner.
func counts(mine *directory.Mine, r Ruling) bool {
	l := mine.Listing
	switch r.Action {
	case directory.ActionSuspend:
		return l.Suspended
	case directory.ActionReject:
		return refused(l)
	case directory.ActionAsk: // of what is online: until something else was handed in
		return refused(l) || l.Latest != nil && !l.Latest.CreatedAt.After(mine.Verdict.At)
	case directory.ActionUphold:
		return l.Suspended || refused(l)
	}
	return false
}

// unexplained is how a profile stands by a decision of which nothing is known.
func unexplained(s *screen.Session, l *directory.Listing) []Told {
	switch {
	case l.Suspended:
		return []Told{{s.S("told.suspend"), true}}
	case refused(l):
		r := Ruling{Action: directory.ActionReject, Change: l.Published != nil}
		return []Told{{r.Sentence(s), true}, {s.S("mine.next.correct"), true}}
	}
	return nil
}

// contested is what became of an appeal, or that one is possible, and whom to
// write to where a profile is out of sight.
func contested(s *screen.Session, mine *directory.Mine) []Told {
	var all []Told
	switch a := mine.Appeal; {
	case a == nil && !mine.Contest.IsZero():
		all = append(all, Told{s.S("mine.next.contest", "date", Date(s, mine.Contest)), false})
	case a == nil:
	case a.ClosedAt.IsZero():
		all = append(all, Told{s.S("mine.next.appealed", "ago", s.Text.Ago(a.At, s.Now())), false})
	case a.Outcome != "":
		all = append(all, Told{s.S("told." + string(a.Outcome)), true})
		if a.Reason != "" {
			all = append(all, Told{s.S("mine.next.reason", "reason", Quoted(s, a.Reason)), true})
		}
	}
	contact := directory.SafeLine(s.Service.Notice().Contact)
	switch {
	case !mine.Listing.Suspended:
	case contact != "":
		all = append(all, Told{s.S("mine.next.contact", "contact", contact), true})
	default:
		all = append(all, Told{s.S("mine.next.contact.unknown"), true})
	}
	return all
}

// words is what becomes of the skills that the owner proposed.
func words(s *screen.Session, mine *directory.Mine) []Told {
	var all []Told
	for _, w := range mine.Words {
		word := s.S("find.quoted", "what", directory.SafeLine(w.Word))
		switch {
		case w.State == "waiting":
			all = append(all, Told{s.S("mine.word.waiting", "word", word), false})
		case w.Reason != "":
			all = append(all, Told{s.S("mine.word.refused.why", "word", word, "reason", Quoted(s, w.Reason)), true})
		default:
			all = append(all, Told{s.S("mine.word.refused", "word", word), true})
		}
	}
	return all
}
