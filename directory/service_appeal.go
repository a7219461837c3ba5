package directory

import (
	"context"
	"slices"
	"time"
)

// Appeal is what the owner of a listing has to say against a decision.
type Appeal struct {
	ID       int64
	Listing  ListingID
	Against  int64     // Number of the decision
	By       AccountID // who took that: somebody else decides about the appeal; 0: the operator
	Words    string    // 1–1,000 characters
	At       time.Time
	ClosedAt time.Time // zero: open
	Outcome  Action    // ActionUphold, ActionReverse; empty: open, or overtaken by a new submission
	Reason   string    // of the outcome
}

// appealDays is how long after a decision its owner may appeal.
const appealDays = 20

// Appeal contests the last decision against the actor's listing, once for each
// and until the end of the twentieth day after it; somebody else than who took it
// decides. Errors: CodeState when there is nothing to contest, CodeAppealed,
// CodeAppealLate (days), CodeReason, CodeTooLong, CodeEncoding of the field
// words; CodeNoListing.
func (s *Service) Appeal(ctx context.Context, actor Actor, words string) (*Mine, error) {
	if err := actor.isPerson(); err != nil {
		return nil, err
	}
	words, err := writtenReason(words)
	if err != nil {
		return nil, inField(err, "words")
	}
	var m *Mine
	err = s.asListing(ctx, actor, ActionAppeal, "", func(tx Tx, now time.Time, was *Mine, d Draft) error {
		l := was.Listing
		against, err := s.contestable(tx, l)
		if err != nil {
			return err
		}
		if err := tx.AddAppeal(Appeal{Listing: l.ID, Against: against.Number, By: against.Actor.Account, Words: words, At: now}); err != nil {
			return err
		}
		if err := tx.Decide(Decision{
			At: now, Actor: actor.as(was.Account), Action: string(ActionAppeal), Target: targetDecision(against.Number),
			Listing: l.ID, Revision: against.Revision,
		}); err != nil {
			return err
		}
		m = s.mine(was.Account, l, d)
		return queueChanged(tx)
	})
	return s.own(ctx, m, err)
}

// contestable is the decision that an owner can appeal against.
func (s *Service) contestable(tx Tx, l *Listing) (*Decision, error) {
	log, err := tx.Decisions(l.ID)
	if err != nil {
		return nil, err
	}
	appeals, err := tx.Appeals(l.ID)
	if err != nil {
		return nil, err
	}
	return s.contested(l, log, appeals)
}

// contested finds the last decision against a listing that is in force. Errors:
// CodeState without one, CodeAppealed, CodeAppealLate.
func (s *Service) contested(l *Listing, log []Decision, appeals []Appeal) (*Decision, error) {
	d := againstListing(l, log)
	switch {
	case d == nil:
		return nil, &Error{Code: CodeState, Params: Params{"state": l.State()}}
	case slices.ContainsFunc(appeals, func(a Appeal) bool { return a.Against == d.Number }):
		return nil, &Error{Code: CodeAppealed}
	case !s.clock.now().Before(s.contestUntil(d)):
		return nil, &Error{Code: CodeAppealLate, Params: Params{"days": appealDays}}
	}
	return d, nil
}

// againstListing is the last decision that suspended a listing, as long as that
// lasts, or refused what was handed in last; nil: none.
func againstListing(l *Listing, log []Decision) *Decision {
	for _, d := range slices.Backward(standingVerdicts(log)) {
		switch d.Action {
		case decidedSuspend:
			if l.Suspended {
				return &d
			}
		case decidedReject, decidedAsk:
			if l.Latest != nil && l.Latest.State == RevisionRefused && d.Revision == l.Latest.ID {
				return &d
			}
		}
	}
	return nil
}

// contestUntil is when the time to appeal against a decision is over.
func (s *Service) contestUntil(d *Decision) time.Time {
	return s.clock.midnight(s.clock.firstDay(d.At) + appealDays + 1)
}
