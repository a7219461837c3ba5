package skills

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// proposal is a word that profiles propose, with what can be decided about it.
type proposal struct {
	admin.Page
	deciding
	slug     string
	proposal *directory.Proposal // nil: not known yet, or waiting no more
	known    bool
	err      error
	load     screen.Lane
}

// offered brings it.
type offered struct {
	proposal *directory.Proposal
	err      error
}

func newProposal(s *screen.Session, id screen.ID, slug string) screen.Screen {
	m := &proposal{deciding: deciding{session: s, id: id}, slug: slug}
	m.Page = admin.NewPage(s, m.compose)
	return m
}

// Init asks for it.
func (m *proposal) Init() tea.Cmd {
	service, actor, slug := m.session.Service, m.session.Actor, m.slug
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		all, err := service.Proposals(ctx, actor)
		for _, p := range all {
			if p.Slug == slug {
				return offered{p, nil}
			}
		}
		return offered{err: err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *proposal) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Changed, screen.Own, screen.Moved:
		return m, m.Init()
	case offered:
		m.proposal, m.err, m.known = msg.proposal, msg.err, true
		return m, nil
	case previewed:
		m.busy = false
		if msg.err != nil {
			return m, tea.Batch(admin.Failed(m.session, msg.err), m.Init())
		}
		m.show(msg)
		return m, nil
	case changed:
		return m, m.changed(msg)
	}
	if m.ahead != nil {
		cmd, _ := m.ahead.Update(msg)
		return m, cmd
	}
	cmd, _ := m.Page.Update(msg)
	return m, cmd
}

func (m *proposal) changed(c changed) tea.Cmd {
	m.busy = false
	switch {
	case c.err != nil && m.Dialog.Typing():
		m.Dialog.Note(c.err) // what was written stays
		return m.Init()
	case c.err != nil:
		return tea.Batch(admin.Failed(m.session, c.err), m.Init())
	}
	m.Dialog = nil
	return tea.Sequence(admin.GoBack, screen.Say(told(m.session, c.change)))
}

func (m *proposal) compose(d *admin.Draft) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		d.Text(t.Warning, s.Text.Error(m.err))
		return
	case !m.known:
		d.Text(t.Muted, s.S("find.searching"))
		return
	case m.proposal == nil:
		d.Text(t.Text, s.S("proposal.gone"))
		return
	}
	drawProposal(d.Sheet, m.proposal)
	d.Gap()
	off := admin.Off(s, directory.ActionProposal)
	form, word := proposed+m.slug, directory.SafeLine(m.proposal.Word)
	d.Do(admin.Item{Label: s.S("proposal.accept"), Off: off, Do: func() tea.Cmd {
		return screen.Go(admin.To(screen.AreaTaxonomy, form+accepted+"/"+word))
	}})
	for _, sk := range m.proposal.Near {
		d.Do(admin.Item{Label: s.S("proposal.adopt.near", "skill", label(s, sk.Label)), Off: off, Do: func() tea.Cmd {
			return m.run(preview(directory.TaxonomyChange{Kind: directory.TaxonomyAdopt, Word: word, Skill: sk.Slug}))
		}})
	}
	d.Do(admin.Item{Label: s.S("proposal.adopt"), Off: off, Do: func() tea.Cmd {
		return screen.Go(admin.To(screen.AreaTaxonomy, form+adopted+"/"+word))
	}})
	d.Do(admin.Item{Label: s.S("proposal.refuse"), Key: keys.Reset, Off: off, Do: m.askRefuse})
}

// askRefuse asks for the reason, which those who proposed the word read.
func (m *proposal) askRefuse() tea.Cmd {
	m.Dialog = sheet.Write(m.session, sheet.Writing{
		Title: "proposal.refuse.title", Args: []any{"word", directory.SafeLine(m.proposal.Word)},
		Text: sheet.Said("proposal.refuse.text"), Label: "proposal.refuse.label", Limit: directory.MaxReason, Send: "proposal.refuse.send",
		Templates: []sheet.Template{
			{Label: "proposal.refuse.vague", Text: "proposal.refuse.vague.text"},
			{Label: "proposal.refuse.known", Text: "proposal.refuse.known.text"},
			{Label: "proposal.refuse.none", Text: "proposal.refuse.none.text"},
		},
		Enter: func(typed string) tea.Cmd {
			return m.run(carryOut(directory.TaxonomyChange{Kind: directory.TaxonomyRefuse, Word: m.proposal.Word, Reason: typed}))
		},
	})
	return nil
}

// View draws the word, or what a decision would do.
func (m *proposal) View(f screen.Frame) screen.View {
	if m.ahead != nil {
		return m.ahead.View(f)
	}
	return m.Page.View(f)
}

// Hints are the keys of the page.
func (m *proposal) Hints() []screen.Hint {
	if m.ahead != nil {
		return m.ahead.Hints()
	}
	return m.Page.Hints()
}

// Resume leaves as well what was decided in a form.
func (m *proposal) Resume(left tea.Msg) (screen.Screen, tea.Cmd) {
	if _, ok := left.(admin.Finished); ok {
		return m, admin.GoBack
	}
	return m, m.Init()
}

// Title is the screen's step in the breadcrumb.
func (m *proposal) Title() string {
	if m.proposal == nil {
		return m.session.S("proposal.which")
	}
	return quoted(m.session, m.proposal.Word)
}

// Topic is the help's page.
func (m *proposal) Topic() string { return "taxonomy" }

// Click takes a click in the frame.
func (m *proposal) Click(x, y int) (screen.Screen, tea.Cmd) {
	if m.ahead != nil {
		return m, m.ahead.Click(x, y)
	}
	return m, m.Page.Click(x, y)
}

var (
	_ screen.Resumer = (*proposal)(nil)
	_ screen.Clicker = (*proposal)(nil)
	_ screen.Emptier = (*proposal)(nil)
)
