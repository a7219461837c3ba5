// Package telecentres is the list of the public télécentres: near a place, and
// those known to be entered without steps. It says what is not known instead
// of leaving it out, and knows no other screen; it goes to them by routes.
package telecentres

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/place"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// pane is the part of the screen that has the keys.
type pane uint8

const (
	paneWhere pane = iota
	paneFilter
	paneList
	panes
)

// Model is the screen.
type Model struct {
	session  *screen.Session
	id       screen.ID
	pane     pane
	where    where
	stepFree bool
	list     list
	lane     screen.Lane
	asked    bool // where it is read out: the place is awaited
}

// list is what was answered, and what of it is shown.
type list struct {
	all    []directory.TelecentreCount // as the service orders them
	rows   []directory.TelecentreCount // those that the filter keeps, then those it knows nothing of
	sure   int                         // how many of rows the filter keeps
	loaded bool
	afresh bool // start again with the first row: place or filter are others
	err    error
	window widget.Window
	screen screenRows
}

// screenRows tells where the rows stand, for clicks.
type screenRows struct{ top, height, split int }

// New makes the screen, near a commune when the route names one.
func New(s *screen.Session, id screen.ID, r screen.Telecentres) screen.Screen {
	m := &Model{session: s, id: id, where: where{Field: place.NewField(s.Service.Atlas)}}
	if c, ok := s.Service.Atlas().Current(r.INSEE); ok {
		m.where.Set(&directory.Place{Communes: []*directory.Commune{c}})
		m.focus(paneList)
	} else {
		m.focus(paneWhere)
	}
	return m
}

// answered is the answer of the service.
type answered struct {
	all []directory.TelecentreCount
	err error
}

// Init asks for the télécentres.
func (m *Model) Init() tea.Cmd { return m.ask() }

// ask asks for all of them, the nearest first when a place is given. There are
// few: the filter works on what is here.
func (m *Model) ask() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	q := directory.TelecentreQuery{Place: m.where.Place}
	if q.Place != nil {
		q.RadiusKM = directory.MaxRadiusKM
	}
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		all, err := service.Telecentres(ctx, actor, q)
		return answered{all, err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.typed(msg)
	case screen.Do:
		return m, m.act(msg.Action)
	case screen.Changed:
		return m, m.ask()
	case answered:
		m.list.all, m.list.err, m.list.loaded = msg.all, msg.err, true
		m.list.filter(m.stepFree)
	}
	return m, nil
}

// filter lays out the rows; the télécentre in hand stays in hand if it can.
func (l *list) filter(stepFree bool) {
	hand := ""
	if l.window.Cursor < len(l.rows) && !l.afresh {
		hand = l.rows[l.window.Cursor].Telecentre.ID
	}
	l.afresh = false
	l.rows = nil
	var unsure []directory.TelecentreCount
	for _, t := range l.all {
		switch {
		case !stepFree || t.Telecentre.Accessible():
			l.rows = append(l.rows, t)
		case !refused(t.Telecentre):
			unsure = append(unsure, t)
		}
	}
	l.sure = len(l.rows)
	l.rows = append(l.rows, unsure...)
	l.window.Total = len(l.rows)
	l.window.MoveTo(0)
	for i, t := range l.rows {
		if t.Telecentre.ID == hand {
			l.window.MoveTo(i)
		}
	}
}

// refused tells whether the source says that one cannot enter without steps.
// All that is neither a yes nor a no has to be asked for.
func refused(t *directory.Telecentre) bool { return t.StepFree == "no" }

// focus gives the keys to a part.
func (m *Model) focus(p pane) {
	m.pane = p
	if p == paneWhere {
		m.where.Focus()
		return
	}
	m.where.Blur()
	m.where.proposals = nil
	m.where.hand = 0
}

// Title is the screen's step in the breadcrumb.
func (m *Model) Title() string { return m.session.S("telecentres.title") }

// Topic is the help's page.
func (m *Model) Topic() string { return "telecentres" }

// Capturing tells whether the field has the keys.
func (m *Model) Capturing() bool { return m.pane == paneWhere }

// Hints are the keys of the part in hand.
func (m *Model) Hints() []screen.Hint {
	none := ""
	if len(m.list.rows) == 0 {
		none = "page.off.no_rows"
	}
	switch m.pane {
	case paneWhere:
		return []screen.Hint{
			{Action: keys.Open, Label: "telecentres.hint.list"},
			{Action: keys.NextPane, Label: "telecentres.hint.filter"},
			{Action: keys.Down, Label: "hint.choose"},
			{Action: keys.Back, Label: "hint.back"},
		}
	case paneFilter:
		return []screen.Hint{
			{Action: keys.Toggle, Label: "hint.tick"},
			{Action: keys.NextPane, Label: "telecentres.hint.list", Off: none},
			{Action: keys.Search, Label: "hint.search"},
			{Action: keys.Back, Label: "hint.back"},
		}
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose", Off: none},
		{Action: keys.Open, Label: "hint.open", Off: none},
		{Action: keys.StepFree, Label: "telecentres.hint.filter"},
		{Action: keys.Search, Label: "hint.search"},
		{Action: keys.Back, Label: "hint.back"},
	}
}

var (
	_ screen.Screen  = (*Model)(nil)
	_ screen.Clicker = (*Model)(nil)
)
