package directory

import (
	"context"
	"time"
)

// MaxReason bounds the reason of a decision, in graphemes.
const MaxReason = 1000

// Approve is Decide for ActionApprove, by the number of the listing: rev is the
// revision that was looked at, 0 for whatever waits.
func (s *Service) Approve(ctx context.Context, actor Actor, id ListingID, rev RevisionID) (*Listing, error) {
	d, err := s.decide(ctx, actor, Verdict{Item: ListingItem(id), Action: ActionApprove}, rev)
	if err != nil {
		return nil, err
	}
	return d.Listing, nil
}

// Reject is Decide for ActionReject, as Approve.
func (s *Service) Reject(ctx context.Context, actor Actor, id ListingID, rev RevisionID, reason string) (*Listing, error) {
	d, err := s.decide(ctx, actor, Verdict{Item: ListingItem(id), Action: ActionReject, Reason: reason}, rev)
	if err != nil {
		return nil, err
	}
	return d.Listing, nil
}

// confirm notes that what is published is true now, and wakes a dormant listing.
func confirm(tx Tx, l *Listing, now time.Time) error {
	if err := tx.Confirm(l.ID, now); err != nil || !l.Dormant {
		return err
	}
	st := l.Standing
	st.Dormant = false
	return tx.SetStanding(l.ID, st)
}
