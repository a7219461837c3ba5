package directory_test

import (
	"slices"
	"testing"

	"teleorne/directory"
	"teleorne/directory/reference"
)

func TestSeedKeepsWhatPeopleChanged(t *testing.T) {
	w := newWorld(t)
	telecentre := func(id string) directory.Telecentre {
		t.Helper()
		tc, ok := w.Catalog().Telecentre(id)
		if !ok {
			t.Fatalf("%s is missing", id)
		}
		return *tc
	}
	if n := len(w.Catalog().Taxonomy.Skills); n != 300 {
		t.Fatalf("%d skills", n)
	}
	var ids []string
	for _, tc := range reference.Telecentres() {
		ids = append(ids, tc.ID)
	}
	changed, untouched := telecentre(ids[0]), ids[1]
	changed.Status, changed.Price = directory.TelecentreClosed, "12 € la demi-journée"
	own := directory.Telecentre{ID: "la-grange", Name: "La Grange", Commune: "61038", Status: directory.TelecentreOpen}
	r, err := w.ImportTelecentres(t.Context(), directory.Operator(), []directory.TelecentreRow{{Line: 2, Telecentre: changed}, {Line: 3, Telecentre: own}}, directory.ImportOptions{})
	if err != nil || r.Updated != 1 || r.Created != 1 {
		t.Fatal(r, err)
	}
	next := reference.Delivered()
	next.Version = "next"
	for i := range next.Telecentres {
		next.Telecentres[i].Notes = "nouvelle note"
	}
	next.Skills = append(next.Skills, directory.Skill{Slug: "paleographie", Label: directory.Label{FR: "Paléographie", EN: "Palaeography"}, Domain: next.Domains[0].Slug})
	catalog := w.Catalog()
	for range 2 { // the second time there is nothing to do
		if err := w.Seed(t.Context(), next); err != nil {
			t.Fatal(err)
		}
		if got := telecentre(ids[0]); got != changed {
			t.Errorf("what an administrator changed is overwritten: %+v", got)
		}
		if got := telecentre("la-grange"); got != own {
			t.Errorf("got %+v", got)
		}
		if got := telecentre(untouched); got.Notes != "nouvelle note" {
			t.Errorf("what nobody changed stays old: %+v", got)
		}
		if _, ok := w.Catalog().Taxonomy.Skill("paleographie"); !ok || w.Catalog() == catalog {
			t.Error("a new skill is missing")
		}
	}
	catalog = w.Catalog()
	if err := w.Seed(t.Context(), next); err != nil || w.Catalog() != catalog {
		t.Errorf("seeding the same version does something: %v", err)
	}
}

