package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// WideningKind says what a widening changes.
type WideningKind string

// The ways to widen a query that found nothing. The last two come only when
// no single change finds anything.
const (
	WidenRadius     WideningKind = "radius"     // to Value, in km
	WidenEverywhere WideningKind = "everywhere" // without the place
	WidenPhrase     WideningKind = "phrase"     // the words of phrases apart
	WidenWord       WideningKind = "word"       // without Value, a word
	WidenSkill      WideningKind = "skill"      // without Value, a skill's slug
	WidenStatus     WideningKind = "status"
	WidenAvailable  WideningKind = "available"
	WidenLanguage   WideningKind = "language"
	WidenTelecentre WideningKind = "telecentre"
	WidenDomain     WideningKind = "domain"
	WidenEPCI       WideningKind = "epci"
	WidenFilters    WideningKind = "filters" // the words alone, without any filter or place
	WidenAll        WideningKind = "all"     // the place alone, or the whole directory
)

// Widening is a query that finds more, and how many it finds.
type Widening struct {
	Kind  WideningKind
	Value string // what is given up; for WidenRadius the new radius in km
	Query Query
	Count int // at least 1
}

const (
	maxWidenings  = 6
	maxWidenWords = 8 // words that are each tried to be left out
)

// radiusSteps are the radiuses that a search is widened to, in km, rising.
var radiusSteps = []float64{5, 10, 15, 25, 50}

// widen finds what would make a query that found nothing find something: first
// the place a little larger, then conditions less likely to be essential, each
// left out alone. Only when none of these helps, what gives up more.
func widen(ctx context.Context, index Index, q Query) ([]Widening, error) {
	q.Offset = 0
	w := widener{search: func(q Query) (*Found, error) { return index.Search(ctx, q) }}
	w.radiuses(q)
	w.filters(q)
	w.skills(q)
	w.phrases(q)
	w.words(q)
	if len(w.found) == 0 {
		w.lastResorts(q)
	}
	// The largest radius comes last, in case that the nearest one finds few.
	if w.largest != nil {
		w.found = append(w.found[:min(len(w.found), maxWidenings-1)], *w.largest)
	}
	return w.found[:min(len(w.found), maxWidenings)], w.err
}

// widener collects the widenings that find something.
type widener struct {
	search  func(Query) (*Found, error)
	found   []Widening
	largest *Widening // the largest radius, when it finds more than the first
	err     error
}

// count tells how many a query finds.
func (w *widener) count(q Query) int {
	if w.err != nil {
		return 0
	}
	q.Limit, q.Offset, q.Facets = 0, 0, false
	found, err := w.search(q)
	if err != nil {
		w.err = err
		return 0
	}
	return found.Total
}

// try keeps the widening if it finds something.
func (w *widener) try(kind WideningKind, value string, q Query) bool {
	n := w.count(q)
	if n > 0 {
		w.found = append(w.found, Widening{Kind: kind, Value: value, Query: q, Count: n})
	}
	return n > 0
}

// radiuses tries the place larger: the first step that finds something.
func (w *widener) radiuses(q Query) {
	if len(q.Communes) == 0 {
		return
	}
	for i, km := range radiusSteps {
		if km <= q.RadiusKM {
			continue
		}
		wider := q
		wider.RadiusKM = km
		if !w.try(WidenRadius, kilometres(km), wider) {
			continue
		}
		if last := len(radiusSteps) - 1; i < last {
			wider.RadiusKM = radiusSteps[last]
			if n := w.count(wider); n > w.found[len(w.found)-1].Count {
				w.largest = &Widening{Kind: WidenRadius, Value: kilometres(wider.RadiusKM), Query: wider, Count: n}
			}
		}
		return
	}
}

