package tui_test

import (
	"testing"

	"teleorne/directory"
	"teleorne/tui/text"
)

// TestLinks: the user name of a connection leads to what it names, however it is written;
// any other name is the login that ssh sends by itself.
func TestLinks(t *testing.T) {
	service := newService(t, 300)
	for link, title := range map[string]string{
		"claire-dubois":   "› Claire Dubois",
		"Claire-Dubois":   "› Claire Dubois",
		"bellême":         "› Bellême",
		"BELLEME":         "› Bellême",
		"la-ferté-macé":   "› La Ferté Macé",
		"61130":           "› 61130",
		"comptabilite":    "› Comptabilité générale",
		"Comptabilité":    "› Comptabilité générale",
		"join":            "› Je m’inscris",
		"root":            "Quoi",
		"claire-dubois-x": "Quoi",
	} {
		d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, link: link})
		d.wants(title)
	}
}

// TestLinksAfterDecisions: an address that was written down leads to what became
// of a commune or a skill.
func TestLinksAfterDecisions(t *testing.T) {
	service := newService(t, 0)
	operator := directory.Operator()
	if err := service.MergeCommune(t.Context(), operator, directory.CommuneMerge{From: "61130", Into: "61293"}); err != nil {
		t.Fatal(err)
	}
	if _, err := service.ChangeTaxonomy(t.Context(), operator, directory.TaxonomyChange{
		Kind: directory.TaxonomyMerge, Skill: "paie", Into: "comptabilite",
	}); err != nil {
		t.Fatal(err)
	}
	for link, want := range map[string]string{
		"courgeoût": "Mortagne-au-Perche", "paie": "Comptabilité générale", "payroll": "Comptabilité générale", "comptabilite": "Comptabilité générale",
	} {
		d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, link: link})
		d.wants(want)
	}
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, link: "gestionnaire de paie"})
	d.wants("Quoi") // an alias is no address
}
