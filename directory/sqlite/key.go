package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"teleorne/directory"
)

// keysOf reads an account's keys, the oldest first.
func keysOf(id directory.AccountID) func(context.Context, asker) ([]directory.Key, error) {
	return func(ctx context.Context, db asker) ([]directory.Key, error) {
		return each(ctx, db, `SELECT account, fingerprint, type, name, created_at, used_at, blob FROM account_key
			WHERE account = ? ORDER BY created_at, fingerprint`,
			func(row *sql.Rows) (k directory.Key, err error) {
				var created, used sql.NullInt64
				var blob []byte
				err = row.Scan(&k.Account, &k.Fingerprint, &k.Type, &k.Name, &created, &used, &blob)
				k.CreatedAt, k.UsedAt, k.Wire = timeOf(created), timeOf(used), string(blob)
				return k, err
			}, int64(id))
	}
}

// Keys are an account's keys, the oldest first; none for an account that is
// not there.
func (s *Store) Keys(ctx context.Context, id directory.AccountID) ([]directory.Key, error) {
	return reading(ctx, s, "read keys", keysOf(id))
}

// Keys are an account's keys, the oldest first; none for an account that is
// not there.
func (t *tx) Keys(id directory.AccountID) ([]directory.Key, error) {
	return within(t, "read keys", keysOf(id))
}

// AddKey gives an account a key, as of that time; CodeDuplicate when it is
// registered already, CodeNotFound when there is no such account.
func (t *tx) AddKey(k directory.Key, blob []byte, at time.Time) error {
	if ok, err := t.exists("SELECT 1 FROM account WHERE id = ?", int64(k.Account)); err != nil || !ok {
		return notFoundUnless(err, "account", fmt.Sprint(k.Account))
	}
	if blob == nil {
		blob = []byte{}
	}
	_, err := t.exec("INSERT INTO account_key (fingerprint, account, type, name, blob, created_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		k.Fingerprint, int64(k.Account), k.Type, k.Name, blob, at.UnixMilli(), millis(k.UsedAt))
	if duplicate(err) {
		return &directory.Error{Code: directory.CodeDuplicate, Field: "key", Params: directory.Params{"value": k.Fingerprint}, Err: err}
	}
	return failed("add a key", t.w.path, err)
}

// RenameKey names a key; CodeNotFound for one that nobody registered.
func (t *tx) RenameKey(fingerprint, name string) error {
	ok, err := t.changed("UPDATE account_key SET name = ? WHERE fingerprint = ?", name, fingerprint)
	return foundOr(ok, failed("rename a key", t.w.path, err), "key", fingerprint)
}

// TouchKey notes a connection; CodeNotFound for a key that nobody registered.
func (t *tx) TouchKey(fingerprint string, at time.Time) error {
	ok, err := t.changed("UPDATE account_key SET used_at = ? WHERE fingerprint = ?", millis(at), fingerprint)
	return foundOr(ok, failed("note a connection", t.w.path, err), "key", fingerprint)
}

// RemoveKey takes a key from its account; CodeNotFound for one that nobody
// registered.
func (t *tx) RemoveKey(fingerprint string) error {
	ok, err := t.changed("DELETE FROM account_key WHERE fingerprint = ?", fingerprint)
	return foundOr(ok, failed("remove a key", t.w.path, err), "key", fingerprint)
}
