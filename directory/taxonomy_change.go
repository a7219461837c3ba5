package directory

import (
	"slices"
	"strings"
)

const (
	nearSkills     = 3   // that are named instead of one not found
	maxAliases     = 100 // of a skill in each language
	maxSearches    = 12  // that the effect of a change is measured by
	skillTarget    = "skill:"
	proposalTarget = "proposal:"
)

// action is what somebody must be permitted to carry out such a change.
func (k TaxonomyKind) action() Action {
	switch k {
	case TaxonomyAccept, TaxonomyAdopt, TaxonomyRefuse:
		return ActionProposal
	}
	return ActionTaxonomy
}

// taxonomyKinds are all of them.
var taxonomyKinds = []TaxonomyKind{
	TaxonomyAccept, TaxonomyAdopt, TaxonomyRefuse, TaxonomyRename, TaxonomyMerge,
	TaxonomyAlias, TaxonomyUnalias, TaxonomyRetire, TaxonomyRevive,
}

// clean cleans the texts of a change that its kind makes use of.
func (c *TaxonomyChange) clean() error {
	c.Skill, c.Into = SafeLine(c.Skill), SafeLine(c.Into)
	if c.Word != "" {
		c.Word = Slugify(c.Word)
	}
	if c.Lang == "" {
		c.Lang = "fr"
	}
	switch c.Kind {
	case TaxonomyAccept, TaxonomyRename:
		if err := cleanName("label_fr", &c.Label.FR); err != nil {
			return err
		}
		return cleanName("label_en", &c.Label.EN)
	case TaxonomyAlias, TaxonomyUnalias, TaxonomyAdopt:
		if langs := []string{"fr", "en"}; !slices.Contains(langs, c.Lang) {
			return notAmong("lang", c.Lang, langs)
		}
		if c.Kind == TaxonomyAdopt {
			return nil
		}
		return cleanName("alias", &c.Alias)
	case TaxonomyRefuse:
		return cleanWords("reason", &c.Reason, 1, MaxReason)
	case TaxonomyMerge, TaxonomyRetire, TaxonomyRevive:
		return nil
	}
	return notAmong("kind", string(c.Kind), taxonomyKinds)
}

// cleanName cleans what a skill is called. The bar parts lists of names in
// files; a name without a letter names nothing.
func cleanName(field string, name *string) error {
	if err := cleanOneLine(field, name, 1, MaxLine); err != nil {
		return err
	}
	switch {
	case Fold(*name) == "":
		return &Error{Code: CodeRequired, Field: field}
	case strings.Contains(*name, "|"):
		return &Error{Code: CodeControl, Field: field}
	}
	return nil
}

// taxonomyEdit is what a change writes, and what it is about.
type taxonomyEdit struct {
	skill  *Skill       // to be written; nil: none
	fate   *SkillFate   // the same
	refuse *RefusedWord // the same
	word   string       // slug of the proposal that it decides about; empty: none
	target string       // of its entry in the log
	reason string       // the same
	names  []string     // for which people may search
	silent bool         // what is found stays as it is
	holds  func(*Profile) bool
}

// changes tells whether the edit makes another taxonomy.
func (e *taxonomyEdit) changes() bool { return e.skill != nil || e.fate != nil }

// edit says what a clean change comes to; word is how the proposal that it
// decides about is written. Errors as Service.ChangeTaxonomy.
func (t *Taxonomy) edit(c *TaxonomyChange, word string) (*taxonomyEdit, error) {
	if c.Kind == TaxonomyAccept {
		return t.accept(c, word)
	}
	if c.Kind == TaxonomyRefuse {
		return &taxonomyEdit{
			refuse: &RefusedWord{Slug: c.Word, Word: word, Reason: c.Reason}, word: c.Word,
			target: proposalTarget + c.Word, reason: c.Reason, names: []string{word},
			holds: func(p *Profile) bool { return t.proposes(p, c.Word) },
		}, nil
	}
	s, err := t.stands("skill", c.Skill)
	if err != nil {
		return nil, err
	}
	if c.Version != "" && c.Version != t.version(c.Skill) {
		return nil, &Error{Code: CodeStale}
	}
	switch f := t.Fate(c.Skill); {
	case c.Kind == TaxonomyRevive:
		return t.revive(s, f)
	case t.gone(c.Skill):
		return nil, notWhile(s, "merged")
	case c.Kind == TaxonomyRetire && f.Retired:
		return nil, notWhile(s, "retired")
	case c.Kind == TaxonomyAdopt && f.Retired:
		return nil, notWhile(s, "retired")
	}
	e := &taxonomyEdit{
		target: skillTarget + s.Slug, names: []string{s.Label.FR, s.Label.EN},
		holds: func(p *Profile) bool { return t.has(p, s.Slug) },
	}
	switch c.Kind {
	case TaxonomyAdopt:
		return e, t.adopt(e, s, c, word)
	case TaxonomyRename:
		return e, t.rename(e, s, c)
	case TaxonomyMerge:
		return e, t.merge(e, s, c)
	case TaxonomyAlias:
		return e, t.addAlias(e, s, c)
	case TaxonomyUnalias:
		return e, t.dropAlias(e, s, c)
	}
	f := t.Fate(s.Slug)
	f.Retired = true
	e.fate, e.reason, e.silent = &f, "retired", true
	return e, nil
}

