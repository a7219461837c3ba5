package search

import (
	"context"
	"math/bits"
	"slices"
	"strings"

	"teleorne/directory"
)

// run is one search, from the text to the page.
type run struct {
	*segment
	*scratch
	days
	ask   *ask
	query directory.Query

	matches   []match // of ask.terms
	corrected map[string]string
}

// match is what a term was recognised as.
type match struct {
	term
	fixed  string // the word searched instead, empty without a correction
	words  []wordMatch
	skills []kind // by skill, byNothing for those that it does not name
	places []kind
}

type wordMatch struct {
	no   uint32
	kind kind
}

// token is the word searched in the end.
func (m *match) token() string {
	if m.fixed != "" {
		return m.fixed
	}
	return m.tokens[0]
}

// scratch is memory that searches hand on to each other.
type scratch struct {
	terms      []termScratch
	candidates []uint64
	marks      []uint32 // by word: the terms that it matches, a bit each
	pass       passScratch
	page       collector
	merged     []uint32
	near       []uint16 // by skill, then by place: bonus for all words in one name
}

// termScratch is what a term was found in.
type termScratch struct {
	cells []uint32 // by document, see ways
	found []uint64 // a bit a document
	match match
}

// sized gives n zeroes, in the memory of s if there is enough.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/8)
	}
	s = s[:n]
	clear(s)
	return s
}

func (r *run) answer(ctx context.Context) (*directory.Found, error) {
	r.marks = sized(r.marks, len(r.vocabulary.words))
	found := &directory.Found{}
	if err := r.recognise(ctx); err != nil {
		return nil, err
	}
	found.Corrected = r.corrected
	found.Concepts = r.concepts()
	found.Marker = r.marker()
	if err := r.findCandidates(ctx); err != nil {
		return nil, err
	}
	if err := r.filter(ctx, found); err != nil {
		return nil, err
	}
	return found, nil
}

// recognise says of each term which words, skills and places it means.
func (r *run) recognise(ctx context.Context) error {
	n := len(r.ask.terms)
	for len(r.scratch.terms) < n+1 { // one more for exclusions
		r.scratch.terms = append(r.scratch.terms, termScratch{})
	}
	r.matches = make([]match, n)
	for i, t := range r.ask.terms {
		if err := ctx.Err(); err != nil {
			return err
		}
		m := r.blank(i, t)
		if !t.phrase {
			r.recogniseWord(m, uint32(1)<<i)
		}
		r.matches[i] = *m
	}
	return nil
}

// blank is an empty match in the memory of the i-th term.
func (r *run) blank(i int, t term) *match {
	old := &r.scratch.terms[i].match
	*old = match{
		term: t, words: old.words[:0],
		skills: sized(old.skills, len(r.ground.skills)), places: sized(old.places, len(r.ground.placeNames)),
	}
	return old
}

// recogniseWord finds what a word means; when that is nowhere in the
// directory, what was meant instead.
func (r *run) recogniseWord(m *match, bit uint32) {
	if r.spread(m, bit, m.tokens[0], byExact) || !correctable(m.tokens[0]) {
		return
	}
	fixed, ok := r.nearest(m.tokens[0])
	if !ok {
		return
	}
	m.fixed = fixed
	r.spread(m, bit, fixed, byTypo)
	if r.corrected == nil {
		r.corrected = make(map[string]string)
	}
	r.corrected[m.typed] = fixed
	if s, ok := r.ground.surface[fixed]; ok {
		r.corrected[m.typed] = s
	}
}

// spread notes all words that a word means, each by the best kind but none
// better than limit, and tells whether any is in a living document.
func (r *run) spread(m *match, bit uint32, token string, limit kind) (living bool) {
	take := func(k kind) func(no uint32) {
		k = min(k, limit)
		return func(no uint32) {
			if r.marks[no]&bit != 0 {
				return
			}
			r.marks[no] |= bit
			m.words = append(m.words, wordMatch{no, k})
			r.name(m, no, k)
			living = living || r.hasLiving(no)
		}
	}
	if no, ok := r.vocabulary.find(token); ok {
		take(byExact)(no)
	}
	if m.prefix {
		r.vocabulary.starting(token, take(byPrefix))
	}
	c := class(token)
	if c == "" {
		return living
	}
	r.vocabulary.inClass(c, take(byClass))
	for _, kin := range grouped[group(c)] {
		r.vocabulary.inClass(kin, take(bySynonym))
	}
	return living
}

// name notes the skills and places that a word helps to name.
func (r *run) name(m *match, no uint32, k kind) {
	t := r.vocabulary.ofGround(r.ground, no)
	if t == nil {
		return
	}
	for _, skill := range t.skills {
		m.skills[skill] = max(m.skills[skill], k)
	}
	for _, place := range t.places {
		m.places[place] = max(m.places[place], k)
	}
}

// hasLiving tells whether a word stands in any living document.
func (r *run) hasLiving(no uint32) bool {
	if t := r.vocabulary.ofGround(r.ground, no); t != nil {
		for _, skill := range t.skills {
			if r.total.skill[skill] > 0 {
				return true
			}
		}
		for _, place := range t.places {
			if r.total.place[place] > 0 {
				return true
			}
		}
	}
	packed, tail := r.segment.texts.of(no)
	living := func(p uint32) bool { return r.lives(p >> maskBits) }
	return slices.ContainsFunc(packed, living) || slices.ContainsFunc(tail, living)
}

// documentsOf counts the living documents that have a word.
func (r *run) documentsOf(no uint32) int {
	s := &r.scratch.terms[len(r.ask.terms)]
	m := r.blank(len(r.ask.terms), term{})
	m.words = append(m.words, wordMatch{no, byExact})
	r.name(m, no, byExact)
	r.find(s, m)
	n := 0
	for i, b := range s.found {
		n += bits.OnesCount64(b & r.living[i])
	}
	return n
}

// concepts are the skills that all words together name, at most three.
func (r *run) concepts() []string {
	toks := make([]string, len(r.ask.words))
	for i, w := range r.ask.words {
		toks[i] = w.token
		for _, m := range r.matches {
			if m.fixed != "" && m.tokens[0] == w.token {
				toks[i] = m.fixed
			}
		}
	}
	var out []string
	take := func(nos []uint16) {
		for _, no := range nos {
			if slug := r.ground.skills[no].Slug; len(out) < maxConcepts && !slices.Contains(out, slug) {
				out = append(out, slug)
			}
		}
	}
	take(r.ground.concepts[strings.Join(toks, " ")])
	take(r.ground.kindred[classKey(toks)])
	return out
}

const maxConcepts = 3
