package widget

import "strings"

// LineUp shares a width among the labels of what completes a text and their
// notes, two columns away; figures that notes begin with line up. Where they do
// not all fit, the short notes stand for those that have some, at the right;
// else labels give way to notes, down to three fifths, and then the notes are
// cut.
func LineUp(options []Option, width int, ellipsis string) (label int, note func(Option) string) {
	figures := 0
	for _, o := range options {
		figures = max(figures, Width(o.Short))
	}
	whole := func(o Option) string {
		if o.Short != "" && strings.HasPrefix(o.Note, o.Short) {
			return strings.Repeat(" ", figures-Width(o.Short)) + o.Note
		}
		return o.Note
	}
	notes, counted := 0, 0
	for _, o := range options {
		label, notes = max(label, Width(o.Label)), max(notes, Width(whole(o)))
		if o.Short != "" {
			counted = max(counted, Width(whole(o)))
		}
	}
	width -= 2
	if label+counted > width && figures > 0 {
		return min(label, max(1, width-figures)), func(o Option) string { return "  " + Right(o.Short, figures, ellipsis) }
	}
	if counted > 0 {
		notes = counted
	}
	label = min(label, max(width-notes, width*3/5))
	return label, func(o Option) string {
		if o.Note == "" {
			return ""
		}
		return "  " + Cut(whole(o), max(0, width-label), ellipsis)
	}
}
