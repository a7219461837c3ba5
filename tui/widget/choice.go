package widget

import (
	"strconv"

	"charm.land/lipgloss/v2"
)

// Look is what a list is drawn with.
type Look struct {
	Text, Muted, Selection lipgloss.Style
	Pointer                string // before the entry in hand
	Off, On                string // boxes
	Ellipsis               string
}

// Option is an entry of a choice.
type Option struct {
	Label string
	Note  string // beside it
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
	column := 0
	for _, o := range options {
		column = max(column, Width(o.Label))
	}
	room := width - 2 - digits - Width(l.On) - 1
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
		label, note := Cut(options[i].Label, room, l.Ellipsis), options[i].Note
		line := style.Render(pointer + box + " " + label)
		if left := room - min(column, room) - 2; note != "" && left >= 8 {
			line += muted.Render(Pad("", column-Width(label)+2) + Cut(note, left, l.Ellipsis))
		}
		lines = append(lines, line)
	}
	return lines, hand
}
