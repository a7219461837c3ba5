package directory

import (
	"slices"
	"strings"
)

// SkillFate is what administrators decided about a skill, beside what the
// taxonomy says of it.
type SkillFate struct {
	Slug    string
	Into    string // the skill that took it in; empty: none
	Retired bool   // no longer offered; who has it keeps it
}

// Taxonomy is the set of skills and domains in force. It is never changed:
// a new one replaces it.
//
// What profiles say is kept as they said it and read by what is in force: a
// skill that another took in is that one, under all its names, and a proposed
// word is a skill as soon as one has that name (Current, Of).
type Taxonomy struct {
	Skills  []Skill // retired ones included, without those that others took in, whose names their takers have as aliases
	Domains []Domain
	kept    []Skill              // as they were given
	fates   map[string]SkillFate // by slug
	bySlug  map[string]int       // to Skills; also the slugs of those that were taken in
	domains map[string]int
	byAlias map[string][]int  // folded label, alias or slug to skills
	named   map[string]string // the same, to the slug of the first that is offered
}

// NewTaxonomy indexes skills under their slug, labels and aliases, and domains
// under their slug, as the fates of skills say. All keep the order given, and
// are not to be changed after. Fates that lead nowhere, or round in a circle,
// count for nothing.
func NewTaxonomy(skills []Skill, domains []Domain, fates ...SkillFate) *Taxonomy {
	t := &Taxonomy{
		Skills: skills, Domains: domains, kept: skills,
		fates: make(map[string]SkillFate, len(fates)), bySlug: make(map[string]int, len(skills)),
		domains: make(map[string]int, len(domains)), byAlias: make(map[string][]int, 8*len(skills)),
	}
	for i, d := range domains {
		t.domains[d.Slug] = i
	}
	for _, f := range fates {
		t.fates[f.Slug] = f
	}
	t.takeIn()
	for i := range t.Skills {
		for _, name := range t.Skills[i].Names() {
			t.alias(Fold(name), i)
		}
	}
	for slug, i := range t.bySlug {
		t.alias(Fold(slug), i)
	}
	t.named = make(map[string]string, len(t.byAlias))
	for name, is := range t.byAlias {
		slices.Sort(is)
		for _, i := range is {
			if slug := t.Skills[i].Slug; t.Offered(slug) {
				t.named[name] = slug
				break
			}
		}
	}
	return t
}

// takeIn makes Skills of what was kept: those that others took in give these
// their names and go.
func (t *Taxonomy) takeIn() {
	for i := range t.kept {
		t.bySlug[t.kept[i].Slug] = i
	}
	gone := make(map[string]string) // to the one that has it in the end
	for slug, f := range t.fates {
		if into := t.end(f); into != slug {
			gone[slug] = into
		}
	}
	if len(gone) == 0 {
		return
	}
	t.Skills = make([]Skill, 0, len(t.kept))
	was := t.bySlug
	t.bySlug = make(map[string]int, len(t.kept))
	for _, s := range t.kept {
		if _, ok := gone[s.Slug]; !ok {
			t.bySlug[s.Slug] = len(t.Skills)
			t.Skills = append(t.Skills, s)
		}
	}
	for _, s := range t.kept {
		if into, ok := gone[s.Slug]; ok {
			t.bySlug[s.Slug] = t.bySlug[into]
			t.Skills[t.bySlug[into]].takeNames(&t.kept[was[s.Slug]])
		}
	}
}

// end follows a fate to the skill that is in force; the skill itself when
// nothing took it in, or nothing that is there.
func (t *Taxonomy) end(f SkillFate) string {
	slug := f.Slug
	for range len(t.fates) + 1 {
		next := t.fates[slug].Into
		if _, there := t.bySlug[next]; !there {
			return slug
		}
		slug = next
	}
	return f.Slug // round in a circle
}

// takeNames gives a skill the names of another one, as far as it lacks them.
// Its lists may be somebody else's: they are not written to.
func (s *Skill) takeNames(o *Skill) {
	s.AliasesFR = withNames(s.AliasesFR, s.Label.FR, append([]string{o.Label.FR}, o.AliasesFR...))
	s.AliasesEN = withNames(s.AliasesEN, s.Label.EN, append([]string{o.Label.EN}, o.AliasesEN...))
}

func withNames(aliases []string, label string, more []string) []string {
	aliases = slices.Clip(aliases)
	for _, name := range more {
		same := func(have string) bool { return Fold(have) == Fold(name) }
		if name != "" && !same(label) && !slices.ContainsFunc(aliases, same) {
			aliases = append(aliases, name)
		}
	}
	return aliases
}

