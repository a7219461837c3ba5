package directory_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/reference"
)

func withSkills(skills ...string) func(*directory.Profile) {
	return func(p *directory.Profile) { p.Skills = skills }
}

// changes carries out a change of the taxonomy, which must do just what its
// preview said.
func (w *world) changes(a directory.Actor, c directory.TaxonomyChange) *directory.TaxonomyEffect {
	w.t.Helper()
	said, err := w.PreviewTaxonomy(w.t.Context(), a, c)
	if err != nil {
		w.t.Fatalf("preview of %+v: %v", c, err)
	}
	did, err := w.ChangeTaxonomy(w.t.Context(), a, c)
	if err != nil {
		w.t.Fatalf("%+v: %v", c, err)
	}
	if said.Listings != did.Listings || !slices.Equal(said.Searches, did.Searches) {
		w.t.Errorf("%+v: previewed as %+v, and did %+v", c, said, did)
	}
	for _, s := range did.Searches {
		if n := w.total(directory.Query{Text: s.Text}); n != s.After {
			w.t.Errorf("%s: %d found, %d foretold", s.Text, n, s.After)
		}
	}
	return did
}

// searched is what an effect says of a search for a name.
func searched(e *directory.TaxonomyEffect, text string) (before, after int) {
	for _, s := range e.Searches {
		if s.Text == text {
			return s.Before, s.After
		}
	}
	return -1, -1
}

func (w *world) skillSlugs(word string) []string {
	w.t.Helper()
	list, err := w.Skills(w.t.Context(), visitor, word)
	if err != nil {
		w.t.Fatal(err)
	}
	slugs := make([]string, len(list))
	for i, s := range list {
		slugs[i] = s.Skill.Slug
	}
	return slugs
}

// lastEntries are the last entries of the log about a target, the newest first,
// as "action: reason".
func (w *world) lastEntries(target string) []string {
	w.t.Helper()
	log, err := w.store.Log(w.t.Context(), directory.LogQuery{Target: target, Limit: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	var lines []string
	for _, d := range log {
		lines = append(lines, d.Action+": "+d.Reason)
	}
	return lines
}

func TestMergeOfSkills(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	claire := w.owner(person("Claire Dubois", withSkills("paie", "comptabilite", "python")))
	w.publish(person("Paul Martin", withSkills("paie")), person("Anne Leroy", withSkills("comptabilite")))
	w.submits(withKey("zoe"), person("Zoé Petit", withSkills("paie"))) // waits
	read := w.Catalog().SkillVersion("paie")
	effect := w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "comptabilite", Version: read})
	label := reference.Skills()[slices.IndexFunc(reference.Skills(), func(s directory.Skill) bool { return s.Slug == "paie" })].Label.FR
	if before, after := searched(effect, label); effect.Listings != 3 || before != 2 || after != 3 {
		t.Errorf("%s: %d → %d, %d listings", label, before, after, effect.Listings)
	}
	if n := w.total(directory.Query{Skills: []string{"paie"}}); n != 3 {
		t.Errorf("%d found by the old slug", n)
	}
	card, err := w.Show(t.Context(), visitor, "claire-dubois", false)
	if err != nil || len(card.Skills) != 2 || card.Skills[0].Slug != "comptabilite" || card.Skills[1].Slug != "python" {
		t.Errorf("the card has %+v, %v", card.Skills, err)
	}
	if m := w.me(claire); !slices.Equal(m.Profile.Skills, []string{"comptabilite", "python"}) || len(m.Changes)+len(m.Problems) > 0 || m.Drafted {
		t.Errorf("its owner reads %+v", m)
	}
	l, err := w.store.ListingBySlug(t.Context(), "claire-dubois")
	if err != nil || l.Published.Profile.Skills[0] != "paie" {
		t.Errorf("the revision was rewritten: %+v, %v", l.Published, err)
	}
	if got := w.skillSlugs("paie"); slices.Contains(got, "paie") || !slices.Contains(got, "comptabilite") {
		t.Errorf("offered: %v", got)
	}
	r, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Facets: true}})
	if err != nil || !slices.Contains(r.Facets.Skill, directory.Count{Value: "comptabilite", Count: 3}) ||
		slices.ContainsFunc(r.Facets.Skill, func(c directory.Count) bool { return c.Value == "paie" }) {
		t.Errorf("facets %+v, %v", r.Facets.Skill, err)
	}
	if got := w.lastEntries("skill:paie"); !slices.Equal(got, []string{"skill_merge: into comptabilite"}) {
		t.Errorf("the log says %q", got)
	}
	// Another administrator who had read the skill before cannot do it again.
	w.clock.move(time.Hour)
	again := directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "python", Version: read}
	_, err = w.ChangeTaxonomy(t.Context(), directory.Operator(), again)
	if e := wantCode(t, err, directory.CodeStale); e.Params["at"] != noon {
		t.Errorf("stale since %v", e.Params)
	}
	again.Version = ""
	_, err = w.ChangeTaxonomy(t.Context(), directory.Operator(), again)
	if e := wantCode(t, err, directory.CodeState); e.Params["state"] != "merged" || e.Params["skill"] != label {
		t.Errorf("got %+v", e)
	}
	effect = w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyRevive, Skill: "paie"})
	if before, after := searched(effect, label); effect.Listings != 3 || before != 3 || after != 2 {
		t.Errorf("brought back: %d → %d, %d listings", before, after, effect.Listings)
	}
	if m := w.me(claire); !slices.Equal(m.Profile.Skills, []string{"paie", "comptabilite", "python"}) {
		t.Errorf("its owner reads %v", m.Profile.Skills)
	}
}

