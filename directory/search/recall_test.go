package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/directory/reference"
)

// families are the words by which one craft is called: whoever types any of
// them is to find whoever wrote any other.
var families = []string{
	"comptable comptables comptabilité Comptabilite",
	"traducteur traductrice traduction traductions traduire",
	"développeur développeuse développement développer developpeuse developer development",
	"secrétaire secrétaires secrétariat télésecrétaire télésecrétariat secretaire",
	"formateur formatrice formation formations",
	"juriste juristes juridique juridiques",
	"graphiste graphistes graphisme graphique",
	"rédacteur rédactrice rédaction rédactionnel rédiger",
	"architecte architectes architecture architectural",
	"ingénieur ingénieure ingénierie ingénieurs",
	"informaticien informaticienne informatique",
	"correcteur correctrice correction corriger",
	"conseiller conseillère conseil conseils",
	"assistant assistante assistance assistanat",
	"commercial commerciale commerciaux commerce",
	"analyste analystes analyse analyser",
	"animateur animatrice animation animations",
	"photographe photographie photographique photo",
	"interprète interprètes interprétariat interprétation",
	"gestionnaire gestionnaires gestion",
	"monteur monteuse montage",
	"administrateur administratrice administration administratif administrative",
	"dessinateur dessinatrice dessin",
	"concepteur conceptrice conception",
	"recruteur recruteuse recrutement recruter",
	"vidéaste vidéo vidéos",
	"statisticien statisticienne statistique statistiques",
	"enseignant enseignante enseignement",
	"psychologue psychologues psychologie",
	"géomaticien géomaticienne géomatique",
	"translator translation translators",
	"accountant accounting accountants",
	"auteur auteure autrice auteurs",
	"médiateur médiatrice médiation",
	"tuteur tutrice tutorat",
	"ambassadeur ambassadrice",
	"consultant consultante conseil conseillère",
	"coordonnateur coordinatrice coordination",
	"chercheuse chercheur recherche",
	"imprimeur impression",
	"bibliothécaire bibliothèque",
	"historien historienne histoire",
	"télévendeuse vendeur télévente vente",
	"opticien opticienne optique",
	"événementiel événementielle évènement événements",
	"créatif créative créatifs créatives",
	"administratif administrative administratifs",
	"public publique publics publiques",
	"français française françaises",
	"portugais portugaise",
	"grec grecque",
	"nouveau nouvelle nouveaux nouvelles",
	"travail travaux", "lieu lieux", "jeu jeux",
	"saint sainte st ste St. Ste",
}

// strangers must not find each other, however alike they look.
var strangers = []string{
	"projet projeteur", "formation format", "formation forme", "secrétaire secret", "communication commune",
	"comptable comte", "direction direct", "planning plan", "animation animal", "secteur section",
	"informatique information", "gestion geste", "station statistique", "acteur action", "télécentre centre",
	"développeur devis", "professeur professionnel", "journaliste journée", "paysagiste pays", "montage monts",
	"chant chantier", "courtier courte", "data date", "public publicité", "médiateur média", "Léa les", "Marie mars",
	"téléphone phonétique", "logiciel logistique", "tourisme tour", "mortagne mort", "bellême belle",
}

// TestRecall prints what share of each family its members find, and the same
// without rules of ours, by whole words alone.
func TestRecall(t *testing.T) {
	whole := 0
	for _, line := range families {
		words := strings.Fields(line)
		x := headlines(words)
		reached, missing := 0, []string{}
		for _, w := range words {
			// An exclusion behind it keeps the word from being a beginning.
			got := find(t, x, w+` -nobody`)
			reached += len(got)
			if len(got) < len(words) {
				missing = append(missing, fmt.Sprintf("%s finds %v", w, got))
			}
		}
		share := float64(reached) / float64(len(words)*len(words))
		t.Logf("%4.0f %%  %s", 100*share, line)
		if share == 1 {
			whole++
		} else {
			t.Errorf("family torn apart: %s", strings.Join(missing, "; "))
		}
	}
	t.Logf("%d of %d families whole", whole, len(families))
}

func TestStrangersStayApart(t *testing.T) {
	for _, line := range strangers {
		words := strings.Fields(line)
		x := headlines(words)
		for _, w := range words {
			if got := find(t, x, w+` -nobody`); len(got) != 1 {
				t.Errorf("%s finds %v", w, got)
			}
		}
	}
}

