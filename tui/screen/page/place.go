package page

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// How many professionals a page names, and how far « near » is, in km.
const (
	shown    = 8
	shownFew = 4 // where a list of places or skills follows
	near     = 15
	nearby   = 25 // where nobody is near
	further  = 50 // proposed where nobody is nearby either
)

// aroundPlace is what the pages of a commune and of a télécentre share: who is
// near a commune without being of it.
type aroundPlace struct {
	commune *directory.Commune
	people  *people // all within the radius
	others  int     // how many of them are not of the list shown before
}

// around asks who is near a commune, those left out who were shown already.
// Who stands in the commune itself comes first by distance: as many are
// skipped as are known to be there.
func (a asker) around(ctx context.Context, c *directory.Commune, here int) (*aroundPlace, error) {
	for _, radius := range []float64{near, nearby} {
		q := directory.Query{Communes: []string{c.INSEE}, RadiusKM: radius}
		got, err := a.find(ctx, q, min(here, directory.MaxOffset), 4*shown)
		if err != nil {
			return nil, err
		}
		if got.total > here || radius == nearby {
			return &aroundPlace{commune: c, people: got, others: max(0, got.total-here)}, nil
		}
	}
	return nil, nil
}

// section names those who are near, with their distances.
func (a *aroundPlace) section(s *screen.Session) section {
	name := text.Typographic(a.commune.Name)
	km := s.Text.KM(a.people.query.RadiusKM)
	sec := section{heading: s.S("page.around", "km", km, "place", s.Text.Of(name)), count: a.others}
	if a.others == 0 {
		sec.count, sec.note = -1, s.S("page.around.nobody")
		return sec
	}
	sec.rows = a.people.rows(s, shown, func(c *directory.Card) bool {
		return c.Commune == nil || c.Commune.INSEE != a.commune.INSEE
	})
	return sec
}

// commune gathers the page of a commune.
func commune(insee string) gather {
	return func(ctx context.Context, as asker) (compose, error) {
		c, ok := as.service.Atlas().Current(insee)
		if !ok {
			return nil, directory.NotFound("commune", insee)
		}
		here, err := as.find(ctx, directory.Query{Communes: []string{c.INSEE}}, 0, shown)
		if err != nil {
			return nil, err
		}
		round, err := as.around(ctx, c, here.total)
		if err != nil {
			return nil, err
		}
		telecentre := as.service.NearestTelecentre(c)
		return func(s *screen.Session) sheet { return communeSheet(s, c, here, round, telecentre) }, nil
	}
}

func communeSheet(s *screen.Session, c *directory.Commune, here *people, round *aroundPlace, tc *directory.TelecentreCount) sheet {
	name := text.Typographic(c.Name)
	page := sheet{title: name, kind: s.S("page.kind.commune")}
	page.tell(s.S("page.fact.people"), s.S("page.commune.people", "here", here.total, "near", round.people.total, "km", s.Text.KM(round.people.query.RadiusKM)))
	page.tell(s.S("page.fact.population"), s.S("page.inhabitants", "n", c.Population))
	page.tell(s.S("page.fact.postal", "n", len(c.PostalCodes)), strings.Join(c.PostalCodes, ", "))
	page.tell(s.S("page.fact.insee"), c.INSEE)
	page.tell(s.S("page.fact.former", "n", len(c.Former)), text.Typographic(strings.Join(c.Former, ", ")))
	people := here.everybody(s, s.S("page.here", "place", s.Text.At(name)), shown)
	people.here = true
	page.add(people)
	page.add(round.section(s))
	also := section{heading: s.S("page.also"), count: -1}
	if tc != nil {
		also.rows = append(also.rows, row{
			label:  s.S("page.nearest", "telecentre", text.Typographic(tc.Telecentre.Name)),
			detail: s.Text.KM(tc.DistanceKM), route: screen.Telecentre{ID: tc.Telecentre.ID},
		})
	}
	if c.EPCI.SIREN != "" {
		also.rows = append(also.rows, row{label: text.Typographic(c.EPCI.Name), route: screen.EPCI{SIREN: c.EPCI.SIREN}})
	}
	search := screen.Find{Query: round.people.query, Fixed: true}
	page.search = &search
	if round.others == 0 {
		search.Query.RadiusKM = further
		also.rows = append(also.rows, row{label: s.S("page.search.further", "km", s.Text.KM(further)), route: search})
	}
	page.add(also)
	return page
}

// epci gathers the page of an intercommunality.
func epci(siren string) gather {
	return func(ctx context.Context, as asker) (compose, error) {
		atlas := as.service.Atlas()
		e, ok := atlas.EPCI(siren)
		if !ok {
			return nil, directory.NotFound("epci", siren)
		}
		all, err := as.find(ctx, directory.Query{EPCI: siren}, 0, shownFew)
		if err != nil {
			return nil, err
		}
		counts, err := as.service.Communes(ctx, as.actor, "")
		if err != nil {
			return nil, err
		}
		counts = slices.DeleteFunc(counts, func(p directory.PlaceCount) bool { return p.Commune.EPCI.SIREN != siren })
		// By name within the same number: that is how they come.
		slices.SortStableFunc(counts, func(a, b directory.PlaceCount) int { return cmp.Compare(b.Count, a.Count) })
		telecentres, err := as.service.Telecentres(ctx, as.actor, directory.TelecentreQuery{
			Place: &directory.Place{EPCI: &e, Communes: atlas.InEPCI(siren)},
		})
		if err != nil {
			return nil, err
		}
		return func(s *screen.Session) sheet { return epciSheet(s, e, all, counts, telecentres) }, nil
	}
}

func epciSheet(s *screen.Session, e directory.EPCI, all *people, communes []directory.PlaceCount, telecentres []directory.TelecentreCount) sheet {
	page := sheet{title: text.Typographic(e.Name), kind: s.S("page.kind.epci")}
	population := 0
	for _, c := range communes {
		population += c.Commune.Population
	}
	page.tell(s.S("page.fact.communes"), s.S("page.epci.communes", "n", len(communes)))
	page.tell(s.S("page.fact.population"), s.S("page.inhabitants", "n", population))
	page.add(all.everybody(s, s.S("page.people"), shownFew))
	list := section{heading: s.S("page.communes"), count: len(communes)}
	for _, c := range communes {
		r := row{label: text.Typographic(c.Commune.Name), route: screen.Commune{INSEE: c.Commune.INSEE}}
		if c.Count > 0 {
			r.detail = s.Text.Int(c.Count)
		}
		list.rows = append(list.rows, r)
	}
	works := section{heading: s.S("page.telecentres"), count: len(telecentres)}
	for _, t := range telecentres {
		works.rows = append(works.rows, row{label: text.Typographic(t.Telecentre.Name), detail: communeName(t.Commune), route: screen.Telecentre{ID: t.Telecentre.ID}})
	}
	page.add(works)
	page.add(list)
	page.search = &screen.Find{Query: all.query, Fixed: true}
	return page
}

func communeName(c *directory.Commune) string {
	if c == nil {
		return ""
	}
	return text.Typographic(c.Name)
}
