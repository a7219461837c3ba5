package directory_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teleorne/directory"
	"teleorne/directory/reference"
)

// insees are the codes that a place stands for, or its EPCI's name.
func insees(p *directory.Place) string {
	if p == nil {
		return ""
	}
	if p.EPCI != nil {
		return p.EPCI.Name
	}
	return strings.Join(p.INSEE(), " ")
}

func TestResolve(t *testing.T) {
	t.Parallel()
	atlas := reference.Atlas()
	for _, c := range []struct{ typed, want, former, postal string }{
		{typed: "61038", want: "61038"},
		{typed: "Bellême", want: "61038"},
		{typed: "belleme", want: "61038"},
		{typed: "  BELLEME ", want: "61038"},
		{typed: "Be\u0301lle\u0302me", want: "61038"}, // decomposed, and an accent too many
		{typed: "alencon", want: "61001"},
		{typed: "L'Aigle", want: "61214"},
		{typed: "L’Aigle", want: "61214"},
		{typed: "l aigle", want: "61214"},
		{typed: "aigle", want: "61214"},
		{typed: "Laigle", want: "61214"},
		{typed: "la ferté-macé", want: "61168"},
		{typed: "Ferte Mace", want: "61168"},
		{typed: "sees", want: "61464"},
		{typed: "st germain du corbeis", want: "61397"},
		{typed: "St-Germain-du-Corbéis", want: "61397"},
		{typed: "ste honorine la chardonne", want: "61407"},
		{typed: "saint michel tuboeuf", want: "61432"},
		{typed: "condé s/ sarthe", want: "61117"},
		{typed: "mortagne au perche", want: "61293"},
		{typed: "mortagne-au-perche", want: "61293"},
		{typed: "Aspres", want: "61422"},
		// Former communes, by name and by the code they had.
		{typed: "Domfront", want: "61145", former: "Domfront"},
		{typed: "bagnoles de l'orne", want: "61483", former: "Bagnoles-de-l'Orne"},
		{typed: "theil", want: "61484", former: "Le Theil"},
		{typed: "Nocé", want: "61309", former: "Nocé"},
		{typed: "61325", want: "61196"},
		// A present name outranks a former one, which leads to the same here.
		{typed: "Chailloué", want: "61081"},
		{typed: "mortrée", want: "61294"},
		// Postal codes take all their communes, and outrank INSEE codes.
		{typed: "61000", want: "61001 61077 61397", postal: "61000"},
		{typed: "61 000", want: "61001 61077 61397", postal: "61000"},
		{typed: "61490", want: "61376", postal: "61490"},
		// A name beside a code.
		{typed: "Bellême (61038)", want: "61038"},
		{typed: "61130 Bellême", want: "61038"},
		{typed: "Bellême 61130", want: "61038"},
		{typed: "Courgeoût (61130)", want: "61130"},
		{typed: "La Perrière (61325)", want: "61196", former: "La Perrière"},
		{typed: "Bellême (61)", want: "61038"},
		{typed: "Bellême, Orne", want: "61038"},
		{typed: "61130 Bellême (Orne)", want: "61038"},
		{typed: "Monts-sur-Orne", want: "61194"},
		// Intercommunalities.
		{typed: "CU d'Alençon", want: "CU d'Alençon"},
		{typed: "communauté urbaine d'alencon", want: "CU d'Alençon"},
		{typed: "CC des Collines du Perche Normand", want: "CC des Collines du Perche Normand"},
		{typed: "collines du perche normand", want: "CC des Collines du Perche Normand"},
		{typed: "Flers Agglo", want: "CA Flers Agglo"},
		{typed: "ca flers", want: "CA Flers Agglo"},
		{typed: "flers", want: "61169"},
		{typed: "Cœur du Perche", want: "CC Coeur du Perche"},
		{typed: "cdc des pays de l'aigle", want: "CC des Pays de L'Aigle"},
		{typed: "200071504", want: "CC des Collines du Perche Normand"},
	} {
		p, err := atlas.Resolve(c.typed)
		if err != nil || insees(p) != c.want || p.Former != c.former || p.Postal != c.postal {
			t.Errorf("Resolve(%q) = %q former %q postal %q, %v; want %q %q %q", c.typed, insees(p), field(p, true), field(p, false), err, c.want, c.former, c.postal)
		}
	}
}

func field(p *directory.Place, former bool) string {
	switch {
	case p == nil:
		return ""
	case former:
		return p.Former
	}
	return p.Postal
}

