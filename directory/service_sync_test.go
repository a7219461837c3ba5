package directory_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"teleorne/directory"
)

func TestRefreshSeesAnotherServicesWrites(t *testing.T) {
	one := newWorld(t)
	two := openWorld(t, one.path)
	two.clock = one.clock
	refresh := func(want bool) {
		t.Helper()
		if changed, err := two.Refresh(t.Context()); err != nil || changed != want {
			t.Errorf("changed %v, %v; want %v", changed, err, want)
		}
	}
	refresh(false)
	one.publish(person("Anne Un"), person("Basile Deux"))
	refresh(true)
	if n := two.total(directory.Query{}); n != 2 {
		t.Fatalf("%d found, want 2", n)
	}
	refresh(false)
	one.importing([]directory.ImportRow{{Line: 2, Slug: "anne-un", Profile: person("Anne Un", headline("Juriste"))}}, publish)
	refresh(true)
	if n := two.total(directory.Query{Text: "juriste"}); n != 1 {
		t.Errorf("%d found by the new headline, want 1", n)
	}
	one.hide("basile-deux", "suspended")
	refresh(true)
	if n := two.total(directory.Query{}); n != 1 {
		t.Errorf("%d found after the suspension, want 1", n)
	}
}

func TestRefreshSeesSkillsAndTelecentres(t *testing.T) {
	one := newWorld(t)
	one.publish(person("Anne Un"))
	two := openWorld(t, one.path)
	c := two.Catalog()
	skill := directory.SkillRow{
		Line: 2, Skill: directory.Skill{Slug: "paleographie", Label: directory.Label{FR: "Paléographie", EN: "Palaeography"}},
		Domain: directory.Domain{Label: directory.Label{FR: "Histoire", EN: "History"}},
	}
	r, err := one.ImportSkills(t.Context(), directory.Operator(), []directory.SkillRow{skill}, directory.ImportOptions{})
	if err != nil || r.Created != 1 {
		t.Fatal(r, err)
	}
	if changed, err := two.Refresh(t.Context()); err != nil || !changed || two.Catalog() == c {
		t.Fatalf("the new skill is not noticed: %v, %v", changed, err)
	}
	for _, w := range []*world{one, two} {
		if s, ok := w.Catalog().Taxonomy.Skill("paleographie"); !ok || s.Domain != "histoire" {
			t.Errorf("got %+v", s)
		}
		if n := w.total(directory.Query{}); n != 1 {
			t.Errorf("%d found after the new index, want 1", n)
		}
	}
}

func TestRefreshTurnsTheDay(t *testing.T) {
	var mu sync.Mutex
	var days []directory.Date
	w := newWorld(t, func(o *directory.Options) {
		o.NewIndex = func(c *directory.Catalog) directory.Index {
			return &dayIndex{Index: newIndex(c), set: func(d directory.Date) { mu.Lock(); days = append(days, d); mu.Unlock() }}
		}
	})
	ch, cancel := w.Changes()
	defer cancel()
	w.clock.move(10 * time.Hour)
	if changed, err := w.Refresh(t.Context()); changed || err != nil {
		t.Fatalf("changed before midnight: %v", err)
	}
	w.clock.move(3 * time.Hour)
	if changed, err := w.Refresh(t.Context()); !changed || err != nil {
		t.Fatalf("unchanged at midnight: %v", err)
	}
	<-ch
	today := directory.DateOf(noon)
	if !slices.Equal(days, []directory.Date{today, today + 1}) {
		t.Errorf("days %v", days)
	}
}

type dayIndex struct {
	directory.Index
	set func(directory.Date)
}

// TestStaleSince checks since when profiles have to be confirmed not to rank
// lower.
func TestStaleSince(t *testing.T) {
	since := func(ages directory.Ages) string {
		var got directory.Date
		newWorld(t, func(o *directory.Options) {
			o.Ages = ages
			o.NewIndex = func(c *directory.Catalog) directory.Index { return &staleIndex{newIndex(c), &got} }
		})
		return got.String()
	}
	for want, ages := range map[string]directory.Ages{
		"2026-02-24": {}, "2026-08-24": {Lower: 3}, "": {Hide: 12},
	} {
		if got := since(ages); got != want {
			t.Errorf("%+v: since %s, want %s", ages, got, want)
		}
	}
}

type staleIndex struct {
	directory.Index
	since *directory.Date
}

func (x *staleIndex) SetDay(day, stale directory.Date) { *x.since = stale; x.Index.SetDay(day, stale) }

