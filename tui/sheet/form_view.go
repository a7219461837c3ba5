package sheet

import (
	"strings"

	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// The rows and columns of a form.
const (
	maxForm  = 88
	areaRows = 5
	someArea = 3
	maxLines = 3 // of an input that has not the keys
)

// View draws the form into a frame. What is in hand is always in sight.
func (f *Form) View(fr screen.Frame) screen.View {
	if f.Dialog != nil {
		return f.Dialog.View(f.session, fr)
	}
	p := &Sheet{Session: f.session, Width: min(maxForm, fr.Width-2*fr.Margin())}
	x, y, first, last := f.draw(p, fr.Height >= Roomy)
	f.scroll.Resize(len(p.Lines), fr.Height-1)
	if f.hand == 0 {
		f.scroll.Top = 0
	}
	f.scroll.Show(last)
	f.scroll.Show(first)
	f.scroll.Show(y)
	margin := strings.Repeat(" ", fr.Margin())
	v := screen.View{X: len(margin) + x, Y: y - f.scroll.Top}
	v.Stands(f.hand, len(f.Inputs)+len(f.rows()))
	for _, l := range p.Lines[f.scroll.Top:min(len(p.Lines), f.scroll.Top+f.scroll.Rows)] {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	for len(v.Lines) < fr.Height-1 {
		v.Lines = append(v.Lines, "")
	}
	v.Lines = append(v.Lines, margin+screen.More(f.session, &f.scroll, p.Width))
	return v
}

// draw fills the sheet, and tells where the cursor stands and which lines what
// is in hand takes.
func (f *Form) draw(p *Sheet, airy bool) (x, y, first, last int) {
	s, t := f.session, f.session.Theme
	p.Text(t.Strong, f.Title(s))
	p.Rule()
	if f.Intro != nil {
		for _, para := range f.Intro(s) {
			if para.Verbatim {
				p.Whole(para.Text)
			} else {
				p.Text(t.Text, para.Text)
			}
		}
		p.Gap()
	}
	column := f.column(p.Width)
	f.blocks = f.blocks[:0]
	for i, in := range f.Inputs {
		top := len(p.Lines)
		dx, dy := f.drawInput(p, in, i == f.hand, column)
		if i == f.hand {
			x, y, first, last = dx, dy, top, len(p.Lines)-1
		}
		f.blocks = append(f.blocks, block{i, top, len(p.Lines) - top})
		if airy {
			p.Lines = append(p.Lines, "")
		}
	}
	if f.note != nil {
		p.Text(t.Warning, s.Text.Error(f.note))
	}
	for i, row := range f.rows() {
		mark, style := "  ", t.Text
		if at := len(f.Inputs) + i; at == f.hand {
			mark, style = t.Glyphs.Select+" ", t.Selection
			x, y, first, last = 0, len(p.Lines), len(p.Lines), len(p.Lines)
		}
		label := s.S(row.Label)
		if f.busy {
			label = s.S("form.busy")
		}
		f.blocks = append(f.blocks, block{len(f.Inputs) + i, len(p.Lines), 1})
		p.Lines = append(p.Lines, style.Render(mark+widget.Cut(label, p.Width-2, t.Glyphs.Ellipsis)))
	}
	return x, y, first, last
}

// column is how wide the labels beside their fields are; 0 where they stand
// over them.
func (f *Form) column(width int) int {
	if width < Pairs {
		return 0
	}
	column := 0
	for _, in := range f.Inputs {
		column = max(column, widget.Width(f.session.S(in.Label)))
	}
	return min(column, width/3) + 3
}

// drawInput adds a field with its label, and tells where the cursor would
// stand: a column, and a line of the sheet.
func (f *Form) drawInput(p *Sheet, in *Input, inHand bool, column int) (x, y int) {
	s, t := f.session, f.session.Theme
	style := t.Muted
	if inHand {
		style = t.Accent.Bold(true)
	}
	head := widget.Cut(s.S(in.Label), max(column-2, 1), t.Glyphs.Ellipsis)
	if column == 0 {
		p.Lines = append(p.Lines, style.Render(widget.Cut(s.S(in.Label), p.Width, t.Glyphs.Ellipsis)))
		head = ""
	}
	lines, dx, dy := in.draw(p.Width-column, inHand)
	lines = append(lines, f.notes(in, inHand, min(Prose, p.Width-column))...)
	y = len(p.Lines) + dy
	for i, l := range lines {
		label := ""
		if i == 0 && head != "" {
			label = style.Render(head)
		}
		p.Lines = append(p.Lines, widget.Pad(label, column)+l)
	}
	return column + dx, y
}

// notes are what is said under a field: what is wrong with it, what stands
// there elsewhere, and, in hand, what is to stand there.
func (f *Form) notes(in *Input, inHand bool, width int) []string {
	s, t := f.session, f.session.Theme
	var lines []string
	say := func(look interface{ Render(...string) string }, sentence string) {
		for _, l := range widget.Wrap(sentence, width) {
			lines = append(lines, look.Render(l))
		}
	}
	if in.note != nil {
		say(t.Warning, s.Text.Error(in.note))
	}
	if theirs, ok := f.theirs[in.Name]; ok && theirs != in.Value() {
		words := in.labelOf(theirs)
		if words == "" {
			words = s.S("form.nothing")
		}
		say(t.Positive, "+ "+s.S("form.elsewhere", "value", words))
	}
	if inHand && in.Help != "" && in.note == nil && len(in.offered.values) == 0 {
		say(t.Muted, s.S(in.Help))
	}
	return lines
}

// draw draws the field without its label.
func (in *Input) draw(width int, inHand bool) (lines []string, x, y int) {
	t := in.session.Theme
	if !inHand {
		return in.drawQuiet(width), 0, 0
	}
	switch in.kind {
	case kindArea:
		in.area.Style(t.Strong)
		rows := max(someArea, min(areaRows, in.area.Height(min(width, Prose+1))))
		lines, x, y = in.area.View(min(width, Prose+1), rows)
		for len(lines) < rows {
			lines = append(lines, "")
		}
		return lines, x, y
	case kindChoice:
		all := in.values()
		options := make([]widget.Option, len(all))
		for i, v := range all {
			options[i] = widget.Option{Label: v.Label, Note: v.Note}
		}
		lines, y = in.choice.View(look(t), options, min(width, RowWidth), maxShown)
		return lines, 0, y
	}
	return in.drawLine(width)
}

// drawLine draws a line, and under it what completes it.
func (in *Input) drawLine(width int) (lines []string, x, y int) {
	t := in.session.Theme
	in.line.Style(t.Strong, t.Glyphs.Ellipsis)
	value, x := in.line.View(width)
	lines = []string{value}
	o := &in.offered
	if len(o.values) == 0 {
		return lines, x, 0
	}
	var options []widget.Option
	for _, v := range o.values[o.window.Top:o.window.End()] {
		options = append(options, widget.Option{Label: v.Label, Note: v.Note, Short: v.Short})
	}
	column, note := widget.LineUp(options, width-2, t.Glyphs.Ellipsis)
	for i, v := range options {
		mark, style, muted := "  ", t.Text, t.Muted
		if o.moved && o.window.Top+i == o.window.Cursor {
			mark, style, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
			x, y = 0, len(lines)
		}
		lines = append(lines, style.Render(mark+widget.Fit(v.Label, column, t.Glyphs.Ellipsis))+muted.Render(note(v)))
	}
	return lines, x, y
}

// drawQuiet draws a field that has not the keys.
func (in *Input) drawQuiet(width int) []string {
	s, t := in.session, in.session.Theme
	shown := in.shown()
	if shown == "" {
		word := "editor.optional"
		if in.Must {
			word = "editor.required"
		}
		return []string{t.Muted.Render(widget.Cut(s.S(word), width, t.Glyphs.Ellipsis))}
	}
	wrapped := widget.Wrap(shown, width)
	if len(wrapped) > maxLines {
		wrapped = wrapped[:maxLines]
		wrapped[maxLines-1] = widget.Cut(wrapped[maxLines-1], width-2, "") + t.Glyphs.Ellipsis
	}
	for i, l := range wrapped {
		wrapped[i] = t.Text.Render(l)
	}
	return wrapped
}