func TestResolveRefuses(t *testing.T) {
	t.Parallel()
	atlas := reference.Atlas()
	for _, c := range []struct {
		typed string
		code  directory.Code
		first string // the nearest name, when there must be one
	}{
		{"", directory.CodeRequired, ""},
		{"  \t ", directory.CodeRequired, ""},
		{"61999", directory.CodePlacePostalCode, ""},
		{"75001", directory.CodePlacePostalCode, ""},
		{"Paris", directory.CodePlaceOutside, ""},
		{"le mans", directory.CodePlaceOutside, ""},
		{"Mans", directory.CodePlaceOutside, ""},
		{"caen", directory.CodePlaceOutside, ""},
		{"moulins", directory.CodePlaceOutside, "Moulins-la-Marche"},
		{"75000 Paris", directory.CodePlaceOutside, ""},
		{"Belleme-sur-Mer", directory.CodePlace, "Bellême"},
		{"Belléme sur mer", directory.CodePlace, "Bellême"},
		{"beleme", directory.CodePlace, "Bellême"},
		{"blelême", directory.CodePlace, "Bellême"},
		{"mortagne", directory.CodePlace, "Mortagne-au-Perche"},
		{"bagnoles", directory.CodePlace, "Bagnoles de l'Orne Normandie"},
		{"alenson", directory.CodePlace, "Alençon"},
		{"argantan", directory.CodePlace, "Argentan"},
		{"st germain du corbeil", directory.CodePlace, "Saint-Germain-du-Corbéis"},
		{"61000 Bellême", directory.CodePlace, "Bellême"},
		{"vimoutier", directory.CodePlace, "Vimoutiers"},
		{"🙂", directory.CodePlace, ""},
		{"!!!", directory.CodePlace, ""},
		{"6113", directory.CodePlace, ""},
		{strings.Repeat("a", 10_000), directory.CodePlace, ""},
		{"\x00\xff", directory.CodePlace, ""},
	} {
		p, err := atlas.Resolve(c.typed)
		var e *directory.Error
		if p != nil || !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("Resolve(%.40q) = %v, %v; want %s", c.typed, p, err, c.code)
			continue
		}
		if len(e.Nearest) > 3 {
			t.Errorf("Resolve(%.40q) suggests %q", c.typed, e.Nearest)
		}
		if c.first != "" && (len(e.Nearest) == 0 || e.Nearest[0] != c.first) {
			t.Errorf("Resolve(%q) suggests %q, want %q first", c.typed, e.Nearest, c.first)
		}
	}
}

func TestResolveOne(t *testing.T) {
	t.Parallel()
	atlas := reference.Atlas()
	if c, err := atlas.ResolveOne("belleme"); err != nil || c.INSEE != "61038" {
		t.Errorf("%v %v", c, err)
	}
	_, err := atlas.ResolveOne("61000")
	var e *directory.Error
	if !errors.As(err, &e) || e.Code != directory.CodePlaceAmbiguous {
		t.Fatalf("%v, want the candidates", err)
	}
	if want := []string{"Alençon (61001)", "Cerisé (61077)", "Saint-Germain-du-Corbéis (61397)"}; !slices.Equal(e.Nearest, want) {
		t.Errorf("candidates %q, want %q", e.Nearest, want)
	}
	for _, candidate := range e.Nearest {
		if _, err := atlas.ResolveOne(candidate); err != nil {
			t.Errorf("the candidate %q is not understood: %v", candidate, err)
		}
	}
}

// People call a town by the first words of its name, as long as no other begins so.
func TestBegun(t *testing.T) {
	t.Parallel()
	atlas := reference.Atlas()
	for typed, want := range map[string]string{
		"mortagne": "61293", "Mortagne": "61293", "Le Mêle": "61258", "bagnoles": "61483",
		"mortag": "", "la ferté": "", "condé": "", "saint": "", "61": "", "": "", "!": "", "mortagne-au-perche": "",
	} {
		c, ok := atlas.Begun(typed)
		got := ""
		if ok {
			got = c.INSEE
		}
		if got != want {
			t.Errorf("%q begins %q, want %q", typed, got, want)
		}
	}
}

// TestEveryNameResolves takes each name in the spellings that must not matter.
func TestEveryNameResolves(t *testing.T) {
	t.Parallel()
	for name, atlas := range atlases() {
		t.Run(name, func(t *testing.T) { everyNameResolves(t, atlas) })
	}
}

