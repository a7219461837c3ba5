package sqlite

import (
	"context"
	"database/sql"

	"teleorne/directory"
)

// asker is what answers queries: the readers' pool, or a transaction.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each reads all rows of a query.
func each[T any](ctx context.Context, db asker, text string, read func(*sql.Rows) (T, error), args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	var out []T
	for rows.Next() {
		x, err := read(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// reading asks the readers' pool, within the time that a read may take. What
// ask answers is read to its end when it returns.
func reading[T any](ctx context.Context, s *Store, doing string, ask func(context.Context, asker) ([]T, error)) ([]T, error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	out, err := ask(ctx, s.read)
	return out, failed(doing, s.path, err)
}

// within asks the same of a transaction.
func within[T any](t *tx, doing string, ask func(context.Context, asker) ([]T, error)) ([]T, error) {
	out, err := ask(t.ctx, t)
	return out, failed(doing, t.w.path, t.note(err))
}

// only is the one thing that was looked for; CodeNotFound when it is not there.
func only[T any](found []T, err error, what, value string) (T, error) {
	var none T
	if err != nil {
		return none, err
	}
	if len(found) == 0 {
		return none, directory.NotFound(what, value)
	}
	return found[0], nil
}

// listingsWhere reads listings by a condition on l.
func listingsWhere(where string, args ...any) func(context.Context, asker) ([]*directory.Listing, error) {
	return func(ctx context.Context, db asker) ([]*directory.Listing, error) {
		rows, err := db.QueryContext(ctx, selectListing(where), args...)
		if err != nil {
			return nil, err
		}
		return scanListings(rows)
	}
}
