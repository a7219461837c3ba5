package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"teleorne/directory"
)

const decisionColumns = `id, at, role, account, fingerprint, action, target, listing, revision, reason,
	fingerprint_salt, fingerprint_seal, reason_salt, reason_seal, hash`

const insertDecision = "INSERT INTO decision (" + decisionColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

const decisionsWhere = "SELECT " + decisionColumns + " FROM decision WHERE "

// decisionValues are a sealed decision in the order of the columns.
func decisionValues(d *directory.Decision) []any {
	return []any{
		d.Number, d.At.UnixMilli(), d.Actor.Role.String(), orNull(d.Actor.Account), d.Actor.Fingerprint,
		d.Action, d.Target, orNull(d.Listing), orNull(d.Revision), d.Reason,
		d.Seal.FingerprintSalt, d.Seal.Fingerprint, d.Seal.ReasonSalt, d.Seal.Reason, d.Seal.Hash,
	}
}

func scanDecision(row *sql.Rows) (d directory.Decision, err error) {
	var role string
	var at, account, listing, revision sql.NullInt64
	if err = row.Scan(&d.Number, &at, &role, &account, &d.Actor.Fingerprint, &d.Action, &d.Target, &listing, &revision, &d.Reason,
		&d.Seal.FingerprintSalt, &d.Seal.Fingerprint, &d.Seal.ReasonSalt, &d.Seal.Reason, &d.Seal.Hash); err != nil {
		return d, err
	}
	d.At = timeOf(at)
	d.Actor.Account = directory.AccountID(account.Int64)
	d.Listing, d.Revision = directory.ListingID(listing.Int64), directory.RevisionID(revision.Int64)
	d.Actor.Role, err = parseRole(role)
	return d, err
}

// logEnd is the last entry of the log, as far as the next one needs it.
type logEnd struct {
	number int64
	hash   []byte // empty for an empty log
}

// Decide appends an entry to the log of decisions, sealed after the one before
// it. The actor's network address is not kept: the log stays for good.
func (t *tx) Decide(d directory.Decision) error {
	if t.log == nil {
		var end logEnd
		err := t.row("SELECT id, hash FROM decision ORDER BY id DESC LIMIT 1", nil, &end.number, &end.hash)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return failed("read the log", t.w.path, err)
		}
		t.log = &end
	}
	d.Number = t.log.number + 1
	d = d.Sealed(t.log.hash)
	if _, err := t.exec(insertDecision, decisionValues(&d)...); err != nil {
		return failed("log a decision", t.w.path, err)
	}
	*t.log = logEnd{d.Number, d.Seal.Hash}
	return nil
}

// Decision answers CodeNotFound for a Number that no entry has.
func (t *tx) Decision(number int64) (directory.Decision, error) {
	found, err := within(t, "read a decision", func(ctx context.Context, db asker) ([]directory.Decision, error) {
		return each(ctx, db, decisionsWhere+"id = ?", scanDecision, number)
	})
	return only(found, err, "decision", fmt.Sprint(number))
}

// Decisions are the entries of the log about a listing, the oldest first.
func (t *tx) Decisions(id directory.ListingID) ([]directory.Decision, error) {
	return within(t, "read decisions", func(ctx context.Context, db asker) ([]directory.Decision, error) {
		return each(ctx, db, decisionsWhere+"listing = ? ORDER BY id", scanDecision, int64(id))
	})
}

