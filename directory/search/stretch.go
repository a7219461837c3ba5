package search

// How near the words of a query stand to each other: the shortest stretch of
// one text, or of one name of a skill or place, that holds them all.

// openStretches tells the collector whether nearness counts, and measures the
// names of skills and places once for all documents.
func (r *run) openStretches() {
	c := &r.page
	for i := range r.matches {
		if !r.matches[i].phrase {
			c.words |= 1 << i
			c.count++
		}
	}
	if c.count < 2 {
		c.words = 0
		return
	}
	g := r.ground
	r.near = sized(r.near, len(g.skills)+len(g.placeNames))
	for no, names := range g.skillNames {
		if r.allName(func(m *match) kind { return m.skills[no] }) {
			r.near[no] = r.nameBonus(names)
		}
	}
	for no, names := range g.placeNames {
		if r.allName(func(m *match) kind { return m.places[no] }) {
			r.near[len(g.skills)+no] = r.nameBonus(names)
		}
	}
}

// allName tells whether every word helps to name the same skill or place.
func (r *run) allName(by func(*match) kind) bool {
	for i := range r.matches {
		if !r.matches[i].phrase && by(&r.matches[i]) == byNothing {
			return false
		}
	}
	return true
}

// nameBonus is the best that one of the names gives.
func (r *run) nameBonus(names []name) (best uint16) {
	for _, n := range names {
		s := stretch{words: r.page.words}
		for _, no := range n {
			s.next(r.marks[r.vocabulary.rooted[no]])
		}
		best = max(best, bonus(s.shortest, r.page.count))
	}
	return best
}

// nearBonus is what the nearness of the words adds in a document that has all
// of them in each of the fields of the mask.
func (r *run) nearBonus(doc, in uint32) uint16 {
	best := uint16(0)
	if in == 0 {
		return best
	}
	if in&(1<<inSkill) != 0 {
		for _, no := range r.skillsOf(doc) {
			best = max(best, r.near[no])
		}
	}
	if in&(1<<inPlace) != 0 {
		if no, ok := r.named(doc); ok {
			best = max(best, r.near[len(r.ground.skills)+int(no)])
		}
	}
	for text := r.textOf(doc); len(text) > 0 && best < togetherBonus; {
		f, words, rest := nextPassage(text)
		text = rest
		if in>>f&1 == 0 {
			continue
		}
		s := stretch{words: r.page.words}
		for i := 0; i < len(words); {
			var no uint32
			no, i = uvarint(words, i)
			s.next(r.marks[no])
		}
		best = max(best, bonus(s.shortest, r.page.count))
	}
	return best
}

// stretch finds the shortest stretch with all words while a text goes by.
type stretch struct {
	words    uint32 // all that are looked for
	seen     uint32
	at       int
	last     [maxWords]int // where each word was seen last
	shortest int           // in words; 0: none yet
}

// next takes the next word of the text, by the terms that it matches.
func (s *stretch) next(marks uint32) {
	s.at++
	marks &= s.words
	if marks == 0 {
		return
	}
	s.seen |= marks
	from := s.at
	for i := range s.last {
		if marks>>i&1 != 0 {
			s.last[i] = s.at
		}
		if s.words>>i&1 != 0 {
			from = min(from, s.last[i])
		}
	}
	if s.seen == s.words && (s.shortest == 0 || s.at-from+1 < s.shortest) {
		s.shortest = s.at - from + 1
	}
}
