package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"teleorne/directory"
)

// nowhere numbers skills and domains that the catalog does not have.
const nowhere = math.MaxUint16

// ground is what the index knows of the catalog: its places, skills and
// domains by small numbers, and the words that name them. It never changes.
type ground struct {
	atlas    *directory.Atlas
	taxonomy *directory.Taxonomy
	communes []*directory.Commune
	epcis    []directory.EPCI
	skills   []*directory.Skill
	domains  []directory.Domain

	communeNo map[string]uint16
	epciNo    map[string]uint16
	skillNo   map[string]uint16
	domainNo  map[string]uint16

	epciOf   []uint16 // of a commune; len(epcis) for none
	centreOf []uint16 // of an EPCI: the commune it stands on
	domainOf []uint16 // of a skill
	retired  []bool   // of a skill: found, and proposed to nobody

	skillRanks  inLanguages[[]int]      // of a skill: where its label stands among them
	domainNames inLanguages[[][]string] // of a domain: the words of its label
	domainRanks inLanguages[[]int]

	// The words that name skills and places. A place is a commune, or an EPCI
	// behind them, for those who show no more than that.
	tokens     []groundToken       // by token
	surface    map[string]string   // token to how it is written, where that differs
	skillNames [][]name            // by skill, as directory.Skill.Names gives them
	placeNames [][]name            // by place: its name, then the postal codes of a commune
	concepts   map[string][]uint16 // folded name to the skills that bear it, best first
	kindred    map[string][]uint16 // the same by the classes of its words
}

// inLanguages is what depends on the language of whoever reads.
type inLanguages[T any] struct{ fr, en T }

func (l *inLanguages[T]) in(lang string) T {
	if lang == "en" {
		return l.en
	}
	return l.fr
}

// eachLanguage makes something for each language.
func eachLanguage[T any](of func(lang string) T) inLanguages[T] {
	return inLanguages[T]{fr: of("fr"), en: of("en")}
}

// name is a sequence of words, as places in ground.tokens.
type name []uint32

// groundToken is a word with what it helps to name.
type groundToken struct {
	token  string
	class  string
	skills []uint16
	places []uint16
}

func newGround(c *directory.Catalog) *ground {
	g := &ground{
		communeNo: map[string]uint16{}, epciNo: map[string]uint16{},
		skillNo: map[string]uint16{}, domainNo: map[string]uint16{},
		surface: map[string]string{}, concepts: map[string][]uint16{}, kindred: map[string][]uint16{},
	}
	if c == nil {
		c = &directory.Catalog{}
	}
	g.atlas, g.taxonomy = c.Atlas, c.Taxonomy
	if c.Atlas != nil {
		g.takePlaces(c.Atlas)
	}
	g.epciOf = append(g.epciOf, uint16(len(g.epcis))) // of nowhere
	if c.Taxonomy != nil {
		g.takeSkills(c.Taxonomy)
	}
	g.nameAll()
	g.rankLabels()
	return g
}

// rankLabels notes the order of the labels of skills and of domains.
func (g *ground) rankLabels() {
	g.skillRanks = eachLanguage(func(lang string) []int {
		return ranks(len(g.skills), func(no int) (label, slug string) {
			return directory.Fold(g.skills[no].Label.In(lang)), g.skills[no].Slug
		})
	})
	g.domainNames = eachLanguage(func(lang string) [][]string {
		names := make([][]string, len(g.domains))
		for no, d := range g.domains {
			names[no] = tokens(d.Label.In(lang))
		}
		return names
	})
	g.domainRanks = eachLanguage(func(lang string) []int {
		return ranks(len(g.domains), func(no int) (label, slug string) {
			return strings.Join(g.domainNames.in(lang)[no], " "), g.domains[no].Slug
		})
	})
}

// ranks are the places of n things ordered by label, then by slug.
func ranks(n int, of func(no int) (label, slug string)) []int {
	type thing struct {
		label, slug string
		no          int
	}
	things := make([]thing, n)
	for no := range things {
		label, slug := of(no)
		things[no] = thing{label, slug, no}
	}
	slices.SortFunc(things, func(a, b thing) int {
		return cmp.Or(cmp.Compare(a.label, b.label), cmp.Compare(a.slug, b.slug))
	})
	out := make([]int, n)
	for rank, t := range things {
		out[t.no] = rank
	}
	return out
}

func (g *ground) takePlaces(a *directory.Atlas) {
	g.communes, g.epcis = a.Communes(), a.EPCIs()
	for i, e := range g.epcis {
		g.epciNo[e.SIREN] = uint16(i)
	}
	for i, c := range g.communes {
		g.communeNo[c.INSEE] = uint16(i)
		no, ok := g.epciNo[c.EPCI.SIREN]
		if !ok {
			no = uint16(len(g.epcis))
		}
		g.epciOf = append(g.epciOf, no)
	}
	for _, e := range g.epcis {
		no := g.noPlace()
		if centre := a.Centre(e.SIREN); centre != nil {
			no = g.communeNo[centre.INSEE]
		}
		g.centreOf = append(g.centreOf, no)
	}
}

