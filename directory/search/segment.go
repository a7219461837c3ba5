package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"math/bits"
	"slices"

	"teleorne/directory"
)

// maxDocuments is how many documents a posting can number.
const maxDocuments = 1 << (32 - maskBits)

// segment is the index proper. Documents are numbered in the order in which
// they came; after a rebuild that is by freshness. An update marks the old
// document dead and appends the new one. Whatever is behind the length that a
// slice had at some moment is never changed, only appended to, so that a
// rebuild can read beside the updates; what does change (the dead, the counts,
// the lists) it makes anew.
type segment struct {
	ground     *ground
	vocabulary *vocabulary
	columns

	texts  postings // by word: text that is a document's own
	skills postings // by skill
	places postings // by place: communes, then EPCIs

	documents map[directory.ListingID]uint32
	living    []uint64 // a bit a document
	alive     int
	packed    int // documents of the last rebuild
	ordered   int // documents before this one rise by freshness

	total       tallies // living documents
	centreCount []int32 // the same by number in centres

	nameRank []uint32 // of the packed documents
	slugRank []uint32

	sets     []string // by number: languages as in entry
	setNo    map[string]uint32
	crafts   []string // by number: sets of domains, see reader.domains
	craftNo  map[string]uint32
	centres  []string // by number: télécentre ids
	centreNo map[string]uint32
}

// columns hold a value a document. Values of varying length stand one after
// the other, and a column tells where each begins; it has one value more.
type columns struct {
	id        []directory.ListingID
	updated   []int64
	confirmed []int32 // the day
	place     []uint16
	flags     []uint8 // status in the low bits, hiddenFlag
	available []int32 // never for who is not
	languages []uint32
	craft     []uint32
	centre    []uint32

	slugAt, nameAt, skillAt, textAt []uint32

	slugs, names []byte
	skillNos     []uint16
	text         []byte // passages: field, bytes to come, word numbers; all but the field as uvarints
}

const (
	statusMask = 0x03
	hiddenFlag = 0x80
)

// never is the day on which somebody is free who named none.
const never = math.MaxInt32

func newSegment(g *ground) *segment {
	s := &segment{ground: g, vocabulary: &vocabulary{}}
	s.init()
	return s.rebuilt()
}

// init makes what starts empty.
func (s *segment) init() {
	s.documents = make(map[directory.ListingID]uint32)
	s.total.open(s)
	s.setNo, s.craftNo, s.centreNo = make(map[string]uint32), make(map[string]uint32), make(map[string]uint32)
	s.slugAt, s.nameAt, s.skillAt, s.textAt = []uint32{0}, []uint32{0}, []uint32{0}, []uint32{0}
}

// len counts the documents, dead ones included.
func (s *segment) len() int { return len(s.id) }

func (s *segment) lives(doc uint32) bool { return s.living[doc>>6]>>(doc&63)&1 != 0 }

func (s *segment) slug(doc uint32) []byte    { return s.slugs[s.slugAt[doc]:s.slugAt[doc+1]] }
func (s *segment) nameKey(doc uint32) []byte { return s.names[s.nameAt[doc]:s.nameAt[doc+1]] }
func (s *segment) skillsOf(doc uint32) []uint16 {
	return s.skillNos[s.skillAt[doc]:s.skillAt[doc+1]]
}
func (s *segment) textOf(doc uint32) []byte { return s.text[s.textAt[doc]:s.textAt[doc+1]] }

// epci is the number of the document's EPCI, len(ground.epcis) for none.
func (s *segment) epci(doc uint32) uint16 { return s.ground.epciOf[s.place[doc]] }

// named is the place whose name finds the document.
func (s *segment) named(doc uint32) (place uint32, ok bool) {
	p := s.place[doc]
	if p == s.ground.noPlace() {
		return 0, false
	}
	if s.flags[doc]&hiddenFlag != 0 {
		return uint32(len(s.ground.communes)) + uint32(s.ground.epciOf[p]), true
	}
	return uint32(p), true
}

// put takes a change over, lists included.
func (s *segment) put(c change) {
	s.remove(c.id)
	if c.entry == nil || s.len() >= maxDocuments {
		return
	}
	doc := s.append(c.entry)
	eachWord(s.textOf(doc), func(f field, no uint32) { s.texts.add(no, doc, f) })
	for _, skill := range s.skillsOf(doc) {
		s.skills.add(uint32(skill), doc, inSkill)
	}
	if place, ok := s.named(doc); ok {
		s.places.add(place, doc, inPlace)
	}
}

// remove marks a listing's document dead.
func (s *segment) remove(id directory.ListingID) {
	doc, ok := s.documents[id]
	if !ok {
		return
	}
	delete(s.documents, id)
	s.living[doc>>6] &^= 1 << (doc & 63)
	s.alive--
	s.tally(doc, -1)
}

