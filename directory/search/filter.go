package search

import (
	"context"
	"math"

	"teleorne/directory"
)

// Filters by kind. A document that one kind alone keeps out still counts in
// the facet of that kind.
const (
	outStatus = 1 << iota
	outPlace
	outEPCI
	outDomain
	outAvailable
	outLanguage
	outTelecentre
)

// sieve is the query's filters in the segment's numbers. A nil slice lets
// everybody through.
type sieve struct {
	status    uint8
	exact     []bool // by commune, of those who show it
	around    []bool // by commune they stand on
	epci      int    // -1: any; one behind the last: none
	inDomain  []bool // by set of domains
	available directory.Date
	language  []bool // by set of languages
	centre    int    // -1: any; one behind the last: none
	unknown   bool   // a status that nobody has
}

func (r *run) sieve() sieve {
	q, g := &r.query, r.ground
	f := sieve{status: statusNo(q.Status), epci: -1, centre: -1, available: q.Available}
	f.unknown = q.Status != "" && f.status == otherStatus
	if len(q.Communes) > 0 {
		f.exact, f.around = r.places(q)
	}
	if q.EPCI != "" {
		f.epci = len(g.epcis) + 1
		if no, ok := g.epciNo[q.EPCI]; ok {
			f.epci = int(no)
		}
	}
	if q.Domain != "" {
		f.inDomain = make([]bool, len(r.crafts))
		if d, ok := g.domainNo[q.Domain]; ok {
			for i, set := range r.crafts {
				eachDomain(set, func(no uint16) { f.inDomain[i] = f.inDomain[i] || no == d })
			}
		}
	}
	if q.Language != "" {
		f.language = make([]bool, len(r.sets))
		for i, set := range r.sets {
			f.language[i] = holdsWord(set, q.Language)
		}
	}
	if q.Telecentre != "" {
		f.centre = len(r.centres)
		if no, ok := r.centreNo[q.Telecentre]; ok {
			f.centre = int(no)
		}
	}
	return f
}

// places marks the communes of the query, and with a radius those around.
func (r *run) places(q *directory.Query) (exact, around []bool) {
	g := r.ground
	radius := q.RadiusKM > 0 // neither for 0 nor for what is no number
	marked := make([]bool, len(g.communes)+1)
	for _, insee := range q.Communes {
		if no, ok := g.communeNo[insee]; ok && !radius {
			marked[no] = true
		}
	}
	if !radius {
		return marked, nil
	}
	for no := range g.communes {
		marked[no] = r.pass.distance[no] <= q.RadiusKM
	}
	return nil, marked
}

// measure fills in how far each commune is from the nearest of the query's,
// +Inf when it names none.
func (r *run) measure() {
	g, p := r.ground, &r.pass
	p.distance = sized(p.distance, len(g.communes)+1)
	for i := range p.distance {
		p.distance[i] = math.Inf(1)
	}
	for _, insee := range r.query.Communes {
		from, ok := g.communeNo[insee]
		if !ok {
			continue
		}
		for no, c := range g.communes {
			p.distance[no] = min(p.distance[no], g.communes[from].Distance(c))
		}
	}
}

// holdsWord tells whether a list joined by spaces holds a word.
func holdsWord(list, word string) bool {
	for len(list) > 0 {
		first := list
		for i := range len(list) {
			if list[i] == ' ' {
				first = list[:i]
				break
			}
		}
		if first == word {
			return true
		}
		list = list[min(len(list), len(first)+1):]
	}
	return false
}

// out gives the kinds of filter that keep the document out.
func (r *run) out(f *sieve, doc uint32) (kinds uint) {
	if f.unknown || f.status != otherStatus && r.flags[doc]&statusMask != f.status {
		kinds |= outStatus
	}
	if f.exact != nil && (r.flags[doc]&hiddenFlag != 0 || !f.exact[r.place[doc]]) {
		kinds |= outPlace
	}
	if f.around != nil && !f.around[r.place[doc]] {
		kinds |= outPlace
	}
	if f.epci >= 0 && int(r.epci(doc)) != f.epci {
		kinds |= outEPCI
	}
	if f.inDomain != nil && !f.inDomain[r.craft[doc]] {
		kinds |= outDomain
	}
	if f.available != 0 && r.available[doc] > int32(min(f.available, never-1)) {
		kinds |= outAvailable
	}
	if f.language != nil && !f.language[r.languages[doc]] {
		kinds |= outLanguage
	}
	if f.centre >= 0 && int(r.centre[doc]) != f.centre {
		kinds |= outTelecentre
	}
	return kinds
}

// filter counts what the candidates are and keeps those of the page.
func (r *run) filter(ctx context.Context, found *directory.Found) error {
	q := &r.query
	if len(q.Communes) > 0 {
		r.measure()
	}
	f := r.sieve()
	r.openPage()
	facets := q.Facets
	if facets {
		r.pass.open(r.segment)
	}
	total := 0
	err := r.eachCandidate(ctx, func(doc uint32) {
		switch kinds := r.out(&f, doc); {
		case kinds == 0:
			total++
			r.page.offer(doc)
			if facets {
				r.countAll(doc)
			}
		case facets && kinds&(kinds-1) == 0:
			r.countOne(doc, kinds)
		}
	})
	if err != nil {
		return err
	}
	found.Total = total
	found.Hits = r.hits()
	if facets {
		found.Facets = r.facets()
	}
	return nil
}
