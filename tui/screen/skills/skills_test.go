package skills_test

import (
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
)

func TestSkillsAreListed(t *testing.T) {
	w := newWorld(t)
	w.change(directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Skill: "facturation-relances", Into: "comptabilite"})
	w.change(directory.TaxonomyChange{Kind: directory.TaxonomyRetire, Skill: "actuariat"})
	d := w.opens(directory.Operator(), "", medium)
	d.Wants("300 compétences", "Mots proposés, à décider : 0 (il n’y en a pas)")
	d.Play("/facturation rel")
	d.Wants("2 compétences", "Facturation et relances", "réunie à Comptabilité générale")
	d.Play("<esc>x/actuariat<esc>")
	d.Wants("Actuariat", "0 fiche", "retirée")
	d.Play("xf<enter><down><down><enter>")
	d.Wants("Comptabilité, gestion et finance")
	d.Lacks("Développement web", "tous   État")
	d.Play("xf<tab><enter>3")
	d.Wants("1 compétence", "Actuariat")
	d.Play("<enter>")
	if to := screentest.Went[screen.Admin](t, d); to.Area != screen.AreaTaxonomy || to.ID != "actuariat" {
		t.Errorf("went to %+v", to)
	}
}

// What a change does is told before it is made, and it is made only then.
func TestSkillIsRenamed(t *testing.T) {
	w := newWorld(t)
	d := w.opens(directory.Operator(), "graphisme", medium)
	d.Wants("en usage", "Professionnels  3", "1 Renommer")
	d.Play("r")
	if to := screentest.Went[screen.Admin](t, d); to.ID != "graphisme/rename" {
		t.Fatalf("went to %+v", to)
	}
	d = w.opens(directory.Operator(), "graphisme/rename", medium)
	for range 60 {
		d.Play("<backspace>")
	}
	d.Play("Dessin de marque<tab><tab><enter>")
	d.Wants("en « Dessin de marque » ?", "3 fiches sont concernées.", "recherche « Dessin de marque » :", "0 → 3")
	if l := label(w, "graphisme"); l == "Dessin de marque" {
		t.Error("it was renamed before anybody had agreed")
	}
	d.Play("<esc>")
	d.Wants("Dessin de marque", "Voir l’effet")
	d.Play("<enter>2")
	said(t, d, "Renommée : « Dessin de marque »")
	if l := label(w, "graphisme"); l != "Dessin de marque" {
		t.Errorf("it is called %q", l)
	}
}

func label(w *world, slug string) string {
	sk, ok := w.Catalog().Taxonomy.Skill(slug)
	if !ok {
		return ""
	}
	return sk.Label.FR
}

// What somebody else changed meanwhile is told; what was typed stays, and what
// stands there now can be taken instead, or written over.
func TestSkillRenamedByTwo(t *testing.T) {
	for _, c := range []struct{ name, play, want string }{
		{"theirs", "1", "Arts graphiques"},
		{"mine", "22", "Dessin de marque"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			d := w.opens(directory.Operator(), "graphisme/rename", medium)
			for range 60 {
				d.Play("<backspace>")
			}
			d.Play("Dessin de marque")
			w.change(directory.TaxonomyChange{Kind: directory.TaxonomyRename, Skill: "graphisme", Label: directory.Label{FR: "Arts graphiques", EN: "Graphic arts"}})
			d.Play("<tab><tab><enter>")
			d.Wants("Modifié ailleurs", "Dessin de marque", "+ ailleurs", "Arts graphiques", "Graphic arts")
			d.Play(c.play)
			if c.name == "theirs" {
				d.Wants("Arts graphiques")
				d.Lacks("Dessin de marque", "ailleurs")
			}
			if got := label(w, "graphisme"); got != c.want {
				t.Errorf("it is called %q, wanted %q\n%s", got, c.want, d.Text())
			}
		})
	}
}

