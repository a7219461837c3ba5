package directory

import (
	"slices"
	"strings"
)

// waitlist are the listings on which moderators are waited for, as the store's
// writes tell of them. It is not safe for concurrent use.
type waitlist struct {
	waiting   map[ListingID]*waiter
	proposing map[ListingID]*Listing // with words that the taxonomy may not have
	having    map[trait][]ListingID  // of those that wait, by what two may have in common
	flagged   map[string][]ListingID // of those that wait, by the slug that their flags name
	afresh    map[ListingID]bool     // those of which has to be read anew what they have in common with others
}

// waiter is a listing that waits, with what is to be looked at.
type waiter struct {
	listing *Listing
	own     []Flag // by what it says itself
	shared  []Flag // by what it has in common with others; none while that is looked for
}

// sharesSome tells whether a listing is known to have something of a kind in
// common with another.
func (w *waiter) sharesSome(kind FlagKind) bool {
	return slices.ContainsFunc(w.shared, func(f Flag) bool { return f.Kind == kind })
}

// stillShares tells whether a listing has all that its flags name in common with
// one of these traits.
func (w *waiter) stillShares(traits []trait) bool {
	own := traitsOf(&Listing{Latest: w.listing.Latest})
	return !slices.ContainsFunc(w.shared, func(f Flag) bool {
		return !slices.ContainsFunc(own, func(t trait) bool { return t.kind == f.Kind && slices.Contains(traits, t) })
	})
}

// trait is something that two listings may have in common.
type trait struct {
	kind  FlagKind
	value string
}

func newWaitlist() *waitlist {
	return &waitlist{
		waiting: make(map[ListingID]*waiter), proposing: make(map[ListingID]*Listing),
		having: make(map[trait][]ListingID), flagged: make(map[string][]ListingID), afresh: make(map[ListingID]bool),
	}
}

// saw takes over a listing that was written, and tells whether that changes
// anything about what waits. former is the list before this one, when all
// listings are read anew: what was found out about a revision holds on.
func (w *waitlist) saw(l *Listing, former *waitlist) bool {
	was, _ := w.waiting[l.ID]
	moved := w.propose(l)
	if was != nil {
		w.leave(was)
		moved = true
	}
	traits := traitsOf(l)
	for _, ids := range w.naming(l) {
		for _, id := range ids {
			if other := w.waiting[id]; other != nil && !other.stillShares(traits) {
				moved = w.look(id) || moved
			}
		}
	}
	for _, t := range traits {
		for _, id := range w.having[t] {
			if other := w.waiting[id]; !other.sharesSome(t.kind) { // else one more changes nothing
				moved = w.look(id) || moved
			}
		}
	}
	if !l.Pending() {
		return moved
	}
	next := &waiter{listing: l}
	if was == nil && former != nil {
		was = former.waiting[l.ID]
	}
	if was != nil && was.listing.Latest.ID == l.Latest.ID {
		next.own = was.own
	} else {
		next.own = l.Latest.Profile.ownFlags()
	}
	w.waiting[l.ID] = next
	for _, t := range traits {
		w.having[t] = append(w.having[t], l.ID)
	}
	w.afresh[l.ID] = true
	return true
}

// naming are those whose flags name a listing, by its slug. An erased one has
// lost its own: it may be any of them.
func (w *waitlist) naming(l *Listing) map[string][]ListingID {
	if l.Latest == nil && l.Owner == 0 {
		return w.flagged
	}
	return map[string][]ListingID{l.Slug: w.flagged[l.Slug]}
}

// leave takes a listing out that waits no more, or in another form.
func (w *waitlist) leave(was *waiter) {
	id := was.listing.ID
	delete(w.waiting, id)
	delete(w.afresh, id)
	for _, t := range traitsOf(was.listing) {
		left := slices.DeleteFunc(w.having[t], func(o ListingID) bool { return o == id })
		if w.having[t] = left; len(left) == 0 {
			delete(w.having, t)
		}
	}
}

// look notes that it has to be read anew what a listing has in common with
// others.
func (w *waitlist) look(id ListingID) bool {
	if w.waiting[id] != nil {
		w.afresh[id] = true
	}
	return w.waiting[id] != nil
}

// propose notes whether a listing may propose skills.
func (w *waitlist) propose(l *Listing) (moved bool) {
	_, did := w.proposing[l.ID]
	if len(l.proposes()) == 0 {
		delete(w.proposing, l.ID)
		return did
	}
	w.proposing[l.ID] = l
	return true
}

// proposes are the words that a listing proposes as skills: of what it
// publishes, and of what it handed in unless that was refused or withdrawn.
func (l *Listing) proposes() []string {
	if l.Withdrawn {
		return nil
	}
	var words []string
	add := func(r *Revision) {
		if r == nil || r.State == RevisionRefused {
			return
		}
		for _, entry := range r.Profile.Skills {
			if word, ok := strings.CutPrefix(entry, "+"); ok && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	add(l.Published)
	add(l.Latest)
	return words
}

// traitsOf are all things by which a listing may be like another one.
func traitsOf(l *Listing) []trait {
	var all []trait
	add := func(r *Revision) {
		if r == nil {
			return
		}
		for _, t := range []trait{
			{FlagSameEmail, strings.ToLower(r.Profile.Email)},
			{FlagSamePhone, r.Profile.Phone},
			{FlagSameSIRET, r.Profile.SIRET},
			{FlagSameText, r.Profile.Description},
		} {
			if t.value != "" && !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	add(l.Published)
	if l.Latest != nil && (l.Published == nil || l.Latest.ID != l.Published.ID) {
		add(l.Latest)
	}
	return all
}

// contactsOf are those of them by which people are reached or known.
func contactsOf(l *Listing) []trait {
	return slices.DeleteFunc(traitsOf(l), func(t trait) bool { return t.kind == FlagSameText })
}
