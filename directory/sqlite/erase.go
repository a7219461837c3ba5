package sqlite

import (
	"fmt"

	"teleorne/directory"
)

// Erase forgets a person: the listing's revisions and draft, its owner, its
// slug (which nobody else gets), and in the log the keys of its owner, the
// reasons given about it and those that name a former key of its owner. The
// listing's number remains. CodeNotFound: no such
// listing.
func (t *tx) Erase(id directory.ListingID) error {
	l, err := t.ListingByID(id)
	if err != nil {
		return err
	}
	secret, err := t.makeSlugSecret()
	if err != nil {
		return err
	}
	former, err := t.fingerprints(l.Owner, "fingerprint NOT IN (SELECT fingerprint FROM account_key)")
	if err != nil {
		return failed("erase", t.w.path, err)
	}
	if err := t.forget(); err != nil {
		return err
	}
	clear(t.slugs)
	if err := t.steps([]step{
		{"INSERT INTO erasure (listing) VALUES (?)", []any{int64(id)}},
		{"UPDATE decision SET reason = '' WHERE listing = ? AND reason <> ''", []any{int64(id)}},
		{"UPDATE decision SET fingerprint = '' WHERE " + byOwner, []any{int64(l.Owner)}},
		{"DELETE FROM draft WHERE listing = ?", []any{int64(id)}},
	}); err != nil {
		return failed("erase", t.w.path, err)
	}
	if err := t.unname(former); err != nil {
		return failed("erase", t.w.path, err)
	}
	if err := t.touch(id, `published_revision = NULL, latest_revision = NULL, owner = NULL, slug = ?, confirmed_at = NULL,
		paused = 0, paused_until = 0, suspended = 0, withdrawn = 0, dormant = 0, erased = 1`, erasedSlug(secret, l.Slug)); err != nil {
		return failed("erase", t.w.path, err)
	}
	return failed("erase", t.w.path, t.steps([]step{
		{"DELETE FROM revision WHERE listing = ?", []any{int64(id)}},
		{"DELETE FROM erasure WHERE listing = ?", []any{int64(id)}},
	}))
}

// byOwner are the entries of the log that an account made, those included that
// one of its keys made before it had an account.
const byOwner = `fingerprint <> '' AND (account = ?1 OR fingerprint IN (SELECT fingerprint FROM account_key WHERE account = ?1))`

// DeleteAccount deletes an account with its keys and codes, and its keys from
// the log: those that acted, and those that a reason names. CodeNotFound: no
// such account; CodeConflict: it owns a listing, which is erased first.
func (t *tx) DeleteAccount(id directory.AccountID) error {
	if _, err := t.Account(id); err != nil {
		return err
	}
	if owns, err := t.exists("SELECT 1 FROM listing WHERE owner = ?", int64(id)); err != nil || owns {
		if err == nil {
			err = &directory.Error{Code: directory.CodeConflict, Field: "owner"}
		}
		return failed("delete an account", t.w.path, err)
	}
	keys, err := t.fingerprints(id, "1")
	if err != nil {
		return failed("delete an account", t.w.path, err)
	}
	if err := t.forget(); err != nil {
		return err
	}
	if _, err := t.exec("INSERT INTO erasure (account) VALUES (?)", int64(id)); err != nil {
		return failed("delete an account", t.w.path, err)
	}
	if err := t.unname(keys); err != nil {
		return failed("delete an account", t.w.path, err)
	}
	args := []any{int64(id)}
	return failed("delete an account", t.w.path, t.steps([]step{
		// What else it noted about itself; grants speak of others.
		{`UPDATE decision SET reason = '' WHERE account = ? AND listing IS NULL AND reason <> ''
			AND action NOT IN ('grant', 'revoke')`, args},
		{"UPDATE decision SET fingerprint = '' WHERE " + byOwner, args},
		{"DELETE FROM erasure WHERE account = ?", args},
		{"DELETE FROM account WHERE id = ?", args},
	}))
}

// fingerprints are those of an account's keys, and of its former ones as far as
// the log knows them, that fulfil a condition.
func (t *tx) fingerprints(id directory.AccountID, where string) ([]string, error) {
	found, err := each(t.ctx, t, `SELECT fingerprint FROM (SELECT fingerprint FROM account_key WHERE account = ?1
		UNION SELECT fingerprint FROM decision WHERE account = ?1 AND fingerprint <> '') WHERE `+where, text, int64(id))
	return found, t.note(err)
}

// unname takes reasons that name one of these keys out of the log.
func (t *tx) unname(fingerprints []string) error {
	for _, f := range fingerprints {
		if _, err := t.exec("UPDATE decision SET reason = '' WHERE instr(reason, ?) > 0", f); err != nil {
			return err
		}
	}
	return nil
}

// step is a statement with its values.
type step struct {
	text string
	args []any
}

func (t *tx) steps(steps []step) error {
	for _, s := range steps {
		if _, err := t.exec(s.text, s.args...); err != nil {
			return fmt.Errorf("%.40s…: %w", s.text, err)
		}
	}
	return nil
}