func (d *dayIndex) SetDay(day, stale directory.Date) { d.set(day); d.Index.SetDay(day, stale) }

func TestRefreshIsCheapWhenNothingChanged(t *testing.T) {
	counting := &brokenStore{}
	w := newWorld(t, func(o *directory.Options) { counting.Store = o.Store; o.Store = counting })
	before := counting.read.Load()
	for range 3 {
		if changed, err := w.Refresh(t.Context()); changed || err != nil {
			t.Fatal(changed, err)
		}
	}
	if n := counting.read.Load() - before; n != 0 || before == 0 {
		t.Errorf("%d settings read although nothing changed", n)
	}
}

func TestFollow(t *testing.T) {
	one := newWorld(t)
	two := openWorld(t, one.path)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); two.Follow(ctx) }()
	ch, cancel := two.Changes()
	defer cancel()
	one.publish(person("Anne Un"))
	select {
	case <-ch:
	case <-time.After(2 * time.Second):
		t.Error("another process's write is not seen within 2 s")
	}
	if n := two.total(directory.Query{}); n != 1 {
		t.Errorf("%d found, want 1", n)
	}
	stop()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
		t.Error("Follow goes on after its context")
	}
}

func TestFollowSaysOnceThatItFails(t *testing.T) {
	broken := &brokenStore{}
	w := newWorld(t, func(o *directory.Options) { broken.Store = o.Store; o.Store = broken })
	broken.fail = fmt.Errorf("gone")
	ctx, stop := context.WithTimeout(t.Context(), 2300*time.Millisecond)
	defer stop()
	w.Follow(ctx)
	if n := strings.Count(w.log.String(), "following the store fails"); n != 1 {
		t.Errorf("said %d times: %s", n, w.log)
	}
}

func TestChangesCoalesce(t *testing.T) {
	w := newWorld(t)
	ch, cancel := w.Changes()
	other, cancelOther := w.Changes()
	cancelOther()
	for i := range 3 {
		w.publish(person(fmt.Sprintf("Personne %d", i)))
	}
	<-ch
	select {
	case <-ch:
		t.Error("changes are told one by one")
	case <-other:
		t.Error("whoever went away is told")
	default:
	}
	w.publish(person("Encore Une"))
	<-ch
	cancel()
	w.publish(person("Encore Autre"))
	select {
	case <-ch:
		t.Error("whoever went away is told")
	default:
	}
}

// TestManyAtOnce writes, reads and refreshes at the same time, and ends with
// everything found.
func TestManyAtOnce(t *testing.T) {
	one := newWorld(t, func(o *directory.Options) { o.RevealRate = 3 })
	two := openWorld(t, one.path)
	var wait sync.WaitGroup
	var stop atomic.Bool
	const writers, each = 4, 5
	for _, w := range []*world{one, two} {
		for range 3 {
			wait.Go(func() {
				for !stop.Load() {
					r, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Text: "expert", Limit: 5}, Contacts: true})
					if err != nil || r.Total < len(r.Cards) {
						t.Error(r, err)
						return
					}
					if _, err := w.Communes(t.Context(), visitor, "bel"); err != nil {
						t.Error(err)
						return
					}
					if _, err := w.Stats(t.Context(), visitor); err != nil {
						t.Error(err)
						return
					}
					if _, err := w.Refresh(t.Context()); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
	}
	var writing sync.WaitGroup
	for n := range writers {
		w := []*world{one, two}[n%2]
		writing.Go(func() {
			for i := range each {
				p := person(fmt.Sprintf("Zoé Qz%cz%cq", 'a'+n, 'a'+i), mail(fmt.Sprintf("p%d.%d@exemple.fr", n, i)))
				r, err := w.ImportProfiles(t.Context(), directory.Operator(), rows(p), publish)
				if err != nil || r.Created != 1 {
					t.Error(r, err)
					return
				}
				// One's own write is found at once.
				if _, err := w.Show(t.Context(), visitor, directory.Slugify(p.Name), false); err != nil {
					t.Error(err)
				}
				if found, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Text: p.Name[len("Zoé "):]}}); err != nil || found.Total != 1 {
					t.Errorf("%s is found %+v, %v", p.Name, found, err)
				}
			}
		})
	}
	writing.Wait()
	stop.Store(true)
	wait.Wait()
	for _, w := range []*world{one, two} {
		if _, err := w.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := w.total(directory.Query{}); n != writers*each {
			t.Errorf("%d found, want %d", n, writers*each)
		}
	}
}
