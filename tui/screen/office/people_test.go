package office_test

import (
	"strconv"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
)

func number(a directory.Actor) string { return strconv.FormatInt(int64(a.Account), 10) }

func TestAccounts(t *testing.T) {
	w := newWorld(t)
	boss := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	w.official(2, "Paul Lenoir", directory.RoleModerator)
	owner := w.published(3, claire())
	w.drawn(boss, screen.Admin{Area: screen.AreaAccounts}, "3 comptes", "Monique Leroy (vous)", "Paul Lenoir", "Claire Dubois", "claire-dubois", "modération")
	d := w.opens(boss, medium, screen.Admin{Area: screen.AreaAccounts})
	d.Play("/dubois<enter>")
	wants(t, d, "1 compte", "Claire Dubois")
	d.Play("xf<enter>2")
	wants(t, d, "Rôle : administration", "1 compte", "Monique Leroy")
	d.Play("x/claire<enter><enter>")
	if r := screentest.Went[screen.Admin](t, d); r != (screen.Admin{Area: screen.AreaAccounts, ID: number(owner)}) {
		t.Errorf("went to %+v", r)
	}
	moderator := w.renewed(w.official(2, "Paul Lenoir", directory.RoleModerator))
	wants(t, w.opens(moderator, medium, screen.Admin{Area: screen.AreaAccounts}), "Vous n’avez pas le droit")
}

func TestAccount(t *testing.T) {
	w := newWorld(t)
	boss := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	owner := w.published(3, claire())
	page := screen.Admin{Area: screen.AreaAccounts, ID: number(owner)}
	w.drawn(boss, page, "Claire Dubois", "professionnel", "claire-dubois, en ligne", "1 clé", owner.Fingerprint, "Changer le rôle", "ssh-ed25519, ajoutée le 23 nov. 2026")
	wants(t, w.opens(boss, medium, screen.Admin{Area: screen.AreaAccounts, ID: "999"}), "Introuvable")
	wants(t, w.opens(boss, medium, screen.Admin{Area: screen.AreaAccounts, ID: "x;y"}), "Introuvable")
	w.drawn(boss, screen.Admin{Area: screen.AreaAccounts, ID: number(boss)}, "Monique Leroy (vous)", "sans fiche", "dernier administrateur")
	d := w.opens(boss, medium, page)
	d.Play("2")
	if r := screentest.Went[screen.Review](t, d); r.Item != directory.ListingItem(w.listing(owner).ID) {
		t.Errorf("went to %+v", r)
	}
	d.Play("3")
	if r := screentest.Went[screen.Admin](t, d); r.Area != screen.AreaLog || r.ID != "account:"+number(owner) {
		t.Errorf("went to %+v", r)
	}
}

// A role is given with its consequence told; alone it is done at once, with
// another administrator it waits for them.
func TestGiveARole(t *testing.T) {
	w := newWorld(t)
	boss := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	owner := w.published(3, claire())
	page := screen.Admin{Area: screen.AreaAccounts, ID: number(owner)}
	d := w.opens(boss, tall, page)
	d.Play("1")
	wants(t, d, "Quel rôle pour Claire Dubois ?", "Rôle actuel : professionnel", "4 Aucun rôle (c’est son rôle actuel)")
	d.Play("4")
	said(t, d, "c’est son rôle actuel")
	d.Play("12")
	wants(t, d, "relira les fiches", "Personne d’autre n’a à donner son accord", "0 / 1 000")
	complete(t, d)
	d.Play("<tab><enter>")
	wants(t, d, "Un motif est obligatoire")
	d.Play("<shift+tab>Elle aide à relire.<tab><enter>")
	said(t, d, "C’est fait. Claire Dubois : modération.")
	wants(t, d, "modération")
	if a := w.renewed(owner); a.Role != directory.RoleModerator {
		t.Errorf("the role is %v", a.Role)
	}

	w.official(2, "Paul Lenoir", directory.RoleAdministrator)
	d.Play("13")
	wants(t, d, "pourra tout ce que vous pouvez ici", "Un second administrateur lira ce motif")
	d.Play("Elle prend la suite.<tab><enter>")
	said(t, d, "Demande notée", "30 nov. 2026")
	if a := w.renewed(owner); a.Role != directory.RoleModerator {
		t.Errorf("the role is %v already", a.Role)
	}
}

