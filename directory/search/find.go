package search

import (
	"bytes"
	"context"
	"encoding/binary"
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
		no, ok := r.ground.skill(slug)
		if !ok {
			return false
		}
		s := &r.scratch.terms[len(r.ask.terms)]
		s.found = sized(s.found, len(r.living))
		packed, tail := r.segment.skills.of(uint32(no))
		s.mark(packed)
		s.mark(tail)
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
	size := 0
	r.eachList(m, func(list []uint32, _ kind) { size += len(list) })
	many := size > r.len() // then documents are fewer to mark than postings
	r.eachList(m, func(list []uint32, k kind) {
		s.fill(list, k)
		if !many {
			s.mark(list)
		}
	})
	if many {
		s.markFilled()
	}
}

// eachList calls fn for every list of what a word means.
func (r *run) eachList(m *match, fn func(list []uint32, k kind)) {
	both := func(p *postings, no uint32, k kind) {
		packed, tail := p.of(no)
		fn(packed, k)
		fn(tail, k)
	}
	for _, w := range m.words {
		both(&r.segment.texts, w.no, w.kind)
	}
	for no, k := range m.skills {
		if k != byNothing {
			both(&r.segment.skills, uint32(no), k)
		}
	}
	for no, k := range m.places {
		if k != byNothing {
			both(&r.segment.places, uint32(no), k)
		}
	}
}

// fill takes a list over into the cells.
func (s *termScratch) fill(list []uint32, k kind) {
	cells, table := s.cells, &ways[k]
	for _, p := range list {
		cells[p>>maskBits] |= table[p&maskAll]
	}
}

// mark notes the documents of a list as found.
func (s *termScratch) mark(list []uint32) {
	found := s.found
	for _, p := range list {
		doc := p >> maskBits
		found[doc>>6] |= 1 << (doc & 63)
	}
}

// markFilled notes as found whatever has something in its cell.
func (s *termScratch) markFilled() {
	for i := range s.found {
		var b uint64
		for j, cell := range s.cells[i<<6 : min(i<<6+64, len(s.cells))] {
			b |= uint64(-cell>>31) << j // 1 unless the cell is 0: no cell has the top bit
		}
		s.found[i] = b
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
	var encoded []byte
	for i, tok := range t.tokens {
		no, ok := r.vocabulary.find(tok)
		if !ok {
			return
		}
		nos[i] = no
		encoded = binary.AppendUvarint(encoded, uint64(no))
	}
	for _, p := range r.merge(nos) {
		doc, mask := p>>maskBits, p&maskAll
		if !r.lives(doc) {
			continue
		}
		if len(nos) > 1 {
			mask = sideBySide(r.textOf(doc), encoded, mask)
		}
		if mask != 0 {
			s.cells[doc] = ways[byExact][mask]
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

// sideBySide gives the fields, among those of the mask, in which the encoded
// words follow each other.
func sideBySide(text, encoded []byte, mask uint32) (in uint32) {
	for len(text) > 0 {
		f, words, rest := nextPassage(text)
		text = rest
		if mask>>f&1 != 0 && holdsNumbers(words, encoded) {
			in |= 1 << f
		}
	}
	return in
}

// holdsNumbers tells whether a sequence of uvarints holds another. A byte of
// 0x80 or more is never the last of its number: behind one no number begins.
func holdsNumbers(sequence, part []byte) bool {
	for from := 0; ; {
		i := bytes.Index(sequence[from:], part)
		if i < 0 {
			return false
		}
		if i += from; i == 0 || sequence[i-1] < 0x80 {
			return true
		}
		from = i + 1
	}
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
			for _, list := range [2][]uint32{packed, tail} {
				s.fill(list, byExact)
				s.mark(list)
			}
		}
	}
	for _, no := range first.places {
		if anyContains(r.ground.placeNames[no], grounds) {
			packed, tail := r.segment.places.of(uint32(no))
			for _, list := range [2][]uint32{packed, tail} {
				s.fill(list, byExact)
				s.mark(list)
			}
		}
	}
}

// eachCandidate calls fn for every candidate, the last document first, as long
// as it asks for more. It looks at the context now and then.
func (r *run) eachCandidate(ctx context.Context, fn func(doc uint32) (more bool)) error {
	for i := len(r.candidates) - 1; i >= 0; i-- {
		if i&1023 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		for b := r.candidates[i]; b != 0; {
			top := 63 - bits.LeadingZeros64(b)
			b &^= 1 << top
			if !fn(uint32(i<<6 + top)) {
				return nil
			}
		}
	}
	return nil
}
