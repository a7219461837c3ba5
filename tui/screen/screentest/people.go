package screentest

import (
	"fmt"

	"teleorne/directory"
)

// People are n made-up professionals around Bellême and elsewhere, always the
// same ones.
func People(n int) []directory.Profile {
	first := []string{"Claire", "Marc", "Inès", "Paul", "Léa", "Tom", "Zoé", "Hugo", "Jeanne", "Noé", "Ève", "Luc"}
	last := []string{"Dubois", "Lefèvre", "Martel", "Aubry", "Besnard", "Carpentier", "Guérin", "Hamel", "Jouin", "Leroy", "Morel", "Picot", "Roussel"}
	headlines := []string{"Experte-comptable", "Développeuse web", "Traductrice anglais", "Graphiste"}
	skills := [][]string{{"comptabilite", "expertise-comptable"}, {"developpement-web"}, {"traduction-anglais"}, {"graphisme"}}
	communes := []string{"61038", "61038", "61293", "61001", "61006", "61169", "61038", "61339"}
	out := make([]directory.Profile, n)
	for i := range out {
		p := directory.Profile{
			Name: fmt.Sprintf("%s %s", first[i%len(first)], last[i%len(last)]), Status: directory.Statuses[i%5/4],
			Headline: headlines[i%len(headlines)], Skills: skills[i%len(skills)], Commune: communes[i%len(communes)],
			CommuneShown: directory.ShownCommune, Workplace: directory.AtHome, Languages: []string{"fr"},
			Description: "Vingt ans de métier.", Email: fmt.Sprintf("p%d@exemple.fr", i), EmailShown: directory.Identified,
		}
		if i%3 > 0 {
			p.AvailableFrom = directory.DateOf(Clock) - 1
		}
		if i%6 == 0 {
			p.Workplace, p.Telecentre = directory.AtBoth, "elabo"
		}
		out[i] = p
	}
	return out
}
