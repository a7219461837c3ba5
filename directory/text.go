package directory

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// maxMarks bounds the combining marks kept on one base character: enough for
// any language of the directory, too few to paint over the lines around.
const maxMarks = 4

// CleanLine makes one line of typed text safe to show on any terminal: NFC,
// white space folded to single spaces and trimmed, without control, format,
// bidi, zero-width or private-use characters. Invalid UTF-8 is refused with
// CodeEncoding.
func CleanLine(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", &Error{Code: CodeEncoding}
	}
	return SafeLine(s), nil
}

// CleanText does the same for text of several lines, which it ends with \n
// each and keeps apart by at most one empty line.
func CleanText(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", &Error{Code: CodeEncoding}
	}
	return SafeText(s), nil
}

// SafeLine is CleanLine for output: what is not valid UTF-8 is dropped. It
// leaves clean text as it is.
func SafeLine(s string) string {
	if tidy(s, false) {
		return s
	}
	return strings.Join(strings.FieldsFunc(strip(s, false), isSpace), " ")
}

// SafeText is CleanText for output: what is not valid UTF-8 is dropped.
func SafeText(s string) string {
	if tidy(s, true) {
		return s
	}
	s = lineEnds.Replace(s)
	var b strings.Builder
	empty := 0
	for line := range strings.SplitSeq(strip(s, true), "\n") {
		line = strings.TrimRightFunc(line, isSpace)
		if line == "" {
			empty++
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
			if empty > 0 {
				b.WriteString("\n")
			}
		}
		empty = 0
		b.WriteString(line)
	}
	return b.String()
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n")

// tidy tells whether s is clean beyond doubt, as nearly all text is by the time
// it is shown: Latin letters that are one character each, and signs that people
// type here, with white space where it may stay. A line has single spaces
// between its words; lines end without, and one at most of them in a row is empty.
func tidy(s string, lines bool) bool {
	last := '\n' // as if a line had just ended
	feeds := 0
	for _, r := range s {
		switch {
		case r == ' ':
			if !lines && (last == ' ' || last == '\n') {
				return false
			}
			feeds = 0
		case r == '\n':
			if feeds++; !lines || last == ' ' || feeds > 2 || feeds == 1 && last == '\n' {
				return false
			}
		case r > ' ' && r <= '~', r > '\u00a0' && r <= '\u017f' && r != '\u00ad':
			feeds = 0
		case r == '’' || r == '–' || r == '—' || r == '…' || r == '•' || r == '€':
			feeds = 0
		default:
			return false
		}
		last = r
	}
	return s == "" || last != ' ' && last != '\n'
}

func isSpace(r rune) bool {
	// No-break spaces are typography that a person may have meant, but in a
	// field they only get in the way of comparing.
	return r == ' ' || r == '\t' || unicode.Is(unicode.Zs, r)
}

// strip drops what is not text. White space becomes a space, and a line feed
// stays when several lines are allowed.
func strip(s string, lines bool) string {
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\n' && lines:
			b.WriteByte('\n')
			marks = 0
			continue
		case r == utf8.RuneError:
			continue
		case r == '\n' || r == '\r' || r == '\t' || r == '\v' || r == '\f' || r == '\u0085' ||
			unicode.In(r, unicode.Zs, unicode.Zl, unicode.Zp):
			b.WriteByte(' ')
			marks = 0
			continue
		case !isText(r):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks {
				continue
			}
		default:
			marks = 0
		}
		b.WriteRune(r)
	}
	// Dropping a character may have brought together what composes.
	return norm.NFC.String(b.String())
}

// isText leaves out Cc, Cf (bidi, zero-width, tags), Cs, Co, noncharacters and
// the fillers that look like nothing.
func isText(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u3164', '\uffa0', '\u2800':
		return false
	}
	if r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef || r >= 0x180b && r <= 0x180f {
		return false // variation selectors: they change widths behind a terminal's back
	}
	return !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co) && unicode.IsGraphic(r)
}

// Length counts the characters of a text as people do (UAX #29 graphemes).
func Length(s string) int { return uniseg.GraphemeClusterCount(s) }

