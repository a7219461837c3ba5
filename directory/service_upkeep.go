package directory

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// upkeepBatch is how many listings one transaction of Upkeep treats: others
// write between.
const upkeepBatch = 100

// codesKept is how long a code is kept after it expired, to say that it did.
const codesKept = 24 * time.Hour

// upkeepAgain is when an upkeep that failed is tried again.
const upkeepAgain = 10 * time.Minute

// upkeepGap is how many days may lie between two upkeeps. Erasing is for good,
// and a machine may begin with a clock that is years off, and right it soon.
const upkeepGap Date = 31

// KeepUp calls Upkeep at the start and at each new day, until ctx ends. One
// that failed is tried again after ten minutes. After more than 31 days without
// any, or when the day of the last one is still to come, it waits for another
// day. It is for the process that serves the directory: only that one knows the
// Ages that were decided on.
func (s *Service) KeepUp(ctx context.Context) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	var done Date
	var again time.Time
	for {
		if today := s.Today(); today != done && !time.Now().Before(again) {
			err := s.keepUpOn(ctx, today)
			switch {
			case ctx.Err() != nil:
				return
			case err == nil:
				done = today
			default:
				s.log.Error("the upkeep of the listings fails", "error", SafeLine(err.Error()))
				again = time.Now().Add(upkeepAgain)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// keepUpOn does what is due on a day, unless it was done or the clock is not to
// be believed, and notes the day.
func (s *Service) keepUpOn(ctx context.Context, today Date) error {
	noted, err := s.store.Setting(ctx, settingUpkeepDay)
	if err != nil {
		return err
	}
	last, err := ParseDate(noted)
	switch {
	case err != nil || last.IsZero(): // none that we know of
		err = s.Upkeep(ctx)
	case last == today:
		return nil
	case today < last || today > last+upkeepGap:
		s.log.Warn("the clock leapt: the upkeep of the listings waits for another day", "last", noted, "today", today.String())
	default:
		err = s.Upkeep(ctx)
	}
	if err != nil {
		return err
	}
	return s.store.Update(ctx, func(tx Tx) error { return tx.SetSetting(settingUpkeepDay, today.String()) })
}

// Upkeep brings back whose day of return came, hides and erases what was not
// confirmed for long, as Ages say, closes motions that lapsed, and forgets codes
// that expired, copies that are too old and people whose requests about their
// data were answered a year ago, all by the clock as it is. Errors: CodeInternal,
// ctx.Err(), and what the store says about its file.
func (s *Service) Upkeep(ctx context.Context) error {
	now := s.Now()
	var due []ListingID
	var failed error
	err := s.store.Listings(ctx, 0, func(l *Listing) error {
		if s.maybeDue(l, now) {
			due = append(due, l.ID)
		}
		return nil
	})
	if err != nil {
		return s.internal("upkeep", err)
	}
	for len(due) > 0 {
		batch := due[:min(len(due), upkeepBatch)]
		due = due[len(batch):]
		err := s.treat(ctx, batch)
		for i := 0; err != nil && ctx.Err() == nil && i < len(batch); i++ {
			// One that cannot be treated must not keep the others from it.
			if one := s.treat(ctx, batch[i:i+1]); one != nil {
				failed = errors.Join(failed, fmt.Errorf("listing %d: %w", batch[i], one))
			}
		}
	}
	err = s.store.Update(ctx, func(tx Tx) error {
		return errors.Join(tx.DropPasses(0, PassLink, now.Add(-codesKept)), forgetRequests(tx, now))
	})
	err = errors.Join(err, s.lapseMotions(ctx), s.forgetBackups(ctx))
	return errors.Join(failed, ctx.Err(), s.internal("upkeep", err))
}

// maybeDue tells whether something may be due for a listing, of whose draft
// nothing is known yet. The fictional profiles of a demonstration do not age.
func (s *Service) maybeDue(l *Listing, now time.Time) bool {
	erased := l.Owner == 0 && l.Latest == nil
	if erased || l.Owner == 0 && s.Demo() {
		return false
	}
	return returns(l, now) || s.turns(l, now) || s.ages.erases(l, &Draft{}, now)
}

// returns tells whether the day of return of a paused listing has come.
func returns(l *Listing, now time.Time) bool {
	return l.Paused && !l.PausedUntil.IsZero() && l.PausedUntil <= DateOf(now)
}

// turns tells whether a listing has to be hidden, or shown again since the
// operator gives more time by now.
func (s *Service) turns(l *Listing, now time.Time) bool {
	return !l.Withdrawn && l.Dormant != s.ages.hides(l, now)
}

// treat looks after listings in one transaction.
func (s *Service) treat(ctx context.Context, ids []ListingID) error {
	var owners []AccountID
	err := s.write(ctx, Operator(), "upkeep", func(tx Tx) error {
		owners = owners[:0]
		for _, id := range ids {
			l, err := tx.ListingByID(id)
			if IsCode(err, CodeNotFound) {
				continue // erased meanwhile
			}
			if err == nil {
				owners = append(owners, l.Owner)
				err = s.treatOne(tx, l)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, owner := range owners {
		s.news.own.tell(owner)
	}
	return nil
}

// treatOne looks at a listing once more, within the transaction, and does
// what is due.
func (s *Service) treatOne(tx Tx, l *Listing) error {
	now := s.Now()
	d, err := tx.Draft(l.ID)
	if err != nil {
		return err
	}
	if s.ages.erases(l, &d, now) {
		_, err := eraseListing(tx, l, Operator(), now)
		return err
	}
	var errs []error
	st := l.Standing
	change := func(action string) {
		errs = append(errs, tx.SetStanding(l.ID, st),
			tx.Decide(Decision{At: now, Actor: Operator(), Action: action, Listing: l.ID}))
	}
	if returns(l, now) {
		st.Paused, st.PausedUntil = false, 0
		change(string(ActionResume))
	}
	if s.turns(l, now) {
		action := decidedHide
		if st.Dormant {
			action = decidedWake
		}
		st.Dormant = !st.Dormant
		change(action)
	}
	return errors.Join(errs...)
}
