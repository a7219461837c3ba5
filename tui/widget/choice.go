package widget

import (
	"strconv"

	"teleorne/tui/theme"
)

// Look is what a list is drawn with.
type Look struct {
	Text, Muted, Selection theme.Style
	Pointer                string // before the entry in hand
	Off, On                string // boxes
	Ellipsis               string
}

// Option is an entry of a choice.
type Option struct {
	Label string
	Note  string // beside it
	Short string // the note where there is little room; empty: none
}

// Choice is a list of which one entry is taken. Entries are numbered from 1;
// the first nine are picked by their digit.
type Choice struct {
	Window
	Taken int // negative: none
}

// numbered is how many entries have a digit to be picked by.
const numbered = 9

// Pick takes the entry of a digit in hand, and tells whether there is one.
func (c *Choice) Pick(digit int) bool {
	if digit < 1 || digit > c.Total {
		return false
	}
	c.MoveTo(digit - 1)
	c.Taken = digit - 1
	return true
}

// View draws at most rows entries and tells on which line that in hand stands.
func (c *Choice) View(l Look, options []Option, width, rows int) (lines []string, hand int) {
	c.Resize(len(options), rows)
	digits := 2
	if len(options) > numbered {
		digits = 0 // numbers that stop half-way say nothing
	}
	room := width - 2 - digits - Width(l.On) - 1
	column, note := apart(options, room)
	for i := c.Top; i < c.End(); i++ {
		pointer, style, muted, box := "  ", l.Text, l.Muted, l.Off
		if i == c.Cursor {
			pointer, style, muted = l.Pointer+" ", l.Selection, l.Selection
			hand = i - c.Top
		}
		if i == c.Taken {
			box = l.On
		}
		if digits > 0 {
			pointer += strconv.Itoa(i+1) + " "
		}
		beside := note(options[i])
		label := Cut(options[i].Label, room, l.Ellipsis)
		if beside != "" {
			label = Fit(options[i].Label, column, l.Ellipsis)
			beside = "  " + beside
		}
		lines = append(lines, style.Render(pointer+box+" "+label)+muted.Render(beside))
	}
	return lines, hand
}

// apart shares a width between labels and notes: labels give way a little, then
// the short notes stand for the others, and where there are none only notes
// that fit are there.
func apart(options []Option, width int) (label int, note func(Option) string) {
	long, short := 0, 0
	for _, o := range options {
		label, long, short = max(label, Width(o.Label)), max(long, Width(o.Note)), max(short, Width(o.Short))
	}
	whole := func(o Option) string { return o.Note }
	switch left := width - 2 - long; {
	case label <= left:
		return label, whole
	case left >= width*6/10:
		return left, whole
	case short > 0:
		return min(label, width-2-short), func(o Option) string { return Right(o.Short, short, "") }
	}
	label = min(label, width)
	return label, func(o Option) string {
		if Width(o.Note) > width-2-label {
			return ""
		}
		return o.Note
	}
}
