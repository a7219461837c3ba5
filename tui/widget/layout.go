package widget

import (
	"strings"

	"github.com/rivo/uniseg"
)

// row is a line of a text as it is drawn: offsets in bytes, the line feed left
// out.
type row struct{ start, end int }

// layout is a text broken into rows. It keeps the last one: most keys change
// nothing about it.
type layout struct {
	text  string
	width int
	rows  []row
}

// set breaks a text to a width.
func (l *layout) set(text string, width int) {
	if l.rows != nil && l.text == text && l.width == width {
		return
	}
	l.text, l.width, l.rows = text, width, l.rows[:0]
	start := 0
	for line := range strings.SplitSeq(text, "\n") {
		l.paragraph(start, line)
		start += len(line) + 1
	}
}

// paragraph breaks one line: after the last blank that fits, or within a word
// that is wider than the row. Blanks at the end of a row hang over its edge.
func (l *layout) paragraph(start int, line string) {
	first, used := 0, 0 // of the row: its start, and the columns used
	gap, gapUsed := 0, 0
	g := uniseg.NewGraphemes(line)
	for g.Next() {
		at, end := g.Positions()
		cluster := g.Str()
		if cluster == " " {
			used++
			gap, gapUsed = end, used
			continue
		}
		w := columns(cluster)
		if used+w > l.width && at > first {
			cut, rest := at, 0
			if gap > first {
				cut, rest = gap, used-gapUsed
			}
			l.rows = append(l.rows, row{start + first, start + cut})
			first, used = cut, rest
			if used+w > l.width && at > first { // what stands after the blank is too wide by itself
				l.rows = append(l.rows, row{start + first, start + at})
				first, used = at, 0
			}
		}
		used += w
	}
	l.rows = append(l.rows, row{start + first, start + len(line)})
}

// columns is how wide one character is.
func columns(cluster string) int {
	if len(cluster) == 1 {
		return 1
	}
	return Width(cluster)
}

// of is the row in which a place stands: a place between two rows is at the
// start of the second.
func (l *layout) of(at int) int {
	low, high := 0, len(l.rows)
	for high-low > 1 {
		if mid := (low + high) / 2; l.rows[mid].start <= at {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}
