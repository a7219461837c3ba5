package editor

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/place"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// smallCommune is how many inhabitants a commune has at least before its name
// says little about a house.
const smallCommune = 500

// commune is the field of the commune where somebody works: a single one.
type commune struct {
	m         *Model
	in        place.Field
	proposals proposals
	places    []directory.PlaceCompletion // behind the proposals
}

func newCommune(m *Model) *commune {
	c := &commune{m: m, in: place.NewField(m.session.Service.Atlas)}
	c.in.SetValue(m.work.Commune)
	if at, ok := m.session.Service.Atlas().Kept(m.work.Commune); ok {
		c.in.Set(&directory.Place{Communes: []*directory.Commune{at}})
	}
	c.in.Focus()
	return c
}

func (c *commune) typed(msg tea.Msg) reply {
	if !c.in.Typed(msg) {
		return reply{taken: true}
	}
	c.propose()
	return reply{taken: true, changed: c.store()}
}

// propose offers the communes that what was typed may mean.
func (c *commune) propose() {
	var items []proposal
	c.places = c.places[:0]
	for _, p := range c.in.Completions(3 * maxProposals) {
		if p.Commune == nil {
			continue // a whole intercommunality is no address
		}
		label, note := place.Describe(c.m.session, p)
		items = append(items, proposal{value: p.Commune.INSEE, label: label, note: note})
		c.places = append(c.places, p)
	}
	c.proposals.set(items, false)
}

// store writes the commune into the work, or what was typed as long as it means
// none.
func (c *commune) store() (changed bool) {
	value := typedPlace(c.in.Value())
	if at := c.one(); at != nil {
		value = at.INSEE
	}
	if c.m.work.Commune == value {
		return false
	}
	c.m.work.Commune = value
	return true
}

// typedPlace is what was typed as a place, where it means no single commune. A
// postal code gets a space: without one it may be read as the INSEE code of
// some other commune.
func typedPlace(typed string) string {
	typed = directory.SafeLine(typed)
	const digits = 5
	if len(typed) != digits || strings.Trim(typed, "0123456789") != "" {
		return typed
	}
	return typed[:2] + " " + typed[2:]
}

// one is the commune that is meant; nil for none or several.
func (c *commune) one() *directory.Commune {
	if p := c.in.Place; p != nil && p.EPCI == nil && len(p.Communes) == 1 {
		return p.Communes[0]
	}
	return nil
}

// tell takes what was typed where the screen is read out.
func (c *commune) tell(typed string) reply {
	c.in.SetValue(typed)
	c.in.Settle()
	return reply{changed: c.store()}
}

// meant are the communes that what was typed may mean as long as it means no
// single one, the most populous first where it means several.
func (c *commune) meant() []directory.PlaceCompletion {
	if c.one() != nil {
		return nil
	}
	var all []directory.PlaceCompletion
	if p := c.in.Place; p != nil {
		for _, one := range p.Communes {
			all = append(all, directory.PlaceCompletion{Commune: one})
		}
		slices.SortStableFunc(all, func(a, b directory.PlaceCompletion) int {
			return cmp.Compare(b.Commune.Population, a.Commune.Population)
		})
		return all
	}
	for _, p := range c.in.Meant(3 * maxProposals) {
		if p.Commune != nil {
			all = append(all, p)
		}
	}
	return all[:min(len(all), maxProposals)]
}

func (c *commune) act(a keys.Action) reply {
	switch a {
	case keys.Down:
		if c.proposals.down() {
			return reply{taken: true}
		}
		return reply{taken: true, step: 1}
	case keys.Up:
		if c.proposals.up() {
			return reply{taken: true}
		}
		return reply{taken: true, step: -1}
	case keys.Open:
		return c.enter()
	case keys.Back:
		if len(c.proposals.items) > 0 {
			c.proposals.clear()
			return reply{taken: true}
		}
	}
	return reply{}
}

// enter takes the proposal in hand, or what was typed when it means one
// commune. Of several one is to be chosen first.
func (c *commune) enter() reply {
	if _, ok := c.proposals.inHand(); ok {
		c.in.Take(c.places[c.proposals.Cursor])
	} else {
		if c.one() == nil && len(c.proposals.items) > 1 {
			c.proposals.down()
			return reply{taken: true}
		}
		c.in.Settle()
	}
	c.proposals.clear()
	changed := c.store()
	if c.one() == nil {
		c.m.hand.told = true // it is said why not, and one may try again
		return reply{taken: true, changed: changed}
	}
	return reply{taken: true, changed: changed, step: 1}
}

func (c *commune) edits(a keys.Action) bool { return a == keys.First || a == keys.Last }

func (c *commune) room(paste string) (int, bool) {
	return directory.MaxLine, fits(c.in.Value(), paste, directory.MaxLine)
}

func (c *commune) settle() {
	c.in.Settle()
	c.store()
}

func (c *commune) capturing() bool { return true }

func (c *commune) empty() bool { return c.in.Value() == "" }

func (c *commune) hints() []screen.Hint {
	if len(c.proposals.items) == 0 {
		return nil
	}
	return []screen.Hint{{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Open, Label: "hint.take"}}
}

func (c *commune) view(width, rows int, notes []string) drawing {
	t := c.m.session.Theme
	c.in.Style(t.Strong, t.Glyphs.Ellipsis)
	value, x := c.in.View(width)
	d := drawing{lines: []string{value}, x: x}
	room := max(1, min(maxProposals, rows-1))
	d.lines = append(d.lines, c.proposals.draw(look(t), width, room, notes)...)
	if c.proposals.moved {
		d.x, d.y = 0, 1+c.proposals.Cursor-c.proposals.Top
	}
	return d
}

// small is the commune chosen when it is so small that its name says much, and
// nil else.
func (m *Model) small() *directory.Commune {
	c, ok := m.session.Service.Atlas().Kept(m.work.Commune)
	if !ok || c.Population <= 0 || c.Population >= smallCommune {
		return nil
	}
	return c
}

// communeName is what a commune is called; what is none stands for itself.
func (m *Model) communeName(value string) string {
	if c, ok := m.session.Service.Atlas().Kept(value); ok {
		return text.Typographic(c.Name)
	}
	return directory.SafeLine(value)
}
