package search

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"teleorne/directory"
)

// confirmed is a listing that was updated and confirmed that many days after
// worldStale; before it, when they are negative.
func confirmed(id, days int, p directory.Profile) *directory.Listing {
	l := listing(id, p)
	l.UpdatedAt = (worldStale + directory.Date(days)).Time()
	l.ConfirmedAt = l.UpdatedAt
	return l
}

func people() []*directory.Listing {
	return []*directory.Listing{
		confirmed(1, -1, directory.Profile{Name: "Xy Aa", Headline: "Comptable", Commune: "61038"}),                             // 96, halved 48
		confirmed(2, 0, directory.Profile{Name: "Xy Bb", Organisation: "Comptable", Commune: "61464"}),                          // 64
		confirmed(3, 5, directory.Profile{Name: "Xy Cc", Description: "Je suis comptable", Commune: "61038"}),                   // 24
		confirmed(4, -40, directory.Profile{Name: "Xy Dd", Organisation: "Comptables", Commune: "61209"}),                       // 56, halved 28
		confirmed(5, -90, directory.Profile{Name: "Xy Ee", Skills: []string{"comptabilite"}, Commune: "61038"}),                 // 88, halved 44
		confirmed(6, 2, directory.Profile{Name: "Xy Ff", Headline: "Expert-comptable", Commune: "61169"}),                       // 96
		confirmed(7, -3, directory.Profile{Name: "Xy Gg", Headline: "Graphiste", Commune: "61038", Description: "sans numéro"}), // not meant
	}
}

var comptable = directory.Query{Text: "comptable", Facets: true}

// TestStaleRanksLower checks the published rule: in the order by relevance who
// was not confirmed since the day that counts keeps half of the score, and is
// found all the same.
func TestStaleRanksLower(t *testing.T) {
	x := New(smallCatalog())
	x.Apply(people())
	all := search(t, x, comptable)
	if got, want := idsOf(all), []int{6, 1, 5, 2, 4, 3}; !slices.Equal(got, want) {
		t.Errorf("without a day %v, want %v", got, want)
	}
	x.SetDay(worldToday, worldStale)
	low := search(t, x, comptable)
	if got, want := idsOf(low), []int{6, 2, 1, 5, 4, 3}; !slices.Equal(got, want) {
		t.Errorf("ranked %v, want %v", got, want)
	}
	x.SetDay(worldToday, 0)
	if got := idsOf(search(t, x, comptable)); !slices.Equal(got, idsOf(all)) {
		t.Errorf("the rule switched off: %v, want %v", got, idsOf(all))
	}
	if low.Total != all.Total || !reflect.DeepEqual(low.Facets.Skill, all.Facets.Skill) || !reflect.DeepEqual(low.Facets.Commune, all.Facets.Commune) {
		t.Errorf("who is stale counts less: %+v, %+v", low, all)
	}
}

// TestStaleLeavesOtherOrdersAlone: they are by distance, name and update,
// exactly.
func TestStaleLeavesOtherOrdersAlone(t *testing.T) {
	x := New(smallCatalog())
	x.Apply(people())
	for _, q := range []directory.Query{
		{},
		{Sort: directory.SortRelevance},
		{Text: "-graphiste"},
		{Text: "comptable", Sort: directory.SortRecent},
		{Text: "comptable", Sort: directory.SortName},
		{Text: "comptable", Sort: directory.SortDistance, Communes: []string{"61038"}, RadiusKM: 500},
		{Communes: []string{"61038"}, RadiusKM: 500},
	} {
		x.SetDay(worldToday, 0)
		want := idsOf(search(t, x, q))
		x.SetDay(worldToday, worldStale)
		if got := idsOf(search(t, x, q)); !slices.Equal(got, want) {
			t.Errorf("%+v: %v, want %v", q, got, want)
		}
	}
}

// TestHalfIsExact: half of 49 is more than 24.
func TestHalfIsExact(t *testing.T) {
	x := New(smallCatalog())
	x.Apply([]*directory.Listing{
		confirmed(1, 1, directory.Profile{Name: "Xy Zw", Description: "dub"}),
		confirmed(2, -1, directory.Profile{Name: "Xy Dubois"}),
	})
	x.SetDay(worldToday, worldStale)
	if got, want := idsOf(search(t, x, directory.Query{Text: "dub"})), []int{2, 1}; !slices.Equal(got, want) {
		t.Errorf("ranked %v, want %v", got, want)
	}
}