// append adds a document without entering it in any list.
func (s *segment) append(e *entry) uint32 {
	doc := uint32(s.len())
	flags := e.status
	if e.hidden {
		flags |= hiddenFlag
	}
	s.id = append(s.id, e.id)
	s.updated = append(s.updated, e.updated)
	s.confirmed = append(s.confirmed, int32(e.confirmed))
	s.place = append(s.place, e.place)
	s.flags = append(s.flags, flags)
	s.available = append(s.available, freeFrom(e.available))
	s.languages = append(s.languages, numberOf(e.languages, &s.sets, s.setNo))
	s.craft = append(s.craft, numberOf(e.domains, &s.crafts, s.craftNo))
	s.centre = append(s.centre, numberOf(e.telecentre, &s.centres, s.centreNo))
	s.slugs = append(s.slugs, e.slug...)
	s.slugAt = append(s.slugAt, uint32(len(s.slugs)))
	s.names = append(s.names, e.nameKey...)
	s.nameAt = append(s.nameAt, uint32(len(s.names)))
	s.skillNos = append(s.skillNos, e.skills...)
	s.skillAt = append(s.skillAt, uint32(len(s.skillNos)))
	var buf [512]byte
	for _, p := range e.texts {
		words := buf[:0]
		for _, t := range p.tokens {
			words = binary.AppendUvarint(words, uint64(s.vocabulary.number(t)))
		}
		s.text = appendPassage(s.text, p.field, words)
	}
	s.textAt = append(s.textAt, uint32(len(s.text)))
	if int(doc>>6) == len(s.living) {
		s.living = append(s.living, 0)
	}
	s.enter(doc)
	if s.ordered == int(doc) && (doc == 0 || s.compareFreshness(doc, doc-1) > 0) {
		s.ordered++
	}
	return doc
}

// enter makes an appended document a living one.
func (s *segment) enter(doc uint32) {
	s.documents[s.id[doc]] = doc
	s.living[doc>>6] |= 1 << (doc & 63)
	s.alive++
	s.tally(doc, 1)
}

// tally adds a document to the counts of the living, or takes it off.
func (s *segment) tally(doc uint32, by int32) {
	for len(s.total.craft) < len(s.crafts) {
		s.total.craft = append(s.total.craft, 0)
	}
	for len(s.centreCount) < len(s.centres) {
		s.centreCount = append(s.centreCount, 0)
	}
	s.count(&s.total, doc, by)
	s.centreCount[s.centre[doc]] += by
}

func freeFrom(d directory.Date) int32 {
	if d.IsZero() {
		return never
	}
	return int32(d)
}

// compareFreshness is negative when a is the less fresh: updated before, or at
// the same time and with the later slug. No two living documents are equal.
func (s *segment) compareFreshness(a, b uint32) int {
	if c := cmp.Compare(s.updated[a], s.updated[b]); c != 0 {
		return c
	}
	return bytes.Compare(s.slug(b), s.slug(a))
}

// fork is a segment that can be appended to, and rebuilt, while this one goes
// on. It has no lists.
func (s *segment) fork() *segment {
	f := *s
	f.columns = s.columns.clipped()
	v := *s.vocabulary
	v.words, v.class, v.numbers = slices.Clip(v.words), slices.Clip(v.class), maps.Clone(v.numbers)
	f.vocabulary = &v
	f.texts, f.skills, f.places = postings{}, postings{}, postings{}
	f.documents = maps.Clone(s.documents)
	f.living = slices.Clone(s.living)
	f.total, f.centreCount = s.total.clone(), slices.Clone(s.centreCount)
	f.sets, f.setNo = slices.Clip(s.sets), maps.Clone(s.setNo)
	f.crafts, f.craftNo = slices.Clip(s.crafts), maps.Clone(s.craftNo)
	f.centres, f.centreNo = slices.Clip(s.centres), maps.Clone(s.centreNo)
	return &f
}

func (c columns) clipped() columns {
	return columns{
		id: slices.Clip(c.id), updated: slices.Clip(c.updated), confirmed: slices.Clip(c.confirmed),
		place: slices.Clip(c.place), flags: slices.Clip(c.flags),
		available: slices.Clip(c.available), languages: slices.Clip(c.languages), craft: slices.Clip(c.craft), centre: slices.Clip(c.centre),
		slugAt: slices.Clip(c.slugAt), nameAt: slices.Clip(c.nameAt), skillAt: slices.Clip(c.skillAt), textAt: slices.Clip(c.textAt),
		slugs: slices.Clip(c.slugs), names: slices.Clip(c.names), skillNos: slices.Clip(c.skillNos), text: slices.Clip(c.text),
	}
}

// eachLiving calls fn for every living document, rising.
func (s *segment) eachLiving(fn func(doc uint32)) {
	for i, b := range s.living {
		for ; b != 0; b &= b - 1 {
			fn(uint32(i<<6 + bits.TrailingZeros64(b)))
		}
	}
}

func appendPassage(text []byte, f field, words []byte) []byte {
	text = append(text, byte(f))
	text = binary.AppendUvarint(text, uint64(len(words)))
	return append(text, words...)
}

// nextPassage takes the passage at the beginning of an encoded text off it.
func nextPassage(text []byte) (f field, words, rest []byte) {
	size, i := uvarint(text, 1)
	return field(text[0]), text[i : i+int(size)], text[i+int(size):]
}

// eachWord calls fn for every word of an encoded text.
func eachWord(text []byte, fn func(f field, no uint32)) {
	for len(text) > 0 {
		f, words, rest := nextPassage(text)
		text = rest
		for i := 0; i < len(words); {
			var no uint32
			no, i = uvarint(words, i)
			fn(f, no)
		}
	}
}

// uvarint reads a number at i and gives where the next one begins.
func uvarint(b []byte, i int) (no uint32, next int) {
	for shift := 0; ; shift += 7 {
		c := b[i]
		i++
		no |= uint32(c&0x7f) << shift
		if c < 0x80 {
			return no, i
		}
	}
}

// numberOf gives the number of a value, a new one when it has none.
func numberOf(value string, values *[]string, numbers map[string]uint32) uint32 {
	no, ok := numbers[value]
	if !ok {
		no = uint32(len(*values))
		numbers[value] = no
		*values = append(*values, value)
	}
	return no
}
