package skills

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// change is a form that ends in a change of the taxonomy: what it would do is
// told before it is done.
type change struct {
	*admin.Form
	session *screen.Session
	slug    string                          // of the skill that is changed; empty for a proposal
	version string                          // of it, as it was read
	read    func() directory.TaxonomyChange // what the form says
	theirs  func() map[string]string        // what stands there since somebody else changed it; nil: nothing to compare
}

// newChange makes such a form.
func newChange(s *screen.Session, id screen.ID, slug, name, intro string, inputs ...*sheet.Input) *change {
	c := &change{Form: admin.NewForm(s, id, inputs...), session: s, slug: slug}
	if slug != "" {
		c.version = s.Service.Catalog().SkillVersion(slug)
	}
	c.Name, c.Help, c.Save = name, "taxonomy", "effect.preview"
	c.Form.Form.Title = func(s *screen.Session) string { return s.S(name) }
	c.Intro = sheet.Said(intro)
	c.Enter = func() tea.Cmd { return c.Run(preview(c.asked())) }
	c.Got = c.got
	return c
}

// asked is the change that the form asks for.
func (c *change) asked() directory.TaxonomyChange {
	t := c.read()
	if c.slug != "" {
		t.Skill, t.Version = c.slug, c.version
	}
	return t
}

func (c *change) got(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case previewed:
		if msg.err != nil {
			c.refuse(msg.err)
			return nil, true
		}
		c.Preview(func(d *admin.Draft) { tell(d, msg.change, msg.effect) }, "effect.yes."+string(msg.change.Kind), func() tea.Cmd {
			return c.Run(carryOut(msg.change))
		})
		return nil, true
	case changed:
		if msg.err != nil {
			c.refuse(msg.err)
			return nil, true
		}
		return c.Done(told(c.session, msg.change)), true
	}
	return nil, false
}

// refuse says what is wrong. A skill that somebody else changed meanwhile is
// read again; what was typed stays, and what stands there now beside it.
func (c *change) refuse(err error) {
	if !directory.IsCode(err, directory.CodeStale) || c.theirs == nil {
		c.Refuse(err)
		return
	}
	c.version = c.session.Service.Catalog().SkillVersion(c.slug)
	c.Elsewhere(err, c.theirs(), func() tea.Cmd { return c.Run(preview(c.asked())) })
}

// newRename is the form in which a skill is renamed.
func newRename(s *screen.Session, id screen.ID, slug string) screen.Screen {
	labels := func() map[string]string {
		l := labelOf(s, slug)
		return map[string]string{"label_fr": l.FR, "label_en": l.EN}
	}
	was := labels()
	c := newChange(s, id, slug, "taxonomy.rename", "taxonomy.rename.text",
		sheet.Line("label_fr", "taxonomy.fr", directory.MaxLine).Set(was["label_fr"]).Needed(),
		sheet.Line("label_en", "taxonomy.en", directory.MaxLine).Set(was["label_en"]).Needed(),
	)
	c.theirs = labels
	c.read = func() directory.TaxonomyChange {
		return directory.TaxonomyChange{Kind: directory.TaxonomyRename, Label: directory.Label{FR: c.Value("label_fr"), EN: c.Value("label_en")}}
	}
	return c.Form
}

// labelOf are the names of a skill in the two languages.
func labelOf(s *screen.Session, slug string) directory.Label {
	if sk, ok := s.Service.Catalog().Taxonomy.Skill(slug); ok {
		return directory.Label{FR: directory.SafeLine(sk.Label.FR), EN: directory.SafeLine(sk.Label.EN)}
	}
	return directory.Label{}
}

// newAlias is the form in which a skill gets another name.
func newAlias(s *screen.Session, id screen.ID, slug string) screen.Screen {
	c := newChange(s, id, slug, "taxonomy.alias", "taxonomy.alias.text",
		sheet.Line("alias", "taxonomy.alias.field", directory.MaxLine).Needed().Helped("taxonomy.alias.help"),
		sheet.OneOf("lang", "taxonomy.lang", func() []sheet.Value {
			return []sheet.Value{{Value: "fr", Label: s.Text.Language("fr")}, {Value: "en", Label: s.Text.Language("en")}}
		}),
	)
	c.theirs = func() map[string]string { return map[string]string{} }
	c.read = func() directory.TaxonomyChange {
		return directory.TaxonomyChange{Kind: directory.TaxonomyAlias, Alias: c.Value("alias"), Lang: c.Value("lang")}
	}
	return c.Form
}

// newMerge is the form in which a skill is given to another one.
func newMerge(s *screen.Session, id screen.ID, slug string) screen.Screen {
	c := newChange(s, id, slug, "taxonomy.merge", "taxonomy.merge.text",
		sheet.SkillInput(s, "into", "taxonomy.into").Needed().Helped("taxonomy.into.help"),
	)
	c.theirs = func() map[string]string { return map[string]string{} }
	c.Form.Form.Title = func(s *screen.Session) string {
		return s.S("taxonomy.merge.head", "skill", text.Typographic(labelOf(s, slug).In(string(s.Text.Lang()))))
	}
	c.read = func() directory.TaxonomyChange {
		return directory.TaxonomyChange{Kind: directory.TaxonomyMerge, Into: slugOf(s, c.Value("into"))}
	}
	return c.Form
}

// slugOf is the skill that is meant by what stands in a field: a slug that was
// completed, or any of its names.
func slugOf(s *screen.Session, typed string) string {
	if sk, err := s.Service.Catalog().Taxonomy.Resolve(typed); err == nil {
		return sk.Slug
	}
	return typed
}

// newAccept is the form in which a proposed word becomes a skill.
func newAccept(s *screen.Session, id screen.ID, word string) screen.Screen {
	c := newChange(s, id, "", "proposal.accept", "proposal.accept.text",
		sheet.Line("label_fr", "taxonomy.fr", directory.MaxLine).Set(text.First(word)).Needed(),
		sheet.Line("label_en", "taxonomy.en", directory.MaxLine).Needed(),
		sheet.OneOf("domain", "taxonomy.domain", func() []sheet.Value { return domains(s) }),
	)
	c.read = func() directory.TaxonomyChange {
		return directory.TaxonomyChange{
			Kind: directory.TaxonomyAccept, Word: word, Label: directory.Label{FR: c.Value("label_fr"), EN: c.Value("label_en")}, Domain: c.Value("domain"),
		}
	}
	return c.Form
}

// newAdopt is the form in which a proposed word becomes another name of a skill.
func newAdopt(s *screen.Session, id screen.ID, word string) screen.Screen {
	c := newChange(s, id, "", "proposal.adopt", "proposal.adopt.text",
		sheet.SkillInput(s, "skill", "taxonomy.which").Needed().Helped("taxonomy.into.help"),
	)
	c.read = func() directory.TaxonomyChange {
		return directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: word, Skill: slugOf(s, c.Value("skill"))}
	}
	return c.Form
}
