package demo

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/reference"
)

var today = directory.DateOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))

func TestEveryProfileIsNormal(t *testing.T) {
	t.Parallel()
	c := reference.Catalog()
	public := map[string]bool{}
	for _, tc := range c.Telecentres {
		public[tc.ID] = tc.Public()
	}
	for _, p := range Profiles(5000, today, c) {
		q := p.Profile
		if errs := q.Normalise(c.Atlas, c.Taxonomy, func(id string) bool { return public[id] }); errs != nil {
			t.Fatalf("%+v: %v", p.Profile, errs)
		}
		if !reflect.DeepEqual(q, p.Profile) {
			t.Fatalf("%+v\nbecomes\n%+v", p.Profile, q)
		}
		if p.ConfirmedDaysAgo < 0 || p.UpdatedDaysAgo < p.ConfirmedDaysAgo {
			t.Fatalf("%s was updated %d and confirmed %d days ago", q.Name, p.UpdatedDaysAgo, p.ConfirmedDaysAgo)
		}
		if strings.ContainsAny(q.Description+q.Organisation, "{}|") || strings.Contains(q.Description, "  ") {
			t.Fatalf("a gap was left in %q, %q", q.Description, q.Organisation)
		}
		if q.SIRET != "" {
			t.Fatalf("%s has a SIRET", q.Name)
		}
	}
}

func TestStock(t *testing.T) {
	t.Parallel()
	s, tax := loadStock(), reference.Catalog().Taxonomy
	check := func(slugs ...string) {
		for _, slug := range slugs {
			if _, ok := tax.Skill(slug); !ok {
				t.Errorf("%s is no skill", slug)
			}
		}
	}
	for _, tr := range s.trades {
		check(append(tr.others, tr.required)...)
		suits := func(p phrase) bool { return len(p.skills) == 0 || slices.Contains(p.skills, tr.required) }
		if !slices.ContainsFunc(s.phrases[tr.group], suits) {
			t.Errorf("nobody has anything to say about %s", tr.woman)
		}
		if tr.low <= 0 || tr.high < tr.low || tr.high > directory.MaxRateEUR || tr.weight <= 0 {
			t.Errorf("%+v", tr)
		}
	}
	for _, ps := range s.phrases {
		for _, p := range ps {
			check(p.skills...)
		}
	}
	for _, k := range s.known {
		check(k.skills...)
	}
}

// clumsy finds what French contracts or elides.
var clumsy = regexp.MustCompile(`(?i)\bde (le|les) |\bà (le|les) [A-Z]|\bde [aeiouéèêâîôû]|\bd'[bcdfgj-np-tv-z]|\b(d'|de |à )\.`)

func TestDescriptionsReadWell(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	n := 0
	for _, p := range Profiles(3000, today, reference.Catalog()) {
		d := p.Profile.Description
		if m := clumsy.FindString(d); m != "" {
			t.Errorf("%q in %q", m, d)
		}
		if d != "" {
			seen[d]++
			n++
		}
	}
	if len(seen) < n*98/100 {
		t.Errorf("%d different descriptions of %d", len(seen), n)
	}
}

func TestSamePeopleEachTime(t *testing.T) {
	t.Parallel()
	c := reference.Catalog()
	many := Profiles(300, today, c)
	if !reflect.DeepEqual(many, Profiles(300, today, c)) {
		t.Error("other people the second time")
	}
	if !reflect.DeepEqual(many[:50], Profiles(50, today, c)) {
		t.Error("fewer are not the first of more")
	}
	if len(Profiles(0, today, c)) != 0 || len(Profiles(3, today, c)) != 3 {
		t.Error("not as many as asked for")
	}
}

// within counts those who have a skill within a distance of a commune.
func within(c *directory.Catalog, people []Person, insee string, km float64, skills ...string) int {
	centre, _ := c.Atlas.Commune(insee)
	n := 0
	for _, p := range people {
		at, _ := c.Atlas.Commune(p.Profile.Commune)
		if at.Distance(centre) > km {
			continue
		}
		for _, s := range skills {
			if strings.Contains(" "+strings.Join(p.Profile.Skills, " ")+" ", " "+s+" ") {
				n++
				break
			}
		}
	}
	return n
}

