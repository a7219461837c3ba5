package editor

import (
	"slices"

	"teleorne/tui/widget"
)

// maxProposals is how many proposals are in sight. Their room is kept free
// while a field has the keys: nothing moves while one types.
const maxProposals = 4

// proposals complete what is being typed. The cursor stays in the text until
// an arrow takes a row.
type proposals struct {
	items []proposal
	widget.Window
	first bool // the first one is meant by Enter as long as no arrow was pressed
	moved bool // an arrow took a row
}

// proposal is a way to go on: what is taken, and how it reads.
type proposal struct {
	value       string
	label, note string
	short       string // the note where there is no room for it
}

// set replaces them.
func (p *proposals) set(items []proposal, first bool) {
	*p = proposals{items: items, first: first}
	p.Resize(len(items), maxProposals)
}

// clear takes them away.
func (p *proposals) clear() { *p = proposals{} }

// down takes the next row, and tells whether there is one.
func (p *proposals) down() bool {
	switch {
	case len(p.items) == 0 || p.moved && p.Cursor == p.Total-1:
		return false
	case p.moved || p.first:
		p.Move(1)
	}
	p.moved = true
	return true
}

// up takes the row before, or the text again; it tells whether a row was taken.
func (p *proposals) up() bool {
	if !p.moved {
		return false
	}
	p.moved = p.Cursor > 1 || p.Cursor == 1 && !p.first
	p.Move(-1)
	return true
}

// inHand is the proposal that Enter takes.
func (p *proposals) inHand() (proposal, bool) {
	if len(p.items) == 0 || !p.moved && !p.first {
		return proposal{}, false
	}
	return p.items[p.Cursor], true
}

// draw draws them into their room, or the notes where there is nothing to
// propose.
func (p *proposals) draw(l widget.Look, width, rows int, notes []string) []string {
	if len(p.items) == 0 {
		return filledUp(slices.Clone(notes), rows)
	}
	p.Resize(len(p.items), rows)
	options := make([]widget.Option, 0, rows)
	for _, it := range p.items[p.Top:p.End()] {
		options = append(options, widget.Option{Label: it.label, Note: it.note, Short: it.short})
	}
	column, note := widget.LineUp(options, width-2, l.Ellipsis)
	lines := make([]string, 0, rows)
	for i, o := range options {
		pointer, style, muted := "  ", l.Text, l.Muted
		if p.Top+i == p.Cursor && (p.moved || p.first) {
			pointer, style, muted = l.Pointer+" ", l.Selection, l.Selection
		}
		lines = append(lines, style.Render(pointer+widget.Fit(o.Label, column, l.Ellipsis))+muted.Render(note(o)))
	}
	return filledUp(lines, rows)
}

// filledUp puts blank lines at the end.
func filledUp(lines []string, rows int) []string {
	for len(lines) < rows {
		lines = append(lines, "")
	}
	return lines
}
