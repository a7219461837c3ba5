package skills

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// proposals is the list of the skills that profiles propose.
type proposals struct {
	sheet.List[*directory.Proposal]
	session *screen.Session
}

func newProposals(s *screen.Session, id screen.ID) screen.Screen {
	m := &proposals{session: s}
	m.List = sheet.NewList(s, id, sheet.Spec[*directory.Proposal]{
		Ask:     m.ask,
		Row:     m.row,
		Key:     func(p *directory.Proposal) string { return p.Slug },
		Open:    func(p *directory.Proposal) tea.Cmd { return screen.Go(admin.To(screen.AreaTaxonomy, proposed+p.Slug)) },
		Columns: []sheet.Column{{Share: 3}, {Width: 11, Right: true, Aside: true}, {Share: 3, Muted: true}},
		Beside:  func(sh *sheet.Sheet, p *directory.Proposal) { drawProposal(sh, p) },
		Words:   sheet.Words{Count: "proposal.count", Empty: "proposal.empty"},
	})
	return m
}

// Update takes keys, answers and news.
func (m *proposals) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg.(type) {
	case screen.Changed, screen.Own, screen.Moved:
		return m, m.Reload()
	}
	return m, m.List.Update(msg)
}

func (m *proposals) ask(sheet.Want) func(context.Context) (sheet.Part[*directory.Proposal], error) {
	service, actor := m.session.Service, m.session.Actor
	return func(ctx context.Context) (sheet.Part[*directory.Proposal], error) {
		all, err := service.Proposals(ctx, actor)
		return sheet.Part[*directory.Proposal]{Items: all, Total: len(all)}, err
	}
}

func (m *proposals) row(p *directory.Proposal) sheet.Row {
	s := m.session
	return sheet.Row{Cells: []string{quoted(s, p.Word), s.S("taxonomy.people", "n", len(p.Listings)), since(s, p)}}
}

// quoted is a proposed word.
func quoted(s *screen.Session, word string) string {
	return s.S("find.quoted", "what", directory.SafeLine(word))
}

// since is how long a word has been proposed.
func since(s *screen.Session, p *directory.Proposal) string {
	return s.S("proposal.since", "ago", s.Text.Ago(p.Since.In(s.Now().Location()), s.Now()))
}

// Resume asks anew: the screen above may have decided.
func (m *proposals) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Reload() }

// Title is the screen's step in the breadcrumb.
func (m *proposals) Title() string { return m.session.S("proposal.title") }

// Topic is the help's page.
func (m *proposals) Topic() string { return "taxonomy" }

// Click takes a click in the frame.
func (m *proposals) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.List.Click(x, y) }

// drawProposal tells who proposes a word, and which skills it may mean.
func drawProposal(p *sheet.Sheet, pr *directory.Proposal) {
	s, t := p.Session, p.Session.Theme
	p.Ends(quoted(s, pr.Word), t.Strong, since(s, pr), t.Muted)
	p.Rule()
	names := make([]string, 0, len(pr.Listings))
	for _, l := range pr.Listings {
		if l.Latest == nil {
			continue
		}
		names = append(names, s.S("proposal.by", "name", directory.SafeLine(l.Latest.Profile.Name), "headline", directory.SafeLine(l.Latest.Profile.Headline)))
	}
	const shown = 5
	facts := []sheet.Fact{{Label: s.S("proposal.listings", "n", len(pr.Listings)), Value: strings.Join(names[:min(len(names), shown)], ", ")}}
	if more := len(names) - shown; more > 0 {
		facts[0].Value = s.S("proposal.more", "list", facts[0].Value, "n", more)
	}
	if len(pr.Near) > 0 {
		near := make([]string, len(pr.Near))
		for i, sk := range pr.Near {
			near[i] = label(s, sk.Label)
		}
		facts = append(facts, sheet.Fact{Label: s.S("proposal.near"), Value: strings.Join(near, ", ")})
	}
	p.Facts(facts)
}

// proposalScreen opens a proposal, or a form to decide about it: an ID is the
// slug of the word, perhaps with the form behind it, and the word itself.
func proposalScreen(s *screen.Session, id screen.ID, what string) screen.Screen {
	if _, word, ok := strings.Cut(what, accepted+"/"); ok {
		return newAccept(s, id, directory.SafeLine(word))
	}
	if _, word, ok := strings.Cut(what, adopted+"/"); ok {
		return newAdopt(s, id, directory.SafeLine(word))
	}
	return newProposal(s, id, what)
}

var (
	_ screen.Resumer = (*proposals)(nil)
	_ screen.Clicker = (*proposals)(nil)
	_ screen.Emptier = (*proposals)(nil)
)
