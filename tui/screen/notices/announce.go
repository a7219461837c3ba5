package notices

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// announceWrite is the ID of the form.
const announceWrite = "write"

// announce is what is announced, with what can be done about it.
type announce struct {
	admin.Page
	session *screen.Session
	id      screen.ID
	lane    screen.Lane
	busy    bool
}

// announced tells how announcing went.
type announced struct{ err error }

func newAnnounce(s *screen.Session, id screen.ID) screen.Screen {
	m := &announce{session: s, id: id}
	m.Page = admin.NewPage(s, m.compose)
	return m
}

// Init asks for nothing: what is announced is known.
func (m *announce) Init() tea.Cmd { return nil }

// Update takes keys and answers.
func (m *announce) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if msg, ok := msg.(announced); ok {
		m.busy = false
		if msg.err != nil {
			return m, admin.Failed(m.session, msg.err)
		}
		return m, screen.Say(m.session.S("announce.told.down"))
	}
	cmd, _ := m.Page.Update(msg)
	return m, cmd
}

func (m *announce) compose(d *admin.Draft) {
	s, t := m.session, m.session.Theme
	off := admin.Off(s, directory.ActionAnnounce)
	a, none, write := s.Service.Announcement(), "", "announce.write"
	d.Text(t.Strong, s.S("announce.head"))
	d.Text(t.Muted, s.S("announce.explain"))
	d.Rule()
	if a == nil {
		d.Text(t.Text, s.S("announce.none"))
		none = s.S("announce.off.none")
	} else {
		write = "announce.change"
		facts := []sheet.Fact{{Label: s.S("announce.fr"), Value: directory.SafeLine(a.FR)}}
		if a.EN != "" {
			facts = append(facts, sheet.Fact{Label: s.S("announce.en"), Value: directory.SafeLine(a.EN)})
		}
		d.Facts(append(facts, sheet.Fact{Label: s.S("announce.until"), Value: s.Text.Date(a.Until)}))
	}
	d.Gap()
	d.Do(admin.Item{Label: s.S(write), Off: off, Do: func() tea.Cmd {
		return screen.Go(screen.Admin{Area: screen.AreaAnnounce, ID: announceWrite})
	}})
	d.Do(admin.Item{Label: s.S("announce.down"), Off: admin.First(off, none), Do: m.down})
}

// down takes away what is announced.
func (m *announce) down() tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	service, actor := m.session.Service, m.session.Actor
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		return announced{service.Announce(ctx, actor, directory.Announcement{})}
	})
}

// Title is the screen's step in the breadcrumb.
func (m *announce) Title() string { return m.session.S("announce.title") }

// Topic is the help's page.
func (m *announce) Topic() string { return "announce" }

// Click takes a click in the frame.
func (m *announce) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.Page.Click(x, y) }

// newAnnounceForm is the form in which an announcement is written, or changed.
func newAnnounceForm(s *screen.Session, id screen.ID) screen.Screen {
	fr := sheet.Text("fr", "announce.fr", directory.MaxAnnouncement).Needed().Helped("announce.fr.help")
	en := sheet.Text("en", "announce.en", directory.MaxAnnouncement).Helped("announce.en.help")
	until := sheet.Day("until", "announce.until").Needed().Helped("announce.until.help")
	if a := s.Service.Announcement(); a != nil {
		fr.Set(directory.SafeLine(a.FR))
		en.Set(directory.SafeLine(a.EN))
		until.Set(s.Text.Date(a.Until))
	}
	m := admin.NewForm(s, id, fr, en, until)
	m.Name, m.Help, m.Save = "announce.write", "announce", "announce.show"
	m.Form.Title = func(s *screen.Session) string { return s.S("announce.head") }
	m.Enter = func() tea.Cmd {
		day, err := m.Date("until")
		if err != nil {
			m.Refuse(err)
			return nil
		}
		a := directory.Announcement{FR: m.Value("fr"), EN: m.Value("en"), Until: day}
		return m.Run(func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
			return announced{service.Announce(ctx, actor, a)}
		})
	}
	m.Got = func(msg tea.Msg) (tea.Cmd, bool) {
		told, ok := msg.(announced)
		switch {
		case !ok:
			return nil, false
		case told.err != nil:
			m.Refuse(told.err)
			return nil, true
		}
		return m.Done(s.S("announce.told")), true
	}
	return m
}

var (
	_ screen.Clicker = (*announce)(nil)
	_ screen.Emptier = (*announce)(nil)
)
