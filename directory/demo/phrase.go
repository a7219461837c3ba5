package demo

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// expand fills the gaps of a phrase: {man|woman} takes the form for whom it is
// about, {.name} what value answers. « de » and « à » before a gap are
// contracted and elided as French does.
func expand(phrase string, woman bool, value func(name string) string) string {
	var b strings.Builder
	b.Grow(len(phrase) + 64)
	for {
		before, rest, ok := strings.Cut(phrase, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		gap, after, _ := strings.Cut(rest, "}")
		phrase = after
		if name, ok := strings.CutPrefix(gap, "."); ok {
			join(&b, value(name))
			continue
		}
		man, feminine, _ := strings.Cut(gap, "|")
		if woman {
			b.WriteString(feminine)
		} else {
			b.WriteString(man)
		}
	}
}

// join appends a value after a text that may end in a preposition.
func join(b *strings.Builder, value string) {
	text := b.String()
	contract := func(preposition, instead, value string) {
		b.Reset()
		b.WriteString(strings.TrimSuffix(text, preposition))
		b.WriteString(instead)
		b.WriteString(value)
	}
	for _, c := range contractions {
		if rest, ok := strings.CutPrefix(value, c.article); ok && endsInWord(text, c.preposition) {
			contract(c.preposition, c.instead, rest)
			return
		}
	}
	if endsInWord(text, "de ") && startsInVowel(value) {
		contract("de ", "d'", value)
		return
	}
	b.WriteString(value)
}

// contractions are what de and à become before the article of a name.
var contractions = [...]struct{ preposition, article, instead string }{
	{"de ", "Le ", "du "},
	{"de ", "Les ", "des "},
	{"à ", "Le ", "au "},
	{"à ", "Les ", "aux "},
}

// endsInWord tells whether a text ends in a word of its own.
func endsInWord(text, word string) bool {
	before, ok := strings.CutSuffix(text, word)
	return ok && (before == "" || strings.HasSuffix(before, " "))
}

func startsInVowel(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("aeiouyéèêàâîôûœh", unicode.ToLower(r))
}

// numerals are how a person writes a number of years.
var numerals = [...]string{
	"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
	"quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt", "vingt et un", "vingt-deux", "vingt-trois",
	"vingt-quatre", "vingt-cinq",
}

// capital begins a text with a capital letter.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// enumerate joins texts as French does: a, b et c.
func enumerate(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:len(items)-1], ", ") + " et " + items[len(items)-1]
}
