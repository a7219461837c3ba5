package moderation

import (
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Choice is a decision about an item, with its key.
type Choice struct {
	Action directory.Action
	Key    keys.Action
	Err    error // why it is not possible; nil when it is
}

// order is how decisions are offered: what lets things be, what asks for more,
// what takes away.
var order = []Choice{
	{Action: directory.ActionApprove, Key: keys.Accept},
	{Action: directory.ActionReverse, Key: keys.Accept},
	{Action: directory.ActionDismiss, Key: keys.Dismiss},
	{Action: directory.ActionAsk, Key: keys.Ask},
	{Action: directory.ActionReject, Key: keys.Refuse},
	{Action: directory.ActionUphold, Key: keys.Refuse},
	{Action: directory.ActionRestore, Key: keys.Restore},
	{Action: directory.ActionSuspend, Key: keys.Suspend},
}

// Choices are the decisions about an item, in the order in which they are
// offered.
func Choices(r *directory.Review) []Choice {
	var all []Choice
	for _, c := range order {
		if err, ok := r.Can[c.Action]; ok {
			c.Err = err
			all = append(all, c)
		}
	}
	return all
}

// Hint is a decision in a word, as a key of the catalogue.
func Hint(a directory.Action) string { return "moderation.do." + string(a) }

// Off is the key of the reason why something cannot be decided; empty: it can.
func Off(err error) string {
	switch {
	case err == nil:
		return ""
	case directory.IsCode(err, directory.CodeOwnListing):
		return "error.own_listing"
	case directory.IsCode(err, directory.CodeSameJudge):
		return "moderation.off.same_judge"
	case directory.IsCode(err, directory.CodeClaimed):
		return "moderation.off.claimed"
	case directory.IsCode(err, directory.CodeState), directory.IsCode(err, directory.CodeNotFound):
		return "moderation.off.state"
	case directory.IsCode(err, directory.CodeNotPermitted):
		return "error.not_permitted"
	}
	return "mine.off.now"
}

// NeedsReason tells whether a decision is sent with a reason.
func NeedsReason(a directory.Action) bool {
	switch a {
	case directory.ActionAsk, directory.ActionReject, directory.ActionSuspend, directory.ActionUphold:
		return true
	}
	return false
}

// rulingOf is a decision about an item as its owner will be told of it.
func rulingOf(r *directory.Review, a directory.Action) owner.Ruling {
	l := r.Listing
	if l == nil {
		return owner.Ruling{Action: a}
	}
	ruling := owner.Ruling{Action: a, Change: l.Published != nil && l.Pending(), Online: l.Published != nil, Hidden: l.Hidden()}
	switch r.Kind {
	case directory.ItemReport: // it is about what is online, whatever waits beside it
		ruling.Change = false
	case directory.ItemAppeal:
		ruling.Change = l.Published != nil
	}
	return ruling
}

// follows says what a decision brings about, before it is taken.
func follows(s *screen.Session, r *directory.Review, a directory.Action) string {
	l := r.Listing
	key := "moderation.follows." + string(a)
	switch {
	case a == directory.ActionApprove && l.Suspended:
		key = "moderation.follows.approve.suspended"
	case a == directory.ActionReject && l.Published != nil:
		key = "moderation.follows.reject.change"
	case a == directory.ActionAsk && (!l.Pending() || r.Kind == directory.ItemReport):
		key = "moderation.follows.ask.online"
	case a == directory.ActionAsk && l.Published != nil:
		key = "moderation.follows.ask.change"
	case a == directory.ActionReverse && l.Suspended:
		key = "moderation.follows.reverse.suspend"
	}
	return s.S(key, "n", len(r.Reports))
}

// Consequence says what a decision of one key brings about and what the owner
// reads of it.
func Consequence(s *screen.Session, r *directory.Review, a directory.Action) string {
	brings, told := follows(s, r, a), rulingOf(r, a).Sentence(s)
	switch {
	case told == "":
		return Brief(s, r, a)
	case r.Listing.Owner == 0:
		return s.S("moderation.consequence.unowned", "follows", brings)
	}
	return s.S("moderation.consequence", "follows", brings, "name", Name(s, &r.Item), "told", s.S("find.quoted", "what", told))
}

// inShort is how much of a reason is repeated, in characters: it stands above.
const inShort = 60

// Told is what the owner will read once a reason is sent.
func Told(s *screen.Session, r *directory.Review, a directory.Action, reason string) []sheet.Para {
	short := directory.Clip(reason, inShort)
	if short == "" {
		short = s.Theme.Glyphs.Ellipsis
	}
	ruling := rulingOf(r, a)
	told := ruling.Sentence(s)
	if told == "" || r.Listing.Owner == 0 {
		return []sheet.Para{{Text: s.S("moderation.reads.nobody")}}
	}
	all := []sheet.Para{
		{Text: s.S("moderation.reads", "name", Name(s, &r.Item))},
		{Text: s.S("find.quoted", "what", told), Verbatim: true},
	}
	if !s.Text.Heard() { // where it is, all of it was read before
		all = append(all, sheet.Para{Text: s.S("mine.next.reason", "reason", short), Verbatim: true})
	}
	way := ""
	if ruling.Correctable() {
		way = s.S("mine.next.correct")
	}
	if ruling.Contestable() {
		way = strings.TrimSpace(way + " " + s.S("told.way.contest"))
	}
	if way != "" {
		all = append(all, sheet.Para{Text: way, Verbatim: true})
	}
	return all
}

// Brief is what a decision of one key brings about, where there is little room.
func Brief(s *screen.Session, r *directory.Review, a directory.Action) string {
	return s.S("moderation.consequence.untold", "follows", follows(s, r, a))
}

// AtOnce are the decisions that one key takes, without another word: what
// follows from them stands on the page before.
func AtOnce(r *directory.Review) []directory.Action {
	var all []directory.Action
	for _, c := range Choices(r) {
		if c.Err == nil && !NeedsReason(c.Action) {
			all = append(all, c.Action)
		}
	}
	return all
}

// Impossible is the one reason for which nothing can be decided of what could be
// as things stand; nil: something can, or there are several reasons.
func Impossible(r *directory.Review) error {
	all := slices.DeleteFunc(Choices(r), func(c Choice) bool { return directory.IsCode(c.Err, directory.CodeState) })
	if len(all) == 0 || slices.ContainsFunc(all, func(c Choice) bool { return c.Err == nil || Off(c.Err) != Off(all[0].Err) }) {
		return nil
	}
	return all[0].Err
}
