package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/screen/editor"
	"teleorne/tui/screen/find"
	"teleorne/tui/screen/help"
	"teleorne/tui/screen/mine"
	"teleorne/tui/screen/notices"
	"teleorne/tui/screen/office"
	"teleorne/tui/screen/page"
	"teleorne/tui/screen/profile"
	"teleorne/tui/screen/queue"
	"teleorne/tui/screen/review"
	"teleorne/tui/screen/signup"
	"teleorne/tui/screen/skills"
	"teleorne/tui/screen/telecentres"
	"teleorne/tui/screen/territory"
	"teleorne/tui/screen/transfer"
)

// build turns a route into a screen: the one place that knows them all.
func build(s *screen.Session, id screen.ID, r screen.Route) screen.Screen {
	switch r := r.(type) {
	case screen.Find:
		return find.New(s, id, r)
	case screen.Profile:
		return profile.New(s, id, r)
	case screen.Telecentres:
		return telecentres.New(s, id, r)
	case screen.Help:
		return help.New(s, id, r)
	case screen.Me:
		return mine.New(s, id, r)
	case screen.Preview:
		return mine.NewPreview(s, id)
	case screen.Devices:
		return mine.NewDevices(s, id)
	case screen.MyData:
		return mine.NewMyData(s, id, r)
	case screen.SignUp:
		return signup.New(s, id)
	case screen.Codes:
		return signup.NewCodes(s, id, r.Codes)
	case screen.Editor:
		return editor.New(s, id, r)
	case screen.Queue:
		return queue.New(s, id)
	case screen.Review:
		return review.New(s, id, r)
	case screen.Admin:
		return administer(s, id, r)
	}
	return page.New(s, id, r)
}

// administer opens an area of the administration: those of the things that the
// directory knows have rooms of their own, the office has people and the record.
func administer(s *screen.Session, id screen.ID, r screen.Admin) screen.Screen {
	switch r.Area {
	case screen.AreaTaxonomy:
		return skills.New(s, id, r)
	case screen.AreaTelecentres, screen.AreaCommunes:
		return territory.New(s, id, r)
	case screen.AreaTransfer:
		return transfer.New(s, id, r)
	case screen.AreaAnnounce, screen.AreaFreshness, screen.AreaRequests:
		return notices.New(s, id, r)
	}
	return office.New(s, id, r)
}

// startRoute reads the user name of the connection as a link: the way to one's
// own profile, a profile, then a place, then a skill by its slug or its very
// name, in capitals or not. A name that means none of them is the login that
// every client sends by default.
func startRoute(s *screen.Session, link string) screen.Route {
	switch directory.Fold(link) {
	case "":
		return nil
	case "inscription", "join":
		return ownRoute(s)
	}
	if slug := strings.ToLower(link); directory.ValidSlug(slug) {
		if _, err := s.Service.Show(s.Context, s.Actor, slug, false); err == nil {
			return screen.Profile{Slug: slug}
		}
	}
	if place, err := s.Service.Atlas().Resolve(link); err == nil {
		switch {
		case place.EPCI != nil:
			return screen.EPCI{SIREN: place.EPCI.SIREN}
		case len(place.Communes) == 1:
			return screen.Commune{INSEE: place.Communes[0].INSEE}
		}
		return screen.Find{Where: link, Fixed: true}
	}
	if skill, ok := s.Service.Catalog().Taxonomy.Titled(link); ok {
		return screen.Skill{Slug: skill.Slug}
	}
	return nil
}

// ownRoute is the way to a profile for who has none, else that profile.
func ownRoute(s *screen.Session) screen.Route {
	if s.Actor.Account != 0 {
		if mine, err := s.Service.Me(s.Context, s.Actor); err == nil && mine.Listing != nil {
			return screen.Me{}
		}
	}
	return screen.SignUp{}
}

func (m *Model) top() *entry {
	if len(m.stack) == 0 {
		return nil
	}
	return &m.stack[len(m.stack)-1]
}

// open puts a screen in front.
func (m *Model) open(r screen.Route) tea.Cmd {
	id := m.session.NewID()
	sc := build(m.session, id, r)
	if sc == nil {
		return nil
	}
	m.stack = append(m.stack, entry{id, sc})
	return tea.Batch(sc.Init(), m.front(m.frameSize()))
}

