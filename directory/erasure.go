package directory

import (
	"context"
	"time"
)

// Erasure says that a listing or an account was forgotten. It names neither: in
// a copy of the directory that was made before, it tells which one it is.
type Erasure struct {
	Listing ListingID // 0 when an account is meant
	Account AccountID // 0 when a listing is meant
	Born    time.Time // when it was made, to the millisecond
	At      time.Time // when it was forgotten
}

// ReplayErasures forgets in a directory that nobody serves, restored from a copy,
// what was forgotten after the copy was made, all of it or nothing, and answers
// how many listings and accounts these were. What the copy does not hold, or
// holds under that number as somebody else's, is passed over.
func ReplayErasures(ctx context.Context, store Store, erasures []Erasure, now time.Time) (n int, err error) {
	err = store.Update(ctx, func(tx Tx) error {
		n = 0
		for _, e := range erasures {
			done, err := replayErasure(tx, e, now)
			if err != nil {
				return err
			}
			if done {
				n++
			}
		}
		return nil
	})
	return n, err
}

// replayErasure forgets once more what one entry means; done is false when that
// is not there.
func replayErasure(tx Tx, e Erasure, now time.Time) (done bool, err error) {
	if e.Listing != 0 {
		l, err := tx.ListingByID(e.Listing)
		if IsCode(err, CodeNotFound) || err == nil && !l.CreatedAt.Equal(e.Born) {
			return false, nil
		}
		if err == nil {
			_, err = eraseListing(tx, l, Operator(), now)
		}
		return err == nil, err
	}
	a, err := tx.Account(e.Account)
	if IsCode(err, CodeNotFound) || err == nil && !a.CreatedAt.Equal(e.Born) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	l, err := tx.ListingByOwner(a.ID)
	switch {
	case err == nil: // what an account that is no more had is nobody's either
		if _, err = eraseListing(tx, l, Operator(), now); err != nil {
			return false, err
		}
	case !IsCode(err, CodeNotFound):
		return false, err
	}
	// With its listing it went, unless it had a role.
	if _, err = tx.Account(a.ID); err == nil {
		_, err = eraseAccount(tx, a, now)
	}
	if IsCode(err, CodeNotFound) {
		err = nil
	}
	return err == nil, err
}
