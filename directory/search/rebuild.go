package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// rebuilt is a segment of the living documents alone, numbered by freshness,
// with a sorted vocabulary and packed lists. It reads nothing that updates of
// s could change meanwhile but what fork copied.
func (s *segment) rebuilt() *segment {
	order := make([]uint32, 0, s.alive)
	s.eachLiving(func(doc uint32) { order = append(order, doc) })
	if s.ordered < s.len() {
		slices.SortFunc(order, s.compareFreshness)
	}
	out := &segment{ground: s.ground}
	out.init()
	renamed := out.takeVocabulary(s, order)
	out.takeColumns(s, order)
	out.takeTexts(s, order, renamed)
	for doc := range order {
		out.enter(uint32(doc))
	}
	out.packed, out.ordered = len(order), len(order)
	out.pack()
	out.rank()
	return out
}

// takeVocabulary keeps the words that the documents have.
func (s *segment) takeVocabulary(from *segment, order []uint32) (renamed []uint32) {
	used := make([]bool, len(from.vocabulary.words))
	for _, doc := range order {
		eachWord(from.textOf(doc), func(_ field, no uint32) { used[no] = true })
	}
	s.vocabulary, renamed = from.vocabulary.rebuilt(used, from.ground)
	return renamed
}

// takeColumns copies the documents' columns in the given order, texts aside.
func (s *segment) takeColumns(from *segment, order []uint32) {
	n := len(order)
	s.id, s.updated, s.confirmed = pick(from.id, order), pick(from.updated, order), pick(from.confirmed, order)
	s.place, s.flags, s.available = pick(from.place, order), pick(from.flags, order), pick(from.available, order)
	s.slugAt, s.slugs = pickRanges(from.slugAt, from.slugs, order)
	s.nameAt, s.names = pickRanges(from.nameAt, from.names, order)
	s.skillAt, s.skillNos = pickRanges(from.skillAt, from.skillNos, order)
	s.languages, s.craft, s.centre = make([]uint32, n), make([]uint32, n), make([]uint32, n)
	for i, doc := range order {
		s.languages[i] = numberOf(from.sets[from.languages[doc]], &s.sets, s.setNo)
		s.craft[i] = numberOf(from.crafts[from.craft[doc]], &s.crafts, s.craftNo)
		s.centre[i] = numberOf(from.centres[from.centre[doc]], &s.centres, s.centreNo)
	}
	s.living = make([]uint64, (n+63)/64)
}

func pick[T any](column []T, order []uint32) []T {
	out := make([]T, len(order))
	for i, doc := range order {
		out[i] = column[doc]
	}
	return out
}

func pickRanges[T any](at []uint32, values []T, order []uint32) ([]uint32, []T) {
	size := uint32(0)
	for _, doc := range order {
		size += at[doc+1] - at[doc]
	}
	outAt, out := make([]uint32, 1, len(order)+1), make([]T, 0, size)
	for _, doc := range order {
		out = append(out, values[at[doc]:at[doc+1]]...)
		outAt = append(outAt, uint32(len(out)))
	}
	return outAt, out
}

// takeTexts copies the texts, giving the words their new numbers.
func (s *segment) takeTexts(from *segment, order, renamed []uint32) {
	s.textAt = make([]uint32, 1, len(order)+1)
	var buf []byte
	s.text = make([]byte, 0, len(from.text)/max(1, from.len())*len(order)*9/8)
	for _, doc := range order {
		for text := from.textOf(doc); len(text) > 0; {
			f, words, rest := nextPassage(text)
			text, buf = rest, buf[:0]
			for i := 0; i < len(words); {
				var no uint32
				no, i = uvarint(words, i)
				buf = binary.AppendUvarint(buf, uint64(renamed[no]))
			}
			s.text = appendPassage(s.text, f, buf)
		}
		s.textAt = append(s.textAt, uint32(len(s.text)))
	}
	s.text = slices.Clone(s.text) // to measure
}

// pack builds the lists from the columns.
func (s *segment) pack() {
	texts, skills, places := newPacker(len(s.vocabulary.words)), newPacker(len(s.ground.skills)), newPacker(len(s.ground.placeNames))
	each := func(text, skill, place func(no, doc uint32, f field)) {
		for doc := range uint32(s.len()) {
			eachWord(s.textOf(doc), func(f field, no uint32) { text(no, doc, f) })
			for _, no := range s.skillsOf(doc) {
				skill(uint32(no), doc, inSkill)
			}
			if no, ok := s.named(doc); ok {
				place(no, doc, inPlace)
			}
		}
	}
	count := func(p *packer) func(no, doc uint32, _ field) {
		return func(no, doc uint32, _ field) { p.count(no, doc) }
	}
	each(count(texts), count(skills), count(places))
	for _, p := range []*packer{texts, skills, places} {
		p.counted()
	}
	each(texts.put, skills.put, places.put)
	s.texts, s.skills, s.places = texts.out, skills.out, places.out
}

// rank numbers the documents by slug and by name, so that sorting by either
// compares numbers.
func (s *segment) rank() {
	order := make([]uint32, s.len())
	ranked := func() []uint32 {
		rank := make([]uint32, len(order))
		for to, doc := range order {
			rank[doc] = uint32(to)
		}
		return rank
	}
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return bytes.Compare(s.slug(a), s.slug(b)) })
	s.slugRank = ranked()
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(bytes.Compare(s.nameKey(a), s.nameKey(b)), cmp.Compare(s.slugRank[a], s.slugRank[b]))
	})
	s.nameRank = ranked()
}
