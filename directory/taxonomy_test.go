package directory_test

import (
	"slices"
	"testing"

	"teleorne/directory"
)

func skillNamed(slug, fr, en string, aliases ...string) directory.Skill {
	return directory.Skill{Slug: slug, Label: directory.Label{FR: fr, EN: en}, Domain: "d", AliasesFR: aliases}
}

// fated is a small taxonomy after some decisions.
func fated(fates ...directory.SkillFate) *directory.Taxonomy {
	return directory.NewTaxonomy([]directory.Skill{
		skillNamed("compta", "Comptabilité", "Accounting", "comptable"),
		skillNamed("paie", "Paie", "Payroll", "gestionnaire de paie"),
		skillNamed("bilan", "Bilans", "Annual accounts"),
		skillNamed("minitel", "Minitel", "Minitel"),
	}, []directory.Domain{{Slug: "d", Label: directory.Label{FR: "D"}}}, fates...)
}

func TestMergedSkillIsTheOneThatTookItIn(t *testing.T) {
	t.Parallel()
	tax := fated(directory.SkillFate{Slug: "bilan", Into: "paie"}, directory.SkillFate{Slug: "paie", Into: "compta"})
	if len(tax.Skills) != 2 || tax.Skills[0].Slug != "compta" {
		t.Fatalf("got %+v", tax.Skills)
	}
	for _, typed := range []string{"compta", "paie", "bilan", "Bilans", "payroll", "gestionnaire de paie", "ANNUAL accounts"} {
		if s, err := tax.Resolve(typed); err != nil || s.Slug != "compta" {
			t.Errorf("%s: %v, %v", typed, s, err)
		}
		if s, ok := tax.Current("+" + typed); !ok || s.Slug != "compta" {
			t.Errorf("+%s: %v", typed, s)
		}
	}
	for link, want := range map[string]bool{"Bilans": true, "paie": true, "accounting": true, "comptable": false, "gestionnaire de paie": false, "rien": false, "": false} {
		if _, ok := tax.Titled(link); ok != want {
			t.Errorf("%q: titled %t", link, ok)
		}
	}
	s, _ := tax.Skill("bilan")
	if want := []string{"comptable", "Paie", "gestionnaire de paie", "Bilans"}; !slices.Equal(s.AliasesFR, want) {
		t.Errorf("aliases %q, want %q", s.AliasesFR, want)
	}
	if tax.Offered("paie") || !tax.Offered("compta") || tax.Offered("rien") {
		t.Error("what is offered")
	}
	skills, words := tax.Of([]string{"paie", "+bilans", "compta", "+tarot", "gone", "minitel"})
	if len(skills) != 2 || skills[1].Slug != "minitel" || !slices.Equal(words, []string{"tarot"}) {
		t.Errorf("got %v, %q", skills, words)
	}
}

func TestFatesThatCountForNothing(t *testing.T) {
	t.Parallel()
	for name, fates := range map[string][]directory.SkillFate{
		"circle":  {{Slug: "paie", Into: "bilan"}, {Slug: "bilan", Into: "paie"}},
		"itself":  {{Slug: "paie", Into: "paie"}},
		"nowhere": {{Slug: "paie", Into: "rien"}},
		"unknown": {{Slug: "rien", Into: "paie"}},
	} {
		tax := fated(fates...)
		if s, ok := tax.Skill("paie"); len(tax.Skills) != 4 || !ok || s.Slug != "paie" {
			t.Errorf("%s: %+v", name, tax.Skills)
		}
	}
}

func TestRetiredSkillIsNotSuggested(t *testing.T) {
	t.Parallel()
	tax := fated(directory.SkillFate{Slug: "minitel", Retired: true})
	if s, err := tax.Resolve("Minitel"); err != nil || s.Slug != "minitel" || tax.Offered("minitel") {
		t.Errorf("%v, %v", s, err)
	}
	_, err := tax.Resolve("minitol")
	if e := wantCode(t, err, directory.CodeSkill); slices.Contains(e.Nearest, "minitel") {
		t.Errorf("suggests %q", e.Nearest)
	}
}

func TestReadLeavesWhatIsInForce(t *testing.T) {
	t.Parallel()
	c := &directory.Catalog{Atlas: atlases()["merged"], Taxonomy: fated(directory.SkillFate{Slug: "paie", Into: "compta"})}
	communes := c.Atlas.Communes()
	p := person("Claire Dubois", func(p *directory.Profile) {
		p.Skills, p.Commune, p.EmployerPlace = []string{"compta", "+tarot", "gone"}, communes[0].INSEE, "Paris"
	})
	if c.Read(&p) != &p {
		t.Error("a copy is made of what is in force")
	}
	if empty := (directory.Profile{}); c.Read(&empty) != &empty {
		t.Error("a copy is made of nothing")
	}
	p.Skills = []string{"paie", "compta", "+Bilans", "+tarot"}
	p.EmployerPlace = "61001"
	q := c.Read(&p)
	if want := []string{"compta", "bilan", "+tarot"}; !slices.Equal(q.Skills, want) || p.Skills[0] != "paie" {
		t.Errorf("got %q, and the profile says %q", q.Skills, p.Skills)
	}
}
