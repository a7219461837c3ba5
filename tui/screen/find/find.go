// Package find is the home screen: the two fields « Quoi ? » and « Où ? », and
// under them what they find. It owns the search in hand and knows no other
// screen; it goes to them by routes.
package find

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// defaultRadius is what « around » means until somebody says otherwise, in km.
const defaultRadius = 15

// radii are the steps of the + and - keys, in km.
var radii = [...]float64{5, 10, 15, 25, 50}

// pane is the part of the screen that has the keys.
type pane uint8

const (
	paneWhat pane = iota
	paneWhere
	paneList
	paneFacets
)

// Model is the screen.
type Model struct {
	session  *screen.Session
	id       screen.ID
	fixed    bool // stands above home, opened for one search
	pane     pane
	frame    screen.Frame
	form     form
	query    directory.Query // the filters; words and page come from form and list
	results  results
	facets   facets
	landing  landing
	own      own
	ownAsked int // how often
	lanes    lanes
	hitbox
	confirming bool  // until it is known how that went
	asking     asked // where it is read out: the field that is awaited
}

// lanes are the questions that the screen asks.
type lanes struct{ search, page, landing, own, confirm screen.Lane }

// New makes the screen, filled in as the route says.
func New(s *screen.Session, id screen.ID, r screen.Find) *Model {
	m := &Model{session: s, id: id, fixed: r.Fixed, form: newForm(s.Service.Atlas), query: r.Query}
	m.form.what.SetValue(r.What)
	if r.Query.Text != "" {
		m.form.what.SetValue(r.Query.Text)
	}
	if r.Where != "" {
		m.form.where.SetValue(r.Where)
		m.settleWhere()
	} else {
		m.namePlace()
	}
	m.focus(paneWhat)
	if r.Fixed {
		m.focus(paneList)
	}
	return m
}

// Init asks for what the empty page shows, and for the results otherwise.
func (m *Model) Init() tea.Cmd { return tea.Batch(m.askLanding(), m.search()) }

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
		return m, tea.Batch(m.askLanding(), m.search())
	case screen.Own, screen.Moved:
		return m, m.askOwn()
	case found:
		return m, m.arrived(msg)
	case landed:
		m.arrivedLanding(msg)
	case own:
		m.arrivedOwn(msg)
	case confirmed:
		return m, m.confirmedNow(msg)
	case screen.Failed:
		return m, screen.Warn(m.session.Text.Error(msg.Err))
	}
	return m, nil
}

// Resume takes in hand the row of the profile that was read last.
func (m *Model) Resume(left tea.Msg) (screen.Screen, tea.Cmd) {
	if r, ok := left.(*screen.Trail); ok && r != nil {
		m.results.window.MoveTo(r.Index)
		return m, m.fillPage()
	}
	return m, nil
}

// Title is the search in words, where the screen does not stand at the bottom.
func (m *Model) Title() string {
	if !m.fixed {
		return ""
	}
	return m.crumb()
}

// Topic is the help's page.
func (m *Model) Topic() string { return "find" }

// Capturing tells whether one of the two fields has the keys.
func (m *Model) Capturing() bool { return m.pane == paneWhat || m.pane == paneWhere }

// Empty tells whether the field that has the keys is empty.
func (m *Model) Empty() bool {
	return m.pane == paneWhat && m.form.what.Value() == "" || m.pane == paneWhere && m.form.where.Value() == ""
}

