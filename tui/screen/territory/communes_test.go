package territory_test

import (
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
)

func TestCommunesAreMergedAndApartAgain(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaCommunes, "", medium)
	d.Wants("Aucune fusion", "1 Noter une fusion")
	d = w.opens(op, screen.AreaCommunes, "+", medium)
	d.Play("mortagne-au<down><enter>belleme<down><enter><tab><enter>")
	d.Wants("Mortagne-au-Perche fait désormais partie de Bellême ?", "2 fiches de Mortagne-au-Perche seront trouvées à Bellême.")
	if _, ok := w.Atlas().Commune("61293"); !ok {
		t.Error("it was merged before anybody had agreed")
	}
	d.Play("1")
	d.Wants("Mortagne-au-Perche", "Bellême", "23 nov. 2026")
	d.Play("<enter>2")
	d.Left()
	d.Told("Mortagne-au-Perche fait désormais partie de Bellême.")
	if _, ok := w.Atlas().Commune("61293"); ok {
		t.Error("it is still a commune")
	}

	d = w.opens(op, screen.AreaCommunes, "", medium)
	d.Wants("1 fusion", "Mortagne-au-Perche", "fait partie de Bellême", "le 23 nov. 2026")
	d.Play("<enter>")
	d.Wants("Défaire la fusion de Mortagne-au-Perche ?", "non plus à Bellême")
	d.Play("1<enter>2")
	d.Told("Mortagne-au-Perche est de nouveau une commune.")
	d.Wants("Aucune fusion")
	if _, ok := w.Atlas().Commune("61293"); !ok {
		t.Error("it is no commune")
	}
}

func TestCommunesRefuse(t *testing.T) {
	w := newWorld(t)
	d := w.opens(op, screen.AreaCommunes, "+", medium)
	d.Play("<tab><tab><tab><enter>")
	d.Wants("Ce champ est obligatoire.")
	d.Play("paris<tab>Zzzville<tab><tab><enter>")
	d.Wants("Paris n’est pas dans l’Orne", "Lieu inconnu dans l’Orne : « Zzzville »")
	d = w.opens(op, screen.AreaCommunes, "+", medium)
	d.Play("belleme<down><enter>belleme<down><enter><tab><enter>")
	d.Play("2")
	d.Lacks("Oui, noter")
	if _, ok := w.Atlas().Commune("61038"); !ok {
		t.Error("a commune became part of itself")
	}
	d = w.opens(op, screen.AreaCommunes, "+", medium)
	d.Play("mortagne-au<down><enter>belleme<down><enter>")
	erase(d, 20)
	d.Play("demain<tab><enter>2")
	d.Wants("Choisissez un jour")
	w.opens(directory.Actor{Role: directory.RoleModerator}, screen.AreaCommunes, "", medium).Wants("Vous n’avez pas le droit", "(réservé aux administrateurs)")
}
