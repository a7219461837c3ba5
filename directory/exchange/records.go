package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"teleorne/directory"
)

// maxRecord bounds one record of a CSV file, in bytes. What is longer is told
// and skipped without being kept.
const maxRecord = 1 << 20

// maxColumns bounds the columns of a file: far more than any of ours has.
const maxColumns = 200

// records reads a CSV file record by record and knows on which physical line
// each of them starts. Unlike encoding/csv it bounds what it holds, and goes on
// behind a record that it cannot read: with the line that follows, even when a
// stray quote seemed to swallow that.
type records struct {
	in    io.Reader
	data  []byte // read and not yet given out, from pos on
	pos   int
	line  int   // physical line at pos, from 1
	err   error // of in, once it came
	idle  int   // reads in a row that gave nothing
	comma byte
}

func newRecords(in io.Reader) *records { return &records{in: in, line: 1, comma: ','} }

// fill reads more; false at the end of the file, or when reading failed.
func (r *records) fill() bool {
	if r.err != nil {
		return false
	}
	if r.pos > 64<<10 && r.pos > len(r.data)/2 {
		r.data = append(r.data[:0], r.data[r.pos:]...)
		r.pos = 0
	}
	r.data = slices.Grow(r.data, 32<<10)
	n, err := r.in.Read(r.data[len(r.data):cap(r.data)])
	r.data = r.data[:len(r.data)+n]
	if r.err = err; n > 0 || err != nil {
		r.idle = 0
	} else if r.idle++; r.idle > 100 {
		r.err = io.ErrNoProgress
	}
	return r.err == nil || n > 0
}

// next gives the next record, its physical line, and what is wrong with it: an
// *Error for a record that cannot be read, after which the next may be asked
// for. io.EOF ends the file, ErrBroken its reading, whatever the cause. Empty lines, and
// those of empty cells alone, are passed over.
func (r *records) next() (cells []string, line int, err error) {
	for {
		line = r.line
		record, err := r.record()
		if err != nil {
			return nil, line, err
		}
		switch {
		case len(bytes.TrimRight(record, "\r\n \t")) == 0:
			r.advance(len(record))
			continue
		case !utf8.Valid(record):
			r.advance(len(record))
			return nil, line, &directory.Error{Code: directory.CodeEncoding}
		case bytes.IndexByte(record, 0) >= 0:
			r.advance(len(record))
			return nil, line, &directory.Error{Code: directory.CodeControl}
		}
		cells, err := split(record, r.comma)
		if err != nil {
			r.advance(lineLength(record))
			return nil, line, err
		}
		r.advance(len(record))
		if slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			return cells, line, nil
		}
	}
}

// advance passes over n bytes.
func (r *records) advance(n int) {
	r.line += bytes.Count(r.data[r.pos:r.pos+n], []byte{'\n'})
	r.pos += n
}

// record finds the bytes of the next record, line end included: the lines up to
// the first at whose end all quotes are closed.
func (r *records) record() ([]byte, error) {
	var end int // of the lines looked at, from pos
	quotes := 0
	for {
		n, whole := r.lineFrom(end)
		switch {
		case !whole && r.err != nil && !errors.Is(r.err, io.EOF):
			return nil, fmt.Errorf("%w: %w", ErrBroken, r.err)
		case n == 0 && end == 0:
			return nil, io.EOF
		case n > maxRecord:
			if end == 0 {
				r.skipLine()
				return nil, &directory.Error{Code: directory.CodeLineTooLong, Params: directory.Params{"max": maxRecord}}
			}
			return r.unclosed()
		}
		quotes += bytes.Count(r.data[r.pos+end:r.pos+end+n], []byte{'"'})
		end += n
		switch {
		case quotes%2 == 0:
			return r.data[r.pos : r.pos+end], nil
		case n == 0 || !whole || end > maxRecord:
			return r.unclosed()
		}
	}
}

// unclosed gives up on a record whose quotes never close, and goes on with the
// line after the one it starts on.
func (r *records) unclosed() ([]byte, error) {
	r.advance(lineLength(r.data[r.pos:]))
	return nil, &directory.Error{Code: directory.CodeQuotes}
}

// lineFrom measures the physical line that starts at an offset from pos, line
// end included, and tells whether it has one. It looks no further than a little
// past maxRecord.
func (r *records) lineFrom(offset int) (n int, whole bool) {
	for seen := 0; ; {
		rest := r.data[r.pos+offset:]
		if i := bytes.IndexByte(rest[seen:], '\n'); i >= 0 {
			return seen + i + 1, true
		}
		if seen = len(rest); seen > maxRecord || !r.fill() {
			return len(r.data) - r.pos - offset, false
		}
	}
}

// skipLine passes over the physical line at pos, whatever its length.
func (r *records) skipLine() {
	for {
		if i := bytes.IndexByte(r.data[r.pos:], '\n'); i >= 0 {
			r.advance(i + 1)
			return
		}
		r.data, r.pos = r.data[:0], 0
		if !r.fill() {
			return
		}
	}
}

// lineLength is the length of the first physical line, line end included.
func lineLength(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	return len(b)
}

// split cuts a record into its cells (RFC 4180): quotes around a whole cell or
// none, doubled within. Line ends within a cell become \n.
func split(record []byte, comma byte) ([]string, error) {
	s := strings.TrimSuffix(strings.TrimSuffix(string(record), "\n"), "\r")
	bad := &directory.Error{Code: directory.CodeQuotes}
	var cells []string
	for {
		if len(cells) == maxColumns {
			return nil, &directory.Error{Code: directory.CodeTooMany, Params: directory.Params{"max": maxColumns, "count": maxColumns + 1}}
		}
		if !strings.HasPrefix(s, `"`) {
			cell, rest, more := strings.Cut(s, string(comma))
			if strings.Contains(cell, `"`) {
				return nil, bad
			}
			cells = append(cells, cell)
			if !more {
				return cells, nil
			}
			s = rest
			continue
		}
		cell, rest, ok := quoted(s[1:])
		if !ok || rest != "" && rest[0] != comma {
			return nil, bad
		}
		cells = append(cells, strings.ReplaceAll(cell, "\r\n", "\n"))
		if rest == "" {
			return cells, nil
		}
		s = rest[1:]
	}
}

// quoted reads a cell up to its closing quote.
func quoted(s string) (cell, rest string, ok bool) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return "", "", false
		}
		b.WriteString(s[:i])
		if s = s[i+1:]; !strings.HasPrefix(s, `"`) {
			return b.String(), s, true
		}
		b.WriteByte('"')
		s = s[1:]
	}
}
