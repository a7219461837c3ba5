package reference

import (
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
)

func TestCounts(t *testing.T) {
	t.Parallel()
	former := 0
	for range rows("former_communes.csv") {
		former++
	}
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"communes", len(Atlas().Communes()), 381},
		{"former communes", former, 144},
		{"skills", len(Skills()), 300},
		{"domains", len(Domains()), 23},
		{"télécentres", len(Telecentres()), 16},
		{"EPCI", len(Atlas().EPCIs()), 16},
	} {
		if c.got != c.want {
			t.Errorf("%d %s, want %d", c.got, c.what, c.want)
		}
	}
}

func TestCommunes(t *testing.T) {
	t.Parallel()
	population := 0
	for _, c := range Atlas().Communes() {
		if len(c.INSEE) != 5 || !strings.HasPrefix(c.INSEE, "61") || c.Name == "" || len(c.PostalCodes) == 0 {
			t.Errorf("incomplete: %+v", c)
		}
		for _, code := range c.PostalCodes {
			if len(code) != 5 || !strings.HasPrefix(code, "61") {
				t.Errorf("%s: postal code %q", c.Name, code)
			}
		}
		if c.EPCI.SIREN == "" || c.EPCI.Name == "" || c.Arrondissement == "" || c.Population <= 0 {
			t.Errorf("incomplete: %+v", c)
		}
		if c.Latitude < 48.17 || c.Latitude > 48.98 || c.Longitude < -0.87 || c.Longitude > 0.99 {
			t.Errorf("%s lies outside the Orne: %g %g", c.Name, c.Latitude, c.Longitude)
		}
		population += c.Population
	}
	if population < 250_000 || population > 320_000 {
		t.Errorf("the Orne has %d inhabitants", population)
	}
}

func TestFormerCommunesLeadToOne(t *testing.T) {
	t.Parallel()
	for row := range rows("former_communes.csv") {
		current, ok := Atlas().Commune(row("current_insee"))
		if !ok {
			t.Errorf("%s leads to %s, which is no commune", row("name"), row("current_insee"))
			continue
		}
		if c, ok := Atlas().Current(row("insee")); !ok || c != current {
			t.Errorf("code %s of %s does not lead to %s", row("insee"), row("name"), current.Name)
		}
		p, err := Atlas().Resolve(row("name"))
		if err != nil || !slices.Contains(p.Communes, current) {
			t.Errorf("%s does not resolve to %s: %v %v", row("name"), current.Name, p, err)
		}
	}
}

func TestSkills(t *testing.T) {
	t.Parallel()
	domains := map[string]bool{}
	for _, d := range Domains() {
		if d.Slug == "" || d.Label.FR == "" || d.Label.EN == "" || domains[d.Slug] {
			t.Errorf("domain %+v", d)
		}
		domains[d.Slug] = true
	}
	rome := ROMELabels()
	seen := map[string]bool{}
	used := map[string]bool{}
	for _, s := range Skills() {
		switch {
		case seen[s.Slug]:
			t.Errorf("%s twice", s.Slug)
		case directory.Slugify(s.Slug) != s.Slug:
			t.Errorf("%s is no slug", s.Slug)
		case s.Label.FR == "" || s.Label.EN == "":
			t.Errorf("%s has no label", s.Slug)
		case !domains[s.Domain]:
			t.Errorf("%s is of the domain %s, which does not exist", s.Slug, s.Domain)
		case rome[s.ROME] == "":
			t.Errorf("%s is of the ROME occupation %q, which has no label", s.Slug, s.ROME)
		case slices.Contains(s.AliasesFR, "") || slices.Contains(s.AliasesEN, ""):
			t.Errorf("%s has an empty alias", s.Slug)
		}
		for _, n := range s.Names() {
			if clean, err := directory.CleanLine(n); err != nil || clean != n {
				t.Errorf("%s is called %q: not clean", s.Slug, n)
			}
		}
		seen[s.Slug] = true
		used[s.Domain] = true
	}
	if len(used) != len(domains) {
		t.Errorf("%d of %d domains have skills", len(used), len(domains))
	}
}

func TestTaxonomyFindsEveryLabel(t *testing.T) {
	t.Parallel()
	tax := Catalog().Taxonomy
	for _, s := range Skills() {
		for _, name := range []string{s.Slug, s.Label.FR, s.Label.EN, strings.ToUpper(s.Label.FR)} {
			if got, err := tax.Resolve(name); err != nil || got.Slug != s.Slug {
				t.Errorf("Resolve(%q) = %v, %v; want %s", name, got, err, s.Slug)
			}
		}
	}
}

func TestTelecentres(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	public := 0
	for _, tc := range Telecentres() {
		if ids[tc.ID] || directory.Slugify(tc.ID) != tc.ID || tc.Name == "" {
			t.Errorf("télécentre %+v", tc)
		}
		ids[tc.ID] = true
		if _, ok := Atlas().Commune(tc.Commune); !ok {
			t.Errorf("%s stands in %s, which is no commune", tc.ID, tc.Commune)
		}
		if !slices.Contains([]directory.TelecentreStatus{directory.TelecentreOpen, directory.TelecentrePlanned, directory.TelecentreUnknown}, tc.Status) {
			t.Errorf("%s has the status %q", tc.ID, tc.Status)
		}
		if tc.Public() {
			public++
		}
		if !strings.HasPrefix(tc.SourceURL, "http") {
			t.Errorf("%s has no source", tc.ID)
		}
	}
	if !ids["elabo"] || public < 5 {
		t.Errorf("%d public télécentres, elabo among them: %v", public, ids["elabo"])
	}
}

func TestCities(t *testing.T) {
	t.Parallel()
	bayonne, okB := Atlas().City("bayonne")
	paris, okP := Atlas().City("PARIS")
	if !okB || !okP {
		t.Fatal("Paris and Bayonne are not known")
	}
	if d := directory.DistanceKM(paris.Latitude, paris.Longitude, bayonne.Latitude, bayonne.Longitude); d < 660 || d > 680 {
		t.Errorf("Paris to Bayonne: %.0f km", d)
	}
	n, seen := 0, map[string]bool{}
	for row := range rows("cities.csv") {
		n++
		name := row("name")
		if seen[name] {
			t.Errorf("%s twice", name)
		}
		seen[name] = true
		// A city that shares its name with a commune would never be reached.
		if _, err := Atlas().Resolve(name); !directory.IsCode(err, directory.CodePlaceOutside) {
			t.Errorf("%s: %v, want it to be outside", name, err)
		}
	}
	if n < 136 {
		t.Errorf("%d cities", n)
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	files := map[string]bool{}
	for row := range rows("sources.csv") {
		files[row("file")] = true
	}
	for _, name := range names() {
		if name != "sources.csv" && !files[name] {
			t.Errorf("nobody is credited for %s", name)
		}
	}
	for _, s := range Sources() {
		if s.ID == "" || s.Title.FR == "" || s.Title.EN == "" || s.Publisher == "" || s.Licence == "" || s.Date == "" || s.Rows == 0 {
			t.Errorf("incomplete: %+v", s)
		}
	}
	if v := Version(); len(v) != 12 || v != Version() {
		t.Errorf("version %q", v)
	}
}