func TestRetiredSkillStaysWithWhoHasIt(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	claire := w.owner(person("Claire Dubois", withSkills("paie")))
	effect := w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "paie"})
	if effect.Listings != 1 {
		t.Errorf("got %+v", effect)
	}
	if n := w.total(directory.Query{Skills: []string{"paie"}}); n != 1 {
		t.Errorf("%d have it", n)
	}
	if card, err := w.Show(t.Context(), visitor, "claire-dubois", false); err != nil || len(card.Skills) != 1 {
		t.Errorf("the card has %+v, %v", card, err)
	}
	if slices.Contains(w.skillSlugs(""), "paie") || len(w.skillSlugs("")) != 299 {
		t.Error("it is offered still")
	}
	all, err := w.Complete(t.Context(), visitor, "gestionnaire de pai", "fr", 8)
	if err != nil || slices.ContainsFunc(all, func(c directory.Completion) bool { return c.Value == "paie" }) {
		t.Errorf("completed by %+v, %v", all, err)
	}
	if m := w.submits(claire, person("Claire Dubois", withSkills("paie"), headline("Gestionnaire de paie"))); len(m.Problems) > 0 {
		t.Errorf("cannot be kept: %v", m.Problems)
	}
	// Nobody takes it up any more, by whichever of its names.
	for _, typed := range []string{"paie", "Paie", "+gestionnaire de paie"} {
		marc := withKey("marc " + typed)
		m := w.drafts(marc, person("Marc Petit", withSkills(typed)))
		if len(m.Problems) != 1 || m.Problems[0].Code != directory.CodeSkill || m.Problems[0].Params["retired"] != true {
			t.Errorf("%q is taken up: %v", typed, m.Problems)
		}
		_, err := w.Submit(t.Context(), marc, m.Version)
		wantCode(t, err, directory.CodeSkill)
	}
	_, err = w.ChangeTaxonomy(t.Context(), adm, directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "paie"})
	wantCode(t, err, directory.CodeState)
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyRevive, Skill: "paie"})
	if !slices.Contains(w.skillSlugs("paie"), "paie") {
		t.Error("it is not offered again")
	}
	_, err = w.ChangeTaxonomy(t.Context(), adm, directory.TaxonomyChange{Kind: directory.TaxonomyRevive, Skill: "paie"})
	wantCode(t, err, directory.CodeState)
}