// Clip shortens s to at most n graphemes, the last of them an ellipsis when
// something was left out, and makes it safe to show: for quoting what somebody
// typed in a message or a log.
func Clip(s string, n int) string {
	if len(s) > 16*n { // graphemes of clean text are short: no need to look further
		s = s[:16*n]
	}
	s = SafeLine(s)
	if Length(s) <= n {
		return s
	}
	var b strings.Builder
	g := uniseg.NewGraphemes(s)
	for i := 0; i < n-1 && g.Next(); i++ {
		b.WriteString(g.Str())
	}
	return strings.TrimSpace(b.String()) + "…"
}

// Fold reduces text to what comparing ignores the rest of: lower case without
// accents, ligatures spelt out, everything but letters and digits a single
// space between words. C++, C#, F# and .NET stay distinct.
func Fold(s string) string {
	if plainWord(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	put := func(r rune) {
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	var room [foldRoom]rune
	rs := bareLetters(room[:0], s)
	for i, r := range rs {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			put(r)
		case (r == '+' || r == '#') && !gap && b.Len() > 0 && endsWord(rs, i):
			b.WriteRune(r)
		case r == '.' && startsNet(rs[i+1:]):
			gap = true
			put('.')
		default:
			gap = true
		}
	}
	return b.String()
}

// foldRoom is how long a text may be, in characters, that is folded without memory
// for its letters: names, métiers and words are shorter, and each key folds many.
const foldRoom = 96

// plainWord tells whether a text is nothing but letters and digits of ASCII.
func plainWord(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// bareLetters appends a text taken apart: lower case, without accents, ligatures
// spelt out. What comes of a character does not depend on those around it: the
// marks, of which alone decomposing changes the order, are left out.
func bareLetters(rs []rune, s string) []rune {
	for _, r := range s {
		switch sign := int(r) - firstSign; {
		case int(r) < len(bareLatin):
			rs = append(rs, bareLatin[r]...)
		case sign >= 0 && sign < len(bareSigns):
			rs = append(rs, bareSigns[sign]...)
		default:
			rs = bareLetter(rs, r)
		}
	}
	return rs
}

// firstSign begins the block of typographic spaces, dashes, quotes and dots.
const firstSign = 0x2000

// bareLatin and bareSigns have the characters that nearly all text consists of.
var bareLatin, bareSigns = bareBlock(0, 0x180), bareBlock(firstSign, 0x70)

func bareBlock(first, n int) [][]rune {
	table := make([][]rune, n)
	for i := range table {
		table[i] = bareLetter(nil, rune(first+i))
	}
	return table
}

// bareLetter appends what one character comes down to; a broken byte to a space.
func bareLetter(rs []rune, r rune) []rune {
	if r == utf8.RuneError {
		return append(rs, ' ')
	}
	for _, r := range norm.NFKD.String(string(r)) {
		switch r = unicode.ToLower(r); {
		case r < utf8.RuneSelf:
			rs = append(rs, r)
		case r == 'œ':
			rs = append(rs, 'o', 'e')
		case r == 'æ':
			rs = append(rs, 'a', 'e')
		case r == 'ß':
			rs = append(rs, 's', 's')
		case r == 'ø':
			rs = append(rs, 'o')
		case r == 'ł':
			rs = append(rs, 'l')
		case !unicode.Is(unicode.M, r):
			rs = append(rs, r)
		}
	}
	return rs
}

// endsWord tells whether the + or # at i belongs to a name such as C++ or C#:
// a single letter, then these signs, then the end of the word.
func endsWord(rs []rune, i int) bool {
	start := i
	for start > 0 && (rs[start-1] == '+' || rs[start-1] == '#') {
		start--
	}
	if start == 0 || !unicode.IsLetter(rs[start-1]) || start > 1 && (unicode.IsLetter(rs[start-2]) || unicode.IsDigit(rs[start-2])) || i-start > 1 {
		return false
	}
	end := i
	for end < len(rs) && (rs[end] == '+' || rs[end] == '#') {
		end++
	}
	return end == len(rs) || !unicode.IsLetter(rs[end]) && !unicode.IsDigit(rs[end])
}

func startsNet(rs []rune) bool {
	return len(rs) >= 3 && strings.EqualFold(string(rs[:3]), "net") && (len(rs) == 3 || !unicode.IsLetter(rs[3]) && !unicode.IsDigit(rs[3]))
}
