package search

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"teleorne/directory"
)

// soonDays is what « soon available » means.
const soonDays = 30

// passScratch is what is counted of one query's results.
type passScratch struct {
	distance []float64 // km by commune
	sieve    sieve

	tallies tallies
	commune []int32 // those that the filter by place alone keeps out
	epci    []int32 // the same of the filter by EPCI
	now     int32
	soon    int32
}

func (p *passScratch) open(s *segment) {
	g := s.ground
	p.tallies.open(s)
	p.commune, p.epci = sized(p.commune, len(g.communes)+1), sized(p.epci, len(g.epcis)+1)
	p.now, p.soon = 0, 0
}

// countFacets counts the candidates in every facet, and, unless the query wants
// them alone, whom one kind of filter alone keeps out in the facet of that kind.
func (r *run) countFacets(ctx context.Context, found *directory.Found) error {
	r.pass.open(r.segment)
	if err := r.countResults(ctx, found.Total); err != nil {
		return err
	}
	for kind, out := range r.pass.sieve.out {
		if r.query.FacetsWithin {
			break
		}
		for i, b := range out {
			for b &^= r.pass.sieve.again[i]; b != 0; b &= b - 1 {
				r.countOne(uint32(i<<6+bits.TrailingZeros64(b)), kind)
			}
		}
	}
	found.Facets = r.facets()
	return nil
}

// countResults counts the candidates. When they are most of the living
// documents it counts all of these, which is known, less the others.
func (r *run) countResults(ctx context.Context, results int) error {
	err := r.eachCandidate(ctx, func(doc uint32) (more bool) {
		r.countAvailable(doc)
		return true
	})
	if err != nil {
		return err
	}
	by := int32(1)
	if 2*results > r.alive {
		by = -1
		r.pass.tallies.add(&r.total)
		for i, b := range r.living {
			r.candidates[i] = b &^ r.candidates[i]
		}
	}
	return r.eachCandidate(ctx, func(doc uint32) (more bool) {
		r.count(&r.pass.tallies, doc, by)
		return true
	})
}

// countOne counts a document that one kind of filter alone keeps out.
func (r *run) countOne(doc uint32, kind int) {
	p := &r.pass
	switch kind {
	case outStatus:
		p.tallies.status[r.flags[doc]&statusMask]++
	case outPlace:
		if r.flags[doc]&hiddenFlag == 0 {
			p.commune[r.place[doc]]++
		}
	case outEPCI:
		p.epci[r.epci(doc)]++
	case outDomain:
		p.tallies.craft[r.craft[doc]]++
	case outAvailable:
		r.countAvailable(doc)
	}
}

// countAvailable runs for every result, and nobody can foretell who is free:
// it adds the sign of a difference rather than choose.
func (r *run) countAvailable(doc uint32) {
	late := int64(r.available[doc]) - int64(r.today)
	r.pass.now += int32(uint64(late-1) >> 63)
	r.pass.soon += int32(uint64(late-soonDays-1) >> 63)
}

// facets are the counts by value, those of nobody left out.
func (r *run) facets() *directory.Facets {
	p, g, t := &r.pass, r.ground, &r.pass.tallies
	for no := range g.communes { // those who do not show theirs are left out
		p.commune[no] += t.place[no]
		p.epci[g.epciOf[no]] += t.place[no]
	}
	for no := range g.epcis {
		p.epci[no] += t.place[len(g.communes)+no]
	}
	return &directory.Facets{
		Status: ranking(t.status[1:], func(i int) string {
			return [...]string{string(directory.Independent), string(directory.Salaried), ""}[i]
		}),
		Skill:     ranking(t.skill, func(i int) string { return g.skills[i].Slug }),
		Domain:    ranking(r.byDomain(t.craft), func(i int) string { return g.domains[i].Slug }),
		Commune:   ranking(p.commune[:len(g.communes)], func(i int) string { return g.communes[i].INSEE }),
		EPCI:      ranking(p.epci[:len(g.epcis)], func(i int) string { return g.epcis[i].SIREN }),
		Available: directory.Availability{Now: int(p.now), In30: int(p.soon)},
	}
}

// ranking orders counts by falling count, then value. All of them are listed:
// there are no more of them than skills, communes or EPCIs.
func ranking(counts []int32, value func(i int) string) []directory.Count {
	some := 0
	for _, n := range counts {
		if n > 0 {
			some++
		}
	}
	if some == 0 {
		return nil
	}
	out := make([]directory.Count, 0, some)
	for i, n := range counts {
		if n > 0 {
			out = append(out, directory.Count{Value: value(i), Count: int(n)})
		}
	}
	slices.SortFunc(out, func(a, b directory.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return out
}
