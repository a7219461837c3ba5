package directory_test

import (
	"slices"
	"testing"

	"teleorne/directory"
	"teleorne/directory/reference"
)

// TestDecisionsSurviveNewReferenceData: what administrators changed stays theirs
// when the program brings along other data.
func TestDecisionsSurviveNewReferenceData(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	change := func(c directory.TaxonomyChange) { w.changes(adm, c) }
	change(directory.TaxonomyChange{Kind: directory.TaxonomyRename, Skill: "comptabilite", Label: directory.Label{FR: "Comptes", EN: "Accounts"}})
	change(directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "traduction", Alias: "truchement"})
	change(directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "python"})
	change(directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "secretariat"})
	tc := w.Catalog().Telecentres[0]
	version := w.Catalog().TelecentreVersion(tc.ID)
	tc.Status, tc.Price = directory.TelecentreClosed, "12 €"
	if err := w.SaveTelecentre(t.Context(), adm, tc, version); err != nil {
		t.Fatal(err)
	}
	next := reference.Delivered()
	next.Version = "next"
	for i := range next.Skills {
		next.Skills[i].AliasesFR = append(next.Skills[i].AliasesFR, "nouveau "+next.Skills[i].Slug)
	}
	for i := range next.Telecentres {
		next.Telecentres[i].Notes = "nouvelle note"
	}
	if err := w.Seed(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	tax := w.Catalog().Taxonomy
	if s, _ := tax.Skill("comptabilite"); s.Label.FR != "Comptes" || slices.Contains(s.AliasesFR, "nouveau comptabilite") {
		t.Errorf("renamed: %+v", s)
	}
	if s, _ := tax.Skill("traduction"); !slices.Contains(s.AliasesFR, "truchement") || slices.Contains(s.AliasesFR, "nouveau traduction") {
		t.Errorf("with an alias: %+v", s)
	}
	if s, _ := tax.Skill("paie"); s.Slug != "python" || !slices.Contains(s.AliasesFR, "nouveau python") || !slices.Contains(s.AliasesFR, "nouveau paie") {
		t.Errorf("merged: %+v", s)
	}
	if s, _ := tax.Skill("secretariat"); tax.Offered("secretariat") || !slices.Contains(s.AliasesFR, "nouveau secretariat") {
		t.Errorf("retired: %+v", s)
	}
	if got, _ := w.Catalog().Telecentre(tc.ID); *got != tc {
		t.Errorf("the télécentre is %+v", got)
	}
	if got := w.Catalog().Telecentres[1]; got.Notes != "nouvelle note" {
		t.Errorf("what nobody changed is %+v", got)
	}
}

// TestImportAfterMerges: an export of what is in force, read again, changes
// nothing, be it skills or profiles.
func TestImportAfterMerges(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	claire := person("Claire Dubois", withSkills("paie", "+couture"), func(p *directory.Profile) { p.Commune = "61130" })
	w.publish(claire)
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "python"})
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: "couture", Skill: "secretariat"})
	if err := w.MergeCommune(t.Context(), adm, directory.CommuneMerge{From: "61130", Into: "61293"}); err != nil {
		t.Fatal(err)
	}
	var given []directory.SkillRow
	for i, s := range w.Catalog().Taxonomy.Skills {
		d, _ := w.Catalog().Taxonomy.Domain(s.Domain)
		given = append(given, directory.SkillRow{Line: i + 2, Skill: s, Domain: *d})
	}
	r, err := w.ImportSkills(t.Context(), adm, given, directory.ImportOptions{})
	if err != nil || r.Unchanged != 299 || r.Updated+r.Created > 0 {
		t.Errorf("got %+v, %v", r, err)
	}
	for name, p := range map[string]directory.Profile{
		"as it was":   claire,
		"as it reads": person("Claire Dubois", withSkills("python", "secretariat"), func(p *directory.Profile) { p.Commune = "61293" }),
	} {
		if r := w.importing(rows(p), directory.ImportOptions{Publish: true}); r.Unchanged != 1 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// TestSmallDecisionsKeepTheIndex: what changes neither skills nor communes costs
// no new index.
func TestSmallDecisionsKeepTheIndex(t *testing.T) {
	made := 0
	w := newWorld(t, func(o *directory.Options) {
		o.NewIndex = func(c *directory.Catalog) directory.Index { made++; return newIndex(c) }
	})
	adm := w.granted("adm", directory.RoleAdministrator)
	w.publish(person("Claire Dubois", withSkills("paie", "+tarot")))
	before := w.Catalog()
	id := before.Telecentres[0].ID
	if err := w.VerifyTelecentre(t.Context(), adm, id, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ChangeTaxonomy(t.Context(), adm, directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: "tarot", Reason: "Non."}); err != nil {
		t.Fatal(err)
	}
	if after := w.Catalog(); made != 1 || after.Verified[id] != w.Today() || after == before {
		t.Errorf("%d indexes; %v", made, after.Verified)
	}
	w.publish(person("Paul Martin")) // and it follows the store still
	if n := w.total(directory.Query{}); n != 2 {
		t.Errorf("%d found", n)
	}
	if _, err := w.ChangeTaxonomy(t.Context(), adm, directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "paie"}); err != nil || made != 2 {
		t.Errorf("%d indexes, %v", made, err)
	}
}
