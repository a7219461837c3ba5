package compare

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/demo"
	"teleorne/directory/reference"
	"teleorne/directory/search"
)

// ask is a search on whose meaning the three agree: exact words, one skill,
// one commune, a status; the 50 freshest, and facets.
type ask struct {
	words   []string
	skill   string
	commune string
	status  directory.Status
}

func (a ask) String() string {
	var parts []string
	for _, p := range append(slices.Clone(a.words), a.skill, a.commune, string(a.status)) {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " + ")
}

const pageSize = directory.DefaultLimit

// answer is what must be the same whoever is asked.
type answer struct {
	Total  int
	Page   []int64
	Facets map[string]map[string]int // nil when not comparable
}

// engine answers an ask.
type engine interface {
	name() string
	search(ctx context.Context, a ask) (answer, error)
}

var asks = []ask{
	{},
	{words: []string{"comptable"}},
	{words: []string{"web"}},
	{words: []string{"anglais"}},
	{words: []string{"dubois"}},
	{words: []string{"gestion", "projet"}},
	{words: []string{"entreprise"}},
	{words: []string{"claire", "comptable"}},
	{skill: "comptabilite"},
	{skill: "secretariat", status: directory.Salaried},
	{commune: "61038"},
	{commune: "61001", words: []string{"web"}},
	{status: directory.Independent},
	{words: []string{"traducteur"}, status: directory.Independent},
	{words: []string{"introuvable"}},
}

// record is a listing as the peers index it: one text of folded words, and the
// values of the filters and facets.
type record struct {
	id      int64
	text    string
	status  string
	commune string // empty for those who show only their EPCI
	epci    string
	skills  []string
	domains []string
	updated int64
}

func records(c *directory.Catalog, ls []*directory.Listing) []record {
	out := make([]record, len(ls))
	for i, l := range ls {
		p := &l.Published.Profile
		r := record{id: int64(l.ID), status: string(p.Status), updated: l.UpdatedAt.UnixMilli()}
		texts := []string{p.Name, p.Organisation, p.Headline, p.Description}
		commune, _ := c.Atlas.Commune(p.Commune)
		r.epci = commune.EPCI.SIREN
		if p.CommuneShown == directory.ShownEPCI {
			texts = append(texts, commune.EPCI.Name)
		} else {
			r.commune = commune.INSEE
			texts = append(append(texts, commune.Name), commune.PostalCodes...)
		}
		for _, slug := range p.Skills {
			s, ok := c.Taxonomy.Skill(slug)
			if !ok {
				texts = append(texts, strings.TrimPrefix(slug, "+"))
				continue
			}
			texts = append(texts, s.Names()...)
			r.skills = append(r.skills, slug)
			if !slices.Contains(r.domains, s.Domain) {
				r.domains = append(r.domains, s.Domain)
			}
		}
		for j, t := range texts {
			texts[j] = directory.Fold(t)
		}
		r.text = strings.Join(texts, " ")
		out[i] = r
	}
	return out
}

func listings(n int, c *directory.Catalog) []*directory.Listing {
	today := directory.DateOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	out := make([]*directory.Listing, n)
	for i, person := range demo.Profiles(n, today, c) {
		rev := &directory.Revision{Profile: person.Profile}
		out[i] = &directory.Listing{
			ID: directory.ListingID(i + 1), Slug: fmt.Sprintf("%s-%d", directory.Slugify(person.Profile.Name), i+1),
			Published: rev, Latest: rev,
			UpdatedAt: today.Time().AddDate(0, 0, -person.UpdatedDaysAgo).Add(time.Duration(i) * time.Millisecond),
		}
	}
	return out
}

// ours is the read index.
type ours struct{ index *search.Index }

func (ours) name() string { return "teleorne" }

func (o ours) search(ctx context.Context, a ask) (answer, error) {
	q := directory.Query{Status: a.status, Sort: directory.SortRecent, Limit: pageSize, Facets: true}
	for _, w := range a.words {
		q.Text += `"` + w + `" ` // this very word
	}
	if a.skill != "" {
		q.Skills = []string{a.skill}
	}
	if a.commune != "" {
		q.Communes = []string{a.commune}
	}
	f, err := o.index.Search(ctx, q)
	if err != nil {
		return answer{}, err
	}
	out := answer{Total: f.Total, Page: []int64{}, Facets: map[string]map[string]int{}}
	for _, h := range f.Hits {
		out.Page = append(out.Page, int64(h.ID))
	}
	for kind, counts := range map[string][]directory.Count{
		"status": f.Facets.Status, "skill": f.Facets.Skill, "domain": f.Facets.Domain, "commune": f.Facets.Commune, "epci": f.Facets.EPCI,
	} {
		out.Facets[kind] = map[string]int{}
		for _, c := range counts {
			out.Facets[kind][c.Value] = c.Count
		}
	}
	// A filter's own facet tells what another value would give: the peers
	// would need another search for that.
	if a.status != "" {
		delete(out.Facets, "status")
	}
	if a.commune != "" {
		delete(out.Facets, "commune")
	}
	return out, nil
}

