package directory

import (
	"context"
	"time"
)

// Submit hands the draft in. Fields of low risk (availability, languages, who
// sees the contacts) are published at once beside what was accepted before;
// other changes wait for a moderator. A listing that was withdrawn comes back.
// Whoever submits confirms as well, and contests no more what was refused. Errors: Errors for what is wrong with the
// profile, CodeStale, CodeNothingNew, CodeNoListing.
func (s *Service) Submit(ctx context.Context, actor Actor, base Version) (*Mine, error) {
	var m *Mine
	err := s.asListing(ctx, actor, ActionSubmit, base, func(tx Tx, now time.Time, was *Mine, d Draft) error {
		a, l := was.Account, was.Listing
		if err := s.handIn(tx, actor.as(a), was, now); err != nil {
			return err
		}
		if a.InformedAt.IsZero() {
			a.InformedAt = now
			if err := tx.SetInformed(a.ID, now); err != nil {
				return err
			}
		}
		if l.Published != nil {
			if err := tx.Confirm(l.ID, now); err != nil {
				return err
			}
		}
		st := l.Standing
		st.Withdrawn, st.Dormant = false, false
		if st != l.Standing {
			if err := tx.SetStanding(l.ID, st); err != nil {
				return err
			}
		}
		if l.Latest != nil {
			if err := overtake(tx, l.ID, now, isRefusal); err != nil {
				return err
			}
		}
		if d.Profile != nil {
			d = Draft{Version: d.Version + 1, SavedAt: now}
			if err := tx.PutDraft(l.ID, d); err != nil {
				return err
			}
		}
		l, err := tx.ListingByID(l.ID)
		if err == nil {
			m = s.mine(a, l, d)
		}
		return err
	})
	return s.own(ctx, m, err)
}

// handIn writes the revisions that a submission is made of. The accepted one
// goes first, so that the latest is what the owner handed in.
func (s *Service) handIn(tx Tx, actor Actor, m *Mine, now time.Time) error {
	l, plan := m.Listing, m.submission()
	decided := Decision{At: now, Actor: actor, Action: decidedSubmit, Listing: l.ID}
	if plan.accepted != nil {
		rev, err := tx.AddRevision(l.ID, RevisionAccepted, plan.accepted, now)
		if err != nil {
			return err
		}
		at := now
		if plan.accepted.Equal(&l.Published.Profile) { // a change that waited is taken back
			at = l.UpdatedAt
		}
		if err := tx.Publish(l.ID, rev, at); err != nil {
			return err
		}
		published := decided
		published.Action, published.Revision = decidedPublish, rev
		if err := tx.Decide(published); err != nil {
			return err
		}
	}
	switch {
	case plan.waits:
		rev, err := tx.AddRevision(l.ID, RevisionSubmitted, &m.Profile, now)
		if err != nil {
			return err
		}
		decided.Revision = rev
	case plan.revives:
		decided.Revision = l.Latest.ID
	default:
		return nil
	}
	return tx.Decide(decided)
}
