package directory

import (
	"context"
	"slices"
)

// Open is an item as a moderator reads it. Whoever opens one that is free claims
// it for ten minutes, on behalf of a session named holder; with an empty holder
// it is only looked at, and so is what is about one's own listing. Opening again
// extends the claim; on a copy nothing is claimed. An item that somebody else claimed is shown all the same:
// Review.Claim says whose it is, and Can that nothing is possible. Any listing
// that was ever submitted can be opened. Errors: CodeNotPermitted, CodeBanned,
// CodeNotFound.
func (s *Service) Open(ctx context.Context, actor Actor, id ItemID, holder string) (*Review, error) {
	by, err := s.official(ctx, actor, ActionModerate)
	if err != nil {
		return nil, err
	}
	item, err := s.item(ctx, id)
	if err != nil {
		return nil, s.internal("open", err)
	}
	if item.Listing != nil {
		if err := by.MayOn(ActionView, item.Listing); err != nil {
			return nil, err
		}
	}
	if holder != "" && !item.ownOf(by) && !s.copied.is {
		if err := s.claim(ctx, actor, item, holder); err != nil {
			return nil, err
		}
	}
	r, err := s.review(ctx, by, item)
	return r, s.internal("open", err)
}

// ownOf tells whether an item is about the actor's own.
func (i *Item) ownOf(a Actor) bool {
	if i.Proposal != nil {
		return a.ownProposal(i.Proposal)
	}
	return a.owns(i.Listing)
}

// claim takes an item in hand, if it is there and free.
func (s *Service) claim(ctx context.Context, actor Actor, item *Item, holder string) error {
	return s.asOfficial(ctx, actor, ActionModerate, "claim", func(tx Tx, by Actor) error {
		if item.Listing != nil {
			if _, err := tx.ListingByID(item.Listing.ID); err != nil {
				return err
			}
		}
		now := s.stamp()
		c, err := tx.Claim(item.ID)
		switch {
		case err == nil && c.keeps(by, now) != nil:
			return nil // it is shown all the same
		case err != nil && !IsCode(err, CodeNotFound):
			return err
		}
		if err := tx.PutClaim(Claim{Item: item.ID, By: by.Account, Holder: holder, Until: now.Add(claimFor)}); err != nil {
			return err
		}
		return queueChanged(tx)
	})
}

// claims are what is in somebody's hand now.
func (s *Service) claims(ctx context.Context) ([]Claim, error) {
	now := s.clock.now()
	all, err := s.store.Claims(ctx, now)
	return slices.DeleteFunc(all, func(c Claim) bool { return !c.lasts(now) }), err
}

// Release lets go of an item that a session claimed; of all of them when id is
// empty. Of what it has not claimed nothing happens.
func (s *Service) Release(ctx context.Context, holder string, id ItemID) error {
	claims, err := s.claims(ctx)
	if err != nil {
		return s.internal("release", err)
	}
	if !slices.ContainsFunc(claims, func(c Claim) bool { return c.Holder == holder && (id == "" || c.Item == id) }) {
		return nil
	}
	return s.write(ctx, Actor{}, "release", func(tx Tx) error {
		if id == "" {
			if err := tx.DropClaims(holder); err != nil {
				return err
			}
			return queueChanged(tx)
		}
		c, err := tx.Claim(id)
		if IsCode(err, CodeNotFound) || err == nil && c.Holder != holder {
			return nil
		}
		if err == nil {
			err = tx.DropClaim(id)
		}
		if err != nil {
			return err
		}
		return queueChanged(tx)
	})
}

// item reads an item as it is now. CodeNotFound: there is none.
func (s *Service) item(ctx context.Context, id ItemID) (*Item, error) {
	kind, listing, _, err := id.Parse()
	if err != nil {
		return nil, err
	}
	gone := NotFound("item", string(id))
	if kind == ItemSkill {
		b, err := s.order(ctx)
		if err != nil {
			return nil, err
		}
		if n, ok := b.at[id]; ok {
			i := *b.items[n]
			return &i, nil
		}
		return nil, gone
	}
	found, err := s.store.ListingsByID(ctx, []ListingID{listing})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || found[0].Latest == nil {
		return nil, gone
	}
	l := found[0]
	var i *Item
	switch kind {
	case ItemReport:
		i = s.reportsAbout(l)
	case ItemAppeal:
		i, err = s.appealOf(ctx, l)
	default:
		i = listingItem(l)
	}
	if err != nil {
		return nil, err
	}
	if i == nil {
		return nil, gone
	}
	return i, s.flag(ctx, i)
}

// reportsAbout is nil when there are none.
func (s *Service) reportsAbout(l *Listing) *Item {
	var reports []Report
	for _, r := range s.queue.known().reports {
		if r.Listing == l.ID {
			reports = append(reports, r)
		}
	}
	if len(reports) == 0 {
		return nil
	}
	return reportsItem(l, reports)
}

// appealOf is nil when there is none that is open.
func (s *Service) appealOf(ctx context.Context, l *Listing) (*Item, error) {
	appeals, err := s.store.Appeals(ctx, l.ID)
	if err != nil {
		return nil, err
	}
	a := openAppeal(appeals)
	if a == nil {
		return nil, nil
	}
	a.Words = SafeText(a.Words)
	return appealItem(l, a), nil
}

// flag finds what is to be looked at in what an item is about.
func (s *Service) flag(ctx context.Context, i *Item) error {
	l := i.Listing
	twins, err := s.store.Twins(ctx, l.ID)
	if err != nil {
		return err
	}
	twins = slices.DeleteFunc(twins, func(t Twin) bool { return t.Listing != l.ID })
	volumes, err := s.store.Submissions(ctx, s.clock.now().Add(-volumeWindow))
	if err != nil {
		return err
	}
	about := l.shownRevision()
	if l.Pending() {
		about = l.Latest
	}
	i.Flags = slices.Concat(twinFlags(twins), about.Profile.ownFlags(), volumeFlag(volumes[l.ID]))
	if i.Kind == ItemNew || i.Kind == ItemChange {
		i.Risk = riskOf(i.Flags)
	}
	return nil
}
