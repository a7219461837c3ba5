package territory

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// maxDay is how many characters a day is typed in.
const maxDay = 40

// telecentre is one of them, with what can be done about it.
type telecentre struct {
	admin.Page
	session *screen.Session
	id      screen.ID
	slug    string
	found   *directory.TelecentreCount
	version string // of what is shown
	err     error
	busy    bool
	load    screen.Lane
	write   screen.Lane
}

// found brings it.
type found struct {
	telecentre *directory.TelecentreCount
	version    string
	err        error
}

// done tells how a change went, and what is said of it.
type done struct {
	told string
	err  error
}

func newTelecentre(s *screen.Session, id screen.ID, slug string) screen.Screen {
	m := &telecentre{session: s, id: id, slug: slug}
	m.Page = admin.NewPage(s, m.compose)
	return m
}

// Init asks for it.
func (m *telecentre) Init() tea.Cmd {
	service, actor, slug := m.session.Service, m.session.Actor, m.slug
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		version := service.Catalog().TelecentreVersion(slug)
		all, err := service.AllTelecentres(ctx, actor)
		for i := range all {
			if all[i].Telecentre.ID == slug {
				return found{&all[i], version, nil}
			}
		}
		if err == nil {
			err = directory.NotFound("telecentre", slug)
		}
		return found{err: err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *telecentre) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Changed, screen.Own:
		return m, m.Init()
	case found:
		m.found, m.version, m.err = msg.telecentre, msg.version, msg.err
		return m, nil
	case done:
		return m, m.done(msg)
	}
	cmd, _ := m.Page.Update(msg)
	return m, cmd
}

func (m *telecentre) done(d done) tea.Cmd {
	m.busy = false
	switch {
	case d.err != nil && m.Dialog.Typing():
		m.Dialog.Note(d.err)
		return nil
	case d.err != nil:
		return tea.Batch(admin.Failed(m.session, d.err), m.Init())
	}
	m.Dialog = nil
	return tea.Batch(screen.Say(d.told), m.Init())
}

func (m *telecentre) compose(d *admin.Draft) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		d.Text(t.Warning, s.Text.Error(m.err))
		return
	case m.found == nil:
		d.Text(t.Muted, s.S("find.searching"))
		return
	}
	tc := m.found.Telecentre
	drawHead(d.Sheet, m.found)
	off, closed, hidden := admin.Off(s, directory.ActionTelecentres), "", ""
	if tc.Status == directory.TelecentreClosed {
		closed = s.S("telecentre.off.closed")
	}
	if !tc.Public() {
		hidden = s.S("telecentre.off.hidden")
	}
	d.Do(admin.Item{Label: s.S("telecentre.edit"), Key: keys.Edit, Off: off, Do: func() tea.Cmd {
		return screen.Go(screen.Admin{Area: screen.AreaTelecentres, ID: tc.ID + edited})
	}})
	d.Do(admin.Item{Label: s.S("telecentre.verify"), Key: keys.Confirm, Off: off, Do: func() tea.Cmd { return m.verify(s.Service.Today()) }})
	d.Do(admin.Item{Label: s.S("telecentre.verify.day"), Off: off, Do: m.askDay})
	d.Do(admin.Item{Label: s.S("telecentre.close"), Off: admin.First(off, closed), Do: m.askClose})
	d.Do(admin.Item{Label: s.S("telecentre.public"), Off: hidden, Do: func() tea.Cmd {
		return screen.Go(screen.Telecentre{ID: tc.ID})
	}})
	d.Gap()
	drawFacts(d.Sheet, tc)
}

// verify notes that what is known was found to be true on a day.
func (m *telecentre) verify(on directory.Date) tea.Cmd {
	told := m.session.S("telecentre.told.verified", "date", m.session.Text.Date(on))
	return m.run(told, func(ctx context.Context, service *directory.Service, actor directory.Actor) error {
		return service.VerifyTelecentre(ctx, actor, m.slug, on)
	})
}

// askDay asks on which day that was.
func (m *telecentre) askDay() tea.Cmd {
	m.Dialog = sheet.TypeIn("telecentre.verify.day", sheet.Said("telecentre.verify.text"), "telecentre.verify.field", maxDay, func(typed string) tea.Cmd {
		on, err := sheet.ParseDay(typed, m.session.Service.Today())
		if err == nil && on.IsZero() {
			err = &directory.Error{Code: directory.CodeRequired}
		}
		if err != nil {
			m.Dialog.Note(err)
			return nil
		}
		return m.verify(on)
	})
	return nil
}

// askClose tells what follows when it is closed.
func (m *telecentre) askClose() tea.Cmd {
	count := m.found.Count
	text := func(s *screen.Session) []sheet.Para {
		return []sheet.Para{{Text: s.S("telecentre.close.text")}, {Text: s.S("telecentre.close.people", "n", count)}}
	}
	m.Dialog = sheet.Ask("telecentre.close.title", text, sheet.Answer{Label: "telecentre.close.yes", Do: func() tea.Cmd {
		t, version := *m.found.Telecentre, m.version
		t.Status = directory.TelecentreClosed
		return m.run(m.session.S("telecentre.told.closed"), func(ctx context.Context, service *directory.Service, actor directory.Actor) error {
			return service.SaveTelecentre(ctx, actor, t, version)
		})
	}}).With("name", name(m.found.Telecentre))
	return nil
}

// run does something off the loop, once at a time.
func (m *telecentre) run(told string, do func(context.Context, *directory.Service, directory.Actor) error) tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	service, actor := m.session.Service, m.session.Actor
	return m.write.Ask(m.session, m.id, func(ctx context.Context) tea.Msg { return done{told, do(ctx, service, actor)} })
}

// Resume asks anew: it may have been changed in the form.
func (m *telecentre) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Init() }

// Title is the screen's step in the breadcrumb.
func (m *telecentre) Title() string {
	if m.found == nil {
		return directory.SafeLine(m.slug)
	}
	return name(m.found.Telecentre)
}

// Topic is the help's page.
func (m *telecentre) Topic() string { return "desks" }

// Click takes a click in the frame.
func (m *telecentre) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.Page.Click(x, y) }

var (
	_ screen.Resumer = (*telecentre)(nil)
	_ screen.Clicker = (*telecentre)(nil)
	_ screen.Emptier = (*telecentre)(nil)
)