func TestNamesOfSkills(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	w.publish(person("Claire Dubois", withSkills("paie"), headline("Indépendante")))
	was, _ := w.Catalog().Taxonomy.Skill("paie")
	effect := w.changes(adm, directory.TaxonomyChange{
		Kind: directory.TaxonomyRename, Skill: "paie", Label: directory.Label{FR: " Zéphyr  des salariés ", EN: "Wage slips"},
	})
	if before, after := searched(effect, "Zéphyr des salariés"); before != 0 || after != 1 {
		t.Errorf("%d → %d", before, after)
	}
	// Under its old name it is found as before.
	for _, name := range []string{was.Label.FR, was.Label.EN, "zephyr des salaries"} {
		if s, err := w.Catalog().Taxonomy.Resolve(name); err != nil || s.Slug != "paie" {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
	if s, ok := w.Catalog().Taxonomy.Skill("paie"); !ok || s.Label.FR != "Zéphyr des salariés" || s.ROME != was.ROME {
		t.Errorf("got %+v", s)
	}
	effect = w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "rétribuer xylo"})
	if before, after := searched(effect, "rétribuer xylo"); before != 0 || after != 1 {
		t.Errorf("%d → %d", before, after)
	}
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "retribuer xylo of staff", Lang: "en"})
	effect = w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyUnalias, Skill: "paie", Alias: "RETRIBUER XYLO"})
	if before, after := searched(effect, "RETRIBUER XYLO"); before != 1 || after != 1 { // by the English name
		t.Errorf("%d → %d", before, after)
	}
	s, _ := w.Catalog().Taxonomy.Skill("paie")
	if slices.Contains(s.AliasesFR, "rétribuer xylo") || !slices.Contains(s.AliasesEN, "retribuer xylo of staff") {
		t.Errorf("got %+v", s)
	}
	want := []string{
		"skill_unalias: RETRIBUER XYLO", "skill_alias: en retribuer xylo of staff", "skill_alias: fr rétribuer xylo",
		"skill_rename: to Zéphyr des salariés / Wage slips",
	}
	if got := w.lastEntries("skill:paie"); !slices.Equal(got, want) {
		t.Errorf("the log says %q", got)
	}
	// To its own old name and back: what it is called already is nobody else's.
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyRename, Skill: "paie", Label: was.Label})
	if s, _ := w.Catalog().Taxonomy.Skill("paie"); s.Label != was.Label || slices.Contains(s.AliasesFR, was.Label.FR) {
		t.Errorf("got %+v", s)
	}
	// The names of a skill that was merged can be taken away from its taker, but
	// for its labels.
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "python"})
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyUnalias, Skill: "python", Alias: "retribuer xylo of staff"})
	if _, err := w.Catalog().Taxonomy.Resolve("retribuer xylo of staff"); err == nil {
		t.Error("it has the alias still")
	}
	_, err := w.ChangeTaxonomy(t.Context(), adm, directory.TaxonomyChange{Kind: directory.TaxonomyUnalias, Skill: "python", Alias: was.Label.FR})
	wantCode(t, err, directory.CodeNotFound)
}

