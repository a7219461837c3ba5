package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestSaveTelecentre(t *testing.T) {
	w := newWorld(t)
	adm, mod := w.granted("adm", directory.RoleAdministrator), w.granted("mod", directory.RoleModerator)
	grange := directory.Telecentre{Name: "La Grange", Commune: "Courgeoût", Status: directory.TelecentrePlanned}
	save := func(tc directory.Telecentre, version string) error {
		return w.SaveTelecentre(t.Context(), adm, tc, version)
	}
	if err := save(grange, ""); err != nil {
		t.Fatal(err)
	}
	made, ok := w.Catalog().Telecentre("la-grange")
	if !ok || made.Commune != "61130" || made.Public() {
		t.Fatalf("got %+v", made)
	}
	wantCode(t, save(grange, ""), directory.CodeDuplicate)
	version := w.Catalog().TelecentreVersion("la-grange")
	edited := *made
	edited.Status, edited.Price, edited.StepFree = directory.TelecentreOpen, "12 €", "yes"
	if err := save(edited, version); err != nil {
		t.Fatal(err)
	}
	w.clock.move(time.Hour)
	edited.Price = "15 €"
	if e := wantCode(t, save(edited, version), directory.CodeStale); e.Params["at"] != noon {
		t.Errorf("stale since %v", e.Params)
	}
	if got, _ := w.Catalog().Telecentre("la-grange"); got.Price != "12 €" || got.Commune != "61130" {
		t.Errorf("got %+v", got)
	}
	public, err := w.Telecentres(t.Context(), visitor, directory.TelecentreQuery{})
	if err != nil || !slices.ContainsFunc(public, func(c directory.TelecentreCount) bool { return c.Telecentre.ID == "la-grange" }) {
		t.Errorf("it is not public: %v", err)
	}
	unknown := edited
	unknown.ID = "nulle-part"
	wantCode(t, save(unknown, version), directory.CodeNotFound)
	wrong := edited
	wrong.Name, wrong.Status, wrong.Workplaces = "", "maybe", -1
	wantErrors(t, save(wrong, w.Catalog().TelecentreVersion("la-grange")), "name", "status", "workplaces")
	for _, a := range []directory.Actor{visitor, known, mod, admin} {
		wantCode(t, w.SaveTelecentre(t.Context(), a, edited, ""), directory.CodeNotPermitted)
		wantCode(t, w.VerifyTelecentre(t.Context(), a, "la-grange", 0), directory.CodeNotPermitted)
		_, err := w.AllTelecentres(t.Context(), a)
		wantCode(t, err, directory.CodeNotPermitted)
	}
	want := []string{"telecentre_edit: step_free, price, status open", "telecentre_add: planned"}
	if got := w.lastEntries("telecentre:la-grange"); !slices.Equal(got, want) {
		t.Errorf("the log says %q", got)
	}
	// Saving what is there says nothing new.
	edited.Price = "12 €"
	if err := save(edited, w.Catalog().TelecentreVersion("la-grange")); err != nil || len(w.lastEntries("telecentre:la-grange")) != 2 {
		t.Errorf("%v, %q", err, w.lastEntries("telecentre:la-grange"))
	}
}

func TestVerifyTelecentre(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	id := w.Catalog().Telecentres[0].ID
	verify := func(id string, on directory.Date) error { return w.VerifyTelecentre(t.Context(), adm, id, on) }
	wantCode(t, verify("nulle-part", 0), directory.CodeNotFound)
	for _, day := range []directory.Date{w.Today() + 1, dayOf(t, "1999-12-31")} {
		if e := wantCode(t, verify(id, day), directory.CodeOutOfRange); e.Field != "on" || e.Params["max"] != w.Today() {
			t.Errorf("%s: %+v", day, e)
		}
	}
	if err := verify(id, dayOf(t, "2026-11-02")); err != nil {
		t.Fatal(err)
	}
	if err := verify(id, 0); err != nil {
		t.Fatal(err)
	}
	all, err := w.AllTelecentres(t.Context(), adm)
	if err != nil || len(all) != len(w.Catalog().Telecentres) {
		t.Fatalf("%d télécentres, %v", len(all), err)
	}
	if !slices.IsSortedFunc(all, func(a, b directory.TelecentreCount) int {
		return strings.Compare(directory.Fold(a.Telecentre.Name), directory.Fold(b.Telecentre.Name))
	}) {
		t.Error("not by name")
	}
	for _, c := range all {
		if want := c.Telecentre.ID == id; (c.Verified == w.Today()) != want || !want && !c.Verified.IsZero() {
			t.Errorf("%s was verified on %s", c.Telecentre.ID, c.Verified)
		}
	}
	if got := w.lastEntries("telecentre:" + id); !slices.Equal(got, []string{"telecentre_verify: on 2026-11-23", "telecentre_verify: on 2026-11-02"}) {
		t.Errorf("the log says %q", got)
	}
}

// TestClosedTelecentre: what is published stays, and its owner is asked at the
// next submission.
func TestClosedTelecentre(t *testing.T) {
	w := newWorld(t)
	adm := w.granted("adm", directory.RoleAdministrator)
	i := slices.IndexFunc(w.Catalog().Telecentres, func(tc directory.Telecentre) bool { return tc.Public() })
	tc := w.Catalog().Telecentres[i]
	works := func(p *directory.Profile) { p.Workplace, p.Telecentre = directory.AtBoth, tc.ID }
	claire := w.owner(person("Claire Dubois", works))
	version := w.Catalog().TelecentreVersion(tc.ID)
	tc.Status = directory.TelecentreClosed
	if err := w.SaveTelecentre(t.Context(), adm, tc, version); err != nil {
		t.Fatal(err)
	}
	card, err := w.Show(t.Context(), visitor, "claire-dubois", false)
	if err != nil || card.Telecentre != nil || card.Workplace != directory.AtBoth {
		t.Errorf("the card has %+v, %v", card, err)
	}
	m := w.me(claire)
	if len(m.Problems) != 1 || m.Problems[0].Code != directory.CodeClosed || m.Problems[0].Field != "telecentre" || m.Problems[0].Params["value"] != tc.Name {
		t.Errorf("its owner reads %v", m.Problems)
	}
	for _, can := range []directory.Action{directory.ActionConfirm, directory.ActionPause, directory.ActionWithdraw} {
		if err := m.Can(can); err != nil {
			t.Errorf("%s: %v", can, err)
		}
	}
	if _, err := w.Confirm(t.Context(), claire); err != nil {
		t.Errorf("confirming: %v", err)
	}
	m = w.drafts(claire, person("Claire Dubois", works, headline("Comptable")))
	if err := m.Can(directory.ActionSubmit); !directory.IsCode(err, directory.CodeClosed) {
		t.Errorf("submitting: %v", err)
	}
	m = w.submits(claire, person("Claire Dubois", headline("Comptable")))
	if len(m.Problems) > 0 || !m.Listing.Pending() {
		t.Errorf("got %+v", m)
	}
	if all, err := w.AllTelecentres(t.Context(), adm); err != nil || !slices.ContainsFunc(all, func(c directory.TelecentreCount) bool {
		return c.Telecentre.ID == tc.ID && c.Count == 1
	}) {
		t.Errorf("who works there: %v", err)
	}
}
