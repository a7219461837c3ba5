package demo

import (
	"slices"
	"strconv"
	"strings"

	"teleorne/directory"
)

// draft is a person in the making.
type draft struct {
	*maker
	woman   bool
	trade   trade
	home    home
	profile directory.Profile
	surname string
	box     string // what their e-mail address begins with
}

func (d *draft) identity() {
	p := &d.profile
	first, surname, box := d.name(d.woman)
	p.Name, d.surname, d.box = first+" "+surname, surname, box
	p.Headline = d.trade.man
	if d.woman {
		p.Headline = d.trade.woman
	}
	p.Status = directory.Salaried
	if d.chance(d.independents()) {
		p.Status = directory.Independent
	}
	switch {
	case p.Status == directory.Salaried && d.chance(80):
		p.Organisation = d.oneOf(d.stock.companies)
	case p.Status == directory.Independent && d.chance(38):
		p.Organisation = expand(d.oneOf(d.stock.organisations), d.woman, func(string) string { return d.surname })
	}
}

// independents is how many of a hundred in the trade work for themselves.
func (d *draft) independents() int {
	title := d.trade.man
	if strings.Contains(title, "indépendant") || strings.Contains(title, "temps partagé") {
		return 100
	}
	switch d.trade.group {
	case "relation", "finance", "industrie":
		return 50
	case "rh", "donnees", "systemes":
		return 62
	}
	return 78
}

func (d *draft) skills() {
	skills := []string{d.trade.required}
	add := func(slug string) {
		if !slices.Contains(skills, slug) {
			skills = append(skills, slug)
		}
	}
	if len(d.trade.others) > 0 {
		for range d.between(1, 5) {
			add(d.oneOf(d.trade.others))
		}
	}
	// Now and then something else of the same domain.
	if main, ok := d.catalog.Taxonomy.Skill(d.trade.required); ok && d.chance(30) {
		all := d.catalog.Taxonomy.Skills
		if other := &all[d.rand.IntN(len(all))]; other.Domain == main.Domain {
			add(other.Slug)
		}
	}
	d.profile.Skills = skills
	d.profile.Languages = d.languages()
}

// spoken are the languages that skills imply.
var spoken = [...]struct{ skill, language string }{
	{"traduction-anglais", "en"},
	{"traduction-allemand", "de"},
	{"traduction-espagnol", "es"},
	{"traduction-neerlandais", "nl"},
	{"traduction-portugais", "pt"},
	{"traduction-arabe", "ar"},
	{"formation-langues", "en"},
	{"import-export", "en"},
}

func (d *draft) languages() []string {
	languages := []string{"fr"}
	add := func(code string) {
		if !slices.Contains(languages, code) {
			languages = append(languages, code)
		}
	}
	for _, s := range spoken {
		if slices.Contains(d.profile.Skills, s.skill) {
			add(s.language)
		}
	}
	if d.chance(42) {
		add("en")
	}
	if d.chance(13) {
		add(d.oneOf([]string{"es", "de", "it", "pt", "ar", "nl", "pl", "ro", "br"}))
	}
	return languages
}

func (d *draft) work() {
	p := &d.profile
	p.Commune, p.CommuneShown = d.home.commune.INSEE, directory.ShownCommune
	if d.chance(6) {
		p.CommuneShown = directory.ShownEPCI
	}
	p.Workplace = directory.AtHome
	if d.home.telecentre != "" && d.chance(26) {
		p.Workplace, p.Telecentre = directory.AtBoth, d.home.telecentre
		if d.chance(35) {
			p.Workplace = directory.AtTelecentre
		}
	}
	switch {
	case d.chance(45):
		p.AvailableFrom = d.today - directory.Date(d.rand.IntN(60))
	case d.chance(45):
		p.AvailableFrom = d.today + directory.Date(d.between(1, 120))
	}
	p.Connection = d.connection()
	if p.Status == directory.Independent {
		if d.chance(80) {
			p.DailyRateEUR = d.between(d.trade.low/10, d.trade.high/10) * 10
		}
		return
	}
	p.RemoteDays = min(5, d.between(2, 6))
	if d.chance(85) {
		p.EmployerPlace = d.oneOf(d.stock.far)
	}
}

func (d *draft) connection() directory.Connection {
	switch n := d.rand.IntN(100); {
	case n < 74:
		return directory.Fibre
	case n < 88:
		return directory.DSL
	case n < 94:
		return directory.Mobile
	case n < 97:
		return directory.Satellite
	}
	return ""
}

