package skills_test

import (
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

func TestProposalsAreDecided(t *testing.T) {
	w := newWorld(t)
	w.proposes(1, "Rose Picard", "couture")
	w.proposes(2, "Ali Benali", "Couture")
	w.proposes(3, "Jean Roux", "compta analytique")
	moderator := w.official(9, directory.RoleModerator)

	d := w.opens(moderator, "+", medium)
	d.Wants("2 mots proposés", "« couture »", "2 fiches", "« compta analytique »", "1 fiche")
	d.Play("<down><enter>")
	if to := screentest.Went[screen.Admin](t, d); to.ID != "+couture" {
		t.Fatalf("went to %+v", to)
	}

	d = w.opens(moderator, "+couture", medium)
	d.Wants("Sur 2 fiches", "Rose Picard (Couturière), Ali Benali (Couturière)", "1 En faire une compétence")
	d.Play("1")
	to := screentest.Went[screen.Admin](t, d)
	form := w.opens(moderator, to.ID, medium)
	form.Wants("Couture", "à remplir")
	form.Play("<tab><tab>")
	for range 40 {
		if contains(form.CursorLine(), "Graphisme") {
			break
		}
		form.Play("<down>")
	}
	form.Play("<enter><enter>")
	form.Wants("Ce champ est obligatoire.") // in English
	form.Play("Sewing<tab><tab><enter>")
	form.Wants("la compétence « Couture » ?", "2 fiches sont concernées.", "2 autres recherches")
	form.Play("2")
	said(t, form, "« Couture » est une compétence.")
	sk, ok := w.Catalog().Taxonomy.Skill("couture")
	if !ok || sk.Label.EN != "Sewing" {
		t.Errorf("the skill is %+v", sk)
	}
	// Whoever comes back to the proposal goes on to the list.
	d.Screen, _ = d.Screen.(screen.Resumer).Resume(admin.Finished{})
	d.Send(screen.Changed{})
	d.Wants("Ce mot n’attend plus")
}

func TestProposalIsAnotherName(t *testing.T) {
	w := newWorld(t)
	w.proposes(1, "Jean Roux", "compta analytique")
	d := w.opens(directory.Operator(), "+compta-analytique", medium)
	d.Play("<end><up><enter>")
	to := screentest.Went[screen.Admin](t, d)
	form := w.opens(directory.Operator(), to.ID, medium)
	form.Play("comptabilite<tab><enter>")
	form.Wants("« compta analytique » un autre nom de « Comptabilité générale » ?")
	form.Play("2")
	said(t, form, "est un autre nom de")
	if sk, err := w.Catalog().Taxonomy.Resolve("compta analytique"); err != nil || sk.Slug != "comptabilite" {
		t.Errorf("it means %v, %v", sk, err)
	}
}

func TestProposalIsRefusedWithAReason(t *testing.T) {
	w := newWorld(t)
	w.proposes(1, "Rose Picard", "couture")
	d := w.opens(directory.Operator(), "+couture", medium)
	d.Play("x4<tab><enter>")
	d.Wants("Un motif est obligatoire")
	d.Play("<shift+tab>Trop loin de ce qui se fait à distance.<tab><enter>")
	said(t, d, "est refusé")
	if all, err := w.Proposals(t.Context(), directory.Operator()); err != nil || len(all) > 0 {
		t.Errorf("%d wait, %v", len(all), err)
	}
}

// Two who decide at once: the second is told, and loses nothing that was
// written.
func TestProposalDecidedByTwo(t *testing.T) {
	w := newWorld(t)
	w.proposes(1, "Rose Picard", "couture")
	d := w.opens(directory.Operator(), "+couture", medium)
	d.Play("x4Mes raisons")
	w.change(directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: "couture", Skill: "graphisme"})
	d.Play("<tab><enter>")
	d.Wants("Introuvable", "Mes raisons")
	d.Play("<esc>")
	d.Wants("Ce mot n’attend plus")
}

func TestProposalsAskWhoMay(t *testing.T) {
	w := newWorld(t)
	w.proposes(1, "Rose Picard", "couture")
	w.opens(person(t, 1), "+", medium).Wants("Vous n’avez pas le droit")
	w.opens(person(t, 1), "+couture", medium).Wants("Vous n’avez pas le droit")
}
