package queue

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// View draws the kinds with their counts, a hairline, the list, and on a wide
// screen what is in hand beside it.
func (m *Model) View(f screen.Frame) screen.View {
	s, t := m.session, m.session.Theme
	if m.Dialog != nil {
		return m.Dialog.View(s, f)
	}
	margin := strings.Repeat(" ", f.Margin())
	width := f.Width - 2*f.Margin()
	v := screen.View{X: f.Margin()}
	add := func(lines ...string) {
		for _, l := range lines {
			v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
		}
	}
	switch {
	case m.list.err != nil:
		add(styled(t.Warning, widget.Wrap(s.Text.Error(m.list.err), width))...)
		return v
	case m.list.queue == nil:
		add(t.Muted.Render(s.S("moderation.reading")))
		return v
	}
	add(m.tabs(width), widget.Rule(t.Glyphs.Rule, width, t.Border))
	left, beside := width, 0
	if f.Class() >= screen.Wide && m.beside != nil {
		left = min(84, (width-sheet.PaneGap)*52/100)
		beside = min(sheet.Prose, width-left-sheet.PaneGap)
	}
	room := f.Height - len(v.Lines)
	top := len(v.Lines)
	rows, y := m.rows(left, room)
	v.Y = top + y
	if beside > 0 {
		rows = m.withBeside(rows, left, beside, room)
	}
	add(rows...)
	return v
}

// tabs are the kinds, the one that is shown marked; where there is no room for
// all, that one alone.
func (m *Model) tabs(width int) string {
	s, t := m.session, m.session.Theme
	var plain, drawn []string
	for _, k := range m.list.kinds() {
		label, style := moderation.KindsOf(s, k, m.list.count(k)), t.Muted
		if k == m.list.kind {
			label, style = t.Glyphs.Select+" "+text.First(label), t.Accent.Bold(true)
		}
		plain, drawn = append(plain, label), append(drawn, style.Render(label))
	}
	for _, gap := range []string{"   ", "  "} {
		if widget.Width(strings.Join(plain, gap)) <= width {
			return strings.Join(drawn, gap)
		}
	}
	label := t.Glyphs.Select + " " + text.First(moderation.KindsOf(s, m.list.kind, m.list.count(m.list.kind)))
	p := &sheet.Sheet{Session: s, Width: width}
	p.Ends(label, t.Accent.Bold(true), s.S("moderation.tab"), t.Muted)
	return p.Lines[0]
}

// rows draws what is in sight of the list, with the position under it, and
// tells on which line the one in hand stands.
func (m *Model) rows(width, height int) (lines []string, y int) {
	s, t, w := m.session, m.session.Theme, &m.list.window
	if len(m.list.rows) == 0 {
		text := "moderation.empty"
		if m.list.kind != "" {
			text = "moderation.empty.kind"
		}
		lines = append(lines, "")
		return append(lines, styled(t.Text, widget.Wrap(s.S(text), width))...), 1
	}
	cols := layout(width)
	if height >= sheet.Roomy {
		lines = append(lines, "")
	}
	top := len(lines)
	m.drawn.top, m.drawn.height = 2+top, cols.height()
	w.Resize(len(m.list.rows), (height-top-1)/cols.height())
	for i := w.Top; i < w.End(); i++ {
		lines = append(lines, m.row(m.list.rows[i], cols, width, i == w.Cursor)...)
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	position := s.S("find.position", "row", w.Cursor+1, "total", len(m.list.rows))
	lines = append(lines, t.Muted.Render(widget.Right(position, width, t.Glyphs.Ellipsis)))
	return lines, top + (w.Cursor-w.Top)*cols.height()
}

// columns are the widths of a row's columns.
type columns struct {
	name, kind, since, note int
	two                     bool // two lines a row
}

func (c columns) height() int {
	if c.two {
		return 2
	}
	return 1
}

// layout divides a width: the name first, then what it is, since when, and what
// is to be known before it is opened.
func layout(width int) columns {
	c := columns{since: 8}
	if width < 60 {
		c.two = true
		return c
	}
	c.kind = 15
	rest := width - 2 - c.kind - c.since - 2*2
	c.name = min(30, rest*44/100)
	c.note = rest - c.name
	return c
}

// row draws an item, readable as a sentence: who, what, since when, what is to
// be looked at, and who has it in hand.
func (m *Model) row(it *directory.Item, c columns, width int, selected bool) []string {
	s, t := m.session, m.session.Theme
	dots := t.Glyphs.Ellipsis
	name, text, muted, warn := t.Strong, t.Text, t.Muted, t.Warning.Bold(false)
	mark := "  "
	if selected {
		mark = t.Glyphs.Select + " "
		name, text, muted, warn = t.Selection, t.Selection, t.Selection, t.Selection
	}
	since := s.Text.Since(it.Since, s.Now())
	note, look := m.notes(it), warn
	if taken := moderation.Claimed(s, it.Claim); taken != "" || it.Own {
		look = muted
	}
	if c.two {
		head := name.Render(mark + widget.Ends(moderation.Name(s, it), since, width-2, dots))
		kind := moderation.Kind(s, it)
		if note != "" {
			kind += " " + t.Glyphs.Dot + " "
		}
		kind = widget.Cut(kind, width-2, dots)
		return []string{head, text.Render("  "+kind) + look.Render(widget.FitWords(note, width-2-widget.Width(kind), dots))}
	}
	line := name.Render(mark+widget.Fit(moderation.Name(s, it), c.name, dots)) + text.Render("  "+widget.Fit(moderation.Kind(s, it), c.kind, dots))
	line += muted.Render(widget.Right(since, c.since, dots))
	return []string{line + look.Render("  "+widget.FitWords(note, c.note, dots))}
}

// notes are who has an item in hand, or that it is one's own, else what is to be
// looked at.
func (m *Model) notes(it *directory.Item) string {
	s := m.session
	if it.Own {
		return s.S("moderation.own")
	}
	if who := moderation.Claimed(s, it.Claim); who != "" {
		return who
	}
	if flags := moderation.Flags(s, it); flags != "" {
		return "! " + flags
	}
	return ""
}

// withBeside puts what is in hand beside the list, cut to the room.
func (m *Model) withBeside(rows []string, left, width, height int) []string {
	s, t := m.session, m.session.Theme
	p := &sheet.Sheet{Session: s, Width: width, Hand: -1}
	it := &m.beside.Item
	p.Text(t.Strong, moderation.Name(s, it))
	p.Text(t.Muted, text.First(moderation.Kind(s, it))+" "+t.Glyphs.Dot+" "+moderation.Sent(s, it))
	if c, _ := moderation.ClaimedUntil(s, it.Claim); c != "" {
		p.Text(t.Muted, text.First(c))
	}
	p.Gap()
	body := &sheet.Sheet{Session: s, Width: width, Hand: -1}
	m.beside.Draw(body, false)
	p.Lines = append(p.Lines, body.Lines...)
	out := make([]string, height)
	for i := range out {
		if i < len(rows) {
			out[i] = rows[i]
		}
		switch at := i - 1; { // in line with the first row
		case at < 0 || at >= len(p.Lines):
		case i == height-1 && at < len(p.Lines)-1:
			out[i] = widget.Pad(out[i], left) + strings.Repeat(" ", sheet.PaneGap) + t.Muted.Render(t.Glyphs.Down)
		default:
			out[i] = widget.Pad(out[i], left) + strings.Repeat(" ", sheet.PaneGap) + p.Lines[at]
		}
	}
	return out
}

func styled(style interface{ Render(...string) string }, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}
