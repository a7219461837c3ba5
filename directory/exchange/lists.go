package exchange

import "teleorne/directory"

// Commune is one commune with the number of professionals found there.
type Commune struct {
	INSEE       string   `json:"insee"`
	Name        string   `json:"name"`
	EPCI        *string  `json:"epci"`
	PostalCodes []string `json:"postal_codes"`
	Former      []string `json:"former"`
	Population  int      `json:"population"`
	Latitude    float64  `json:"latitude"`
	Longitude   float64  `json:"longitude"`
	Profiles    int      `json:"profiles"`
}

// Communes is the document of communes.
type Communes struct {
	Schema   int       `json:"schema"`
	Communes []Commune `json:"communes"`
	Demo     bool      `json:"demo"`
}

// NewCommunes tells communes in the order given.
func NewCommunes(list []directory.PlaceCount, demo bool) Communes {
	out := Communes{Schema: Schema, Communes: make([]Commune, 0, len(list)), Demo: demo}
	for _, p := range list {
		c := p.Commune
		out.Communes = append(out.Communes, Commune{
			INSEE: line(c.INSEE), Name: line(c.Name), EPCI: optional(c.EPCI.Name),
			PostalCodes: lines(c.PostalCodes), Former: lines(c.Former),
			Population: c.Population, Latitude: c.Latitude, Longitude: c.Longitude, Profiles: p.Count,
		})
	}
	return out
}

// Skill is one skill with the number of professionals who have it.
type Skill struct {
	Slug     string      `json:"slug"`
	Label    string      `json:"label"`
	Domain   *ValueLabel `json:"domain"`
	ROME     *string     `json:"rome"`
	Aliases  []string    `json:"aliases"`
	Profiles int         `json:"profiles"`
}

// Skills is the document of skills.
type Skills struct {
	Schema int     `json:"schema"`
	Skills []Skill `json:"skills"`
	Demo   bool    `json:"demo"`
}

// NewSkills tells skills in the order given, in a language; the taxonomy knows
// their domains.
func NewSkills(list []directory.SkillCount, t *directory.Taxonomy, lang string, demo bool) Skills {
	out := Skills{Schema: Schema, Skills: make([]Skill, 0, len(list)), Demo: demo}
	for _, s := range list {
		aliases := s.Skill.AliasesFR
		if lang == "en" {
			aliases = s.Skill.AliasesEN
		}
		out.Skills = append(out.Skills, Skill{
			Slug: line(s.Skill.Slug), Label: line(s.Skill.Label.In(lang)), Domain: domain(t, s.Skill.Domain, lang),
			ROME: optional(s.Skill.ROME), Aliases: lines(aliases), Profiles: s.Count,
		})
	}
	return out
}

func domain(t *directory.Taxonomy, slug, lang string) *ValueLabel {
	d, ok := t.Domain(slug)
	if !ok {
		return nil
	}
	return &ValueLabel{line(d.Slug), line(d.Label.In(lang))}
}

// Telecentre is one public télécentre with the number of professionals who
// work there. Null is unknown, never « no ».
type Telecentre struct {
	ID              string  `json:"id"`
	Name            string  `json:"name"`
	Commune         Place   `json:"commune"`
	DistanceKM      *km     `json:"distance_km"`
	Kind            *string `json:"kind"`
	Address         *string `json:"address"`
	Operator        *string `json:"operator"`
	OpeningYear     *int    `json:"opening_year"`
	Workplaces      *int    `json:"workplaces"`
	MeetingRoom     *string `json:"meeting_room"`
	VideoConference *string `json:"video_conference"`
	Connection      *string `json:"connection"`
	StepFree        *string `json:"step_free"`
	Price           *string `json:"price"`
	Phone           *string `json:"phone"`
	Website         *string `json:"website"`
	Status          string  `json:"status"`
	SourceYear      *int    `json:"source_year"`
	SourceURL       *string `json:"source_url"`
	Notes           *string `json:"notes"`
	VerifiedAt      *string `json:"verified_at"` // when administrators last found it to be true
	Profiles        *int    `json:"profiles"`    // null in an export, which does not count
}

// Telecentres is the document of télécentres.
type Telecentres struct {
	Schema      int          `json:"schema"`
	Telecentres []Telecentre `json:"telecentres"`
	Demo        bool         `json:"demo"`
}

// NewTelecentres tells télécentres in the order given.
func NewTelecentres(list []directory.TelecentreCount, demo bool) Telecentres {
	out := Telecentres{Schema: Schema, Telecentres: make([]Telecentre, 0, len(list)), Demo: demo}
	for _, c := range list {
		var epci directory.EPCI
		if c.Commune != nil {
			epci = c.Commune.EPCI
		}
		t := newTelecentre(c.Telecentre, place(c.Commune, epci), c.Verified)
		t.DistanceKM, t.Profiles = distance(c.DistanceKM), &c.Count
		out.Telecentres = append(out.Telecentres, t)
	}
	return out
}