func TestSkillRefusesWhatIsTaken(t *testing.T) {
	w := newWorld(t)
	d := w.opens(directory.Operator(), "graphisme/rename", medium)
	for range 60 {
		d.Play("<backspace>")
	}
	d.Play("Paie<tab><tab><enter>")
	d.Wants("« Paie » est déjà un nom de la compétence « Paie »")
	d = w.opens(directory.Operator(), "graphisme/rename", medium)
	for range 60 {
		d.Play("<backspace>")
	}
	d.Play("<tab><tab><enter>")
	d.Wants("Ce champ est obligatoire.")
	d = w.opens(directory.Operator(), "graphisme/merge", medium)
	d.Play("graphisme<tab><enter>")
	d.Lacks("Oui, les réunir")
	d = w.opens(directory.Operator(), "graphisme/merge", medium)
	d.Play("aucune de ce nom<tab><enter>")
	d.Lacks("Oui, les réunir")
	d.Wants("aucune de ce nom")
	// What may be meant is told by its label, which is then a value.
	d = w.opens(directory.Operator(), "graphisme/merge", medium)
	d.Play("redaction wev<tab><enter>")
	d.Wants("Rédaction web, Rédaction d’interfaces ou")
	d.Lacks("redaction-web")
}

func TestSkillGetsAndLosesANameAndAState(t *testing.T) {
	w := newWorld(t)
	d := w.opens(directory.Operator(), "graphisme/alias", medium)
	d.Play("dessinerie<tab><tab><enter>")
	d.Wants("Ajouter à", "recherche « dessinerie » :", "0 → 3")
	d.Play("2")
	said(t, d, "Nom ajouté : « dessinerie »")

	d = w.opens(directory.Operator(), "graphisme", screentest.Options{Width: 80, Height: 60, Lang: medium.Lang})
	d.Wants("dessinerie")
	down := 0
	for d.CursorLine() != "" && down < 60 && !contains(d.CursorLine(), "dessinerie") {
		d.Play("<down>")
		down++
	}
	d.Play("<enter>")
	d.Wants("Retirer à", "le nom « dessinerie » ?", "3 → 0")
	d.Play("2")
	d.Told("Nom retiré : « dessinerie »")
	d.Lacks("dessinerie")

	d.Play("4")
	d.Wants("Qui l’a déjà la garde")
	d.Play("2")
	d.Told("n’est plus proposée")
	d.Wants("retirée", "4 Remettre en usage")
	d.Play("42")
	d.Wants("en usage", "4 Retirer")
}

func TestSkillsAreMergedAndApartAgain(t *testing.T) {
	w := newWorld(t)
	d := w.opens(directory.Operator(), "graphisme/merge", medium)
	d.Play("traduction-anglais<tab><enter>")
	d.Wants("Réunir", "3 fiches sont concernées.", "→ 6")
	d.Play("2")
	said(t, d, "Réunies")
	d = w.opens(directory.Operator(), "graphisme", screentest.Options{Width: 80, Height: 60, Lang: medium.Lang})
	d.Wants("réunie à", "1 Renommer (elle est réunie à une autre)")
	d.Play("1")
	d.Told("elle est réunie à une autre")
	taker := w.opens(directory.Operator(), "traduction-anglais", screentest.Options{Width: 80, Height: 60, Lang: medium.Lang})
	for range 60 {
		if contains(taker.CursorLine(), "Graphisme") || contains(taker.CursorLine(), "graphique") {
			break
		}
		taker.Play("<down>")
	}
	d.Play("4")
	d.Wants("Elle est de nouveau proposée à tous.")
	d.Play("2")
	d.Wants("en usage")
	d.Lacks("réunie à")
}

// A skill that somebody else changed between the preview and the answer is told,
// and read again.
func TestSkillChangedBeforeTheAnswer(t *testing.T) {
	w := newWorld(t)
	d := w.opens(directory.Operator(), "graphisme", medium)
	d.Play("4")
	d.Wants("Retirer")
	w.change(directory.TaxonomyChange{Kind: directory.TaxonomyRename, Skill: "graphisme", Label: directory.Label{FR: "Arts graphiques", EN: "Graphic arts"}})
	d.Play("2")
	d.Told("Modifié ailleurs")
	d.Wants("Arts graphiques", "en usage")
}

func TestSkillsAskWhoMay(t *testing.T) {
	w := newWorld(t)
	moderator := w.official(9, directory.RoleModerator)
	d := w.opens(moderator, "graphisme", medium)
	d.Wants("1 Renommer (réservé aux administrateurs)", "5 Voir la page publique")
	d.Play("4")
	d.Told("réservé aux administrateurs")
	w.opens(directory.Actor{}, "graphisme", medium).Wants("Vous n’avez pas le droit")
	w.opens(directory.Actor{}, "", medium).Wants("Vous n’avez pas le droit")
	w.opens(directory.Operator(), "rien-de-tel", medium).Wants("Introuvable")
}
