package search

import (
	"cmp"
	"slices"

	"teleorne/directory"
)

// maxFacetValues bounds the values listed in one facet, the most frequent ones.
const maxFacetValues = 50

// soonDays is what « soon available » means.
const soonDays = 30

// passScratch is what one pass over the candidates counts.
type passScratch struct {
	distance []float64 // km by commune

	status  [statusMask + 1]int32
	skill   []int32
	craft   []int32 // by set of domains
	where   []int32 // results by commune they stand on, those who show it and those who do not
	commune []int32 // those that the filter by place alone keeps out
	epci    []int32 // the same of the filter by EPCI
	now     int32
	soon    int32
}

func (p *passScratch) open(s *segment) {
	g := s.ground
	p.status = [statusMask + 1]int32{}
	p.now, p.soon = 0, 0
	p.skill, p.craft = sized(p.skill, len(g.skills)), sized(p.craft, len(s.crafts))
	p.where = sized(p.where, 2*(len(g.communes)+1))
	p.commune, p.epci = sized(p.commune, len(g.communes)+1), sized(p.epci, len(g.epcis)+1)
}

// countAll counts a result in every facet. It runs for every result: sets are
// counted whole and taken apart in the end.
func (r *run) countAll(doc uint32) {
	p, flags := &r.pass, r.flags[doc]
	p.status[flags&statusMask]++
	for _, no := range r.skillsOf(doc) {
		p.skill[no]++
	}
	p.craft[r.craft[doc]]++
	p.where[2*int(r.place[doc])+int(flags/hiddenFlag)]++
	r.countAvailable(doc)
}

// countOne counts a document that one kind of filter alone keeps out.
func (r *run) countOne(doc uint32, kinds uint) {
	p := &r.pass
	switch kinds {
	case outStatus:
		p.status[r.flags[doc]&statusMask]++
	case outPlace:
		if r.flags[doc]&hiddenFlag == 0 {
			p.commune[r.place[doc]]++
		}
	case outEPCI:
		p.epci[r.epci(doc)]++
	case outDomain:
		p.craft[r.craft[doc]]++
	case outAvailable:
		r.countAvailable(doc)
	}
}

func (r *run) countAvailable(doc uint32) {
	from, today := r.available[doc], int32(r.today)
	if from <= today {
		r.pass.now++
	}
	if from <= today+soonDays {
		r.pass.soon++
	}
}

// facets are the counts by value, those of nobody left out.
func (r *run) facets() *directory.Facets {
	p, g := &r.pass, r.ground
	for no := range g.communes {
		shown, hidden := p.where[2*no], p.where[2*no+1]
		p.commune[no] += shown // those who do not show theirs are left out
		p.epci[g.epciOf[no]] += shown + hidden
	}
	domains := make([]int32, len(g.domains))
	for i, n := range p.craft {
		if n > 0 {
			eachDomain(r.crafts[i], func(no uint16) { domains[no] += n })
		}
	}
	return &directory.Facets{
		Status: ranking(p.status[1:], func(i int) string {
			return [...]string{string(directory.Independent), string(directory.Salaried), ""}[i]
		}),
		Skill:     ranking(p.skill, func(i int) string { return g.skills[i].Slug }),
		Domain:    ranking(domains, func(i int) string { return g.domains[i].Slug }),
		Commune:   ranking(p.commune[:len(g.communes)], func(i int) string { return g.communes[i].INSEE }),
		EPCI:      ranking(p.epci[:len(g.epcis)], func(i int) string { return g.epcis[i].SIREN }),
		Available: directory.Availability{Now: int(p.now), In30: int(p.soon)},
	}
}

// ranking orders counts by falling count, then value.
func ranking(counts []int32, value func(i int) string) []directory.Count {
	var out []directory.Count
	for i, n := range counts {
		if n > 0 {
			out = append(out, directory.Count{Value: value(i), Count: int(n)})
		}
	}
	slices.SortFunc(out, func(a, b directory.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return out[:min(len(out), maxFacetValues)]
}
