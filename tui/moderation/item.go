// Package moderation puts into words what moderators read: what waits, what is
// to be looked at about it, who has it in hand, and what follows from a
// decision. The screens of the moderators share it; it knows none of them.
package moderation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// Name is whose listing an item is about, or the skill that is proposed.
func Name(s *screen.Session, it *directory.Item) string {
	if it.Proposal != nil {
		return s.S("find.quoted", "what", directory.SafeLine(it.Proposal.Word))
	}
	return Person(it.Listing)
}

// Person is the name on a listing: the one handed in last, else the one that is
// published, else how the listing is called in addresses.
func Person(l *directory.Listing) string {
	if l == nil {
		return ""
	}
	for _, r := range []*directory.Revision{l.Latest, l.Published} {
		if r != nil {
			if name := directory.SafeLine(r.Profile.Name); name != "" {
				return name
			}
		}
	}
	return l.Slug
}

// Kind says what an item is, in a word or two.
func Kind(s *screen.Session, it *directory.Item) string {
	if it.Kind == directory.ItemReport {
		return s.S("moderation.reports", "n", len(it.Reports))
	}
	return s.S("moderation.kind." + string(it.Kind))
}

// Kinds are those by which the queue can be narrowed, in the order in which they
// are offered.
var Kinds = []directory.ItemKind{
	directory.ItemNew, directory.ItemChange, directory.ItemReport, directory.ItemAppeal, directory.ItemSkill,
}

// KindsOf names a kind with how many there are.
func KindsOf(s *screen.Session, kind directory.ItemKind, n int) string {
	if kind == "" {
		return s.S("moderation.kinds.all", "n", n)
	}
	return s.S("moderation.kinds."+string(kind), "n", n)
}

// Sent says since when an item waits.
func Sent(s *screen.Session, it *directory.Item) string {
	if it.Kind == directory.ItemListing {
		return s.S("mine.state." + it.Listing.State())
	}
	return s.S("moderation.sent."+string(it.Kind), "ago", s.Text.SinceLong(it.Since, s.Now()))
}

// Flags are what is to be looked at, in a word each.
func Flags(s *screen.Session, it *directory.Item) string {
	var words []string
	for _, f := range it.Flags {
		word := s.S("moderation.flag." + string(f.Kind))
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if len(words) == 0 && len(it.Reports) > 0 {
		words = append(words, reasonOf(s, it.Reports[len(it.Reports)-1].Reason))
	}
	return strings.Join(words, ", ")
}

// reasonOf says why a listing was reported.
func reasonOf(s *screen.Session, r directory.ReportReason) string {
	return s.S("report.reason_" + string(r))
}

// Claimed says who has an item in hand; empty: nobody, or only until now.
func Claimed(s *screen.Session, c *directory.Claim) string {
	switch {
	case c == nil || !s.Now().Before(c.Until):
		return ""
	case c.Yours:
		return s.S("moderation.claim.yours")
	}
	return s.S("moderation.claim.theirs", "name", who(s, c))
}

// ClaimedUntil says the same with how long it lasts, in whole minutes, or until
// when; and in fewer words.
func ClaimedUntil(s *screen.Session, c *directory.Claim) (long, short string) {
	switch {
	case c == nil:
		return "", ""
	case !s.Now().Before(c.Until):
		if c.Yours {
			return s.S("moderation.claim.over"), s.S("moderation.claim.over.short")
		}
		return "", ""
	case c.Yours:
		n := minutes(c.Until.Sub(s.Now()))
		return s.S("moderation.claim.yours.left", "n", n), s.S("moderation.claim.yours.short", "n", n)
	}
	long = s.S("moderation.claim.theirs.until", "name", who(s, c), "at", c.Until)
	return long, long
}

// minutes are whole ones, the one begun included.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

func who(s *screen.Session, c *directory.Claim) string {
	return cmp.Or(directory.SafeLine(c.Name), s.S("moderation.somebody"))
}
