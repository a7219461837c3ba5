package search

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
)

// TestConcurrency searches while listings change and rebuilds happen; every
// answer is one that the directory had at some moment.
func TestConcurrency(t *testing.T) {
	c := smallCatalog()
	x := New(c)
	const people = 600
	at := func(id, version int) *directory.Listing {
		l := listing(id, directory.Profile{Name: "Claire Dubois", Headline: fmt.Sprintf("Comptable v%d", version), Skills: []string{"paie"}, Commune: "61038"})
		l.UpdatedAt = worldBase.Add(time.Duration(version) * time.Minute)
		return l
	}
	var all []*directory.Listing
	for id := range people {
		all = append(all, at(id+1, 0))
	}
	x.Apply(all)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				f, err := x.Search(context.Background(), directory.Query{Text: "comptable", Limit: 500, Facets: true})
				if err != nil || f.Total != people || f.Facets.Skill[0].Count != people || f.Facets.Domain[0].Count != people {
					t.Errorf("found %+v, %v", f, err)
					return
				}
				f.Marker.Mark("Comptable")
				x.Len()
				x.Counts()
				x.Similar("slug-001", 2)
				if _, err := x.Complete(context.Background(), "cl", "fr", 4); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for version := 1; version <= 3; version++ {
		for id := range people {
			x.Apply([]*directory.Listing{at(id+1, version)})
		}
		x.SetDay(directory.Date(version), directory.Date(version))
	}
	close(stop)
	wg.Wait()
	x.settle()
	if f := search(t, x, directory.Query{Text: "v3"}); f.Total != people {
		t.Errorf("%d have the last version", f.Total)
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if dead := x.seg.len() - x.seg.alive; dead > fewDead+x.seg.len()/5 {
		t.Errorf("%d dead documents: never rebuilt", dead)
	}
}
