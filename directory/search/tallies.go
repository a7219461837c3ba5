package search

import "slices"

// tallies count documents by what they are and have.
type tallies struct {
	status [statusMask + 1]int32
	skill  []int32
	craft  []int32 // by set of domains
	place  []int32 // by the place whose name finds them
}

// open makes all counts of a segment's values zero.
func (t *tallies) open(s *segment) {
	t.status = [statusMask + 1]int32{}
	t.skill, t.craft = sized(t.skill, len(s.ground.skills)), sized(t.craft, len(s.crafts))
	t.place = sized(t.place, len(s.ground.placeNames))
}

func (t *tallies) clone() tallies {
	return tallies{t.status, slices.Clone(t.skill), slices.Clone(t.craft), slices.Clone(t.place)}
}

// add adds other counts to these, value by value.
func (t *tallies) add(other *tallies) {
	for no, n := range other.status {
		t.status[no] += n
	}
	sum(t.skill, other.skill)
	sum(t.craft, other.craft)
	sum(t.place, other.place)
}

func sum(to, by []int32) {
	for no, n := range by {
		to[no] += n
	}
}

// count adds a document to the tallies, by -1 it takes it off.
func (s *segment) count(t *tallies, doc uint32, by int32) {
	t.status[s.flags[doc]&statusMask] += by
	for _, no := range s.skillsOf(doc) {
		t.skill[no] += by
	}
	t.craft[s.craft[doc]] += by
	if place, ok := s.named(doc); ok {
		t.place[place] += by
	}
}

// byDomain are counts by set of domains, taken apart.
func (s *segment) byDomain(craft []int32) []int32 {
	out := make([]int32, len(s.ground.domains))
	for i, n := range craft {
		if n != 0 {
			eachDomain(s.crafts[i], func(no uint16) { out[no] += n })
		}
	}
	return out
}
