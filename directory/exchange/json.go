package exchange

import (
	"encoding/json"
	"io"

	"teleorne/directory"
)

// Document is anything of this package that is written as JSON.
type Document any

// WriteJSON writes a document on one line.
func WriteJSON(w io.Writer, d Document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // it goes to programs and terminals, never into a page
	return e.Encode(d)
}

// WriteIndented writes a document on several lines, for people who read or edit
// it.
func WriteIndented(w io.Writer, d Document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// ValueLabel is an entry of the taxonomy in the reader's language.
type ValueLabel struct {
	Slug  string `json:"slug"`
	Label string `json:"label"`
}

// Place is where a professional works. A commune that is not shown has neither
// code nor name.
type Place struct {
	INSEE *string `json:"insee"`
	Name  *string `json:"name"`
	EPCI  *string `json:"epci"`
}

// Named is something with an id and a name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Result is one published profile as its reader may see it. Redacted names the
// contacts that are null because this reader may not see them.
type Result struct {
	Slug          string       `json:"slug"`
	Name          string       `json:"name"`
	Organisation  *string      `json:"organisation"`
	Status        string       `json:"status"`
	Headline      string       `json:"headline"`
	Skills        []ValueLabel `json:"skills"`
	Commune       Place        `json:"commune"`
	DistanceKM    *km          `json:"distance_km"`
	Workplace     string       `json:"workplace"`
	Telecentre    *Named       `json:"telecentre"`
	Languages     []string     `json:"languages"`
	AvailableFrom *string      `json:"available_from"`
	DailyRateEUR  *int         `json:"daily_rate_eur"`
	Description   *string      `json:"description"`
	Website       *string      `json:"website"`
	Email         *string      `json:"email"`
	Phone         *string      `json:"phone"`
	Redacted      []string     `json:"redacted"`
	Connection    *string      `json:"connection"`
	UpdatedAt     *string      `json:"updated_at"`
	ConfirmedAt   *string      `json:"confirmed_at"`
}

// newResult tells a card in a language, "fr" or "en".
func newResult(c *directory.Card, lang string) Result {
	r := Result{
		Slug:          line(c.Slug),
		Name:          line(c.Name),
		Organisation:  optional(c.Organisation),
		Status:        line(string(c.Status)),
		Headline:      line(c.Headline),
		Skills:        []ValueLabel{},
		Commune:       place(c.Commune, c.EPCI),
		DistanceKM:    distance(c.DistanceKM),
		Workplace:     line(string(c.Workplace)),
		Languages:     lines(c.Languages),
		AvailableFrom: day(c.AvailableFrom),
		DailyRateEUR:  positive(c.DailyRateEUR),
		Description:   optionalText(c.Description),
		Website:       optional(c.Website),
		Email:         optional(c.Email),
		Phone:         optional(c.Phone),
		Redacted:      lines(c.Redacted),
		Connection:    optional(string(c.Connection)),
		UpdatedAt:     moment(c.UpdatedAt),
		ConfirmedAt:   moment(c.ConfirmedAt),
	}
	for _, s := range c.Skills {
		r.Skills = append(r.Skills, ValueLabel{line(s.Slug), line(s.Label.In(lang))})
	}
	for _, word := range c.Proposed {
		r.Skills = append(r.Skills, ValueLabel{"+" + line(word), line(word)})
	}
	if t := c.Telecentre; t != nil {
		r.Telecentre = &Named{line(t.ID), line(t.Name)}
	}
	return r
}

func place(c *directory.Commune, e directory.EPCI) Place {
	p := Place{EPCI: optional(e.Name)}
	if c != nil {
		p.INSEE, p.Name = optional(c.INSEE), optional(c.Name)
	}
	return p
}

// Card is the document of one profile: a Result that stands alone.
type Card struct {
	Schema int `json:"schema"`
	Result
	Demo bool `json:"demo"`
}

// NewCard tells a card in a language.
func NewCard(c *directory.Card, lang string, demo bool) Card {
	return Card{Schema: Schema, Result: newResult(c, lang), Demo: demo}
}

// Shown is a Card with how many profiles' contacts its reader may still see
// today; null: as many as there are.
type Shown struct {
	Card
	ContactsLeft *int `json:"contacts_left"`
}

// NewShown tells a card in a language; left is negative without a limit.
func NewShown(c *directory.Card, lang string, demo bool, left int) Shown {
	return Shown{NewCard(c, lang, demo), limited(left)}
}

// ValueCount is one value of a facet and how many have it.
type ValueCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Facets are counts by the slugs and codes of the directory.
type Facets struct {
	Status  []ValueCount `json:"status"`
	Skill   []ValueCount `json:"skill"`
	Domain  []ValueCount `json:"domain"`
	Commune []ValueCount `json:"commune"`
	EPCI    []ValueCount `json:"epci"`
}

// Widening is a way out of an empty result: what to change, and how many are
// found then. Value is the new radius in km, or what is given up.
type Widening struct {
	Kind  string  `json:"kind"`
	Value *string `json:"value"`
	Count int     `json:"count"`
}

// Search is the document of a page of results.
type Search struct {
	Schema    int               `json:"schema"`
	Total     int               `json:"total"`
	Offset    int               `json:"offset"`
	Corrected map[string]string `json:"corrected"`
	Results   []Result          `json:"results"`
	Facets    *Facets           `json:"facets"`
	Demo      bool              `json:"demo"`
	Widenings []Widening        `json:"widenings"`
}

// NewSearch tells results in a language.
func NewSearch(r *directory.Results, lang string) Search {
	s := Search{
		Schema: Schema, Total: r.Total, Offset: r.Query.Offset, Results: make([]Result, 0, len(r.Cards)),
		Widenings: make([]Widening, 0, len(r.Widenings)), Demo: r.Demo,
	}
	for typed, meant := range r.Corrected {
		if s.Corrected == nil {
			s.Corrected = make(map[string]string, len(r.Corrected))
		}
		s.Corrected[line(typed)] = line(meant)
	}
	for _, c := range r.Cards {
		s.Results = append(s.Results, newResult(c, lang))
	}
	for _, w := range r.Widenings {
		s.Widenings = append(s.Widenings, Widening{line(string(w.Kind)), optional(w.Value), w.Count})
	}
	if f := r.Facets; f != nil {
		s.Facets = &Facets{counts(f.Status), counts(f.Skill), counts(f.Domain), counts(f.Commune), counts(f.EPCI)}
	}
	return s
}

func counts(list []directory.Count) []ValueCount {
	out := make([]ValueCount, 0, len(list))
	for _, c := range list {
		out = append(out, ValueCount{line(c.Value), c.Count})
	}
	return out
}

// WriteNDJSON writes the results one a line, each a document of its own.
func WriteNDJSON(w io.Writer, r *directory.Results, lang string) error {
	for _, c := range r.Cards {
		if err := WriteJSON(w, NewCard(c, lang, r.Demo)); err != nil {
			return err
		}
	}
	return nil
}