func (t *Taxonomy) alias(key string, i int) {
	if !slices.Contains(t.byAlias[key], i) {
		t.byAlias[key] = append(t.byAlias[key], i)
	}
}

// Skill finds a skill by its slug, or by that of one that it took in.
func (t *Taxonomy) Skill(slug string) (*Skill, bool) {
	i, ok := t.bySlug[slug]
	if !ok {
		return nil, false
	}
	return &t.Skills[i], true
}

// Domain finds a domain by its slug.
func (t *Taxonomy) Domain(slug string) (*Domain, bool) {
	i, ok := t.domains[slug]
	if !ok {
		return nil, false
	}
	return &t.Domains[i], true
}

// Offered tells whether the skill of that very slug is in force and proposed
// to people: one that was retired is only found, by whoever has it.
func (t *Taxonomy) Offered(slug string) bool {
	i, ok := t.bySlug[slug]
	return ok && t.Skills[i].Slug == slug && !t.fates[slug].Retired
}

// Fate is what administrators decided about the skill of that very slug.
func (t *Taxonomy) Fate(slug string) SkillFate {
	f := t.fates[slug]
	f.Slug = slug
	return f
}

// Current finds the skill that an entry of a profile's skills stands for: a
// slug, or « +word » once there is a skill of that name.
func (t *Taxonomy) Current(entry string) (*Skill, bool) {
	word, proposed := strings.CutPrefix(entry, "+")
	if !proposed {
		return t.Skill(entry)
	}
	return t.Named(strings.TrimLeft(word, "+ "))
}

// Of reads the skills of a profile: those that the taxonomy has, each once, and
// the words that it does not.
func (t *Taxonomy) Of(entries []string) (skills []*Skill, words []string) {
	for _, entry := range entries {
		if s, ok := t.Current(entry); ok {
			if !slices.Contains(skills, s) {
				skills = append(skills, s)
			}
		} else if word, proposed := strings.CutPrefix(entry, "+"); proposed {
			words = append(words, word)
		}
	}
	return skills, words
}

// read is the entries of a profile's skills with the slugs that are in force,
// each once; what the taxonomy does not have stays. It answers the entries
// themselves when nothing differs.
func (t *Taxonomy) read(entries []string) []string {
	inForce := func(i int) string {
		if s, ok := t.Current(entries[i]); ok {
			return s.Slug
		}
		return entries[i]
	}
	for i := range entries {
		if inForce(i) == entries[i] {
			continue
		}
		out := slices.Clone(entries[:i])
		for ; i < len(entries); i++ {
			if entry := inForce(i); !slices.Contains(out, entry) {
				out = append(out, entry)
			}
		}
		return out
	}
	return entries
}

// Titled finds the skill whose slug or very label a person names, or those of
// one that it took in.
func (t *Taxonomy) Titled(s string) (*Skill, bool) {
	key := Fold(s)
	sk, ok := t.Named(s)
	if !ok {
		return nil, false
	}
	if sk.titled(key) {
		return sk, true
	}
	for i := range t.kept {
		if was := &t.kept[i]; was.titled(key) && t.bySlug[was.Slug] == t.bySlug[sk.Slug] {
			return sk, true
		}
	}
	return nil, false
}

// Resolve finds the skill that a person means by a slug, a label or an alias,
// whatever its case and accents. It answers CodeSkill, with the nearest slugs,
// when there is none. A name shared by several skills means the first.
func (t *Taxonomy) Resolve(s string) (*Skill, error) {
	if sk, ok := t.Named(s); ok {
		return sk, nil
	}
	err := unknownSkill(s)
	err.Nearest = nearest(Fold(s), t.named, 3)
	return nil, err
}

func unknownSkill(s string) *Error {
	return &Error{Code: CodeSkill, Params: Params{"value": Clip(s, 60)}}
}

// Named is Resolve without suggestions, which take long to find.
func (t *Taxonomy) Named(s string) (*Skill, bool) {
	if sk, ok := t.Skill(s); ok {
		return sk, true
	}
	key := Fold(s)
	is := t.byAlias[key]
	if key == "" || len(is) == 0 {
		return nil, false
	}
	// The skill that bears the name outranks one that has it as an alias.
	for _, i := range is {
		if Fold(t.Skills[i].Label.FR) == key || Fold(t.Skills[i].Label.EN) == key {
			return &t.Skills[i], true
		}
	}
	return &t.Skills[is[0]], true
}
