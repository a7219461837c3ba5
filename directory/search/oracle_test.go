package search

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"teleorne/directory"
)

// oracle answers queries from the contract, listing by listing, without any
// index. With the index it shares folding, stop words, classes and the
// published weights, nothing else.
type oracle struct {
	catalog  *directory.Catalog
	listings map[directory.ListingID]*directory.Listing
	collator *collate.Collator
	classes  map[string]string
}

func newOracle(c *directory.Catalog) *oracle {
	return &oracle{c, map[directory.ListingID]*directory.Listing{}, collate.New(language.French, collate.IgnoreCase), map[string]string{}}
}

func (o *oracle) apply(ls []*directory.Listing) {
	for _, l := range ls {
		if o.listings[l.ID] = l; !l.Visible() {
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
		if s, ok := o.catalog.Taxonomy.Skill(slug); ok {
			for _, n := range s.Names() {
				add(inSkill, n)
			}
		} else {
			add(inSkill, strings.TrimPrefix(slug, "+"))
		}
	}
	if c := o.stands(l); c != nil {
		if p.CommuneShown == directory.ShownEPCI {
			add(inPlace, c.EPCI.Name)
		} else {
			add(inPlace, c.Name)
			for _, code := range c.PostalCodes {
				add(inPlace, code)
			}
		}
	}
	return out
}

// stands is where distances are measured from, nil for nowhere.
func (o *oracle) stands(l *directory.Listing) *directory.Commune {
	p := &l.Published.Profile
	c, ok := o.catalog.Atlas.Commune(p.Commune)
	if !ok {
		return nil
	}
	if p.CommuneShown == directory.ShownEPCI {
		return o.catalog.Atlas.Centre(c.EPCI.SIREN)
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
func (o *oracle) found(u *understood, l *directory.Listing) (int, bool) {
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

// fails lists the kinds of filter that keep the listing out.
func (o *oracle) fails(q *directory.Query, l *directory.Listing) map[string]bool {
	p := &l.Published.Profile
	f := map[string]bool{}
	if q.Status != "" && p.Status != q.Status {
		f["status"] = true
	}
	if len(q.Communes) > 0 {
		if q.RadiusKM > 0 {
			d := o.distance(q, l)
			f["place"] = d < 0 || d > q.RadiusKM
		} else {
			f["place"] = p.CommuneShown == directory.ShownEPCI || o.stands(l) == nil || !slices.Contains(q.Communes, p.Commune)
		}
	}
	if q.EPCI != "" {
		f["epci"] = o.epci(l) != q.EPCI
	}
	if q.Domain != "" {
		f["domain"] = !slices.Contains(o.domains(l), q.Domain)
	}
	if q.Available != 0 {
		f["available"] = !p.Available(q.Available)
	}
	if q.Language != "" {
		f["language"] = !slices.Contains(p.Languages, q.Language)
	}
	if q.Telecentre != "" {
		f["telecentre"] = p.Telecentre != q.Telecentre
	}
	for k, bad := range f {
		if !bad {
			delete(f, k)
		}
	}
	return f
}

func (o *oracle) epci(l *directory.Listing) string {
	if c := o.stands(l); c != nil {
		return c.EPCI.SIREN
	}
	return ""
}

func (o *oracle) domains(l *directory.Listing) []string {
	var out []string
	for _, slug := range l.Published.Profile.Skills {
		if s, ok := o.catalog.Taxonomy.Skill(slug); ok && s.Domain != "" && !slices.Contains(out, s.Domain) {
			out = append(out, s.Domain)
		}
	}
	return out
}

// distance is to the nearest of the query's communes, negative without one.
func (o *oracle) distance(q *directory.Query, l *directory.Listing) float64 {
	best, here := math.Inf(1), o.stands(l)
	for _, insee := range q.Communes {
		if c, ok := o.catalog.Atlas.Commune(insee); ok && here != nil {
			best = min(best, c.Distance(here))
		}
	}
	if math.IsInf(best, 1) {
		return -1
	}
	return best
}

type oracleHit struct {
	l        *directory.Listing
	score    int
	distance float64
}

// search answers like Index.Search.
func (o *oracle) search(q directory.Query, ps []part) *directory.Found {
	u := o.understand(ps)
	var hits []oracleHit
	tally := map[string]map[string]int{"status": {}, "skill": {}, "domain": {}, "place": {}, "epci": {}, "available": {}}
	for _, l := range o.listings {
		score, ok := o.found(&u, l)
		for _, slug := range q.Skills {
			ok = ok && slices.Contains(l.Published.Profile.Skills, slug)
		}
		if !ok {
			continue
		}
		fails := o.fails(&q, l)
		o.count(tally, fails, l)
		if len(fails) == 0 {
			hits = append(hits, oracleHit{l, score, o.distance(&q, l)})
		}
	}
	o.order(&q, len(ps) > 0 || q.Text != "", hits)
	out := &directory.Found{Total: len(hits), Corrected: u.corrected, Hits: []directory.Hit{}}
	for i := q.Offset; i < len(hits) && i < q.Offset+q.Limit; i++ {
		out.Hits = append(out.Hits, directory.Hit{ID: hits[i].l.ID, DistanceKM: hits[i].distance})
	}
	if q.Facets {
		out.Facets = &directory.Facets{
			Status: oracleFacet(tally["status"]), Skill: oracleFacet(tally["skill"]), Domain: oracleFacet(tally["domain"]),
			Commune: oracleFacet(tally["place"]), EPCI: oracleFacet(tally["epci"]),
			Available: directory.Availability{Now: tally["available"]["now"], In30: tally["available"]["soon"]},
		}
	}
	return out
}

// count adds the listing to each facet whose own filter alone keeps it out, or
// to all.
func (o *oracle) count(tally map[string]map[string]int, fails map[string]bool, l *directory.Listing) {
	p := &l.Published.Profile
	for kind, t := range tally {
		for k := range fails {
			if k != kind {
				t = nil
			}
		}
		if t == nil || kind == "skill" && len(fails) > 0 {
			continue
		}
		switch kind {
		case "status":
			t[string(p.Status)]++
		case "skill":
			seen := map[string]bool{}
			for _, slug := range p.Skills {
				if _, ok := o.catalog.Taxonomy.Skill(slug); ok && !seen[slug] {
					seen[slug] = true
					t[slug]++
				}
			}
		case "domain":
			for _, d := range o.domains(l) {
				t[d]++
			}
		case "place":
			if c := o.stands(l); c != nil && p.CommuneShown != directory.ShownEPCI {
				t[c.INSEE]++
			}
		case "epci":
			if e := o.epci(l); e != "" {
				t[e]++
			}
		case "available":
			if p.Available(worldToday) {
				t["now"]++
			}
			if p.Available(worldToday + 30) {
				t["soon"]++
			}
		}
	}
}

func oracleFacet(t map[string]int) []directory.Count {
	var out []directory.Count
	for v, n := range t {
		out = append(out, directory.Count{Value: v, Count: n})
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].Count > out[j].Count || out[i].Count == out[j].Count && out[i].Value < out[j].Value
	})
	return out
}

func (o *oracle) order(q *directory.Query, text bool, hits []oracleHit) {
	how := q.Sort
	if how == directory.SortDefault {
		switch {
		case text:
			how = directory.SortRelevance
		case len(q.Communes) > 0:
			how = directory.SortDistance
		default:
			how = directory.SortRecent
		}
	}
	if how == directory.SortDistance && len(q.Communes) == 0 {
		how = directory.SortRecent
	}
	near := func(h oracleHit) float64 {
		if h.distance < 0 {
			return math.Inf(1)
		}
		return h.distance
	}
	slices.SortFunc(hits, func(a, b oracleHit) int {
		slug := strings.Compare(a.l.Slug, b.l.Slug)
		fresh := b.l.UpdatedAt.Compare(a.l.UpdatedAt)
		switch how {
		case directory.SortRelevance:
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(near(a), near(b)), fresh, slug)
		case directory.SortDistance:
			return cmp.Or(cmp.Compare(near(a), near(b)), slug)
		case directory.SortName:
			return cmp.Or(o.collator.CompareString(a.l.Published.Profile.Name, b.l.Published.Profile.Name), slug)
		}
		return cmp.Or(fresh, slug)
	})
}
