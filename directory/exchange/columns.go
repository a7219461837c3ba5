package exchange

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"teleorne/directory"
)

// byteOrderMark is what some programs write before UTF-8.
var byteOrderMark = []byte("\ufeff")

// columns are the known columns of a kind of file, and which it must have.
type columns struct {
	known    []string
	required []string
	other    map[string]string // other names of known columns
}

// row gives the cells of a record by column.
type row struct {
	at    map[string]int
	cells []string
}

// text is a cell without the apostrophe that keeps spreadsheets from running
// it; empty for a column that the file lacks.
func (r row) text(column string) string {
	i, ok := r.at[column]
	if !ok {
		return ""
	}
	return undefuse(r.cells[i])
}

// get is the same for a cell of one line, where the space around means nothing.
func (r row) get(column string) string {
	i, ok := r.at[column]
	if !ok {
		return ""
	}
	return strings.Trim(undefuse(strings.Trim(r.cells[i], " ")), " ")
}

// list is the values of a cell, joined by bars; nil for none.
func (r row) list(column string) []string {
	var out []string
	for v := range strings.SplitSeq(r.get(column), "|") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// number is a whole number, 0 for an empty cell; what is none is noted in errs.
func (r row) number(column string, errs *directory.Errors) int {
	cell := r.get(column)
	if cell == "" {
		return 0
	}
	n, err := strconv.Atoi(cell)
	if err != nil {
		*errs = append(*errs, &directory.Error{
			Code: directory.CodeNumber, Field: column, Params: directory.Params{"value": directory.Clip(cell, 40)},
		})
		return 0
	}
	return n
}

// open reads the header: which column stands where. A file whose header names
// its columns with semicolons between them has these between its cells too, as
// French spreadsheets write; so do tabs, which stand between cells that were
// copied out of one. All that is wrong with the header is told at once.
func (c columns) open(r *records) (map[string]int, error) {
	for len(r.data) < len(byteOrderMark) && r.fill() {
	}
	if bytes.HasPrefix(r.data, []byte{0xff, 0xfe}) || bytes.HasPrefix(r.data, []byte{0xfe, 0xff}) {
		return nil, &directory.Error{Code: directory.CodeEncoding} // UTF-16
	}
	if bytes.HasPrefix(r.data, byteOrderMark) {
		r.pos = len(byteOrderMark)
	}
	if n, _ := r.lineFrom(0); n > 0 {
		header := r.data[r.pos : r.pos+n]
		for _, sign := range []byte{';', '\t'} {
			if bytes.Count(header, []byte{sign}) > bytes.Count(header, []byte{r.comma}) {
				r.comma = sign
			}
		}
	}
	cells, _, err := r.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	cells = withoutTail(cells, 0)
	at := make(map[string]int, len(cells))
	var errs directory.Errors
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		if known, ok := c.other[name]; ok {
			name = known
		}
		_, twice := at[name]
		switch {
		case twice:
			errs = append(errs, columnError(directory.CodeColumnTwice, name))
		case !slices.Contains(c.known, name):
			e := columnError(directory.CodeColumnUnknown, cell)
			e.Nearest = nearestColumn(name, c.known)
			errs = append(errs, e)
		default:
			at[name] = i
		}
	}
	for _, name := range c.required {
		if _, ok := at[name]; !ok {
			errs = append(errs, columnError(directory.CodeColumnMissing, name))
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return at, nil
}

func columnError(code directory.Code, name string) *directory.Error {
	return &directory.Error{Code: code, Params: directory.Params{"value": directory.Clip(name, 40)}}
}

// nearestColumn is the column that a mistyped name may have meant.
func nearestColumn(name string, known []string) []string {
	limit := min(2+len(name)/8, 3)
	best, distance := "", limit+1
	for _, k := range known {
		if d := directory.EditDistance(name, k, limit); d < distance && d < len(k)/2 {
			best, distance = k, d
		}
	}
	if best == "" {
		for _, k := range known {
			if len(name) >= 3 && (strings.HasPrefix(k, name) || strings.HasPrefix(name, k)) {
				return []string{k}
			}
		}
		return nil
	}
	return []string{best}
}

// read calls yield with each record and its physical line, or with what is
// wrong with it, until yield says no. An error of the header is that of its
// line; nothing is read after it, nor after a failure to read the file.
func (c columns) read(in io.Reader, yield func(line int, r row, err error) bool) {
	rs := newRecords(in)
	at, err := c.open(rs)
	if err != nil {
		yield(1, row{}, err)
		return
	}
	for {
		cells, line, err := rs.next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err == nil {
			cells, err = fit(cells, len(at))
		}
		if !yield(line, row{at, cells}, err) {
			return
		}
		if errors.Is(err, ErrBroken) {
			return
		}
	}
}

// withoutTail leaves out the empty cells at the end of a record, which
// spreadsheets leave behind; the first ones, as many as width, stay.
func withoutTail(cells []string, width int) []string {
	for len(cells) > width && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// fit checks that there is a cell for each column.
func fit(cells []string, width int) ([]string, error) {
	cells = withoutTail(cells, width)
	if len(cells) != width {
		return nil, &directory.Error{Code: directory.CodeCells, Params: directory.Params{"expected": width, "count": len(cells)}}
	}
	return cells, nil
}

// dangerous tells whether a spreadsheet may take a cell for a formula, with or
// without apostrophes before it.
func dangerous(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	return rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0
}

// defuse puts an apostrophe before what a spreadsheet would run. One that is
// there already gets a second, so that undefuse gives back what was.
func defuse(cell string) string {
	if dangerous(cell) {
		return "'" + cell
	}
	return cell
}

// undefuse takes off the apostrophe that defuse put there.
func undefuse(cell string) string {
	if strings.HasPrefix(cell, "'") && dangerous(cell) {
		return cell[1:]
	}
	return cell
}
