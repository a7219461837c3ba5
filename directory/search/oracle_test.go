package search

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"teleorne/directory"
)

// oracle answers queries from the contract, listing by listing, without any
// index. With the index it shares folding, stop words, classes and the
// published weights, nothing else.
type oracle struct {
	decided  *decided
	catalog  *directory.Catalog
	listings map[directory.ListingID]*directory.Listing
	collator *collate.Collator
	classes  map[string]string
	today    directory.Date
	stale    directory.Date
	halved   int // results that kept half of their score
}

func newOracle(c *directory.Catalog, d *decided) *oracle {
	return &oracle{
		decided: d, catalog: c, listings: map[directory.ListingID]*directory.Listing{},
		collator: collate.New(language.French, collate.IgnoreCase), classes: map[string]string{},
	}
}

func (o *oracle) apply(ls []*directory.Listing) {
	for _, l := range ls {
		o.listings[l.ID] = l
		if l.Published == nil || l.Latest == nil || l.Paused || l.Suspended || l.Withdrawn || l.Dormant {
			delete(o.listings, l.ID)
		}
	}
}

type oracleText struct {
	field  field
	tokens []string
}

func (o *oracle) texts(l *directory.Listing) []oracleText {
	p := &l.Published.Profile
	var out []oracleText
	add := func(f field, s string) { out = append(out, oracleText{f, strings.Fields(directory.Fold(s))}) }
	add(inName, p.Name)
	add(inOrganisation, p.Organisation)
	add(inHeadline, p.Headline)
	add(inDescription, p.Description)
	for _, slug := range p.Skills {
		if s, ok := o.decided.skill(slug); ok {
			for _, n := range o.decided.names(s) {
				add(inSkill, n)
			}
		} else if !strings.HasPrefix(slug, "+") { // what is proposed is found by nobody
			add(inSkill, slug)
		}
	}
	if c := o.stands(l); c != nil {
		if p.CommuneShown == directory.ShownEPCI {
			add(inPlace, c.EPCI.Name)
		} else {
			add(inPlace, c.Name)
			for _, code := range o.decided.postal(c) {
				add(inPlace, code)
			}
		}
	}
	return out
}

// stands is where distances are measured from, nil for nowhere.
func (o *oracle) stands(l *directory.Listing) *directory.Commune {
	p := &l.Published.Profile
	c, ok := o.decided.commune(p.Commune)
	if !ok {
		return nil
	}
	if p.CommuneShown == directory.ShownEPCI {
		centre := o.catalog.Atlas.Centre(c.EPCI.SIREN)
		if centre == nil {
			return nil
		}
		c, _ = o.decided.commune(centre.INSEE)
	}
	return c
}

type oracleWord struct {
	token  string
	prefix bool
	typo   bool
}

func (o *oracle) kindOf(w oracleWord, token string) kind {
	k := byNothing
	a, b := o.class(w.token), o.class(token)
	switch {
	case token == w.token:
		k = byExact
	case w.prefix && strings.HasPrefix(token, w.token):
		k = byPrefix
	case a != "" && a == b:
		k = byClass
	case a != "" && b != "" && group(a) != "" && group(a) == group(b):
		k = bySynonym
	}
	if w.typo {
		k = min(k, byTypo)
	}
	return k
}

func (o *oracle) class(token string) string {
	c, ok := o.classes[token]
	if !ok {
		c = class(token)
		o.classes[token] = c
	}
	return c
}

// understood is a query's text in the oracle's terms.
type understood struct {
	words     []oracleWord
	phrases   [][]string
	not       []oracleWord
	notPhrase [][]string
	corrected map[string]string // folded
}

func (o *oracle) understand(ps []part) understood {
	var u understood
	var stops []oracleWord
	allStop := true
	for i, p := range ps {
		for p.excluded && !p.phrase && len(p.tokens) > 1 && stopWords[p.tokens[0]] {
			p.tokens = p.tokens[1:]
		}
		switch {
		case p.excluded && !p.phrase && len(p.tokens) == 1:
			u.not = append(u.not, oracleWord{token: p.tokens[0]})
		case p.excluded:
			u.notPhrase = append(u.notPhrase, p.tokens)
		case p.phrase:
			u.phrases = append(u.phrases, p.tokens)
			allStop = false
		default:
			for j, t := range p.tokens {
				w := oracleWord{token: t, prefix: i == len(ps)-1 && j == len(p.tokens)-1}
				if stopWords[t] && !w.prefix {
					stops = append(stops, w)
					continue
				}
				allStop = allStop && stopWords[t]
				u.words = append(u.words, w)
			}
		}
	}
	if allStop {
		u.words = append(stops, u.words...)
	}
	for i := 0; i < len(u.words); {
		w := u.words[i]
		if slices.ContainsFunc(u.words[i+1:], func(v oracleWord) bool { return v.token == w.token }) {
			u.words = slices.Delete(u.words, i, i+1)
			continue
		}
		i++
	}
	o.correct(&u)
	return u
}

