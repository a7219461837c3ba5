package owner

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// Diff draws the fields in which two profiles differ: what was with a −, what
// is to be with a +. Of long texts only the part that changed is shown, with
// some words around it. No line is wider than width columns.
func Diff(s *screen.Session, before, after *directory.Profile, width int) []string {
	fields := before.Diff(after)
	column := 0
	for _, f := range fields {
		column = max(column, widget.Width(s.Text.Field(f)))
	}
	column += 2
	beside := width >= 60 && column <= width/3
	var lines []string
	for _, f := range fields {
		was, is := changed(Value(s, before, f), Value(s, after, f), s.Theme.Glyphs.Ellipsis)
		head, indent := s.Text.Field(f), column
		if !beside {
			lines = append(lines, s.Theme.Muted.Render(widget.Cut(head, width, s.Theme.Glyphs.Ellipsis)))
			head, indent = "", 2
		}
		part := append(signed(s.Theme, "−", was, width-indent), signed(s.Theme, "+", is, width-indent)...)
		for _, l := range part {
			lines = append(lines, s.Theme.Muted.Render(widget.Pad(head, indent))+l)
			head = ""
		}
	}
	return lines
}

// most is how many lines of a value a diff shows.
const most = 4

// signed sets a value behind its sign; without a value there is no line.
func signed(t *theme.Theme, sign, value string, width int) []string {
	if value == "" {
		return nil
	}
	style := t.Positive
	if sign != "+" {
		style = t.Muted
	}
	lines := widget.Wrap(value, width-2)
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], t.Glyphs.Ellipsis)
	}
	for i, l := range lines {
		head := "  "
		if i == 0 {
			head = sign + " "
		}
		lines[i] = style.Render(head + l)
	}
	return lines
}

// Around a change so many words are kept.
const (
	wordsAround = 3
	longWords   = 12 // from which a text is cut down to what changed
)

// changed cuts two long texts down to where they differ.
func changed(was, is, dots string) (a, b string) {
	old, now := strings.Fields(was), strings.Fields(is)
	if len(old) < longWords || len(now) < longWords {
		return was, is
	}
	start := 0
	for start < len(old) && start < len(now) && old[start] == now[start] {
		start++
	}
	end := 0
	for end < len(old)-start && end < len(now)-start && old[len(old)-1-end] == now[len(now)-1-end] {
		end++
	}
	start, end = max(0, start-wordsAround), max(0, end-wordsAround)
	cut := func(words []string) string {
		out := strings.Join(words[start:len(words)-end], " ")
		if start > 0 {
			out = dots + " " + out
		}
		if end > 0 {
			out += " " + dots
		}
		return out
	}
	return cut(old), cut(now)
}