// Hints are the keys of the part in hand.
func (m *Model) Hints() []screen.Hint {
	switch {
	case m.Capturing() && m.blank():
		enter := "hint.open"
		if e, ok := m.landing.told(); ok && e.confirm {
			enter = "mine.hint.confirm"
		}
		return []screen.Hint{
			{Action: keys.NextPane, Label: "hint.next_field"},
			{Action: keys.Down, Label: "hint.choose"},
			{Action: keys.Open, Label: enter},
			{Action: keys.Abort, Label: "hint.abort"},
		}
	case m.Capturing():
		enter := "hint.search"
		if m.form.proposals.hand > 0 {
			enter = "hint.take"
		}
		return []screen.Hint{
			{Action: keys.NextPane, Label: "hint.next_field"},
			{Action: keys.Open, Label: enter},
			{Action: keys.Down, Label: "hint.choose"},
			{Action: keys.Abort, Label: "hint.abort"},
		}
	case m.pane == paneFacets:
		return []screen.Hint{
			{Action: keys.Down, Label: "hint.choose"},
			{Action: keys.Toggle, Label: "hint.tick"},
			{Action: keys.Back, Label: "hint.results"},
			{Action: keys.Reset, Label: "hint.reset"},
			{Action: keys.NextPane, Label: "hint.next_pane"},
		}
	}
	noPlace := ""
	if len(m.query.Communes) == 0 {
		noPlace = "off.no_place"
	}
	hints := []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"},
		{Action: keys.Open, Label: "hint.open"},
		{Action: keys.Wider, Label: "hint.radius", Off: noPlace},
		{Action: keys.Filters, Label: "hint.filters"},
		{Action: keys.Search, Label: "hint.search"},
		{Action: keys.Sort, Label: "hint.sort"},
		{Action: keys.Reset, Label: "hint.reset"},
	}
	if m.blank() {
		short := []screen.Hint{hints[0], hints[1], hints[4], {Action: keys.Quit, Label: "hint.quit"}}
		if m.mends() {
			short[1].Label = "mine.hint.confirm"
		}
		return short
	}
	if a := m.results.answer; a != nil && a.Total == 0 { // no row to sort or to filter: start again
		hints = []screen.Hint{hints[0], hints[1], hints[6], hints[4], hints[2]}
	}
	if m.fixed {
		hints = append(hints, screen.Hint{Action: keys.Back, Label: "hint.back"})
	} else {
		hints = append(hints, screen.Hint{Action: keys.Quit, Label: "hint.quit"})
	}
	return hints
}

// blank tells whether nothing is searched: the landing page shows.
func (m *Model) blank() bool {
	q := m.asked()
	return !m.fixed && q.IsEmpty() && m.form.where.Value() == ""
}

// focus gives the keys to a part.
func (m *Model) focus(p pane) {
	m.pane = p
	m.form.what.Blur()
	m.form.where.Blur()
	switch p {
	case paneWhat:
		m.form.what.Focus()
	case paneWhere:
		m.form.where.Focus()
	}
	if !m.Capturing() {
		m.form.proposals.set(nil)
	}
}

// asked is the query as it stands: words, place and filters.
func (m *Model) asked() directory.Query {
	q := m.query
	q.Text = directory.SafeLine(m.form.what.Value())
	return q
}

// crumb is the search in a few words, for breadcrumbs.
func (m *Model) crumb() string {
	var parts []string
	if what := directory.SafeLine(m.form.what.Value()); what != "" {
		parts = append(parts, what)
	}
	for _, slug := range m.query.Skills {
		if sk, ok := m.session.Service.Catalog().Taxonomy.Skill(slug); ok {
			parts = append(parts, text.Typographic(sk.Label.In(string(m.session.Text.Lang()))))
		}
	}
	if d, ok := m.session.Service.Catalog().Taxonomy.Domain(m.query.Domain); ok {
		parts = append(parts, text.Typographic(d.Label.In(string(m.session.Text.Lang()))))
	}
	if m.form.where.Place != nil {
		where := m.form.where.Name()
		if m.query.RadiusKM > 0 {
			where += " " + m.session.Theme.Glyphs.PlusMinus + " " + m.session.Text.KM(m.query.RadiusKM)
		}
		parts = append(parts, where)
	}
	if len(parts) == 0 {
		return m.session.S("find.all")
	}
	return widget.Cut(join(parts), 48, m.session.Theme.Glyphs.Ellipsis)
}