// History is a listing, erased or not, with all its revisions and all entries of
// the log about it, both the oldest first, of one and the same moment.
func (s *Store) History(ctx context.Context, id directory.ListingID) (*directory.Listing, []directory.Revision, []directory.Decision, error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	fail := func(err error) (*directory.Listing, []directory.Revision, []directory.Decision, error) {
		return nil, nil, nil, failed("read a history", s.path, err)
	}
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fail(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	found, err := listingsWhere("l.id = ?", int64(id))(ctx, tx)
	if err != nil {
		return fail(err)
	}
	if len(found) == 0 {
		return nil, nil, nil, directory.NotFound("listing", fmt.Sprint(id))
	}
	revisions, err := revisionsOf(id)(ctx, tx)
	if err != nil {
		return fail(err)
	}
	log, err := each(ctx, tx, decisionsWhere+"listing = ? ORDER BY id", scanDecision, int64(id))
	if err != nil {
		return fail(err)
	}
	return found[0], revisions, log, nil
}

// Decisions are the entries of the log about a listing, or taken by or about an
// account, or about the role of one of its keys, the oldest first; 0 means
// neither.
func (s *Store) Decisions(ctx context.Context, listing directory.ListingID, by directory.AccountID) ([]directory.Decision, error) {
	query, args := decisionsWhere+"listing = ?1 OR account = ?2 ORDER BY id", []any{orNull(listing), orNull(by)}
	if by != 0 {
		// Apart, for no index helps to find those that a reason names.
		query = decisionsWhere + `id IN (SELECT id FROM decision WHERE listing = ?1 OR account = ?2
			UNION SELECT id FROM decision WHERE target <> '' AND target = ?3
			UNION SELECT d.id FROM decision d JOIN account_key k ON k.account = ?2 AND instr(d.reason, k.fingerprint) > 0
			WHERE d.action IN ('grant', 'revoke')) ORDER BY id`
		args = append(args, accountTarget(by))
	}
	return reading(ctx, s, "read decisions", func(ctx context.Context, db asker) ([]directory.Decision, error) {
		return each(ctx, db, query, scanDecision, args...)
	})
}

// accountTarget is how the log names an account.
func accountTarget(id directory.AccountID) string { return fmt.Sprintf("account:%d", id) }

// Log are the entries that a query asks for, the newest first: one more than
// its Limit when there are more.
func (s *Store) Log(ctx context.Context, q directory.LogQuery) ([]directory.Decision, error) {
	where, args := logWhere(q)
	limit := q.Limit
	if limit < 1 || limit > maxLog {
		limit = maxLog
	}
	return reading(ctx, s, "read the log", func(ctx context.Context, db asker) ([]directory.Decision, error) {
		return each(ctx, db, decisionsWhere+where+" ORDER BY id DESC LIMIT ?", scanDecision, append(args, limit+1)...)
	})
}

// maxLog is how many entries of the log are asked for at once.
const maxLog = 1000

// logWhere is a query of the log as a condition with its values.
func logWhere(q directory.LogQuery) (string, []any) {
	where, args := []string{"1"}, []any(nil)
	and := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if q.Listing != 0 {
		and("listing = ?", int64(q.Listing))
	}
	if q.By != 0 {
		and("account = ?", int64(q.By))
	}
	if q.Action != "" {
		and("action = ?", q.Action)
	}
	if kind, ok := strings.CutSuffix(q.Target, ":"); ok {
		and("target <> '' AND target >= ? AND target < ?", q.Target, kind+";") // which comes behind the colon
	} else if q.Target != "" {
		and("target <> '' AND target = ?", q.Target)
	}
	if !q.From.IsZero() {
		and("at >= ?", ceilMillis(q.From))
	}
	if !q.Until.IsZero() {
		and("at < ?", ceilMillis(q.Until))
	}
	if q.Before > 0 {
		and("id < ?", q.Before)
	}
	return strings.Join(where, " AND "), args
}

// ceilMillis is the first millisecond that is not before a time.
func ceilMillis(at time.Time) int64 { return at.Add(time.Millisecond - 1).UnixMilli() }

// EachDecision calls fn for every entry with a Number higher than after, in
// rising order, and stops at the first error. fn may read and write the store;
// what is written meanwhile comes as well.
func (s *Store) EachDecision(ctx context.Context, after int64, fn func(*directory.Decision) error) error {
	for {
		entries, err := reading(ctx, s, "read the log", func(ctx context.Context, db asker) ([]directory.Decision, error) {
			return each(ctx, db, decisionsWhere+"id > ? ORDER BY id LIMIT ?", scanDecision, after, batch)
		})
		if err != nil {
			return err
		}
		for i := range entries {
			if err := fn(&entries[i]); err != nil {
				return err
			}
			after = entries[i].Number
		}
		if len(entries) < batch {
			return nil
		}
	}
}

// selectSubmissions names its index: left to itself SQLite takes that of all
// actions, and reads every submission there ever was.
const selectSubmissions = `SELECT listing, count(*) FROM decision INDEXED BY decision_by_submission
	WHERE action = 'submit' AND at >= ? AND listing IS NOT NULL GROUP BY listing`

// Submissions counts the entries "submit" of the log since a time, by listing.
func (s *Store) Submissions(ctx context.Context, since time.Time) (map[directory.ListingID]int, error) {
	counts := make(map[directory.ListingID]int)
	_, err := reading(ctx, s, "count submissions", func(ctx context.Context, db asker) ([]struct{}, error) {
		return each(ctx, db, selectSubmissions,
			func(row *sql.Rows) (none struct{}, err error) {
				var id directory.ListingID
				var n int
				if err = row.Scan(&id, &n); err == nil {
					counts[id] = n
				}
				return none, err
			}, ceilMillis(since))
	})
	return counts, err
}