func newTelecentre(t *directory.Telecentre, p Place, verified directory.Date) Telecentre {
	return Telecentre{
		ID: line(t.ID), Name: line(t.Name), Commune: p,
		Kind: optional(t.Kind), Address: optional(t.Address), Operator: optional(t.Operator),
		OpeningYear: positive(t.OpeningYear), Workplaces: positive(t.Workplaces),
		MeetingRoom: optional(t.MeetingRoom), VideoConference: optional(t.VideoConference),
		Connection: optional(t.Connection), StepFree: optional(t.StepFree), Price: optional(t.Price),
		Phone: optional(t.Phone), Website: optional(t.Website), Status: line(string(t.Status)),
		SourceYear: positive(t.SourceYear), SourceURL: optional(t.SourceURL), Notes: optional(t.Notes),
		VerifiedAt: day(verified),
	}
}

// LabelledCount is a count with the name of its value.
type LabelledCount struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// Stats is the document of the observatory's figures.
type Stats struct {
	Schema          int             `json:"schema"`
	Total           int             `json:"total"`
	Status          []ValueCount    `json:"status"`
	Domain          []LabelledCount `json:"domain"`
	EPCI            []LabelledCount `json:"epci"`
	Available       Availability    `json:"available"`
	Freshness       Freshness       `json:"freshness"`
	AvoidedCommutes AvoidedCommutes `json:"avoided_commutes"`
	Demo            bool            `json:"demo"`
}

// Availability counts who is free now, and within thirty days.
type Availability struct {
	Now  int `json:"now"`
	In30 int `json:"in_30_days"`
}

// Freshness counts profiles by the age of their last confirmation; each stands
// in one of the four.
type Freshness struct {
	Month    int `json:"within_30_days"`
	HalfYear int `json:"within_183_days"`
	Year     int `json:"within_366_days"`
	Older    int `json:"older"`
}

// AvoidedCommutes are journeys that remote work spares, as the crow flies.
type AvoidedCommutes struct {
	People   int `json:"people"`
	KMWeekly *km `json:"km_per_week"`
}

// NewStats tells the figures in a language; the catalogue knows the names.
func NewStats(s *directory.Stats, c *directory.Catalog, lang string) Stats {
	out := Stats{
		Schema: Schema, Total: s.Total, Status: counts(s.Status), Demo: s.Demo,
		Domain: make([]LabelledCount, 0, len(s.Domain)), EPCI: make([]LabelledCount, 0, len(s.EPCI)),
		Available:       Availability{s.Available.Now, s.Available.In30},
		Freshness:       Freshness{s.Freshness.Month, s.Freshness.HalfYear, s.Freshness.Year, s.Freshness.Older},
		AvoidedCommutes: AvoidedCommutes{s.Commutes.People, distance(s.Commutes.KMWeekly)},
	}
	for _, n := range s.Domain {
		label := n.Value
		if d, ok := c.Taxonomy.Domain(n.Value); ok {
			label = d.Label.In(lang)
		}
		out.Domain = append(out.Domain, LabelledCount{line(n.Value), line(label), n.Count})
	}
	for _, n := range s.EPCI {
		label := n.Value
		if e, ok := c.Atlas.EPCI(n.Value); ok {
			label = e.Name
		}
		out.EPCI = append(out.EPCI, LabelledCount{line(n.Value), line(label), n.Count})
	}
	return out
}

// Whoami is the document about the reader.
type Whoami struct {
	Schema       int     `json:"schema"`
	Role         string  `json:"role"`
	Fingerprint  *string `json:"fingerprint"`
	KeyName      *string `json:"key_name"`
	Profile      *string `json:"profile"`
	Language     string  `json:"language"`
	ContactsLeft *int    `json:"contacts_left"`
}

// Reader is what a Whoami tells about the account of an actor, and what it may
// still see.
type Reader struct {
	Slug         string // of their profile; empty: none
	KeyName      string // of the proven key; empty: none
	ContactsLeft int    // whose contacts they may still see today; negative: no limit
}

// NewWhoami tells who the actor is.
func NewWhoami(a directory.Actor, r Reader, lang string) Whoami {
	return Whoami{
		Schema: Schema, Role: a.Role.String(), Fingerprint: optional(a.Fingerprint), KeyName: optional(r.KeyName),
		Profile: optional(r.Slug), Language: line(lang), ContactsLeft: limited(r.ContactsLeft),
	}
}
