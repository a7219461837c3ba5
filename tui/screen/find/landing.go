package find

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// landing is what the page shows before anything is searched.
type landing struct {
	own     []entry // what asks for the reader, if anything does
	domains []entry
	others  []entry           // what else there is
	epcis   []entry           // the intercommunalities
	placed  bool              // there is room for them
	recent  []*directory.Card // who is new, as many as were asked for
	few     int               // how many of them there is room for
	gaps    int               // how many blank lines
	people  int
	hand    int // index over all parts
	scroll  widget.Scroll
	spots   []spot // where its lines were drawn last, for clicks
}

// spot is a line that leads somewhere: its place in the page, and its index.
type spot struct{ x, y, width, at int }

// under is the index of the line that was drawn at a place under the fields.
func (l *landing) under(x, y int) (at int, ok bool) {
	y += l.scroll.Top - 1 // the title
	for _, p := range l.spots {
		if y == p.y && x >= p.x && x < p.x+p.width {
			return p.at, true
		}
	}
	return 0, false
}

// parts are the entries in the order of their indexes.
func (l *landing) parts() [5][]entry {
	return [...][]entry{l.own, l.domains, l.others, l.places(), l.newcomers()}
}

// newcomers are those of the recent ones that are shown.
func (l *landing) newcomers() []entry {
	entries := make([]entry, l.shown())
	for i, c := range l.recent[:len(entries)] {
		entries[i] = entry{person: c, route: screen.Profile{Slug: c.Slug}}
	}
	return entries
}

// shown is how many they are.
func (l *landing) shown() int { return min(l.few, len(l.recent)) }

// places are the intercommunalities, where they are shown.
func (l *landing) places() []entry {
	if !l.placed {
		return nil
	}
	return l.epcis
}

// longest is the width of the longest name among them.
func (l *landing) longest() int {
	longest := 0
	for _, c := range l.recent[:l.shown()] {
		longest = max(longest, widget.Width(c.Name))
	}
	return longest
}

func (l *landing) len() int {
	return len(l.own) + len(l.domains) + len(l.others) + len(l.places()) + l.shown()
}

func (l *landing) at(i int) entry {
	for _, part := range l.parts() {
		if i < len(part) {
			return part[i]
		}
		i -= len(part)
	}
	return entry{}
}

func (l *landing) moveTo(i int) { l.hand = max(0, min(i, l.len()-1)) }

// entry is a line that leads somewhere.
type entry struct {
	label  directory.Label
	key    string // of the catalogue, instead of a label
	count  int
	route  screen.Route
	person *directory.Card // instead of a label
	detail string
	note   string // a sentence, which takes lines of its own
	quiet  bool   // one that may be skipped
	// confirm tells that the entry confirms the reader's profile, and leads nowhere.
	confirm bool
}

// The page names fewest new profiles, and up to many where it has the room; up
// to most where a row tells of them what a list does.
const (
	fewest = 2
	many   = 12
	most   = 24
	lined  = 40 // columns from which names and métiers line up
	spared = 3  // rows of new profiles that the intercommunalities leave
)

// gap is how far its columns are apart.
const gap = 3

// grid is how the page is divided: into columns of lines that lead somewhere,
// and of new profiles.
type grid struct {
	columns, width int
	people, row    int
	limit          int // of new profiles
}

// gridOf divides a width. From 160 columns on there is room for two lists of
// people side by side.
func gridOf(f screen.Frame, width int) grid {
	g := grid{columns: 1}
	switch {
	case width >= 140:
		g.columns = 3
	case width >= 70:
		g.columns = 2
	}
	g.width = min(52, (width-gap*(g.columns-1))/g.columns)
	g.people, g.row, g.limit = g.columns, g.width, many
	if f.Class() == screen.Widest {
		g.people, g.row, g.limit = 2, (width-gap)/2, most
	}
	return g
}

// fit names as many new profiles as there is room for under the rest. Blank
// lines go first, then the new profiles: their heading never stands alone. Where
// the rest has to scroll they are at its end. The intercommunalities are there
// all or not at all.
func (l *landing) fit(g grid, height int) {
	rows := func(entries []entry) int { return (len(entries) + g.columns - 1) / g.columns }
	used := 1 + rows(l.domains) + rows(l.others) // with the title
	l.gaps, l.few, l.placed = 2, fewest, false
	if used <= height {
		l.gaps = max(0, min(height-used-2, 2))
		left := height - used - 1 - l.gaps
		if under := left - rows(l.epcis) - 2; l.gaps == 2 && under >= spared && len(l.epcis) > 0 {
			l.placed, left = true, under
		}
		l.few = min(left*g.people, g.limit)
	}
	if l.few < fewest {
		l.gaps, l.few = min(height-used, 1), 0
	}
	l.moveTo(l.hand)
}

