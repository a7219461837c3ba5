package directory

import (
	"context"
	"time"
)

// Withdraw takes the listing out of the directory, and back what was submitted
// or appealed. Nothing is erased: Submit brings it back. CodeState when it is
// withdrawn already or was never submitted.
func (s *Service) Withdraw(ctx context.Context, actor Actor) (*Mine, error) {
	return s.changeStanding(ctx, actor, ActionWithdraw, func(st *Standing) {
		*st = st.withdrawn()
	})
}

// Pause hides a published listing until Resume, or until the day of return
// when one is given: a day after today, within two years (CodeDate,
// CodeOutOfRange). Pausing anew changes that day. CodeState for a listing that
// is not published.
func (s *Service) Pause(ctx context.Context, actor Actor, until Date) (*Mine, error) {
	if err := s.checkReturn(until); err != nil {
		return nil, err
	}
	return s.changeStanding(ctx, actor, ActionPause, func(st *Standing) {
		st.Paused, st.PausedUntil = true, until
	})
}

// maxPauseYears is how far away the day of return may be.
const maxPauseYears = 2

// checkReturn refuses a day on which nobody could be announced to return.
func (s *Service) checkReturn(until Date) error {
	if until.IsZero() {
		return nil
	}
	if _, err := ParseDate(until.String()); err != nil {
		return inField(err, "until")
	}
	today := s.Today()
	last := DateOf(today.Time().AddDate(maxPauseYears, 0, 0))
	if until <= today || until > last {
		return &Error{Code: CodeOutOfRange, Field: "until", Params: Params{"min": today + 1, "max": last}}
	}
	return nil
}

// Resume ends a pause. CodeState without one.
func (s *Service) Resume(ctx context.Context, actor Actor) (*Mine, error) {
	return s.changeStanding(ctx, actor, ActionResume, func(st *Standing) {
		st.Paused, st.PausedUntil = false, 0
	})
}

// Confirm says that what is published is still true, be it paused, and brings
// a dormant listing back. CodeState for a listing that is not published.
func (s *Service) Confirm(ctx context.Context, actor Actor) (*Mine, error) {
	return s.changeStanding(ctx, actor, ActionConfirm, func(st *Standing) { st.Dormant = false })
}

// changeStanding changes what hides the actor's listing, if the action is
// possible.
func (s *Service) changeStanding(ctx context.Context, actor Actor, action Action, change func(*Standing)) (*Mine, error) {
	var m *Mine
	err := s.asListing(ctx, actor, action, "", func(tx Tx, now time.Time, was *Mine, d Draft) error {
		l, st := was.Listing, was.Listing.Standing
		if change(&st); st != l.Standing {
			if err := tx.SetStanding(l.ID, st); err != nil {
				return err
			}
		}
		if action == ActionWithdraw {
			if err := overtake(tx, l.ID, now, func(*Decision) bool { return true }); err != nil {
				return err
			}
		}
		if action == ActionConfirm {
			if err := tx.Confirm(l.ID, now); err != nil {
				return err
			}
		}
		decided := Decision{At: now, Actor: actor.as(was.Account), Action: string(action), Listing: l.ID}
		if action == ActionPause {
			decided.Reason = st.PausedUntil.String()
		}
		if err := tx.Decide(decided); err != nil {
			return err
		}
		l, err := tx.ListingByID(l.ID)
		if err == nil {
			m = s.mine(was.Account, l, d)
		}
		return err
	})
	return s.own(ctx, m, err)
}