// stands finds a skill as it was kept, whatever became of it.
func (t *Taxonomy) stands(field, slug string) (*Skill, error) {
	for i := range t.kept {
		if t.kept[i].Slug == slug {
			return &t.kept[i], nil
		}
	}
	return nil, NotFound("skill", slug, nearest(Fold(slug), t.named, nearSkills)...).In(field)
}

// gone tells whether another skill took in the one of that slug.
func (t *Taxonomy) gone(slug string) bool {
	s, ok := t.Skill(slug)
	return ok && s.Slug != slug
}

// notWhile says that a change is not possible as a skill stands.
func notWhile(s *Skill, state string) *Error {
	return &Error{Code: CodeState, Params: Params{"state": state, "skill": s.Label.FR}}
}

// free tells whether a name may become one of a skill's; nil: of a new one.
func (t *Taxonomy) free(field, name string, self *Skill) error {
	other, taken := t.Named(name)
	if !taken || self != nil && other.Slug == self.Slug {
		return nil
	}
	return &Error{Code: CodeDuplicate, Field: field, Params: Params{"value": name, "skill": other.Label.FR, "slug": other.Slug}}
}

func (t *Taxonomy) freeLabel(l Label, self *Skill) error {
	if err := t.free("label_fr", l.FR, self); err != nil {
		return err
	}
	return t.free("label_en", l.EN, self)
}

// accept makes a skill of a proposal, which stays one of its names. Its slug is
// the one asked for, else made of its French label.
func (t *Taxonomy) accept(c *TaxonomyChange, word string) (*taxonomyEdit, error) {
	slug := c.Skill
	if slug == "" {
		slug = Slugify(c.Label.FR)
	}
	if !ValidSlug(slug) {
		return nil, &Error{Code: CodeSlug, Field: "slug", Params: Params{"value": Clip(slug, MaxLine)}}
	}
	if c.Domain == "" {
		return nil, &Error{Code: CodeRequired, Field: "domain"}
	}
	if _, ok := t.Domain(c.Domain); !ok {
		return nil, NotFound("domain", c.Domain).In("domain")
	}
	if err := t.freeLabel(c.Label, nil); err != nil {
		return nil, err
	}
	if err := t.free("slug", slug, nil); err != nil {
		return nil, err
	}
	s := &Skill{Slug: slug, Label: c.Label, Domain: c.Domain}
	if key := Fold(word); key != Fold(c.Label.FR) && key != Fold(c.Label.EN) {
		s.AliasesFR = []string{word}
	}
	return &taxonomyEdit{
		skill: s, word: c.Word, target: proposalTarget + c.Word, reason: "as " + slug,
		names: []string{word, c.Label.FR, c.Label.EN},
		holds: func(p *Profile) bool { return t.proposes(p, c.Word) },
	}, nil
}

// adopt gives a skill the word of a proposal as a name.
func (t *Taxonomy) adopt(e *taxonomyEdit, s *Skill, c *TaxonomyChange, word string) error {
	e.word, e.target, e.reason = c.Word, proposalTarget+c.Word, "into "+s.Slug
	e.names = append([]string{word}, e.names...)
	e.holds = func(p *Profile) bool { return t.proposes(p, c.Word) }
	return e.putAlias(s, word, c.Lang)
}

// rename gives a skill other labels; those it had become aliases, because
// people search for them and profiles may have proposed them.
func (t *Taxonomy) rename(e *taxonomyEdit, s *Skill, c *TaxonomyChange) error {
	if err := t.freeLabel(c.Label, s); err != nil {
		return err
	}
	if c.Label == s.Label {
		return nil // there is nothing to do
	}
	n := *s
	n.Label = c.Label
	n.AliasesFR = withNames(withoutName(s.AliasesFR, n.Label.FR), n.Label.FR, []string{s.Label.FR})
	n.AliasesEN = withNames(withoutName(s.AliasesEN, n.Label.EN), n.Label.EN, []string{s.Label.EN})
	e.skill, e.reason = &n, "to "+c.Label.FR+" / "+c.Label.EN
	e.names = append(e.names, c.Label.FR, c.Label.EN)
	return nil
}

// withoutName is a list of names without one, in memory of its own.
func withoutName(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(have string) bool { return Fold(have) == Fold(name) })
}

