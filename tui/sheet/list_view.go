package sheet

import (
	"slices"
	"strconv"
	"strings"

	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// Column is how a cell of each row is drawn. In less than Pairs columns a row
// of more than two, or of which one is a Head, takes two lines: the Head, else the
// first cell, with the Aside at its right, and the others under them.
type Column struct {
	Width int  // columns; 0: it shares what is left
	Share int  // of what is left; 0: 1
	From  int  // columns of the list from which it is there
	Right bool // its text stands at the right
	Muted bool
	Aside bool // at the right of the first line where rows take two
	Head  bool // begins the first line there
}

// The columns that a list takes at most, alone and beside what is in hand.
const (
	listAlone  = 100
	listWide   = 66
	listWidest = 73
	columnGap  = 2
)

// layout is where things were drawn last, for clicks: lines of the frame.
type layout struct {
	entries, rows int
	tall          int // lines of a row
}

// View draws the list into a frame.
func (l *List[T]) View(f screen.Frame) screen.View {
	if l.Dialog != nil {
		return l.Dialog.View(l.session, f)
	}
	margin := strings.Repeat(" ", f.Margin())
	room := f.Width - 2*f.Margin()
	width := min(room, listAlone)
	var beside []string
	if l.Spec.Beside != nil && f.Class() >= screen.Wide {
		width = listWide
		if f.Class() == screen.Widest {
			width = listWidest
		}
		beside = l.drawBeside(min(Prose, room-width-PaneGap), f.Height)
	}
	lines, x, y := l.draw(width, f.Height)
	v := screen.View{X: len(margin) + x, Y: min(y, f.Height-1)}
	switch {
	case l.picking != nil:
		v.Stands(l.picking.Cursor, l.picking.Total)
	case l.spot == spotEntries:
		v.Stands(l.hand, len(l.entries()))
	}
	for i := range f.Height {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		if i < len(beside) {
			line = widget.Pad(line, width+PaneGap) + beside[i]
		}
		v.Lines = append(v.Lines, strings.TrimRight(margin+line, " "))
	}
	return v
}

// draw draws all but what is beside, and tells where the cursor stands.
func (l *List[T]) draw(width, height int) (lines []string, x, y int) {
	t := l.session.Theme
	lines, x, y = l.drawHead(width)
	lines = append(lines, widget.Rule(t.Glyphs.Rule, width, t.Border))
	if l.picking != nil {
		drawn, hand := l.drawPicking(width, height-len(lines))
		return append(lines, drawn...), 0, len(lines) + hand
	}
	lines, x, y = l.drawEntries(lines, width, height, x, y)
	rows, hand := l.drawRows(width, height-len(lines)-1)
	l.layout.rows = len(lines)
	if l.spot == spotRows {
		x, y = 0, len(lines)+hand
	}
	lines = append(lines, rows...)
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	return append(lines, t.Muted.Render(widget.Right(l.position(), width, ""))), x, y
}

// drawHead draws the field, or how many rows there are, and the filters.
func (l *List[T]) drawHead(width int) (lines []string, x, y int) {
	s, t := l.session, l.session.Theme
	count := ""
	if l.held.known && l.held.err == nil && l.Spec.Words.Count != "" {
		count = s.S(l.Spec.Words.Count, "n", l.held.total)
		if l.held.more {
			count = ""
		}
	}
	switch {
	case l.Spec.Search == "" && count == "" && l.Spec.Words.Count == "":
	case l.Spec.Search == "":
		lines = []string{t.Strong.Render(widget.Cut(count, width, t.Glyphs.Ellipsis))}
	default:
		var line string
		line, x = l.drawField(width, count)
		lines = []string{line}
	}
	chips, cx, cy := l.drawChips(width)
	if l.spot == spotChips {
		x, y = cx, len(lines)+cy
	}
	return append(lines, chips...), x, y
}

// drawField draws the field with the number of rows at the right.
func (l *List[T]) drawField(width int, count string) (line string, x int) {
	s, t := l.session, l.session.Theme
	head := s.S(l.Spec.Search) + "  "
	if widget.Width(head)+widget.Width(count)+20 > width {
		count = ""
	}
	room := width - widget.Width(head) - widget.Width(count)
	if count != "" {
		room -= columnGap
	}
	l.field.Style(t.Strong, t.Glyphs.Ellipsis)
	typed, at := l.field.View(room)
	label := t.Muted
	if l.spot == spotField {
		label = t.Accent.Bold(true)
	}
	line = label.Render(head) + widget.Pad(typed, room)
	if count != "" {
		line += strings.Repeat(" ", columnGap) + t.Muted.Render(count)
	}
	return line, widget.Width(head) + at
}

// drawChips draws the filters, on as many lines as they need, and tells where
// the one in hand stands.
func (l *List[T]) drawChips(width int) (lines []string, x, y int) {
	s, t := l.session, l.session.Theme
	line, used := "", 0
	for i, f := range l.Spec.Filters {
		style := t.Muted
		if f.value != "" {
			style = t.Badge
		}
		if l.spot == spotChips && i == l.hand {
			style = t.Selection
		}
		chip := widget.Cut(s.S("list.chip", "label", s.S(f.Label), "value", f.shownIn(s)), width, t.Glyphs.Ellipsis)
		gap := 3
		if used == 0 {
			gap = 0
		}
		if used > 0 && used+gap+widget.Width(chip) > width {
			lines = append(lines, line)
			line, used, gap = "", 0, 0
		}
		if i == l.hand {
			x, y = used+gap, len(lines)
		}
		line += strings.Repeat(" ", gap) + style.Render(chip)
		used += gap + widget.Width(chip)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines, x, y
}

// drawPicking draws the values of a filter.
func (l *List[T]) drawPicking(width, height int) (lines []string, hand int) {
	s, t := l.session, l.session.Theme
	options := make([]widget.Option, len(l.picking.values))
	for i, v := range l.picking.values {
		options[i] = widget.Option{Label: v.Label, Note: v.Note}
	}
	lines, hand = l.picking.View(look(t), options, min(width, RowWidth), max(1, height-1))
	return append([]string{t.Accent.Render(widget.Cut(s.S(l.picking.filter.Label), width, t.Glyphs.Ellipsis))}, lines...), hand + 1
}

// drawEntries adds what can be done, set apart from the rows where there is
// room.
func (l *List[T]) drawEntries(lines []string, width, height, x, y int) ([]string, int, int) {
	s, t := l.session, l.session.Theme
	l.layout.entries = len(lines)
	all := l.entries()
	for i, e := range all {
		mark, style := "  ", t.Text
		if e.Off != "" {
			style = t.Muted
		}
		if l.spot == spotEntries && i == l.hand {
			mark, style, x, y = t.Glyphs.Select+" ", t.Selection, 0, len(lines)
		}
		words := strconv.Itoa(i+1) + " " + s.S(e.Label, e.Args...)
		if e.Off != "" {
			words += " (" + e.Off + ")"
		}
		lines = append(lines, style.Render(mark+widget.Cut(words, width-2, t.Glyphs.Ellipsis)))
	}
	if len(all) > 0 && height >= Roomy {
		lines = append(lines, "")
	}
	return lines, x, y
}

// drawRows draws the rows in sight, or what is to be said in their place.
func (l *List[T]) drawRows(width, height int) (lines []string, hand int) {
	s, t := l.session, l.session.Theme
	l.layout.tall = 1
	if width < Pairs && (len(l.Spec.Columns) > 2 || l.head() > 0) {
		l.layout.tall = 2
	}
	l.Window.Resize(l.held.total, max(1, height/l.layout.tall))
	say := func(sentence string) []string {
		var said []string
		for _, line := range widget.Wrap(sentence, width) {
			said = append(said, t.Muted.Render(line))
		}
		return said[:min(len(said), max(0, height))]
	}
	switch {
	case l.held.err != nil:
		return say(s.Text.Error(l.held.err)), 0
	case !l.held.known:
		return say(s.S("find.searching")), 0
	case l.held.total == 0 && l.narrowed() && l.Spec.Words.None != "":
		return say(s.S(l.Spec.Words.None)), 0
	case l.held.total == 0 && l.narrowed() && l.spot == spotField:
		return say(s.S("list.none.typing")), 0 // there the key is a letter
	case l.held.total == 0 && l.narrowed():
		return say(s.S("list.none")), 0
	case l.held.total == 0 && l.Spec.Words.Empty != "":
		return say(s.S(l.Spec.Words.Empty)), 0
	}
	widths := fitted(l.widths(width-2), l.needs())
	for i := l.Window.Top; i < l.Window.End(); i++ {
		if i == l.Window.Cursor {
			hand = len(lines)
		}
		row := Row{Cells: []string{t.Glyphs.Ellipsis}}
		if item, ok := l.item(i); ok {
			row = l.Spec.Row(item)
		}
		lines = append(lines, l.drawRow(row, widths, width, i == l.Window.Cursor)...)
	}
	return lines, hand
}

// head is the column that begins a row of two lines.
func (l *List[T]) head() int {
	return max(0, slices.IndexFunc(l.Spec.Columns, func(c Column) bool { return c.Head }))
}

// widths shares a width among the columns; 0 for those that are not there.
func (l *List[T]) widths(width int) []int {
	all := make([]int, len(l.Spec.Columns))
	left, shares := width+columnGap, 0
	for i, c := range l.Spec.Columns {
		switch {
		case width+2 < c.From:
			continue
		case c.Width > 0:
			all[i] = c.Width
			left -= c.Width
		default:
			shares += max(1, c.Share)
		}
		left -= columnGap
	}
	for i, c := range l.Spec.Columns {
		if c.Width == 0 && width+2 >= c.From {
			share := max(1, c.Share)
			all[i] = max(1, left*share/shares)
			left, shares = left-all[i], shares-share
		}
	}
	return all
}

// needs are how wide the columns' widest cells are, in the rows that are there:
// from row to row the columns stay.
func (l *List[T]) needs() []int {
	h := &l.held
	if lang := l.session.Text.Lang(); h.needs == nil || h.needsIn != lang {
		h.needs, h.needsIn = make([]int, len(l.Spec.Columns)), lang
		for _, item := range h.items {
			cells := l.Spec.Row(item).Cells
			for i := range min(len(cells), len(h.needs)) {
				h.needs[i] = max(h.needs[i], widget.Width(cells[i]))
			}
		}
	}
	return h.needs
}

// fitted gives what some columns do not need to those that need more, the first
// ones first. The columns that are not there stay away.
func fitted(widths, needs []int) []int {
	out := slices.Clone(widths)
	for to, w := range widths {
		for from := len(widths) - 1; w > 0 && from >= 0; from-- {
			if more, spare := needs[to]-out[to], out[from]-needs[from]; more > 0 && spare > 0 && needs[from] > 0 {
				moved := min(more, spare)
				out[to], out[from] = out[to]+moved, out[from]-moved
			}
		}
	}
	return out
}

// drawRow draws a row on one line or on two.
func (l *List[T]) drawRow(r Row, widths []int, width int, inHand bool) []string {
	t := l.session.Theme
	mark, text, muted := "  ", t.Text, t.Muted
	if r.Quiet {
		text = t.Muted
	}
	if inHand {
		mark, text, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
		if l.spot != spotRows {
			mark, text, muted = "  ", t.Strong, t.Muted
		}
	}
	if l.layout.tall > 1 {
		return l.drawTall(r, width, mark, text.Render, muted.Render)
	}
	var b strings.Builder
	b.WriteString(text.Render(mark))
	for i, w := range widths {
		if w == 0 || i >= len(r.Cells) {
			continue
		}
		c := l.Spec.Columns[i]
		cell := widget.Fit(r.Cells[i], w, t.Glyphs.Ellipsis)
		if i != l.head() && !c.Aside { // a name is told apart by its letters
			cell = widget.FitWords(r.Cells[i], w, t.Glyphs.Ellipsis)
		}
		if c.Right {
			cell = widget.Right(r.Cells[i], w, t.Glyphs.Ellipsis)
		}
		if i > 0 {
			cell = strings.Repeat(" ", columnGap) + cell
		}
		if c.Muted {
			b.WriteString(muted.Render(cell))
		} else {
			b.WriteString(text.Render(cell))
		}
	}
	return []string{b.String()}
}

// drawTall draws a row on two lines.
func (l *List[T]) drawTall(r Row, width int, mark string, text, muted func(...string) string) []string {
	t := l.session.Theme
	first, aside, rest := "", "", []string{}
	for i, cell := range r.Cells {
		switch {
		case i == l.head():
			first = cell
		case i < len(l.Spec.Columns) && l.Spec.Columns[i].Aside:
			aside = cell
		case cell != "":
			rest = append(rest, cell)
		}
	}
	under := strings.Join(rest, " "+t.Glyphs.Dot+" ")
	return []string{
		text(mark + widget.Ends(first, aside, width-2, t.Glyphs.Ellipsis)),
		muted("  " + widget.FitWords(under, width-2, t.Glyphs.Ellipsis)),
	}
}

// position is which row is in hand, of how many.
func (l *List[T]) position() string {
	s := l.session
	switch {
	case l.held.total == 0 || l.held.err != nil || !l.held.known:
		return ""
	case l.held.more:
		return s.S("list.position.more", "row", l.Window.Cursor+1, "total", l.held.total)
	}
	return s.S("find.position", "row", l.Window.Cursor+1, "total", l.held.total)
}

// drawBeside draws what the row in hand is.
func (l *List[T]) drawBeside(width, height int) []string {
	item, ok := l.inHand()
	if !ok {
		return nil
	}
	p := &Sheet{Session: l.session, Width: width, Hand: -1, Pane: true}
	l.Spec.Beside(p, item)
	return p.Lines[:min(len(p.Lines), height-1)]
}
