package sqlite

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"teleorne/directory"
)

const insertRevisionKey = "INSERT INTO revision_key (revision, listing, commune, words, text) VALUES (?, ?, ?, ?, ?)"

// revisionKey is by what a revision is found and compared, in the order of the
// columns.
func revisionKey(revision, listing int64, slug string, p *directory.Profile) []any {
	return []any{revision, listing, p.Commune, searched(slug, p), textKey(p.Description)}
}

// searched are the things that a listing is looked for by, a line for each.
func searched(slug string, p *directory.Profile) string {
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s)
			b.WriteByte('\n')
		}
	}
	line(directory.Fold(p.Name))
	line(directory.Fold(p.Organisation))
	line(slug)
	line(strings.ToLower(p.Email))
	line(p.Phone)
	if national, ok := strings.CutPrefix(p.Phone, "+33"); ok {
		line("0" + national)
	}
	line(p.SIRET)
	return b.String()
}

// leastText is how many characters a description has at least that says
// something when another one is the same.
const leastText = 40

// textKey is a number that equal descriptions have in common, and others
// hardly ever; 0 for a short one.
func textKey(description string) int64 {
	if len(description) < leastText || directory.Length(description) < leastText {
		return 0
	}
	sum := sha256.Sum256([]byte(description))
	return int64(binary.BigEndian.Uint64(sum[:])>>1) | 1
}

// maxWords bounds the words that are looked for; who types more finds by these.
const maxWords = 16

// needles are the words of a text as searched writes them, each in one form or
// two: a name is found folded, an address as it stands. Digits are one number,
// however they are grouped.
func needles(text string) [][]string {
	if number := digitsOf(text); number != "" {
		return [][]string{{number}}
	}
	words := strings.Fields(strings.ToLower(text))
	var out [][]string
	for _, w := range words[:min(len(words), maxWords)] {
		forms := []string{w}
		if folded := directory.Fold(w); folded != "" && folded != w {
			forms = append(forms, folded)
		}
		out = append(out, forms)
	}
	return out
}

// digitsOf is a number of several digits without what people put between them;
// empty when the text is anything else.
func digitsOf(text string) string {
	var b strings.Builder
	for _, r := range strings.Replace(text, "(0)", "", 1) { // which is not dialled behind +33
		switch {
		case r >= '0' && r <= '9', r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case r == ' ', r == '.', r == '\u00a0', r == '\u202f', r == '/', r == '(', r == ')', r == '-':
		default:
			return ""
		}
	}
	if b.Len() < 2 {
		return ""
	}
	return b.String()
}