// noPlace numbers the commune of whoever has none.
func (g *ground) noPlace() uint16 { return uint16(len(g.communes)) }

func (g *ground) takeSkills(t *directory.Taxonomy) {
	for _, d := range t.Domains {
		g.domain(d.Slug, d)
	}
	for i := range t.Skills {
		s := &t.Skills[i]
		g.skillNo[s.Slug] = uint16(i)
		g.skills = append(g.skills, s)
		d := uint16(nowhere)
		if s.Domain != "" {
			d = g.domain(s.Domain, directory.Domain{Slug: s.Domain})
		}
		g.domainOf = append(g.domainOf, d)
		g.retired = append(g.retired, !t.Offered(s.Slug))
	}
}

// skill numbers what an entry of a profile's skills stands for by now.
func (g *ground) skill(entry string) (no uint16, ok bool) {
	if no, ok = g.skillNo[entry]; ok || g.taxonomy == nil {
		return no, ok
	}
	s, ok := g.taxonomy.Current(entry)
	if !ok {
		return 0, false
	}
	no, ok = g.skillNo[s.Slug]
	return no, ok
}

// commune numbers the commune that a code belongs to by now.
func (g *ground) commune(insee string) (no uint16, ok bool) {
	if no, ok = g.communeNo[insee]; ok || g.atlas == nil {
		return no, ok
	}
	c, ok := g.atlas.Current(insee)
	if !ok {
		return 0, false
	}
	no, ok = g.communeNo[c.INSEE]
	return no, ok
}

func (g *ground) domain(slug string, d directory.Domain) uint16 {
	no, ok := g.domainNo[slug]
	if !ok {
		no = uint16(len(g.domains))
		g.domainNo[slug] = no
		g.domains = append(g.domains, d)
	}
	return no
}

// nameAll collects the words that name skills and places, then numbers them
// in their order.
func (g *ground) nameAll() {
	number := map[string]uint32{}
	var found []groundToken
	enter := func(text string, what func(*groundToken) *[]uint16, no int) name {
		var n name
		for _, w := range split(text) {
			i, ok := number[w.token]
			if !ok {
				i = uint32(len(found))
				number[w.token] = i
				found = append(found, groundToken{token: w.token, class: class(w.token)})
			}
			if typed := strings.ToLower(text[w.start:w.end]); typed != w.token && directory.Fold(typed) == w.token {
				g.surface[w.token] = typed
			}
			list := what(&found[i])
			if k := len(*list); k == 0 || (*list)[k-1] != uint16(no) {
				*list = append(*list, uint16(no))
			}
			n = append(n, i)
		}
		return n
	}
	skills := func(t *groundToken) *[]uint16 { return &t.skills }
	places := func(t *groundToken) *[]uint16 { return &t.places }
	for no, s := range g.skills {
		var names []name
		for _, text := range s.Names() {
			names = append(names, enter(text, skills, no))
		}
		g.skillNames = append(g.skillNames, names)
	}
	for no, c := range g.communes {
		names := []name{enter(c.Name, places, no)}
		for _, code := range c.PostalCodes {
			names = append(names, enter(code, places, no))
		}
		g.placeNames = append(g.placeNames, names)
	}
	for no, e := range g.epcis {
		g.placeNames = append(g.placeNames, []name{enter(e.Name, places, len(g.communes)+no)})
	}
	g.sortTokens(found)
	g.nameConcepts()
}

func (g *ground) sortTokens(found []groundToken) {
	order := make([]uint32, len(found))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(found[a].token, found[b].token) })
	rank := make([]uint32, len(found))
	for to, from := range order {
		rank[from] = uint32(to)
		g.tokens = append(g.tokens, found[from])
	}
	renumber := func(n name) {
		for i := range n {
			n[i] = rank[n[i]]
		}
	}
	for _, all := range [][][]name{g.skillNames, g.placeNames} {
		for _, names := range all {
			for _, n := range names {
				renumber(n)
			}
		}
	}
}

// nameConcepts notes which skills a whole query may name: those that have it
// as a label come before those that have it as an alias.
func (g *ground) nameConcepts() {
	for _, labels := range []bool{true, false} {
		for no, s := range g.skills {
			for i, text := range s.Names() {
				if (i < 2) != labels {
					continue
				}
				toks := tokens(text)
				remember(g.concepts, strings.Join(toks, " "), uint16(no))
				remember(g.kindred, classKey(toks), uint16(no))
			}
		}
	}
}

func remember(m map[string][]uint16, key string, no uint16) {
	if key != "" && !slices.Contains(m[key], no) {
		m[key] = append(m[key], no)
	}
}

// classKey is what two names have in common that differ by inflections and
// stop words only.
func classKey(toks []string) string {
	var b strings.Builder
	for _, t := range toks {
		if stopWords[t] {
			continue
		}
		if c := class(t); c != "" {
			t = c
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t)
	}
	return b.String()
}
