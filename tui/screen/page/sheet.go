package page

import (
	"context"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// sheet is a page in words.
type sheet struct {
	title    string
	kind     string
	facts    []fact
	sections []section
	after    []fact       // read last, under a heading of their own
	about    string       // that heading
	search   *screen.Find // what searching from here searches; nil: nothing
}

// fact is something known about the subject: a label and a value, or a value
// alone, which is prose.
type fact struct {
	label, value string
	whole        bool // an address, to be selected whole: on a line of its own
}

// section is a heading with rows under it.
type section struct {
	heading string
	count   int    // beside the heading; negative: none
	note    string // said under the heading
	rows    []row
	here    bool // its professionals are all of the place that the heading names
}

// row is a line that can be opened: a professional, or the way to another page.
type row struct {
	person *person
	label  string
	detail string // at the right
	route  screen.Route
}

// person is a professional of a list.
type person struct {
	card  *directory.Card
	list  *people
	index int // among all that the list's query finds
}

// rows are all rows of the page, in order.
func (s *sheet) rows() []row {
	var all []row
	for i := range s.sections {
		all = append(all, s.sections[i].rows...)
	}
	return all
}

// add puts a section at the end, unless it has nothing to say.
func (s *sheet) add(sec section) {
	if len(sec.rows) > 0 || sec.note != "" {
		s.sections = append(s.sections, sec)
	}
}

// tell adds a fact, unless nothing is known.
func (s *sheet) tell(label, value string) {
	if value != "" {
		s.facts = append(s.facts, fact{label: label, value: value})
	}
}

// tellLast adds a fact to those read last, unless nothing is known.
func (s *sheet) tellLast(label, value string) {
	if value != "" {
		s.after = append(s.after, fact{label: label, value: value})
	}
}

// people is a list of professionals as a search found it.
type people struct {
	query  directory.Query
	total  int
	first  int // index of the first card
	cards  []*directory.Card
	facets *directory.Facets
}

// find asks for the first professionals of a query, from an offset on.
func (a asker) find(ctx context.Context, q directory.Query, offset, most int) (*people, error) {
	asked := q
	asked.Offset, asked.Limit = offset, most
	got, err := a.service.Search(ctx, a.actor, directory.Search{Query: asked})
	if err != nil {
		return nil, err
	}
	q.Facets = false
	if q.RadiusKM == 0 {
		for _, c := range got.Cards {
			c.DistanceKM = -1 // all of them are there: nothing to tell
		}
	}
	return &people{query: q, total: got.Total, first: offset, cards: got.Cards, facets: got.Facets}, nil
}

// rows are at most most of the professionals that are wanted, and the way to
// all of them when these are more.
func (p *people) rows(s *screen.Session, most int, wanted func(*directory.Card) bool) []row {
	var rows []row
	for i, c := range p.cards {
		if len(rows) < most && (wanted == nil || wanted(c)) {
			rows = append(rows, row{person: &person{card: c, list: p, index: p.first + i}})
		}
	}
	if len(rows) < p.total {
		all := s.S("page.all", "n", p.total)
		if p.query.RadiusKM > 0 {
			all = s.S("page.all.radius", "n", p.total, "km", s.Text.KM(p.query.RadiusKM))
		}
		rows = append(rows, row{label: all, route: screen.Find{Query: p.query, Fixed: true}})
	}
	return rows
}

// everybody is the section of all professionals of a list.
func (p *people) everybody(s *screen.Session, heading string, most int) section {
	sec := section{heading: heading, count: p.total, rows: p.rows(s, most, nil)}
	if p.total == 0 {
		sec.count, sec.note = -1, s.S("page.nobody")
	}
	return sec
}

// lang is the session's language as labels are asked for.
func lang(s *screen.Session) string { return string(s.Text.Lang()) }

// label is a name of the reference data in the session's language.
func label(s *screen.Session, l directory.Label) string { return text.Typographic(l.In(lang(s))) }
