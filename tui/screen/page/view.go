package page

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/screen"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// Bounds of the columns.
const (
	maxBody   = 100 // of a page without a preview beside it
	maxLabel  = 24
	prose     = 80
	paneGap   = 3
	linkWidth = 64 // a label and its figure are not torn further apart
)

// View draws the page, and where there is room the professional in hand beside.
func (m *Model) View(f screen.Frame) screen.View {
	t := m.session.Theme
	margin := strings.Repeat(" ", f.Margin())
	width := f.Width - 2*f.Margin()
	body, preview := min(width, maxBody), 0
	if f.Class() >= screen.Wide {
		body = min(maxBody, (width-paneGap)*6/10)
		preview = min(prose, width-paneGap-body)
	}
	w := &m.walk
	lines, stops := m.draw(body, w.hand)
	w.layout(stops, len(lines), f.Height-1)
	if !w.inSight() { // no marker on a row that cannot be opened yet
		lines, _ = m.draw(body, -1)
	}
	v := screen.View{X: len(margin)}
	var beside []string
	if p := m.inHand(); p != nil && preview > 0 && w.inSight() {
		beside = card.Preview(m.session, p.card, nil, preview)
	}
	for i := range f.Height - 1 {
		line := ""
		if n := w.top + i; n < len(lines) {
			line = lines[n]
		}
		if i < len(beside) {
			line = widget.Pad(line, body) + strings.Repeat(" ", paneGap) + widget.Cut(beside[i], preview, t.Glyphs.Ellipsis)
		}
		v.Lines = append(v.Lines, strings.TrimRight(margin+line, " "))
	}
	if w.inSight() {
		v.Y = stops[w.hand].line - w.top
	}
	v.Lines = append(v.Lines, margin+t.Muted.Render(widget.Right(m.position(), body, t.Glyphs.Ellipsis)))
	return v
}

func (m *Model) inHand() *person {
	rows := m.sheet.rows()
	if m.walk.hand >= len(rows) {
		return nil
	}
	return rows[m.walk.hand].person
}

// position says which row is in hand, and that there is more below.
func (m *Model) position() string {
	var parts []string
	if m.walk.top+m.walk.room < m.walk.lines {
		parts = append(parts, m.session.Theme.Glyphs.Down)
	}
	if n := len(m.sheet.rows()); n > 0 && m.walk.inSight() {
		parts = append(parts, m.session.S("find.position", "row", m.walk.hand+1, "total", n))
	}
	return strings.Join(parts, "  ")
}

// draw draws the whole page, however long, with one row marked, and tells where
// the rows stand.
func (m *Model) draw(width, hand int) (lines []string, stops []stop) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		for _, l := range widget.Wrap(s.Text.Error(m.err), width) {
			lines = append(lines, t.Warning.Render(l))
		}
		return lines, nil
	case m.compose == nil:
		return []string{t.Muted.Render(s.S("find.searching"))}, nil
	}
	lines = append(m.heading(width), widget.Rule(t.Glyphs.Rule, width, t.Border))
	lines = append(lines, m.facts(m.sheet.facts, width)...)
	for _, sec := range m.sheet.sections {
		start := len(lines)
		lines = append(lines, "", m.sectionHeading(sec, width))
		for _, l := range widget.Wrap(sec.note, width) {
			lines = append(lines, t.Muted.Render(l))
		}
		cols := card.Layout(width, sec.distance())
		if sec.here {
			cols = cols.WithoutPlace()
		}
		cols = cols.Fitting(sec.people())
		for i, r := range sec.rows {
			drawn := m.row(r, cols, width, len(stops) == hand)
			lead := 0
			if i == 0 {
				lead = len(lines) - start
			}
			stops = append(stops, stop{line: len(lines), height: len(drawn), lead: lead})
			lines = append(lines, drawn...)
		}
	}
	if len(m.sheet.after) > 0 {
		lines = append(lines, "", t.Accent.Render(widget.Cut(m.sheet.about, width, t.Glyphs.Ellipsis)))
		lines = append(lines, m.facts(m.sheet.after, width)...)
	}
	return lines, stops
}

