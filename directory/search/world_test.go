package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"teleorne/directory"
)

// A small world in which words, places and dates coincide often.

func smallCatalog() *directory.Catalog {
	epci := func(n int, name string) directory.EPCI {
		return directory.EPCI{SIREN: fmt.Sprintf("20000000%d", n), Name: name}
	}
	perche, sees, flers := epci(1, "CC des Collines du Perche"), epci(2, "CC des Sources de l'Orne"), epci(3, "CA Flers Agglo")
	communes := []directory.Commune{
		{INSEE: "61038", Name: "Bellême", PostalCodes: []string{"61130"}, EPCI: perche, Population: 1500, Latitude: 48.3726, Longitude: 0.5640},
		{INSEE: "61209", Name: "Igé", PostalCodes: []string{"61130", "61110"}, EPCI: perche, Population: 700, Latitude: 48.3300, Longitude: 0.5200},
		{INSEE: "61211", Name: "La Chapelle-Souëf", EPCI: perche, Population: 250, Latitude: 48.3262, Longitude: 0.6003},
		{INSEE: "61464", Name: "Sées", EPCI: sees, Population: 4300, Latitude: 48.6057, Longitude: 0.1722},
		{INSEE: "61300", Name: "Mortrée", EPCI: sees, Population: 1100, Latitude: 48.6389, Longitude: 0.0789},
		{INSEE: "61169", Name: "Flers", EPCI: flers, Population: 14700, Latitude: 48.7480, Longitude: -0.5680},
		{INSEE: "61391", Name: "Saint-Œuf", EPCI: flers, Population: 300, Latitude: 48.7900, Longitude: -0.6100},
		{INSEE: "61999", Name: "L'Île-sans-Nom", Population: 12, Latitude: 48.5, Longitude: 0.0},
	}
	skill := func(slug, fr, en, domain, aliasesFR, aliasesEN string) directory.Skill {
		s := directory.Skill{Slug: slug, Label: directory.Label{FR: fr, EN: en}, Domain: domain}
		if aliasesFR != "" {
			s.AliasesFR = strings.Split(aliasesFR, "|")
		}
		if aliasesEN != "" {
			s.AliasesEN = strings.Split(aliasesEN, "|")
		}
		return s
	}
	skills := []directory.Skill{
		skill("comptabilite", "Comptabilité", "Accounting", "gestion", "comptable|expert-comptable|comptable à distance", "accountant|bookkeeper"),
		skill("paie", "Paie", "Payroll", "gestion", "gestionnaire de paie", "payroll manager"),
		skill("traduction-anglais", "Traduction anglais-français", "English-French translation", "langues", "traducteur anglais|traductrice anglais", "translator"),
		skill("redaction-web", "Rédaction web", "Web writing", "langues", "rédacteur web|rédactrice web", "web writer"),
		skill("developpement-web", "Développement web", "Web development", "informatique", "développeur web|développeuse web", "web developer"),
		skill("cpp", "C++", "C++", "informatique", "développeur C++", "C++ developer"),
		skill("dotnet", ".NET", ".NET", "informatique", "", ""),
		skill("secretariat", "Secrétariat", "Secretarial work", "gestion", "secrétaire|secrétaire à distance", "secretary"),
		skill("telesecretariat", "Télésecrétariat", "Remote reception", "gestion", "télésecrétaire", ""),
		skill("chef-de-projet", "Conduite de projet", "Project management", "gestion", "chef de projet|cheffe de projet", "project manager"),
		skill("dessin-projeteur", "Dessin industriel", "Industrial drawing", "technique", "dessinateur-projeteur|projeteur", ""),
		skill("seo", "Référencement", "SEO", "", "référenceur", "SEO"),
	}
	domains := []directory.Domain{
		{Slug: "gestion", Label: directory.Label{FR: "Gestion", EN: "Management"}},
		{Slug: "langues", Label: directory.Label{FR: "Langues et rédaction", EN: "Languages"}},
		{Slug: "informatique", Label: directory.Label{FR: "Informatique", EN: "Computing"}},
		{Slug: "technique", Label: directory.Label{FR: "Technique", EN: "Engineering"}},
	}
	return &directory.Catalog{
		Atlas:    directory.NewAtlas(communes, nil, nil),
		Taxonomy: directory.NewTaxonomy(skills, domains),
		Telecentres: []directory.Telecentre{
			{ID: "elabo", Name: "Elabo", Commune: "61038", Status: directory.TelecentreOpen},
			{ID: "boitron", Name: "Boitron", Commune: "61464", Status: directory.TelecentreOpen},
		},
	}
}

