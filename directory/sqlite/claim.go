package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"teleorne/directory"
)

// claimsWhere reads claims by a condition on c.
func claimsWhere(where string, args ...any) func(context.Context, asker) ([]directory.Claim, error) {
	return func(ctx context.Context, db asker) ([]directory.Claim, error) {
		return each(ctx, db, `SELECT c.item, c.account, a.name, c.holder, c.until
			FROM claim c LEFT JOIN account a ON a.id = c.account WHERE `+where+" ORDER BY c.item",
			func(row *sql.Rows) (c directory.Claim, err error) {
				var by, until sql.NullInt64
				var name sql.NullString
				err = row.Scan(&c.Item, &by, &name, &c.Holder, &until)
				c.By, c.Name, c.Until = directory.AccountID(by.Int64), name.String, timeOf(until)
				return c, err
			}, args...)
	}
}

// Claims are those that have not expired at a time.
func (s *Store) Claims(ctx context.Context, now time.Time) ([]directory.Claim, error) {
	return reading(ctx, s, "read claims", claimsWhere("c.until > ?", now.UnixMilli()))
}

// Claim is the claim of an item, expired or not; CodeNotFound.
func (t *tx) Claim(id directory.ItemID) (directory.Claim, error) {
	found, err := within(t, "read a claim", claimsWhere("c.item = ?", string(id)))
	return only(found, err, "claim", string(id))
}

// PutClaim replaces the claim of an item. CodeNotFound: no such account.
func (t *tx) PutClaim(c directory.Claim) error {
	if c.By != 0 {
		if ok, err := t.exists("SELECT 1 FROM account WHERE id = ?", int64(c.By)); err != nil || !ok {
			return notFoundUnless(err, "account", fmt.Sprint(c.By))
		}
	}
	_, err := t.exec(`INSERT INTO claim (item, account, holder, until) VALUES (?, ?, ?, ?)
		ON CONFLICT (item) DO UPDATE SET account = excluded.account, holder = excluded.holder, until = excluded.until`,
		string(c.Item), orNull(c.By), c.Holder, c.Until.UnixMilli())
	return failed("claim", t.w.path, err)
}

// DropClaim lets go of an item; where there is no claim nothing happens.
func (t *tx) DropClaim(id directory.ItemID) error {
	_, err := t.exec("DELETE FROM claim WHERE item = ?", string(id))
	return failed("drop a claim", t.w.path, err)
}

// DropClaims lets go of all that a session holds; where there is nothing,
// nothing happens.
func (t *tx) DropClaims(holder string) error {
	_, err := t.exec("DELETE FROM claim WHERE holder = ?", holder)
	return failed("drop claims", t.w.path, err)
}
