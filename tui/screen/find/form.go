package find

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/place"
	"teleorne/tui/widget"
)

// form is the two fields and what they propose.
type form struct {
	what      widget.Field
	where     place.Field
	proposals proposals
}

func newForm(atlas func() *directory.Atlas) form {
	return form{what: widget.NewField(directory.MaxQueryText), where: place.NewField(atlas)}
}

// typed hands a key or a paste to the field in hand and searches what is there
// from the first letter on.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	switch m.pane {
	case paneWhat:
		if m.form.what.Update(msg) {
			return m.searchTyped()
		}
	case paneWhere:
		if m.form.where.Typed(msg) {
			m.followPlace()
			m.form.proposals.set(m.placeProposals())
			return m.search()
		}
	}
	return nil
}

// settleWhere takes what was typed as a place for good.
func (m *Model) settleWhere() {
	m.form.where.Settle()
	m.followPlace()
}

// followPlace makes the query follow the place.
func (m *Model) followPlace() {
	p, q := m.form.where.Place, &m.query
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

// setPlace fills the field in, and makes the query follow; nil is everywhere.
func (m *Model) setPlace(p *directory.Place) {
	m.form.where.Set(p)
	m.followPlace()
}

// namePlace fills the field in from a query that came with its place, and
// leaves the query as it came.
func (m *Model) namePlace() {
	atlas := m.session.Service.Atlas()
	named := &directory.Place{}
	for _, code := range m.query.Communes {
		if c, ok := atlas.Current(code); ok {
			named.Communes = append(named.Communes, c)
		}
	}
	if e, ok := atlas.EPCI(m.query.EPCI); ok && len(named.Communes) == 0 {
		named.EPCI, named.Communes = &e, atlas.InEPCI(e.SIREN)
	}
	if len(named.Communes) == 0 {
		named = nil
	}
	m.form.where.SetValue("")
	m.form.where.Set(named)
}

// beside is the width from which the two fields stand beside each other.
const beside = 70

// viewForm draws the fields: side by side, or one over the other on a narrow
// screen. It tells where the cursor of the field in hand stands.
func (m *Model) viewForm(width int) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	what, where := s.S("find.what")+" ", s.S("find.where")+" "
	radius := ""
	if m.query.RadiusKM > 0 && m.form.where.Place != nil && !m.form.where.IsEPCI() {
		radius = t.Glyphs.PlusMinus + " " + s.Text.KM(m.query.RadiusKM)
	}
	m.form.what.Style(t.Strong, t.Glyphs.Ellipsis)
	m.form.where.Style(t.Strong, t.Glyphs.Ellipsis)
	label := func(s string, p pane) string {
		if m.pane == p {
			return t.Accent.Bold(true).Render(s)
		}
		return t.Muted.Render(s)
	}
	if width < beside {
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
