// Package page is the page of a place, a domain, a skill or a télécentre: what
// it is, who is there, who is near, and where to go from it. It shows what the
// service answers and knows no other screen; it goes to them by routes.
package page

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// Model is the screen.
type Model struct {
	session *screen.Session
	id      screen.ID
	gather  gather
	compose compose // nil before the first answer
	sheet   sheet
	err     error
	walk    walk
	lane    screen.Lane
}

// gather asks for all that a page shows. What it answers is in no language.
type gather func(ctx context.Context, as asker) (compose, error)

// compose puts what was gathered into words.
type compose func(s *screen.Session) sheet

// asker is the service with the actor it is asked for.
type asker struct {
	service *directory.Service
	actor   directory.Actor
}

// New makes the page of a Commune, an EPCI, a Domain, a Skill or a Telecentre;
// of any other route there is none.
func New(s *screen.Session, id screen.ID, r screen.Route) screen.Screen {
	m := &Model{session: s, id: id}
	switch r := r.(type) {
	case screen.Commune:
		m.gather = commune(r.INSEE)
	case screen.EPCI:
		m.gather = epci(r.SIREN)
	case screen.Domain:
		m.gather = domain(r.Slug)
	case screen.Skill:
		m.gather = skill(r.Slug)
	case screen.Telecentre:
		m.gather = telecentre(r.ID)
	default:
		return nil
	}
	return m
}

// gathered is the answer.
type gathered struct {
	compose compose
	err     error
}

// Init asks for what the page shows.
func (m *Model) Init() tea.Cmd {
	as, ask := asker{m.session.Service, m.session.Actor}, m.gather
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		c, err := ask(ctx, as)
		return gathered{c, err}
	})
}

// Update takes keys, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if action, ok := keys.Match(msg, false); ok {
			return m, m.act(action)
		}
	case screen.Do:
		return m, m.act(msg.Action)
	case screen.Changed:
		m.word() // the language may be another one
		return m, m.Init()
	case gathered:
		m.compose, m.err = msg.compose, msg.err
		m.word()
	}
	return m, nil
}

// word puts the page into words anew; the row in hand stays in hand.
func (m *Model) word() {
	if m.compose == nil {
		m.sheet = sheet{}
		return
	}
	m.sheet = m.compose(m.session)
	m.walk.hand = max(0, min(m.walk.hand, len(m.sheet.rows())-1))
}

func (m *Model) act(a keys.Action) tea.Cmd {
	w := &m.walk
	switch a {
	case keys.Back:
		return func() tea.Msg { return screen.Back{} }
	case keys.Up:
		w.up()
	case keys.Down:
		w.down()
	case keys.PageUp:
		w.page(-1)
	case keys.PageDown, keys.Toggle:
		w.page(1)
	case keys.First:
		w.first()
	case keys.Last:
		w.last()
	case keys.Open:
		return m.open()
	case keys.Search:
		if m.sheet.search != nil {
			return tea.Sequence(screen.Go(*m.sheet.search), func() tea.Msg { return screen.Do{Action: keys.Search} })
		}
	}
	return nil
}

// open follows the row in hand. One that is out of sight is first brought
// into it: nobody opens what they do not see.
func (m *Model) open() tea.Cmd {
	rows := m.sheet.rows()
	if len(rows) == 0 {
		return nil
	}
	if !m.walk.inSight() {
		m.walk.reveal()
		return nil
	}
	return m.follow(rows[m.walk.hand])
}

// follow goes where a row leads.
func (m *Model) follow(r row) tea.Cmd {
	if r.person == nil {
		return screen.Go(r.route)
	}
	trail := &screen.Trail{Query: r.person.list.query, Index: r.person.index, Total: r.person.list.total, Crumb: m.sheet.title}
	return screen.Go(screen.Profile{Slug: r.person.card.Slug, Trail: trail})
}

// Resume takes in hand the row of the profile that was read last, when the
// page shows it; else the row stays that one left from.
func (m *Model) Resume(left tea.Msg) (screen.Screen, tea.Cmd) {
	trail, ok := left.(*screen.Trail)
	if !ok || trail == nil {
		return m, nil
	}
	rows := m.sheet.rows()
	if m.walk.hand >= len(rows) || rows[m.walk.hand].person == nil {
		return m, nil
	}
	list := rows[m.walk.hand].person.list
	for i, r := range rows {
		if r.person != nil && r.person.list == list && r.person.index == trail.Index {
			m.walk.take(i)
		}
	}
	return m, nil
}

// Title is what the page is about.
func (m *Model) Title() string { return m.sheet.title }

// Topic is the help's page.
func (m *Model) Topic() string { return "page" }

// Capturing is never true: nothing is typed here.
func (m *Model) Capturing() bool { return false }

// Hints are the keys of the page.
func (m *Model) Hints() []screen.Hint {
	none := ""
	if len(m.sheet.rows()) == 0 {
		none = "page.off.no_rows"
	}
	noSearch := ""
	if m.sheet.search == nil {
		noSearch = "page.off.no_search"
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose", Off: none},
		{Action: keys.Open, Label: "hint.open", Off: none},
		{Action: keys.Back, Label: "hint.back"},
		{Action: keys.Search, Label: "page.hint.search", Off: noSearch},
	}
}

// Click takes the row under the mouse in hand, and opens it when it was.
func (m *Model) Click(_, y int) (screen.Screen, tea.Cmd) {
	i, ok := m.walk.at(y)
	if !ok {
		return m, nil
	}
	if i == m.walk.hand {
		return m, m.open()
	}
	m.walk.take(i)
	return m, nil
}

var (
	_ screen.Resumer = (*Model)(nil)
	_ screen.Clicker = (*Model)(nil)
)
