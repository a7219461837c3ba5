package search

import (
	"context"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"teleorne/directory"
)

// TestAgainstOracle compares the index with the oracle over random directories
// that live: listings come, change and go one by one or in bulk, and rebuilds
// happen in between and meanwhile, as do changes of day.
func TestAgainstOracle(t *testing.T) {
	directories, queries := 250, 0
	if testing.Short() {
		directories = 60
	}
	found, corrected, paged, halved := 0, 0, 0, 0
	for seed := range directories {
		r := rand.New(rand.NewPCG(uint64(seed), 61))
		c, d := randomDecisions(r)
		x, o := New(c), newOracle(c, d)
		for range 1 + r.IntN(5) {
			if r.IntN(2) == 0 {
				turn(r, x, o)
			}
			live(r, d.plain, x, o)
			if r.IntN(2) == 0 {
				turn(r, x, o)
			}
			for range 8 {
				ps := randomParts(r)
				q := randomQuery(r, d.plain, ps)
				queries++
				got, err := x.Search(context.Background(), q)
				if err != nil {
					t.Fatal(err)
				}
				want := o.search(q, ps)
				if !same(t, got, want) {
					t.Fatalf("seed %d: query %+v\nparts %+v\n got %+v %+v\nwant %+v %+v", seed, q, ps, got, got.Facets, want, want.Facets)
				}
				found += min(1, got.Total)
				corrected += min(1, len(got.Corrected))
				paged += min(1, len(got.Hits))
			}
			x.settle()
		}
		halved += o.halved
	}
	t.Logf("%d queries: %d found something, %d were corrected, %d showed a page; %d results were stale", queries, found, corrected, paged, halved)
	if found < queries/4 || corrected < queries/100 || paged < queries/8 || halved < queries/4 {
		t.Error("the queries say too little")
	}
}

// turn lets the day change, back or forth.
func turn(r *rand.Rand, x *Index, o *oracle) {
	o.today, o.stale = worldToday+directory.Date(r.IntN(5)), worldStale+directory.Date(r.IntN(5)-2)
	if r.IntN(5) == 0 {
		o.stale = 0
	}
	x.SetDay(o.today, o.stale)
}

// live lets the directory change in one of the ways it can.
func live(r *rand.Rand, c *directory.Catalog, x *Index, o *oracle) {
	ls := make([]*directory.Listing, r.IntN(40))
	for i := range ls {
		ls[i] = randomListing(r, c, 1+r.IntN(60))
	}
	o.apply(ls)
	x.writing.Lock()
	if r.IntN(3) == 0 {
		x.load(ls)
		ls = nil
	}
	if r.IntN(3) == 0 && x.rebuild == nil {
		x.renew()
	}
	x.writing.Unlock()
	x.Apply(ls)
	if r.IntN(2) == 0 {
		x.settle()
	}
}

func same(t *testing.T, got, want *directory.Found) bool {
	t.Helper()
	if got.Total != want.Total || !reflect.DeepEqual(got.Hits, want.Hits) || (got.Facets == nil) != (want.Facets == nil) {
		return false
	}
	if got.Facets != nil && !reflect.DeepEqual(*got.Facets, *want.Facets) {
		return false
	}
	if len(got.Corrected) != len(want.Corrected) {
		return false
	}
	for typed, word := range got.Corrected {
		// What is shown has the accents that the word is written with.
		if typed != strings.ToLower(typed) || want.Corrected[directory.Fold(typed)] != directory.Fold(word) {
			return false
		}
	}
	return true
}
