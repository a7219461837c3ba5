package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"teleorne/directory"
)

// passesWhere reads one-time codes, the oldest first.
func passesWhere(where string, args ...any) func(context.Context, asker) ([]directory.Pass, error) {
	return func(ctx context.Context, db asker) ([]directory.Pass, error) {
		return each(ctx, db, "SELECT hash, account, kind, created_at, expires_at FROM pass WHERE "+where+" ORDER BY created_at, hash",
			func(row *sql.Rows) (p directory.Pass, err error) {
				var created, expires sql.NullInt64
				err = row.Scan(&p.Hash, &p.Account, &p.Kind, &created, &expires)
				p.CreatedAt, p.ExpiresAt = timeOf(created), timeOf(expires)
				return p, err
			}, args...)
	}
}

// Passes are an account's codes that were not used, the oldest first, those
// that expired included.
func (s *Store) Passes(ctx context.Context, id directory.AccountID) ([]directory.Pass, error) {
	return reading(ctx, s, "read codes", passesWhere("account = ?", int64(id)))
}

// AddPass keeps a code. CodeDuplicate: there is one of that hash; CodeNotFound:
// no such account.
func (t *tx) AddPass(p directory.Pass) error {
	if ok, err := t.exists("SELECT 1 FROM account WHERE id = ?", int64(p.Account)); err != nil || !ok {
		return notFoundUnless(err, "account", fmt.Sprint(p.Account))
	}
	_, err := t.exec("INSERT INTO pass (hash, account, kind, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
		p.Hash, int64(p.Account), string(p.Kind), p.CreatedAt.UnixMilli(), millis(p.ExpiresAt))
	return failed("add a code", t.w.path, err)
}

// TakePass finds a code by its hash, expired or not, and forgets it.
// CodeNotFound: there is none, or it was used.
func (t *tx) TakePass(hash string) (directory.Pass, error) {
	found, err := within(t, "take a code", passesWhere("hash = ?", hash))
	p, err := only(found, err, "code", "")
	if err != nil {
		return directory.Pass{}, err
	}
	_, err = t.exec("DELETE FROM pass WHERE hash = ?", hash)
	return p, failed("take a code", t.w.path, err)
}

// DropPasses forgets an account's codes of a kind: all of them, or with a time
// only those that expired before it. With a time, account 0 means everybody's.
func (t *tx) DropPasses(id directory.AccountID, kind directory.PassKind, before time.Time) error {
	var err error
	if before.IsZero() {
		_, err = t.exec("DELETE FROM pass WHERE account = ? AND kind = ?", int64(id), string(kind))
	} else {
		_, err = t.exec("DELETE FROM pass WHERE ?1 IN (account, 0) AND kind = ?2 AND expires_at < ?3",
			int64(id), string(kind), before.UnixMilli())
	}
	return failed("drop codes", t.w.path, err)
}
