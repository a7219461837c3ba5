package directory_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestCommunesWithCounts(t *testing.T) {
	w := newWorld(t)
	epciOnly := func(p *directory.Profile) { p.CommuneShown = directory.ShownEPCI }
	w.publish(person("Anne Un"), person("Basile Deux"), person("Chloé Trois", epciOnly))
	for _, c := range []struct {
		word, want string
	}{
		{"belleme", "Bellême 2"},
		{"BELLÊ", "Bellême 2"},
		{"61038", "Bellême 2"},
		{"zzz", ""},
		{"saint denis huisne", "Saint-Denis-sur-Huisne 0"},
	} {
		list, err := w.Communes(t.Context(), visitor, c.word)
		if err != nil {
			t.Fatal(err)
		}
		// The EPCI's name and postal codes find more: the one meant is among them.
		var got []string
		for _, p := range list {
			got = append(got, fmt.Sprint(p.Commune.Name, " ", p.Count))
		}
		if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%q: got %v, want %q", c.word, got, c.want)
		}
	}
	for word, first := range map[string]string{
		"bellême": "Bellême", "st cyr la rosiere": "Saint-Cyr-la-Rosière", "aigle": "L'Aigle", "mortagne au perche": "Mortagne-au-Perche",
		"athis de l'orne": "Athis-Val de Rouvre",
	} {
		list, err := w.Communes(t.Context(), visitor, word)
		if err != nil || len(list) == 0 || list[0].Commune.Name != first {
			t.Errorf("%q: %v does not begin with %s, %v", word, list, first, err)
		}
	}
	all, err := w.Communes(t.Context(), visitor, "")
	if err != nil || len(all) != 381 {
		t.Fatalf("%d communes, %v", len(all), err)
	}
	if !slices.IsSortedFunc(all, func(a, b directory.PlaceCount) int {
		return cmp.Compare(directory.Fold(a.Commune.Name), directory.Fold(b.Commune.Name))
	}) {
		t.Error("not by name")
	}
	_, err = w.Communes(t.Context(), visitor, "\xff")
	wantCode(t, err, directory.CodeEncoding)
}

func TestCommunesAreFoundByTheirFormerNames(t *testing.T) {
	w := newWorld(t)
	for _, c := range w.Atlas().Communes() {
		for _, former := range c.Former {
			list, err := w.Communes(t.Context(), visitor, former)
			if err != nil || !slices.ContainsFunc(list, func(p directory.PlaceCount) bool { return p.Commune == c }) {
				t.Errorf("%s does not lead to %s: %v", former, c.Name, err)
			}
		}
	}
}

func TestSkillsAndDomainsWithCounts(t *testing.T) {
	w := newWorld(t)
	both := func(p *directory.Profile) { p.Skills = []string{"comptabilite", "audit-comptable", "+inconnue"} }
	w.publish(person("Anne Un", both), person("Basile Deux"))
	count := func(word, slug string) int {
		t.Helper()
		list, err := w.Skills(t.Context(), visitor, word)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(list, func(s directory.SkillCount) bool { return s.Skill.Slug == slug })
		if i < 0 {
			t.Fatalf("%q does not find %s", word, slug)
		}
		return list[i].Count
	}
	for _, word := range []string{"", "compta gene", "comptabilite", "accounting"} {
		if n := count(word, "comptabilite"); n != 2 {
			t.Errorf("%q: %d, want 2", word, n)
		}
	}
	if n := count("", "audit-comptable"); n != 1 {
		t.Errorf("audit: %d, want 1", n)
	}
	domains, err := w.Domains(t.Context(), visitor)
	if err != nil || len(domains) != 23 {
		t.Fatalf("%d domains, %v", len(domains), err)
	}
	skill, _ := w.Catalog().Taxonomy.Skill("comptabilite")
	for _, d := range domains {
		want := 0
		if d.Domain.Slug == skill.Domain {
			want = 2
		}
		if d.Count != want {
			t.Errorf("%s: %d, want %d", d.Domain.Slug, d.Count, want)
		}
	}
	for word, first := range map[string]string{"comptabilite": "comptabilite", "General accounting": "comptabilite", "comptable": "comptabilite"} {
		if list, err := w.Skills(t.Context(), visitor, word); err != nil || len(list) == 0 || list[0].Skill.Slug != first {
			t.Errorf("%q does not begin with %s, %v", word, first, err)
		}
	}
	if list, err := w.Skills(t.Context(), visitor, "licorne"); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v", list, err)
	}
}

