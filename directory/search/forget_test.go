package search

import (
	"context"
	"testing"

	"teleorne/directory"
)

// TestForgets checks that nothing of a listing that went, in whichever way, is
// left: neither the listing, nor its words for corrections.
func TestForgets(t *testing.T) {
	for name, leave := range map[string]func(*directory.Listing){
		"not accepted": func(l *directory.Listing) { l.Published = nil },
		"no revision":  func(l *directory.Listing) { l.Latest = nil },
		"paused":       func(l *directory.Listing) { l.Paused = true },
		"suspended":    func(l *directory.Listing) { l.Suspended = true },
		"withdrawn":    func(l *directory.Listing) { l.Withdrawn = true },
		"dormant":      func(l *directory.Listing) { l.Dormant = true },
		"erased": func(l *directory.Listing) {
			*l = directory.Listing{ID: l.ID, Slug: "erased-0123456789abcdef"}
		},
	} {
		t.Run(name, func(t *testing.T) { forgets(t, leave) })
	}
}

func forgets(t *testing.T, leave func(*directory.Listing)) {
	x := New(smallCatalog())
	l := listing(1, directory.Profile{Name: "Xy Zw", Headline: "Apicultrice", Skills: []string{"cpp"}, Telecentre: "elabo", Commune: "61038"})
	x.Apply([]*directory.Listing{l})
	if f := search(t, x, directory.Query{Text: "apicultrcie"}); f.Total != 1 || f.Corrected["apicultrcie"] != "apicultrice" {
		t.Fatalf("not corrected: %+v", f)
	}
	gone := *l
	leave(&gone)
	x.Apply([]*directory.Listing{&gone})
	for _, text := range []string{"apicultrice", "apicultrcie", "developpeur", "belleme"} {
		if f := search(t, x, directory.Query{Text: text}); f.Total != 0 || f.Corrected != nil {
			t.Errorf("%q still finds %+v", text, f)
		}
	}
	if n := x.Counts(); x.Len() != 0 || n.Total+len(n.Skill)+len(n.Domain)+len(n.Commune)+len(n.EPCI)+len(n.Telecentre) != 0 {
		t.Errorf("counts %+v", n)
	}
	if got := x.Similar("slug-002", 3); len(got) != 0 {
		t.Errorf("similar to %v", got)
	}
	if got, _ := x.Complete(context.Background(), "xy", "fr", 5); len(got) != 0 {
		t.Errorf("completes %v", got)
	}
	if leave(l); len(idsOf(search(t, fresh(l), directory.Query{}))) != 0 {
		t.Error("found by an index that never knew better")
	}
}

// fresh is an index that was loaded with the listings.
func fresh(ls ...*directory.Listing) *Index {
	x := New(smallCatalog())
	x.writing.Lock()
	defer x.writing.Unlock()
	x.load(ls)
	return x
}
