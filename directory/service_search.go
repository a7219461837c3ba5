package directory

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Search is a query together with what the reader gets to see of each result.
type Search struct {
	Query
	Contacts bool // fill in contact details, which count against the daily limit
}

// Results are a page of cards and what is told about the whole.
type Results struct {
	Query     Query
	Total     int
	Cards     []*Card // shared, unless contacts were asked for: nobody may change them
	Corrected map[string]string
	Concepts  []*Skill
	Facets    *Facets
	Marker    Marker
	Widenings []Widening // ways out of an empty result, best first
	Demo      bool
}

// maxNearest bounds how many slugs are proposed instead of one not found.
const maxNearest = 3

// Search answers a query with the page of cards that this actor may see. What
// is wrong with the query is told as *Error with the Field: text, skill,
// domain, commune, radius, epci, status, language, telecentre, sort, limit,
// offset. A limit of 0 counts only.
func (s *Service) Search(ctx context.Context, actor Actor, search Search) (*Results, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	st := s.state.Load()
	q, err := st.catalog.check(search.Query)
	if err != nil {
		return nil, err
	}
	found, err := st.index.Search(ctx, q)
	if err != nil {
		return nil, s.internal("search", err)
	}
	r := &Results{
		Query: q, Total: found.Total, Corrected: found.Corrected, Facets: found.Facets,
		Marker: found.Marker, Demo: s.Demo(),
	}
	for _, slug := range found.Concepts {
		if skill, ok := st.catalog.Taxonomy.Skill(slug); ok {
			r.Concepts = append(r.Concepts, skill)
		}
	}
	as := &reader{service: s, catalog: st.catalog, actor: actor, contacts: search.Contacts}
	if r.Cards, err = as.cards(ctx, found.Hits); err != nil {
		return nil, s.internal("search", err)
	}
	if found.Total == 0 {
		if r.Widenings, err = widen(ctx, st.index, q); err != nil {
			return nil, s.internal("widen", err)
		}
	}
	return r, nil
}

