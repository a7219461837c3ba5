package linear

import (
	"bufio"
	"io"
	"regexp"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/widget"
)

// voice writes lines, and nothing but text and line ends.
type voice struct {
	out   *bufio.Writer
	width int
	empty bool // the last line was empty
}

func newVoice(out io.Writer, width int) *voice {
	return &voice{out: bufio.NewWriter(out), width: width, empty: true}
}

// line writes one line, broken at the width where one is known, but never
// within an address. Two empty lines are one.
func (v *voice) line(s string) {
	s = spoken(s)
	if s == "" {
		if !v.empty {
			v.out.WriteByte('\n')
		}
		v.empty = true
		return
	}
	v.empty = false
	for _, l := range broken(s, v.width) {
		v.out.WriteString(l + "\n")
	}
}

// text writes several.
func (v *voice) text(lines []string) {
	for _, l := range lines {
		v.line(l)
	}
}

// paragraphs writes the lines of a text of the catalogue.
func (v *voice) paragraphs(s string) { v.text(strings.Split(s, "\n")) }

func (v *voice) flush() { _ = v.out.Flush() } // whoever does not listen any more is noticed by the reading

// spoken is a line as it is read out: without styles, and without signs that
// draw something.
func spoken(s string) string {
	s = unabbreviated(numbered(spelt.Replace(directory.SafeLine(ansi.Strip(s)))))
	if !strings.ContainsFunc(s, drawn) {
		return s
	}
	return directory.SafeLine(strings.Map(func(r rune) rune {
		if drawn(r) {
			return ' '
		}
		return r
	}, s))
}

// spelt are signs and abbreviations of names, as they are said.
var spelt = strings.NewReplacer(
	" · ", ", ", " ± ", ", ", "\u202f", "\u00a0",
	"., ", ", ", ".;", ";", ".\u00a0;", "\u00a0;", ".\u202f;", "\u00a0;", // a sentence within a list of facts
	"n°\u00a0", "numéro\u00a0", "n° ", "numéro ",
)

// ordinals are the English « no. 4 », of which the first part is a word of its
// own otherwise.
var ordinals = regexp.MustCompile(`\bno\.([ \x{a0}]\d|:)`)

// numbered writes it out.
func numbered(s string) string {
	if !strings.Contains(s, "no.") {
		return s
	}
	return ordinals.ReplaceAllString(s, "number$1")
}

// kinds are the abbreviations of what kind of thing an intercommunality is,
// before its name.
var kinds = regexp.MustCompile(`\bC[CAU] (\p{Lu}|d)`)

var kindNames = map[string]string{
	"CC ": "Communauté de communes ", "CA ": "Communauté d’agglomération ", "CU ": "Communauté urbaine ",
}

// unabbreviated writes these out.
func unabbreviated(s string) string {
	if !strings.Contains(s, "C") {
		return s
	}
	return kinds.ReplaceAllStringFunc(s, func(m string) string { return kindNames[m[:3]] + m[3:] })
}

// drawn tells whether a character draws rather than says: boxes, blocks,
// geometric shapes, arrows, braille.
func drawn(r rune) bool {
	return r >= 0x2190 && r <= 0x21ff || r >= 0x2500 && r <= 0x25ff || r >= 0x2800 && r <= 0x28ff ||
		unicode.Is(unicode.Co, r) || r == '•' || r == '☐' || r == '☑'
}

// broken breaks a line between words; a word that is wider stays whole.
func broken(s string, width int) []string {
	if width <= 0 || widget.Width(s) <= width {
		return []string{s}
	}
	var out []string
	line := ""
	for word := range strings.SplitSeq(s, " ") { // other blanks hold together
		switch {
		case line == "":
			line = word
		case widget.Width(line)+1+widget.Width(word) > width:
			out = append(out, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(out, line)
}
