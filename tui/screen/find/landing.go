package find

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// landing is what the page shows before anything is searched.
type landing struct {
	own     []entry // what asks for the reader, if anything does
	domains []entry
	others  []entry // what else there is
	recent  []entry // who is new, as many as were asked for
	few     int     // how many of them there is room for
	gaps    int     // how many blank lines
	people  int
	hand    int // index over all parts
	scroll  widget.Scroll
}

// parts are the entries in the order of their indexes.
func (l *landing) parts() [4][]entry {
	return [...][]entry{l.own, l.domains, l.others, l.newcomers()}
}

// newcomers are those of the recent ones that are shown.
func (l *landing) newcomers() []entry { return l.recent[:min(l.few, len(l.recent))] }

// longest is the width of the longest name among them.
func (l *landing) longest() int {
	longest := 0
	for _, e := range l.newcomers() {
		longest = max(longest, widget.Width(e.plain))
	}
	return longest
}

func (l *landing) len() int {
	return len(l.own) + len(l.domains) + len(l.others) + len(l.newcomers())
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
	plain  string // a person's name, instead of a label
	detail string
	note   string // a sentence, which takes lines of its own
	quiet  bool   // one that may be skipped
	// confirm tells that the entry confirms the reader's profile, and leads nowhere.
	confirm bool
}

// The page names fewest new profiles, and up to most where it has the room.
const (
	fewest = 2
	most   = 12
	lined  = 40 // columns from which names and métiers line up
)

// fit names as many new profiles as there is room for under the rest, when
// that is read in some columns. Blank lines go first, then the new profiles:
// their heading never stands alone. Where the rest has to scroll they are at
// its end.
func (l *landing) fit(columns, height int) {
	rows := func(entries []entry) int { return (len(entries) + columns - 1) / columns }
	used := 1 + rows(l.domains) + rows(l.others) // with the title
	l.gaps, l.few = 2, fewest
	if used <= height {
		l.gaps = max(0, min(height-used-2, 2))
		l.few = min((height-used-1-l.gaps)*columns, most)
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
		l := landing{people: recent.Total, few: few, domains: make([]entry, 0, len(domains)), recent: make([]entry, 0, len(recent.Cards))}
		for _, d := range domains {
			if d.Count > 0 {
				l.domains = append(l.domains, entry{label: d.Domain.Label, count: d.Count, route: screen.Domain{Slug: d.Domain.Slug}})
			}
		}
		l.others = append(l.others,
			entry{key: "landing.telecentres", count: len(telecentres), route: screen.Telecentres{}},
			entry{key: "landing.recent", count: recent.Total, route: screen.Find{Query: directory.Query{Sort: directory.SortRecent}, Fixed: true}},
		)
		for _, c := range recent.Cards {
			l.recent = append(l.recent, entry{plain: c.Name, detail: c.Headline, route: screen.Profile{Slug: c.Slug}})
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
	columns := 1
	switch {
	case width >= 140:
		columns = 3
	case width >= 70:
		columns = 2
	}
	column := min(52, (width-3*(columns-1))/columns)
	all := m.viewOwn(width)
	l.fit(columns, height-len(all))
	row := 0
	first := len(l.own)
	for part, entries := range l.parts() {
		rows := (len(entries) + columns - 1) / columns
		switch {
		case part == 0 || len(entries) == 0:
			continue
		case part == 2 && l.gaps > 0:
			all = append(all, "")
		case part == 3:
			if l.gaps > 1 {
				all = append(all, "")
			}
			all = append(all, t.Accent.Render(s.S("landing.new")))
		}
		for r := range rows {
			line := ""
			for c := 0; c*rows+r < len(entries); c++ {
				i := c*rows + r
				selected := m.pane == paneList && first+i == l.hand
				if first+i == l.hand {
					row, x = len(all), c*(column+3)
				}
				line = widget.Pad(line, c*(column+3)) + m.landingEntry(entries[i], column, selected)
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

func (m *Model) landingEntry(e entry, width int, selected bool) string {
	s, t := m.session, m.session.Theme
	mark, style, muted := "  ", t.Text, t.Muted
	if selected {
		mark, style, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
	}
	switch {
	case e.plain != "":
		name := widget.Cut(e.plain, width/2, t.Glyphs.Ellipsis)
		if width >= lined {
			name = widget.Fit(e.plain, min((width-4)/2, m.landing.longest()), t.Glyphs.Ellipsis)
		}
		return style.Render(mark+name+"  ") + muted.Render(widget.FitWords(e.detail, width-4-widget.Width(name), t.Glyphs.Ellipsis))
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