// The last key stays; another one is taken away for a reason, after the
// consequence was read.
func TestRemoveAKey(t *testing.T) {
	w := newWorld(t)
	boss := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	owner := w.published(3, claire())
	page := screen.Admin{Area: screen.AreaAccounts, ID: number(owner)}
	d := w.opens(boss, tall, page)
	d.Play("<home><enter>")
	wants(t, d, "que faire de cette clé ?", "2 Retirer cette clé du compte (c’est la dernière : excluez-la plutôt)")
	d.Play("2")
	said(t, d, "c’est la dernière")
	_, line := person(t, 9)
	_, err := w.AddKey(t.Context(), owner, line+" bureau")
	w.must(err)
	d.Send(screen.Changed{})
	wants(t, d, "2 clés", "bureau")
	if d.Play("<home>"); !strings.Contains(d.CursorLine(), "bureau") {
		d.Play("<down>")
	}
	d.Play("d2")
	wants(t, d, "Retirer la clé « bureau » ?", "se ferment tout de suite", "La clé est perdue")
	d.Play("1<enter>")
	said(t, d, "Clé retirée : bureau.")
	wants(t, d, "1 clé")
	d.Play("<home><enter>3")
	if r := screentest.Went[screen.Admin](t, d); r.Area != screen.AreaBans || r.ID != "new:"+owner.Fingerprint {
		t.Errorf("went to %+v", r)
	}
}

func TestBans(t *testing.T) {
	w := newWorld(t)
	boss := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	owner := w.published(3, claire())
	page := screen.Admin{Area: screen.AreaBans}
	w.drawn(boss, page, "Personne n’est exclu", "1 Exclure une clé ou une adresse")
	d := w.opens(boss, medium, page)
	d.Play("1")
	form := screentest.Went[screen.Admin](t, d)
	f := w.opens(boss, tall, form)
	wants(t, f, "se ferment dans les deux secondes")
	f.Play("10.0.0.0/8<tab>Trop de connexions.<tab>1/1/2020<tab><enter>")
	wants(t, f, "Plage trop large : 10.0.0.0/8", "Trop de connexions.", "1er janv. 2020")
	complete(t, f)
	if !strings.Contains(f.CursorLine(), "10.0.0.0/8") {
		t.Errorf("in hand: %q", f.CursorLine())
	}
	for range "10.0.0.0/8" {
		f.Play("<backspace>")
	}
	f.Play("203.0.113.0/24<tab><tab><tab><enter>")
	wants(t, f, "Choisissez un jour du 24 nov. 2026", "203.0.113.0/24")
	for range "1er janv. 2020" {
		f.Play("<backspace>")
	}
	f.Play("15/1/2027<tab><enter>")
	said(t, f, "Exclu : 203.0.113.0/24, jusqu’au 15 janv. 2027.")
	if _, ok := f.Last().(screen.Back); !ok {
		t.Errorf("said %#v", f.Last())
	}
	f = w.opens(boss, tall, screen.Admin{Area: screen.AreaBans, ID: "new:" + owner.Fingerprint})
	f.Play("Fausse fiche.<tab><tab><enter>")
	said(t, f, "sans fin")
	w.drawn(boss, page, "2 exclusions en vigueur", "203.0.113.0/24", "jusqu’au 15 janv. 2027", "Fausse fiche.", "sans fin")
	w.drawn(boss, screen.Admin{Area: screen.AreaAccounts, ID: number(owner)}, "Exclusion sans fin. Motif : Fausse fiche.")
	w.drawn(boss, screen.Admin{Area: screen.AreaAccounts}, "exclu")

	d.Send(screen.Changed{})
	d.Play("<down><down><enter>")
	wants(t, d, "Lever cette exclusion ?", "203.0.113.0/24", "Trop de connexions.")
	d.Play("2")
	said(t, d, "Exclusion levée : 203.0.113.0/24")
	wants(t, d, "1 exclusion en vigueur")
}

