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
	domain  []int32
	commune []int32
	epci    []int32
	now     int32
	soon    int32
	stamp   []uint32 // by domain: the last document counted in it, plus one
}

func (p *passScratch) open(s *segment) {
	g := s.ground
	p.status = [statusMask + 1]int32{}
	p.now, p.soon = 0, 0
	p.skill, p.domain = sized(p.skill, len(g.skills)), sized(p.domain, len(g.domains))
	p.commune, p.epci = sized(p.commune, len(g.communes)+1), sized(p.epci, len(g.epcis)+1)
	p.stamp = sized(p.stamp, len(g.domains))
}

// countAll counts a result in every facet.
func (r *run) countAll(doc uint32) {
	p := &r.pass
	p.status[r.flags[doc]&statusMask]++
	r.countSkills(doc, true)
	r.countCommune(doc)
	p.epci[r.epci(doc)]++
	r.countAvailable(doc)
}

// countOne counts a document that one kind of filter alone keeps out.
func (r *run) countOne(doc uint32, kinds uint) {
	switch kinds {
	case outStatus:
		r.pass.status[r.flags[doc]&statusMask]++
	case outPlace:
		r.countCommune(doc)
	case outEPCI:
		r.pass.epci[r.epci(doc)]++
	case outDomain:
		r.countSkills(doc, false)
	case outAvailable:
		r.countAvailable(doc)
	}
}

// countSkills counts the document's domains, each once, and with skills its
// skills too.
func (r *run) countSkills(doc uint32, skills bool) {
	p, g := &r.pass, r.ground
	for _, no := range r.skillsOf(doc) {
		if skills {
			p.skill[no]++
		}
		if d := g.domainOf[no]; d != nowhere && p.stamp[d] != doc+1 {
			p.stamp[d] = doc + 1
			p.domain[d]++
		}
	}
}

// countCommune leaves out those who do not show theirs.
func (r *run) countCommune(doc uint32) {
	if r.flags[doc]&hiddenFlag == 0 {
		r.pass.commune[r.place[doc]]++
	}
}

func (r *run) countAvailable(doc uint32) {
	from := r.available[doc]
	if availableOn(from, r.today) {
		r.pass.now++
	}
	if availableOn(from, r.today+soonDays) {
		r.pass.soon++
	}
}

// facets are the counts by value, those of nobody left out.
func (r *run) facets() *directory.Facets {
	p, g := &r.pass, r.ground
	return &directory.Facets{
		Status: ranking(p.status[1:], func(i int) string {
			return [...]string{string(directory.Independent), string(directory.Salaried), ""}[i]
		}),
		Skill:     ranking(p.skill, func(i int) string { return g.skills[i].Slug }),
		Domain:    ranking(p.domain, func(i int) string { return g.domains[i].Slug }),
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
