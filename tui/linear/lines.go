package linear

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Bounds of what is typed at once, in bytes.
const (
	maxLine = 16 << 10
	maxText = 4 << 20 // of several lines: an import is pasted here
)

var (
	errLong    = errors.New("linear: line too long")
	errNotText = errors.New("linear: no text")
	errLeft    = errors.New("linear: given up")
)

// lines reads what is typed, line by line.
type lines struct{ in *bufio.Reader }

func newLines(in io.Reader) *lines { return &lines{bufio.NewReaderSize(in, maxLine)} }

// next is the next line without its end. errLong for one that was dropped, and
// the error of the reader for one that was not ended: nobody sent it.
func (l *lines) next() (string, error) {
	b, err := l.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = l.in.ReadSlice('\n')
		}
		if err == nil {
			err = errLong
		}
		return "", err
	}
	if err != nil {
		return "", err
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// more reads on up to a line with a single dot. errLeft when a line says so
// instead, errLong and errNotText for a text that was dropped; the end of the
// input gives up what was typed.
func (l *lines) more(first string) (string, error) {
	var b strings.Builder
	var wrong error
	for line := first; strings.TrimSpace(line) != "."; {
		switch {
		case line != first && global(line) == wordBack:
			return "", errLeft
		case !utf8.ValidString(line):
			wrong = errNotText
		case b.Len() > maxText:
			wrong = errLong
		default:
			b.WriteString(ansi.Strip(line) + "\n")
		}
		var err error
		if line, err = l.next(); errors.Is(err, errLong) {
			wrong, line = err, ""
		} else if err != nil {
			return "", err
		}
	}
	return strings.TrimRight(b.String(), "\n"), wrong
}
