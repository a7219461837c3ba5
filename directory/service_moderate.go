package directory

import (
	"context"
	"strings"
	"time"
)

// MaxReason bounds the reason of a decision, in graphemes.
const MaxReason = 1000

// Queue is what waits for a moderator, the oldest first.
func (s *Service) Queue(ctx context.Context, actor Actor) ([]*Listing, error) {
	byKey := func(fingerprint string) (Account, error) { return s.store.AccountByKey(ctx, fingerprint) }
	if _, err := decider(actor, byKey); err != nil {
		return nil, s.internal("queue", err)
	}
	waiting, err := s.store.Pending(ctx)
	return waiting, s.internal("queue", err)
}

// decider is the account of whoever decides about what others submitted, by
// what is known of their key at that moment; a zero one for the operator.
func decider(actor Actor, byKey func(string) (Account, error)) (Account, error) {
	if err := actor.May(ActionDecide); err != nil || actor.Role == RoleOperator {
		return Account{}, err
	}
	a, err := byKey(actor.Fingerprint)
	if err != nil && !IsCode(err, CodeNotFound) {
		return Account{}, err
	}
	// Roles are taken away while sessions are open.
	return a, Actor{Role: a.Role}.May(ActionDecide)
}

// Approve publishes the submitted revision of a listing, which confirms it. rev
// is the one that was looked at, 0 for whatever waits. Errors: CodeOwnListing
// for one's own, CodeState when nothing waits, CodeStale when another revision
// does (at: since when), CodeNotFound, CodeNotPermitted.
func (s *Service) Approve(ctx context.Context, actor Actor, id ListingID, rev RevisionID) (*Listing, error) {
	return s.decide(ctx, actor, id, rev, decidedApprove, "", func(tx Tx, l *Listing, now time.Time) error {
		if err := tx.SetRevisionState(l.Latest.ID, RevisionAccepted); err != nil {
			return err
		}
		if err := tx.Publish(id, l.Latest.ID, now); err != nil {
			return err
		}
		return confirm(tx, l, now)
	})
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

// Reject sends a submitted revision back to its owner, with a reason of 1–1,000
// characters (CodeReason, CodeTooLong, CodeEncoding). Errors as Approve.
func (s *Service) Reject(ctx context.Context, actor Actor, id ListingID, rev RevisionID, reason string) (*Listing, error) {
	if len(reason) > 16*MaxReason {
		return nil, &Error{Code: CodeTooLong, Field: "reason", Params: Params{"max": MaxReason, "count": len(reason)}}
	}
	reason, err := CleanText(reason)
	if err != nil {
		return nil, inField(err, "reason")
	}
	reason = strings.TrimSpace(reason)
	switch count := Length(reason); {
	case count == 0:
		return nil, &Error{Code: CodeReason, Field: "reason"}
	case count > MaxReason:
		return nil, &Error{Code: CodeTooLong, Field: "reason", Params: Params{"max": MaxReason, "count": count}}
	}
	return s.decide(ctx, actor, id, rev, decidedReject, reason, func(tx Tx, l *Listing, _ time.Time) error {
		return tx.SetRevisionState(l.Latest.ID, RevisionRefused)
	})
}

// decide runs one decision about a listing on which somebody waits: about that
// revision, or with 0 about whichever waits.
func (s *Service) decide(ctx context.Context, actor Actor, id ListingID, rev RevisionID, action, reason string, fn func(Tx, *Listing, time.Time) error) (*Listing, error) {
	if err := actor.May(ActionDecide); err != nil {
		return nil, err
	}
	var l *Listing
	err := s.write(ctx, actor, action, func(tx Tx) error {
		by, err := decider(actor, tx.AccountByKey)
		if err != nil {
			return err
		}
		if l, err = tx.ListingByID(id); err != nil {
			return err
		}
		switch {
		case by.ID != 0 && by.ID == l.Owner:
			return &Error{Code: CodeOwnListing}
		case !l.Pending():
			return &Error{Code: CodeState, Params: Params{"state": l.State()}}
		case rev != 0 && rev != l.Latest.ID:
			return &Error{Code: CodeStale, Params: Params{"at": l.Latest.CreatedAt}}
		}
		now, decided := s.stamp(), l.Latest.ID
		if err := fn(tx, l, now); err != nil {
			return err
		}
		if by.ID != 0 {
			actor = actor.as(by)
		}
		if err := tx.Decide(Decision{At: now, Actor: actor, Action: action, Listing: id, Revision: decided, Reason: reason}); err != nil {
			return err
		}
		l, err = tx.ListingByID(id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}
