package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"teleorne/directory"
)

const (
	// maxCompletions bounds what one call proposes, whatever it is asked for.
	maxCompletions = 100
	// minPersonLetters is how much of a name must be there: less would only
	// list whoever comes first.
	minPersonLetters = 2
)

// Complete proposes skills, domains and people; see directory.Searcher. What
// nobody has is not proposed. When nothing begins like all the words, the last
// of them are tried.
func (x *Index) Complete(ctx context.Context, text, lang string, limit int) ([]directory.Completion, error) {
	limit = min(limit, maxCompletions)
	toks := tokens(clip(text))
	toks = toks[max(0, len(toks)-maxWords):]
	if len(toks) == 0 || limit <= 0 {
		return nil, nil
	}
	if err := x.enter(ctx); err != nil {
		return nil, err
	}
	defer x.leave()
	x.mu.RLock()
	defer x.mu.RUnlock()
	c := completer{segment: x.seg, lang: lang}
	for ; len(toks) > 0; toks = toks[1:] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if out := c.propose(toks, limit); len(out) > 0 {
			return out, nil
		}
	}
	return nil, nil
}

// completer proposes from one segment in one language.
type completer struct {
	*segment
	lang string
}

// propose gives skills, then domains, then people, the last two with a little
// room of their own.
func (c *completer) propose(toks []string, limit int) []directory.Completion {
	skills, domains, people := c.completeSkills(toks, limit), c.completeDomains(toks, limit), c.completePeople(toks, limit)
	forPeople := min(len(people), limit/4)
	forDomains := min(len(domains), limit/8)
	skills = skills[:min(len(skills), limit-forPeople-forDomains)]
	domains = domains[:min(len(domains), limit-forPeople-len(skills))]
	out := append(skills, domains...)
	return append(out, people[:min(len(people), limit-len(out))]...)
}

// proposal is a skill or a domain with what it is ranked by.
type proposal struct {
	no    int // of the skill or domain
	place int // how its name matched, best least
	alias int // the name that matched, when it is no label; else negative
	count int
	rank  int // of its label, in the reader's language
}

// room is for how many proposals there is room without asking for memory.
const room = 48

// best are the first proposals, in order.
func best(ps []proposal, limit int) []proposal {
	slices.SortFunc(ps, func(a, b proposal) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(b.count, a.count), cmp.Compare(a.rank, b.rank))
	})
	return ps[:min(len(ps), limit)]
}

// completeSkills proposes the skills of which a name goes on like the words:
// from its beginning before from within, the label before an alias. Retired ones
// are left out.
func (c *completer) completeSkills(toks []string, limit int) []directory.Completion {
	var near [room]proposal
	ps := near[:0]
	ranks := c.ground.skillRanks.in(c.lang)
	for no, count := range c.total.skill {
		if count <= 0 || c.ground.retired[no] {
			continue
		}
		s := c.ground.skills[no]
		p, byLabel := proposal{no: no, place: -1, alias: -1, count: int(count), rank: ranks[no]}, false
		for i, n := range c.ground.skillNames[no] {
			at := c.goesOn(n, toks)
			if at < 0 {
				continue
			}
			place := 2 * min(at, 1)
			if c.isLabel(s, i) {
				byLabel = true
			} else {
				place++
			}
			if p.place < 0 || place < p.place {
				p.place, p.alias = place, i
			}
		}
		if byLabel { // it shows the words itself
			p.alias = -1
		}
		if p.place >= 0 {
			ps = append(ps, p)
		}
	}
	ps = best(ps, limit)
	out := make([]directory.Completion, len(ps))
	for i, p := range ps {
		s := c.ground.skills[p.no]
		out[i] = directory.Completion{Kind: directory.CompleteSkill, Value: s.Slug, Count: p.count}
		if p.alias >= 0 {
			out[i].Alias = s.Names()[p.alias]
		}
	}
	return out
}

// isLabel tells whether the i-th name is the label in the reader's language.
func (c *completer) isLabel(s *directory.Skill, i int) bool {
	if c.lang == "en" && s.Label.EN != "" {
		return i == 1
	}
	return i == 0
}

// goesOn gives where in the name the words stand, the last of them maybe as
// a beginning only; -1 when they do not.
func (c *completer) goesOn(n name, toks []string) int {
	last := len(toks) - 1
	for at := 0; at+last < len(n); at++ {
		i := 0
		for i < last && c.ground.tokens[n[at+i]].token == toks[i] {
			i++
		}
		if i == last && strings.HasPrefix(c.ground.tokens[n[at+last]].token, toks[last]) {
			return at
		}
	}
	return -1
}

func (c *completer) completeDomains(toks []string, limit int) []directory.Completion {
	var near [room]proposal
	ps := near[:0]
	names, ranks := c.ground.domainNames.in(c.lang), c.ground.domainRanks.in(c.lang)
	for no, count := range c.byDomain(c.total.craft) {
		if count <= 0 {
			continue
		}
		if at := startsIn(names[no], toks); at >= 0 {
			ps = append(ps, proposal{no: no, place: min(at, 1), count: int(count), rank: ranks[no]})
		}
	}
	ps = best(ps, limit)
	out := make([]directory.Completion, len(ps))
	for i, p := range ps {
		out[i] = directory.Completion{Kind: directory.CompleteDomain, Value: c.ground.domains[p.no].Slug, Count: p.count}
	}
	return out
}

// startsIn is goesOn for words that are not of the ground.
func startsIn(words, toks []string) int {
	last := len(toks) - 1
	for at := 0; at+last < len(words); at++ {
		if slices.Equal(words[at:at+last], toks[:last]) && strings.HasPrefix(words[at+last], toks[last]) {
			return at
		}
	}
	return -1
}

// completePeople proposes, in the order of their names, the people of whose
// names each word is one, the last maybe as a beginning only.
func (c *completer) completePeople(toks []string, limit int) []directory.Completion {
	last := toks[len(toks)-1]
	if len(last) < minPersonLetters && len(toks) == 1 {
		return nil
	}
	var lists [][]uint32
	c.vocabulary.starting(last, func(no uint32) {
		packed, tail := c.texts.of(no)
		lists = append(lists, packed, tail)
	})
	var others []uint32
	for _, t := range toks[:len(toks)-1] {
		no, ok := c.vocabulary.find(t)
		if !ok {
			return nil
		}
		others = append(others, no)
	}
	var best []uint32 // sorted by name
	for _, list := range lists {
		for _, p := range list {
			doc := p >> maskBits
			if p&(1<<inName) == 0 || !c.lives(doc) || len(best) == limit && c.compareNames(doc, best[limit-1]) >= 0 {
				continue
			}
			if !c.nameHolds(doc, others) {
				continue
			}
			at, again := slices.BinarySearchFunc(best, doc, c.compareNames)
			if again {
				continue
			}
			best = slices.Insert(best, at, doc)
			best = best[:min(len(best), limit)]
		}
	}
	out := make([]directory.Completion, len(best))
	for i, doc := range best {
		out[i] = directory.Completion{Kind: directory.CompletePerson, ID: c.id[doc]}
	}
	return out
}

// nameHolds tells whether the document's name holds all the words.
func (c *completer) nameHolds(doc uint32, words []uint32) bool {
	if len(words) == 0 {
		return true
	}
	var have []uint32
	eachWord(c.textOf(doc), func(f field, no uint32) {
		if f == inName {
			have = append(have, no)
		}
	})
	for _, no := range words {
		if !slices.Contains(have, no) {
			return false
		}
	}
	return true
}
