package directory

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// PlaceCompletion is a proposal for a place that is being typed.
type PlaceCompletion struct {
	Commune *Commune // nil when a whole EPCI is proposed
	Former  string   // the former name by which the commune was found
	Postal  string   // the postal code by which it was found
	EPCI    *EPCI    // the EPCI proposed as a whole
}

// placeEntry is one name under which a place is found while it is typed.
type placeEntry struct {
	full       string // folded, its article kept
	key        string // placeKey of it
	letters    uint64 // of key
	spelt      uint64 // the letters of full
	what       PlaceCompletion
	name       string // as people read it
	population int
}

// indexEntries lists every name once: present names first, so that they win
// when a former name or an EPCI is just as good.
func (a *Atlas) indexEntries() {
	add := func(name string, key string, what PlaceCompletion, population int) {
		full := spellOut(Fold(name))
		a.entries = append(a.entries, placeEntry{
			full: full, key: key, letters: letters(key), spelt: letters(full), what: what, name: name, population: population,
		})
	}
	for _, c := range a.communes {
		add(c.Name, placeKey(c.Name), PlaceCompletion{Commune: c}, c.Population)
	}
	for _, c := range a.communes {
		for _, f := range c.Former {
			add(f, placeKey(f), PlaceCompletion{Commune: c, Former: f}, c.Population)
		}
		for _, code := range c.PostalCodes {
			add(code, code, PlaceCompletion{Commune: c, Postal: code}, postalWeight(c))
		}
	}
	for _, e := range a.epcis {
		key, _ := epciKey(e.Name)
		add(e.Name, key, PlaceCompletion{EPCI: &e}, 0)
	}
}

// postalWeight ranks the communes of a postal code: after those that have no
// other come the wide merged ones that have several.
func postalWeight(c *Commune) int {
	if len(c.PostalCodes) > 1 {
		return c.Population / 10
	}
	return c.Population
}

// How well a name matches what was typed so far, best first.
const (
	matchExact = iota
	matchStart
	matchBareStart // of the name without its article, although one was typed
	matchWord      // of a word within
	matchNone
)

// Complete proposes at most limit places for what was typed so far: a prefix
// of any word of a commune's name, a former name, a postal code or an EPCI's
// name. Exact names come first, then those that begin so, then the rest; the
// more populous first. It proposes nothing for nothing.
func (a *Atlas) Complete(typed string, limit int) []PlaceCompletion {
	if len(typed) > maxPlaceBytes || limit <= 0 {
		return nil
	}
	full := spellOut(Fold(typed))
	if full == "" {
		return nil
	}
	bare := withoutArticle(full)
	type hit struct{ rank, entry int }
	hits := make([]hit, 0, 64)
	for i := range a.entries {
		if r := a.entries[i].match(full, bare); r != matchNone {
			hits = append(hits, hit{r, i})
		}
	}
	slices.SortFunc(hits, func(x, y hit) int {
		ex, ey := &a.entries[x.entry], &a.entries[y.entry]
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(ey.population, ex.population), cmp.Compare(x.entry, y.entry))
	})
	var out []PlaceCompletion
	for _, h := range hits {
		what := a.entries[h.entry].what
		if what.Commune != nil && slices.ContainsFunc(out, func(o PlaceCompletion) bool { return o.Commune == what.Commune }) {
			continue
		}
		if what.Former != "" && strings.HasPrefix(placeKey(what.Commune.Name), bare) {
			what.Former = "" // its present name says it already
		}
		if out = append(out, what); len(out) == limit {
			break
		}
	}
	return out
}

// match compares the entry with a folded text, with and without its article.
func (e *placeEntry) match(full, bare string) int {
	switch {
	case e.full == full || e.key == bare:
		return matchExact
	case strings.HasPrefix(e.full, full) || full == bare && strings.HasPrefix(e.key, bare):
		return matchStart
	case strings.HasPrefix(e.key, bare):
		return matchBareStart
	case beginsWord(e.full, full) || beginsWord(e.key, bare):
		return matchWord
	}
	return matchNone
}

// beginsWord tells whether a word after the first begins with prefix.
func beginsWord(text, prefix string) bool {
	for {
		i := strings.Index(text, prefix)
		if i < 0 {
			return false
		}
		if i > 0 && text[i-1] == ' ' {
			return true
		}
		text = text[i+1:]
	}
}

