package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// PlaceCount is a commune with the number of professionals found there.
type PlaceCount struct {
	Commune *Commune
	Count   int
}

// SkillCount is a skill with the number of professionals who have it.
type SkillCount struct {
	Skill *Skill
	Count int
}

// DomainCount is a domain with the number of professionals in it.
type DomainCount struct {
	Domain *Domain
	Count  int
}

// EPCICount is an intercommunality with the number of professionals in it.
type EPCICount struct {
	EPCI  EPCI
	Count int
}

// TelecentreCount is a public télécentre with the number of professionals who
// work there, and its distance from the place asked for (negative without one).
type TelecentreCount struct {
	Telecentre *Telecentre
	Commune    *Commune // nil when the atlas does not know it
	Count      int
	DistanceKM float64
	Verified   Date // when what is said of it was last found to be true; zero: never
}

// TelecentreQuery says which télécentres are wanted.
type TelecentreQuery struct {
	Place    *Place  // nil: wherever
	RadiusKM float64 // around the place; 0: in exactly its communes
	StepFree bool    // only those known to be entered without steps
}

// Communes are those with a word of their present or former name, their EPCI
// or a postal code that starts like each word typed, and the one that has, or
// took in who had, the INSEE code typed: the one of that very name first, those
// that took in one of that name next, then by name; all of them when nothing is
// typed. People who show only their EPCI are not counted.
func (s *Service) Communes(_ context.Context, actor Actor, word string) ([]PlaceCount, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	word, err := cleanQueryText(word)
	if err != nil {
		return nil, err
	}
	typed, want := strings.Fields(spellOut(Fold(word))), placeKey(word) // « st cyr »
	st := s.state.Load()
	counts := st.index.Counts().Commune
	coded, _ := st.catalog.Atlas.Current(word) // by the code that it, or one it took in, has or had
	var list []PlaceCount
	named := make(map[*Commune]int)
	for _, c := range st.catalog.Atlas.Communes() {
		texts := append([]string{c.Name, c.INSEE, c.EPCI.Name}, c.Former...)
		if c == coded || beginAll(typed, append(texts, c.PostalCodes...)...) {
			list = append(list, PlaceCount{Commune: c, Count: counts[c.INSEE]})
			named[c] = rankName(want, placeKey, []string{c.Name}, c.Former)
		}
	}
	slices.SortStableFunc(list, func(a, b PlaceCount) int {
		return cmp.Or(cmp.Compare(named[a.Commune], named[b.Commune]), byFolded(a.Commune.Name, b.Commune.Name))
	})
	return list, nil
}

// rankName tells whether what is wanted is one of the names, 0, one of the
// other names, 1, or neither, 2, by what key reduces them to.
func rankName(want string, key func(string) string, names, others []string) int {
	is := func(name string) bool { return key(name) == want }
	switch {
	case slices.ContainsFunc(names, is):
		return 0
	case slices.ContainsFunc(others, is):
		return 1
	}
	return 2
}

// Skills are those with a name in either language that has each of the words
// typed, as beginnings: the one of that very slug or label first, those with
// that alias next, then by French label; all of them when nothing is typed.
// Retired ones are left out.
func (s *Service) Skills(_ context.Context, actor Actor, word string) ([]SkillCount, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	word, err := cleanQueryText(word)
	if err != nil {
		return nil, err
	}
	want := Fold(word)
	typed := strings.Fields(want)
	st := s.state.Load()
	counts := st.index.Counts().Skill
	var list []SkillCount
	named := make(map[*Skill]int)
	for i := range st.catalog.Taxonomy.Skills {
		skill := &st.catalog.Taxonomy.Skills[i]
		if st.catalog.Taxonomy.Offered(skill.Slug) && beginAll(typed, append(skill.Names(), skill.Slug)...) {
			list = append(list, SkillCount{Skill: skill, Count: counts[skill.Slug]})
			named[skill] = rankName(want, Fold, []string{skill.Slug, skill.Label.FR, skill.Label.EN}, skill.Names())
		}
	}
	slices.SortStableFunc(list, func(a, b SkillCount) int {
		return cmp.Or(cmp.Compare(named[a.Skill], named[b.Skill]), byFolded(a.Skill.Label.FR, b.Skill.Label.FR))
	})
	return list, nil
}

// Domains are all domains in the order of the taxonomy.
func (s *Service) Domains(_ context.Context, actor Actor) ([]DomainCount, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	st := s.state.Load()
	counts := st.index.Counts().Domain
	list := make([]DomainCount, len(st.catalog.Taxonomy.Domains))
	for i := range st.catalog.Taxonomy.Domains {
		d := &st.catalog.Taxonomy.Domains[i]
		list[i] = DomainCount{Domain: d, Count: counts[d.Slug]}
	}
	return list, nil
}

// EPCIs are the intercommunalities of the Orne, those with most professionals
// first.
func (s *Service) EPCIs(_ context.Context, actor Actor) ([]EPCICount, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	st := s.state.Load()
	counts, all := st.index.Counts().EPCI, st.catalog.Atlas.EPCIs()
	list := make([]EPCICount, len(all))
	for i, e := range all {
		list[i] = EPCICount{EPCI: e, Count: counts[e.SIREN]}
	}
	slices.SortStableFunc(list, func(a, b EPCICount) int { return cmp.Compare(b.Count, a.Count) })
	return list, nil
}

// Telecentres are the public ones: the nearest first when a place is given,
// else by name.
func (s *Service) Telecentres(_ context.Context, actor Actor, q TelecentreQuery) ([]TelecentreCount, error) {
	if err := actor.May(ActionRead); err != nil {
		return nil, err
	}
	if err := checkRadius(q.RadiusKM); err != nil {
		return nil, err
	}
	if q.RadiusKM > 0 && q.Place == nil {
		return nil, &Error{Code: CodeRadiusNeedsPlace, Field: "radius"}
	}
	var near []*Commune
	if q.Place != nil {
		near = q.Place.Communes
	}
	list := s.telecentres(near, (*Telecentre).Public)
	return slices.DeleteFunc(list, func(t TelecentreCount) bool {
		return q.StepFree && !t.Telecentre.Accessible() || q.Place != nil && !(t.DistanceKM >= 0 && t.DistanceKM <= q.RadiusKM)
	}), nil
}

// NearestTelecentre is the public télécentre nearest to a commune; nil when
// there is none.
func (s *Service) NearestTelecentre(c *Commune) *TelecentreCount {
	if c == nil {
		return nil
	}
	for _, t := range s.telecentres([]*Commune{c}, (*Telecentre).Public) {
		if t.DistanceKM >= 0 {
			return &t
		}
	}
	return nil
}

// nearestOf is the distance from a commune to the nearest of several, negative
// when there is nothing to measure.
func nearestOf(near []*Commune, at *Commune) float64 {
	best := -1.0
	if at == nil {
		return best
	}
	for _, c := range near {
		if d := c.Distance(at); best < 0 || d < best {
			best = d
		}
	}
	return best
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// byFolded orders names without regard to accents and case.
func byFolded(a, b string) int { return cmp.Or(cmp.Compare(Fold(a), Fold(b)), cmp.Compare(a, b)) }

// beginAll tells whether one of the texts has, for each word, a word that
// starts like it.
func beginAll(words []string, texts ...string) bool {
	if len(words) == 0 {
		return true
	}
	for _, text := range texts {
		have := strings.Fields(Fold(text))
		if !slices.ContainsFunc(words, func(w string) bool {
			return !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) })
		}) {
			return true
		}
	}
	return false
}