// heading is the name with the kind of thing it is; a long name takes lines.
func (m *Model) heading(width int) []string {
	t := m.session.Theme
	kind := m.sheet.kind
	names := widget.Wrap(m.sheet.title, min(prose, width-widget.Width(kind)-2))
	if len(names) == 0 {
		names = []string{""}
	}
	gap := strings.Repeat(" ", max(1, width-widget.Width(names[0])-widget.Width(kind)))
	lines := []string{t.Strong.Render(names[0]) + gap + t.Muted.Render(kind)}
	for _, n := range names[1:] {
		lines = append(lines, t.Strong.Render(n))
	}
	return lines
}

// facts draws labels and values: in two columns where these fit, else one
// behind the other.
func (m *Model) facts(facts []fact, width int) []string {
	t := m.session.Theme
	column := 0
	for _, f := range facts {
		if !f.whole {
			column = max(column, widget.Width(f.label))
		}
	}
	column = min(column, maxLabel) + 2
	aligned := width >= 60
	var lines []string
	for _, f := range facts {
		switch {
		case f.whole:
			lines = append(lines, m.address(f, width)...)
		case f.label == "":
			lines = append(lines, styled(t.Muted, widget.Wrap(f.value, width))...)
		case aligned:
			for i, l := range widget.Wrap(f.value, min(prose, width)-column) {
				head := ""
				if i == 0 {
					head = f.label
				}
				lines = append(lines, t.Muted.Render(widget.Pad(widget.Cut(head, column-1, t.Glyphs.Ellipsis), column))+t.Text.Render(l))
			}
		default:
			lines = append(lines, styled(t.Text, widget.Wrap(m.session.S("page.fact", "label", f.label, "value", f.value), width))...)
		}
	}
	return lines
}

// address prints an address whole, on a line that holds nothing else, so that
// it can be selected; only the edge of the screen breaks it.
func (m *Model) address(f fact, width int) []string {
	t := m.session.Theme
	lines := []string{t.Muted.Render(widget.Cut(f.label, width, t.Glyphs.Ellipsis))}
	for rest := f.value; rest != ""; {
		part := widget.Cut(rest, width, "")
		if part == "" {
			break
		}
		lines = append(lines, t.Text.Render(part))
		rest = rest[len(part):]
	}
	return lines
}

func (m *Model) sectionHeading(sec section, width int) string {
	t := m.session.Theme
	count := ""
	if sec.count >= 0 {
		count = m.session.Text.Int(sec.count)
	}
	heading := widget.Cut(sec.heading, width-widget.Width(count)-2, t.Glyphs.Ellipsis)
	if count == "" {
		return t.Accent.Render(heading)
	}
	return t.Accent.Render(heading) + "  " + t.Muted.Render(count)
}

// distance tells whether the people of a section have one.
func (sec *section) distance() bool {
	for _, r := range sec.rows {
		if r.person != nil && r.person.card.DistanceKM >= 0 {
			return true
		}
	}
	return false
}

// people are the professionals of a section.
func (sec *section) people() []*directory.Card {
	var all []*directory.Card
	for _, r := range sec.rows {
		if r.person != nil {
			all = append(all, r.person.card)
		}
	}
	return all
}

func (m *Model) row(r row, cols card.Columns, width int, selected bool) []string {
	s, t := m.session, m.session.Theme
	if r.person != nil {
		return card.Row(s, r.person.card, nil, cols, width, selected)
	}
	mark, base, muted := "  ", t.Text, t.Muted
	if selected {
		mark, base, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
	}
	room := min(linkWidth, width) - widget.Width(mark)
	left := widget.CutWords(r.label, room-widget.Width(r.detail)-1, t.Glyphs.Ellipsis)
	gap := strings.Repeat(" ", max(1, room-widget.Width(left)-widget.Width(r.detail)))
	return []string{base.Render(mark+left+gap) + muted.Render(r.detail)}
}

func styled(style theme.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}