// nearestPlaces names the places that a person may have meant by a folded
// text: slips of the fingers first, then names cut short or made longer, then
// those that begin with the same word.
func (a *Atlas) nearestPlaces(folded string, limit int) []string {
	name, _ := splitCode(folded)
	full := spellOut(name)
	key := withoutArticle(full)
	if key == "" || isDigits(key) {
		return nil
	}
	type near struct {
		cost  int
		entry *placeEntry
	}
	allowed := tolerance(utf8.RuneCountInString(key))
	set, spelt := letters(key), letters(full)
	var found []near
	for i := range a.entries {
		e := &a.entries[i]
		if e.what.Postal != "" {
			continue
		}
		c := e.distance(key, set, allowed)
		// The slip may be in the article: « ls menus ».
		if c == farAway && e.full != e.key && within(spelt, e.spelt, allowed) {
			if d := EditDistance(full, e.full, allowed); d <= allowed {
				c = 10 * d
			}
		}
		if c < farAway {
			found = append(found, near{c, e})
		}
	}
	slices.SortStableFunc(found, func(x, y near) int {
		return cmp.Or(cmp.Compare(x.cost, y.cost), cmp.Compare(y.entry.population, x.entry.population))
	})
	var names []string
	for _, f := range found {
		if !slices.Contains(names, f.entry.name) {
			if names = append(names, f.entry.name); len(names) == limit {
				break
			}
		}
	}
	return names
}

// longerNames are communes whose name goes on after the folded one, the most
// populous first: « moulins » is a city elsewhere, but Moulins-la-Marche is not.
func (a *Atlas) longerNames(key string, limit int) []string {
	var names []string
	for _, c := range a.longer(key, false) {
		if len(names) < limit {
			names = append(names, c.Name)
		}
	}
	return names
}

// longer are the communes with a name that goes on after the folded one, the most
// populous first; former tells whether their former names count.
func (a *Atlas) longer(key string, former bool) []*Commune {
	var found []*Commune
	for i := range a.entries {
		e := &a.entries[i]
		if c := e.what.Commune; c != nil && (former || e.what.Former == "") && strings.HasPrefix(e.key, key+" ") && !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(x, y *Commune) int { return cmp.Compare(y.Population, x.Population) })
	return found
}

// Begun is the one commune with a name, present or former, that begins with the
// words typed: people say « Mortagne » for Mortagne-au-Perche. False when there
// is none, or several.
func (a *Atlas) Begun(typed string) (*Commune, bool) {
	if len(typed) > maxPlaceBytes {
		return nil, false
	}
	key := withoutArticle(spellOut(Fold(typed)))
	if key == "" || isDigits(key) {
		return nil, false
	}
	found := a.longer(key, true)
	if len(found) != 1 {
		return nil, false
	}
	return found[0], true
}

// farAway is the cost of a name that nobody can have meant.
const farAway = 1000

// distance is the cost of having meant this name: about ten an edit.
func (e *placeEntry) distance(key string, set uint64, allowed int) int {
	cost := farAway
	if within(set, e.letters, allowed) {
		if d := EditDistance(key, e.key, allowed); d <= allowed {
			cost = 10 * d
		}
	}
	const enough = 4
	switch {
	case len(key) >= enough-1 && strings.HasPrefix(e.key, key+" "): // « mortagne »
		cost = min(cost, 5)
	case len(key) >= enough-1 && strings.HasPrefix(e.key, key): // « mortag »
		cost = min(cost, 8)
	case len(e.key) >= enough && strings.HasPrefix(key, e.key+" "): // « belleme sur mer »
		cost = min(cost, 7)
	}
	if cost < farAway {
		return cost
	}
	first, _, _ := strings.Cut(key, " ")
	other, _, _ := strings.Cut(e.key, " ")
	if len(first) < enough || len(other) < enough || tooCommon(first) || tooCommon(other) {
		return farAway
	}
	slips := tolerance(utf8.RuneCountInString(first))
	if d := EditDistance(first, other, slips); d <= slips {
		return 60 + 10*d
	}
	return farAway
}

// tooCommon tells whether so many names begin with the word that it says
// nothing about which is meant.
func tooCommon(word string) bool {
	switch word {
	case "saint", "sainte", "chapelle", "ferriere", "lande", "menil", "champ", "mont", "monts", "vieux":
		return true
	}
	return false
}
