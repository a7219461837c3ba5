package help

import (
	"strings"

	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// The rows and columns that things take.
const (
	headRows  = 2 // the field and the hairline
	hitRows   = 2 // a passage: where it stands, and the line
	sideWidth = 30
	paneGap   = 3
	maxWidth  = 80 // of prose
)

// View draws the field, a hairline, and under it what was found, the list of
// topics, or a topic; on a wide screen list and topic side by side.
func (m *Model) View(f screen.Frame) screen.View {
	m.frame = f
	t := m.session.Theme
	margin := strings.Repeat(" ", f.Margin())
	width := f.Width - 2*f.Margin()
	field, x := m.viewField(width)
	v := screen.View{X: len(margin), Lines: []string{margin + field, margin + widget.Rule(t.Glyphs.Rule, width, t.Border)}}
	room := f.Height - headRows
	var body []string
	hand, indent := 0, 0
	switch {
	case m.searching():
		body, hand = m.viewHits(min(width, maxWidth), room)
	case f.Class() >= screen.Wide:
		body, hand, indent = m.viewBoth(width, room)
	case m.base == paneText:
		body = m.viewText(min(width, maxWidth), room, m.page.doc)
	default:
		body, hand = m.viewTopics(min(width, maxWidth), room)
	}
	if m.pane == paneField {
		v.X += x
	} else {
		v.X, v.Y = v.X+indent, headRows+hand
	}
	for _, l := range body {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	return v
}

func (m *Model) viewField(width int) (line string, x int) {
	s, t := m.session, m.session.Theme
	head := s.S("help.search") + "  "
	label := t.Muted
	if m.pane == paneField {
		label = t.Accent.Bold(true)
	}
	m.field.Style(t.Strong, t.Glyphs.Ellipsis)
	field, at := m.field.View(width - widget.Width(head))
	if m.field.Value() == "" && m.pane != paneField {
		field = t.Muted.Render(widget.Cut(s.S("help.search.hint"), width-widget.Width(head), t.Glyphs.Ellipsis))
	}
	return label.Render(head) + field, widget.Width(head) + at
}

// viewBoth draws the list of topics with the page of one beside it: that in
// hand while the list has the keys.
func (m *Model) viewBoth(width, height int) (lines []string, hand, indent int) {
	left, hand := m.viewTopics(sideWidth, height)
	doc := m.page.doc
	if m.base == paneTopics {
		doc = m.topics.Cursor
	}
	right := m.viewText(min(maxWidth, width-sideWidth-paneGap), height, doc)
	for i := range max(len(left), len(right)) {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		lines = append(lines, widget.Pad(l, sideWidth+paneGap)+r)
	}
	if m.pane == paneText {
		return lines, 0, sideWidth + paneGap
	}
	return lines, hand, 0
}

// viewText draws the part of a topic that is in sight.
func (m *Model) viewText(width, height, doc int) []string {
	t := m.session.Theme
	if doc != m.page.doc {
		m.page = page{doc: doc, chapter: -1, from: m.page.from}
	}
	all, starts := m.docs[doc].set(m.session, width, t.Text)
	p := &m.page
	p.scroll.Resize(len(all), height-1)
	if p.chapter >= 0 && p.chapter < len(starts) {
		p.scroll.Move(starts[p.chapter] - p.scroll.Top)
	}
	p.chapter = -1
	lines := append([]string(nil), all[p.scroll.Top:min(len(all), p.scroll.Top+p.scroll.Rows)]...)
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	more := ""
	switch above, below := p.scroll.More(); {
	case below:
		more = t.Glyphs.Down
	case above:
		more = t.Glyphs.Up
	}
	return append(lines, t.Muted.Render(widget.Right(more, width, "")))
}

// topicRows is how many lines a topic of the list takes: its title alone where
// the page stands beside it, and title and description on a narrow screen.
func (m *Model) topicRows() int {
	if m.frame.Class() == screen.Narrow {
		return 2
	}
	return 1
}

func (m *Model) viewTopics(width, height int) (lines []string, hand int) {
	s, t := m.session, m.session.Theme
	rows := m.topicRows()
	m.topics.Resize(len(m.docs), (height-1)/rows)
	column := 0
	for _, d := range m.docs {
		column = max(column, widget.Width(d.title))
	}
	for i := m.topics.Top; i < m.topics.End(); i++ {
		mark, style, muted := "  ", t.Text, t.Muted
		if i == m.topics.Cursor {
			hand = len(lines)
			switch m.pane {
			case paneTopics:
				mark, style, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
			case paneText: // beside the page: which one it is
				mark, style = widget.Pad(t.Glyphs.Dot, 2), t.Strong
			}
		}
		title := m.docs[i].title
		switch {
		case width <= sideWidth:
			lines = append(lines, style.Render(mark+widget.Cut(title, width-2, t.Glyphs.Ellipsis)))
		case rows == 2:
			lines = append(lines, style.Render(mark+widget.Cut(title, width-2, t.Glyphs.Ellipsis)),
				muted.Render("  "+widget.Cut(m.docs[i].about, width-2, t.Glyphs.Ellipsis)))
		default:
			about := widget.Cut(m.docs[i].about, width-4-column, t.Glyphs.Ellipsis)
			lines = append(lines, style.Render(mark+widget.Pad(title, column)+"  ")+muted.Render(about))
		}
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	position := s.S("find.position", "row", m.topics.Cursor+1, "total", len(m.docs))
	return append(lines, t.Muted.Render(widget.Right(position, width, t.Glyphs.Ellipsis))), hand
}

// viewHits draws the passages that were found.
func (m *Model) viewHits(width, height int) (lines []string, hand int) {
	s, t := m.session, m.session.Theme
	f := &m.found
	if len(f.hits) == 0 {
		return styled(t.Text, widget.Wrap(s.S("help.nothing"), width)), 0
	}
	f.window.Resize(len(f.hits), (height-1)/hitRows)
	for i := f.window.Top; i < f.window.End(); i++ {
		h := f.hits[i]
		d := &m.docs[h.doc]
		mark, strong, base, match := "  ", t.Strong, t.Text, t.Match
		if i == f.window.Cursor {
			hand = len(lines)
			if m.pane == paneHits {
				mark, strong, base = t.Glyphs.Select+" ", t.Selection, t.Selection
				match = t.Selection.Underline(true)
			}
		}
		title := widget.Cut(d.title+" "+t.Glyphs.Crumb+" "+d.sections[h.chapter].title, width-2, t.Glyphs.Ellipsis)
		line := around(h.excerpt, f.typed, width-2, t.Glyphs.Ellipsis)
		lines = append(lines,
			strong.Render(mark)+widget.Marked(title, marks(title, f.typed), strong, match),
			base.Render("  ")+widget.Marked(line, marks(line, f.typed), base, match))
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	position := s.S("find.position", "row", f.window.Cursor+1, "total", len(f.hits))
	return append(lines, t.Muted.Render(widget.Right(position, width, t.Glyphs.Ellipsis))), hand
}