func TestChangeTaxonomyRefuses(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	w.publish(person("Claire Dubois", withSkills("paie", "+tarot divinatoire")))
	label := func(fr, en string) directory.Label { return directory.Label{FR: fr, EN: en} }
	domain := reference.Domains()[0].Slug
	compta, _ := w.Catalog().Taxonomy.Skill("comptabilite")
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "python", Into: "developpement-web"})
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "secretariat"})
	for name, c := range map[string]struct {
		change directory.TaxonomyChange
		code   directory.Code
		field  string
	}{
		"no kind":            {directory.TaxonomyChange{Skill: "paie"}, directory.CodeChoice, "kind"},
		"unknown skill":      {directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "payie"}, directory.CodeNotFound, "skill"},
		"unknown into":       {directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "x"}, directory.CodeNotFound, "into"},
		"into itself":        {directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "paie"}, directory.CodeState, "into"},
		"into merged":        {directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "python"}, directory.CodeState, "into"},
		"into retired":       {directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "secretariat"}, directory.CodeState, "into"},
		"alias of merged":    {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "python", Alias: "serpent"}, directory.CodeState, ""},
		"alias of another":   {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "COMPTABLE"}, directory.CodeDuplicate, "alias"},
		"alias of its own":   {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "paie"}, directory.CodeDuplicate, "alias"},
		"alias of a slug":    {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "audit comptable"}, directory.CodeDuplicate, "alias"},
		"alias of a merged":  {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "Python"}, directory.CodeDuplicate, "alias"},
		"alias of a retired": {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "secrétariat"}, directory.CodeDuplicate, "alias"},
		"no alias":           {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: " \u200b"}, directory.CodeRequired, "alias"},
		"alias of signs":     {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "?!"}, directory.CodeRequired, "alias"},
		"bar in an alias":    {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "a|b"}, directory.CodeControl, "alias"},
		"long alias":         {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: strings.Repeat("é", 81)}, directory.CodeTooLong, "alias"},
		"endless alias":      {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: strings.Repeat("é", 100_000)}, directory.CodeTooLong, "alias"},
		"bytes":              {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "\xff"}, directory.CodeEncoding, "alias"},
		"language":           {directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "x y", Lang: "de"}, directory.CodeChoice, "lang"},
		"no such alias":      {directory.TaxonomyChange{Kind: directory.TaxonomyUnalias, Skill: "paie", Alias: "tarot"}, directory.CodeNotFound, "alias"},
		"label of its own":   {directory.TaxonomyChange{Kind: directory.TaxonomyUnalias, Skill: "comptabilite", Alias: compta.Label.FR}, directory.CodeNotFound, "alias"},
		"no French label":    {directory.TaxonomyChange{Kind: directory.TaxonomyRename, Skill: "paie", Label: label("", "Pay")}, directory.CodeRequired, "label_fr"},
		"no English label":   {directory.TaxonomyChange{Kind: directory.TaxonomyRename, Skill: "paie", Label: label("Salaires", "")}, directory.CodeRequired, "label_en"},
		"label of another":   {directory.TaxonomyChange{Kind: directory.TaxonomyRename, Skill: "paie", Label: label("Salaires", "Accountant")}, directory.CodeDuplicate, "label_en"},
		"no such proposal":   {directory.TaxonomyChange{Kind: directory.TaxonomyAccept, Word: "couture", Label: label("Couture", "Sewing"), Domain: domain}, directory.CodeNotFound, ""},
		"no domain":          {directory.TaxonomyChange{Kind: directory.TaxonomyAccept, Word: "tarot-divinatoire", Label: label("Tarot", "Tarot")}, directory.CodeRequired, "domain"},
		"unknown domain":     {directory.TaxonomyChange{Kind: directory.TaxonomyAccept, Word: "tarot-divinatoire", Label: label("Tarot", "Tarot"), Domain: "x"}, directory.CodeNotFound, "domain"},
		"accept as another":  {directory.TaxonomyChange{Kind: directory.TaxonomyAccept, Word: "tarot-divinatoire", Label: label("Comptable", "Tarot"), Domain: domain}, directory.CodeDuplicate, "label_fr"},
		"slug of another":    {directory.TaxonomyChange{Kind: directory.TaxonomyAccept, Skill: "python", Word: "tarot-divinatoire", Label: label("Tarot", "Tarot"), Domain: domain}, directory.CodeDuplicate, "slug"},
		"no slug":            {directory.TaxonomyChange{Kind: directory.TaxonomyAccept, Skill: "Le Tarot", Word: "tarot-divinatoire", Label: label("Tarot", "Tarot"), Domain: domain}, directory.CodeSlug, "slug"},
		"adopt by none":      {directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: "tarot-divinatoire", Skill: "x"}, directory.CodeNotFound, "skill"},
		"adopt by retired":   {directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: "tarot-divinatoire", Skill: "secretariat"}, directory.CodeState, ""},
		"no reason":          {directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: "tarot-divinatoire", Reason: " \n"}, directory.CodeReason, "reason"},
		"long reason":        {directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: "tarot-divinatoire", Reason: strings.Repeat("a", 1001)}, directory.CodeTooLong, "reason"},
	} {
		for way, fn := range map[string]func(context.Context, directory.Actor, directory.TaxonomyChange) (*directory.TaxonomyEffect, error){
			"preview": w.PreviewTaxonomy, "change": w.ChangeTaxonomy,
		} {
			catalog := w.Catalog()
			_, err := fn(t.Context(), adm, c.change)
			e := errorOf(t, err)
			if e == nil || e.Code != c.code || e.Field != c.field {
				t.Errorf("%s of %s: %v, want %s of %q", way, name, err, c.code, c.field)
			}
			if w.Catalog() != catalog {
				t.Fatalf("%s of %s changed something", way, name)
			}
		}
	}
	_, err := w.ChangeTaxonomy(t.Context(), adm, directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Skill: "paie", Alias: "comptable"})
	if e := wantCode(t, err, directory.CodeDuplicate); e.Params["skill"] != compta.Label.FR || e.Params["value"] != "comptable" {
		t.Errorf("got %+v", e)
	}
}

// TestNameGivenAwayMeanwhile: a skill cannot come back by a name that its taker
// is called by now.
func TestNameGivenAwayMeanwhile(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	was, _ := w.Catalog().Taxonomy.Skill("paie")
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "python"})
	w.changes(adm, directory.TaxonomyChange{Kind: directory.TaxonomyRename, Skill: "python", Label: was.Label})
	_, err := w.ChangeTaxonomy(t.Context(), adm, directory.TaxonomyChange{Kind: directory.TaxonomyRevive, Skill: "paie"})
	if e := wantCode(t, err, directory.CodeDuplicate); e.Field != "label_fr" || e.Params["slug"] != "python" {
		t.Errorf("got %+v", e)
	}
}

// TestPreviewIsGivenUp: whoever gives up waiting for a preview leaves nothing
// behind that would keep the next one from being made.
func TestPreviewIsGivenUp(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Claire Dubois", withSkills("paie")))
	merge := directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "paie", Into: "python"}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		if _, err := w.PreviewTaxonomy(ctx, directory.Operator(), merge); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	w.changes(directory.Operator(), merge)
}
