package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"teleorne/directory"
)

// parseRole reads a role as it is kept.
func parseRole(s string) (directory.Role, error) {
	for r := directory.RoleVisitor; r <= directory.RoleAdministrator; r++ {
		if r.String() == s {
			return r, nil
		}
	}
	return directory.RoleVisitor, fmt.Errorf("unknown role %q", s)
}

// AddAccount creates an account.
func (t *tx) AddAccount(name string, role directory.Role, at time.Time) (directory.AccountID, error) {
	id, err := t.insert("INSERT INTO account (name, role, created_at) VALUES (?, ?, ?)", name, role.String(), at.UnixMilli())
	return directory.AccountID(id), failed("add an account", t.w.path, err)
}

// SetRole changes an account's role; CodeNotFound when there is no such account.
func (t *tx) SetRole(id directory.AccountID, role directory.Role) error {
	ok, err := t.changed("UPDATE account SET role = ? WHERE id = ?", role.String(), int64(id))
	if err == nil && !ok {
		return directory.NotFound("account", fmt.Sprint(id))
	}
	return failed("set a role", t.w.path, err)
}

// AddKey gives an account a key; CodeDuplicate when it is registered already,
// CodeNotFound when there is no such account.
func (t *tx) AddKey(k directory.Key, blob []byte, at time.Time) error {
	if ok, err := t.exists("SELECT 1 FROM account WHERE id = ?", int64(k.Account)); err != nil || !ok {
		return notFoundUnless(err, "account", fmt.Sprint(k.Account))
	}
	if blob == nil {
		blob = []byte{}
	}
	_, err := t.exec("INSERT INTO account_key (fingerprint, account, type, name, blob, created_at) VALUES (?, ?, ?, ?, ?, ?)",
		k.Fingerprint, int64(k.Account), k.Type, k.Name, blob, at.UnixMilli())
	if duplicate(err) {
		return &directory.Error{Code: directory.CodeDuplicate, Field: "key", Params: directory.Params{"value": k.Fingerprint}, Err: err}
	}
	return failed("add a key", t.w.path, err)
}

// AccountByKey answers CodeNotFound for a key that nobody registered.
func (t *tx) AccountByKey(fingerprint string) (directory.Account, error) {
	a, err := accountByKey(fingerprint, t.row)
	return a, failed("read an account", t.w.path, err)
}

// accountByKey finds the account of a key by what reads one row.
func accountByKey(fingerprint string, row func(text string, args []any, to ...any) error) (directory.Account, error) {
	var a directory.Account
	var role string
	err := row(`SELECT a.id, a.name, a.role FROM account_key k JOIN account a ON a.id = k.account
		WHERE k.fingerprint = ?`, []any{fingerprint}, &a.ID, &a.Name, &role)
	if errors.Is(err, sql.ErrNoRows) {
		return directory.Account{}, directory.NotFound("key", fingerprint)
	}
	if err == nil {
		a.Role, err = parseRole(role)
	}
	return a, err
}

// Decide appends an entry to the log of decisions. The actor's network address
// is not kept: the log stays for good.
func (t *tx) Decide(d directory.Decision) error {
	_, err := t.exec(`INSERT INTO decision (at, role, account, fingerprint, action, listing, revision, reason)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		d.At.UnixMilli(), d.Actor.Role.String(), orNull(d.Actor.Account), d.Actor.Fingerprint,
		d.Action, orNull(d.Listing), orNull(d.Revision), d.Reason)
	return failed("log a decision", t.w.path, err)
}

// exists tells whether a query finds a row.
func (t *tx) exists(text string, args ...any) (bool, error) {
	var one int
	err := t.row(text, args, &one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func notFoundUnless(err error, what, value string) error {
	if err != nil {
		return err
	}
	return directory.NotFound(what, value)
}