// askLanding asks for the domains, who is new, the télécentres, and what is
// the reader's own.
func (m *Model) askLanding() tea.Cmd {
	if m.fixed {
		return nil
	}
	service, actor, few, asked := m.session.Service, m.session.Actor, m.landing.few, m.ownAsked
	return m.lanes.landing.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		domains, err := service.Domains(ctx, actor)
		if err != nil {
			return screen.Failed{Err: err}
		}
		telecentres, err := service.Telecentres(ctx, actor, directory.TelecentreQuery{})
		if err != nil {
			return screen.Failed{Err: err}
		}
		recent, err := service.Search(ctx, actor, directory.Search{Query: directory.Query{Sort: directory.SortRecent, Limit: most}})
		if err != nil {
			return screen.Failed{Err: err}
		}
		epcis, err := service.EPCIs(ctx, actor)
		if err != nil {
			return screen.Failed{Err: err}
		}
		l := landing{people: recent.Total, few: few, domains: make([]entry, 0, len(domains)), recent: recent.Cards, epcis: make([]entry, 0, len(epcis))}
		for _, d := range domains {
			if d.Count > 0 {
				l.domains = append(l.domains, entry{label: d.Domain.Label, count: d.Count, route: screen.Domain{Slug: d.Domain.Slug}})
			}
		}
		l.others = append(l.others,
			entry{key: "landing.telecentres", count: len(telecentres), route: screen.Telecentres{}},
			entry{key: "landing.recent", count: recent.Total, route: screen.Find{Query: directory.Query{Sort: directory.SortRecent}, Fixed: true}},
		)
		for _, e := range epcis {
			if e.Count > 0 {
				l.epcis = append(l.epcis, entry{label: directory.Label{FR: text.Short(text.Typographic(e.EPCI.Name))}, count: e.Count, route: screen.EPCI{SIREN: e.EPCI.SIREN}})
			}
		}
		return landed{l, ownOf(ctx, service, actor), asked}
	})
}

func (m *Model) actInLanding(a keys.Action) tea.Cmd {
	l := &m.landing
	switch a {
	case keys.Up:
		if l.hand == 0 {
			m.focus(paneWhat)
			return nil
		}
		l.moveTo(l.hand - 1)
	case keys.Down:
		l.moveTo(l.hand + 1)
	case keys.PageUp:
		l.moveTo(l.hand - l.scroll.Rows)
	case keys.PageDown:
		l.moveTo(l.hand + l.scroll.Rows)
	case keys.First:
		l.moveTo(0)
	case keys.Last:
		l.moveTo(l.len())
	case keys.Back, keys.PrevPane, keys.NextPane:
		m.focus(paneWhat)
	case keys.Confirm:
		if m.mends() {
			return m.confirm()
		}
	case keys.Open:
		if l.hand < l.len() {
			return m.follow(l.at(l.hand))
		}
	}
	return nil
}

// viewLanding draws it: what asks for the reader, the domains, read downwards
// in as many columns as fit, and under them what else there is.
func (m *Model) viewLanding(width, height int) (lines []string, x, y int) {
	s, t := m.session, m.session.Theme
	l := &m.landing
	g := gridOf(m.frame, width)
	l.spots = l.spots[:0]
	all := m.viewOwn(width)
	l.fit(g, height-len(all))
	row := 0
	first := len(l.own)
	for part, entries := range l.parts() {
		columns, column, draw := g.columns, g.width, m.landingEntry
		switch {
		case part == 0 || len(entries) == 0:
			continue
		case part == 2 && l.gaps > 0:
			all = append(all, "")
		case part == 3:
			all = append(all, "", t.Accent.Render(s.S("facet.epci")))
		case part == 4:
			if l.gaps > 1 {
				all = append(all, "")
			}
			all = append(all, t.Accent.Render(s.S("landing.new")))
			columns, column = g.people, g.row
			if m.frame.Class() == screen.Widest {
				draw = m.rowOfPerson(column)
			}
		}
		rows := (len(entries) + columns - 1) / columns
		for r := range rows {
			line := ""
			for c := 0; c*rows+r < len(entries); c++ {
				i := c*rows + r
				selected := m.pane == paneList && first+i == l.hand
				if first+i == l.hand {
					row, x = len(all), c*(column+gap)
				}
				l.spots = append(l.spots, spot{c * (column + gap), len(all), column, first + i})
				line = widget.Pad(line, c*(column+gap)) + draw(entries[i], column, selected)
			}
			all = append(all, line)
		}
		first += len(entries)
	}
	title := s.S("landing.title", "n", l.people)
	if widget.Width(title) > width {
		title = s.S("find.total", "n", l.people)
	}
	lines = append(lines, t.Strong.Render(title))
	l.scroll.Resize(len(all), height-len(lines))
	l.scroll.Show(row)
	y = len(lines) + row - l.scroll.Top
	return append(lines, all[l.scroll.Top:min(len(all), l.scroll.Top+l.scroll.Rows)]...), x, y
}

// rowOfPerson draws a new profile as a list does, in columns that fit them all.
func (m *Model) rowOfPerson(width int) func(entry, int, bool) string {
	columns := card.Layout(width, false).Fitting(m.landing.recent[:m.landing.shown()])
	return func(e entry, width int, selected bool) string {
		return card.Row(m.session, e.person, nil, columns, width, selected)[0]
	}
}

func (m *Model) landingEntry(e entry, width int, selected bool) string {
	s, t := m.session, m.session.Theme
	mark, style, muted := "  ", t.Text, t.Muted
	if selected {
		mark, style, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
	}
	switch {
	case e.person != nil:
		name := widget.Cut(e.person.Name, width/2, t.Glyphs.Ellipsis)
		if width >= lined {
			name = widget.Fit(e.person.Name, min((width-4)/2, m.landing.longest()), t.Glyphs.Ellipsis)
		}
		return style.Render(mark+name+"  ") + muted.Render(widget.FitWords(e.person.Headline, width-4-widget.Width(name), t.Glyphs.Ellipsis))
	case e.key != "":
		right := e.detail
		if e.count >= 0 {
			right = s.Text.Int(e.count)
		}
		return style.Render(mark) + style.Render(widget.Ends(s.S(e.key), right, width-2, t.Glyphs.Ellipsis))
	}
	label := text.Typographic(e.label.In(string(s.Text.Lang())))
	return style.Render(mark) + style.Render(widget.Ends(label, s.Text.Int(e.count), width-2, t.Glyphs.Ellipsis))
}
