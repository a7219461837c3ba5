package search

import (
	"context"
	"math/bits"
	"slices"
)

// findCandidates leaves in candidates the living documents that hold every
// term, every required skill, and nothing that was excluded.
func (r *run) findCandidates(ctx context.Context) error {
	r.candidates = append(r.candidates[:0], r.living...)
	if !r.keepSkills() {
		clear(r.candidates)
		return nil
	}
	for i := range r.matches {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := &r.scratch.terms[i]
		if r.matches[i].phrase {
			r.findPhrase(s, &r.matches[i].term)
		} else {
			r.find(s, &r.matches[i])
		}
		for j, b := range s.found {
			r.candidates[j] &= b
		}
	}
	for _, t := range r.ask.excluded {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.exclude(t)
	}
	return nil
}

// keepSkills drops the documents without one of the required skills.
func (r *run) keepSkills() bool {
	for _, slug := range r.query.Skills {
		no, ok := r.ground.skillNo[slug]
		if !ok {
			return false
		}
		s := &r.scratch.terms[len(r.ask.terms)]
		s.found = sized(s.found, len(r.living))
		packed, tail := r.segment.skills.of(uint32(no))
		for _, list := range [2][]uint32{packed, tail} {
			for _, p := range list {
				doc := p >> maskBits
				s.found[doc>>6] |= 1 << (doc & 63)
			}
		}
		for j, b := range s.found {
			r.candidates[j] &= b
		}
	}
	return true
}

// find fills the cells of a word from the lists of all that it means.
func (r *run) find(s *termScratch, m *match) {
	s.cells = sized(s.cells, r.len())
	s.found = sized(s.found, len(r.living))
	for _, w := range m.words {
		packed, tail := r.segment.texts.of(w.no)
		s.fill(packed, w.kind)
		s.fill(tail, w.kind)
	}
	for no, k := range m.skills {
		if k != byNothing {
			packed, tail := r.segment.skills.of(uint32(no))
			s.fill(packed, k)
			s.fill(tail, k)
		}
	}
	for no, k := range m.places {
		if k != byNothing {
			packed, tail := r.segment.places.of(uint32(no))
			s.fill(packed, k)
			s.fill(tail, k)
		}
	}
}

// fill takes a list over: of each document the best worth and all fields.
func (s *termScratch) fill(list []uint32, k kind) {
	table, cells, found := &worth[k], s.cells, s.found
	for _, p := range list {
		doc, mask := p>>maskBits, uint16(p&maskAll)
		cell := cells[doc]
		cells[doc] = max(cell&^maskAll, table[mask]) | cell&maskAll | mask
		found[doc>>6] |= 1 << (doc & 63)
	}
}

// exclude drops the documents in which a term is found: a phrase as it is, a
// word with its inflections, but neither as a beginning nor corrected.
func (r *run) exclude(t term) {
	i := len(r.ask.terms)
	s := &r.scratch.terms[i]
	if t.phrase {
		r.findPhrase(s, &t)
	} else {
		m := r.blank(i, term{tokens: t.tokens})
		r.spread(m, 1<<31, t.tokens[0], byExact)
		for _, w := range m.words {
			r.marks[w.no] &^= 1 << 31
		}
		r.find(s, m)
	}
	for j, b := range s.found {
		r.candidates[j] &^= b
	}
}

// findPhrase finds the documents in which the words stand side by side, in one
// text of their own or in the name of a skill or place.
func (r *run) findPhrase(s *termScratch, t *term) {
	s.cells = sized(s.cells, r.len())
	s.found = sized(s.found, len(r.living))
	nos := make([]uint32, len(t.tokens))
	for i, tok := range t.tokens {
		no, ok := r.vocabulary.find(tok)
		if !ok {
			return
		}
		nos[i] = no
	}
	for _, p := range r.merge(nos) {
		doc, mask := p>>maskBits, p&maskAll
		if !r.lives(doc) {
			continue
		}
		if mask = r.sideBySide(r.textOf(doc), nos, mask); mask != 0 {
			s.cells[doc] = worth[byExact][mask] | uint16(mask)
			s.found[doc>>6] |= 1 << (doc & 63)
		}
	}
	r.findInNames(s, nos)
}

