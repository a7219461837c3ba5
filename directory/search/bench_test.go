package search

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/demo"
	"teleorne/directory/reference"
)

var (
	benchToday = directory.DateOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	benchStale = directory.DateOf(benchToday.Time().AddDate(0, -directory.DefaultAges().Lower, 0))
)

// benchListings are n fictional people as listings, in the order of their ids.
func benchListings(n int, c *directory.Catalog) []*directory.Listing {
	people := demo.Profiles(n, benchToday, c)
	out := make([]*directory.Listing, n)
	now := benchToday.Time()
	for i := range people {
		p := &people[i]
		rev := &directory.Revision{ID: directory.RevisionID(i + 1), Number: 1, State: directory.RevisionAccepted, Profile: p.Profile}
		out[i] = &directory.Listing{
			ID: directory.ListingID(i + 1), Slug: fmt.Sprintf("%s-%d", directory.Slugify(p.Profile.Name), i+1),
			Published: rev, Latest: rev,
			UpdatedAt:   now.AddDate(0, 0, -p.UpdatedDaysAgo).Add(time.Duration(i) * time.Millisecond),
			ConfirmedAt: now.AddDate(0, 0, -p.ConfirmedDaysAgo),
		}
	}
	return out
}

// benchWorld is a loaded index, with what loading took.
type benchWorld struct {
	catalog *directory.Catalog
	index   *Index
	sample  []*directory.Listing
	loading time.Duration
	heap    uint64 // bytes the index keeps
}

var benchWorlds struct {
	sync.Mutex
	of map[int]*benchWorld
}

func loadedWorld(tb testing.TB, n int) *benchWorld {
	tb.Helper()
	benchWorlds.Lock()
	defer benchWorlds.Unlock()
	if w := benchWorlds.of[n]; w != nil {
		return w
	}
	c := reference.Catalog()
	listings := benchListings(n, c)
	before := heapInUse()
	w := &benchWorld{catalog: c, index: New(c)}
	w.index.SetDay(benchToday, benchStale)
	start := time.Now()
	w.index.Apply(listings)
	w.loading = time.Since(start)
	w.heap = heapInUse() - before
	w.sample = slices.Clone(listings[:min(n, 1000)])
	benchWorlds.of = map[int]*benchWorld{n: w} // one at a time: the largest fills a small machine
	return w
}

func heapInUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// typing is a text keystroke by keystroke, each with page and facets.
func typing(text string, q directory.Query) []directory.Query {
	var out []directory.Query
	runes := []rune(text)
	for i := range runes {
		q.Text, q.Limit, q.Facets = string(runes[:i+1]), directory.DefaultLimit, true
		out = append(out, q)
	}
	return out
}

// benchMix is the stated mix: what people do, and the worst they can do.
func benchMix() map[string][]directory.Query {
	page := func(q directory.Query) directory.Query {
		q.Limit, q.Facets = directory.DefaultLimit, true
		return q
	}
	belleme, alencon, flers := []string{"61038"}, []string{"61001"}, []string{"61169"}
	mix := map[string][]directory.Query{}
	for _, t := range []string{"comptable bell", "developpeuse web", "traductrice anglais mortagne", "secretaire 61130", "comtable", "claire dubois", "chef de projet"} {
		mix["typing"] = append(mix["typing"], typing(t, directory.Query{})...)
	}
	mix["typing"] = append(mix["typing"], typing("comptable", directory.Query{Communes: belleme, RadiusKM: 15})...)
	mix["filters"] = []directory.Query{
		page(directory.Query{}),
		page(directory.Query{Communes: belleme, RadiusKM: 15}),
		page(directory.Query{Communes: alencon}),
		page(directory.Query{Communes: flers, RadiusKM: 50, Status: directory.Independent, Available: benchToday}),
		page(directory.Query{Skills: []string{"comptabilite"}}),
		page(directory.Query{Skills: []string{"secretariat"}, Status: directory.Salaried, Language: "en"}),
		page(directory.Query{Domain: reference.Domains()[3].Slug, Sort: directory.SortName}),
		page(directory.Query{EPCI: "200071504", Sort: directory.SortRecent}),
		page(directory.Query{Text: "graphiste", Skills: []string{"secretariat"}}),
		page(directory.Query{Text: "comptable", Available: benchToday, Sort: directory.SortName}),
	}
	absurd := ""
	for i := range 16 {
		absurd += fmt.Sprintf("zqxj%cvbw ", 'a'+i)
	}
	mix["worst"] = []directory.Query{
		page(directory.Query{Text: "a"}),
		page(directory.Query{Text: "e"}),
		page(directory.Query{Text: "de la"}),
		page(directory.Query{Text: "de la pour et en un"}),
		page(directory.Query{Text: `"de la"`}),
		page(directory.Query{Text: "d p"}),
		page(directory.Query{Text: "-zzz"}),
		page(directory.Query{Text: "-de -la"}),
		page(directory.Query{Text: absurd}),
		page(directory.Query{Text: "gestion projet entreprise clients travail"}),
		page(directory.Query{Sort: directory.SortName, Offset: 500}),
		page(directory.Query{Sort: directory.SortDistance, Communes: alencon, RadiusKM: 500, Offset: 5000}),
	}
	return mix
}

