package skills

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// skill is one of them, with what can be done about it.
type skill struct {
	admin.Page
	deciding
	slug    string
	entry   *directory.SkillEntry
	taken   []directory.SkillEntry // the skills that it took in
	version string                 // of what is shown
	err     error
	load    screen.Lane
}

// found brings the skill.
type found struct {
	entry   *directory.SkillEntry
	taken   []directory.SkillEntry
	version string
	err     error
}

func newSkill(s *screen.Session, id screen.ID, slug string) screen.Screen {
	m := &skill{deciding: deciding{session: s, id: id}, slug: slug}
	m.Page = admin.NewPage(s, m.compose)
	return m
}

// Init asks for the skill.
func (m *skill) Init() tea.Cmd {
	service, actor, slug := m.session.Service, m.session.Actor, m.slug
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		f := found{version: service.Catalog().SkillVersion(slug)}
		all, err := service.AllSkills(ctx, actor, "")
		for i := range all {
			switch e := &all[i]; {
			case e.Skill.Slug == slug:
				f.entry = e
			case e.Into != nil && e.Into.Slug == slug:
				f.taken = append(f.taken, *e)
			}
		}
		if f.err = err; err == nil && f.entry == nil {
			f.err = directory.NotFound("skill", slug)
		}
		return f
	})
}

// Update takes keys, answers and news.
func (m *skill) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Changed, screen.Own:
		return m, m.Init()
	case found:
		m.entry, m.taken, m.version, m.err = msg.entry, msg.taken, msg.version, msg.err
		return m, nil
	case previewed:
		m.busy = false
		if msg.err != nil { // changed by somebody else meanwhile, perhaps: it is read again
			return m, tea.Batch(admin.Failed(m.session, msg.err), m.Init())
		}
		m.show(msg)
		return m, nil
	case changed:
		m.busy = false
		if msg.err != nil {
			return m, tea.Batch(admin.Failed(m.session, msg.err), m.Init())
		}
		return m, tea.Batch(screen.Say(told(m.session, msg.change)), m.Init())
	}
	if m.ahead != nil {
		cmd, _ := m.ahead.Update(msg)
		return m, cmd
	}
	cmd, _ := m.Page.Update(msg)
	return m, cmd
}

// change asks what a change would do.
func (m *skill) change(c directory.TaxonomyChange) tea.Cmd {
	c.Skill, c.Version = m.slug, m.version
	return m.run(preview(c))
}

func (m *skill) compose(d *admin.Draft) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		d.Text(t.Warning, s.Text.Error(m.err))
		return
	case m.entry == nil:
		d.Text(t.Muted, s.S("find.searching"))
		return
	}
	e := m.entry
	drawSkill(d.Sheet, e)
	d.Gap()
	off, gone := admin.Off(s, directory.ActionTaxonomy), ""
	if e.Into != nil {
		gone = s.S("taxonomy.off.merged")
	}
	form := func(suffix string) func() tea.Cmd {
		return func() tea.Cmd { return screen.Go(admin.To(screen.AreaTaxonomy, m.slug+suffix)) }
	}
	d.Do(admin.Item{Label: s.S("taxonomy.rename"), Key: keys.Rename, Off: admin.First(off, gone), Do: form(renamed)})
	d.Do(admin.Item{Label: s.S("taxonomy.alias"), Off: admin.First(off, gone), Do: form(aliased)})
	d.Do(admin.Item{Label: s.S("taxonomy.merge"), Off: admin.First(off, gone), Do: form(merged)})
	if state(e) == stateOffered {
		d.Do(admin.Item{Label: s.S("taxonomy.retire"), Off: off, Do: func() tea.Cmd {
			return m.change(directory.TaxonomyChange{Kind: directory.TaxonomyRetire})
		}})
	} else {
		d.Do(admin.Item{Label: s.S("taxonomy.revive"), Off: off, Do: func() tea.Cmd {
			return m.change(directory.TaxonomyChange{Kind: directory.TaxonomyRevive})
		}})
	}
	public := e.Skill.Slug
	if e.Into != nil {
		public = e.Into.Slug
	}
	d.Do(admin.Item{Label: s.S("taxonomy.public"), Do: func() tea.Cmd { return screen.Go(screen.Skill{Slug: public}) }})
	m.names(d, admin.First(off, gone))
}

