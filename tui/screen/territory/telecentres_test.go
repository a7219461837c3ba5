package territory_test

import (
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
)

var op = directory.Operator()

func TestTelecentresAreListed(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTelecentres, "", medium)
	d.Wants("16 télécentres", "1 Ajouter un télécentre", "Elabo", "ouvert", "en projet")
	d.Play("/belleme")
	d.Wants("1 télécentre", "Elabo")
	d.Play("<esc>xf<enter>4")
	d.Wants("1 télécentre", "Commeaux", "incertain")
	d.Play("<esc>x<down><down><enter>")
	if to := screentest.Went[screen.Admin](t, d); to.ID != "elabo" {
		t.Errorf("went to %+v", to)
	}
	w.opens(directory.Actor{Role: directory.RoleModerator}, screen.AreaTelecentres, "", medium).Wants("Vous n’avez pas le droit", "(réservé aux administrateurs)")
}

func TestTelecentreIsVerifiedAndClosed(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTelecentres, "elabo", medium)
	d.Wants("Elabo", "ouvert", "Bellême", "jamais vérifié")
	d.Play("c")
	d.Told("Vérifié le 23 nov. 2026")
	d.Wants("vérifié le 23 nov. 2026")
	d.Play("3demain<enter>")
	d.Wants("Choisissez un jour du", "demain")
	erase(d, 20)
	d.Play("n’importe quoi<enter>")
	d.Wants("n’est pas une date")
	erase(d, 20)
	d.Play("2/11/2026<enter>")
	d.Wants("vérifié le 2 nov. 2026")
	if w.Catalog().Verified["elabo"].String() != "2026-11-02" {
		t.Errorf("verified %v", w.Catalog().Verified)
	}

	d.Play("4")
	d.Wants("Fermer « Elabo » ?", "2 professionnels y travaillent")
	d.Play("1")
	d.Wants("ouvert")
	d.Play("42")
	d.Told("Il n’est plus montré.")
	d.Wants("fermé", "4 Fermer (il l’est déjà)", "5 Voir la page publique (il n’est pas visible)")
	if tc, _ := w.Catalog().Telecentre("elabo"); tc.Status != directory.TelecentreClosed {
		t.Errorf("it is %s", tc.Status)
	}
}

// Every field is edited; what is emptied is unknown again, and never « no ».
func TestTelecentreIsEdited(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTelecentres, "elabo/edit", screentest.Options{Width: 80, Height: 60, Lang: medium.Lang})
	d.Wants("Modifier « Elabo »", "inconnu ne veut pas dire non", "Accès de plain-pied", "Autres sources")
	d.Play(" tiers-lieu")                      // name
	d.Play("<tab>")                            // commune
	erase(d, 20)                               //
	d.Play("alencon<down><enter>")             // completed
	d.Play("2<tab>")                           // status
	d.Play("<tab><tab><tab>deux mille<tab>")   // kind, address, operator, year: 2018deux mille
	d.Play("12<tab>fibre<tab>non<tab><tab>ou") // seats, connection, meeting room, video, step free
	d.Play("<down><enter>")
	d.Play("<end>")
	for range 20 {
		d.Play("<tab>")
	}
	d.Play("<enter>")
	d.Wants("n’est pas un nombre")
	erase(d, 20)
	d.Play("2018")
	for range 20 {
		d.Play("<tab>")
	}
	d.Play("<enter>")
	d.Left()
	d.Told("« Elabo tiers-lieu » est enregistré.")
	tc, ok := w.Catalog().Telecentre("elabo")
	want := directory.Telecentre{Name: "Elabo tiers-lieu", Commune: "61001", Status: directory.TelecentrePlanned, Workplaces: 12, OpeningYear: 2018, Connection: "fibre", MeetingRoom: "no", StepFree: "yes"}
	if !ok || tc.Name != want.Name || tc.Commune != want.Commune || tc.Status != want.Status || tc.Workplaces != want.Workplaces ||
		tc.OpeningYear != want.OpeningYear || tc.Connection != want.Connection || tc.MeetingRoom != want.MeetingRoom || tc.StepFree != want.StepFree {
		t.Errorf("it is %+v", tc)
	}

	d = w.opens(op, screen.AreaTelecentres, "elabo/edit", screentest.Options{Width: 80, Height: 60, Lang: medium.Lang})
	for range 9 {
		d.Play("<tab>")
	}
	d.Wants("oui, non, prévu")
	erase(d, 5)
	for range 20 {
		d.Play("<tab>")
	}
	d.Play("<enter>")
	if tc, _ = w.Catalog().Telecentre("elabo"); tc.MeetingRoom != "" {
		t.Errorf("the meeting room is %q", tc.MeetingRoom)
	}
}

func TestTelecentreIsAdded(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTelecentres, "+", screentest.Options{Width: 80, Height: 60, Lang: medium.Lang})
	last := strings.Repeat("<tab>", 20)
	d.Play(last + "<enter>")
	d.Wants("Ce champ est obligatoire.")
	d.Play("Elabo<tab>belleme<down><enter>" + last + "<enter>")
	d.Wants("Déjà présent")
	d.Play("<home><shift+tab>")
	d = w.opens(op, screen.AreaTelecentres, "+", screentest.Options{Width: 80, Height: 60, Lang: medium.Lang})
	d.Play("La Ruche du Perche<tab>belleme<down><enter>" + last + "<enter>")
	d.Told("« La Ruche du Perche » est enregistré.")
	if tc, ok := w.Catalog().Telecentre("la-ruche-du-perche"); !ok || tc.StepFree != "" || tc.Commune != "61038" || tc.Status != directory.TelecentreOpen {
		t.Errorf("it is %+v", tc)
	}
}

// What somebody else changed meanwhile is told; what was typed stays, and theirs
// stands beside it.
func TestTelecentreEditedByTwo(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTelecentres, "elabo/edit", screentest.Options{Width: 80, Height: 60, Lang: medium.Lang})
	d.Play(" numérique")
	tc, _ := w.Catalog().Telecentre("elabo")
	theirs := *tc
	theirs.Price = "10 € la journée"
	w.must(w.SaveTelecentre(t.Context(), op, theirs, w.Catalog().TelecentreVersion("elabo")))
	d.Play(strings.Repeat("<tab>", 20) + "<enter>")
	d.Wants("Modifié ailleurs", "Elabo numérique", "10 € la journée")
	d.Play("2")
	d.Left()
	if tc, _ = w.Catalog().Telecentre("elabo"); tc.Name != "Elabo numérique" || tc.Price != "" {
		t.Errorf("it is %+v", tc)
	}
}

// Leaving a form asks before what was typed is lost.
func TestTelecentreFormIsLeft(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaTelecentres, "elabo/edit", medium)
	d.Play(" numérique<esc>")
	d.Wants("Quitter sans enregistrer ?")
	d.Play("1")
	d.Wants("Elabo numérique")
	if _, held := d.Screen.(screen.Keeper).Keep(screen.Back{}); !held {
		t.Error("it lets go of what was typed")
	}
	d.Play("2")
	d.Left()
}
