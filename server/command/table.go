package command

import (
	"bufio"
	"strings"

	"teleorne/directory"
	"teleorne/tui/widget"
)

// Bounds of a table's columns.
const (
	minColumn = 8 // what a column keeps when the line is too narrow for all
	columnGap = 2
)

// table is text in columns, aligned by what each character takes on a screen.
type table struct {
	columns []column
	rows    [][]string
}

type column struct {
	title string
	right bool // numbers
	most  int  // columns it takes at most; 0: as many as it needs
	whole bool // never shortened: it is typed again elsewhere
}

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = directory.SafeLine(cells[i])
	}
	t.rows = append(t.rows, cells)
}

// write prints the table within a width; 0 means that none is known.
func (t *table) write(w *bufio.Writer, width int) {
	widths := t.widths(width)
	titles := make([]string, len(t.columns))
	for i, c := range t.columns {
		titles[i] = strings.ToUpper(c.title)
	}
	t.line(w, widths, titles)
	for _, row := range t.rows {
		t.line(w, widths, row)
	}
}

func (t *table) line(w *bufio.Writer, widths []int, cells []string) {
	var b strings.Builder
	for i, cell := range cells {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", columnGap))
		}
		if t.columns[i].right {
			b.WriteString(widget.Right(cell, widths[i], "…"))
		} else {
			b.WriteString(widget.Fit(cell, widths[i], "…"))
		}
	}
	w.WriteString(strings.TrimRight(b.String(), " ") + "\n")
}

// widths gives each column what its cells need, then takes from the widest
// until the line fits.
func (t *table) widths(width int) []int {
	widths := make([]int, len(t.columns))
	total := columnGap * (len(t.columns) - 1)
	for i, c := range t.columns {
		widths[i] = widget.Width(strings.ToUpper(c.title))
		for _, row := range t.rows {
			widths[i] = max(widths[i], widget.Width(row[i]))
		}
		if c.most > 0 && !c.whole {
			widths[i] = min(widths[i], c.most)
		}
		total += widths[i]
	}
	for width > 0 && total > width {
		widest := -1
		for i, c := range t.columns {
			if !c.whole && !c.right && widths[i] > minColumn && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
		total--
	}
	return widths
}

// facts is a list of labelled lines, the labels aligned.
type facts struct{ labels, values []string }

// add leaves out what has no value.
func (f *facts) add(label, value string) {
	if value = directory.SafeLine(value); value == "" {
		return
	}
	f.labels = append(f.labels, label)
	f.values = append(f.values, value)
}

func (f *facts) write(w *bufio.Writer) {
	wide := 0
	for _, l := range f.labels {
		wide = max(wide, widget.Width(l))
	}
	for i, l := range f.labels {
		w.WriteString(widget.Pad(l, wide+columnGap) + f.values[i] + "\n")
	}
}
