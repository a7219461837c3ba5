package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"teleorne/directory"
)

// reportsWhere reads reports, the oldest first.
func reportsWhere(where string, args ...any) func(context.Context, asker) ([]directory.Report, error) {
	return func(ctx context.Context, db asker) ([]directory.Report, error) {
		return each(ctx, db, "SELECT id, listing, reason, words, at, role, reporter, closed_at FROM report WHERE "+where+" ORDER BY at, id",
			func(row *sql.Rows) (r directory.Report, err error) {
				var role string
				var at, closed sql.NullInt64
				if err = row.Scan(&r.ID, &r.Listing, &r.Reason, &r.Words, &at, &role, &r.Reporter, &closed); err != nil {
					return r, err
				}
				r.At, r.ClosedAt = timeOf(at), timeOf(closed)
				r.Role, err = parseRole(role)
				return r, err
			}, args...)
	}
}

// OpenReports are the open reports about all listings, the oldest first.
func (s *Store) OpenReports(ctx context.Context) ([]directory.Report, error) {
	return reading(ctx, s, "read reports", reportsWhere("closed_at IS NULL"))
}

// OpenReports are those about a listing, the oldest first.
func (t *tx) OpenReports(id directory.ListingID) ([]directory.Report, error) {
	return within(t, "read reports", reportsWhere("listing = ? AND closed_at IS NULL", int64(id)))
}

// AddReport adds a report, or replaces reason and words of the open one by the
// same reporter about the same listing: then again is true. CodeNotFound: no
// such listing.
func (t *tx) AddReport(r directory.Report) (again bool, err error) {
	if ok, err := t.exists("SELECT 1 FROM listing WHERE id = ? AND erased = 0", int64(r.Listing)); err != nil || !ok {
		return false, notFoundUnless(err, "listing", fmt.Sprint(r.Listing))
	}
	again, err = t.changed("UPDATE report SET reason = ?, words = ? WHERE listing = ? AND reporter = ? AND closed_at IS NULL",
		string(r.Reason), r.Words, int64(r.Listing), r.Reporter)
	if err == nil && !again {
		_, err = t.exec("INSERT INTO report (listing, reason, words, at, role, reporter) VALUES (?, ?, ?, ?, ?, ?)",
			int64(r.Listing), string(r.Reason), r.Words, r.At.UnixMilli(), r.Role.String(), r.Reporter)
	}
	return again, failed("add a report", t.w.path, err)
}

// CloseReports closes the open reports about a listing, and answers how many.
func (t *tx) CloseReports(id directory.ListingID, at time.Time) (int, error) {
	result, err := t.exec("UPDATE report SET closed_at = ? WHERE listing = ? AND closed_at IS NULL", at.UnixMilli(), int64(id))
	if err != nil {
		return 0, failed("close reports", t.w.path, err)
	}
	n, err := result.RowsAffected()
	return int(n), failed("close reports", t.w.path, t.note(err))
}

// ReopenReports opens those again that were closed at that time, except where
// the same reader has reported again since: one reader counts once.
func (t *tx) ReopenReports(id directory.ListingID, at time.Time) error {
	_, err := t.exec(`UPDATE report SET closed_at = NULL
		WHERE id IN (SELECT max(id) FROM report WHERE listing = ?1 AND closed_at = ?2 GROUP BY reporter)
			AND reporter NOT IN (SELECT reporter FROM report WHERE listing = ?1 AND closed_at IS NULL)`, int64(id), at.UnixMilli())
	return failed("reopen reports", t.w.path, err)
}