func (d *draft) contacts() {
	p := &d.profile
	address := d.address(d.box)
	if d.chance(93) {
		p.Email = address
	}
	p.EmailShown = d.visibility(45, 45)
	if d.chance(70) {
		p.Phone = d.phone()
	}
	p.PhoneShown = d.visibility(30, 50)
	if p.Status == directory.Independent && d.chance(30) {
		host, _, _ := strings.Cut(address, "@")
		p.Website = "https://" + strings.ReplaceAll(host, ".", "-") + ".exemple.fr"
	}
}

// visibility draws one: so many of a hundred public, so many for the identified.
func (d *draft) visibility(public, identified int) directory.Visibility {
	switch n := d.rand.IntN(100); {
	case n < public:
		return directory.Public
	case n < public+identified:
		return directory.Identified
	}
	return directory.Nobody
}

// description writes one to four sentences, each of another kind; a few people
// write nothing.
func (d *draft) description() string {
	if d.chance(7) {
		return ""
	}
	kinds := []string{"clients", "method", "here"}
	if d.profile.Status == directory.Salaried {
		kinds = []string{"salaried", "here"}
	} else if d.chance(60) {
		kinds = append(kinds, "past")
	}
	d.rand.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	kinds = kinds[:1+d.rand.IntN(len(kinds))]
	switch {
	case d.chance(15) && len(kinds) > 1:
	case d.chance(30):
		kinds = slices.Insert(kinds, 0, d.trade.group, d.trade.group)
	default:
		kinds = slices.Insert(kinds, 0, d.trade.group)
	}
	// One life has one set of years and towns.
	facts := d.facts()
	var b strings.Builder
	said := ""
	for i, k := range kinds[:min(len(kinds), 4)] {
		phrase := d.phrase(k)
		if phrase == said {
			continue
		}
		said = phrase
		switch {
		case b.Len() == 0:
		case i == 2 && d.chance(40):
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
		b.WriteString(expand(phrase, d.woman, facts))
	}
	return b.String()
}

// phrase draws a sentence of a kind that suits the person; empty without one.
func (d *draft) phrase(kind string) string {
	var buf [40]string
	suit := buf[:0]
	for _, p := range d.stock.phrases[kind] {
		if len(p.skills) == 0 || slices.ContainsFunc(p.skills, func(s string) bool { return slices.Contains(d.profile.Skills, s) }) {
			suit = append(suit, p.text)
		}
	}
	if len(suit) == 0 {
		return ""
	}
	return d.oneOf(suit)
}

// facts answers the gaps of one person's phrases.
func (d *draft) facts() func(string) string {
	thisYear := d.today.Time().Year()
	since := d.between(1, 12)
	years := d.between(3, 22)
	used := map[string]bool{}
	fresh := func(items []string) string {
		for range 4 {
			if item := d.oneOf(items); !used[item] {
				used[item] = true
				return item
			}
		}
		return d.oneOf(items)
	}
	return func(gap string) string {
		switch gap {
		case "ans":
			return numerals[years]
		case "Ans":
			return capital(numerals[years])
		case "peu":
			return numerals[d.between(2, 6)]
		case "Peu":
			return capital(numerals[d.between(3, 9)])
		case "jours":
			return numerals[max(2, d.profile.RemoteDays)]
		case "Jours":
			return capital(numerals[max(2, d.profile.RemoteDays)])
		case "diplome":
			return strconv.Itoa(thisYear - since - years - 1)
		case "annee":
			return strconv.Itoa(thisYear - since)
		case "annee2":
			return strconv.Itoa(thisYear - d.between(1, 5))
		case "km":
			return strconv.Itoa(10 * d.between(2, 8))
		case "secteur":
			return fresh(d.stock.sectors)
		case "employeur":
			return fresh(d.stock.employers)
		case "ecole":
			return fresh(d.stock.schools)
		case "loin":
			if place := d.profile.EmployerPlace; place != "" {
				return place
			}
			return fresh(d.stock.far)
		case "ville":
			return fresh(d.home.towns)
		case "domaines":
			return d.domains()
		}
		return ""
	}
}

// domains names up to three of the person's skills.
func (d *draft) domains() string {
	var labels []string
	for _, slug := range d.profile.Skills[:min(3, len(d.profile.Skills))] {
		if s, ok := d.catalog.Taxonomy.Skill(slug); ok {
			labels = append(labels, s.Label.FR)
		}
	}
	return enumerate(labels)
}
