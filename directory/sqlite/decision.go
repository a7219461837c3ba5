package sqlite

import (
	"context"
	"database/sql"

	"teleorne/directory"
)

// Decide appends an entry to the log of decisions. The actor's network address
// is not kept: the log stays for good.
func (t *tx) Decide(d directory.Decision) error {
	_, err := t.exec(`INSERT INTO decision (at, role, account, fingerprint, action, listing, revision, reason)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		d.At.UnixMilli(), d.Actor.Role.String(), orNull(d.Actor.Account), d.Actor.Fingerprint,
		d.Action, orNull(d.Listing), orNull(d.Revision), d.Reason)
	return failed("log a decision", t.w.path, err)
}

// Decisions are the entries of the log about a listing, or taken by an account,
// or about the role of one of its keys, the oldest first; 0 means neither.
func (s *Store) Decisions(ctx context.Context, listing directory.ListingID, by directory.AccountID) ([]directory.Decision, error) {
	query := decisionsWhere + "listing = ?1 OR account = ?2 ORDER BY id"
	if by != 0 {
		// Apart, for no index helps to find these.
		query = decisionsWhere + `id IN (SELECT id FROM decision WHERE listing = ?1 OR account = ?2
			UNION SELECT d.id FROM decision d JOIN account_key k ON k.account = ?2 AND instr(d.reason, k.fingerprint) > 0
			WHERE d.action IN ('grant', 'revoke')) ORDER BY id`
	}
	return reading(ctx, s, "read decisions", func(ctx context.Context, db asker) ([]directory.Decision, error) {
		return each(ctx, db, query, scanDecision, orNull(listing), orNull(by))
	})
}

const decisionsWhere = "SELECT id, at, role, account, fingerprint, action, listing, revision, reason FROM decision WHERE "

func scanDecision(row *sql.Rows) (d directory.Decision, err error) {
	var role string
	var at, account, listing, revision sql.NullInt64
	if err = row.Scan(&d.Number, &at, &role, &account, &d.Actor.Fingerprint, &d.Action, &listing, &revision, &d.Reason); err != nil {
		return d, err
	}
	d.At = timeOf(at)
	d.Actor.Account = directory.AccountID(account.Int64)
	d.Listing, d.Revision = directory.ListingID(listing.Int64), directory.RevisionID(revision.Int64)
	d.Actor.Role, err = parseRole(role)
	return d, err
}
