package linear

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"teleorne/directory"
)

// word is something that can be said everywhere.
type word uint8

const (
	wordHelp word = iota
	wordBack
	wordHome
	wordQuit
	wordMore
	wordBefore
	wordRepeat
	wordBrief
	wordLanguage
	wordScreen
)

// globals are these words in both languages, folded. They are taken whole, so
// that no beginning of another word is mistaken for one.
var globals = map[string]word{
	"aide": wordHelp, "help": wordHelp,
	"retour": wordBack, "back": wordBack,
	"accueil": wordHome, "home": wordHome,
	"quitter": wordQuit, "quit": wordQuit, "exit": wordQuit, "au revoir": wordQuit,
	"suite": wordMore, "more": wordMore, "next": wordMore,
	"avant": wordBefore, "before": wordBefore,
	"repeter": wordRepeat, "repeat": wordRepeat,
	"bref": wordBrief, "brief": wordBrief,
	"langue": wordLanguage, "language": wordLanguage, "english": wordLanguage, "francais": wordLanguage,
	"ecran": wordScreen, "screen": wordScreen,
}

func global(line string) (word, bool) {
	key := directory.Fold(line)
	if key == "" && strings.TrimSpace(line) == "?" {
		return wordHelp, true
	}
	w, ok := globals[key]
	return w, ok
}

// number reads a number of at most four digits; a longer one is none of ours.
func number(line string) (int, bool) {
	n, err := strconv.Atoi(line)
	if err != nil {
		return 0, isDigits(line)
	}
	return n, true
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// clean makes a line fit to be looked at; false when it is no text.
func clean(line string) (string, bool) {
	if !utf8.ValidString(line) {
		return "", false
	}
	return directory.SafeLine(line), true
}

// maxLine bounds what is typed at once, in bytes.
const maxLine = 16 << 10

var errLong = errors.New("linear: line too long")

// lines reads what is typed, line by line.
type lines struct{ in *bufio.Reader }

func newLines(in io.Reader) *lines { return &lines{bufio.NewReaderSize(in, maxLine)} }

// next is the next line without its end. errLong for one that was dropped.
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
	return strings.TrimRight(string(b), "\r\n"), err
}

// more reads on up to a line with a single dot; the end of the input gives up
// what was typed.
func (l *lines) more(first string) (string, error) {
	var b strings.Builder
	for line := first; line != "."; {
		b.WriteString(line + "\n")
		var err error
		if line, err = l.next(); err != nil && !errors.Is(err, errLong) {
			return "", err
		}
		if b.Len() > 4*maxLine {
			line = "."
		}
	}
	return strings.TrimRight(b.String(), "\n"), nil
}
