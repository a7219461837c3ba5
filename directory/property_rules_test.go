package directory_test

import (
	"slices"
	"strings"

	"teleorne/directory"
)

// checkListing checks what holds for each listing at any time.
func (p *play) checkListing(s snapshot) {
	l := s.listing
	if p.erased[l.ID] {
		if l.Owner != 0 || l.Latest != nil || l.Published != nil || l.Visible() || s.draft.Version != 0 || s.draft.Profile != nil {
			p.t.Errorf("an erased listing is back: %+v", l)
		}
		return
	}
	if l.Owner == 0 {
		p.t.Errorf("a listing lost its owner: %+v", l)
	}
	if p.gone[l.Slug] {
		p.t.Errorf("%s was somebody else's", l.Slug)
	}
	revisions, err := p.store.Revisions(p.t.Context(), l.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	if (l.Latest == nil) != (len(revisions) == 0) || l.Latest != nil && l.Latest.ID != revisions[len(revisions)-1].ID {
		p.t.Errorf("the latest revision is %+v of %+v", l.Latest, revisions)
	}
	if l.Published == nil {
		return
	}
	if l.Published.State != directory.RevisionAccepted || !slices.ContainsFunc(revisions, func(r directory.Revision) bool {
		return r.ID == l.Published.ID && r.State == directory.RevisionAccepted
	}) {
		p.t.Errorf("published without having been accepted: %+v", l.Published)
	}
	if !slices.ContainsFunc(p.accepted[l.ID], func(a directory.Profile) bool { return sameButLowRisk(a, l.Published.Profile) }) {
		p.t.Errorf("nobody accepted %+v", l.Published.Profile)
	}
}

func sameButLowRisk(a, b directory.Profile) bool {
	return !slices.ContainsFunc(a.Diff(&b), func(field string) bool { return !directory.LowRisk(field) })
}

// checkChange checks who changed a listing, and that the log tells of it.
func (p *play) checkChange(then, now snapshot, err error, account directory.AccountID, system bool) {
	was, is := then.listing, now.listing
	changed := was.Seq != is.Seq || then.draft.Version != now.draft.Version
	if !changed {
		return
	}
	upkeep := strings.Contains(p.story[len(p.story)-1], ": upkeep")
	if was.Owner != account && !system && !upkeep {
		p.t.Errorf("somebody else's listing changed: %+v, now %+v", was, is)
	}
	if err != nil {
		p.t.Errorf("an error changed something: %+v, now %+v", was, is)
	}
	if then.draft.Version > now.draft.Version && is.Owner != 0 {
		p.t.Errorf("the version of a draft fell from %d to %d", then.draft.Version, now.draft.Version)
	}
	moved := was.State() != is.State() || was.Pending() != is.Pending() || was.Standing != is.Standing ||
		revision(was.Latest) != revision(is.Latest) || revision(was.Published) != revision(is.Published)
	if moved && now.decisions <= then.decisions {
		p.t.Errorf("nothing in the log about %+v, now %+v", was, is)
	}
}

func revision(r *directory.Revision) directory.RevisionID {
	if r == nil {
		return 0
	}
	return r.ID
}

// checkPublic checks what the public finds: what is visible, as it was accepted.
func (p *play) checkPublic(all map[directory.ListingID]snapshot) {
	var want []string
	for id, s := range all {
		c, err := p.Show(p.t.Context(), visitor, s.listing.Slug, true)
		if !s.listing.Visible() {
			if !directory.IsCode(err, directory.CodeNotFound) {
				p.t.Errorf("%s is shown: %+v, %v", s.listing.Slug, c, err)
			}
			continue
		}
		want = append(want, s.listing.Slug)
		if err != nil || !slices.ContainsFunc(p.accepted[id], func(a directory.Profile) bool { return a.Headline == c.Headline }) {
			p.t.Errorf("%s shows %+v, %v", s.listing.Slug, c, err)
		}
	}
	slices.Sort(want)
	p.wantFound(want...)
}

// checkKeys checks that no key belongs to two accounts.
func (p *play) checkKeys() {
	whose := make(map[string]directory.AccountID)
	for id := range p.accounts {
		keys, err := p.store.Keys(p.t.Context(), id)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, k := range keys {
			if other, taken := whose[k.Fingerprint]; taken {
				p.t.Errorf("accounts %d and %d share %s", id, other, k.Fingerprint)
			}
			whose[k.Fingerprint] = id
			if a, err := p.Identify(p.t.Context(), k.Fingerprint); err != nil || a.ID != id {
				p.t.Errorf("%s is %+v's, not %d's: %v", k.Fingerprint, a, id, err)
			}
		}
	}
}