// back takes the screen in front away; the first one stays.
func (m *Model) back() tea.Cmd {
	if len(m.stack) < 2 {
		return nil
	}
	var left tea.Msg
	if l, ok := m.top().screen.(screen.Leaver); ok {
		left = l.Leave()
	}
	closed := m.cut(len(m.stack) - 1)
	top := m.top()
	r, ok := top.screen.(screen.Resumer)
	if !ok {
		return tea.Batch(closed, m.front(m.frameSize()))
	}
	var cmd tea.Cmd
	top.screen, cmd = r.Resume(left)
	return tea.Batch(closed, cmd, m.front(m.frameSize()))
}

// cut takes the screens above the first n away, which let go of what they have
// in hand.
func (m *Model) cut(n int) tea.Cmd {
	var cmds []tea.Cmd
	for _, e := range m.stack[n:] {
		if c, ok := e.screen.(screen.Closer); ok {
			cmds = append(cmds, c.Close())
		}
	}
	m.stack = m.stack[:n]
	return tea.Batch(cmds...)
}

// replace puts a screen in the place of the one in front.
func (m *Model) replace(r screen.Route) tea.Cmd {
	if len(m.stack) < 2 {
		return m.open(r)
	}
	closed := m.cut(len(m.stack) - 1)
	return tea.Batch(closed, m.open(r))
}

// front hands a message to the screen in front.
func (m *Model) front(msg tea.Msg) tea.Cmd {
	top := m.top()
	if top == nil {
		return nil
	}
	var cmd tea.Cmd
	top.screen, cmd = top.screen.Update(msg)
	return cmd
}

// leaving tells the screens that they may be gone without another word.
func (m *Model) leaving() tea.Cmd { return m.all(screen.Leaving{}) }

// held tells whether a screen of the stack holds what would be lost by an
// action that leaves it: then that screen comes in front, keeps it, and asks
// for the action again.
func (m *Model) held(a keys.Action) (tea.Cmd, bool) {
	for i := len(m.stack) - 1; i > 0; i-- {
		k, ok := m.stack[i].screen.(screen.Keeper)
		if !ok {
			continue
		}
		if cmd, held := k.Keep(screen.Do{Action: a}); held {
			return tea.Batch(cmd, m.cut(i+1), m.front(m.frameSize())), true
		}
	}
	return nil, false
}

// all hands a message to every screen of the stack.
func (m *Model) all(msg tea.Msg) tea.Cmd {
	cmds := make([]tea.Cmd, 0, len(m.stack))
	for i := range m.stack {
		var cmd tea.Cmd
		m.stack[i].screen, cmd = m.stack[i].screen.Update(msg)
		cmds = append(cmds, cmd)
	}
	return tea.Batch(cmds...)
}

// deliver brings a result back to the screen that asked for it, unless that
// was closed or has asked anew since.
func (m *Model) deliver(e screen.Envelope) tea.Cmd {
	letter, fresh := e.Open()
	if !fresh {
		return nil
	}
	for i := range m.stack {
		if m.stack[i].id == e.To {
			var cmd tea.Cmd
			m.stack[i].screen, cmd = m.stack[i].screen.Update(letter)
			return cmd
		}
	}
	return nil
}

// frameSize tells a screen how much room it has.
func (m *Model) frameSize() tea.WindowSizeMsg {
	f := m.frame(len(m.above()))
	return tea.WindowSizeMsg{Width: f.Width, Height: f.Height}
}

func (m *Model) clicked(msg tea.MouseMsg) tea.Cmd {
	top := m.top()
	if !m.mouse || top == nil || m.palette != nil {
		return nil
	}
	switch e := msg.(type) {
	case tea.MouseWheelMsg:
		if e.Button == tea.MouseWheelUp {
			return m.front(tea.KeyPressMsg{Code: tea.KeyUp})
		}
		return m.front(tea.KeyPressMsg{Code: tea.KeyDown})
	case tea.MouseClickMsg:
		c, ok := top.screen.(screen.Clicker)
		if y := e.Y - len(m.above()); ok && y >= 0 {
			var cmd tea.Cmd
			top.screen, cmd = c.Click(e.X, y)
			return cmd
		}
	}
	return nil
}
