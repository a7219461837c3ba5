package mine

import (
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"teleorne/tui/card"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// Bounds of the columns, and of the rows.
const (
	prose   = 80 // of text
	pairs   = 60 // from which two things stand side by side
	rowWide = 64 // an action and its key are not torn further apart
	wideCol = 62 // what only its owner sees, beside the card
	paneGap = 3
	roomy   = 18 // rows from which blank lines are worth their room
)

// sheet is a page being drawn: lines, and among them rows that can be taken.
type sheet struct {
	session *screen.Session
	width   int
	hand    int // row in hand; negative: none is marked
	lines   []string
	stops   []stop
}

func (p *sheet) gap() {
	if n := len(p.lines); n > 0 && p.lines[n-1] != "" {
		p.lines = append(p.lines, "")
	}
}

// text adds a sentence in some look.
func (p *sheet) text(look lipgloss.Style, sentence string) {
	for _, l := range widget.Wrap(sentence, p.width) {
		p.lines = append(p.lines, look.Render(l))
	}
}

// heading begins a part.
func (p *sheet) heading(title string) {
	p.gap()
	p.lines = append(p.lines, p.session.Theme.Accent.Render(widget.Cut(title, p.width, p.session.Theme.Glyphs.Ellipsis)))
}

// rule is a hairline.
func (p *sheet) rule() {
	p.lines = append(p.lines, widget.Rule(p.session.Theme.Glyphs.Rule, p.width, p.session.Theme.Border))
}

// whole prints what people select and copy, on a line of its own.
func (p *sheet) whole(value string) {
	p.lines = append(p.lines, card.Whole(value, p.width, p.session.Theme.Strong)...)
}

// ends puts two texts at the two ends of a line; where both do not fit they
// stand on two.
func (p *sheet) ends(left string, ls lipgloss.Style, right string, rs lipgloss.Style) {
	dots := p.session.Theme.Glyphs.Ellipsis
	room := p.width - widget.Width(left) - widget.Width(right)
	if right != "" && room < 2 {
		p.lines = append(p.lines, ls.Render(widget.Cut(left, p.width, dots)))
		p.text(rs, right)
		return
	}
	p.lines = append(p.lines, strings.TrimRight(ls.Render(widget.Cut(left, p.width, dots))+strings.Repeat(" ", max(0, room))+rs.Render(right), " "))
}

// fact is a label with a value.
type fact struct{ label, value string }

// facts draws labels and values in two columns, or one behind the other where
// there is no room for two.
func (p *sheet) facts(all []fact) {
	t, dots := p.session.Theme, p.session.Theme.Glyphs.Ellipsis
	column := 0
	for _, f := range all {
		column = max(column, widget.Width(f.label))
	}
	column = min(column, 32) + 2
	for _, f := range all {
		if p.width < pairs {
			p.text(t.Text, p.session.S("page.fact", "label", f.label, "value", f.value))
			continue
		}
		head := f.label
		for _, l := range widget.Wrap(f.value, min(prose, p.width)-column) {
			p.lines = append(p.lines, t.Muted.Render(widget.Pad(widget.Cut(head, column-1, dots), column))+t.Text.Render(l))
			head = ""
		}
	}
}

// marked tells whether the row to be added next is in hand.
func (p *sheet) marked() bool { return len(p.stops) == p.hand }

// row adds a row that can be taken.
func (p *sheet) row(drawn ...string) {
	p.stops = append(p.stops, stop{len(p.lines), len(drawn)})
	p.lines = append(p.lines, drawn...)
}

// action adds a row that does something: its digit, what it does, and the key
// that does it as well. off says why it is not possible.
func (p *sheet) action(digit int, label string, key keys.Action, off string) {
	t := p.session.Theme
	number := "  "
	if digit > 0 && digit < 10 {
		number = strconv.Itoa(digit) + " "
	}
	mark, style := "  ", t.Text
	if off != "" {
		style, off = t.Muted, "("+off+")"
	}
	if p.marked() {
		mark, style = t.Glyphs.Select+" ", t.Selection
	}
	letter := ""
	if b, ok := keys.Of(key); ok && off == "" {
		letter = b.Show
	}
	width := min(p.width, rowWide) - widget.Width(mark)
	if off == "" {
		p.row(style.Render(mark + widget.Ends(number+label, letter, width, t.Glyphs.Ellipsis)))
		return
	}
	lines := widget.Flow([]string{label, off}, " ", width-widget.Width(number)) // the reason is never cut off
	for i, l := range lines {
		lines[i] = style.Render(mark + number + l)
		mark, number = "  ", "  "
	}
	p.row(lines...)
}

// frame cuts out of the sheet what is in sight, with the position under it.
func (p *sheet) frame(f screen.Frame, w *walk, beside []string) screen.View {
	margin := strings.Repeat(" ", f.Margin())
	v := screen.View{X: len(margin)}
	for i := range f.Height - 1 {
		line := ""
		if n := w.scroll.Top + i; n < len(p.lines) {
			line = p.lines[n]
		}
		if i < len(beside) {
			line = widget.Pad(line, p.width) + strings.Repeat(" ", paneGap) + beside[i]
		}
		v.Lines = append(v.Lines, strings.TrimRight(margin+line, " "))
	}
	if w.inSight() {
		v.Y = w.stops[w.hand].line - w.scroll.Top
	}
	v.Lines = append(v.Lines, margin+screen.More(p.session, &w.scroll, p.width))
	return v
}
