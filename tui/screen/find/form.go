package find

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// form is the two fields, what they propose, and the place that was meant.
type form struct {
	what, where widget.Field
	proposals   proposals
	place       *directory.Place
	note        error // why what was typed as a place is none
}

func newForm() form {
	return form{what: widget.NewField(directory.MaxQueryText), where: widget.NewField(80)}
}

// typed hands a key or a paste to the field in hand and searches what is there
// from the first letter on.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	switch m.pane {
	case paneWhat:
		if m.form.what.Update(msg) {
			return tea.Batch(m.search(), m.askProposals())
		}
	case paneWhere:
		if m.form.where.Update(msg) {
			m.guessWhere()
			return tea.Batch(m.search(), m.askProposals())
		}
	}
	return nil
}

// guessWhere follows what is being typed as a place: it counts as soon as it
// names one, and nothing is said against it before it is left.
func (m *Model) guessWhere() {
	m.form.note = nil
	place, err := m.session.Service.Atlas().Resolve(m.form.where.Value())
	if err != nil {
		place = nil
	}
	m.setPlace(place)
}

// settleWhere takes what was typed as a place for good: the one place that it
// can only mean, else the sentence that helps.
func (m *Model) settleWhere() {
	typed := directory.SafeLine(m.form.where.Value())
	m.form.note = nil
	if typed == "" {
		m.setPlace(nil)
		return
	}
	atlas := m.session.Service.Atlas()
	place, err := atlas.Resolve(typed)
	if err != nil {
		if all := atlas.Complete(typed, 2); len(all) == 1 {
			place, err = atlas.Resolve(placeText(all[0]))
		}
	}
	if err != nil {
		m.form.note = err
		m.setPlace(nil)
		return
	}
	m.setPlace(place)
	if len(place.Communes) == 1 && place.EPCI == nil && place.Postal == "" {
		m.form.where.SetValue(text.Typographic(place.Communes[0].Name))
	}
}

// setPlace makes the query follow the place.
func (m *Model) setPlace(p *directory.Place) {
	m.form.place = p
	q := &m.query
	q.Communes, q.EPCI = nil, ""
	switch {
	case p == nil:
		q.RadiusKM = 0
	case p.EPCI != nil:
		q.EPCI, q.RadiusKM = p.EPCI.SIREN, 0
	default:
		q.Communes = p.INSEE()
		if q.RadiusKM == 0 {
			q.RadiusKM = defaultRadius
		}
	}
}

// namePlace fills the field in from a query that came with its place.
func (m *Model) namePlace() {
	atlas := m.session.Service.Atlas()
	m.form.note = nil
	m.form.place = nil
	place := &directory.Place{}
	for _, code := range m.query.Communes {
		if c, ok := atlas.Commune(code); ok {
			place.Communes = append(place.Communes, c)
		}
	}
	switch {
	case len(place.Communes) > 0:
		m.form.place = place
	case m.query.EPCI != "":
		if e, ok := atlas.EPCI(m.query.EPCI); ok {
			m.form.place = &directory.Place{EPCI: &e, Communes: atlas.InEPCI(e.SIREN)}
		}
	}
	m.form.where.SetValue(m.placeName())
}

// placeName is what the place is called; several communes go by what was typed.
func (m *Model) placeName() string {
	p := m.form.place
	switch {
	case p == nil:
		return ""
	case p.EPCI != nil:
		return text.Typographic(p.EPCI.Name)
	case len(p.Communes) == 1 && p.Postal == "":
		return text.Typographic(p.Communes[0].Name)
	case p.Postal != "":
		return p.Postal
	}
	if typed := directory.SafeLine(m.form.where.Value()); typed != "" {
		return typed
	}
	return text.Typographic(strings.Join(p.Names(), ", "))
}

// view draws the fields: side by side, or one over the other on a narrow
// screen. It tells where the cursor of the field in hand stands.
func (m *Model) viewForm(width int) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	what, where := s.S("find.what")+" ", s.S("find.where")+" "
	radius := ""
	if m.query.RadiusKM > 0 && m.form.place != nil && m.form.place.EPCI == nil {
		radius = t.Glyphs.PlusMinus + " " + s.Text.KM(m.query.RadiusKM)
	}
	m.form.what.Style(t.Strong)
	m.form.where.Style(t.Strong)
	label := func(s string, p pane) string {
		if m.pane == p {
			return t.Accent.Bold(true).Render(s)
		}
		return t.Muted.Render(s)
	}
	if width < 70 {
		w := max(widget.Width(what), widget.Width(where))
		a, ax := m.form.what.View(width - w)
		b, bx := m.form.where.View(width - w - widget.Width(radius) - 1)
		first := label(widget.Pad(what, w), paneWhat) + a
		second := label(widget.Pad(where, w), paneWhere) + m.placeholder(b, bx, width-w-widget.Width(radius)-1)
		lines = []string{first, widget.Ends(second, t.Muted.Render(radius), width, "")}
		if m.pane == paneWhere {
			return lines, w + bx, 1
		}
		return lines, w + ax, 0
	}
	what, where = s.S("find.what")+"  ", s.S("find.where")+"  "
	half := width/2 - 2
	a, ax := m.form.what.View(half - widget.Width(what))
	room := width - half - 2 - widget.Width(where) - widget.Width(radius) - 1
	b, bx := m.form.where.View(room)
	line := label(what, paneWhat) + widget.Pad(a, half-widget.Width(what)) + "  " + label(where, paneWhere) + m.placeholder(b, bx, room)
	x = widget.Width(what) + ax
	if m.pane == paneWhere {
		x = half + 2 + widget.Width(where) + bx
	}
	return []string{widget.Ends(line, t.Muted.Render(radius), width, "")}, x, 0
}

// placeholder says that no place means the whole département.
func (m *Model) placeholder(field string, _, width int) string {
	if m.form.where.Value() == "" && m.pane != paneWhere {
		return m.session.Theme.Muted.Render(widget.Cut(m.session.S("find.everywhere"), width, ""))
	}
	return field
}

func join(parts []string) string { return strings.Join(parts, ", ") }
