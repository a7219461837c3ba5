package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"teleorne/directory"
)

// whereState are the answers of Listing.State as conditions on l. What waits is
// an exception: it does so as well beside what is published.
var whereState = map[string]string{
	directory.StateWithdrawn: "l.withdrawn = 1",
	directory.StateSuspended: "l.withdrawn = 0 AND l.suspended = 1",
	directory.StateDormant:   "l.withdrawn = 0 AND l.suspended = 0 AND l.published_revision IS NOT NULL AND l.dormant = 1",
	directory.StatePaused: `l.withdrawn = 0 AND l.suspended = 0 AND l.published_revision IS NOT NULL AND l.dormant = 0
		AND l.paused = 1`,
	directory.StatePublished: `l.withdrawn = 0 AND l.suspended = 0 AND l.published_revision IS NOT NULL AND l.dormant = 0
		AND l.paused = 0`,
	directory.StatePending: waiting,
	directory.StateRejected: `l.withdrawn = 0 AND l.suspended = 0 AND l.published_revision IS NULL
		AND l.latest_revision IN (SELECT id FROM revision WHERE state = 'refused')`,
	directory.StateDraft: `l.withdrawn = 0 AND l.suspended = 0 AND l.published_revision IS NULL
		AND l.latest_revision NOT IN (SELECT id FROM revision WHERE state = 'submitted' UNION ALL SELECT id FROM revision WHERE state = 'refused')`,
}

// few is how many listings are gathered to be put in order. Of more it is
// quicker to go through all of them in order, as far as their page.
const few = 2000

// FindListings are a page of the listings that a query asks for, the last
// written first, and how many there are in all; in communes, when any are
// given, instead of the query's EPCI. Erased ones and those that were never
// submitted are left out. All words have to be in the latest revision, or all
// in the published one; the same one has to be in the commune. It reads through
// all of them: a twentieth of a second or so for 100,000.
//
// Errors: CodeChoice for a state that is none.
func (s *Store) FindListings(ctx context.Context, q directory.ListingQuery, communes []string) ([]*directory.Listing, int, error) {
	f, err := newFinder(q, communes)
	if err != nil {
		return nil, 0, failed("find listings", s.path, err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.options.ReadTimeout)
	defer cancel()
	// One transaction, so that page and total are of one state.
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, 0, failed("find listings", s.path, err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	total, ids, err := f.page(ctx, tx, q.Offset, q.Limit)
	if err != nil {
		return nil, 0, failed("find listings", s.path, err)
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, 0, failed("find listings", s.path, err)
	}
	found, err := listingsWhere("l.id IN (SELECT value FROM json_each(?))", string(list))(ctx, tx)
	slices.Reverse(found) // which come by rising Seq
	return found, total, failed("find listings", s.path, err)
}

// finder is a query of listings as conditions, with their values.
type finder struct {
	few   int    // which are put in order
	where string // on l
	key   string // on k, a current revision's key; empty: whatever it is
	args  []any
}

func newFinder(q directory.ListingQuery, communes []string) (f finder, err error) {
	f.few, f.where = few, "l.erased = 0 AND l.latest_revision IS NOT NULL"
	if q.State != "" {
		state, ok := whereState[q.State]
		if !ok {
			return f, &directory.Error{Code: directory.CodeChoice, Field: "state", Params: directory.Params{"value": directory.Clip(q.State, 40)}}
		}
		f.where += " AND " + state
	}
	f.key, f.args, err = keyWhere(q.Text, communes)
	return f, err
}

// page counts what the finder finds and answers a page of it, in no order.
func (f *finder) page(ctx context.Context, db asker, offset, limit int) (total int, ids []int64, err error) {
	offset, limit = bounds(offset, limit)
	type place struct{ id, seq int64 }
	found, err := each(ctx, db, "SELECT l.id, l.seq FROM "+f.once()+" LIMIT ?", func(row *sql.Rows) (p place, err error) {
		return p, row.Scan(&p.id, &p.seq)
	}, append(slices.Clone(f.args), f.few+1)...)
	if err != nil {
		return 0, nil, err
	}
	if total = len(found); total > f.few {
		return f.pageOfMany(ctx, db, offset, limit)
	}
	slices.SortFunc(found, func(a, b place) int { return cmp.Compare(b.seq, a.seq) })
	for _, p := range found[min(offset, total):min(offset+limit, total)] {
		ids = append(ids, p.id)
	}
	return total, ids, nil
}

func (f *finder) pageOfMany(ctx context.Context, db asker, offset, limit int) (total int, ids []int64, err error) {
	number := func(row *sql.Rows) (n int64, err error) { return n, row.Scan(&n) }
	count, err := each(ctx, db, "SELECT count(*) FROM "+f.once(), number, f.args...)
	if err != nil {
		return 0, nil, err
	}
	in := f.where
	if f.key != "" {
		in += " AND EXISTS (SELECT 1 FROM revision_key k WHERE k.revision IN (l.latest_revision, l.published_revision) AND " + f.key + ")"
	}
	ids, err = each(ctx, db, "SELECT l.id FROM listing l WHERE "+in+" ORDER BY l.seq DESC LIMIT ? OFFSET ?", number,
		append(slices.Clone(f.args), limit, offset)...)
	return int(count[0]), ids, err
}

// once is where each listing l is found once, in the order that is quickest:
// the table of keys is small enough to be read through.
func (f *finder) once() string {
	if f.key == "" {
		return "listing l WHERE " + f.where
	}
	return "revision_key k CROSS JOIN listing l ON l.id = k.listing WHERE " + f.key + " AND " + f.where + `
		AND (k.revision = l.latest_revision OR k.revision = l.published_revision AND NOT EXISTS (
			SELECT 1 FROM revision_key j WHERE j.revision = l.latest_revision AND ` + strings.ReplaceAll(f.key, "k.", "j.") + "))"
}

// keyWhere is what is looked for in a revision, as a condition on k with
// numbered values; empty when nothing is.
func keyWhere(text string, communes []string) (string, []any, error) {
	var where []string
	var args []any
	if len(communes) > 0 {
		list, err := json.Marshal(communes)
		if err != nil {
			return "", nil, err
		}
		args = append(args, string(list))
		where = append(where, "k.commune IN (SELECT value FROM json_each(?1))")
	}
	for _, forms := range needles(text) {
		found := make([]string, len(forms))
		for i, f := range forms {
			args = append(args, f)
			found[i] = fmt.Sprintf("instr(k.words, ?%d) > 0", len(args))
		}
		where = append(where, "("+strings.Join(found, " OR ")+")")
	}
	return strings.Join(where, " AND "), args, nil
}
