package directory

import (
	"context"
	"errors"
	"sync"
	"time"
)

// upkeepBatch is how many listings one transaction of Upkeep treats: others
// write between.
const upkeepBatch = 100

// codesKept is how long a code is kept after it expired, to say that it did.
const codesKept = 24 * time.Hour

// upkeepAgain is when an upkeep that failed is tried again.
const upkeepAgain = 10 * time.Minute

// daily runs the upkeep at the start and once each new day, beside whoever
// follows the store: it takes its time.
type daily struct {
	day     Date
	running sync.WaitGroup
}

func (d *daily) run(ctx context.Context, s *Service) {
	today := s.Today()
	if today == d.day {
		return
	}
	d.day = today
	d.running.Go(func() {
		for {
			err := s.Upkeep(ctx)
			if err == nil || ctx.Err() != nil {
				return
			}
			s.log.Error("the upkeep of the listings fails", "error", SafeLine(err.Error()))
			select {
			case <-ctx.Done():
				return
			case <-time.After(upkeepAgain):
			}
		}
	})
}

// Upkeep brings back whose day of return came, hides and erases what was not
// confirmed for long, as Ages say, and forgets codes that expired. Follow calls
// it at the start and at each new day.
func (s *Service) Upkeep(ctx context.Context) error {
	now := s.stamp()
	var due []ListingID
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
		if err := s.keepUp(ctx, batch); err != nil {
			return err
		}
	}
	return s.internal("upkeep", s.store.Update(ctx, func(tx Tx) error {
		return tx.DropPasses(0, PassLink, now.Add(-codesKept))
	}))
}

// maybeDue tells whether something may be due for a listing, of whose draft
// nothing is known yet. The fictional profiles of a demonstration do not age.
func (s *Service) maybeDue(l *Listing, now time.Time) bool {
	erased := l.Owner == 0 && l.Latest == nil
	if erased || l.Owner == 0 && s.Demo() {
		return false
	}
	return s.returns(l, now) || !l.Dormant && s.ages.hides(l, now) || s.ages.erases(l, &Draft{}, now)
}

// returns tells whether the day of return of a paused listing has come.
func (s *Service) returns(l *Listing, now time.Time) bool {
	return l.Paused && !l.PausedUntil.IsZero() && l.PausedUntil <= DateOf(now.In(s.clock.zone))
}

// keepUp treats listings in one transaction.
func (s *Service) keepUp(ctx context.Context, ids []ListingID) error {
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
				err = s.keepUpOne(tx, l)
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

// keepUpOne looks at a listing once more, within the transaction, and does
// what is due.
func (s *Service) keepUpOne(tx Tx, l *Listing) error {
	now := s.stamp()
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
	if s.returns(l, now) {
		st.Paused, st.PausedUntil = false, 0
		change(string(ActionResume))
	}
	if !st.Dormant && s.ages.hides(l, now) {
		st.Dormant = true
		change(decidedHide)
	}
	return errors.Join(errs...)
}
