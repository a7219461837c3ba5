package directory

import (
	"context"
	"slices"
)

// Review is an item as a moderator reads it.
type Review struct {
	Item
	Before  *Profile         // what is published, nil without that
	After   *Profile         // what was handed in; of reports and appeals, what is contested; nil for a skill
	Changes []string         // fields in which they differ; all that are filled in without Before
	History []Entry          // the log about the listing, the newest first
	Can     map[Action]error // for each decision about such an item: nil when it is possible, else why not
	Others  int              // more listings of the queue by the same account or contact
}

// review is an item as one moderator reads it.
func (s *Service) review(ctx context.Context, by Actor, item *Item) (*Review, error) {
	r := &Review{Item: *item}
	r.Own = item.ownOf(by)
	claims, err := s.claims(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range claims {
		if c.Item == item.ID {
			c = c.seenBy(by)
			r.Claim = &c
		}
	}
	if l := item.Listing; l != nil {
		log, err := s.store.Decisions(ctx, l.ID, 0)
		if err != nil {
			return nil, err
		}
		if item.Kind == ItemListing {
			r.Version = openedItem(l, log).Version
		}
		r.compare(s.Catalog())
		if r.History, err = s.history(ctx, l, log); err != nil {
			return nil, err
		}
		r.Others = s.queue.others(l)
	}
	r.Can = s.cans(by, r)
	return r, nil
}

// compare fills in what the item is about, and what that changes, by the skills
// and communes in force.
func (r *Review) compare(c *Catalog) {
	l := r.Listing
	after := l.shownRevision()
	switch {
	case r.Kind == ItemNew || r.Kind == ItemChange,
		r.Kind == ItemAppeal && !l.Suspended && l.Latest.State == RevisionRefused:
		after = l.Latest
		if l.Published != nil {
			r.Before = c.Read(&l.Published.Profile).safe()
		}
	}
	r.After = c.Read(&after.Profile).safe()
	before := r.Before
	if before == nil {
		before = new(Profile)
	}
	r.Changes = r.After.Diff(before)
}

// safe is the profile with its texts cleaned once more, on the way out.
func (p *Profile) safe() *Profile {
	c := p.clone()
	for _, field := range Fields() {
		if text := c.TextField(field); text != nil && field != "description" {
			*text = SafeLine(*text)
		}
	}
	c.Description = SafeText(c.Description)
	c.Skills, c.Languages = safeLines(c.Skills), safeLines(c.Languages)
	return &c
}

// history is the log about a listing, the newest first, with the names of
// whoever did what. What its owner did with keys is nobody else's business, nor
// is with which key somebody acted.
func (s *Service) history(ctx context.Context, l *Listing, log []Decision) ([]Entry, error) {
	people := s.knows(ctx)
	var entries []Entry
	for _, d := range slices.Backward(log) {
		if d.aboutKeys() {
			continue
		}
		d.Reason = SafeText(d.Reason)
		name := people.name(d.Actor.Account)
		d.Actor, d.Seal = Actor{Role: d.Actor.Role, Account: d.Actor.Account}, Seal{}
		entries = append(entries, Entry{Decision: d, Name: name, Slug: SafeLine(l.Slug)})
	}
	return entries, people.err
}

// cans tells for each decision about such an item whether the actor can take it
// now, or why not.
func (s *Service) cans(by Actor, r *Review) map[Action]error {
	can := make(map[Action]error)
	for _, action := range decisionsAbout(r.Kind) {
		can[action] = s.can(by, r, action)
	}
	return can
}

func (s *Service) can(by Actor, r *Review, action Action) error {
	if r.Listing == nil {
		if err := by.May(action); err != nil {
			return err
		}
		if r.Own {
			return &Error{Code: CodeOwnListing}
		}
	} else if err := by.MayOn(action, r.Listing); err != nil {
		return err
	}
	if r.Appeal != nil && sameJudge(by, r.Appeal) {
		return &Error{Code: CodeSameJudge}
	}
	if r.Claim != nil {
		return r.Claim.keeps(by, s.clock.now())
	}
	return nil
}

// others counts the listings that wait beside this one and have its contacts.
func (q *queue) others(l *Listing) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	others := make(map[ListingID]bool)
	for _, t := range contactsOf(l) {
		for _, id := range q.list.having[t] {
			if id != l.ID {
				others[id] = true
			}
		}
	}
	return len(others)
}