// merge is the intersection of the words' lists: documents with the fields
// that hold all of them.
func (r *run) merge(nos []uint32) []uint32 {
	order := slices.Clone(nos)
	slices.SortFunc(order, func(a, b uint32) int { return r.segment.texts.length(a) - r.segment.texts.length(b) })
	packed, tail := r.segment.texts.of(order[0])
	out := append(append(r.merged[:0], packed...), tail...)
	for _, no := range order[1:] {
		packed, tail := r.segment.texts.of(no)
		out = intersect(out, packed, tail)
	}
	r.merged = out
	return out
}

// intersect keeps of list what is in one of the two others, packed before tail.
func intersect(list, packed, tail []uint32) []uint32 {
	out := list[:0]
	for _, p := range list {
		doc := p >> maskBits
		for len(packed) > 0 && packed[0]>>maskBits < doc {
			packed = packed[1:]
		}
		if len(packed) == 0 {
			packed, tail = tail, nil
			for len(packed) > 0 && packed[0]>>maskBits < doc {
				packed = packed[1:]
			}
		}
		if len(packed) > 0 && packed[0]>>maskBits == doc {
			if mask := p & packed[0] & maskAll; mask != 0 {
				out = append(out, doc<<maskBits|mask)
			}
		}
	}
	return out
}

// sideBySide gives the fields, among those of the mask, in which the words
// follow each other.
func (r *run) sideBySide(text []byte, nos []uint32, mask uint32) (in uint32) {
	for len(text) > 0 {
		f, words, rest := nextPassage(text)
		text = rest
		if mask>>f&1 == 0 || in>>f&1 != 0 {
			continue
		}
		r.sequence = r.sequence[:0]
		for i := 0; i < len(words); {
			var no uint32
			no, i = uvarint(words, i)
			r.sequence = append(r.sequence, no)
		}
		if contains(r.sequence, nos) {
			in |= 1 << f
		}
	}
	return in
}

func contains(sequence, part []uint32) bool {
	for i := 0; i+len(part) <= len(sequence); i++ {
		if slices.Equal(sequence[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

func anyContains(names []name, part []uint32) bool {
	return slices.ContainsFunc(names, func(n name) bool { return contains(n, part) })
}

// findInNames takes in the documents of the skills and places whose names hold
// the words side by side.
func (r *run) findInNames(s *termScratch, nos []uint32) {
	grounds := make([]uint32, len(nos))
	for i, no := range nos {
		if int(no) >= len(r.vocabulary.ground) || r.vocabulary.ground[no] < 0 {
			return
		}
		grounds[i] = uint32(r.vocabulary.ground[no])
	}
	first := &r.ground.tokens[grounds[0]]
	for _, no := range first.skills {
		if anyContains(r.ground.skillNames[no], grounds) {
			packed, tail := r.segment.skills.of(uint32(no))
			s.fill(packed, byExact)
			s.fill(tail, byExact)
		}
	}
	for _, no := range first.places {
		if anyContains(r.ground.placeNames[no], grounds) {
			packed, tail := r.segment.places.of(uint32(no))
			s.fill(packed, byExact)
			s.fill(tail, byExact)
		}
	}
}

// eachCandidate calls fn for every candidate, the last document first, and
// looks at the context now and then.
func (r *run) eachCandidate(ctx context.Context, fn func(doc uint32)) error {
	for i := len(r.candidates) - 1; i >= 0; i-- {
		if i&1023 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		for b := r.candidates[i]; b != 0; {
			top := 63 - bits.LeadingZeros64(b)
			b &^= 1 << top
			fn(uint32(i<<6 + top))
		}
	}
	return nil
}
