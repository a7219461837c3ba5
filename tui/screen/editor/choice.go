package editor

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// maxShown is how many entries of a choice are in sight at most.
const maxShown = 8

// choice is a field that takes one of some values.
type choice struct {
	m      *Model
	f      field
	values []string
	places map[string]nearness // of télécentres
	widget.Choice
}

func newChoice(m *Model, f field) *choice {
	c := &choice{m: m, f: f, values: m.values(f.name)}
	if f.name == "telecentre" {
		c.places = m.places()
	}
	c.Taken = slices.Index(c.values, *m.work.Profile.TextField(f.name))
	c.Resize(len(c.values), maxShown)
	c.MoveTo(max(0, c.Taken))
	return c
}

// values are what a field takes, in the order they are offered.
func (m *Model) values(field string) []string {
	switch field {
	case "status":
		return plain(directory.Statuses)
	case "commune_shown":
		return plain(directory.Showns)
	case "workplace":
		return plain(directory.Workplaces)
	case "connection":
		return append(plain(directory.Connections), "")
	case "telecentre":
		return m.telecentres()
	}
	return plain(directory.Visibilities)
}

func plain[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// telecentres are the public ones, the nearest to the commune first, and the
// one that was chosen even if it is not among them.
func (m *Model) telecentres() []string {
	var all []string
	for _, t := range m.nearby() {
		all = append(all, t.Telecentre.ID)
	}
	if id := m.work.Telecentre; id != "" && !slices.Contains(all, id) {
		all = append(all, id)
	}
	return all
}

// nearby are the public télécentres, the nearest first when the commune is
// known.
func (m *Model) nearby() []directory.TelecentreCount {
	s := m.session
	q := directory.TelecentreQuery{}
	if c, ok := s.Service.Atlas().Kept(m.work.Commune); ok {
		q.Place, q.RadiusKM = &directory.Place{Communes: []*directory.Commune{c}}, directory.MaxRadiusKM
	}
	all, err := s.Service.Telecentres(s.Context, s.Actor, q)
	if err != nil {
		return nil // nothing can be wrong with this question
	}
	return all
}

// nearness is where a télécentre is, and how far that is.
type nearness struct{ whole, far string }

// places says beside each télécentre where it is.
func (m *Model) places() map[string]nearness {
	s := m.session
	notes := map[string]nearness{}
	for _, t := range m.nearby() {
		var parts []string
		far := ""
		if t.Commune != nil {
			parts = append(parts, text.Typographic(t.Commune.Name))
		}
		if t.DistanceKM >= 0 {
			far = s.Text.KM(t.DistanceKM)
			parts = append(parts, far)
		}
		notes[t.Telecentre.ID] = nearness{strings.Join(parts, " "+s.Theme.Glyphs.Dot+" "), far}
	}
	return notes
}

func (c *choice) typed(msg tea.Msg) reply {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return reply{}
	}
	digit, ok := keys.Digit(key)
	if !ok || !c.Pick(digit) {
		return reply{}
	}
	return reply{taken: true, changed: c.store()}
}

func (c *choice) act(a keys.Action) reply {
	switch a {
	case keys.Up:
		if c.Cursor == 0 {
			return reply{taken: true, step: -1}
		}
		c.Move(-1)
	case keys.Down:
		if c.Cursor == c.Total-1 {
			return reply{taken: true, step: 1}
		}
		c.Move(1)
	case keys.Toggle:
		c.Taken = c.Cursor
		return reply{taken: true, changed: c.store()}
	case keys.Open:
		c.Taken = c.Cursor
		return reply{taken: true, changed: c.store(), step: 1}
	default:
		return reply{taken: screen.Step(&c.Window, a)}
	}
	return reply{taken: true}
}

// store writes the value taken into the work.
func (c *choice) store() (changed bool) {
	value := c.m.work.Profile.TextField(c.f.name)
	if c.Taken < 0 || c.Taken >= len(c.values) || *value == c.values[c.Taken] {
		return false
	}
	*value = c.values[c.Taken]
	c.m.work.sort()
	return true
}

func (c *choice) edits(keys.Action) bool { return false }

func (c *choice) room(string) (int, bool) { return 0, true }

func (c *choice) settle() {}

func (c *choice) capturing() bool { return false }

func (c *choice) empty() bool { return false }

func (c *choice) hints() []screen.Hint {
	return []screen.Hint{{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Open, Label: "hint.take"}}
}

func (c *choice) view(width, rows int, notes []string) drawing {
	options := make([]widget.Option, len(c.values))
	for i, v := range c.values {
		options[i] = widget.Option{Label: c.m.choiceLabel(c.f.name, v), Note: c.note(v), Short: c.places[v].far}
	}
	lines, hand := c.View(look(c.m.session.Theme), options, width, max(2, min(maxShown, rows-len(notes))))
	return drawing{lines: append(lines, notes...), y: hand}
}

// note is what is said beside a value.
func (c *choice) note(value string) string {
	if c.f.name == "telecentre" {
		return c.places[value].whole
	}
	return c.m.choiceNote(c.f.name, value)
}
