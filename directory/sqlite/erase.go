package sqlite

import (
	"fmt"
	"time"

	"teleorne/directory"
)

// Erase forgets a person: the listing's revisions and draft, its owner, its
// slug (which nobody else gets), what was reported and appealed about it, what
// administrators want with it (which lapses), and in the log the keys of its
// owner, the reasons given about it and those that name a former key of its
// owner. The listing's number remains. CodeNotFound: no such listing.
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
		{remember + "'listing', id, created_at, ? FROM listing WHERE id = ?", []any{time.Now().UnixMilli(), int64(id)}},
		{withoutReason + "listing = ? AND reason <> ''", []any{int64(id)}},
		{withoutReason + "target IN (SELECT 'motion:' || id FROM motion WHERE listing = ?) AND reason <> ''", []any{int64(id)}},
		{withoutFingerprint + byOwner, []any{int64(l.Owner)}},
		{"DELETE FROM draft WHERE listing = ?", []any{int64(id)}},
		{"DELETE FROM report WHERE listing = ?", []any{int64(id)}},
		{"DELETE FROM appeal WHERE listing = ?", []any{int64(id)}},
		{"DELETE FROM claim WHERE item IN (?, ?, ?)", itemsOf(id)},
		{"UPDATE motion SET " + lapsed + " WHERE listing = ?", []any{int64(id)}},
		{withoutVerdicts, itemsOf(id)},
		{"UPDATE motion SET " + lapsed + " WHERE action = 'reject_many' AND verdicts = '[]' AND state = 'open'", nil},
		{"UPDATE data_request SET slug = '' WHERE slug = ?", []any{l.Slug}},
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

// remember notes that something was forgotten, for whoever restores an older copy.
const remember = "INSERT INTO forgotten (kind, number, born, at) SELECT "

// What is forgotten of an entry of the log goes with its salt: what stays of it
// in the chain then says nothing to who guesses.
const (
	withoutReason      = "UPDATE decision SET reason = '', reason_salt = NULL WHERE "
	withoutFingerprint = "UPDATE decision SET fingerprint = '', fingerprint_salt = NULL WHERE "
)

// lapsed is what becomes of a motion about who is forgotten: nothing more, as of
// the last thing that was logged.
const lapsed = `reason = '', state = iif(state = 'open', 'lapsed', state),
	closed_at = coalesce(closed_at, (SELECT d.at FROM decision d ORDER BY d.id DESC LIMIT 1), at)`

// withoutVerdicts takes the verdicts about three items out of the motions.
const withoutVerdicts = `UPDATE motion SET verdicts = (SELECT json_group_array(json(v.value)) FROM json_each(motion.verdicts) v
		WHERE v.value ->> 'item' NOT IN (?1, ?2, ?3))
	WHERE action = 'reject_many' AND EXISTS (SELECT 1 FROM json_each(motion.verdicts) v WHERE v.value ->> 'item' IN (?1, ?2, ?3))`

// itemsOf are the items of a moderator's queue that are about a listing.
func itemsOf(id directory.ListingID) []any {
	return []any{string(directory.ListingItem(id)), string(directory.ReportItem(id)), string(directory.AppealItem(id))}
}

// byOwner are the entries of the log that an account made, those included that
// one of its keys made before it had an account.
const byOwner = `fingerprint <> '' AND (account = ?1 OR fingerprint IN (SELECT fingerprint FROM account_key WHERE account = ?1))`

// DeleteAccount deletes an account with its keys and codes, what administrators
// want with it, and its keys from the log: those that acted, and those that a
// reason names, as well as the reasons of what was decided about it.
// CodeNotFound: no such account; CodeConflict: it owns a listing, which is
// erased first.
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
		{remember + "'account', id, created_at, ? FROM account WHERE id = ?", []any{time.Now().UnixMilli(), int64(id)}},
		// What else it noted about itself; what has a target, and grants, speak of others.
		{withoutReason + `account = ? AND listing IS NULL AND target = '' AND reason <> ''
			AND action NOT IN ('grant', 'revoke')`, args},
		{withoutReason + "target <> '' AND target = ? AND reason <> ''", []any{accountTarget(id)}},
		{withoutReason + "target IN (SELECT 'motion:' || id FROM motion WHERE account = ?) AND reason <> ''", args},
		{withoutFingerprint + byOwner, args},
		{"UPDATE motion SET " + lapsed + " WHERE account = ?", args},
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
		if _, err := t.exec(withoutReason+"instr(reason, ?) > 0", f); err != nil {
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
