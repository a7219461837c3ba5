package search

import "teleorne/directory"

// Counts are how many listings are found for each value; see directory.Index.
// They are counted once after each change: every session asks for them then.
func (x *Index) Counts() directory.Counts {
	x.mu.RLock()
	defer x.mu.RUnlock()
	counts := x.counted.Load()
	if counts == nil {
		counts = x.count()
		x.counted.Store(counts)
	}
	return *counts
}

func (x *Index) count() *directory.Counts {
	s, g := x.seg, x.ground
	out := &directory.Counts{
		Total: s.alive,
		Skill: map[string]int{}, Domain: map[string]int{}, Commune: map[string]int{},
		EPCI: map[string]int{}, Telecentre: map[string]int{},
	}
	for no, n := range s.total.skill {
		tell(out.Skill, g.skills[no].Slug, n)
	}
	for no, n := range s.byDomain(s.total.craft) {
		tell(out.Domain, g.domains[no].Slug, n)
	}
	for no, c := range g.communes {
		n := s.total.place[no]
		tell(out.Commune, c.INSEE, n)
		if epci := g.epciOf[no]; int(epci) < len(g.epcis) {
			tell(out.EPCI, g.epcis[epci].SIREN, n)
		}
	}
	for no, e := range g.epcis {
		tell(out.EPCI, e.SIREN, s.total.place[len(g.communes)+no])
	}
	for no, n := range s.centreCount {
		if id := s.centres[no]; id != "" {
			tell(out.Telecentre, id, n)
		}
	}
	return out
}

func tell(counts map[string]int, value string, n int32) {
	if n > 0 {
		counts[value] += int(n)
	}
}
