package sqlite

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlans: what is asked at each page, key or decision goes by an index, however
// much there is.
func TestPlans(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), FileName), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // it is thrown away
	for _, q := range []struct {
		what, text string
		index      string // "" for the number of the row
		scans      string // what may be read through: a part alone is in it
	}{
		{"a listing by its slug", selectListing("l.slug = ? AND l.erased = 0"), "sqlite_autoindex_listing_1", ""},
		{"listings by their numbers", selectListing("l.id IN (SELECT value FROM json_each(?))"), "", "json_each"},
		{"a listing by its owner", selectListing("l.owner = ?"), "listing_by_owner", ""},
		{"listings written since", selectListingsAfter, "sqlite_autoindex_listing_2", "l"},
		{"what waits", selectListing(waiting), "listing_by_latest", "revision USING COVERING INDEX revision_by_waiting"},
		{"an account by a key", "SELECT a.id FROM account a WHERE " + ofKey, "", ""},
		{"the log about a listing", decisionsWhere + "listing = ? ORDER BY id", "decision_by_listing", ""},
		{"submissions since", selectSubmissions, "decision_by_submission", ""},
		{"twins of what waits", selectTwins("r.state = 'submitted' AND l.withdrawn = 0"), "listing_by_latest", "r USING INDEX revision_by_waiting"},
	} {
		args := make([]any, strings.Count(q.text, "?"))
		plan, err := each(t.Context(), s.read, "EXPLAIN QUERY PLAN "+q.text, func(row *sql.Rows) (step string, err error) {
			var id, parent, unused int
			return step, row.Scan(&id, &parent, &unused, &step)
		}, args...)
		if err != nil {
			t.Fatal(q.what, err)
		}
		found := false
		for _, step := range plan {
			found = found || strings.Contains(step, "INDEX "+q.index) || q.index == "" && strings.Contains(step, "PRIMARY KEY")
			if of, scan := strings.CutPrefix(step, "SCAN "); scan && (q.scans == "" || !strings.HasPrefix(of, q.scans)) {
				t.Errorf("%s: all of %s is read", q.what, of)
			}
		}
		if !found {
			t.Errorf("%s: not by %q but\n%s", q.what, q.index, strings.Join(plan, "\n"))
		}
	}
}
