package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

// TestFindManyAsFew: both ways to a page lead to the same one.
func TestFindManyAsFew(t *testing.T) {
	s := testStore(t, Options{})
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		for i := range 60 {
			at, p := time.UnixMilli(1), testProfile()
			p.Name, p.Commune = fmt.Sprintf("Zoé %d", i%7), fmt.Sprintf("6100%d", i%5)
			id, err := tx.AddListing(fmt.Sprintf("zoe-%d", i), 0, at)
			if err != nil {
				return err
			}
			rev, err := tx.AddRevision(id, directory.RevisionAccepted, p, at)
			if err == nil && i%3 > 0 {
				err = tx.Publish(id, rev, at)
			}
			if err == nil && i%4 > 0 { // beside or instead of what is published, with the same words or others
				q := *p
				q.Name = fmt.Sprintf("Zoé %d", i%11)
				_, err = tx.AddRevision(id, directory.RevisionSubmitted, &q, at)
			}
			if err == nil && i%6 == 0 {
				err = tx.SetStanding(id, directory.Standing{Suspended: true})
			}
			if err != nil {
				return err
			}
		}
		return tx.Confirm(5, time.UnixMilli(2)) // written last
	}); err != nil {
		t.Fatal(err)
	}
	for _, q := range []directory.ListingQuery{
		{},
		{State: "suspended"},
		{State: "pending"},
		{Text: "zoe"},
		{Text: "Zoé 3"},
		{Text: "zoé 3", State: "published"},
		{Text: "zoe-1"},
		{Text: "none"},
	} {
		for _, communes := range [][]string{nil, {"61001", "61003"}} {
			f, err := newFinder(q, communes)
			if err != nil {
				t.Fatal(err)
			}
			total, want := pages(t, s, f)
			f.few = 0
			if n, got := pages(t, s, f); n != total || !slices.Equal(got, want) || len(want) != total {
				t.Errorf("%+v in %v: %d as many: %v\n%d as few: %v", q, communes, n, got, total, want)
			}
			if total == 0 != (q.Text == "none") {
				t.Errorf("%+v in %v: %d", q, communes, total)
			}
		}
	}
}

// pages are the ids of all pages of seven, each in an order of its own.
func pages(t *testing.T, s *Store, f finder) (total int, ids []int64) {
	t.Helper()
	for offset := 0; ; offset += 7 {
		n, page, err := f.page(context.Background(), s.read, offset, 7)
		if err != nil {
			t.Fatal(err)
		}
		if total = n; len(page) == 0 {
			return total, ids
		}
		ids = append(ids, page...)
	}
}

func TestTextKey(t *testing.T) {
	long := strings.Repeat("é", leastText)
	if textKey(long) == 0 || textKey(long) != textKey(strings.Clone(long)) || textKey(long) == textKey(long+"e") {
		t.Error("equal texts have one key, others another")
	}
	for _, short := range []string{"", "Comptable.", strings.Repeat("é", leastText-1), strings.Repeat("e\u0301", leastText-1)} {
		if textKey(short) != 0 {
			t.Errorf("%q is long enough to say something", short)
		}
	}
}