// A word without a class in a group would make one craft of all such words.
func TestGroupsHoldClasses(t *testing.T) {
	for c, g := range groups {
		if c == "" || g == "" {
			t.Errorf("class %q is in group %q", c, g)
		}
	}
}

// headlines is an index of one listing a word.
func headlines(words []string) *Index {
	x := New(smallCatalog())
	for i, w := range words {
		x.Apply([]*directory.Listing{listing(i+1, directory.Profile{Name: "Xy Zw", Headline: w})})
	}
	return x
}

func listing(id int, p directory.Profile) *directory.Listing {
	rev := &directory.Revision{Profile: p}
	return &directory.Listing{
		ID: directory.ListingID(id), Slug: fmt.Sprintf("slug-%03d", id), UpdatedAt: worldBase, ConfirmedAt: worldBase,
		Published: rev, Latest: rev,
	}
}

func find(t *testing.T, x *Index, text string) []directory.ListingID {
	t.Helper()
	f, err := x.Search(context.Background(), directory.Query{Text: text, Limit: directory.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]directory.ListingID, len(f.Hits))
	for i, h := range f.Hits {
		ids[i] = h.ID
	}
	return ids
}

// realWords are what people ask: titles in both genders, aliases, beginnings,
// typing errors; with a skill that must be found, and the word that a typing
// error is taken for.
var realWords = []struct{ text, skill, corrected string }{
	{"comptable", "comptabilite", ""},
	{"comptables", "comptabilite", ""},
	{"comtable", "comptabilite", "comptable"},
	{"COMPTABILITÉ", "comptabilite", ""},
	{"experte comptable", "expertise-comptable", ""},
	{"accountant", "comptabilite", ""},
	{"secretaire 61130", "secretariat", ""},
	{"secrétaire", "secretariat", ""},
	{"secretaires", "secretariat", ""},
	{"secrtaire", "secretariat", "secrétaire"},
	{"télésecrétaire", "telesecretariat", ""},
	{"secrétaire mé", "secretariat-medical", ""},
	{"developpeuse web", "developpement-web", ""},
	{"dévelopeur web", "developpement-web", ""},
	{"web developer", "developpement-web", ""},
	{"traductrice anglais", "traduction-anglais", ""},
	{"tradcutrice anglais", "traduction-anglais", "traductrice"},
	{"dévelopueur web", "developpement-web", "développeur"},
	{"graphic designer", "graphisme", ""},
	{"comptable belleme", "comptabilite", ""},
	{"comptable bell", "comptabilite", ""},
	{"l'assistante virtuelle", "assistance-virtuelle", ""},
	{"virtual assistant", "assistance-virtuelle", ""},
	{"python", "python", ""},
	{"C++", "c-cpp", ""},
}

// TestRealWords asks the taxonomy in force, one listing a skill.
func TestRealWords(t *testing.T) {
	c := reference.Catalog()
	x := New(c)
	var ls []*directory.Listing
	for i, s := range c.Taxonomy.Skills {
		ls = append(ls, listing(i+1, directory.Profile{Name: "Xy Zw", Commune: "61038", Skills: []string{s.Slug}}))
	}
	x.Apply(ls)
	for _, tt := range realWords {
		if _, ok := c.Taxonomy.Skill(tt.skill); !ok {
			t.Errorf("no skill %q", tt.skill)
		}
		f := search(t, x, directory.Query{Text: tt.text, Limit: 5})
		var got []string
		for _, h := range f.Hits {
			got = append(got, c.Taxonomy.Skills[h.ID-1].Slug)
		}
		t.Logf("%-24s %3d  %v %v", tt.text, f.Total, got, f.Corrected)
		if !slices.Contains(got, tt.skill) {
			t.Errorf("%q finds %v, not %s", tt.text, got, tt.skill)
		}
		var corrected []string
		if tt.corrected != "" {
			corrected = []string{tt.corrected}
		}
		if words := slices.Collect(maps.Values(f.Corrected)); !slices.Equal(words, corrected) {
			t.Errorf("%q was corrected to %q, not %q", tt.text, words, corrected)
		}
	}
}
