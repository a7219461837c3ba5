package find

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// facets is the panel of filters with their live counts.
type facets struct {
	rows   []facetRow
	hand   int // index into rows, never a heading
	scroll widget.Scroll
}

// position is which value is in hand, from 0, of how many.
func (f *facets) position() (hand, total int) {
	for i, r := range f.rows {
		if r.heading != "" {
			continue
		}
		if i < f.hand {
			hand++
		}
		total++
	}
	return hand, total
}

// facetRow is a heading, or a value that can be ticked.
type facetRow struct {
	heading string // key of the catalogue
	label   directory.Label
	key     string // key of the catalogue, instead of a label
	count   int
	on      bool
	tick    func(*Model)
}

// The most values shown of a kind.
const (
	maxSkillFacets = 8
	maxEPCIFacets  = 8
)

// fill lays the panel out anew; the value in hand stays in hand.
func (f *facets) fill(m *Model, counts *directory.Facets) {
	if counts == nil {
		return
	}
	hand := f.hand
	q := m.query
	today := m.session.Service.Today()
	f.rows = append(f.rows[:0], facetRow{heading: "facet.status"})
	for _, st := range directory.Statuses {
		f.rows = append(f.rows, facetRow{
			key: "facet.status." + string(st), count: count(counts.Status, string(st)), on: q.Status == st,
			tick: func(m *Model) { toggle(&m.query.Status, st) },
		})
	}
	f.rows = append(f.rows, facetRow{heading: "facet.available"},
		facetRow{key: "facet.available.now", count: counts.Available.Now, on: q.Available == today, tick: func(m *Model) { toggle(&m.query.Available, today) }},
		facetRow{key: "facet.available.soon", count: counts.Available.In30, on: q.Available == today+30, tick: func(m *Model) { toggle(&m.query.Available, today+30) }},
		facetRow{heading: "facet.skill"})
	taxonomy := m.session.Service.Catalog().Taxonomy
	for _, c := range withChosen(counts.Skill, q.Skills, maxSkillFacets) {
		sk, ok := taxonomy.Skill(c.Value)
		if !ok {
			continue
		}
		f.rows = append(f.rows, facetRow{label: sk.Label, count: c.Count, on: slices.Contains(q.Skills, c.Value), tick: func(m *Model) {
			if i := slices.Index(m.query.Skills, c.Value); i >= 0 {
				m.query.Skills = slices.Delete(slices.Clone(m.query.Skills), i, i+1)
			} else {
				m.query.Skills = append(slices.Clone(m.query.Skills), c.Value)
			}
		}})
	}
	f.rows = append(f.rows, facetRow{heading: "facet.epci"})
	for _, c := range withChosen(counts.EPCI, []string{q.EPCI}, maxEPCIFacets) {
		e, ok := m.session.Service.Atlas().EPCI(c.Value)
		if !ok {
			continue
		}
		f.rows = append(f.rows, facetRow{label: directory.Label{FR: text.Short(text.Typographic(e.Name))}, count: c.Count, on: q.EPCI == c.Value, tick: func(m *Model) { m.tickEPCI(c.Value) }})
	}
	f.hand = max(1, min(hand, len(f.rows)-1))
	if f.rows[f.hand].tick == nil {
		f.hand++
	}
}

// withChosen cuts a facet to its first values and keeps those chosen.
func withChosen(all []directory.Count, chosen []string, most int) []directory.Count {
	out := slices.Clone(all[:min(len(all), most)])
	for _, v := range chosen {
		if v != "" && !slices.ContainsFunc(out, func(c directory.Count) bool { return c.Value == v }) {
			out = append([]directory.Count{{Value: v, Count: count(all, v)}}, out...)
		}
	}
	return out
}

func count(all []directory.Count, value string) int {
	for _, c := range all {
		if c.Value == value {
			return c.Count
		}
	}
	return 0
}

func toggle[T comparable](field *T, value T) {
	var none T
	if *field == value {
		*field = none
	} else {
		*field = value
	}
}

// tickEPCI takes an EPCI as a filter or lets it go; one that was typed as the
// place goes from there as well.
func (m *Model) tickEPCI(siren string) {
	if m.form.where.IsEPCI() {
		typed := m.form.where.Place.EPCI.SIREN
		m.setPlace(nil)
		if typed == siren {
			return
		}
	}
	toggle(&m.query.EPCI, siren)
}

func (m *Model) actInFacets(a keys.Action) tea.Cmd {
	f := &m.facets
	step := func(by int) {
		for i := f.hand + by; i > 0 && i < len(f.rows); i += by {
			if f.rows[i].tick != nil {
				f.hand = i
				return
			}
		}
	}
	switch a {
	case keys.Up:
		step(-1)
	case keys.Down:
		step(1)
	case keys.First:
		f.hand = 0
		step(1)
	case keys.Last:
		f.hand = len(f.rows)
		step(-1)
	case keys.PageUp, keys.PageDown:
		by := 1
		if a == keys.PageUp {
			by = -1
		}
		for range max(1, f.scroll.Rows-2) {
			step(by)
		}
	case keys.Toggle, keys.Open:
		if f.hand < len(f.rows) && f.rows[f.hand].tick != nil {
			f.rows[f.hand].tick(m)
			m.results.window.MoveTo(0)
			return m.search()
		}
	case keys.NextPane:
		m.focus(paneWhat)
	case keys.PrevPane, keys.Back:
		m.focus(paneList)
	}
	return nil
}

// viewFacets draws the panel and tells the line in hand.
func (m *Model) viewFacets(width, height int) (lines []string, hand int) {
	s, t := m.session, m.session.Theme
	f := &m.facets
	var all []string
	for i, r := range f.rows {
		if r.heading != "" {
			if i > 0 {
				all = append(all, "")
			}
			all = append(all, t.Accent.Render(widget.Cut(s.S(r.heading), width, t.Glyphs.Ellipsis)))
			continue
		}
		box := t.Glyphs.Off
		if r.on {
			box = t.Glyphs.On
		}
		label := s.S(r.key)
		if r.key == "" {
			label = text.Typographic(r.label.In(string(s.Text.Lang())))
		}
		style := t.Text
		if r.on {
			style = t.Strong
		}
		line := box + " " + widget.Ends(label, s.Text.Int(r.count), width-widget.Width(box)-1, t.Glyphs.Ellipsis)
		if i == f.hand {
			hand = len(all)
			if m.pane == paneFacets {
				style = t.Selection
			}
		}
		all = append(all, style.Render(line))
	}
	f.scroll.Resize(len(all), height)
	if hand < f.scroll.Top {
		f.scroll.Show(hand - 1) // its heading, when it is the first
	}
	f.scroll.Show(hand)
	return all[f.scroll.Top:min(len(all), f.scroll.Top+height)], hand - f.scroll.Top
}