// BenchmarkSearch measures the mix at each size: one search an iteration, with
// the first page and all facets. A million profiles are measured only with
// TELEORNE_BENCH_MILLION set: they take some minutes and 2 GB to make.
func BenchmarkSearch(b *testing.B) {
	for _, n := range benchSizes() {
		for _, group := range []string{"typing", "filters", "worst"} {
			b.Run(fmt.Sprintf("profiles=%d/%s", n, group), func(b *testing.B) {
				w := loadedWorld(b, n)
				queries := benchMix()[group]
				took := make([]time.Duration, 0, 1<<16)
				each := make([][]time.Duration, len(queries))
				i := 0
				for b.Loop() {
					start := time.Now()
					if _, err := w.index.Search(context.Background(), queries[i%len(queries)]); err != nil {
						b.Fatal(err)
					}
					d := time.Since(start)
					took = append(took, d)
					each[i%len(queries)] = append(each[i%len(queries)], d)
					i++
				}
				slowest := time.Duration(0)
				for _, ds := range each {
					if slices.Sort(ds); len(ds) > 0 {
						slowest = max(slowest, ds[len(ds)/2])
					}
				}
				b.ReportMetric(slowest.Seconds()*1e3, "slowest-query-p50-ms")
				slices.Sort(took)
				ms := func(q float64) float64 { return took[int(q*float64(len(took)-1))].Seconds() * 1e3 }
				b.ReportMetric(ms(0.5), "p50-ms")
				b.ReportMetric(ms(0.99), "p99-ms")
				b.ReportMetric(ms(1), "max-ms")
			})
		}
	}
}

func benchSizes() []int {
	sizes := []int{1_000, 10_000, 100_000}
	if os.Getenv("TELEORNE_BENCH_MILLION") != "" {
		sizes = append(sizes, 1_000_000)
	}
	return sizes
}

// BenchmarkQueries measures each query of the mix by itself at 100,000.
func BenchmarkQueries(b *testing.B) {
	w := loadedWorld(b, 100_000)
	for group, queries := range benchMix() {
		for i, q := range queries {
			b.Run(fmt.Sprintf("%s/%d_%.40q", group, i, q.Text), func(b *testing.B) {
				for b.Loop() {
					if _, err := w.index.Search(context.Background(), q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkLoad reports what loading takes and what the index then holds.
func BenchmarkLoad(b *testing.B) {
	for _, n := range benchSizes() {
		b.Run(fmt.Sprintf("profiles=%d", n), func(b *testing.B) {
			w := loadedWorld(b, n)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(w.loading.Seconds(), "load-s")
			b.ReportMetric(float64(w.heap)/float64(n), "heap-B/profile")
			b.ReportMetric(float64(w.heap)/1e6, "heap-MB")
		})
	}
}

// BenchmarkUpdate is one listing written: the old document dead, the new one in.
// Rebuilds, which happen beside, are counted in.
func BenchmarkUpdate(b *testing.B) {
	w := loadedWorld(b, 100_000)
	one := make([]*directory.Listing, 1)
	i := 0
	for b.Loop() {
		l := *w.sample[i%len(w.sample)]
		l.UpdatedAt = benchToday.Time().Add(time.Duration(i) * time.Second)
		one[0] = &l
		w.index.Apply(one)
		i++
	}
	w.index.settle()
}

func BenchmarkComplete(b *testing.B) {
	w := loadedWorld(b, 100_000)
	for _, text := range []string{"c", "ma", "comp", "traductrice ang", "claire dub", "zzzz"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := w.index.Complete(context.Background(), text, "fr", 8); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSimilar(b *testing.B) {
	w := loadedWorld(b, 100_000)
	for b.Loop() {
		w.index.Similar("clair-duboi-17", 3)
	}
}
