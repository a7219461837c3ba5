package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"teleorne/directory"
)

// requestsWhere reads requests of people about their data, by the day they are
// due.
func requestsWhere(where string, args ...any) func(context.Context, asker) ([]directory.DataRequest, error) {
	return func(ctx context.Context, db asker) ([]directory.DataRequest, error) {
		return each(ctx, db, `SELECT id, kind, who, slug, note, received, due, extended, closed_at, answer FROM data_request
			WHERE `+where+" ORDER BY due, id",
			func(row *sql.Rows) (r directory.DataRequest, err error) {
				var closed sql.NullInt64
				err = row.Scan(&r.ID, &r.Kind, &r.Who, &r.Slug, &r.Note, &r.Received, &r.Due, &r.Extended, &closed, &r.Answer)
				r.ClosedAt = timeOf(closed)
				return r, err
			}, args...)
	}
}

// DataRequests are the open ones, or all, by the day they are due.
func (s *Store) DataRequests(ctx context.Context, open bool) ([]directory.DataRequest, error) {
	where := "1"
	if open {
		where = "closed_at IS NULL"
	}
	return reading(ctx, s, "read requests", requestsWhere(where))
}

// DataRequest answers CodeNotFound.
func (t *tx) DataRequest(id int64) (directory.DataRequest, error) {
	found, err := within(t, "read a request", requestsWhere("id = ?", id))
	return only(found, err, "request", fmt.Sprint(id))
}

// AddDataRequest adds a request and answers its number.
func (t *tx) AddDataRequest(r directory.DataRequest) (int64, error) {
	id, err := t.insert(`INSERT INTO data_request (kind, who, slug, note, received, due, extended, closed_at, answer)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, requestValues(&r)...)
	return id, failed("add a request", t.w.path, err)
}

func requestValues(r *directory.DataRequest) []any {
	return []any{
		string(r.Kind), r.Who, r.Slug, r.Note, int64(r.Received), int64(r.Due), r.Extended, millis(r.ClosedAt), r.Answer,
	}
}

// PutDataRequest replaces the request of that ID. CodeNotFound.
func (t *tx) PutDataRequest(r directory.DataRequest) error {
	ok, err := t.changed(`UPDATE data_request SET kind = ?, who = ?, slug = ?, note = ?, received = ?, due = ?, extended = ?,
		closed_at = ?, answer = ? WHERE id = ?`, append(requestValues(&r), r.ID)...)
	return foundOr(ok, failed("put a request", t.w.path, err), "request", fmt.Sprint(r.ID))
}

// ForgetDataRequests blanks Who, Slug, Note, Extended and Answer of those closed
// before a time.
func (t *tx) ForgetDataRequests(before time.Time) error {
	const old = "closed_at < ? AND (who <> '' OR slug <> '' OR note <> '' OR extended <> '' OR answer <> '')"
	if some, err := t.exists("SELECT 1 FROM data_request WHERE "+old, before.UnixMilli()); err != nil || !some {
		return failed("forget requests", t.w.path, err)
	}
	if err := t.forget(); err != nil {
		return err
	}
	_, err := t.exec("UPDATE data_request SET who = '', slug = '', note = '', extended = '', answer = '' WHERE "+old, before.UnixMilli())
	return failed("forget requests", t.w.path, err)
}
