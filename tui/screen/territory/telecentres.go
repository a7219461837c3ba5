package territory

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// statuses of télécentres, in the order they are offered.
var statuses = []directory.TelecentreStatus{
	directory.TelecentreOpen, directory.TelecentrePlanned, directory.TelecentreUnknown, directory.TelecentreClosed,
}

// telecentres is the list of all of them, also of those that are not public.
type telecentres struct {
	sheet.List[directory.TelecentreCount]
	session *screen.Session
}

func newTelecentres(s *screen.Session, id screen.ID) screen.Screen {
	m := &telecentres{session: s}
	m.List = sheet.NewList(s, id, sheet.Spec[directory.TelecentreCount]{
		Ask:    m.ask,
		Row:    m.row,
		Key:    func(t directory.TelecentreCount) string { return t.Telecentre.ID },
		Open:   m.open,
		Search: "telecentre.search",
		Columns: []sheet.Column{
			{Share: 5}, {Width: 9, Aside: true}, {Share: 3, Muted: true}, {Width: 21, From: 96, Muted: true},
		},
		Beside:  func(p *sheet.Sheet, t directory.TelecentreCount) { drawTelecentre(p, &t) },
		Entries: m.entries,
		Filters: []*sheet.Filter{{
			Name: "status", Label: "telecentre.status", All: "telecentre.filter.all", Values: func() []sheet.Value { return statusValues(s) },
		}},
		Words: sheet.Words{Count: "telecentre.count", Empty: "telecentre.empty"},
	})
	return m
}

func statusValues(s *screen.Session) []sheet.Value {
	all := make([]sheet.Value, len(statuses))
	for i, st := range statuses {
		all[i] = sheet.Value{Value: string(st), Label: s.S("telecentre.status." + string(st)), Note: s.S("telecentre.status.note." + string(st))}
	}
	return all
}

// Update takes keys, answers and news.
func (m *telecentres) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg.(type) {
	case screen.Changed, screen.Own:
		return m, m.Reload()
	}
	return m, m.List.Update(msg)
}

func (m *telecentres) ask(w sheet.Want) func(context.Context) (sheet.Part[directory.TelecentreCount], error) {
	service, actor := m.session.Service, m.session.Actor
	return func(ctx context.Context) (sheet.Part[directory.TelecentreCount], error) {
		all, err := service.AllTelecentres(ctx, actor)
		if err != nil {
			return sheet.Part[directory.TelecentreCount]{}, err
		}
		var wanted []directory.TelecentreCount
		for _, t := range all {
			commune := ""
			if t.Commune != nil {
				commune = t.Commune.Name
			}
			status := w.Values["status"]
			if (status == "" || string(t.Telecentre.Status) == status) && matches(w.Text, t.Telecentre.Name, commune, t.Telecentre.Operator) {
				wanted = append(wanted, t)
			}
		}
		return sheet.Part[directory.TelecentreCount]{Items: wanted, Total: len(wanted)}, nil
	}
}

func (m *telecentres) row(t directory.TelecentreCount) sheet.Row {
	s := m.session
	commune := directory.SafeLine(t.Telecentre.Commune)
	if t.Commune != nil {
		commune = text.Typographic(t.Commune.Name)
	}
	return sheet.Row{
		Cells: []string{name(t.Telecentre), s.S("telecentre.status." + string(t.Telecentre.Status)), commune, verified(s, t.Verified)},
		Quiet: !t.Telecentre.Public(),
	}
}

// name is what a télécentre is called.
func name(t *directory.Telecentre) string { return text.Typographic(directory.SafeLine(t.Name)) }

// verified says when what is known of a télécentre was last found to be true.
func verified(s *screen.Session, on directory.Date) string {
	if on.IsZero() {
		return s.S("telecentre.verified.never")
	}
	return s.S("telecentre.verified", "date", s.Text.Date(on))
}

func (m *telecentres) open(t directory.TelecentreCount) tea.Cmd {
	return screen.Go(screen.Admin{Area: screen.AreaTelecentres, ID: t.Telecentre.ID})
}

func (m *telecentres) entries() []sheet.Entry {
	return []sheet.Entry{{
		Label: "telecentre.add", Off: admin.Off(m.session, directory.ActionTelecentres),
		Do: func() tea.Cmd { return screen.Go(screen.Admin{Area: screen.AreaTelecentres, ID: added}) },
	}}
}

// Resume asks anew: the screen above may have changed something.
func (m *telecentres) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Reload() }

// Title is the screen's step in the breadcrumb.
func (m *telecentres) Title() string { return m.session.S("telecentre.title") }

// Topic is the help's page.
func (m *telecentres) Topic() string { return "desks" }

// Click takes a click in the frame.
func (m *telecentres) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.List.Click(x, y) }

var (
	_ screen.Resumer = (*telecentres)(nil)
	_ screen.Clicker = (*telecentres)(nil)
	_ screen.Emptier = (*telecentres)(nil)
)
