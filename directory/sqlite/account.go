package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"teleorne/directory"
)

// parseRole reads a role as it is kept: of an account, or in the log, where the
// operator has entries as well.
func parseRole(s string) (directory.Role, error) {
	for r := directory.RoleVisitor; r <= directory.RoleOperator; r++ {
		if r.String() == s {
			return r, nil
		}
	}
	return directory.RoleVisitor, fmt.Errorf("%w: role %q", errDamaged, s)
}

// accountsWhere reads accounts by a condition on a.
func accountsWhere(where string, args ...any) func(context.Context, asker) ([]directory.Account, error) {
	return func(ctx context.Context, db asker) ([]directory.Account, error) {
		return each(ctx, db, "SELECT a.id, a.name, a.role, a.created_at, a.informed_at, a.mode FROM account a WHERE "+where, scanAccount, args...)
	}
}

func scanAccount(row *sql.Rows) (a directory.Account, err error) {
	var role string
	var created, informed sql.NullInt64
	if err = row.Scan(&a.ID, &a.Name, &role, &created, &informed, &a.Mode); err != nil {
		return a, err
	}
	a.CreatedAt, a.InformedAt = timeOf(created), timeOf(informed)
	a.Role, err = parseRole(role)
	return a, err
}

const ofKey = "a.id = (SELECT account FROM account_key WHERE fingerprint = ?)"

// AccountByKey answers CodeNotFound for a key that nobody registered.
func (s *Store) AccountByKey(ctx context.Context, fingerprint string) (directory.Account, error) {
	found, err := reading(ctx, s, "read an account", accountsWhere(ofKey, fingerprint))
	return only(found, err, "key", fingerprint)
}

// AccountByKey answers CodeNotFound for a key that nobody registered.
func (t *tx) AccountByKey(fingerprint string) (directory.Account, error) {
	found, err := within(t, "read an account", accountsWhere(ofKey, fingerprint))
	return only(found, err, "key", fingerprint)
}

// Account answers CodeNotFound for an account that is not, or no more, there.
func (s *Store) Account(ctx context.Context, id directory.AccountID) (directory.Account, error) {
	found, err := reading(ctx, s, "read an account", accountsWhere("a.id = ?", int64(id)))
	return only(found, err, "account", fmt.Sprint(id))
}

// Account answers CodeNotFound for an account that is not there.
func (t *tx) Account(id directory.AccountID) (directory.Account, error) {
	found, err := within(t, "read an account", accountsWhere("a.id = ?", int64(id)))
	return only(found, err, "account", fmt.Sprint(id))
}

// AddAccount creates an account.
func (t *tx) AddAccount(name string, role directory.Role, at time.Time) (directory.AccountID, error) {
	id, err := t.insert("INSERT INTO account (name, name_key, role, created_at) VALUES (?, ?, ?, ?)",
		name, directory.Fold(name), role.String(), at.UnixMilli())
	return directory.AccountID(id), failed("add an account", t.w.path, err)
}

// RenameAccount names an account; CodeNotFound when there is no such account.
func (t *tx) RenameAccount(id directory.AccountID, name string) error {
	ok, err := t.changed("UPDATE account SET name = ?, name_key = ? WHERE id = ?", name, directory.Fold(name), int64(id))
	return foundOr(ok, failed("rename an account", t.w.path, err), "account", fmt.Sprint(id))
}

// Administrators counts the accounts with that role.
func (t *tx) Administrators() (n int, err error) {
	err = t.row("SELECT count(*) FROM account WHERE role = 'administrator'", nil, &n)
	return n, failed("count administrators", t.w.path, err)
}

// SetRole changes an account's role; CodeNotFound when there is no such account.
func (t *tx) SetRole(id directory.AccountID, role directory.Role) error {
	return t.setAccount("set a role", id, "role", role.String())
}

// SetInformed notes when an account's owner took note of the privacy notice;
// CodeNotFound when there is no such account.
func (t *tx) SetInformed(id directory.AccountID, at time.Time) error {
	return t.setAccount("note a notice", id, "informed_at", millis(at))
}

// SetMode sets how an account's owner wants to be served; CodeNotFound when
// there is no such account.
func (t *tx) SetMode(id directory.AccountID, mode directory.Mode) error {
	return t.setAccount("set a mode", id, "mode", string(mode))
}

func (t *tx) setAccount(doing string, id directory.AccountID, column string, value any) error {
	ok, err := t.changed("UPDATE account SET "+column+" = ? WHERE id = ?", value, int64(id))
	return foundOr(ok, failed(doing, t.w.path, err), "account", fmt.Sprint(id))
}