func (t *Taxonomy) merge(e *taxonomyEdit, s *Skill, c *TaxonomyChange) error {
	into, err := t.stands("into", c.Into)
	switch {
	case err != nil:
		return err
	case into == s:
		return notWhile(s, "itself").In("into")
	case t.gone(c.Into):
		return notWhile(into, "merged").In("into")
	case t.Fate(c.Into).Retired:
		return notWhile(into, "retired").In("into")
	}
	e.fate, e.reason = &SkillFate{Slug: s.Slug, Into: into.Slug}, "into "+into.Slug
	if all, ok := t.Skill(s.Slug); ok {
		e.names = all.Names()
	}
	e.names = append([]string{into.Label.FR, into.Label.EN}, e.names...)
	return nil
}

func (t *Taxonomy) addAlias(e *taxonomyEdit, s *Skill, c *TaxonomyChange) error {
	if err := t.free("alias", c.Alias, nil); err != nil {
		return err
	}
	e.names, e.reason = append([]string{c.Alias}, e.names...), c.Lang+" "+c.Alias
	return e.putAlias(s, c.Alias, c.Lang)
}

func (e *taxonomyEdit) putAlias(s *Skill, alias, lang string) error {
	n := *s
	list := &n.AliasesFR
	if lang == "en" {
		list = &n.AliasesEN
	}
	*list = append(slices.Clip(*list), alias)
	if len(*list) > maxAliases {
		return &Error{Code: CodeTooMany, Field: "alias", Params: Params{"max": maxAliases, "count": len(*list)}}
	}
	e.skill = &n
	return nil
}

// dropAlias takes a name away from a skill, or from the one it took in that had
// it. Labels of that one stay.
func (t *Taxonomy) dropAlias(e *taxonomyEdit, s *Skill, c *TaxonomyChange) error {
	e.names, e.reason = append([]string{c.Alias}, e.names...), c.Alias
	for i := range t.kept {
		k := &t.kept[i]
		if now, ok := t.Skill(k.Slug); !ok || now.Slug != s.Slug {
			continue
		}
		n := *k
		n.AliasesFR, n.AliasesEN = withoutName(k.AliasesFR, c.Alias), withoutName(k.AliasesEN, c.Alias)
		if len(n.AliasesFR) < len(k.AliasesFR) || len(n.AliasesEN) < len(k.AliasesEN) {
			e.skill = &n
			return nil
		}
	}
	return NotFound("alias", c.Alias).In("alias")
}

// revive brings back a skill that was retired, or taken in by another, which
// loses its names.
func (t *Taxonomy) revive(s *Skill, f SkillFate) (*taxonomyEdit, error) {
	e := &taxonomyEdit{
		fate: &SkillFate{Slug: s.Slug}, target: skillTarget + s.Slug, reason: "offered", names: []string{s.Label.FR, s.Label.EN},
	}
	after := t.with(e)
	e.holds = func(p *Profile) bool { return after.has(p, s.Slug) }
	if !t.gone(s.Slug) {
		if !f.Retired {
			return nil, notWhile(s, "offered")
		}
		e.silent = true
		return e, nil
	}
	taker, _ := t.Skill(s.Slug)
	e.reason = "from " + taker.Slug
	e.names = append(append([]string{taker.Label.FR, taker.Label.EN}, s.Names()...), taker.Names()...)
	return e, after.apart(s.Slug)
}

// apart tells whether no other skill has a name of this one: while it was part of
// another, that may have been called by one of them.
func (t *Taxonomy) apart(slug string) error {
	s, _ := t.Skill(slug)
	for i, name := range s.Names() {
		key := Fold(name)
		for _, at := range t.byAlias[key] {
			if other := &t.Skills[at]; other != s && key != "" {
				field := [...]string{"label_fr", "label_en", "alias"}[min(i, 2)]
				return &Error{Code: CodeDuplicate, Field: field, Params: Params{"value": name, "skill": other.Label.FR, "slug": other.Slug}}
			}
		}
	}
	return nil
}

// with is the taxonomy after an edit.
func (t *Taxonomy) with(e *taxonomyEdit) *Taxonomy {
	skills := slices.Clone(t.kept)
	if e.skill != nil {
		at := slices.IndexFunc(skills, func(s Skill) bool { return s.Slug == e.skill.Slug })
		if at < 0 {
			skills = append(skills, *e.skill)
		} else {
			skills[at] = *e.skill
		}
	}
	fates := make([]SkillFate, 0, len(t.fates)+1)
	for _, f := range t.fates {
		if e.fate == nil || f.Slug != e.fate.Slug {
			fates = append(fates, f)
		}
	}
	if e.fate != nil {
		fates = append(fates, *e.fate)
	}
	return NewTaxonomy(skills, t.Domains, fates...)
}

// version names a skill as it was kept, with its fate.
func (t *Taxonomy) version(slug string) string {
	s, err := t.stands("", slug)
	if err != nil {
		return ""
	}
	return digest(struct {
		Skill
		SkillFate
	}{*s, t.Fate(slug)})
}
