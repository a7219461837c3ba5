package directory_test

import (
	"testing"

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
