package office

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// hub is what waits at a glance, and the way to every area.
type hub struct {
	session  *screen.Session
	id       screen.ID
	overview *directory.Overview // nil before the first answer
	err      error
	walk     sheet.Walk
	lane     screen.Lane
}

func newHub(s *screen.Session, id screen.ID) screen.Screen { return &hub{session: s, id: id} }

// overseen brings what waits.
type overseen struct {
	overview *directory.Overview
	err      error
}

// Init asks for what waits.
func (m *hub) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		o, err := service.Overview(ctx, actor)
		return overseen{o, err}
	})
}

// Update takes keys, answers and news.
func (m *hub) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Own, screen.Changed, screen.Moved, screen.Access:
		return m, m.Init()
	case overseen:
		if m.err = msg.err; msg.err == nil {
			m.overview = msg.overview
		}
	}
	return m, nil
}

// Resume asks anew: something was done above.
func (m *hub) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Init() }

func (m *hub) key(msg tea.KeyPressMsg) tea.Cmd {
	if n, ok := keys.Digit(msg); ok {
		if n <= len(areas()) {
			m.walk.Take(n - 1)
			return m.open()
		}
		return nil
	}
	if action, ok := keys.Match(msg, false); ok {
		return m.do(action)
	}
	return nil
}

func (m *hub) do(a keys.Action) tea.Cmd {
	if m.walk.Act(a) {
		return nil
	}
	switch a {
	case keys.Back:
		return goBack
	case keys.Open:
		if !m.walk.InSight() {
			m.walk.Reveal()
			return nil
		}
		return m.open()
	}
	return nil
}

// open goes to the area in hand, or says why one may not.
func (m *hub) open() tea.Cmd {
	all := areas()
	if m.walk.Hand >= len(all) || m.overview == nil && m.err == nil {
		return nil
	}
	a := all[m.walk.Hand]
	if off := why(m.session, m.session.Actor.May(a.action)); off != "" {
		return screen.Warn(m.session.S("list.off", "what", m.session.S("office.area."+a.name), "why", off))
	}
	return screen.Go(a.route)
}

// Click takes the row under the mouse in hand, and opens it when it was.
func (m *hub) Click(_, y int) (screen.Screen, tea.Cmd) {
	i, ok := m.walk.At(y)
	switch {
	case !ok:
	case i == m.walk.Hand:
		return m, m.open()
	default:
		m.walk.Take(i)
	}
	return m, nil
}

// Title is the screen's step in the breadcrumb.
func (m *hub) Title() string { return m.session.S("office.title") }

// Topic is the help's page.
func (m *hub) Topic() string { return "office" }

// Hints are the keys of the page.
func (m *hub) Hints() []screen.Hint {
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Open, Label: "hint.open"}, {Action: keys.Back, Label: "hint.back"},
	}
}

// Capturing tells that no text is typed.
func (m *hub) Capturing() bool { return false }

var (
	_ screen.Resumer = (*hub)(nil)
	_ screen.Clicker = (*hub)(nil)
)