func TestImportSkills(t *testing.T) {
	w := newWorld(t)
	var given []directory.SkillRow
	for i, s := range w.Catalog().Taxonomy.Skills {
		d, _ := w.Catalog().Taxonomy.Domain(s.Domain)
		given = append(given, directory.SkillRow{Line: i + 2, Skill: s, Domain: *d})
	}
	run := func(o directory.ImportOptions, want ...int) *directory.ImportReport {
		t.Helper()
		r, err := w.ImportSkills(t.Context(), directory.Operator(), given, o)
		if err != nil {
			t.Fatal(err)
		}
		w.wantNumbers(r, want...)
		return r
	}
	catalog := w.Catalog()
	run(directory.ImportOptions{}, 300, 0, 0, 300, 0, 0)
	if w.Catalog() != catalog {
		t.Error("importing what is there makes a new catalog")
	}
	given[0].Skill.AliasesFR = append(slices.Clone(given[0].Skill.AliasesFR), "nouvel alias")
	renamed := given[5].Domain.Slug
	inDomain := 0
	for i := range given {
		if given[i].Domain.Slug == renamed {
			given[i].Domain.Label.EN = "Renamed"
			inDomain++
		}
	}
	changed := inDomain
	if given[0].Domain.Slug != renamed {
		changed++
	}
	given = append(given, directory.SkillRow{
		Line: 400, Skill: directory.Skill{Slug: "paleographie", Label: directory.Label{FR: " Paléographie ", EN: "Palaeography"}},
		Domain: directory.Domain{Label: directory.Label{FR: "Histoire", EN: "History"}},
	})
	run(directory.ImportOptions{DryRun: true}, 301, 1, changed, 300-changed, 0, 0)
	if w.Catalog() != catalog {
		t.Error("a dry run leaves traces")
	}
	run(directory.ImportOptions{}, 301, 1, changed, 300-changed, 0, 0)
	run(directory.ImportOptions{}, 301, 0, 0, 301, 0, 0)
	if s, err := w.Catalog().Taxonomy.Resolve("nouvel alias"); err != nil || s.Slug != given[0].Skill.Slug {
		t.Errorf("got %+v, %v", s, err)
	}
	if s, ok := w.Catalog().Taxonomy.Skill("paleographie"); !ok || s.Label.FR != "Paléographie" {
		t.Errorf("got %+v", s)
	}
	if d, ok := w.Catalog().Taxonomy.Domain(renamed); !ok || d.Label.EN != "Renamed" {
		t.Errorf("got %+v", d)
	}
	given = []directory.SkillRow{
		{Line: 2, Skill: directory.Skill{Slug: "Pas un slug"}},
		{Line: 3, Err: &directory.Error{Code: directory.CodeEncoding}},
		{Line: 4, Skill: given[0].Skill, Domain: given[0].Domain},
		{Line: 5, Skill: given[0].Skill, Domain: given[0].Domain},
	}
	r := run(directory.ImportOptions{}, 4, 0, 0, 0, 0, 3)
	if len(r.Problems) != 3 || len(r.Problems[0].Errors) < 4 || r.Problems[2].Line != 5 {
		t.Errorf("got %+v", r.Problems)
	}
	run(directory.ImportOptions{KeepGoing: true}, 4, 0, 0, 1, 0, 3)
}

func TestImportTelecentresRefuses(t *testing.T) {
	w := newWorld(t)
	good := directory.Telecentre{ID: "la-grange", Name: "La Grange", Commune: "Bellême", Status: directory.TelecentreOpen}
	for name, c := range map[string]struct {
		change func(*directory.Telecentre)
		field  string
	}{
		"id":       {func(tc *directory.Telecentre) { tc.ID = "La Grange" }, "id"},
		"name":     {func(tc *directory.Telecentre) { tc.Name = "" }, "name"},
		"commune":  {func(tc *directory.Telecentre) { tc.Commune = "Paris" }, "commune"},
		"status":   {func(tc *directory.Telecentre) { tc.Status = "maybe" }, "status"},
		"seats":    {func(tc *directory.Telecentre) { tc.Workplaces = -1 }, "workplaces"},
		"encoding": {func(tc *directory.Telecentre) { tc.Notes = "\xff" }, "notes"},
	} {
		tc := good
		c.change(&tc)
		r, err := w.ImportTelecentres(t.Context(), directory.Operator(), []directory.TelecentreRow{{Line: 7, Telecentre: tc}}, directory.ImportOptions{})
		if err != nil || len(r.Problems) != 1 || r.Problems[0].Line != 7 || r.Problems[0].Errors[0].Field != c.field {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	if r, err := w.ImportTelecentres(t.Context(), directory.Operator(), []directory.TelecentreRow{{Line: 7, Telecentre: good}}, directory.ImportOptions{}); err != nil || r.Created != 1 {
		t.Errorf("got %+v, %v", r, err)
	}
	if tc, ok := w.Catalog().Telecentre("la-grange"); !ok || tc.Commune != "61038" {
		t.Errorf("got %+v", tc)
	}
	r, err := w.ImportTelecentres(t.Context(), directory.Operator(), []directory.TelecentreRow{{Line: 7, Telecentre: good}}, directory.ImportOptions{})
	if err != nil || r.Unchanged != 1 {
		t.Errorf("importing twice changes something: %+v, %v", r, err)
	}
	// The column of the key is called id here, not slug.
	r, err = w.ImportTelecentres(t.Context(), directory.Operator(), []directory.TelecentreRow{{Line: 7, Telecentre: good}, {Line: 8, Telecentre: good}}, directory.ImportOptions{})
	if err != nil || len(r.Problems) != 1 || r.Problems[0].Line != 8 || r.Problems[0].Errors[0].Field != "id" {
		t.Errorf("an id twice: %+v, %v", r, err)
	}
}