func (o *oracle) vocabulary() map[string]int {
	v := map[string]int{}
	for _, l := range o.listings {
		mine := map[string]bool{}
		for _, t := range o.texts(l) {
			for _, tok := range t.tokens {
				mine[tok] = true
			}
		}
		for tok := range mine {
			v[tok]++
		}
	}
	return v
}

func (o *oracle) correct(u *understood) {
	vocabulary := o.vocabulary()
	for i, w := range u.words {
		known := false
		for tok := range vocabulary {
			known = known || o.kindOf(w, tok) != byNothing
		}
		n := len([]rune(w.token))
		if known || n < 4 || strings.ContainsAny(w.token, "0123456789+#.½") {
			continue
		}
		best, distance, most := "", 3, 0
		limit := 1
		if n >= 8 {
			limit = 2
		}
		for tok, count := range vocabulary {
			d := directory.EditDistance(w.token, tok, limit)
			if d <= limit && (d < distance || d == distance && (count > most || count == most && tok < best)) {
				best, distance, most = tok, d, count
			}
		}
		if best == "" {
			continue
		}
		u.words[i] = oracleWord{best, w.prefix, true}
		if u.corrected == nil {
			u.corrected = map[string]string{}
		}
		u.corrected[w.token] = best
	}
}

// found tells how a listing matches the text: the score, or false.
func (o *oracle) found(u *understood, l *directory.Listing) (score float64, ok bool) {
	whole, ok := o.matches(u, l)
	score = float64(whole)
	if o.isStale(l) {
		o.halved += min(1, whole)
		score /= 2
	}
	return score, ok
}

// isStale tells whether nobody said of the listing, since the day that counts,
// that it is true.
func (o *oracle) isStale(l *directory.Listing) bool {
	said := l.ConfirmedAt
	if said.IsZero() {
		said = l.CreatedAt
	}
	return o.stale != 0 && said.Before(o.stale.Time())
}

// matches is found without regard to who confirmed what.
func (o *oracle) matches(u *understood, l *directory.Listing) (int, bool) {
	texts := o.texts(l)
	score := 0
	for _, w := range u.words {
		best := -1
		for _, t := range texts {
			for _, tok := range t.tokens {
				if k := o.kindOf(w, tok); k != byNothing {
					best = max(best, int(fieldWeight[t.field])*int(kindWeight[k]))
				}
			}
		}
		if best < 0 {
			return 0, false
		}
		score += best
	}
	for _, p := range u.phrases {
		best := -1
		for _, t := range texts {
			if oracleHas(t.tokens, p) {
				best = max(best, int(fieldWeight[t.field])*int(kindWeight[byExact]))
			}
		}
		if best < 0 {
			return 0, false
		}
		score += best
	}
	for _, t := range texts {
		for _, w := range u.not {
			if slices.ContainsFunc(t.tokens, func(tok string) bool { return o.kindOf(w, tok) != byNothing }) {
				return 0, false
			}
		}
		if slices.ContainsFunc(u.notPhrase, func(p []string) bool { return oracleHas(t.tokens, p) }) {
			return 0, false
		}
	}
	return score + o.bonus(u, texts), true
}

func oracleHas(tokens, p []string) bool {
	return strings.Contains(" "+strings.Join(tokens, " ")+" ", " "+strings.Join(p, " ")+" ")
}

// bonus tries every stretch of every text.
func (o *oracle) bonus(u *understood, texts []oracleText) int {
	best, n := 0, len(u.words)
	if n < 2 {
		return 0
	}
	for _, t := range texts {
		for from := range t.tokens {
			for to := from + 1; to <= len(t.tokens) && to-from <= n+closeGap; to++ {
				all := true
				for _, w := range u.words {
					all = all && slices.ContainsFunc(t.tokens[from:to], func(tok string) bool { return o.kindOf(w, tok) != byNothing })
				}
				if all && to-from <= n {
					best = max(best, togetherBonus)
				} else if all {
					best = max(best, closeBonus)
				}
			}
		}
	}
	return best
}
