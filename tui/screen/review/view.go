package review

import (
	"cmp"
	"strings"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// View draws who it is about and who has it in hand, what there is to read,
// which scrolls, and under it what the decision of one key brings about.
func (m *Model) View(f screen.Frame) screen.View {
	s, t := m.session, m.session.Theme
	if m.Dialog != nil {
		return m.Dialog.View(s, f)
	}
	margin := strings.Repeat(" ", f.Margin())
	width := f.Width - 2*f.Margin()
	if m.shown == nil {
		text, style := s.S("moderation.reading"), t.Muted
		if m.err != nil {
			text, style = s.Text.Error(m.err), t.Warning
		}
		return screen.View{X: f.Margin(), Lines: indent(margin, styled(style, widget.Wrap(text, width)))}
	}
	left, beside := m.columns(f, width)
	head := m.head(width)
	foot := m.foot(f, left)
	room := max(1, f.Height-len(head)-len(foot))
	hand := m.page.walk.Hand
	body := m.body(f, left, beside == 0)
	m.page.walk.Layout(body.Stops, len(body.Lines), room)
	if m.page.walk.Hand != hand { // that row is not there at this size
		body = m.body(f, left, beside == 0)
	}
	foot[len(foot)-1] = m.position(left) // by where everything stands now
	v := screen.View{X: f.Margin(), Lines: head}
	top := m.page.walk.Scroll.Top
	var card []string
	if beside > 0 {
		card = m.card(beside, false)
	}
	for i := range room {
		line := ""
		if top+i < len(body.Lines) {
			line = body.Lines[top+i]
		}
		if i < len(card) {
			line = widget.Pad(line, left) + strings.Repeat(" ", sheet.PaneGap) + card[i]
		}
		v.Lines = append(v.Lines, line)
	}
	v.Y = m.cursor(len(head))
	v.Lines = indent(margin, append(v.Lines, foot...))
	return v
}

// columns shares a width between what is to be read and, on a wide screen, the
// profile as readers would see it; 0: it is not beside.
func (m *Model) columns(f screen.Frame, width int) (left, beside int) {
	if f.Class() < screen.Wide || m.shown.After == nil || m.page.whole {
		return min(width, sheet.Prose), 0
	}
	left = min(sheet.Prose, (width-sheet.PaneGap)*55/100)
	return left, min(sheet.Prose, width-left-sheet.PaneGap)
}

// cursor is the line on which the real cursor stands: the row in hand, else the
// first line of what is read on, else the head.
func (m *Model) cursor(head int) int {
	if line, ok := m.page.walk.Line(); ok {
		return head + line
	}
	if m.page.walk.Scroll.Top > 0 {
		return head
	}
	return 0
}

// headRows are the lines above what scrolls, as last drawn.
func (m *Model) headRows() int { return m.page.head }

// head is who it is about, what it is and since when, who has it in hand, and
// what happened meanwhile.
func (m *Model) head(width int) []string {
	s, t := m.session, m.session.Theme
	it := &m.shown.Item
	p := &sheet.Sheet{Session: s, Width: width}
	name := moderation.Name(s, it)
	what := moderation.Kind(s, it) + " " + t.Glyphs.Dot + " " + moderation.Sent(s, it)
	dot := " " + t.Glyphs.Dot + " "
	look := t.Muted
	if it.Claim != nil && !it.Claim.Yours {
		look = t.Warning
	}
	long, short := moderation.ClaimedUntil(s, it.Claim)
	room := width - widget.Width(name+dot+what) - 2
	switch claim := fitting(room, long, short); {
	case room >= -2 && (claim != "" || long == ""):
		gap := strings.Repeat(" ", max(0, room+2-widget.Width(claim)))
		p.Lines = append(p.Lines, strings.TrimRight(t.Strong.Render(name)+t.Text.Render(dot+what)+gap+look.Render(claim), " "))
	default:
		p.Ends(name, t.Strong, cmp.Or(fitting(width-widget.Width(name)-2, long, short), long), look)
		p.Text(t.Text, text.First(what))
	}
	p.Rule()
	switch err := moderation.Impossible(m.shown.Review); {
	case m.note.key != "":
		p.Text(t.Warning, s.S(m.note.key, m.note.args...))
	case err != nil && !directory.IsCode(err, directory.CodeClaimed): // that stands above
		p.Text(t.Warning, s.Text.Error(err))
	}
	m.page.head = len(p.Lines)
	return p.Lines
}

// fitting is the first of some texts that fits into a width; empty: none does.
func fitting(width int, texts ...string) string {
	for _, t := range texts {
		if widget.Width(t) <= width {
			return t
		}
	}
	return ""
}

// body is what scrolls.
func (m *Model) body(f screen.Frame, width int, whole bool) *sheet.Sheet {
	p := &sheet.Sheet{Session: m.session, Width: width, Hand: m.page.walk.Hand}
	if m.page.whole {
		p.Lines = m.card(width, f.Class() == screen.Narrow)
		return p
	}
	m.page.rows = m.shown.Draw(p, whole)
	if m.terse(f) {
		p.Gap()
		for _, c := range m.consequences() {
			p.Text(m.session.Theme.Text, c)
		}
	}
	return p
}

// terse tells whether there is too little room for the consequences to stand
// under what is read: then they are at its end, and a short form is there.
func (m *Model) terse(f screen.Frame) bool { return f.Height < sheet.Roomy }

// consequences say what the decisions of one key bring about.
func (m *Model) consequences() []string {
	if m.note.over {
		return nil
	}
	if m.shown.Proposal != nil {
		return []string{m.session.S("moderation.follows.skill")}
	}
	var all []string
	for _, a := range moderation.AtOnce(m.shown.Review) {
		all = append(all, moderation.Consequence(m.session, m.shown.Review, a))
	}
	return all
}

// foot is what one key brings about, and where among what waits one is.
func (m *Model) foot(f screen.Frame, width int) []string {
	s, t := m.session, m.session.Theme
	p := &sheet.Sheet{Session: s, Width: width}
	if m.terse(f) {
		if all := moderation.AtOnce(m.shown.Review); len(all) > 0 && !m.note.over && m.shown.Proposal == nil {
			p.Text(t.Text, moderation.Brief(s, m.shown.Review, all[0]))
		}
	} else if all := m.consequences(); len(all) > 0 {
		p.Lines = append(p.Lines, "")
		for _, c := range all {
			p.Text(t.Text, c)
		}
	}
	return append(p.Lines, m.position(width))
}

// position says that there is more to read, and where among what waits one is.
func (m *Model) position(width int) string {
	s, t := m.session, m.session.Theme
	var parts []string
	switch above, below := m.page.walk.Scroll.More(); {
	case below:
		parts = append(parts, t.Glyphs.Down)
	case above:
		parts = append(parts, t.Glyphs.Up)
	}
	if m.place.index >= 0 {
		parts = append(parts, s.S("find.position", "row", m.place.index+1, "total", len(m.place.items)))
	}
	return t.Muted.Render(widget.Right(strings.Join(parts, "  "), width, ""))
}

// card is the profile as a reader with a key would see it.
func (m *Model) card(width int, narrow bool) []string {
	s := m.session
	c := s.Service.Preview(&directory.Mine{Listing: m.shown.Listing, Profile: *m.shown.After}, true)
	if c == nil {
		return nil
	}
	full := card.Full{Card: c, Proven: true, Left: -1}
	if c.Commune != nil {
		full.Near = s.Service.NearestTelecentre(c.Commune)
	}
	return full.Lines(s, width, narrow || width < sheet.Pairs)
}

func styled(style theme.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}

// indent puts the margin before lines, and takes away what is blank at their
// ends.
func indent(margin string, lines []string) []string {
	for i, l := range lines {
		lines[i] = strings.TrimRight(margin+l, " ")
	}
	return lines
}
