package office_test

import (
	"fmt"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
)

// Listings of every state are found by words, state and place.
func TestListings(t *testing.T) {
	w := newWorld(t)
	paul := w.official(2, "Paul Lenoir", directory.RoleModerator)
	page := screen.Admin{Area: screen.AreaListings}
	w.drawn(paul, page, "Aucune fiche n’a encore été envoyée")
	owner := w.published(3, claire())
	marc := claire()
	marc.Name, marc.Headline, marc.Commune, marc.Email, marc.Phone = "Marc Lefèvre", "Comptable, paie", "61001", "marc@exemple.fr", ""
	w.pending(4, marc)
	w.drawn(paul, page, "2 fiches", "Claire Dubois", "Bellême", "en ligne", "Marc Lefèvre", "Alençon", "en relecture")
	d := w.opens(paul, medium, page)
	d.Play("/0233000061<enter>")
	wants(t, d, "1 fiche", "Claire Dubois")
	d.Play("xf<enter>2")
	wants(t, d, "État : à relire", "1 fiche", "Marc Lefèvre")
	d.Play("<enter>")
	if r := screentest.Went[screen.Review](t, d); r.Item != "2" {
		t.Errorf("went to %+v", r)
	}
	d.Play("xf<tab><enter>")
	wants(t, d, "Flers Agglo", "Andaine - Passais")
	d.Play("<esc><esc>")
	_, err := w.Decide(t.Context(), paul, directory.Verdict{Item: directory.ListingItem(w.listing(owner).ID), Action: directory.ActionSuspend, Reason: "Signalée."})
	w.must(err)
	d.Send(screen.Changed{})
	wants(t, d, "suspendue")

	d.Play("d")
	said(t, d, "réservé à l’administration")
	d.Play("l")
	said(t, d, "réservé à l’administration")
	wide := w.opens(paul, screentest.Options{Width: 120, Height: 36, Lang: "fr"}, page)
	wide.Play("/claire<enter>")
	wants(t, wide, "Identifiant claire-dubois", "claire.dubois@exemple.fr", "Cabinet Dubois", "Dix ans en cabinet")
}

// A listing is erased for a reason, alone at once, else with somebody else's
// agreement; one's own never.
func TestEraseAListing(t *testing.T) {
	w := newWorld(t)
	boss := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	w.published(3, claire())
	other := claire()
	other.Name, other.Email, other.Phone = "Monique Leroy", "monique@exemple.fr", ""
	w.published(1, other)
	page := screen.Admin{Area: screen.AreaListings}
	d := w.opens(boss, tall, page)
	d.Play("/monique<enter>d")
	said(t, d, "c’est votre propre fiche")
	d.Play("x/claire<enter>d")
	wants(t, d, "Effacer la fiche de Claire Dubois ?", "Cela ne se reprend pas", "Personne d’autre n’a à donner son accord", "La personne le demande")
	complete(t, d)
	d.Play("<esc>")
	w.official(2, "Paul Lenoir", directory.RoleAdministrator)
	d.Play("d")
	wants(t, d, "Un second administrateur lira ce motif")
	d.Play("1<enter>")
	said(t, d, "Demande notée")
	wants(t, d, "Claire Dubois")
	all, err := w.Motions(t.Context(), boss, false)
	if err != nil || len(all) != 1 || all[0].Reason != "La personne demande l’effacement de ses données." {
		t.Errorf("motions: %+v, %v", all, err)
	}
	d.Play("l")
	if r := screentest.Went[screen.Admin](t, d); r.Area != screen.AreaLog || r.ID == "" {
		t.Errorf("went to %+v", r)
	}
}

// Thousands are walked through page by page.
func TestManyListings(t *testing.T) {
	w := newWorld(t)
	paul := w.official(2, "Paul Lenoir", directory.RoleModerator)
	people := make([]directory.Profile, 700)
	for i := range people {
		p := claire()
		p.Name, p.Email, p.Phone, p.Description = fmt.Sprintf("Ève %d", i), fmt.Sprintf("j%d@exemple.fr", i), "", ""
		people[i] = p
	}
	screentest.Import(t, w.Service, people...)
	d := w.opens(paul, medium, screen.Admin{Area: screen.AreaListings})
	wants(t, d, "700 fiches", "1 sur 700")
	d.Play("<end>")
	if at := plain(d.CursorLine()); !strings.Contains(at, "Ève 0 ") || strings.Contains(d.Text(), "▸ …") {
		t.Errorf("the last one is %q", at)
	}
	d.Play("<pgup><pgup><pgup><home>")
	if at := plain(d.CursorLine()); !strings.Contains(at, "Ève 699") {
		t.Errorf("the first one is %q", at)
	}
}
