package telecentres

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// where is the field for a place, what it proposes, and the place meant.
type where struct {
	field     widget.Field
	place     *directory.Place // nil: the whole département
	note      error            // why what was typed is no place
	proposals []directory.PlaceCompletion
	hand      int // 1 is the first proposal; 0 is none
}

// Bounds of the field.
const (
	maxPlace     = 80 // characters
	maxProposals = 4
)

func newWhere() where { return where{field: widget.NewField(maxPlace)} }

// typed hands a key or a paste to the field; what is typed counts as soon as
// it names a place, and nothing is said against it before it is left.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	w := &m.where
	if m.pane != paneWhere || !w.field.Update(msg) {
		return nil
	}
	atlas := m.session.Service.Atlas()
	place, err := atlas.Resolve(w.field.Value())
	w.note, w.hand, w.proposals = nil, 0, nil
	if err != nil {
		w.proposals = atlas.Complete(w.field.Value(), maxProposals)
	}
	return m.move(place, err)
}

// settle takes what was typed for good: the one place that it can only mean,
// else the sentence that helps.
func (m *Model) settle() tea.Cmd {
	w := &m.where
	w.note, w.proposals, w.hand = nil, nil, 0
	typed := directory.SafeLine(w.field.Value())
	if typed == "" {
		return m.move(nil, nil)
	}
	atlas := m.session.Service.Atlas()
	place, err := atlas.Resolve(typed)
	if err != nil {
		if all := atlas.Complete(typed, 2); len(all) == 1 {
			place, err = atlas.Resolve(meaning(all[0]))
		}
	}
	w.note = err
	if err == nil {
		w.field.SetValue(placeName(place, typed))
	}
	return m.move(place, err)
}

// take settles on a proposal.
func (m *Model) take(c directory.PlaceCompletion) tea.Cmd {
	m.where.field.SetValue(meaning(c))
	return m.settle()
}

// move asks anew when the place is another one.
func (m *Model) move(place *directory.Place, err error) tea.Cmd {
	if err != nil {
		place = nil
	}
	if same(place, m.where.place) {
		return nil
	}
	m.where.place = place
	m.list.afresh = true
	return m.ask()
}

func same(a, b *directory.Place) bool {
	if a == nil || b == nil {
		return a == b
	}
	return strings.Join(a.INSEE(), " ") == strings.Join(b.INSEE(), " ")
}

// meaning is what one types to mean a completion and nothing else.
func meaning(c directory.PlaceCompletion) string {
	switch {
	case c.EPCI != nil:
		return c.EPCI.Name
	case c.Commune != nil:
		return c.Commune.INSEE
	}
	return c.Postal
}

// placeName is what a place is called; several communes go by what was typed.
func placeName(p *directory.Place, typed string) string {
	switch {
	case p.EPCI != nil:
		return text.Typographic(p.EPCI.Name)
	case p.Postal != "":
		return p.Postal
	case len(p.Communes) == 1:
		return text.Typographic(p.Communes[0].Name)
	}
	return typed
}

// of names the place behind a distance.
func (m *Model) of() string {
	p := m.where.place
	if p == nil {
		return ""
	}
	name := placeName(p, directory.SafeLine(m.where.field.Value()))
	if p.EPCI != nil || p.Postal != "" {
		return name
	}
	return m.session.Text.Of(name)
}

// proposal words a completion: what it is called, and what that is.
func (m *Model) proposal(c directory.PlaceCompletion) (label, note string) {
	s := m.session
	switch {
	case c.EPCI != nil:
		return text.Typographic(c.EPCI.Name), s.S("propose.epci")
	case c.Former != "":
		return text.Typographic(c.Former), s.S("propose.former", "commune", text.Typographic(c.Commune.Name))
	}
	return text.Typographic(c.Commune.Name), strings.Join(c.Commune.PostalCodes, ", ")
}