// A form that keeps out whoever fills it in says so at the field.
func TestBanOneself(t *testing.T) {
	w := newWorld(t)
	boss := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	f := w.opens(boss, tall, screen.Admin{Area: screen.AreaBans, ID: "new:" + boss.Fingerprint})
	f.Play("Essai.<tab><tab><enter>")
	complete(t, f)
	if all, err := w.Bans(t.Context(), boss); err != nil || len(all) > 0 {
		t.Errorf("bans: %v, %v", all, err)
	}
	if !strings.Contains(f.CursorLine(), boss.Fingerprint) {
		t.Errorf("in hand: %q", f.CursorLine())
	}
	f.Play("<esc>")
	if _, ok := f.Last().(screen.Back); ok {
		t.Error("what was typed is lost without a question")
	}
}

// What one administrator wants another one reads in words, and decides.
func TestMotions(t *testing.T) {
	w := newWorld(t)
	monique := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	paul := w.official(2, "Paul Lenoir", directory.RoleAdministrator)
	owner := w.published(3, claire())
	ctx := t.Context()
	page := screen.Admin{Area: screen.AreaMotions}
	w.drawn(paul, page, "Rien n’attend l’accord")
	_, err := w.SetRole(ctx, monique, owner.Account, directory.RoleModerator, "Elle connaît le Perche.")
	w.must(err)
	_, err = w.EraseListing(ctx, monique, w.listing(owner).ID, "Elle le demande par courrier.")
	w.must(err)
	w.drawn(paul, page, "2 demandes", "Donner le rôle de modération au comp", "Effacer la fiche claire-dubois", "avant le 30 nov.")
	d := w.opens(monique, tall, page)
	d.Play("<enter>")
	wants(t, d, "Vous l’avez demandé", "2 D’accord", "(c’est votre demande", "4 Reprendre ma demande")
	d.Play("2")
	said(t, d, "c’est votre demande")

	d = w.opens(paul, tall, page)
	d.Play("<enter>")
	wants(t, d, "Demandé par Monique Leroy le 23 nov. 2026, 11 h 00", "Motif : Elle connaît le Perche.", "relira les fiches", "rien ne se fait")
	complete(t, d)
	d.Play("3")
	wants(t, d, "lira votre motif")
	d.Play("Pas encore.<tab><enter>")
	said(t, d, "Refusé : donner le rôle")
	wants(t, d, "1 demande")
	asked := w.opens(monique, tall, page) // whoever asked finds the answer where she asked
	wants(t, asked, "2 demandes", "refusée")
	for !strings.Contains(asked.CursorLine(), "refusée") {
		asked.Play("<down>")
	}
	asked.Play("<enter>")
	wants(t, asked, "Refusé par Paul Lenoir", "Motif du refus : Pas encore.")
	d.Play("<enter>2")
	said(t, d, "Effacée : claire-dubois", "Reçu")
	wants(t, d, "Rien n’attend l’accord")
	d.Play("f<enter>2")
	wants(t, d, "2 demandes", "refusée", "acceptée")
	d.Play("<enter>")
	wants(t, d, "Paul Lenoir", "(la demande n’est plus ouverte)")
	complete(t, d)
	if _, err := w.Show(ctx, paul, "claire-dubois", false); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("the listing is still there: %v", err)
	}

	_, err = w.SetRole(ctx, monique, owner.Account, directory.RoleModerator, "x")
	if !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("the account is still there: %v", err)
	}
	_, err = w.SetRole(ctx, monique, paul.Account, directory.RoleModerator, "Il change de poste.")
	w.must(err)
	d = w.opens(paul, tall, page)
	d.Play("<enter>")
	wants(t, d, "3 Refuser, en disant pourquoi (il s’agit de votre propre rôle)")
	d = w.opens(monique, tall, page)
	for !strings.Contains(d.CursorLine(), "Paul") {
		d.Play("<down>")
	}
	d.Play("<enter>4")
	said(t, d, "Demande reprise : donner le rôle de modération à Paul Lenoir")
}