// filters tries without the place, then without each filter.
func (w *widener) filters(q Query) {
	if len(q.Communes) > 0 {
		w.try(WidenEverywhere, "", everywhere(q))
	}
	for _, f := range []struct {
		kind  WideningKind
		value string
		drop  func(*Query)
	}{
		{WidenAvailable, q.Available.String(), func(q *Query) { q.Available = 0 }},
		{WidenLanguage, q.Language, func(q *Query) { q.Language = "" }},
		{WidenStatus, string(q.Status), func(q *Query) { q.Status = "" }},
		{WidenTelecentre, q.Telecentre, func(q *Query) { q.Telecentre = "" }},
		{WidenEPCI, q.EPCI, func(q *Query) { q.EPCI = "" }},
		{WidenDomain, q.Domain, func(q *Query) { q.Domain = "" }},
	} {
		if f.value != "" {
			without := q
			f.drop(&without)
			w.try(f.kind, f.value, without)
		}
	}
}

// skills tries without each skill, those that give most first.
func (w *widener) skills(q Query) {
	from := len(w.found)
	for i, skill := range q.Skills {
		without := q
		without.Skills = slices.Delete(slices.Clone(q.Skills), i, i+1)
		w.try(WidenSkill, skill, without)
	}
	w.mostFirst(from)
}

// phrases tries the words of what stands between quotes, wherever they are.
func (w *widener) phrases(q Query) {
	units := splitQuery(q.Text)
	some := false
	for i, unit := range units {
		if first, size := utf8.DecodeRuneInString(unit); closingQuote(first) != 0 {
			units[i], some = strings.TrimSuffix(unit[size:], string(closingQuote(first))), true
		}
	}
	if some {
		q.Text = strings.Join(units, " ")
		w.try(WidenPhrase, "", q)
	}
}

// words tries without each word or phrase, those that give most first.
func (w *widener) words(q Query) {
	from := len(w.found)
	units := splitQuery(q.Text)
	for i, unit := range units[:min(len(units), maxWidenWords)] {
		without := q
		without.Text = strings.Join(slices.Delete(slices.Clone(units), i, i+1), " ")
		w.try(WidenWord, unit, without)
	}
	w.mostFirst(from)
}

func (w *widener) mostFirst(from int) {
	slices.SortStableFunc(w.found[from:], func(a, b Widening) int { return cmp.Compare(b.Count, a.Count) })
}

// lastResorts tries what gives up several conditions at once.
func (w *widener) lastResorts(q Query) {
	page := Query{Sort: q.Sort, Limit: q.Limit, Facets: q.Facets, FacetsWithin: q.FacetsWithin}
	if page.Sort == SortDistance {
		page.Sort = SortDefault
	}
	words := page
	words.Text, words.Skills = q.Text, q.Skills
	if words.Text != "" || len(words.Skills) > 0 {
		w.try(WidenFilters, "", words)
	}
	place := page
	place.Communes, place.RadiusKM, place.EPCI = q.Communes, q.RadiusKM, q.EPCI
	if len(place.Communes) > 0 || place.EPCI != "" {
		if w.try(WidenAll, "", place) {
			return
		}
	}
	if len(w.found) == 0 {
		w.try(WidenAll, "", page)
	}
}

// everywhere is the query without its place.
func everywhere(q Query) Query {
	q.Communes, q.RadiusKM, q.EPCI = nil, 0, ""
	if q.Sort == SortDistance {
		q.Sort = SortDefault
	}
	return q
}

// splitQuery splits the text of a query where a person would: at spaces, but
// not within quotes.
func splitQuery(text string) []string {
	var units []string
	start, closing := -1, rune(0)
	for i, r := range text {
		switch {
		case closing != 0:
			if r == closing {
				closing = 0
			}
		case r == ' ':
			if start >= 0 {
				units = append(units, text[start:i])
			}
			start = -1
			continue
		default:
			closing = closingQuote(r)
		}
		if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		units = append(units, text[start:])
	}
	return units
}

// closingQuote is the quotation mark that ends what r opens; 0 if r opens nothing.
func closingQuote(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '“':
		return '”'
	case '«':
		return '»'
	}
	return 0
}