// cards fetches what was found, without those that were hidden meanwhile.
func (r *reader) cards(ctx context.Context, hits []Hit) ([]*Card, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	ids := make([]ListingID, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	listings, err := r.service.listings(ctx, ids)
	if err != nil {
		return nil, err
	}
	cards := make([]*Card, 0, len(listings))
	for _, h := range hits {
		if len(listings) == 0 || listings[0].ID != h.ID { // it is gone; all others are in this order
			continue
		}
		if l := listings[0]; l.Visible() {
			cards = append(cards, r.cardInList(l, h.DistanceKM))
		}
		listings = listings[1:]
	}
	return cards, nil
}

// Show answers the published profile of that slug. One that is unknown and one
// that this actor may not see are both CodeNotFound, with the nearest slugs.
// Owners and moderators see it while it is paused or suspended, too.
func (s *Service) Show(ctx context.Context, actor Actor, slug string, contacts bool) (*Card, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	st := s.state.Load()
	slug = strings.ToLower(Clip(slug, MaxLine))
	l, err := s.store.ListingBySlug(ctx, slug)
	if err != nil && !IsCode(err, CodeNotFound) {
		return nil, s.internal("show", err)
	}
	if err != nil || l.Published == nil || !l.Visible() && !actor.seesAll(l) {
		return nil, NotFound("listing", slug, st.index.Similar(slug, maxNearest)...)
	}
	as := &reader{service: s, catalog: st.catalog, actor: actor, contacts: contacts}
	return as.card(l, -1), nil
}

// Complete proposes at most limit (MaxLimit at most) skills, domains and people
// for what is being typed. A person comes with the slug as Value, the name and
// the headline.
func (s *Service) Complete(ctx context.Context, actor Actor, text, lang string, limit int) ([]Completion, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	st := s.state.Load()
	text, err := cleanQueryText(text)
	if err != nil {
		return nil, err
	}
	all, err := st.index.Complete(ctx, text, lang, max(0, min(limit, MaxLimit)))
	if err != nil {
		return nil, s.internal("complete", err)
	}
	return s.namePeople(ctx, all)
}

// namePeople fills in the people among the completions, without those hidden
// meanwhile.
func (s *Service) namePeople(ctx context.Context, all []Completion) ([]Completion, error) {
	var ids []ListingID
	for _, c := range all {
		if c.Kind == CompletePerson {
			ids = append(ids, c.ID)
		}
	}
	if len(ids) == 0 {
		return all, nil
	}
	listings, err := s.listings(ctx, ids)
	if err != nil {
		return nil, s.internal("complete", err)
	}
	people := make(map[ListingID]*Listing, len(listings))
	for _, l := range listings {
		if l.Visible() {
			people[l.ID] = l
		}
	}
	named := make([]Completion, 0, len(all))
	for _, c := range all {
		if c.Kind == CompletePerson {
			l, ok := people[c.ID]
			if !ok {
				continue
			}
			p := &l.Published.Profile
			c.Value, c.Name, c.Headline = l.Slug, SafeLine(p.Name), SafeLine(p.Headline)
		}
		named = append(named, c)
	}
	return named, nil
}

// cleanQueryText makes typed words safe, and bounds the work they can cause.
func cleanQueryText(s string) (string, error) {
	if most := 16 * MaxQueryText; len(s) > most {
		for most > 0 && !utf8.RuneStart(s[most]) {
			most--
		}
		s = s[:most]
	}
	s, err := CleanLine(s)
	if err != nil {
		return "", &Error{Code: CodeEncoding, Field: "text"}
	}
	return s, nil
}

// check answers the query with clean text and resolved skills and languages,
// or says what is wrong with it.
func (c *Catalog) check(q Query) (Query, error) {
	text, err := cleanQueryText(q.Text)
	if err != nil {
		return q, err
	}
	q.Text = text
	if err := checkNumbers(&q); err != nil {
		return q, err
	}
	if err := c.checkPlaces(&q); err != nil {
		return q, err
	}
	if err := c.checkSkills(&q); err != nil {
		return q, err
	}
	if q.Status != "" && !slices.Contains(Statuses, q.Status) {
		return q, notAmong("status", string(q.Status), Statuses)
	}
	if q.Sort != SortDefault && !slices.Contains(Sorts, q.Sort) {
		return q, notAmong("sort", string(q.Sort), Sorts)
	}
	if q.Language != "" {
		lang := strings.ToLower(q.Language)
		if !ValidLanguage(lang) {
			return q, &Error{Code: CodeLanguage, Field: "language", Params: Params{"value": Clip(q.Language, 40)}}
		}
		q.Language = lang
	}
	if q.Telecentre != "" {
		t, ok := c.Telecentre(q.Telecentre)
		if !ok || !t.Public() {
			return q, &Error{
				Code: CodeTelecentre, Field: "telecentre",
				Params: Params{"value": Clip(q.Telecentre, 60)}, Nearest: c.nearestTelecentres(q.Telecentre),
			}
		}
	}
	return q, nil
}

func checkNumbers(q *Query) error {
	switch {
	case q.Limit < 0 || q.Limit > MaxLimit:
		return &Error{Code: CodeOutOfRange, Field: "limit", Params: Params{"min": 0, "max": MaxLimit}}
	case q.Offset < 0 || q.Offset > MaxOffset:
		return &Error{Code: CodeOutOfRange, Field: "offset", Params: Params{"min": 0, "max": MaxOffset}}
	case q.Available < 0:
		return &Error{Code: CodeDate, Field: "available", Params: Params{"value": q.Available.String()}}
	}
	return checkRadius(q.RadiusKM)
}

// checkRadius refuses what is no distance; NaN compares false with anything.
func checkRadius(km float64) error {
	if math.IsNaN(km) || km < 0 || km > MaxRadiusKM {
		return &Error{Code: CodeOutOfRange, Field: "radius", Params: Params{"min": 0, "max": MaxRadiusKM}}
	}
	return nil
}

func (c *Catalog) checkPlaces(q *Query) error {
	if q.RadiusKM > 0 && len(q.Communes) == 0 {
		return &Error{Code: CodeRadiusNeedsPlace, Field: "radius"}
	}
	var communes []string
	for _, insee := range q.Communes {
		at, ok := c.Atlas.Current(insee)
		if !ok {
			return &Error{Code: CodePlace, Field: "commune", Params: Params{"value": Clip(insee, 60)}}
		}
		if !slices.Contains(communes, at.INSEE) {
			communes = append(communes, at.INSEE)
		}
	}
	q.Communes = communes
	if q.EPCI != "" {
		if _, ok := c.Atlas.EPCI(q.EPCI); !ok {
			return &Error{Code: CodePlace, Field: "epci", Params: Params{"value": Clip(q.EPCI, 60)}}
		}
	}
	return nil
}

func (c *Catalog) checkSkills(q *Query) error {
	if len(q.Skills) > MaxSkills {
		return &Error{Code: CodeTooMany, Field: "skill", Params: Params{"max": MaxSkills, "count": len(q.Skills)}}
	}
	var skills []string
	for _, typed := range q.Skills {
		skill, err := c.Taxonomy.Resolve(typed)
		if err != nil {
			return inField(err, "skill")
		}
		if !slices.Contains(skills, skill.Slug) {
			skills = append(skills, skill.Slug)
		}
	}
	q.Skills = skills
	if q.Domain != "" {
		if _, ok := c.Taxonomy.Domain(q.Domain); !ok {
			names := make(map[string]string, len(c.Taxonomy.Domains))
			for _, d := range c.Taxonomy.Domains {
				names[Fold(d.Slug)] = d.Slug
			}
			return &Error{
				Code: CodeNotFound, Field: "domain",
				Params:  Params{"what": "domain", "value": Clip(q.Domain, 60)},
				Nearest: nearest(Fold(q.Domain), names, maxNearest),
			}
		}
	}
	return nil
}

func (c *Catalog) nearestTelecentres(typed string) []string {
	names := make(map[string]string)
	for i := range c.Telecentres {
		if t := &c.Telecentres[i]; t.Public() {
			names[Fold(t.ID)] = t.ID
			names[Fold(t.Name)] = t.ID
		}
	}
	return nearest(Fold(typed), names, maxNearest)
}

// notAmong says that the value of a field is none of those possible.
func notAmong[T ~string](field, value string, choices []T) *Error {
	e := notAllowed(value, texts(choices)).In(field)
	keys := make(map[string]string, len(choices))
	for _, c := range choices {
		keys[Fold(string(c))] = string(c)
	}
	e.Nearest = nearest(Fold(value), keys, 1)
	return e
}

// kilometres writes a radius without needless decimals.
func kilometres(km float64) string { return strconv.FormatFloat(km, 'f', -1, 64) }
