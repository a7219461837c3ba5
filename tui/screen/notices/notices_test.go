package notices_test

import (
	"strconv"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
)

var op = directory.Operator()

func TestAnnouncementIsWritten(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaAnnounce, "", medium)
	d.Wants("Rien n’est annoncé", "1 Écrire une annonce", "2 La retirer (rien n’est annoncé)")
	d.Play("2")
	d.Told("rien n’est annoncé")
	d.Play("1")
	if to := screentest.Went[screen.Admin](t, d); to.Area != screen.AreaAnnounce || to.ID != "write" {
		t.Fatalf("went to %+v", to)
	}
	form := w.opens(op, screen.AreaAnnounce, "write", medium)
	form.Play(strings.Repeat("Trop long. ", 20) + "<tab><tab>bientôt<tab><enter>")
	form.Wants("n’est pas une date", "Trop long.")
	erase(form, 10)
	form.Play("1/1/2026<tab><enter>")
	form.Wants("Texte trop long : 160 caractères au plus, 219 saisis")
	if w.Announcement() != nil {
		t.Fatal("something was announced")
	}
	erase(form, 240)
	form.Play("Arrêt mardi à midi.<tab>Stop on Tuesday.<tab>")
	erase(form, 20)
	form.Play("22/11/2026<tab><enter>")
	form.Wants("Choisissez un jour du 23 nov. 2026")
	erase(form, 20)
	form.Play("1/12/2026<tab><enter>")
	form.Left()
	form.Told("Tout le monde la voit.")
	if a := w.Announcement(); a == nil || a.FR != "Arrêt mardi à midi." || a.EN != "Stop on Tuesday." || a.Until.String() != "2026-12-01" {
		t.Errorf("announced %+v", a)
	}
	d = w.opens(op, screen.AreaAnnounce, "", medium)
	d.Wants("Arrêt mardi à midi.", "Stop on Tuesday.", "1er déc. 2026", "1 Modifier l’annonce")
	d.Play("2")
	d.Told("L’annonce est retirée.")
	d.Wants("Rien n’est annoncé")

	d = w.opens(directory.Actor{Role: directory.RoleModerator}, screen.AreaAnnounce, "", medium)
	d.Wants("1 Écrire une annonce (réservé aux administrateurs)")
}

func TestFreshnessBoard(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaFreshness, "", screentest.Options{Width: 80, Height: 30, Lang: medium.Lang})
	d.Wants("12 fiches publiées", "confirmée depuis moins de 6 mois", "fiches", "à jour", "Collines du Perche Normand", "100 %", "En tout")
	d.Play("<down><down>")
	line := d.CursorLine()
	if !strings.HasPrefix(strings.TrimSpace(line), "▸") {
		t.Errorf("the cursor stands on %q", line)
	}
	d.Play("<enter>")
	screentest.Went[screen.EPCI](t, d)
	small := w.opens(op, screen.AreaFreshness, "", screentest.Options{Width: 40, Height: 30, Lang: medium.Lang})
	small.Wants("à jour")

	w.now = w.now.AddDate(0, 13, 0)
	w.must(w.Upkeep(t.Context()))
	d = w.opens(op, screen.AreaFreshness, "", screentest.Options{Width: 80, Height: 30, Lang: medium.Lang})
	d.Wants("la plus ancienne : 23 nov. 2026", "0 %", "masquées")
	w.opens(directory.Actor{}, screen.AreaFreshness, "", medium).Wants("Vous n’avez pas le droit")
}

// note notes a request that came so many days ago.
func (w *world) note(days int, r directory.DataRequest) *directory.DataRequest {
	w.tb.Helper()
	r.Received = directory.DateOf(w.now) - directory.Date(days)
	added, err := w.AddDataRequest(w.tb.Context(), op, r)
	w.must(err)
	return added
}

