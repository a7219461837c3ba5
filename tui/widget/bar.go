package widget

import "strings"

// Bar draws how large a part of a whole is, in a width: nothing only for
// nothing, all of it only for all.
func Bar(part, whole, width int, full, rest string) string {
	n := 0
	switch {
	case width <= 0:
		return ""
	case whole <= 0 || part <= 0:
	case part >= whole:
		n = width
	default:
		n = max(1, min((part*width+whole/2)/whole, width-1))
	}
	return strings.Repeat(full, n) + strings.Repeat(rest, width-n)
}