// TestHalfOfNearness: what words that stand together add is halved like the rest.
func TestHalfOfNearness(t *testing.T) {
	x := New(smallCatalog())
	x.Apply([]*directory.Listing{
		confirmed(1, -1, directory.Profile{Name: "Xy Zw", Headline: "Comptable Dubois"}),                           // (96 + 96 + 24) / 2 = 108
		confirmed(2, 1, directory.Profile{Name: "Xy Zw", Organisation: "Comptable", Description: "Dubois"}),        // 64 + 24 = 88
		confirmed(3, 1, directory.Profile{Name: "Xy Dubois", Organisation: "Comptable"}),                           // 64 + 56 = 120
		confirmed(4, 1, directory.Profile{Name: "Xy Zw", Skills: []string{"comptabilite"}, Description: "Dubois"}), // 88 + 24 = 112
	})
	x.SetDay(worldToday, worldStale)
	q := directory.Query{Text: "comptable dubois -nobody"}
	for _, limit := range []int{1, 2, 3, 4, directory.MaxLimit} { // a full heap asks for nearness only if it may help
		q.Limit = limit
		want := []int{3, 4, 1, 2}
		if got := idsOf(search(t, x, q)); !slices.Equal(got, want[:min(limit, 4)]) {
			t.Errorf("the first %d are %v, want %v", limit, got, want)
		}
	}
}

// TestUnknownDayIsBeforeAny: of whom nothing is known nobody said anything
// lately, but that counts only when there is a day.
func TestUnknownDayIsBeforeAny(t *testing.T) {
	x := New(smallCatalog())
	unknown := listing(1, directory.Profile{Name: "Xy Zw", Headline: "Comptable"})
	unknown.ConfirmedAt = time.Time{}
	x.Apply([]*directory.Listing{unknown, confirmed(2, 1, directory.Profile{Name: "Xy Zw", Organisation: "Comptable"})})
	for stale, want := range map[directory.Date][]int{0: {1, 2}, worldStale: {2, 1}} {
		x.SetDay(worldToday, stale)
		if got := idsOf(search(t, x, comptable)); !slices.Equal(got, want) {
			t.Errorf("since %s: ranked %v, want %v", stale, got, want)
		}
	}
}

// TestDayPasses follows one listing through the days: what ranks lower is
// decided by the day of the search, whatever was built when.
func TestDayPasses(t *testing.T) {
	rival := confirmed(2, 500, directory.Profile{Name: "Xy Bb", Organisation: "Comptable"})
	claire := confirmed(1, 0, directory.Profile{Name: "Xy Aa", Headline: "Comptable"})
	claire.ConfirmedAt = worldStale.Time().Add(24*time.Hour - time.Millisecond)
	never := *claire // confirmed; created then
	never.CreatedAt, never.ConfirmedAt = claire.ConfirmedAt, time.Time{}
	for name, l := range map[string]*directory.Listing{"confirmed": claire, "created": &never} {
		x := New(smallCatalog())
		x.SetDay(worldToday, worldStale)
		x.Apply([]*directory.Listing{l, rival})
		first := func(when string, want int) {
			t.Helper()
			if got := idsOf(search(t, x, comptable)); got[0] != want {
				t.Errorf("%s, %s: ranked %v", name, when, got)
			}
		}
		first("on the day", 1)
		x.SetDay(worldToday+1, worldStale+1)
		first("a day later", 2)
		rebuildNow(x)
		first("rebuilt", 2)
		x.SetDay(worldToday, worldStale)
		first("the clock set back", 1)
		x.SetDay(worldToday+1, worldStale+1)
		again := *l
		again.ConfirmedAt = worldToday.Time()
		x.Apply([]*directory.Listing{&again})
		first("confirmed again", 1)
		rebuildNow(x)
		first("rebuilt again", 1)
		x.SetDay(worldToday+500, worldToday+1)
		first("long after", 2)
	}
}

func rebuildNow(x *Index) {
	x.writing.Lock()
	x.renew()
	x.writing.Unlock()
	x.settle()
}
