package directory_test

import (
	"slices"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/reference"
)

func livesIn(insee string, change ...func(*directory.Profile)) func(*directory.Profile) {
	return func(p *directory.Profile) {
		p.Commune = insee
		for _, c := range change {
			c(p)
		}
	}
}

func TestMergeOfCommunes(t *testing.T) {
	w := newWorld(t)
	adm, mod := w.granted("adm", directory.RoleAdministrator), w.granted("mod", directory.RoleModerator)
	showsEPCI := func(p *directory.Profile) { p.CommuneShown = directory.ShownEPCI }
	// Courgeoût's INSEE code, 61130, is the postal code of Bellême.
	claire := w.owner(person("Claire Dubois", livesIn("61130")))
	w.publish(person("Paul Martin", livesIn("61293")), person("Anne Leroy", livesIn("61130", showsEPCI)))
	w.submits(withKey("zoe"), person("Zoé Petit", livesIn("61130")))
	if n, err := w.PreviewMerge(t.Context(), adm, "61130"); err != nil || n != 3 {
		t.Errorf("foretold: %d, %v", n, err)
	}
	ch, cancel := w.Changes()
	defer cancel()
	if err := w.MergeCommune(t.Context(), adm, directory.CommuneMerge{From: "61130", Into: "61293", On: dayOf(t, "2026-01-01")}); err != nil {
		t.Fatal(err)
	}
	if !told(ch) {
		t.Error("open sessions are not told")
	}
	atlas := w.Atlas()
	into, _ := atlas.Commune("61293")
	if _, there := atlas.Commune("61130"); there || len(atlas.Communes()) != 380 || w.Catalog().Atlas != atlas {
		t.Errorf("%d communes", len(atlas.Communes()))
	}
	for name, q := range map[string]directory.Query{
		"new": {Communes: []string{"61293"}}, "old": {Communes: []string{"61130"}}, "both": {Communes: []string{"61130", "61293"}},
	} {
		if n := w.total(q); n != 2 {
			t.Errorf("%s code: %d found", name, n)
		}
	}
	if n := w.total(directory.Query{EPCI: into.EPCI.SIREN}); n != 3 {
		t.Errorf("%d found in the intercommunality", n)
	}
	r, err := w.Search(t.Context(), visitor, directory.Search{Query: directory.Query{Facets: true}})
	if err != nil || !slices.Equal(r.Facets.Commune, []directory.Count{{Value: "61293", Count: 2}}) {
		t.Errorf("facets %+v, %v", r.Facets.Commune, err)
	}
	card, err := w.Show(t.Context(), visitor, "claire-dubois", false)
	if err != nil || card.Commune != into {
		t.Errorf("the card has %+v, %v", card, err)
	}
	if m := w.me(claire); m.Profile.Commune != "61293" || len(m.Problems)+len(m.Changes) > 0 {
		t.Errorf("its owner reads %s, %v, changed %v", m.Profile.Commune, m.Problems, m.Changes)
	}
	stats, err := w.Stats(t.Context(), visitor)
	if err != nil || !slices.Equal(stats.EPCI, []directory.Count{{Value: into.EPCI.SIREN, Count: 3}}) {
		t.Errorf("figures %+v, %v", stats.EPCI, err)
	}
	for _, word := range []string{"courgeout", "61130"} {
		list, err := w.Communes(t.Context(), visitor, word)
		if err != nil || !slices.ContainsFunc(list, func(c directory.PlaceCount) bool { return c.Commune == into && c.Count == 2 }) {
			t.Errorf("communes %s: %+v, %v", word, list, err)
		}
	}
	// An import names it as it always did.
	if r := w.importing(rows(person("Paul Martin", livesIn("Courgeoût"))), directory.ImportOptions{Publish: true}); r.Unchanged != 1 {
		t.Errorf("imported: %+v", r)
	}

	merges, err := w.CommuneMerges(t.Context(), adm)
	if want := (directory.CommuneMerge{From: "61130", Into: "61293", On: dayOf(t, "2026-01-01"), At: noon}); err != nil || len(merges) != 1 ||
		merges[0].From != want.From || merges[0].On != want.On || !merges[0].At.Equal(want.At) {
		t.Errorf("got %+v, %v", merges, err)
	}
	for _, a := range []directory.Actor{visitor, mod, admin} {
		wantCode(t, w.MergeCommune(t.Context(), a, directory.CommuneMerge{From: "61001", Into: "61293"}), directory.CodeNotPermitted)
		wantCode(t, w.SplitCommune(t.Context(), a, "61130"), directory.CodeNotPermitted)
		_, err := w.PreviewMerge(t.Context(), a, "61001")
		wantCode(t, err, directory.CodeNotPermitted)
		_, err = w.CommuneMerges(t.Context(), a)
		wantCode(t, err, directory.CodeNotPermitted)
	}
	if err := w.SplitCommune(t.Context(), adm, "61130"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, w.SplitCommune(t.Context(), adm, "61130"), directory.CodeNotFound)
	if w.Atlas() != reference.Atlas() || w.total(directory.Query{Communes: []string{"61130"}}) != 1 {
		t.Error("taken back, it is not as before")
	}
	if got := w.lastEntries("commune:61130"); !slices.Equal(got, []string{"commune_split: ", "commune_merge: into 61293"}) {
		t.Errorf("the log says %q", got)
	}
}

func TestMergeCommuneRefuses(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	merge := func(from, into string) directory.CommuneMerge { return directory.CommuneMerge{From: from, Into: into} }
	if err := w.MergeCommune(t.Context(), adm, merge("61130", "61293")); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		merge directory.CommuneMerge
		code  directory.Code
		field string
	}{
		"unknown":      {merge("75056", "61293"), directory.CodeNotFound, "from"},
		"into unknown": {merge("61038", "75056"), directory.CodeNotFound, "into"},
		"nothing":      {merge("", ""), directory.CodeNotFound, "from"},
		"into itself":  {merge("61038", "61038"), directory.CodeConflict, "from"},
		"twice":        {merge("61130", "61038"), directory.CodeConflict, "from"},
		"into merged":  {merge("61038", "61130"), directory.CodeConflict, "into"},
		"of long ago":  {merge("61325", "61038"), directory.CodeConflict, "from"},
		"to come":      {directory.CommuneMerge{From: "61038", Into: "61293", On: w.Today() + 1}, directory.CodeOutOfRange, "on"},
	} {
		if e := wantCode(t, w.MergeCommune(t.Context(), adm, c.merge), c.code); e.Field != c.field {
			t.Errorf("%s: %+v", name, e)
		}
	}
	_, err := w.PreviewMerge(t.Context(), adm, "61130")
	wantCode(t, err, directory.CodeNotFound)
	// The new one may become part of another in its turn.
	w.clock.move(time.Hour)
	if err := w.MergeCommune(t.Context(), adm, merge("61293", "61001")); err != nil {
		t.Fatal(err)
	}
	if c, ok := w.Atlas().Current("61130"); !ok || c.INSEE != "61001" {
		t.Errorf("it leads to %+v", c)
	}
	if merges, err := w.CommuneMerges(t.Context(), adm); err != nil || len(merges) != 2 || merges[0].From != "61293" {
		t.Errorf("got %+v, %v", merges, err)
	}
}
