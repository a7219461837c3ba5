package search

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"teleorne/directory"
)

func search(t *testing.T, x *Index, q directory.Query) *directory.Found {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = directory.MaxLimit
	}
	f, err := x.Search(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func idsOf(f *directory.Found) []int {
	ids := []int{}
	for _, h := range f.Hits {
		ids = append(ids, int(h.ID))
	}
	return ids
}

func TestText(t *testing.T) {
	x := New(smallCatalog())
	x.Apply([]*directory.Listing{
		listing(1, directory.Profile{Name: "Zoé Cœur", Headline: "Experte-comptable", Commune: "61038", Description: "Aujourd’hui à l'Île, demain ailleurs."}),
		listing(2, directory.Profile{Name: "Anne Dubois", Headline: "Rédactrice", Organisation: "L'Atelier du Perche", Commune: "61464", Skills: []string{"cpp", "+héliciculture bio"}}),
		listing(3, directory.Profile{Name: "Marc Perche", Headline: "Développeur C#", Commune: "61211", CommuneShown: directory.ShownEPCI, Skills: []string{"dotnet"}}),
	})
	for _, tt := range []struct {
		text string
		want []int
	}{
		{"", []int{1, 2, 3}},
		{"coeur", []int{1}},
		{"CŒUR", []int{1}},
		{"aujourd'hui", []int{1}},
		{"expert comptable", []int{1}},
		{"comptable expert", []int{1}},
		{`"expert comptable"`, nil},
		{`"experte comptable"`, []int{1}},
		{`"comptable experte"`, nil},
		{"« experte comptable »", []int{1}},
		{"“experte comptable", []int{1}},
		{"perche", []int{2, 3}},
		{"perche -atelier", []int{3}},
		{`-"atelier du perche"`, []int{1, 3}},
		{"-perche", []int{1}},
		{"-d’atelier", []int{1, 3}},
		{`-"d’atelier"`, []int{1, 2, 3}},
		{"c++", []int{2}},
		{"c#", []int{3}},
		{".net", []int{3}},
		{"helici", nil}, // proposed: not yet accepted
		{"+héliciculture", nil},
		{"bio -héliciculture", nil},
		{"belleme", []int{1}},
		{"61130", []int{1}},
		{"chapelle", nil},
		{"collines", []int{3}},
		{"du", []int{2, 3}},
		{"l du", []int{2}},
		{"près de bellême", []int{1}},
		{"comptable à côté de Bellême", []int{1}},
		{"proche des environs de belleme", []int{1}},
		{"accountant close to Bellême", []int{1}},
		{"near bellême", []int{1}},
		{"within around close nearby bellême", []int{1}},
		{"autour de nulle-part", nil},
		{"près", nil}, // nothing else is left: it counts
		{"près de l'atelier", []int{2}},
		{"!!! ...", []int{1, 2, 3}},
		{"- - -", []int{1, 2, 3}},
		{`""`, []int{1, 2, 3}},
		{"rédactrice dub", []int{2}},
		{"dub rédactrice", nil},
		{"dubios", []int{2}},
		{"perche zzzzzz", nil},
		{"\x00\xff", []int{1, 2, 3}},
		{"🦀 perche", []int{2, 3}},
	} {
		got := idsOf(search(t, x, directory.Query{Text: tt.text, Sort: directory.SortName}))
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q finds %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestRank(t *testing.T) {
	x := New(smallCatalog())
	in := func(id int, p directory.Profile) *directory.Listing { p.Name += "Xy Zw"; return listing(id, p) }
	x.Apply([]*directory.Listing{
		in(1, directory.Profile{Description: "Dubois, comptable"}),
		in(2, directory.Profile{Organisation: "Comptable Dubois"}),
		in(3, directory.Profile{Headline: "Comptable Dubois"}),
		in(4, directory.Profile{Headline: "Comptables Dubois"}),
		in(5, directory.Profile{Headline: "Comptable un deux trois quatre cinq six sept huit Dubois"}),
		in(6, directory.Profile{Headline: "Comptable un deux trois Dubois"}),
		in(7, directory.Profile{Skills: []string{"comptabilite"}, Description: "Dubois"}),
	})
	got := idsOf(search(t, x, directory.Query{Text: "comptable dubois -nobody"}))
	if want := []int{3, 6, 4, 5, 2, 7, 1}; !slices.Equal(got, want) {
		t.Errorf("ranked %v, want %v", got, want)
	}
}

// TestDistanceAndFreshnessRank checks what counts after the words.
func TestDistanceAndFreshnessRank(t *testing.T) {
	x := New(smallCatalog())
	put := func(id int, commune string, hours int) {
		l := listing(id, directory.Profile{Name: "Xy", Headline: "comptable", Commune: commune})
		l.UpdatedAt = worldBase.Add(time.Duration(hours) * time.Hour)
		x.Apply([]*directory.Listing{l})
	}
	put(1, "61464", 9)
	put(2, "61038", 1)
	put(3, "61209", 0)
	put(4, "61038", 2)
	put(5, "61038", 1)
	q := directory.Query{Text: "comptable", Communes: []string{"61038"}, RadiusKM: 500}
	if got, want := idsOf(search(t, x, q)), []int{4, 2, 5, 3, 1}; !slices.Equal(got, want) {
		t.Errorf("near Bellême %v, want %v", got, want)
	}
	q = directory.Query{Text: "comptable"}
	if got, want := idsOf(search(t, x, q)), []int{1, 4, 2, 5, 3}; !slices.Equal(got, want) {
		t.Errorf("everywhere %v, want %v", got, want)
	}
	if d := search(t, x, q).Hits[0].DistanceKM; d >= 0 {
		t.Errorf("a distance of %v without a place", d)
	}
}

// TestHiddenCommuneStaysHidden tries every way to find out where somebody
// lives who shows no more than the EPCI.
func TestHiddenCommuneStaysHidden(t *testing.T) {
	c := smallCatalog()
	x := New(c)
	x.Apply([]*directory.Listing{listing(1, directory.Profile{Name: "Xy Zw", Commune: "61211", CommuneShown: directory.ShownEPCI})})
	none := []directory.Query{
		{Text: "souëf"},
		{Text: "chapelle"},
		{Communes: []string{"61211"}},
		{Communes: []string{"61038"}},                // nor is the centre where they live
		{Communes: []string{"61209"}, RadiusKM: 5.5}, // La Chapelle-Souëf is 5.9 km away, Bellême 5.7
	}
	for _, q := range none {
		if f := search(t, x, q); f.Total != 0 {
			t.Errorf("%+v finds them", q)
		}
	}
	f := search(t, x, directory.Query{Communes: []string{"61211"}, RadiusKM: 50, Facets: true})
	centre, _ := c.Atlas.Commune("61038")
	here, _ := c.Atlas.Commune("61211")
	if f.Total != 1 || f.Hits[0].DistanceKM != centre.Distance(here) {
		t.Errorf("distance %+v is not that of the centre", f.Hits)
	}
	if len(f.Facets.Commune) != 0 || len(f.Facets.EPCI) != 1 {
		t.Errorf("facets %+v", f.Facets)
	}
	if f := search(t, x, directory.Query{EPCI: "200000001"}); f.Total != 1 {
		t.Error("not found by EPCI")
	}
	if n := x.Counts(); len(n.Commune) != 0 || n.EPCI["200000001"] != 1 {
		t.Errorf("counts %+v", n)
	}
}

func TestConceptsAndCorrections(t *testing.T) {
	x := New(smallCatalog())
	var ls []*directory.Listing
	for i, s := range smallCatalog().Taxonomy.Skills {
		ls = append(ls, listing(i+1, directory.Profile{Name: "Xy Zw", Skills: []string{s.Slug}}))
	}
	x.Apply(ls)
	for _, tt := range []struct {
		text      string
		concepts  []string
		corrected map[string]string
	}{
		{"comptable", []string{"comptabilite"}, nil},
		{"comptables", []string{"comptabilite"}, nil},
		{"Comtable", []string{"comptabilite"}, map[string]string{"comtable": "comptable"}},
		{"chef de projet", []string{"chef-de-projet"}, nil},
		{"développeuses web", []string{"developpement-web"}, nil},
		{"traductrice anglais", []string{"traduction-anglais"}, nil},
		{"secrétaire", []string{"secretariat", "telesecretariat"}, nil},
		{"c++", []string{"cpp"}, nil},
		{"comptable web", nil, nil},
		{"web -comptable", nil, nil},
		{"paye", []string{"paie"}, map[string]string{}},
		{"-comtable", nil, nil},
		{`"comtable"`, nil, nil},
		{"2O26 comptable", nil, nil},
	} {
		f := search(t, x, directory.Query{Text: tt.text})
		if tt.text != "paye" && !slices.Equal(f.Concepts, tt.concepts) {
			t.Errorf("%q names %v, want %v", tt.text, f.Concepts, tt.concepts)
		}
		if len(f.Corrected) != len(tt.corrected) || len(tt.corrected) > 0 && !reflect.DeepEqual(f.Corrected, tt.corrected) {
			t.Errorf("%q corrected %v, want %v", tt.text, f.Corrected, tt.corrected)
		}
	}
}

func TestPagesNeitherOverlapNorGap(t *testing.T) {
	c := smallCatalog()
	r := rand.New(rand.NewPCG(1, 2))
	x := New(c)
	var ls []*directory.Listing
	for i := range 6000 {
		ls = append(ls, randomListing(r, c, i+1))
	}
	x.Apply(ls[:5000])
	x.Apply(ls[5000:])
	x.SetDay(worldToday, worldStale)
	for _, order := range directory.Sorts {
		for _, text := range []string{"", "comptable", "de", "comptable dubois", "formation la p"} {
			q := directory.Query{Text: text, Sort: order, Communes: []string{"61038", "61169"}, RadiusKM: 400}
			total := search(t, x, q).Total
			var all []int
			for _, limit := range []int{1, 3, 3, 20, 80, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500} {
				q.Offset, q.Limit = len(all), limit
				all = append(all, idsOf(search(t, x, q))...)
			}
			if len(all) != total {
				t.Errorf("%s %q: %d of %d", order, text, len(all), total)
			}
			slices.Sort(all)
			if n := len(slices.Compact(all)); n != total {
				t.Errorf("%s %q: only %d of %d differ", order, text, n, total)
			}
		}
	}
}

func TestAbsurdBounds(t *testing.T) {
	x := New(smallCatalog())
	x.Apply([]*directory.Listing{listing(1, directory.Profile{Name: "Xy", Commune: "61038"})})
	for _, q := range []directory.Query{
		{Limit: -1, Offset: -5},
		{Limit: math.MaxInt, Offset: math.MaxInt, Sort: directory.SortName},
		{Communes: []string{"61038"}, RadiusKM: math.NaN()},
		{Communes: []string{"61038"}, RadiusKM: math.Inf(1)},
		{Communes: []string{"61038"}, RadiusKM: math.Inf(-1)},
		{Communes: []string{}, RadiusKM: 10},
		{Sort: "sideways"},
		{Available: math.MaxInt32},
		{Available: math.MinInt32},
	} {
		if _, err := x.Search(context.Background(), q); err != nil {
			t.Errorf("%+v: %v", q, err)
		}
	}
	empty := New(nil)
	empty.Apply([]*directory.Listing{listing(1, directory.Profile{Name: "Xy", Commune: "61038", Skills: []string{"cpp"}})})
	if f := search(t, empty, directory.Query{Text: "cpp", Facets: true}); f.Total != 1 {
		t.Errorf("without a catalog: %+v", f)
	}
}

func TestContextEnds(t *testing.T) {
	x := New(smallCatalog())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Search(ctx, directory.Query{}); !errors.Is(err, context.Canceled) {
		t.Errorf("search: %v", err)
	}
	if _, err := x.Complete(ctx, "a", "fr", 3); !errors.Is(err, context.Canceled) {
		t.Errorf("complete: %v", err)
	}
	for range cap(x.slots) { // every core is busy
		x.slots <- struct{}{}
	}
	ctx, cancel = context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if _, err := x.Search(ctx, directory.Query{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting: %v", err)
	}
	for range cap(x.slots) {
		<-x.slots
	}
	if _, err := x.Search(context.Background(), directory.Query{}); err != nil {
		t.Errorf("a slot was lost: %v", err)
	}
}

// TestNameKeys checks that shortened keys order as the collator does.
func TestNameKeys(t *testing.T) {
	r := newReader(newGround(smallCatalog()))
	col := collate.New(language.French, collate.IgnoreCase)
	names := []string{
		"", "a", "A", "à", "â", "ab", "áb", "aB", "cote", "côte", "coté", "côté", "Côté Zoé", "cote-z", "Cote", "Dubois", "du Bois", "Du-Bois",
		"Lefèvre", "Lefevre", "Lefebvre", "Œuf", "Oeuf", "œuf", "oe", "Zoé", "Zoe", "Zoë", "Ève", "Eve", "Élo", "D'Arc", "d’Arc", "Ångström", "日本", "привет", "ça", "ca", "Ça",
	}
	for _, a := range names {
		for _, b := range names {
			want := col.CompareString(a, b)
			if got := bytes.Compare(r.nameKey(a), r.nameKey(b)); got != want {
				t.Errorf("%q and %q: %d, want %d", a, b, got, want)
			}
		}
	}
}

// TestWalkMeasuresLikeEditDistance compares the walk over sorted words with
// the measure of two words.
func TestWalkMeasuresLikeEditDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	word := func() string {
		rs := make([]rune, 1+r.IntN(9))
		for i := range rs {
			rs[i] = oneOf(r, []rune("aabbcdeé日"))
		}
		return string(rs)
	}
	hits := 0
	for range 300 {
		v := &vocabulary{}
		for range 60 {
			v.words = append(v.words, word())
		}
		slices.Sort(v.words)
		v.words = slices.Compact(v.words)
		v.sorted = len(v.words)
		target, limit := word(), 1+r.IntN(2)
		got := map[string]int{}
		v.near(target, limit, func(no uint32, d int) { got[v.words[no]] = d })
		want := map[string]int{}
		for _, w := range v.words {
			if d := directory.EditDistance(target, w, limit); d <= limit {
				want[w] = d
			}
		}
		hits += len(want)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("near %q within %d of %q: %v, want %v", target, limit, v.words, got, want)
		}
	}
	if hits < 500 {
		t.Errorf("only %d words were near", hits)
	}
}