// BenchmarkCompare checks that all give the same answers, then runs each ask
// by each in turn. TELEORNE_COMPARE sets the number of profiles (10000).
func BenchmarkCompare(b *testing.B) {
	n := 10_000
	if s := os.Getenv("TELEORNE_COMPARE"); s != "" {
		if _, err := fmt.Sscan(s, &n); err != nil {
			b.Fatal(err)
		}
	}
	ctx := context.Background()
	c := reference.Catalog()
	ls := listings(n, c)
	rs := records(c, ls)
	var engines []engine
	var loads []time.Duration
	add := func(make func() engine) {
		runtime.GC()
		start := time.Now()
		engines = append(engines, make())
		loads = append(loads, time.Since(start))
	}
	add(func() engine {
		x := search.New(c)
		x.Apply(ls)
		return ours{x}
	})
	add(func() engine { return newBleve(b, filepath.Join(b.TempDir(), "bleve"), rs) })
	add(func() engine { return newFTS(b, filepath.Join(b.TempDir(), "fts.db"), rs) })
	for _, a := range asks {
		agree(b, ctx, engines, a)
	}
	took := make([][][]time.Duration, len(engines))
	for i := range took {
		took[i] = make([][]time.Duration, len(asks))
	}
	for b.Loop() {
		for j, a := range asks {
			for i, e := range engines {
				start := time.Now()
				if _, err := e.search(ctx, a); err != nil {
					b.Fatal(err)
				}
				took[i][j] = append(took[i][j], time.Since(start))
			}
		}
	}
	report(b, n, engines, loads, took)
}

// agree requires the same total, page and facets of everybody.
func agree(b *testing.B, ctx context.Context, engines []engine, a ask) {
	b.Helper()
	var want answer
	for i, e := range engines {
		got, err := e.search(ctx, a)
		if err != nil {
			b.Fatalf("%s: %v: %v", e.name(), a, err)
		}
		if i == 0 {
			want = got
			continue
		}
		if got.Total != want.Total || !slices.Equal(got.Page, want.Page) {
			b.Fatalf("%s: %v: %d %v, not %d %v", e.name(), a, got.Total, got.Page, want.Total, want.Page)
		}
		for kind, counts := range want.Facets {
			have := got.Facets[kind]
			for v, count := range counts {
				if have[v] != count {
					b.Fatalf("%s: %v: facet %s of %s is %d, not %d", e.name(), a, kind, v, have[v], count)
				}
			}
			if len(counts) < 50 && !maps.Equal(have, counts) {
				b.Fatalf("%s: %v: facet %s is %v, not %v", e.name(), a, kind, have, counts)
			}
		}
	}
}

// report prints a table in Markdown: the median of each ask, and for the whole
// mix the 99th percentile, with the ratio to ours.
func report(b *testing.B, n int, engines []engine, loads []time.Duration, took [][][]time.Duration) {
	b.Helper()
	quantile := func(ds []time.Duration, q float64) float64 {
		ds = slices.Clone(ds)
		slices.Sort(ds)
		return ds[int(q*float64(len(ds)-1))].Seconds() * 1e3
	}
	var t strings.Builder
	fmt.Fprintf(&t, "\n| %d profiles |", n)
	for _, e := range engines {
		fmt.Fprintf(&t, " %s |", e.name())
	}
	t.WriteString("\n| --- |" + strings.Repeat(" ---: |", len(engines)))
	row := func(title string, value func(i int) float64, unit string) {
		fmt.Fprintf(&t, "\n| %s |", title)
		for i := range engines {
			fmt.Fprintf(&t, " %.2f %s", value(i), unit)
			if i > 0 {
				fmt.Fprintf(&t, " (×%.1f)", value(i)/value(0))
			}
			t.WriteString(" |")
		}
	}
	for j, a := range asks {
		title := a.String()
		if title == "" {
			title = "(everything)"
		}
		row(title, func(i int) float64 { return quantile(took[i][j], 0.5) }, "ms")
	}
	all := func(i int) []time.Duration { return slices.Concat(took[i]...) }
	row("**p50 of the mix**", func(i int) float64 { return quantile(all(i), 0.5) }, "ms")
	row("**p99 of the mix**", func(i int) float64 { return quantile(all(i), 0.99) }, "ms")
	row("**loading**", func(i int) float64 { return loads[i].Seconds() }, "s")
	fmt.Println(t.String()) // b.Log would cut it short
	for i, e := range engines[1:] {
		b.ReportMetric(quantile(all(i+1), 0.99)/quantile(all(0), 0.99), e.name()+"-p99-ratio")
	}
}
