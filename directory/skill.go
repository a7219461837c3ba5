package directory

// Skill is one entry of the taxonomy of skills that can be exercised remotely.
type Skill struct {
	Slug      string
	Label     Label
	Domain    string // slug of its domain
	ROME      string // code of the ROME occupation it maps to
	AliasesFR []string
	AliasesEN []string
}

// Domain groups skills.
type Domain struct {
	Slug  string
	Label Label
}

// Label is a name in the two languages of the directory.
type Label struct{ FR, EN string }

// In picks the language; anything but "en" is French.
func (l Label) In(lang string) string {
	if lang == "en" && l.EN != "" {
		return l.EN
	}
	return l.FR
}

// Taxonomy is the set of skills and domains in force. It is never changed:
// a new one replaces it.
type Taxonomy struct {
	Skills  []Skill
	Domains []Domain
	bySlug  map[string]int
	domains map[string]int
	byAlias map[string][]int  // folded label, alias or slug to skills
	named   map[string]string // the same, to the slug of the first
}

// NewTaxonomy indexes skills under their slug, labels and aliases, and domains
// under their slug. Both keep the order given, and are not to be changed after.
func NewTaxonomy(skills []Skill, domains []Domain) *Taxonomy {
	t := &Taxonomy{
		Skills: skills, Domains: domains,
		bySlug: make(map[string]int, len(skills)), domains: make(map[string]int, len(domains)),
		byAlias: make(map[string][]int, 8*len(skills)),
	}
	for i, d := range domains {
		t.domains[d.Slug] = i
	}
	for i := range skills {
		s := &skills[i]
		t.bySlug[s.Slug] = i
		for _, name := range s.Names() {
			t.alias(Fold(name), i)
		}
		t.alias(Fold(s.Slug), i)
	}
	t.named = make(map[string]string, len(t.byAlias))
	for name, is := range t.byAlias {
		t.named[name] = skills[is[0]].Slug
	}
	return t
}

func (t *Taxonomy) alias(key string, i int) {
	for _, have := range t.byAlias[key] {
		if have == i {
			return
		}
	}
	t.byAlias[key] = append(t.byAlias[key], i)
}

// Names are all that a skill is called: labels, then aliases, both languages.
func (s *Skill) Names() []string {
	names := make([]string, 0, 2+len(s.AliasesFR)+len(s.AliasesEN))
	names = append(names, s.Label.FR, s.Label.EN)
	names = append(names, s.AliasesFR...)
	return append(names, s.AliasesEN...)
}

// Skill finds a skill by its slug.
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

// Resolve finds the skill that a person means by a slug, a label or an alias,
// whatever its case and accents. It answers CodeSkill, with the nearest slugs,
// when there is none. A name shared by several skills means the first.
func (t *Taxonomy) Resolve(s string) (*Skill, error) {
	if sk, ok := t.Skill(s); ok {
		return sk, nil
	}
	key := Fold(s)
	if is := t.byAlias[key]; len(is) > 0 {
		// The skill that bears the name outranks one that has it as an alias.
		for _, i := range is {
			if Fold(t.Skills[i].Label.FR) == key || Fold(t.Skills[i].Label.EN) == key {
				return &t.Skills[i], nil
			}
		}
		return &t.Skills[is[0]], nil
	}
	return nil, &Error{Code: CodeSkill, Params: Params{"value": Clip(s, 60)}, Nearest: nearest(key, t.named, 3)}
}
