package directory_test

import (
	"errors"
	"testing"

	"teleorne/directory"
	"teleorne/directory/reference"
)

func TestTaxonomyResolve(t *testing.T) {
	t.Parallel()
	tax := reference.Catalog().Taxonomy
	for typed, want := range map[string]string{
		"comptabilite":          "comptabilite",
		"Comptabilité générale": "comptabilite",
		"COMPTABLE":             "comptabilite",
		"experte-comptable":     "expertise-comptable",
		"General accounting":    "comptabilite",
		"traductrice":           "traduction",
		"C++":                   "c-cpp",
		"c#":                    "csharp-dotnet",
		".NET":                  "csharp-dotnet",
		"python":                "python",
		"gestionnaire de paie":  "paie",
		"developpeuse web":      "developpement-web",
		"développeur   web":     "developpement-web",
	} {
		if s, err := tax.Resolve(typed); err != nil || s.Slug != want {
			t.Errorf("Resolve(%q) = %v, %v; want %s", typed, s, err, want)
		}
	}
	for typed, nearest := range map[string]string{
		"comtable": "comptabilite", "pyhton": "python", "traducton": "traduction", "developeuse web": "developpement-web",
	} {
		_, err := tax.Resolve(typed)
		var e *directory.Error
		if !errors.As(err, &e) || e.Code != directory.CodeSkill || len(e.Nearest) == 0 || e.Nearest[0] != nearest {
			t.Errorf("Resolve(%q): %v suggests %q, want %s first", typed, err, e.Nearest, nearest)
		}
	}
	if _, err := tax.Resolve(""); !directory.IsCode(err, directory.CodeSkill) {
		t.Errorf("nothing: %v", err)
	}
}

func TestTaxonomyNameOutranksAlias(t *testing.T) {
	t.Parallel()
	tax := directory.NewTaxonomy([]directory.Skill{
		{Slug: "one", Label: directory.Label{FR: "Un", EN: "One"}, Domain: "d", AliasesFR: []string{"deux"}},
		{Slug: "two", Label: directory.Label{FR: "Deux", EN: "Two"}, Domain: "d"},
	}, []directory.Domain{{Slug: "d", Label: directory.Label{FR: "D"}}})
	if s, err := tax.Resolve("deux"); err != nil || s.Slug != "two" {
		t.Errorf("%v %v", s, err)
	}
	if d, ok := tax.Domain("d"); !ok || d.Label.In("en") != "D" {
		t.Error("a missing English label falls back to French")
	}
}