func TestTheFirstThreeHundred(t *testing.T) {
	t.Parallel()
	c := reference.Catalog()
	people := Profiles(300, today, c)
	claire := people[0].Profile
	if claire.Name != "Claire Dubois" || claire.Headline != "Experte-comptable" || claire.Commune != "61038" ||
		claire.Status != directory.Independent || !claire.Available(today) || claire.Telecentre != "elabo" || claire.Email != "claire.dubois@exemple.fr" {
		t.Errorf("%+v", claire)
	}
	for _, want := range []struct {
		what   string
		insee  string
		km     float64
		skills []string
		least  int
	}{
		{"accountants near Bellême", "61038", 15, []string{"comptabilite"}, 8},
		{"accountants at Igé", "61207", 0, []string{"comptabilite"}, 1},
		{"accountants at Mortagne", "61293", 0, []string{"comptabilite"}, 1},
		{"translators at Sées", "61464", 0, []string{"traduction-anglais"}, 1},
		{"translators at Flers", "61169", 0, []string{"traduction-anglais"}, 1},
		{"translators at Alençon", "61001", 0, []string{"traduction-anglais"}, 1},
		{"translators at Mortagne", "61293", 0, []string{"traduction-anglais"}, 1},
		{"secretaries near Bellême", "61038", 10, []string{"secretariat", "secretariat-medical"}, 3},
		{"secretaries at Alençon", "61001", 0, []string{"secretariat"}, 2},
		{"web developers", "61001", 200, []string{"developpement-web"}, 8},
		{"python around 61130", "61038", 25, []string{"python"}, 2},
	} {
		if got := within(c, people, want.insee, want.km, want.skills...); got < want.least {
			t.Errorf("%d %s, want %d", got, want.what, want.least)
		}
	}
	independent, women, men, communes, domains := 0, 0, 0, map[string]bool{}, map[string]bool{}
	names := map[string]bool{}
	for _, p := range people {
		names[p.Profile.Name] = true
		communes[p.Profile.Commune] = true
		if p.Profile.Status == directory.Independent {
			independent++
		}
		switch p.Profile.Headline {
		case "Développeuse web":
			women++
		case "Développeur web":
			men++
		}
		for _, slug := range p.Profile.Skills {
			s, _ := c.Taxonomy.Skill(slug)
			domains[s.Domain] = true
		}
	}
	if len(names) != 300 || independent < 190 || independent > 240 || women == 0 || men == 0 || len(communes) < 110 || len(domains) != 23 {
		t.Errorf("%d names, %d independent, %d women and %d men who develop for the web, %d communes, %d domains",
			len(names), independent, women, men, len(communes), len(domains))
	}
}

func TestContactsAreFictional(t *testing.T) {
	t.Parallel()
	emails := map[string]bool{}
	for _, p := range Profiles(20_000, today, reference.Catalog()) {
		q := p.Profile
		if q.Phone != "" && !strings.HasPrefix(q.Phone, "+3326191") && !strings.HasPrefix(q.Phone, "+3363998") {
			t.Fatalf("%s might be somebody's number", q.Phone)
		}
		if q.Email != "" && (!strings.HasSuffix(q.Email, "@exemple.fr") || emails[q.Email]) {
			t.Fatalf("%s is real, or twice", q.Email)
		}
		if q.Website != "" && !strings.HasSuffix(q.Website, ".exemple.fr") {
			t.Fatalf("%s might be real", q.Website)
		}
		emails[q.Email] = true
	}
}

func TestWithACatalogOfItsOwn(t *testing.T) {
	t.Parallel()
	c := &directory.Catalog{
		Atlas:    directory.NewAtlas([]directory.Commune{{INSEE: "61001", Name: "Alençon", Population: 1}}, nil, nil),
		Taxonomy: directory.NewTaxonomy([]directory.Skill{{Slug: "x", Label: directory.Label{FR: "Ix"}}}, nil),
	}
	for _, p := range Profiles(50, today, c) {
		if errs := p.Profile.Normalise(c.Atlas, c.Taxonomy, func(string) bool { return false }); errs != nil {
			t.Fatal(errs)
		}
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	place := ""
	value := func(string) string { return place }
	for _, c := range []struct{ phrase, place, want string }{
		{"près de {.x}.", "Argentan", "près d'Argentan."},
		{"près de {.x}.", "Le Mans", "près du Mans."},
		{"à {.x}", "Le Mans", "au Mans"},
		{"à {.x}", "Les Aspres", "aux Aspres"},
		{"à {.x}", "Flers", "à Flers"},
		{"de {.x}", "L'Aigle", "de L'Aigle"},
		{"de {.x}", "Écouves", "d'Écouves"},
		{"code {.x}", "Alençon", "code Alençon"},
		{"{Formé|Formée} ici", "", "Formée ici"},
		{"un{|e} collègue", "", "une collègue"},
	} {
		place = c.place
		if got := expand(c.phrase, true, value); got != c.want {
			t.Errorf("%q with %q gives %q, want %q", c.phrase, c.place, got, c.want)
		}
	}
}

func ExampleProfiles() {
	for _, p := range Profiles(2, 0, reference.Catalog()) {
		fmt.Println(p.Profile.Name+",", p.Profile.Headline)
	}
	// Output:
	// Claire Dubois, Experte-comptable
	// Marc Lefèvre, Comptable, paie
}

func BenchmarkProfiles(b *testing.B) {
	c := reference.Catalog()
	for b.Loop() {
		Profiles(10_000, today, c)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/profile")
}
