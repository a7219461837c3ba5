package sheet

import (
	"slices"
	"strconv"
	"strings"

	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// View draws the dialog into a frame. What has to be picked or typed is always
// in sight; blank lines go first where there is little room.
func (d *Dialog) View(s *screen.Session, f screen.Frame) screen.View {
	p := &Sheet{Session: s, Width: min(Prose, f.Width-2*f.Margin())}
	hand, x, head := 0, 0, 0
	for _, room := range [...]roominess{airy, folded, sparse} {
		p.Lines = nil
		if hand, x, head = d.draw(p, room, f.Height); len(p.Lines) <= f.Height {
			break
		}
	}
	if head > f.Height/2 {
		head = 0
	}
	d.scroll.Resize(len(p.Lines)-head, f.Height-head)
	d.scroll.Show(len(p.Lines) - head - 1)
	d.scroll.Show(hand - head)
	d.back = min(d.back, d.scroll.Top)
	d.scroll.Move(-d.back)
	v := screen.View{X: f.Margin() + x, Y: min(hand-d.scroll.Top, f.Height-1)}
	switch {
	case d.writing != nil:
		v.Stands(d.writing.position())
	case d.field == nil:
		v.Stands(d.hand, len(d.answers))
	}
	margin := strings.Repeat(" ", f.Margin())
	top := head + d.scroll.Top
	for _, l := range slices.Concat(p.Lines[:head], p.Lines[top:min(len(p.Lines), top+d.scroll.Rows)]) {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	if d.scroll.Top > 0 { // there is more above
		v.Lines[head] = widget.Pad(widget.Cut(v.Lines[head], f.Width-3, ""), f.Width-2) + s.Theme.Muted.Render(s.Theme.Glyphs.Up)
	}
	return v
}

// roominess is how a dialog is drawn: all of it with blank lines between, or
// without them; of one in which a text is written, only the part that has the
// keys, or that with no more than is needed to use it.
type roominess uint8

const (
	airy roominess = iota
	folded
	sparse
)

// draw fills the sheet, and tells where the cursor stands, and how many lines
// stay over answers that scroll.
func (d *Dialog) draw(p *Sheet, room roominess, height int) (hand, x, head int) {
	s, t := p.Session, p.Session.Theme
	p.Text(t.Strong, s.S(d.title, d.args...))
	p.Rule()
	if d.writing == nil || room != sparse {
		d.paras(p, room)
	}
	switch {
	case d.writing != nil:
		hand, x = d.writing.draw(p, room, height)
		return hand, x, 0
	case d.field != nil:
		hand, x = d.field.draw(p)
		return hand, x, 0
	}
	head = len(p.Lines)
	return d.drawAnswers(p), 0, head
}

// numbered is how many answers are picked by their digits: where there are more,
// numbers that stop half-way would say nothing.
const numbered = 9

// drawAnswers adds the answers, and tells where the one in hand stands.
func (d *Dialog) drawAnswers(p *Sheet) (hand int) {
	s, t := p.Session, p.Session.Theme
	for i, a := range d.answers {
		mark, style := "  ", t.Text
		if a.Off != "" {
			style = t.Muted
		}
		if i == d.hand {
			mark, style, hand = t.Glyphs.Select+" ", t.Selection, len(p.Lines)
		}
		words := []string{s.S(a.Label, a.Args...)}
		if len(d.answers) <= numbered {
			words[0] = strconv.Itoa(i+1) + " " + words[0]
		}
		if a.Off != "" {
			words = append(words, "("+s.S(a.Off)+")")
		}
		lines := widget.Flow(words, " ", p.Width-2)
		if len(lines) > 1 || widget.Width(lines[0]) > p.Width-2 { // nothing of a reason is cut off
			lines = widget.Wrap(strings.Join(words, " "), p.Width-4)
		}
		for _, l := range lines {
			line := style.Render(mark + l)
			if i == d.hand {
				line = widget.Extend(line, p.RowRoom(), style)
			}
			p.Lines = append(p.Lines, line)
			mark = "    "
		}
	}
	return hand
}

// paras adds what is said before anything is asked.
func (d *Dialog) paras(p *Sheet, room roominess) {
	for _, para := range d.text(p.Session) {
		if para.Verbatim {
			p.Whole(para.Text)
		} else {
			p.Text(p.Session.Theme.Text, para.Text)
		}
		if room == airy || room == folded && d.writing != nil {
			p.Gap()
		}
	}
}

// draw adds the field with what is wrong under it, and tells where the cursor
// stands.
func (f *prompt) draw(p *Sheet) (line, x int) {
	s, t := p.Session, p.Session.Theme
	head := s.S(f.label) + "  "
	f.input.Style(t.Strong, t.Glyphs.Ellipsis)
	if widget.Width(head)+20 > p.Width { // below its label
		p.Text(t.Accent, s.S(f.label))
		head = ""
	}
	shown, at := f.input.View(p.Width - widget.Width(head))
	line, x = len(p.Lines), widget.Width(head)+at
	p.Lines = append(p.Lines, t.Accent.Bold(true).Render(head)+shown)
	if f.note != nil {
		p.Text(t.Warning, s.Text.Error(f.note))
	}
	return line, x
}
