package territory

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// merges is the list of the communes that became part of others.
type merges struct {
	sheet.List[directory.CommuneMerge]
	session *screen.Session
	id      screen.ID
	busy    bool
	write   screen.Lane
}

func newMerges(s *screen.Session, id screen.ID) screen.Screen {
	m := &merges{session: s, id: id}
	m.List = sheet.NewList(s, id, sheet.Spec[directory.CommuneMerge]{
		Ask:  m.ask,
		Row:  m.row,
		Key:  func(c directory.CommuneMerge) string { return c.From },
		Open: m.askSplit,
		Columns: []sheet.Column{
			{Share: 2}, {Share: 3}, {Width: 18, Muted: true, Aside: true},
		},
		Entries: m.entries,
		Words:   sheet.Words{Count: "merge.count", Empty: "merge.empty"},
	})
	return m
}

// Update takes keys, answers and news.
func (m *merges) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Changed, screen.Own:
		return m, m.Reload()
	case done:
		m.busy = false
		if msg.err != nil {
			return m, tea.Batch(admin.Failed(m.session, msg.err), m.Reload())
		}
		return m, tea.Batch(screen.Say(msg.told), m.Reload())
	}
	return m, m.List.Update(msg)
}

func (m *merges) ask(sheet.Want) func(context.Context) (sheet.Part[directory.CommuneMerge], error) {
	service, actor := m.session.Service, m.session.Actor
	return func(ctx context.Context) (sheet.Part[directory.CommuneMerge], error) {
		all, err := service.CommuneMerges(ctx, actor)
		return sheet.Part[directory.CommuneMerge]{Items: all, Total: len(all)}, err
	}
}

func (m *merges) row(c directory.CommuneMerge) sheet.Row {
	s := m.session
	return sheet.Row{Cells: []string{
		communeName(s, c.From), s.S("merge.into", "commune", s.Text.Of(communeName(s, c.Into))), s.S("merge.on", "date", s.Text.Date(c.On)),
	}}
}

// askSplit tells what follows when a merge is taken back.
func (m *merges) askSplit(c directory.CommuneMerge) tea.Cmd {
	s := m.session
	from, into := communeName(s, c.From), communeName(s, c.Into)
	text := func(s *screen.Session) []sheet.Para {
		return []sheet.Para{{Text: s.S("merge.split.text", "from", from, "into", s.Text.At(into))}}
	}
	m.Dialog = sheet.Ask("merge.split.title", text, sheet.Answer{Label: "merge.split.yes", Do: func() tea.Cmd {
		if m.busy {
			return nil
		}
		m.busy = true
		service, actor := s.Service, s.Actor
		return m.write.Ask(s, m.id, func(ctx context.Context) tea.Msg {
			return done{s.S("merge.told.split", "from", from), service.SplitCommune(ctx, actor, c.From)}
		})
	}}).With("from", s.Text.Of(from))
	return nil
}

func (m *merges) entries() []sheet.Entry {
	return []sheet.Entry{{
		Label: "merge.add", Off: admin.Off(m.session, directory.ActionCommunes),
		Do: func() tea.Cmd { return screen.Go(screen.Admin{Area: screen.AreaCommunes, ID: added}) },
	}}
}

// Resume asks anew: the form may have added one.
func (m *merges) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Reload() }

// Title is the screen's step in the breadcrumb.
func (m *merges) Title() string { return m.session.S("merge.title") }

// Topic is the help's page.
func (m *merges) Topic() string { return "communes" }

// Click takes a click in the frame.
func (m *merges) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.List.Click(x, y) }

// counted brings how many listings a merge would move.
type counted struct {
	merge directory.CommuneMerge
	n     int
	err   error
}

// newMergeForm is the form in which a merge is entered. What it would move is
// told before it is.
func newMergeForm(s *screen.Session, id screen.ID) screen.Screen {
	m := admin.NewForm(s, id,
		sheet.CommuneInput(s, "from", "merge.from").Needed().Helped("merge.from.help"),
		sheet.CommuneInput(s, "into", "merge.to").Needed().Helped("merge.to.help"),
		sheet.Day("on", "merge.day").Set(s.Text.Date(s.Service.Today())).Helped("merge.day.help"),
	)
	m.Name, m.Help, m.Save = "merge.add", "communes", "merge.preview"
	m.Form.Title = func(s *screen.Session) string { return s.S("merge.add.head") }
	m.Form.Intro = sheet.Said("merge.add.text")
	m.Enter = func() tea.Cmd {
		day, err := m.Date("on")
		if err != nil {
			m.Refuse(err)
			return nil
		}
		c, errs := directory.CommuneMerge{On: day}, directory.Errors(nil)
		c.From, errs = communeIn(m, s, "from", errs)
		c.Into, errs = communeIn(m, s, "into", errs)
		if len(errs) > 0 {
			m.Refuse(errs)
			return nil
		}
		return m.Run(func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
			n, err := service.PreviewMerge(ctx, actor, c.From)
			return counted{c, n, err}
		})
	}
	m.Got = func(msg tea.Msg) (tea.Cmd, bool) {
		switch got := msg.(type) {
		case counted:
			if got.err != nil {
				m.Refuse(got.err)
				return nil, true
			}
			confirmMerge(s, m, got)
			return nil, true
		case done:
			if got.err != nil {
				m.Refuse(got.err)
				return nil, true
			}
			return m.Done(got.told), true
		}
		return nil, false
	}
	return m
}

// communeIn is the code of the one commune that is meant in a field; what keeps
// it from being one is added to errs.
func communeIn(m *admin.Form, s *screen.Session, field string, errs directory.Errors) (string, directory.Errors) {
	typed := m.Value(field)
	if c, ok := s.Service.Atlas().Commune(typed); ok {
		return c.INSEE, errs
	}
	c, err := s.Service.Atlas().ResolveOne(typed)
	if err == nil {
		return c.INSEE, errs
	}
	var e *directory.Error
	if !errors.As(err, &e) {
		e = &directory.Error{Code: directory.CodePlace, Params: directory.Params{"value": directory.Clip(typed, maxDay)}}
	}
	return "", append(errs, e.In(field))
}

// confirmMerge tells what a merge moves before it is entered.
func confirmMerge(s *screen.Session, m *admin.Form, c counted) {
	tell := func(d *admin.Draft) {
		from, into := communeName(s, c.merge.From), communeName(s, c.merge.Into)
		d.Text(s.Theme.Strong, s.S("merge.confirm", "from", from, "into", s.Text.Of(into)))
		d.Rule()
		d.Text(s.Theme.Text, s.S("merge.effect", "n", c.n, "from", s.Text.Of(from), "into", s.Text.At(into)))
		d.Text(s.Theme.Text, s.S("merge.effect.names", "from", from, "into", into))
	}
	told := s.S("merge.told", "from", communeName(s, c.merge.From), "into", s.Text.Of(communeName(s, c.merge.Into)))
	m.Preview(tell, "merge.yes", func() tea.Cmd {
		return m.Run(func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
			return done{told, service.MergeCommune(ctx, actor, c.merge)}
		})
	})
}

var (
	_ screen.Resumer = (*merges)(nil)
	_ screen.Clicker = (*merges)(nil)
	_ screen.Emptier = (*merges)(nil)
)
