package search

import (
	"context"
	"math"
	"math/bits"

	"teleorne/directory"
)

// filter drops the candidates that the query's filters keep out, and tells of
// the others what it asks for.
func (r *run) filter(ctx context.Context, found *directory.Found) error {
	q := &r.query
	if len(q.Communes) > 0 {
		r.measure()
	}
	r.sift()
	for _, b := range r.candidates {
		found.Total += bits.OnesCount64(b)
	}
	r.openPage()
	if err := r.collect(ctx); err != nil {
		return err
	}
	found.Hits = r.hits()
	if q.Facets {
		return r.countFacets(ctx, found)
	}
	return nil
}

// Kinds of filter. A document that one kind alone keeps out still counts in
// the facet of that kind.
const (
	outStatus = iota
	outPlace
	outEPCI
	outDomain
	outAvailable
	outLanguage
	outTelecentre
	outKinds
)

// sieve holds whom of the candidates the filters keep out, a bit a document.
type sieve struct {
	table []uint8            // by value of a column: 1 for what is kept out
	out   [outKinds][]uint64 // by kind; empty without such a filter
	once  []uint64           // kept out by any kind
	again []uint64           // by more than one
}

func (s *sieve) open(words int) {
	for kind := range s.out {
		s.out[kind] = s.out[kind][:0]
	}
	s.once, s.again = sized(s.once, words), sized(s.again, words)
}

// sift drops the candidates that a filter keeps out. Each filter goes along its
// column without asking of each document whether others have dropped it: a
// branch that cannot be foretold costs more than the answer.
func (r *run) sift() {
	q, g, s := &r.query, r.ground, &r.pass.sieve
	s.open(len(r.candidates))
	if q.Status != "" {
		no := statusNo(q.Status)
		let(r, outStatus, r.flags, math.MaxUint8+1, func(flags int) bool { return no != otherStatus && uint8(flags)&statusMask == no })
	}
	if len(q.Communes) > 0 {
		r.siftPlaces()
	}
	if q.EPCI != "" {
		epci, ok := g.epciNo[q.EPCI]
		let(r, outEPCI, r.place, len(g.epciOf), func(place int) bool { return ok && g.epciOf[place] == epci })
	}
	if q.Domain != "" {
		domain, ok := g.domainNo[q.Domain]
		let(r, outDomain, r.craft, len(r.crafts), func(craft int) bool { return ok && holdsDomain(r.crafts[craft], domain) })
	}
	if q.Available != 0 {
		r.siftAvailable(min(q.Available, never-1))
	}
	if q.Language != "" {
		let(r, outLanguage, r.languages, len(r.sets), func(set int) bool { return holdsWord(r.sets[set], q.Language) })
	}
	if q.Telecentre != "" {
		let(r, outTelecentre, r.centre, len(r.centres), func(centre int) bool { return r.centres[centre] == q.Telecentre })
	}
	for i, b := range s.once {
		r.candidates[i] &^= b
	}
}

// siftPlaces keeps those who stand around the query's communes, or without a
// radius those who show that they are in one of them.
func (r *run) siftPlaces() {
	q, g := &r.query, r.ground
	if q.RadiusKM > 0 { // neither 0 nor what is no number
		let(r, outPlace, r.place, len(g.epciOf), func(place int) bool {
			return place < len(g.communes) && r.pass.distance[place] <= q.RadiusKM
		})
		return
	}
	asked := make([]bool, len(g.epciOf))
	for _, insee := range q.Communes {
		if no, ok := g.commune(insee); ok {
			asked[no] = true
		}
	}
	let(r, outPlace, r.place, len(asked), func(place int) bool { return asked[place] })
	let(r, outPlace, r.flags, math.MaxUint8+1, func(flags int) bool { return flags&hiddenFlag == 0 })
}

// siftAvailable keeps those who are free on the day.
func (r *run) siftAvailable(day directory.Date) {
	r.keepOut(outAvailable, func(i int) (b uint64) {
		for j, from := range stretchOf(r.available, i) {
			b |= uint64(int64(day)-int64(from)) >> 63 << j // the sign: 1 for who is free later
		}
		return b
	})
}

// let lets only those through whose value in a column, of so many, is right.
func let[T uint8 | uint16 | uint32](r *run, kind int, column []T, values int, right func(value int) bool) {
	table := sized(r.pass.sieve.table, values)
	r.pass.sieve.table = table
	for v := range table {
		if !right(v) {
			table[v] = 1
		}
	}
	r.keepOut(kind, func(i int) (b uint64) {
		for j, v := range stretchOf(column, i) {
			b |= uint64(table[v]) << j
		}
		return b
	})
}

// stretchOf are the i-th 64 values of a column.
func stretchOf[T any](column []T, i int) []T { return column[i<<6 : min(i<<6+64, len(column))] }

// keepOut notes who of the candidates fails a filter; fails tells it of the
// i-th 64 documents.
func (r *run) keepOut(kind int, fails func(i int) uint64) {
	s := &r.pass.sieve
	if len(s.out[kind]) == 0 {
		s.out[kind] = sized(s.out[kind], len(r.candidates))
	}
	for i, b := range r.candidates {
		if b == 0 {
			continue
		}
		b &= fails(i)
		s.again[i] |= s.once[i] & b &^ s.out[kind][i]
		s.once[i] |= b
		s.out[kind][i] |= b
	}
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
		from, ok := g.commune(insee)
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
