package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"teleorne/directory"
)

// appealsWhere reads appeals, the oldest first.
func appealsWhere(where string, args ...any) func(context.Context, asker) ([]directory.Appeal, error) {
	return func(ctx context.Context, db asker) ([]directory.Appeal, error) {
		return each(ctx, db, `SELECT id, listing, against, judge, words, at, closed_at, outcome, reason FROM appeal
			WHERE `+where+" ORDER BY at, id",
			func(row *sql.Rows) (a directory.Appeal, err error) {
				var by, at, closed sql.NullInt64
				err = row.Scan(&a.ID, &a.Listing, &a.Against, &by, &a.Words, &at, &closed, &a.Outcome, &a.Reason)
				a.By, a.At, a.ClosedAt = directory.AccountID(by.Int64), timeOf(at), timeOf(closed)
				return a, err
			}, args...)
	}
}

// OpenAppeals are the open appeals, the oldest first.
func (s *Store) OpenAppeals(ctx context.Context) ([]directory.Appeal, error) {
	return reading(ctx, s, "read appeals", appealsWhere("closed_at IS NULL"))
}

// Appeals are all of a listing, the oldest first.
func (s *Store) Appeals(ctx context.Context, id directory.ListingID) ([]directory.Appeal, error) {
	return reading(ctx, s, "read appeals", appealsWhere("listing = ?", int64(id)))
}

// Appeals are all of a listing, the oldest first.
func (t *tx) Appeals(id directory.ListingID) ([]directory.Appeal, error) {
	return within(t, "read appeals", appealsWhere("listing = ?", int64(id)))
}

// AddAppeal answers CodeDuplicate for a decision that was appealed against,
// CodeNotFound for a listing or a decision that is not there.
func (t *tx) AddAppeal(a directory.Appeal) error {
	if ok, err := t.exists("SELECT 1 FROM listing WHERE id = ? AND erased = 0", int64(a.Listing)); err != nil || !ok {
		return notFoundUnless(err, "listing", fmt.Sprint(a.Listing))
	}
	if _, err := t.Decision(a.Against); err != nil {
		return err
	}
	_, err := t.exec("INSERT INTO appeal (listing, against, judge, words, at) VALUES (?, ?, ?, ?, ?)",
		int64(a.Listing), a.Against, orNull(a.By), a.Words, a.At.UnixMilli())
	if duplicate(err) {
		return takenUnless(nil, "against", fmt.Sprint(a.Against))
	}
	return failed("add an appeal", t.w.path, err)
}

// CloseAppeal sets what became of an appeal; a zero time opens it again, with
// neither outcome nor reason. CodeNotFound: no such appeal.
func (t *tx) CloseAppeal(id int64, at time.Time, outcome directory.Action, reason string) error {
	if at.IsZero() {
		outcome, reason = "", ""
	}
	ok, err := t.changed("UPDATE appeal SET closed_at = ?, outcome = ?, reason = ? WHERE id = ?", millis(at), string(outcome), reason, id)
	return foundOr(ok, failed("close an appeal", t.w.path, err), "appeal", fmt.Sprint(id))
}
