package directory_test

import (
	"testing"
	"time"

	"teleorne/directory"
)

// What is kept at hand is never older than the store: not by a write of one's
// own, and not by one of another process that nobody was told of yet.
func TestWhatIsAtHandIsNew(t *testing.T) {
	one := newWorld(t)
	one.publish(person("Anne Un"), person("Basile Deux"))
	two := openWorld(t, one.path)
	headlines := func(w *world) (out []string) {
		t.Helper()
		r, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Sort: directory.SortName, Limit: 10}})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Cards {
			out = append(out, c.Name+": "+c.Headline)
		}
		return out
	}
	same := func(w *world, want ...string) {
		t.Helper()
		for range 2 { // read, and at hand
			got := headlines(w)
			if len(got) != len(want) {
				t.Fatalf("%q, want %q", got, want)
			}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%q, want %q", got[i], want[i])
				}
			}
		}
	}
	before := headlines(two)
	same(two, before...)
	one.importing([]directory.ImportRow{{Line: 2, Slug: "anne-un", Profile: person("Anne Un", headline("Juriste"))}}, publish)
	for _, w := range []*world{one, two} { // the other one without having refreshed
		same(w, "Anne Un: Juriste", before[1])
	}
	one.hide("basile-deux", "suspended")
	same(two, "Anne Un: Juriste")
}

// Visitors who see the same share it, for as long as it is so; nobody else does,
// and what one of them asked for is not on what others see.
func TestVisitorsShareCards(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Anne Un", func(p *directory.Profile) { p.Email, p.EmailShown = "anne@exemple.fr", directory.Identified }))
	first := func(a directory.Actor, contacts bool, q directory.Query) *directory.Card {
		t.Helper()
		q.Limit = 1
		r, err := w.Search(t.Context(), a, directory.Search{Query: q, Contacts: contacts})
		if err != nil || len(r.Cards) != 1 {
			t.Fatalf("%v, %v", r, err)
		}
		return r.Cards[0]
	}
	everywhere, here := directory.Query{}, directory.Query{Communes: []string{"61038"}, RadiusKM: 50}
	other := directory.Actor{Address: "203.0.113.9"}
	shared := first(visitor, false, everywhere)
	if first(other, false, everywhere) != shared || first(visitor, false, directory.Query{Text: "anne"}) != shared {
		t.Error("two visitors have a card each")
	}
	for name, c := range map[string]*directory.Card{
		"with a key":         first(known, false, everywhere),
		"a moderator":        first(moderator, false, everywhere),
		"who asks for more":  first(visitor, true, everywhere),
		"with a key, too":    first(known, true, everywhere),
		"from a place":       first(visitor, false, here),
		"the same once more": first(visitor, false, here),
	} {
		if c == shared {
			t.Errorf("%s shares the card of visitors", name)
		}
	}
	if c := first(visitor, false, everywhere); c != shared || c.Email != "" || c.HasEmail || c.DistanceKM >= 0 {
		t.Errorf("the card of visitors became %+v", c)
	}
	w.clock.move(24 * time.Hour)
	if first(visitor, false, everywhere) == shared {
		t.Error("a card outlives its day")
	}
	shared = first(visitor, false, everywhere)
	w.elsewhere("UPDATE listing SET updated_at = updated_at + 1")
	if first(visitor, false, everywhere) == shared {
		t.Error("a card outlives what it was made of")
	}
}
