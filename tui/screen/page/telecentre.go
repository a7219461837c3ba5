package page

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// How many other télécentres a page names.
const shownTelecentres = 3

// telecentre gathers the page of a public télécentre. One that is not public
// is not found.
func telecentre(id string) gather {
	return func(ctx context.Context, as asker) (compose, error) {
		tc, ok := as.service.Catalog().Telecentre(id)
		if !ok || !tc.Public() {
			return nil, directory.NotFound("telecentre", id)
		}
		works, err := as.find(ctx, directory.Query{Telecentre: id}, 0, shown)
		if err != nil {
			return nil, err
		}
		at, known := as.service.Atlas().Current(tc.Commune)
		if !known {
			return func(s *screen.Session) sheet { return telecentreSheet(s, tc, nil, works) }, nil
		}
		round, err := as.around(ctx, at, 0)
		if err != nil {
			return nil, err
		}
		others, err := as.service.Telecentres(ctx, as.actor, directory.TelecentreQuery{
			Place: &directory.Place{Communes: []*directory.Commune{at}}, RadiusKM: directory.MaxRadiusKM,
		})
		if err != nil {
			return nil, err
		}
		others = slices.DeleteFunc(others, func(t directory.TelecentreCount) bool { return t.Telecentre.ID == id })
		return func(s *screen.Session) sheet {
			page := telecentreSheet(s, tc, at, works)
			page.add(telecentreAround(s, round, works))
			page.add(telecentreLinks(s, at, others[:min(len(others), shownTelecentres)]))
			page.search = &screen.Find{Query: round.people.query, Fixed: true}
			return page
		}, nil
	}
}

// telecentreSheet tells all that is known. What is not known is left out:
// unknown is not « no ». Access alone is always spoken of, for those whom a
// useless journey costs most.
func telecentreSheet(s *screen.Session, tc *directory.Telecentre, at *directory.Commune, works *people) sheet {
	page := sheet{title: text.Typographic(tc.Name), kind: s.S("page.kind.telecentre")}
	where := text.Typographic(tc.Address)
	if at != nil {
		place := strings.Join(at.PostalCodes, ", ") + " " + text.Typographic(at.Name)
		if where == "" {
			where = place
		} else {
			where += ", " + place
		}
	}
	page.tell(s.S("page.fact.address"), where)
	page.tell(s.S("page.fact.kind"), tc.Kind)
	page.tell(s.S("page.fact.operator"), text.Typographic(tc.Operator))
	if tc.OpeningYear > 0 {
		page.tell(s.S("page.fact.opened"), strconv.Itoa(tc.OpeningYear)) // a year has no thousands
	}
	if tc.Workplaces > 0 {
		page.tell(s.S("page.fact.seats"), s.S("page.seats", "n", tc.Workplaces))
	}
	page.tell(s.S("page.fact.connection"), said(s, tc.Connection))
	page.tell(s.S("page.fact.meeting_room"), said(s, tc.MeetingRoom))
	page.tell(s.S("page.fact.video"), said(s, tc.VideoConference))
	page.tell(s.S("page.fact.access"), access(s, tc))
	page.tell(s.S("page.fact.price"), text.Typographic(tc.Price))
	page.whole(s.S("field.phone"), tc.Phone)
	page.whole(s.S("field.website"), tc.Website)
	page.tell(s.S("page.fact.notes"), text.Typographic(tc.Notes))
	if day, ok := s.Service.Catalog().Verified[tc.ID]; ok {
		page.tell(s.S("page.fact.verified"), s.Text.Date(day))
	}
	source := s.S("page.source.undated")
	if tc.SourceYear > 0 {
		source = s.S("page.source", "year", strconv.Itoa(tc.SourceYear))
	}
	if tc.SourceURL == "" {
		page.tell("", source)
	}
	page.whole(source, tc.SourceURL)
	page.add(works.everybody(s, s.S("page.works_here"), shown))
	return page
}

// whole adds an address, to be printed on a line of its own.
func (s *sheet) whole(label, value string) {
	if value != "" {
		s.facts = append(s.facts, fact{label: label, value: value, whole: true})
	}
}

// telecentreAround names who lives near and does not work there already.
func telecentreAround(s *screen.Session, round *aroundPlace, works *people) section {
	sec := round.section(s)
	sec.rows = round.people.rows(s, shown, func(c *directory.Card) bool {
		return !slices.ContainsFunc(works.cards, func(w *directory.Card) bool { return w.ID == c.ID })
	})
	return sec
}

func telecentreLinks(s *screen.Session, at *directory.Commune, others []directory.TelecentreCount) section {
	sec := section{heading: s.S("page.also"), count: -1}
	sec.rows = append(sec.rows, row{label: communeName(at), detail: s.S("page.kind.commune"), route: screen.Commune{INSEE: at.INSEE}})
	if at.EPCI.SIREN != "" {
		sec.rows = append(sec.rows, row{label: text.Typographic(at.EPCI.Name), route: screen.EPCI{SIREN: at.EPCI.SIREN}})
	}
	for _, t := range others {
		sec.rows = append(sec.rows, row{label: text.Typographic(t.Telecentre.Name), detail: s.Text.KM(t.DistanceKM), route: screen.Telecentre{ID: t.Telecentre.ID}})
	}
	return sec
}

// access says whether one enters without steps, in words.
func access(s *screen.Session, tc *directory.Telecentre) string {
	switch tc.StepFree {
	case "":
		return s.S("page.access.unknown")
	case "yes":
		return s.S("page.access.yes")
	case "no":
		return s.S("page.access.no")
	}
	return said(s, tc.StepFree)
}

// said puts the short answers of the data into words and leaves all others as
// their source says them.
func said(s *screen.Session, value string) string {
	switch value {
	case "yes":
		return s.S("page.yes")
	case "no":
		return s.S("page.no")
	case "planned":
		return s.S("page.planned")
	}
	return text.Typographic(value)
}
