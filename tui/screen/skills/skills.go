// Package skills is the administration of the taxonomy: the skills with what
// became of them, and those that profiles propose. Before each change it tells
// what that does to listings and to searches. It asks the service for everything
// and decides nothing.
package skills

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// IDs of the proposals, of one of them, and of the forms of a skill or of a
// proposal: no slug has a plus sign or a slash.
const (
	proposed = "+"
	renamed  = "/rename"
	aliased  = "/alias"
	merged   = "/merge"
	accepted = "/accept"
	adopted  = "/adopt"
)

// States of skills, as the filter names them; the one in use is the first.
const (
	stateOffered = "offered"
	stateRetired = "retired"
	stateMerged  = "merged"
)

// New opens the list of skills, a skill, the proposals, one of them, or a form.
func New(s *screen.Session, id screen.ID, r screen.Admin) screen.Screen {
	switch word, isWord := strings.CutPrefix(r.ID, proposed); {
	case r.ID == "":
		return newSkills(s, id)
	case r.ID == proposed:
		return newProposals(s, id)
	case isWord:
		return proposalScreen(s, id, word)
	}
	for suffix, open := range map[string]func(*screen.Session, screen.ID, string) screen.Screen{
		renamed: newRename, aliased: newAlias, merged: newMerge,
	} {
		if slug, ok := strings.CutSuffix(r.ID, suffix); ok {
			return open(s, id, slug)
		}
	}
	return newSkill(s, id, r.ID)
}

// skills is the list of all skills.
type skills struct {
	sheet.List[directory.SkillEntry]
	session *screen.Session
	id      screen.ID
	waiting int // proposals; negative: not known yet
	lane    screen.Lane
}

// waiting brings how many proposals there are.
type waiting struct{ n int }

func newSkills(s *screen.Session, id screen.ID) screen.Screen {
	m := &skills{session: s, id: id, waiting: -1}
	m.List = sheet.NewList(s, id, sheet.Spec[directory.SkillEntry]{
		Ask:    m.ask,
		Row:    m.row,
		Key:    func(e directory.SkillEntry) string { return e.Skill.Slug },
		Open:   func(e directory.SkillEntry) tea.Cmd { return screen.Go(admin.To(screen.AreaTaxonomy, e.Skill.Slug)) },
		Search: "taxonomy.search",
		Columns: []sheet.Column{
			{Share: 5}, {Width: 11, Right: true, Aside: true}, {Share: 4, Muted: true},
		},
		Beside:  func(p *sheet.Sheet, e directory.SkillEntry) { drawSkill(p, &e) },
		Entries: m.entries,
		Filters: []*sheet.Filter{
			{Name: "domain", Label: "taxonomy.domain", All: "taxonomy.filter.domains", Values: func() []sheet.Value { return domains(s) }},
			{Name: "state", Label: "taxonomy.state", All: "taxonomy.filter.states", Values: func() []sheet.Value {
				var all []sheet.Value
				for _, st := range [...]string{stateOffered, stateRetired, stateMerged} {
					all = append(all, sheet.Value{Value: st, Label: s.S("taxonomy.state." + st)})
				}
				return all
			}},
		},
		Words: sheet.Words{Count: "taxonomy.count"},
	})
	return m
}

// domains are those to choose from.
func domains(s *screen.Session) []sheet.Value {
	all := s.Service.Catalog().Taxonomy.Domains
	values := make([]sheet.Value, len(all))
	for i, d := range all {
		values[i] = sheet.Value{Value: d.Slug, Label: label(s, d.Label)}
	}
	return values
}

// Init asks for the skills and how many proposals there are.
func (m *skills) Init() tea.Cmd { return tea.Batch(m.List.Init(), m.count()) }

func (m *skills) count() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		all, err := service.Proposals(ctx, actor)
		if err != nil {
			return waiting{-1}
		}
		return waiting{len(all)}
	})
}

// Update takes keys, answers and news.
func (m *skills) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Changed, screen.Own, screen.Moved:
		return m, tea.Batch(m.Reload(), m.count())
	case waiting:
		m.waiting = msg.n
		return m, nil
	}
	return m, m.List.Update(msg)
}

func (m *skills) ask(w sheet.Want) func(context.Context) (sheet.Part[directory.SkillEntry], error) {
	service, actor := m.session.Service, m.session.Actor
	return func(ctx context.Context) (sheet.Part[directory.SkillEntry], error) {
		all, err := service.AllSkills(ctx, actor, w.Text)
		var wanted []directory.SkillEntry
		for _, e := range all {
			if d, st := w.Values["domain"], w.Values["state"]; (d == "" || e.Skill.Domain == d) && (st == "" || state(&e) == st) {
				wanted = append(wanted, e)
			}
		}
		return sheet.Part[directory.SkillEntry]{Items: wanted, Total: len(wanted)}, err
	}
}

// state is what became of a skill.
func state(e *directory.SkillEntry) string {
	switch {
	case e.Into != nil:
		return stateMerged
	case e.Retired:
		return stateRetired
	}
	return stateOffered
}

// stateWords is the same for people; nothing is said of one that is in use.
func stateWords(s *screen.Session, e *directory.SkillEntry) string {
	switch state(e) {
	case stateMerged:
		return s.S("taxonomy.merged", "skill", label(s, e.Into.Label))
	case stateRetired:
		return s.S("taxonomy.retired")
	}
	return ""
}

// label is a name of the taxonomy in the language of the session.
func label(s *screen.Session, l directory.Label) string {
	return text.Typographic(directory.SafeLine(l.In(string(s.Text.Lang()))))
}

// domainName is what a domain is called.
func domainName(s *screen.Session, slug string) string {
	if d, ok := s.Service.Catalog().Taxonomy.Domain(slug); ok {
		return label(s, d.Label)
	}
	return directory.SafeLine(slug)
}

func (m *skills) row(e directory.SkillEntry) sheet.Row {
	s := m.session
	people, what := "", stateWords(s, &e)
	if e.Into == nil {
		people = s.S("taxonomy.people", "n", e.Count)
	}
	if what == "" {
		what = domainName(s, e.Skill.Domain)
	}
	return sheet.Row{Cells: []string{label(s, e.Skill.Label), people, what}, Quiet: state(&e) != stateOffered}
}

func (m *skills) entries() []sheet.Entry {
	s, e := m.session, sheet.Entry{Label: "taxonomy.proposals", Args: []any{"n", max(0, m.waiting)}}
	none := ""
	if m.waiting == 0 {
		none = s.S("taxonomy.off.no_proposals")
	}
	e.Off = admin.First(admin.Off(s, directory.ActionProposal), none)
	e.Do = func() tea.Cmd { return screen.Go(admin.To(screen.AreaTaxonomy, proposed)) }
	return []sheet.Entry{e}
}

// Resume asks anew: the screen above may have changed something.
func (m *skills) Resume(tea.Msg) (screen.Screen, tea.Cmd) {
	return m, tea.Batch(m.Reload(), m.count())
}

// Title is the screen's step in the breadcrumb.
func (m *skills) Title() string { return m.session.S("taxonomy.title") }

// Topic is the help's page.
func (m *skills) Topic() string { return "taxonomy" }

// Click takes a click in the frame.
func (m *skills) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.List.Click(x, y) }

var (
	_ screen.Resumer = (*skills)(nil)
	_ screen.Clicker = (*skills)(nil)
	_ screen.Emptier = (*skills)(nil)
)
