package sqlite

import (
	"context"
	"database/sql"

	"teleorne/directory"
)

// fillModeration does what the third migration cannot do in SQL: it seals the
// log, one entry after the other, and folds what people are found by.
func fillModeration(ctx context.Context, conn *sql.Conn) error {
	for _, fill := range []func(context.Context, *sql.Conn) error{sealLog, foldAccounts, keyRevisions} {
		if err := fill(ctx, conn); err != nil {
			return err
		}
	}
	return nil
}

// sealLog moves the entries of the log to where they stand sealed, in order.
func sealLog(ctx context.Context, conn *sql.Conn) error {
	insert, err := conn.PrepareContext(ctx, insertDecision)
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // nothing is left to be done
	var previous []byte
	err = batches(ctx, conn, `SELECT id, at, role, account, fingerprint, action, '', listing, revision, reason, NULL, x'', NULL, x'', x''
		FROM unsealed_decision WHERE id > ? ORDER BY id LIMIT ?`, scanDecision, func(d directory.Decision) (int64, error) {
		d = d.Sealed(previous)
		previous = d.Seal.Hash
		_, err := insert.ExecContext(ctx, decisionValues(&d)...)
		return d.Number, err
	})
	if err == nil {
		_, err = conn.ExecContext(ctx, "DROP TABLE unsealed_decision")
	}
	return err
}

func foldAccounts(ctx context.Context, conn *sql.Conn) error {
	return batches(ctx, conn, "SELECT a.id, a.name, a.role, a.created_at, a.informed_at, '' FROM account a WHERE a.id > ? ORDER BY a.id LIMIT ?",
		scanAccount, func(a directory.Account) (int64, error) {
			_, err := conn.ExecContext(ctx, "UPDATE account SET name_key = ? WHERE id = ?", directory.Fold(a.Name), int64(a.ID))
			return int64(a.ID), err
		})
}

// keyRevisions gives each revision what it is found by.
func keyRevisions(ctx context.Context, conn *sql.Conn) error {
	insert, err := conn.PrepareContext(ctx, insertRevisionKey)
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // nothing is left to be done
	type row struct {
		revision, listing int64
		slug              string
		profile           directory.Profile
	}
	return batches(ctx, conn, `SELECT r.id, l.id, l.slug, r.name, r.organisation, r.email, r.phone, r.siret, r.commune, r.description
		FROM revision r JOIN listing l ON l.id = r.listing WHERE r.id > ? ORDER BY r.id LIMIT ?`,
		func(rows *sql.Rows) (r row, err error) {
			p := &r.profile
			return r, rows.Scan(&r.revision, &r.listing, &r.slug, &p.Name, &p.Organisation, &p.Email, &p.Phone, &p.SIRET, &p.Commune, &p.Description)
		}, func(r row) (int64, error) {
			_, err := insert.ExecContext(ctx, revisionKey(r.revision, r.listing, r.slug, &r.profile)...)
			return r.revision, err
		})
}

// batches calls fn for all rows of a query that is asked from a number on, and
// for so many at once. fn answers the number of its row.
func batches[T any](ctx context.Context, db asker, text string, read func(*sql.Rows) (T, error), fn func(T) (int64, error)) error {
	for after := int64(0); ; {
		rows, err := each(ctx, db, text, read, after, batch)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if after, err = fn(row); err != nil {
				return err
			}
		}
		if len(rows) < batch {
			return nil
		}
	}
}
