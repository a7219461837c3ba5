package directory

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// PartKind says what became of a stretch of text.
type PartKind uint8

// A stretch stands in both texts, in the former alone, or in the latter alone.
const (
	Kept PartKind = iota
	Removed
	Added
)

// Part is a stretch of one or two texts.
type Part struct {
	Kind PartKind
	Text string
}

// diffCells bounds the table that two texts are compared by: about a thousand
// words each, 4 MB for a moment. Of longer stretches that differ, all is said
// to be replaced.
const diffCells = 1 << 20

// DiffWords tells in which words two texts differ. The kept and removed parts in
// their order make the former text, the kept and added ones the latter, byte for
// byte. No two neighbours are of one kind, and what is removed comes before what
// is added in its place.
func DiffWords(before, after string) []Part {
	a, b := diffTokens(before), diffTokens(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var d differ
	d.add(Kept, a[:head])
	d.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	d.add(Kept, a[len(a)-tail:])
	return d.parts
}

// diffTokens takes a text apart into words, and what stands between them: each
// white space and each sign by itself.
func diffTokens(s string) []string {
	var out []string
	for len(s) > 0 {
		end := strings.IndexFunc(s, func(r rune) bool { return !isWordRune(r) })
		switch {
		case end < 0:
			end = len(s)
		case end == 0:
			_, end = utf8.DecodeRuneInString(s)
		}
		out = append(out, s[:end])
		s = s[end:]
	}
	return out
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'' || r == '’' || r == '-'
}

// differ gathers the parts of a comparison.
type differ struct{ parts []Part }

func (d *differ) add(kind PartKind, tokens []string) {
	if len(tokens) == 0 {
		return
	}
	text := strings.Join(tokens, "")
	if n := len(d.parts); n > 0 && d.parts[n-1].Kind == kind {
		d.parts[n-1].Text += text
		return
	}
	d.parts = append(d.parts, Part{kind, text})
}

// middle compares by the longest common subsequence.
func (d *differ) middle(a, b []string) {
	if len(a) == 0 || len(b) == 0 || len(a) > diffCells/len(b) {
		d.add(Removed, a)
		d.add(Added, b)
		return
	}
	width := len(b) + 1
	// longest[i*width+j] is that of a[i:] and b[j:].
	longest := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	d.walk(a, b, func(i, j int) bool { return longest[(i+1)*width+j] >= longest[i*width+j+1] })
}

// walk follows the table. Between two kept words all that is removed comes
// first: a sentence reads better so.
func (d *differ) walk(a, b []string, removes func(i, j int) bool) {
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		fromA, fromB := i, j
		for i < len(a) && j < len(b) && a[i] != b[j] {
			if removes(i, j) {
				i++
			} else {
				j++
			}
		}
		if i == len(a) || j == len(b) {
			i, j = len(a), len(b)
		}
		d.bridge(a[fromA:i], b[fromB:j])
		for i < len(a) && j < len(b) && a[i] == b[j] {
			d.add(Kept, a[i:i+1])
			i, j = i+1, j+1
		}
	}
}

// bridge adds what was replaced. A lone space kept between two replaced words
// would tear them apart: it is replaced along with them.
func (d *differ) bridge(removed, added []string) {
	n := len(d.parts)
	if len(removed) > 0 && len(added) > 0 && n >= 3 && d.parts[n-1] == (Part{Kept, " "}) &&
		d.parts[n-2].Kind == Added && d.parts[n-3].Kind == Removed {
		d.parts[n-3].Text += " " + strings.Join(removed, "")
		d.parts[n-2].Text += " " + strings.Join(added, "")
		d.parts = d.parts[:n-1]
		return
	}
	d.add(Removed, removed)
	d.add(Added, added)
}