func everyNameResolves(t *testing.T, atlas *directory.Atlas) {
	spellings := []func(string) string{
		func(s string) string { return s },
		strings.ToUpper,
		directory.Fold,
		func(s string) string { return strings.ReplaceAll(s, "-", " ") },
		func(s string) string { return strings.ReplaceAll(s, " ", "-") },
		func(s string) string { return strings.ReplaceAll(s, "'", "’") },
		func(s string) string { return strings.ReplaceAll(s, "Saint", "St") },
		func(s string) string { return strings.ReplaceAll(s, "Saint", "st.") },
		func(s string) string {
			for _, article := range []string{"Le ", "La ", "Les ", "L'"} {
				s = strings.TrimPrefix(s, article)
			}
			return s
		},
	}
	for _, c := range atlas.Communes() {
		for i, spell := range spellings {
			p, err := atlas.Resolve(spell(c.Name))
			if err != nil || !slices.Contains(p.Communes, c) {
				t.Errorf("spelling %d of %s, %q: %v %v", i, c.Name, spell(c.Name), insees(p), err)
			}
		}
		p, err := atlas.Resolve(c.Name + " (" + c.INSEE + ")")
		if err != nil || len(p.Communes) != 1 || p.Communes[0] != c {
			t.Errorf("%s (%s): %v %v", c.Name, c.INSEE, insees(p), err)
		}
		for _, code := range c.PostalCodes {
			p, err := atlas.Resolve(code)
			if err != nil || !slices.Contains(p.Communes, c) {
				t.Errorf("%s has the postal code %s: %v %v", c.Name, code, insees(p), err)
			}
		}
	}
	for _, e := range atlas.EPCIs() {
		p, err := atlas.Resolve(e.Name)
		if err != nil || p.EPCI == nil || *p.EPCI != e || len(p.Communes) != len(atlas.InEPCI(e.SIREN)) {
			t.Errorf("%s: %v %v", e.Name, insees(p), err)
		}
		if c := atlas.Centre(e.SIREN); c == nil || c.EPCI != e {
			t.Errorf("%s has its centre in %v", e.Name, c)
		}
	}
}

// TestResolveForgivesOneSlip changes one letter of each longer name and looks
// for the name among the suggestions.
func TestResolveForgivesOneSlip(t *testing.T) {
	t.Parallel()
	for name, atlas := range atlases() {
		t.Run(name, func(t *testing.T) { resolveForgivesOneSlip(t, atlas) })
	}
}

func resolveForgivesOneSlip(t *testing.T, atlas *directory.Atlas) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(atlas.Communes()).Draw(t, "commune")
		name := []rune(directory.Fold(c.Name))
		if len(name) < 6 {
			t.Skip("too short to tell")
		}
		at := rapid.IntRange(1, len(name)-2).Draw(t, "at")
		typed := string(name[:at]) + string(name[at+1:])
		p, err := atlas.Resolve(typed)
		if err == nil {
			if !slices.Contains(p.Communes, c) && len(p.Communes) == 0 {
				t.Fatalf("%q resolves to nothing", typed)
			}
			return
		}
		var e *directory.Error
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		if e.Code == directory.CodePlace && !slices.Contains(e.Nearest, c.Name) && !twins(atlas, c, e.Nearest) {
			t.Fatalf("%q, meant as %s, suggests %q", typed, c.Name, e.Nearest)
		}
	})
}

// twins tells whether the suggestions are names at most two slips from c's:
// Le Ménil-X and Ménil-X, Saint-Ouen-X are many.
func twins(_ *directory.Atlas, c *directory.Commune, names []string) bool {
	for _, n := range names {
		if directory.EditDistance(directory.Fold(n), directory.Fold(c.Name), 4) > 4 {
			return false
		}
	}
	return len(names) == 3
}

