package telecentres

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/place"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// maxWidth keeps the columns of a row within one look.
const maxWidth = 100

// View draws the field, the filter, a hairline, and the list.
func (m *Model) View(f screen.Frame) screen.View {
	t := m.session.Theme
	margin := strings.Repeat(" ", f.Margin())
	width := min(f.Width-2*f.Margin(), maxWidth)
	field, x := m.viewField(width)
	lines := []string{field, m.viewFilter(width), widget.Rule(t.Glyphs.Rule, width, t.Border)}
	v := screen.View{X: len(margin)}
	switch m.pane {
	case paneWhere:
		v.X += x
	case paneFilter:
		v.Y = 1
	}
	if m.pane == paneWhere && len(m.where.proposals) > 0 {
		rows := m.viewProposals(width, min(maxProposals, f.Height/2-len(lines)))
		if m.where.hand > 0 {
			v.X, v.Y = len(margin), len(lines)+min(m.where.hand, len(rows))-1
		}
		lines = append(append(lines, rows...), widget.Rule(t.Glyphs.Rule, width, t.Border))
	}
	top := len(lines)
	rows, hand := m.viewList(width, f.Height-top, top)
	if m.pane == paneList {
		v.Y = top + hand
	}
	for _, l := range append(lines, rows...) {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	return v
}

func (m *Model) viewField(width int) (line string, x int) {
	s, t := m.session, m.session.Theme
	head := s.S("find.where") + "  "
	label := t.Muted
	if m.pane == paneWhere {
		label = t.Accent.Bold(true)
	}
	room := width - widget.Width(head)
	m.where.Style(t.Strong, t.Glyphs.Ellipsis)
	field, at := m.where.View(room)
	if m.where.Value() == "" && m.pane != paneWhere {
		field = t.Muted.Render(widget.Cut(s.S("find.everywhere"), room, t.Glyphs.Ellipsis))
	}
	return label.Render(head) + field, widget.Width(head) + at
}

func (m *Model) viewFilter(width int) string {
	s, t := m.session, m.session.Theme
	box, style := t.Glyphs.Off, t.Text
	if m.stepFree {
		box, style = t.Glyphs.On, t.Strong
	}
	if m.pane == paneFilter {
		style = t.Selection
	}
	return style.Render(widget.Cut(box+" "+s.S("telecentres.filter"), width, t.Glyphs.Ellipsis))
}

// viewProposals draws at most rows of the proposals, that in hand among them.
func (m *Model) viewProposals(width, rows int) []string {
	t := m.session.Theme
	var lines []string
	rows = max(1, rows)
	top := max(0, m.where.hand-rows)
	for i, c := range m.where.proposals {
		if i < top || i >= top+rows {
			continue
		}
		mark, style, muted := "  ", t.Text, t.Muted
		if i == m.where.hand-1 {
			mark, style, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
		}
		label, note := place.Describe(m.session, c)
		label = widget.Cut(label, width*3/4, t.Glyphs.Ellipsis)
		note = widget.Cut(note, width-widget.Width(mark)-widget.Width(label)-2, t.Glyphs.Ellipsis)
		lines = append(lines, style.Render(mark+label+"  ")+muted.Render(note))
	}
	return lines
}

// viewList draws what is known about the whole, the rows, and the position.
// top is the line of the frame on which it starts.
func (m *Model) viewList(width, height, top int) (lines []string, hand int) {
	s, t := m.session, m.session.Theme
	l := &m.list
	switch {
	case l.err != nil:
		return m.prose(s.Text.Error(l.err), width, true), 0
	case !l.loaded:
		return []string{t.Muted.Render(s.S("find.searching"))}, 0
	}
	cols := layout(width, m.where.Place != nil).fitting(l.rows)
	split := l.sure < len(l.rows) // a heading over those the filter knows nothing of
	rest := 1                     // the position
	if split {
		rest++
	}
	lines = m.summary(width, height)
	if m.pane == paneList && len(l.rows) > 0 {
		// Where there is not room for both, the row in hand comes first: what
		// is said about the whole stands there again one key before.
		lines = lines[:max(0, min(len(lines), height-rest-cols.height()))]
	}
	room := (height - len(lines) - rest) / cols.height()
	l.window.Resize(len(l.rows), room)
	if room < 1 {
		l.screen = screenRows{}
		return lines[:min(len(lines), height)], 0
	}
	l.screen = screenRows{top: top + len(lines), height: cols.height()}
	for i := l.window.Top; i < l.window.End(); i++ {
		if split && (i == l.sure || i == l.window.Top && i > l.sure) {
			l.screen.split = len(lines) + top - l.screen.top
			if l.screen.split == 0 {
				l.screen.top++
			}
			lines = append(lines, t.Accent.Render(widget.Cut(s.S("telecentres.ask"), width, t.Glyphs.Ellipsis)))
		}
		selected := i == l.window.Cursor && m.pane == paneList
		if i == l.window.Cursor {
			hand = len(lines)
		}
		lines = append(lines, m.row(l.rows[i], cols, width, selected)...)
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	if len(l.rows) > 0 {
		position := s.S("find.position", "row", l.window.Cursor+1, "total", len(l.rows))
		lines = append(lines, t.Muted.Render(widget.Right(position, width, t.Glyphs.Ellipsis)))
	}
	return lines, hand
}

// summary says how many there are, and with the filter what is not known.
func (m *Model) summary(width, height int) []string {
	s := m.session
	l := &m.list
	var lines []string
	if m.where.Note != nil {
		lines = append(lines, m.prose(s.Text.Error(m.where.Note), width, true)...)
	}
	unsure := len(l.rows) - l.sure
	switch {
	case len(l.all) == 0:
		return append(lines, m.prose(s.S("telecentres.none"), width, false)...)
	case m.stepFree:
		first := s.S("telecentres.step_free", "n", l.sure)
		if l.sure == 0 {
			first = s.S("telecentres.step_free.none")
		}
		lines = append(lines, m.heading(first, width)...)
		if unsure > 0 {
			lines = append(lines, m.prose(s.S("telecentres.undocumented", "n", unsure), width, false)...)
		}
	default:
		lines = append(lines, m.heading(s.S("telecentres.total", "n", len(l.all)), width)...)
		if m.where.Place != nil {
			lines = append(lines, m.prose(s.S("telecentres.total.near", "place", m.from()), width, false)...)
		}
	}
	if height < 14 {
		return lines
	}
	if layout(width, false).two || len(l.rows) == 0 {
		return append(lines, "")
	}
	// Over the figures, what they count.
	return append(lines, s.Theme.Muted.Render(widget.Right(s.S("page.people"), width, s.Theme.Glyphs.Ellipsis)))
}

func (m *Model) heading(text string, width int) []string {
	lines := widget.Wrap(text, width)
	for i, l := range lines {
		lines[i] = m.session.Theme.Strong.Render(l)
	}
	return lines
}

func (m *Model) prose(text string, width int, bad bool) []string {
	style := m.session.Theme.Muted
	if bad {
		style = m.session.Theme.Warning
	}
	lines := widget.Wrap(text, width)
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}

// columns are the widths of a row's columns; 0 leaves one out.
type columns struct {
	name, commune, distance, people int
	two                             bool // two lines a row
}

func layout(width int, distance bool) columns {
	c := columns{people: 5}
	if distance {
		c.distance = 8
	}
	if width < 58 {
		c.two = true
		return c
	}
	rest := width - 2 - 2 - c.distance - 2 - c.people
	c.name = rest * 65 / 100
	c.commune = rest - c.name
	return c
}

// fitting gives the names what the communes of some télécentres do not need.
func (c columns) fitting(all []directory.TelecentreCount) columns {
	if c.two {
		return c
	}
	longest := 0
	for _, tc := range all {
		if tc.Commune != nil {
			longest = max(longest, widget.Width(text.Typographic(tc.Commune.Name)))
		}
	}
	free := max(0, c.commune-longest)
	c.name, c.commune = c.name+free, c.commune-free
	return c
}

func (c columns) height() int {
	if c.two {
		return 2
	}
	return 1
}

// row draws one télécentre. The one in hand has a marker and a weight, not
// just a colour; access without steps is said in words on its own page and by
// the filter, never by a sign.
func (m *Model) row(tc directory.TelecentreCount, cols columns, width int, selected bool) []string {
	s, t := m.session, m.session.Theme
	mark, strong, base, muted := "  ", t.Strong, t.Text, t.Muted
	if selected {
		mark, strong, base, muted = t.Glyphs.Select+" ", t.Selection, t.Selection, t.Selection
	}
	dots := t.Glyphs.Ellipsis
	name, commune, distance := text.Typographic(tc.Telecentre.Name), "", ""
	if tc.Commune != nil {
		commune = text.Typographic(tc.Commune.Name)
	}
	if tc.DistanceKM >= 0 {
		distance = s.Text.KM(tc.DistanceKM)
	}
	if cols.two {
		people := s.S("telecentres.people", "n", tc.Count)
		room := width - widget.Width(mark) - widget.Width(distance) - 1
		return []string{
			strong.Render(mark+widget.Fit(name, room, dots)+" ") + muted.Render(distance),
			base.Render("  " + widget.Fit(commune+" "+t.Glyphs.Dot+" "+people, width-2, dots)),
		}
	}
	line := strong.Render(mark+widget.Fit(name, cols.name, dots)) + base.Render("  "+widget.Fit(commune, cols.commune, dots))
	if cols.distance > 0 {
		line += muted.Render(widget.Right(distance, cols.distance, dots))
	}
	people := ""
	if tc.Count > 0 {
		people = s.Text.Int(tc.Count)
	}
	return []string{line + muted.Render("  "+widget.Right(people, cols.people, dots))}
}
