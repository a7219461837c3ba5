package server

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"teleorne/server/host"
)

// What a terminal sends for the keys that edit and end a line.
const (
	esc          = 0x1b
	keyInterrupt = 0x03 // ^C
	keyEnd       = 0x04 // ^D
	keyBackspace = 0x08
	keyLine      = 0x15 // ^U
	keyWord      = 0x17 // ^W
	keyDelete    = 0x7f
)

// lineKeys does for a command on the terminal of a client what the system does
// for programs: it shows what is typed, lets it be rubbed out up to the end of
// the line, and knows the keys that end the input or the command. A client
// with a terminal leaves all of that to us.
type lineKeys struct {
	echo      io.Writer
	interrupt func()
	again     func() string // what is said to a first ^C, which then interrupts nothing; nil: one is enough
	room      int           // bytes of a line that are taken; 0: any number

	line    []byte   // typed, and not handed over yet
	keys    []byte   // of that line, as they were typed
	lines   [][]byte // the same of lines that were handed over
	pending []byte   // a key that is not complete yet
	cr      bool     // the last key was CR: LF after it is the same key
	over    bool     // the input was ended
	asked   bool     // the last key was a ^C that was only answered
}

// Bounds of one line, in bytes.
const (
	maxTyped = 32 << 10 // of a dialogue, which takes half of it
	maxKeys  = 64 << 10 // of the keys that are kept for whoever is next
)

// take answers the lines that what was read completes; over when the input
// ends with them.
func (k *lineKeys) take(data []byte) (lines []byte, over bool) {
	var shown strings.Builder
	b := append(k.pending, data...)
	for len(b) > 0 {
		n := k.key(b)
		if n == 0 {
			break
		}
		k.note(b[:n])
		lines = k.press(lines, b[:n], &shown)
		b = b[n:]
	}
	k.pending = append([]byte(nil), b...)
	if shown.Len() > 0 {
		_, _ = io.WriteString(k.echo, shown.String()) // the reader of what is shown may be gone
	}
	return lines, k.over
}

// note keeps a key as it was typed.
func (k *lineKeys) note(key []byte) {
	c := key[0]
	if c == '\n' && k.cr {
		return
	}
	ends := (c == '\r' || c == '\n') && !k.over
	if ends || len(k.keys)+len(key) <= maxKeys {
		k.keys = append(k.keys, key...)
	}
	if ends {
		k.lines, k.keys = append(k.lines, k.keys), nil
	}
}

// completed answers the lines that were handed over since the last time, as they
// were typed.
func (k *lineKeys) completed() [][]byte {
	lines := k.lines
	k.lines = nil
	return lines
}

// unread is what was typed and not handed over.
func (k *lineKeys) unread() []byte { return slices.Concat(k.keys, k.pending) }

// rest is the line under way, when the client ends the input by itself.
func (k *lineKeys) rest() []byte {
	line := k.line
	k.line = nil
	return line
}

// key is the length of the first key; 0 when it is not complete.
func (k *lineKeys) key(b []byte) int {
	if b[0] != esc {
		return max(host.KeyLength(b), 0)
	}
	if len(b) > 1 && !strings.ContainsRune("[O]P_^X", rune(b[1])) {
		return 1 // nothing that a key sends begins like this
	}
	if n := host.KeyLength(b); n >= 0 {
		return n
	}
	return 2 // a sequence past its budget: the rest is taken as typed
}

// press does what one key is for.
func (k *lineKeys) press(lines, key []byte, shown *strings.Builder) []byte {
	c, cr := key[0], k.cr
	k.cr = c == '\r'
	asked := k.asked
	k.asked = false
	switch {
	case c == keyInterrupt && k.again != nil && !asked:
		k.asked = true
		shown.WriteString("^C\n" + k.again() + "\n")
		k.show(shown, k.line)
	case c == keyInterrupt:
		k.line = nil
		shown.WriteString("^C\n")
		k.interrupt()
	case k.over, c == '\n' && cr:
	case c == '\r', c == '\n':
		shown.WriteByte('\n')
		lines = append(append(lines, k.line...), '\n')
		k.line = k.line[:0]
	case c == keyEnd:
		k.over = true
		lines = append(lines, k.rest()...)
	case c == keyBackspace, c == keyDelete:
		k.rub(shown, func(left string) bool { return true })
	case c == keyLine:
		k.rub(shown, func(string) bool { return false })
	case c == keyWord:
		k.rub(shown, func(left string) bool { return strings.HasSuffix(left, " ") })
	case k.room > 0 && len(k.line)+len(key) > k.room: // nor shown
	case c == '\t', c >= ' ' && c != esc:
		k.line = append(k.line, key...)
		k.show(shown, key)
	}
	return lines
}

// show writes what was typed as it is shown.
func (k *lineKeys) show(shown *strings.Builder, typed []byte) {
	for len(typed) > 0 {
		r, n := utf8.DecodeRune(typed)
		shown.WriteString(visible(r))
		typed = typed[n:]
	}
}

// rub takes characters off the end of the line until enough of it is gone, at
// least one.
func (k *lineKeys) rub(shown *strings.Builder, enough func(left string) bool) {
	for len(k.line) > 0 {
		r, n := utf8.DecodeLastRune(k.line)
		k.line = k.line[:len(k.line)-n]
		width := ansi.StringWidth(visible(r))
		if shown.WriteString(strings.Repeat("\b \b", width)); width > 0 && enough(string(k.line)) {
			return // a character of no width belongs to the one before it
		}
	}
}

// visible is how a character is shown while it is typed: never as one that a
// terminal would obey.
func visible(r rune) string {
	switch {
	case r == '\t', unicode.Is(unicode.Zs, r):
		return " "
	case r != utf8.RuneError && unicode.IsGraphic(r):
		return string(r)
	}
	return "?"
}
