// Package sheet is what pages of text and rows are made of: a sheet that is
// drawn, a walk through its rows, and dialogs that stand in its place. It knows
// no screen.
package sheet

import (
	"strconv"
	"strings"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// Bounds of the columns, and of the rows.
const (
	Prose      = 80 // of text
	Pairs      = 60 // from which two things stand side by side
	RowWidth   = 64 // an action and its key are not torn further apart
	WideColumn = 62 // what only its owner sees, beside the card
	PaneGap    = 3
	Roomy      = 18 // rows from which blank lines are worth their room
)

// Sheet is a page being drawn: lines, and among them rows that can be taken.
type Sheet struct {
	Session *screen.Session
	Width   int
	Hand    int  // row in hand; negative: none is marked
	Pane    bool // it stands beside a list
	Lines   []string
	Stops   []Stop
	spoken  *spoken // nil: it is drawn
}

// Gap is a blank line.
func (p *Sheet) Gap() {
	if p.spoken != nil {
		p.spoken.Part()
		return
	}
	if n := len(p.Lines); n > 0 && p.Lines[n-1] != "" {
		p.Lines = append(p.Lines, "")
	}
}

// Text adds a sentence in some look.
func (p *Sheet) Text(look theme.Style, sentence string) {
	if p.spoken != nil {
		p.spoken.say(sentence)
		return
	}
	for _, l := range widget.Wrap(sentence, p.Width) {
		p.Lines = append(p.Lines, look.Render(l))
	}
}

// Heading begins a part.
func (p *Sheet) Heading(title string) {
	if p.spoken != nil {
		p.spoken.head(title)
		return
	}
	p.Gap()
	p.Lines = append(p.Lines, p.Session.Theme.Accent.Render(widget.Cut(title, p.Width, p.Session.Theme.Glyphs.Ellipsis)))
}

// Rule is a hairline.
func (p *Sheet) Rule() {
	if p.spoken != nil {
		return
	}
	p.Lines = append(p.Lines, widget.Rule(p.Session.Theme.Glyphs.Rule, p.Width, p.Session.Theme.Border))
}

// Whole prints what people select and copy, on a line of its own.
func (p *Sheet) Whole(value string) {
	if p.spoken != nil {
		p.spoken.say(value)
		return
	}
	p.Lines = append(p.Lines, widget.Whole(value, p.Width, p.Session.Theme.Strong)...)
}

// Ends puts two texts at the two ends of a line; where both do not fit they
// stand on two.
func (p *Sheet) Ends(left string, ls theme.Style, right string, rs theme.Style) {
	if p.spoken != nil {
		p.spoken.say(left, right)
		return
	}
	dots := p.Session.Theme.Glyphs.Ellipsis
	room := p.Width - widget.Width(left) - widget.Width(right)
	if right != "" && room < 2 {
		p.Lines = append(p.Lines, ls.Render(widget.Cut(left, p.Width, dots)))
		p.Text(rs, right)
		return
	}
	p.Lines = append(p.Lines, strings.TrimRight(ls.Render(widget.Cut(left, p.Width, dots))+strings.Repeat(" ", max(0, room))+rs.Render(right), " "))
}

// Fact is a label with a value.
type Fact struct{ Label, Value string }

// Facts draws labels and values in two columns, or one behind the other where
// there is no room for two.
func (p *Sheet) Facts(all []Fact) {
	t, dots := p.Session.Theme, p.Session.Theme.Glyphs.Ellipsis
	column := 0
	for _, f := range all {
		column = max(column, widget.Width(f.Label))
	}
	column = min(column, 32) + 2
	stacked := p.Width < Pairs && !(p.Pane && p.Width >= 3*column)
	for _, f := range all {
		if p.spoken != nil || stacked {
			p.Text(t.Text, p.Session.S("page.fact", "label", f.Label, "value", f.Value))
			continue
		}
		head := f.Label
		for _, l := range widget.Wrap(f.Value, min(Prose, p.Width)-column) {
			p.Lines = append(p.Lines, t.Muted.Render(widget.Pad(widget.Cut(head, column-1, dots), column))+t.Text.Render(l))
			head = ""
		}
	}
}

// RowRoom is how wide rows are.
func (p *Sheet) RowRoom() int {
	if p.spoken != nil {
		return p.Width
	}
	return min(p.Width, RowWidth)
}

// Marked tells whether the row to be added next is in hand.
func (p *Sheet) Marked() bool { return len(p.Stops) == p.Hand }

// Row adds a row that can be taken.
func (p *Sheet) Row(drawn ...string) {
	if p.spoken != nil {
		p.spoken.row(len(p.Stops), drawn)
	}
	if p.spoken == nil && p.Marked() {
		for i, l := range drawn {
			drawn[i] = widget.Extend(l, p.RowRoom(), p.Session.Theme.Selection)
		}
	}
	p.Stops = append(p.Stops, Stop{len(p.Lines), len(drawn)})
	p.Lines = append(p.Lines, drawn...)
}

// Action adds a row that does something: its digit, what it does, and the key
// that does it as well. off says why it is not possible.
func (p *Sheet) Action(digit int, label string, key keys.Action, off string) {
	if p.spoken != nil {
		p.spoken.action(len(p.Stops), label, off, key)
		p.Stops = append(p.Stops, Stop{})
		return
	}
	t := p.Session.Theme
	number := "  "
	if digit > 0 && digit < 10 {
		number = strconv.Itoa(digit) + " "
	}
	mark, style := "  ", t.Text
	if off != "" {
		style, off = t.Muted, "("+off+")"
	}
	if p.Marked() {
		mark, style = t.Glyphs.Select+" ", t.Selection
	}
	letter := ""
	if b, ok := keys.Of(key); ok && off == "" {
		letter = b.Show
	}
	width := p.RowRoom() - widget.Width(mark)
	if off == "" {
		p.Row(style.Render(mark + widget.Ends(number+label, letter, width, t.Glyphs.Ellipsis)))
		return
	}
	lines := widget.Flow([]string{label, off}, " ", width-widget.Width(number)) // the reason is never cut off
	for i, l := range lines {
		lines[i] = style.Render(mark + number + l)
		mark, number = "  ", "  "
	}
	p.Row(lines...)
}

// Frame cuts out of the sheet what is in sight, with the position under it.
func (p *Sheet) Frame(f screen.Frame, w *Walk, beside []string) screen.View {
	margin := strings.Repeat(" ", f.Margin())
	v := screen.View{X: len(margin)}
	for i := range f.Height - 1 {
		line := ""
		if n := w.Scroll.Top + i; n < len(p.Lines) {
			line = p.Lines[n]
		}
		if i < len(beside) {
			line = widget.Pad(line, p.Width) + strings.Repeat(" ", PaneGap) + beside[i]
		}
		v.Lines = append(v.Lines, strings.TrimRight(margin+line, " "))
	}
	if line, ok := w.begins(); ok {
		v.Y = line
		v.Stands(w.Hand, len(w.stops))
	}
	v.Lines = append(v.Lines, margin+screen.More(p.Session, &w.Scroll, p.Width))
	return v
}