func TestComplete(t *testing.T) {
	t.Parallel()
	atlas := reference.Atlas()
	for _, c := range []struct {
		typed string
		want  []string // the first proposals, as "Name", "Name<Former", "Name@Postal" or "EPCI:Name"
	}{
		{"bell", []string{"Bellême", "Bellou-en-Houlme"}},
		{"bellême", []string{"Bellême"}},
		{"al", []string{"Alençon"}},
		{"sees", []string{"Sées"}},
		{"domfront", []string{"Domfront en Poiraie"}},
		{"theil", []string{"Val-au-Perche<Le Theil"}},
		{"le theil", []string{"Val-au-Perche<Le Theil"}},
		{"61130", []string{"Bellême@61130"}},
		{"l'ai", []string{"L'Aigle"}},
		{"laig", nil},
		{"aig", []string{"L'Aigle"}},
		{"st germ", []string{"Saint-Germain-du-Corbéis"}},
		{"mort", []string{"Mortagne-au-Perche", "Mortrée"}},
		{"perche", []string{"Perche en Nocé"}},
		{"collines", []string{"EPCI:CC des Collines du Perche Normand"}},
		{"cc des coll", []string{"EPCI:CC des Collines du Perche Normand"}},
		{"la f", []string{"La Ferté Macé"}},
		{"la", []string{"La Ferté Macé"}},
		{"corbéis", []string{"Saint-Germain-du-Corbéis"}},
		{"", nil},
		{"zzz", nil},
	} {
		var got []string
		for _, p := range atlas.Complete(c.typed, 8) {
			switch {
			case p.EPCI != nil:
				got = append(got, "EPCI:"+p.EPCI.Name)
			case p.Former != "":
				got = append(got, p.Commune.Name+"<"+p.Former)
			case p.Postal != "":
				got = append(got, p.Commune.Name+"@"+p.Postal)
			default:
				got = append(got, p.Commune.Name)
			}
		}
		if c.want == nil && len(got) > 0 && c.typed != "laig" || len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) {
			t.Errorf("Complete(%q) = %q, want %q first", c.typed, got, c.want)
		}
	}
	if got := atlas.Complete("saint", 5); len(got) != 5 {
		t.Errorf("a limit of 5 gives %d", len(got))
	}
}

func TestCompleteProposesEachOnce(t *testing.T) {
	t.Parallel()
	for name, atlas := range atlases() {
		t.Run(name, func(t *testing.T) { completeProposesEachOnce(t, atlas) })
	}
}

func completeProposesEachOnce(t *testing.T, atlas *directory.Atlas) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(atlas.Communes()).Draw(t, "commune")
		name := []rune(c.Name)
		typed := string(name[:rapid.IntRange(1, len(name)).Draw(t, "typed")])
		seen := map[*directory.Commune]bool{}
		found := false
		for _, p := range atlas.Complete(typed, 1000) {
			if p.EPCI != nil {
				continue
			}
			if seen[p.Commune] {
				t.Fatalf("%q proposes %s twice", typed, p.Commune.Name)
			}
			seen[p.Commune] = true
			found = found || p.Commune == c
		}
		if !found && directory.Fold(typed) != "" {
			t.Fatalf("%q does not propose %s", typed, c.Name)
		}
	})
}

func TestNewAtlasWithGaps(t *testing.T) {
	t.Parallel()
	a := directory.NewAtlas(
		[]directory.Commune{{INSEE: "61002", Name: "Deux"}, {INSEE: "61001", Name: "Le Deux"}},
		[]directory.Former{{INSEE: "61003", Name: "Trois", Current: "61009"}, {INSEE: "61004", Name: "Quatre", Current: "61001"}},
		nil)
	if p, err := a.Resolve("deux"); err != nil || insees(p) != "61001 61002" {
		t.Errorf("both are called so: %v %v", insees(p), err)
	}
	if _, err := a.Resolve("trois"); !directory.IsCode(err, directory.CodePlace) {
		t.Errorf("leads nowhere: %v", err)
	}
	if len(a.EPCIs()) != 0 || a.Centre("") != nil || len(a.InEPCI("")) != 0 {
		t.Error("there is no EPCI")
	}
	if p, err := directory.NewAtlas(nil, nil, nil).Resolve("x"); err == nil {
		t.Errorf("an empty atlas knows %v", p)
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"Bellême", "61130", "61130 Bellême", "L'", "l", "st", "n d", "cc des", "\xff", "s/", "(61038)", "CU d'"} {
		f.Add(s)
	}
	atlas := reference.Atlas()
	f.Fuzz(func(t *testing.T, s string) {
		p, err := atlas.Resolve(s)
		if (p == nil) == (err == nil) {
			t.Fatalf("%v and %v", p, err)
		}
		if p != nil && len(p.Communes) == 0 {
			t.Fatal("a place without communes")
		}
		var e *directory.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("%T", err)
		}
		_ = atlas.Complete(s, 10)
		if _, err := atlas.ResolveOne(s); err != nil && !errors.As(err, &e) {
			t.Fatalf("%T", err)
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	atlas := reference.Atlas()
	for name, typed := range map[string]string{
		"name": "St-Germain-du-Corbéis", "former": "bagnoles de l'orne", "postal": "61130",
		"outside": "Paris", "unknown": "Saint-Germain-sur-Mer", "near": "argantan",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _ = atlas.Resolve(typed)
			}
		})
	}
}

func BenchmarkPlaceComplete(b *testing.B) {
	atlas := reference.Atlas()
	for _, typed := range []string{"s", "saint", "bell", "61", "perche"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				_ = atlas.Complete(typed, 10)
			}
		})
	}
}
