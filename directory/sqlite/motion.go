package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"teleorne/directory"
)

// lastMotions is how many are told when closed ones are wanted as well.
const lastMotions = 200

// verdictContent is a verdict as a motion keeps it. The names are for ever.
type verdictContent struct {
	Item    string `json:"item"`
	Version string `json:"version"`
	Action  string `json:"action"`
	Reason  string `json:"reason"`
}

// formatVerdicts writes verdicts as JSON.
func formatVerdicts(verdicts []directory.Verdict) (string, error) {
	out := make([]verdictContent, len(verdicts))
	for i, v := range verdicts {
		out[i] = verdictContent{string(v.Item), v.Version, string(v.Action), v.Reason}
	}
	b, err := json.Marshal(out)
	return string(b), err
}

// parseVerdicts reads what formatVerdicts wrote.
func parseVerdicts(s string) ([]directory.Verdict, error) {
	var in []verdictContent
	if err := json.Unmarshal([]byte(s), &in); err != nil {
		return nil, fmt.Errorf("%w: verdicts: %w", errDamaged, err)
	}
	var out []directory.Verdict
	for _, v := range in {
		out = append(out, directory.Verdict{
			Item: directory.ItemID(v.Item), Version: v.Version, Action: directory.Action(v.Action), Reason: v.Reason,
		})
	}
	return out, nil
}

// motionsWhere reads motions by a condition on m, the newest first, with the
// names of what they are about as far as it is there.
func motionsWhere(where string, args ...any) func(context.Context, asker) ([]directory.Motion, error) {
	return func(ctx context.Context, db asker) ([]directory.Motion, error) {
		return each(ctx, db, `SELECT m.id, m.action, m.account, m.role, m.listing, m.verdicts, m.reason, m.mover, m.at, m.until,
				m.state, m.second, m.closed_at, coalesce(mover.name, ''), coalesce(second.name, ''), coalesce(account.name, ''),
				coalesce(listing.slug, '')
			FROM motion m LEFT JOIN account mover ON mover.id = m.mover LEFT JOIN account second ON second.id = m.second
			LEFT JOIN account ON account.id = m.account LEFT JOIN listing ON listing.id = m.listing AND listing.erased = 0
			WHERE `+where, scanMotion, args...)
	}
}

func scanMotion(row *sql.Rows) (m directory.Motion, err error) {
	var role, verdicts string
	var account, listing, by, at, until, second, closed sql.NullInt64
	if err = row.Scan(&m.ID, &m.Action, &account, &role, &listing, &verdicts, &m.Reason, &by, &at, &until, &m.State, &second, &closed,
		&m.ByName, &m.SecondName, &m.AccountName, &m.Slug); err != nil {
		return m, err
	}
	m.Account, m.Listing = directory.AccountID(account.Int64), directory.ListingID(listing.Int64)
	m.By, m.Second = directory.AccountID(by.Int64), directory.AccountID(second.Int64)
	m.At, m.Until, m.ClosedAt = timeOf(at), timeOf(until), timeOf(closed)
	if m.Role, err = parseRole(role); err != nil {
		return m, err
	}
	m.Verdicts, err = parseVerdicts(verdicts)
	return m, err
}

// Motions are the newest first: open ones, or the last 200.
func (s *Store) Motions(ctx context.Context, open bool) ([]directory.Motion, error) {
	if open {
		return reading(ctx, s, "read motions", motionsWhere("m.state = 'open' ORDER BY m.id DESC"))
	}
	return reading(ctx, s, "read motions", motionsWhere("1 ORDER BY m.id DESC LIMIT ?", lastMotions))
}

// Motion answers CodeNotFound.
func (t *tx) Motion(id int64) (directory.Motion, error) {
	found, err := within(t, "read a motion", motionsWhere("m.id = ?", id))
	return only(found, err, "motion", fmt.Sprint(id))
}

// AddMotion adds an open motion and answers its number. CodeNotFound: it is
// about a listing that is not there.
func (t *tx) AddMotion(m directory.Motion) (int64, error) {
	if m.Listing != 0 {
		if ok, err := t.exists("SELECT 1 FROM listing WHERE id = ? AND erased = 0", int64(m.Listing)); err != nil || !ok {
			return 0, notFoundUnless(err, "listing", fmt.Sprint(m.Listing))
		}
	}
	verdicts, err := formatVerdicts(m.Verdicts)
	if err != nil {
		return 0, failed("add a motion", t.w.path, err)
	}
	id, err := t.insert(`INSERT INTO motion (action, account, role, listing, verdicts, reason, mover, at, until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(m.Action), orNull(m.Account), m.Role.String(), orNull(m.Listing), verdicts, m.Reason,
		orNull(m.By), m.At.UnixMilli(), m.Until.UnixMilli())
	return id, failed("add a motion", t.w.path, err)
}

// CloseMotion sets what became of an open motion: CodeConflict when it is open
// no more, CodeNotFound when it never was.
func (t *tx) CloseMotion(id int64, state directory.MotionState, second directory.AccountID, at time.Time) error {
	m, err := t.Motion(id)
	if err != nil {
		return err
	}
	if m.State != directory.MotionOpen {
		return &directory.Error{Code: directory.CodeConflict, Field: "state", Params: directory.Params{"value": string(m.State)}}
	}
	_, err = t.exec("UPDATE motion SET state = ?, second = ?, closed_at = ? WHERE id = ?", string(state), orNull(second), at.UnixMilli(), id)
	return failed("close a motion", t.w.path, err)
}
