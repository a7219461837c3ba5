package directory

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxSlug bounds a slug, in bytes; room is left for "-2", "-3", … after it.
const MaxSlug = 60

// reservedSlugs are the names that mean something else as an SSH user name.
var reservedSlugs = [...]string{"texte", "text", "lecture", "ecran", "screen", "inscription", "join", "public"}

// Slugify makes a slug from a name: a–z, 0–9 and single hyphens within, at most
// MaxSlug bytes, never empty and never a reserved name. It leaves a valid slug
// as it is.
func Slugify(name string) string {
	if len(name) > 16*MaxSlug {
		name = name[:16*MaxSlug]
	}
	var b strings.Builder
	gap := false
	put := func(s string) {
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(s)
	}
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(name, " ")) {
		switch r = unicode.ToLower(r); {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			put(string(r))
		case unicode.Is(unicode.M, r):
		case asciiOf(r) != "":
			put(asciiOf(r))
		default:
			gap = true
		}
	}
	s := b.String()
	if len(s) > MaxSlug {
		s = shorten(s)
	}
	switch {
	case s == "":
		return "profil"
	case slices.Contains(reservedSlugs[:], s):
		return s + "-profil"
	}
	return s
}

// asciiOf spells out the letters of Europe that do not decompose.
func asciiOf(r rune) string {
	switch r {
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	case 'ß':
		return "ss"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return ""
}

// shorten cuts a slug between words where it can.
func shorten(s string) string {
	cut := s[:MaxSlug]
	if s[MaxSlug] != '-' {
		if i := strings.LastIndexByte(cut, '-'); i >= MaxSlug/2 {
			cut = cut[:i]
		}
	}
	return strings.TrimRight(cut, "-")
}

// ValidSlug tells whether s could be a listing's slug: what Slugify makes,
// with a number after it or not.
func ValidSlug(s string) bool {
	if s == "" || len(s) > MaxSlug+8 || s[0] == '-' || s[len(s)-1] == '-' ||
		strings.Contains(s, "--") || slices.Contains(reservedSlugs[:], s) {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