func TestRequestsAreListedByTheirDay(t *testing.T) {
	w := newWorld(t)
	w.note(2, directory.DataRequest{Kind: directory.RequestAccess, Who: "Paul Roche"})
	w.note(50, directory.DataRequest{Kind: directory.RequestErase, Who: "Marie Vidal"})
	d := w.opens(op, screen.AreaRequests, "", medium)
	d.Wants("2 demandes", "en retard de", "effacement", "il reste", "accès à ses données")
	if text := d.Text(); strings.Index(text, "Marie Vidal") > strings.Index(text, "Paul Roche") {
		t.Error("the late one is not the first")
	}
	d.Play("f<enter>2")
	d.Wants("0 demande")
	d.Play("x<enter>")
	if to := screentest.Went[screen.Admin](t, d); to.ID != "2" {
		t.Errorf("went to %+v", to)
	}
	d = w.opens(directory.Actor{Role: directory.RoleModerator}, screen.AreaRequests, "", medium)
	d.Wants("Vous n’avez pas le droit", "1 Noter une demande (réservé aux administrateurs)")
}

func TestRequestIsNoted(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaRequests, "new", screentest.Options{Width: 80, Height: 40, Lang: medium.Lang})
	d.Play("3<tab><tab>claire<tab>Tout effacer.<tab><tab><enter>")
	d.Wants("Ce champ est obligatoire.")
	d.Play("Marie Vidal, Sées<tab><tab><tab><tab><enter>")
	d.Wants("Introuvable", "Marie Vidal, Sées", "Tout effacer.")
	erase(d, 10)
	d.Play("claire-dubois<tab><tab>")
	erase(d, 20)
	d.Play("demain<tab><enter>")
	d.Wants("Choisissez un jour")
	erase(d, 20)
	d.Play("2/11/2026<tab><enter>")
	d.Left()
	d.Told("Demande notée : à répondre au plus tard le 2 déc. 2026.")
	all, err := w.DataRequests(t.Context(), op, false)
	if err != nil || len(all) != 1 || all[0].Kind != directory.RequestErase || all[0].Slug != "claire-dubois" || all[0].Note != "Tout effacer." {
		t.Errorf("noted %+v, %v", all, err)
	}
}

func TestRequestIsExtendedAndAnswered(t *testing.T) {
	w := newWorld(t)
	r := w.note(10, directory.DataRequest{Kind: directory.RequestAccess, Who: "Paul Roche", Slug: "claire-dubois"})
	id := strconv.FormatInt(r.ID, 10)
	d := w.opens(op, screen.AreaRequests, id, medium)
	d.Wants("Paul Roche", "il reste 21 jours", "article 15", "2 Prolonger de deux mois", "3 Voir la fiche")
	d.Play("2<tab><enter>")
	d.Wants("Un motif est obligatoire. Il est noté pour l’administration, rien n’est")
	d.Play("<shift+tab>Trois services à interroger.<tab><enter>")
	d.Told("Deux mois de plus")
	d.Wants("Trois services à interroger.", "2 Prolonger de deux mois (elle l’est déjà)", "il reste 8")
	d.Play("1<tab><enter>")
	d.Wants("Écrivez ce que vous avez répondu : c’est noté avec la demande, rien n’est")
	d.Lacks("il sera envoyé")
	d.Play("<shift+tab>Copie envoyée par courrier.")
	// Somebody else answers meanwhile: what was written stays to be copied.
	_, err := w.CloseDataRequest(t.Context(), op, r.ID, "Fait.")
	w.must(err)
	d.Play("<tab><enter>")
	d.Wants("Modifié ailleurs", "Copie envoyée par courrier.")
	d.Play("<esc>")
	d.Wants("répondu le 23 nov. 2026", "Fait.", "1 Noter la réponse et clore (la réponse est donnée)")
	d.Play("3")
	if to := screentest.Went[screen.Profile](t, d); to.Slug != "claire-dubois" {
		t.Errorf("went to %+v", to)
	}

	r = w.note(1, directory.DataRequest{Kind: directory.RequestObject, Who: "Léa Colin"})
	d = w.opens(op, screen.AreaRequests, strconv.FormatInt(r.ID, 10), medium)
	d.Play("1Sa fiche est retirée.<tab><enter>")
	d.Told("La demande est close.")
	w.opens(op, screen.AreaRequests, "999", medium).Wants("Introuvable")
	w.opens(op, screen.AreaRequests, "rien", medium).Wants("Aucune demande n’attend")

	// A year later nobody knows any more who it was.
	w.now = w.now.AddDate(1, 1, 0)
	w.must(w.Upkeep(t.Context()))
	d = w.opens(op, screen.AreaRequests, id, medium)
	d.Wants("personne oubliée")
	d.Lacks("Paul Roche", "Fait.")
}
