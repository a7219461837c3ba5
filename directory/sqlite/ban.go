package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"net/netip"
	"time"

	"teleorne/directory"
)

// bansWhere reads bans by a condition on b, the newest first.
func bansWhere(where string, args ...any) func(context.Context, asker) ([]directory.Ban, error) {
	return func(ctx context.Context, db asker) ([]directory.Ban, error) {
		return each(ctx, db, `SELECT b.id, b.fingerprint, b.addresses, b.reason, b.at, b.until, b.account, a.name
			FROM ban b LEFT JOIN account a ON a.id = b.account WHERE `+where+" ORDER BY b.at DESC, b.id DESC",
			func(row *sql.Rows) (b directory.Ban, err error) {
				var addresses string
				var at, until, by sql.NullInt64
				var name sql.NullString
				if err = row.Scan(&b.ID, &b.Fingerprint, &addresses, &b.Reason, &at, &until, &by, &name); err != nil {
					return b, err
				}
				b.At, b.Until = timeOf(at), timeOf(until)
				b.By, b.ByName = directory.AccountID(by.Int64), name.String
				b.Range, err = parseRange(addresses)
				return b, err
			}, args...)
	}
}

// formatRange writes a range of addresses; nothing for none.
func formatRange(p netip.Prefix) string {
	if !p.IsValid() {
		return ""
	}
	return p.Masked().String()
}

// parseRange reads what formatRange wrote.
func parseRange(s string) (netip.Prefix, error) {
	if s == "" {
		return netip.Prefix{}, nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return p, fmt.Errorf("%w: addresses %q", errDamaged, s)
	}
	return p, nil
}

const banInForce = "(b.until IS NULL OR b.until > ?)"

// Bans are those in force at a time, the newest first.
func (s *Store) Bans(ctx context.Context, now time.Time) ([]directory.Ban, error) {
	return reading(ctx, s, "read bans", bansWhere(banInForce, now.UnixMilli()))
}

// AddBan answers CodeDuplicate when the same key or range is kept out already
// when it begins.
func (t *tx) AddBan(b directory.Ban) (int64, error) {
	addresses := formatRange(b.Range)
	same, err := within(t, "read bans", bansWhere("b.fingerprint = ? AND b.addresses = ? AND "+banInForce,
		b.Fingerprint, addresses, b.At.UnixMilli()))
	if err != nil {
		return 0, err
	}
	if len(same) > 0 {
		return 0, takenUnless(nil, "ban", fmt.Sprint(same[0].ID))
	}
	id, err := t.insert("INSERT INTO ban (fingerprint, addresses, reason, at, until, account) VALUES (?, ?, ?, ?, ?, ?)",
		b.Fingerprint, addresses, b.Reason, b.At.UnixMilli(), millis(b.Until), orNull(b.By))
	return id, failed("add a ban", t.w.path, err)
}

// RemoveBan answers the ban that it removes, in force or not; CodeNotFound for
// one that is not there.
func (t *tx) RemoveBan(id int64) (directory.Ban, error) {
	found, err := within(t, "read a ban", bansWhere("b.id = ?", id))
	b, err := only(found, err, "ban", fmt.Sprint(id))
	if err != nil {
		return directory.Ban{}, err
	}
	_, err = t.exec("DELETE FROM ban WHERE id = ?", id)
	return b, failed("remove a ban", t.w.path, err)
}

// BanOf is a ban in force at a time of a key or of any key of its account, the
// newest one; CodeNotFound: none.
func (t *tx) BanOf(fingerprint string, now time.Time) (directory.Ban, error) {
	found, err := within(t, "read a ban", bansWhere(`b.fingerprint <> '' AND b.fingerprint IN (SELECT ?1
		UNION SELECT k.fingerprint FROM account_key k JOIN account_key mine ON mine.account = k.account
		WHERE mine.fingerprint = ?1) AND (b.until IS NULL OR b.until > ?2)`, fingerprint, now.UnixMilli()))
	return only(found, err, "ban", fingerprint)
}