// worldWords are what texts and queries of the small world are made of.
var worldWords = strings.Fields(`comptable comptables comptabilité expert-comptable traductrice traducteur traduction
	développeuse développeur developper web Web café cœur C++ .NET C# chef-d'œuvre projet projeteur secrétaire secrétariat
	télésecrétaire formation formateur de la le et à pour the of Dubois Claire dubois Martin Éloïse Eloise Perche Orne
	2026 iso27001 a b bell mé méd médical juriste juridique graphiste graphisme 日本 привет ﬁn ½ l'eau aujourd’hui
	comtable secretaire formasion trad comp dév anglais français payroll manager 61130 6113`)

var worldBase = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

const (
	worldToday = directory.Date(20500)
	worldStale = directory.Date(20400)
)

func oneOf[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

func someWords(r *rand.Rand, most int) string {
	ws := make([]string, r.IntN(most+1))
	for i := range ws {
		ws[i] = oneOf(r, worldWords)
	}
	return strings.Join(ws, oneOf(r, []string{" ", " ", ", ", "\n", "-", " "}))
}

func randomListing(r *rand.Rand, c *directory.Catalog, id int) *directory.Listing {
	p := directory.Profile{
		Name:         strings.TrimSpace(oneOf(r, worldWords) + " " + someWords(r, 2)),
		Organisation: someWords(r, 2),
		Headline:     someWords(r, 3),
		Status:       oneOf(r, []directory.Status{directory.Independent, directory.Independent, directory.Salaried}),
		Commune:      oneOf(r, c.Atlas.Communes()).INSEE,
		CommuneShown: oneOf(r, []directory.Shown{directory.ShownCommune, directory.ShownCommune, directory.ShownEPCI}),
		Telecentre:   oneOf(r, []string{"", "", "elabo", "boitron", "gone"}),
		Description:  someWords(r, 14),
		Languages:    oneOf(r, [][]string{{"fr"}, {"fr", "en"}, {"en", "fr"}, nil, {"de"}}),
	}
	if r.IntN(3) > 0 {
		p.AvailableFrom = worldToday + directory.Date(r.IntN(80)-30)
	}
	if r.IntN(30) == 0 {
		p.Commune = "75056"
	}
	for range r.IntN(4) {
		p.Skills = append(p.Skills, oneOf(r, c.Taxonomy.Skills).Slug)
	}
	if r.IntN(6) == 0 {
		p.Skills = append(p.Skills, "+"+someWords(r, 2), "no-more-there")
	}
	l := &directory.Listing{
		ID: directory.ListingID(id), Slug: fmt.Sprintf("%s-%d", oneOf(r, []string{"claire", "dubois", "zoe"}), id),
		UpdatedAt: worldBase.Add(time.Duration(r.IntN(6)) * time.Hour),
		CreatedAt: randomMoment(r),
		Published: &directory.Revision{Profile: p},
	}
	if r.IntN(5) > 0 {
		l.ConfirmedAt = randomMoment(r)
	}
	l.Latest = l.Published
	if r.IntN(4) == 0 { // a change waits
		l.Latest = &directory.Revision{Profile: directory.Profile{Name: someWords(r, 3), Description: someWords(r, 9)}}
	}
	hide(r, l)
	return l
}

// randomMoment is in the days about worldStale, often at their beginning or end.
func randomMoment(r *rand.Rand) time.Time {
	day := (worldStale + directory.Date(r.IntN(9)-4)).Time()
	return day.Add(oneOf(r, []time.Duration{0, 0, time.Hour, 24*time.Hour - time.Millisecond}))
}

// hide hides some listings, in each of the ways there are.
func hide(r *rand.Rand, l *directory.Listing) {
	switch r.IntN(18) {
	case 0:
		l.Published = nil
	case 1:
		l.Paused = true
	case 2:
		l.Suspended = true
	case 3:
		l.Withdrawn = true
	case 4:
		l.Dormant = true
	case 5:
		l.Latest = nil
	case 6: // erased
		l.Published, l.Latest = nil, nil
	}
}

// part is a piece of a query with what it means, so that the text need not be
// parsed again in order to know.
type part struct {
	tokens   []string
	typed    string
	phrase   bool
	excluded bool
}

func randomParts(r *rand.Rand) []part {
	var ps []part
	for range oneOf(r, []int{0, 1, 1, 1, 2, 2, 2, 3, 4}) {
		p := part{phrase: r.IntN(6) == 0, excluded: r.IntN(7) == 0}
		if p.phrase {
			p.typed = someWords(r, 3)
		} else {
			p.typed = oneOf(r, worldWords)
			if rs := []rune(p.typed); r.IntN(4) == 0 && len(rs) > 2 {
				p.typed = string(rs[:1+r.IntN(len(rs)-1)])
			} else if r.IntN(5) == 0 {
				at := r.IntN(len(rs))
				p.typed = string(rs[:at]) + oneOf(r, []string{"e", "x", "st", ""}) + string(rs[at:])
			}
		}
		if r.IntN(4) == 0 {
			p.typed = strings.ToUpper(p.typed)
		}
		p.typed = strings.Trim(p.typed, "-")
		if f := directory.Fold(p.typed); f != "" {
			p.tokens = strings.Fields(f)
			ps = append(ps, p)
		}
	}
	return ps
}

func render(r *rand.Rand, ps []part) string {
	var out []string
	for _, p := range ps {
		s := p.typed
		if p.phrase {
			q := oneOf(r, [][2]string{{`"`, `"`}, {"«", "»"}, {"« ", " »"}, {"“", "”"}})
			s = q[0] + s + q[1]
		}
		if p.excluded {
			s = "-" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, oneOf(r, []string{" ", "  ", "\t", " , "}))
}

func randomQuery(r *rand.Rand, c *directory.Catalog, ps []part) directory.Query {
	q := directory.Query{Text: render(r, ps), Facets: r.IntN(4) > 0, FacetsWithin: r.IntN(3) == 0}
	q.Limit = oneOf(r, []int{0, 1, 3, 10, 10, 500})
	q.Offset = oneOf(r, []int{0, 0, 0, 2, 7, 1000})
	q.Sort = oneOf(r, append([]directory.Sort{directory.SortDefault, directory.SortDefault}, directory.Sorts...))
	for r.IntN(8) == 0 {
		q.Skills = append(q.Skills, oneOf(r, c.Taxonomy.Skills).Slug)
	}
	for r.IntN(4) == 0 {
		q.Communes = append(q.Communes, oneOf(r, c.Atlas.Communes()).INSEE)
	}
	if r.IntN(40) == 0 {
		q.Communes = []string{"00000"}
	}
	if len(q.Communes) > 0 && r.IntN(2) == 0 {
		q.RadiusKM = oneOf(r, []float64{0.5, 5, 10, 25, 60, 500, -3})
	}
	if r.IntN(9) == 0 {
		q.EPCI = oneOf(r, c.Atlas.EPCIs()).SIREN
	}
	if r.IntN(9) == 0 {
		q.Domain = oneOf(r, []string{"gestion", "langues", "informatique", "technique", "none"})
	}
	if r.IntN(7) == 0 {
		q.Status = oneOf(r, []directory.Status{directory.Independent, directory.Salaried, "other"})
	}
	if r.IntN(9) == 0 {
		q.Available = worldToday + directory.Date(r.IntN(40)-10)
	}
	if r.IntN(10) == 0 {
		q.Language = oneOf(r, []string{"fr", "en", "de", "xx"})
	}
	if r.IntN(12) == 0 {
		q.Telecentre = oneOf(r, []string{"elabo", "boitron", "none"})
	}
	return q
}
