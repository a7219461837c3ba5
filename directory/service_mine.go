package directory

import (
	"context"
	"slices"
)

// Me is the actor's own profile. Errors: CodeNeedsKey without a proven key,
// CodeLocalOnly for the operator, CodeRevoked when the connection's key is
// registered no more.
func (s *Service) Me(ctx context.Context, actor Actor) (*Mine, error) {
	if err := actor.isPerson(); err != nil {
		return nil, err
	}
	a, err := actor.account(s.store.AccountByKey(ctx, actor.Fingerprint))
	if err != nil {
		return nil, s.internal("me", err)
	}
	l, d, err := s.readOwn(ctx, a)
	if err != nil {
		return nil, s.internal("me", err)
	}
	return s.withVerdict(ctx, s.mine(a, l, d))
}

// readAgain bounds how often a listing is read until its draft belongs to it.
const readAgain = 5

// readOwn reads the listing of an account and its draft as they were at one
// moment, although these are several reads: nobody wrote to the listing between.
func (s *Service) readOwn(ctx context.Context, a Account) (*Listing, Draft, error) {
	byOwner := func(id AccountID) (*Listing, error) { return s.store.ListingByOwner(ctx, id) }
	l, err := listingOf(a, byOwner)
	var d Draft
	for range readAgain {
		if err != nil || l == nil {
			return nil, Draft{}, err
		}
		before := l.Seq
		if d, err = s.store.Draft(ctx, l.ID); err != nil {
			return nil, Draft{}, err
		}
		if l, err = listingOf(a, byOwner); l != nil && l.Seq == before {
			break
		}
	}
	return l, d, err
}

// withVerdict fills in the last decision of the moderators, and what can be done
// against it. Which of them took it is nobody's business but theirs.
func (s *Service) withVerdict(ctx context.Context, m *Mine) (*Mine, error) {
	if m.Listing == nil || m.Listing.Latest == nil {
		return m, nil
	}
	log, err := s.store.Decisions(ctx, m.Listing.ID, 0)
	if err != nil {
		return nil, s.internal("me", err)
	}
	appeals, err := s.store.Appeals(ctx, m.Listing.ID)
	if err != nil {
		return nil, s.internal("me", err)
	}
	s.tellVerdict(m, log, appeals)
	return m, nil
}

func (s *Service) tellVerdict(m *Mine, log []Decision, appeals []Appeal) {
	for _, d := range slices.Backward(standingVerdicts(log)) {
		if d.Action == decidedDismiss {
			continue // its owner was never told of the reports either
		}
		d.Actor, d.Seal = Actor{Role: d.Actor.Role}, Seal{}
		d.Reason = SafeText(d.Reason)
		m.Verdict, m.First = &d, d.Action == decidedApprove && !publishedBefore(log, d.Number)
		break
	}
	if m.Verdict != nil {
		about := m.Verdict.Number
		if n, ok := m.Verdict.about(); ok {
			about = n
		}
		for _, a := range appeals {
			if a.Against == about {
				a.By, a.Words, a.Reason = 0, SafeText(a.Words), SafeText(a.Reason)
				m.Appeal = &a
			}
		}
	}
	var d *Decision
	if d, m.contest = s.contested(m.Listing, log, appeals); d != nil && m.owner().MayOn(ActionAppeal, m.Listing) == nil {
		m.Contest = s.contestUntil(d).In(s.clock.zone)
	}
}

// publishedBefore tells whether a version was published before that entry of the
// log, and not taken back.
func publishedBefore(log []Decision, number int64) bool {
	standing := make(map[int64]bool)
	for _, d := range standingVerdicts(log) {
		standing[d.Number] = true
	}
	return slices.ContainsFunc(log, func(d Decision) bool {
		switch {
		case d.Number >= number:
			return false
		case d.Action == decidedApprove, d.Action == decidedReverse:
			return standing[d.Number]
		}
		return d.Action == decidedPublish || d.Action == decidedImportPublish || d.Action == decidedDemo
	})
}

// own ends a write to one's own profile: m is what the transaction made of it.
func (s *Service) own(ctx context.Context, m *Mine, err error) (*Mine, error) {
	if err != nil {
		return nil, err
	}
	// The write is done, and must not look as if it had failed.
	if with, err := s.withVerdict(context.WithoutCancel(ctx), m); err == nil {
		m = with
	}
	return m, nil
}

// Preview is a profile as a reader would see it were it published, whatever
// its state: as the public does, or as somebody with a key. It counts against
// no limit. What was never published is not confirmed either.
func (s *Service) Preview(m *Mine, proven bool) *Card {
	l := Listing{Slug: Slugify(m.Profile.Name), UpdatedAt: s.Now()}
	if m.Listing != nil {
		l.ID, l.Slug = m.Listing.ID, m.Listing.Slug
		if m.Listing.Published != nil { // nobody could have confirmed it before
			l.ConfirmedAt = m.Listing.ConfirmedAt
		}
	}
	l.Published = &Revision{Profile: m.Profile.clone()}
	as := &reader{service: s, catalog: s.Catalog(), contacts: true, unlimited: true}
	if proven {
		as.actor = Actor{Role: RoleIdentified, Fingerprint: "SHA256:anybody"}
	}
	return as.card(&l, -1)
}

// Check tells what is wrong with a profile as the next version of a listing, nil
// when there is none yet, and answers it normalised.
func (s *Service) Check(p Profile, l *Listing) (Profile, Errors) {
	c := s.Catalog()
	p = p.clone()
	errs := c.normalise(&p)
	return p, c.retired(&p, l, errs)
}

// Ages are the rules about listings that nobody confirms.
func (s *Service) Ages() Ages { return s.ages }

// SetMode sets how the owner of the actor's account is served from the next
// connection on. It says how somebody reads, perhaps why, and is nobody's
// business but theirs: it goes into no log. Errors: CodeChoice of the field
// mode, CodeLocalOnly, CodeNeedsKey, CodeRevoked, CodeNoListing without an
// account.
func (s *Service) SetMode(ctx context.Context, actor Actor, mode Mode) error {
	if _, err := ParseMode(mode.String()); err != nil {
		return err
	}
	return s.asOwner(ctx, actor, "set a mode", func(tx Tx, a Account, _ *Listing) error {
		return tx.SetMode(a.ID, mode)
	})
}

// Mode is what the owner of the actor's account chose. Errors as of SetMode.
func (s *Service) Mode(ctx context.Context, actor Actor) (Mode, error) {
	account, err := s.ownAccount(ctx, actor)
	return account.Mode, err
}