// The intercommunalities are all there, those with most people first; who shows
// no commune counts as well.
func TestEPCIsWithCounts(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Anne Un"), person("Basile Deux", func(p *directory.Profile) { p.CommuneShown = directory.ShownEPCI }))
	list, err := w.EPCIs(t.Context(), visitor)
	if err != nil || len(list) != len(w.Atlas().EPCIs()) {
		t.Fatalf("%d intercommunalities, %v", len(list), err)
	}
	commune, _ := w.Atlas().Commune(person("Anne Un").Commune)
	if list[0].EPCI != commune.EPCI || list[0].Count != 2 || list[1].Count != 0 {
		t.Errorf("got %+v", list[:2])
	}
}

func TestTelecentres(t *testing.T) {
	w := newWorld(t)
	var elabo directory.Telecentre
	for _, tc := range w.Catalog().Telecentres {
		if tc.ID == "elabo" {
			elabo = tc
		}
	}
	elabo.StepFree = "yes"
	if r, err := w.ImportTelecentres(t.Context(), directory.Operator(), []directory.TelecentreRow{{Line: 2, Telecentre: elabo}}, directory.ImportOptions{}); err != nil || r.Updated != 1 {
		t.Fatal(r, err)
	}
	w.publish(person("Anne Un", func(p *directory.Profile) { p.Workplace, p.Telecentre = directory.AtTelecentre, "elabo" }))
	place := func(name string) *directory.Place {
		p, err := w.Atlas().Resolve(name)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	ask := func(q directory.TelecentreQuery) []directory.TelecentreCount {
		t.Helper()
		list, err := w.Telecentres(t.Context(), visitor, q)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	all := ask(directory.TelecentreQuery{})
	public := 0
	for _, tc := range w.Catalog().Telecentres {
		if tc.Public() {
			public++
		}
	}
	if len(all) != public || public == 0 {
		t.Errorf("%d listed, %d are public", len(all), public)
	}
	for _, x := range all {
		if !x.Telecentre.Public() || x.DistanceKM >= 0 || x.Commune == nil || (x.Telecentre.ID == "elabo") != (x.Count == 1) {
			t.Errorf("got %+v", x)
		}
	}
	here := ask(directory.TelecentreQuery{Place: place("Bellême")})
	if len(here) == 0 || slices.ContainsFunc(here, func(x directory.TelecentreCount) bool { return x.Commune.INSEE != "61038" }) {
		t.Errorf("exactly there: %+v", here)
	}
	near := ask(directory.TelecentreQuery{Place: place("Bellême"), RadiusKM: 500})
	if len(near) != public || !slices.IsSortedFunc(near, func(a, b directory.TelecentreCount) int { return cmp.Compare(a.DistanceKM, b.DistanceKM) }) {
		t.Errorf("%d near, want %d by distance", len(near), public)
	}
	if free := ask(directory.TelecentreQuery{StepFree: true}); !slices.ContainsFunc(free, func(x directory.TelecentreCount) bool { return x.Telecentre.ID == "elabo" }) ||
		slices.ContainsFunc(free, func(x directory.TelecentreCount) bool { return !x.Telecentre.Accessible() }) {
		t.Errorf("step-free: %+v", free)
	}
	// One whose commune is no more comes last and is near nobody.
	if err := w.store.Update(t.Context(), func(tx directory.Tx) error {
		lost := directory.Telecentre{ID: "perdu", Name: "Aaa", Commune: "61999", Status: directory.TelecentreOpen}
		if err := tx.PutTelecentre(lost); err != nil {
			return err
		}
		return tx.SetSetting("catalog_version", "another")
	}); err != nil {
		t.Fatal(err)
	}
	belleme, _ := w.Atlas().Commune("61038")
	if changed, err := w.Refresh(t.Context()); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if n := w.NearestTelecentre(belleme); n == nil || n.DistanceKM != 0 {
		t.Errorf("nearest to Bellême: %+v", n)
	}
	if near := ask(directory.TelecentreQuery{Place: place("Bellême"), RadiusKM: 500}); len(near) != public {
		t.Errorf("%d near, want %d", len(near), public)
	}
	_, err := w.Telecentres(t.Context(), visitor, directory.TelecentreQuery{RadiusKM: 5})
	wantCode(t, err, directory.CodeRadiusNeedsPlace)
	_, err = w.Telecentres(t.Context(), visitor, directory.TelecentreQuery{RadiusKM: math.NaN()})
	wantCode(t, err, directory.CodeOutOfRange)
	if n := w.NearestTelecentre(nil); n != nil {
		t.Errorf("nearest to nowhere: %+v", n)
	}
}

func TestStats(t *testing.T) {
	w := newWorld(t)
	commuter := func(insee, to string, days int) func(*directory.Profile) {
		return func(p *directory.Profile) {
			p.Status, p.Commune, p.EmployerPlace, p.RemoteDays = directory.Salaried, insee, to, days
		}
	}
	today := directory.DateOf(noon)
	w.publish(
		person("Anne Libre", func(p *directory.Profile) {
			p.AvailableFrom, p.Skills = today, []string{"comptabilite", "audit-comptable"}
		}),
		person("Basile Bientôt", func(p *directory.Profile) { p.AvailableFrom = today + 30 }),
		person("Chloé Tard", func(p *directory.Profile) { p.AvailableFrom = today + 31 }),
		person("Denis Salarié", commuter("61038", "61001", 2)),
		person("Éva Salariée", commuter("61038", "Paris", 3)),
		person("Fanny Salariée", commuter("61001", "61001", 1)),
		person("Guy Salarié", commuter("61001", "Atlantis", 5)),
		person("Hugo Salarié", commuter("61001", "61038", 0)),
		person("Inès Salariée", commuter("61001", "61038", 1)),
		person("Jean Caché"),
	)
	w.hide("jean-cache", "suspended")
	stats := func() *directory.Stats {
		t.Helper()
		s, err := w.Stats(t.Context(), visitor)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := stats()
	if s.Total != 9 || s.Demo {
		t.Errorf("got %+v", s)
	}
	if !slices.Equal(s.Status, []directory.Count{{Value: "salaried", Count: 6}, {Value: "independent", Count: 3}}) {
		t.Errorf("status: %v", s.Status)
	}
	if len(s.Domain) != 1 || s.Domain[0].Count != 9 {
		t.Errorf("a person counts once in a domain: %v", s.Domain)
	}
	if s.Available != (directory.Availability{Now: 1, In30: 2}) {
		t.Errorf("available: %+v", s.Available)
	}
	if s.Commutes != (directory.Commutes{}) {
		t.Errorf("four people could be recognised: %+v", s.Commutes)
	}
	if s.Freshness != (directory.Freshness{Month: 9}) {
		t.Errorf("freshness: %+v", s.Freshness)
	}
	w.publish(person("Kim Salarié", commuter("61038", "61001", 1)))
	a, _ := w.Atlas().Commune("61001")
	b, _ := w.Atlas().Commune("61038")
	paris, ok := w.Atlas().City("Paris")
	if !ok {
		t.Fatal("Paris is unknown")
	}
	want := math.Round(2*a.Distance(b)*(2+1+1) + 2*3*directory.DistanceKM(b.Latitude, b.Longitude, paris.Latitude, paris.Longitude))
	if s = stats(); s.Commutes.People != 5 || s.Commutes.KMWeekly != want {
		t.Errorf("commutes: %+v, want 5 people, %v km", s.Commutes, want)
	}
	for _, c := range []struct {
		days int
		want directory.Freshness
	}{
		{30, directory.Freshness{Month: 10}},
		{1, directory.Freshness{HalfYear: 10}},
		{152, directory.Freshness{HalfYear: 10}},
		{1, directory.Freshness{Year: 10}},
		{182, directory.Freshness{Year: 10}},
		{1, directory.Freshness{Older: 10}},
	} {
		w.clock.move(time.Duration(c.days) * 24 * time.Hour)
		if s = stats(); s.Freshness != c.want {
			t.Errorf("after %d days more: %+v, want %+v", c.days, s.Freshness, c.want)
		}
	}
}

func TestStatsDoNotTellMoreThanTheProfile(t *testing.T) {
	w := newWorld(t)
	hidden := func(insee string) func(*directory.Profile) {
		return func(p *directory.Profile) {
			p.Status, p.Commune, p.CommuneShown, p.EmployerPlace, p.RemoteDays = directory.Salaried, insee, directory.ShownEPCI, "Paris", 1
		}
	}
	c, _ := w.Atlas().Commune("61038")
	var sums []float64
	for _, insee := range []string{w.Atlas().InEPCI(c.EPCI.SIREN)[0].INSEE, w.Atlas().InEPCI(c.EPCI.SIREN)[1].INSEE} {
		w := newWorld(t)
		for i := range 5 {
			w.publish(person("Personne "+strings.Repeat("I", i+1), hidden(insee)))
		}
		s, err := w.Stats(t.Context(), visitor)
		if err != nil || s.Commutes.People != 5 {
			t.Fatal(s, err)
		}
		sums = append(sums, s.Commutes.KMWeekly)
	}
	if sums[0] != sums[1] {
		t.Errorf("the sums tell communes apart that are not shown: %v", sums)
	}
}