// names are the other names of the skill, each of which can be taken away.
func (m *skill) names(d *admin.Draft, off string) {
	s := m.session
	if len(m.entry.Skill.AliasesFR)+len(m.entry.Skill.AliasesEN) == 0 {
		return
	}
	d.Heading(s.S("taxonomy.aliases"))
	if off == "" {
		d.Text(s.Theme.Muted, s.S("taxonomy.aliases.text"))
	}
	for _, l := range [...]struct {
		lang  string
		names []string
	}{{"fr", m.entry.Skill.AliasesFR}, {"en", m.entry.Skill.AliasesEN}} {
		for _, name := range l.names {
			d.Link(s.Text.Language(l.lang), admin.Item{Label: text.Typographic(directory.SafeLine(name)), Off: admin.First(off, m.titled(name)), Do: func() tea.Cmd {
				return m.change(directory.TaxonomyChange{Kind: directory.TaxonomyUnalias, Alias: name, Lang: l.lang})
			}})
		}
	}
}

// titled tells that a name is that of a skill which this one took in: it goes
// when that one is put back into use.
func (m *skill) titled(name string) string {
	key := directory.Fold(name)
	for _, e := range m.taken {
		if directory.Fold(e.Skill.Label.FR) == key || directory.Fold(e.Skill.Label.EN) == key {
			return m.session.S("taxonomy.off.titled", "skill", label(m.session, e.Skill.Label))
		}
	}
	return ""
}

// View draws the skill, or what a change of it would do.
func (m *skill) View(f screen.Frame) screen.View {
	if m.ahead != nil {
		return m.ahead.View(f)
	}
	return m.Page.View(f)
}

// Hints are the keys of the page.
func (m *skill) Hints() []screen.Hint {
	if m.ahead != nil {
		return m.ahead.Hints()
	}
	return m.Page.Hints()
}

// Resume asks anew: it may have been changed in a form.
func (m *skill) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Init() }

// Title is the screen's step in the breadcrumb.
func (m *skill) Title() string {
	if m.entry == nil {
		return directory.SafeLine(m.slug)
	}
	return label(m.session, m.entry.Skill.Label)
}

// Topic is the help's page.
func (m *skill) Topic() string { return "taxonomy" }

// Click takes a click in the frame.
func (m *skill) Click(x, y int) (screen.Screen, tea.Cmd) {
	if m.ahead != nil {
		return m, m.ahead.Click(x, y)
	}
	return m, m.Page.Click(x, y)
}

// drawSkill tells all about a skill but its other names.
func drawSkill(p *sheet.Sheet, e *directory.SkillEntry) {
	s, t := p.Session, p.Session.Theme
	words, look := stateWords(s, e), t.Warning
	if words == "" {
		words, look = s.S("taxonomy.offered"), t.Positive
	}
	p.Ends(label(s, e.Skill.Label), t.Strong, words, look)
	p.Rule()
	facts := []sheet.Fact{
		{Label: s.S("taxonomy.fr"), Value: text.Typographic(directory.SafeLine(e.Skill.Label.FR))},
		{Label: s.S("taxonomy.en"), Value: directory.SafeLine(e.Skill.Label.EN)},
		{Label: s.S("taxonomy.domain"), Value: domainName(s, e.Skill.Domain)},
	}
	if e.Skill.ROME != "" {
		facts = append(facts, sheet.Fact{Label: s.S("page.fact.rome"), Value: directory.SafeLine(e.Skill.ROME)})
	}
	facts = append(facts, sheet.Fact{Label: s.S("taxonomy.slug"), Value: e.Skill.Slug})
	if e.Into == nil {
		facts = append(facts, sheet.Fact{Label: s.S("page.fact.people"), Value: s.Text.Int(e.Count)})
	}
	p.Facts(facts)
}

var (
	_ screen.Resumer = (*skill)(nil)
	_ screen.Clicker = (*skill)(nil)
	_ screen.Emptier = (*skill)(nil)
)
