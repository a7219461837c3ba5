package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
)

// word is a folded token and the bytes it stands for in the text it was read from.
type word struct {
	token      string
	start, end int
}

// tokens are the folded words of a text, without their places.
func tokens(text string) []string {
	f := directory.Fold(text)
	if f == "" {
		return nil
	}
	return strings.Split(f, " ")
}

// isBlank tells the bytes at which any text may be cut without changing what
// it folds to: folding looks no further than to the next white space.
func isBlank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// chunk returns the next stretch of text from i on that holds no white space.
func chunk(text string, i int) (start, end int) {
	for i < len(text) && isBlank(text[i]) {
		i++
	}
	start = i
	for i < len(text) && !isBlank(text[i]) {
		i++
	}
	return start, i
}

// split folds a text and says where each token stood. What folds in a way that
// cannot be followed letter by letter gets the whole stretch between spaces.
func split(text string) []word {
	var out []word
	for i := 0; ; {
		start, end := chunk(text, i)
		if start == end {
			return out
		}
		i = end
		part := text[start:end]
		if isWord(part) {
			out = append(out, word{directory.Fold(part), start, end})
			continue
		}
		toks := tokens(part)
		if len(toks) == 0 {
			continue
		}
		if ws, ok := follow(part, start, toks); ok {
			out = append(out, ws...)
			continue
		}
		first, last := wordBounds(part)
		for _, t := range toks {
			out = append(out, word{t, start + first, start + last})
		}
	}
}

// isWord tells a text that folds to one token, beyond doubt: letters and digits
// of Latin languages alone.
func isWord(text string) bool {
	for _, r := range text {
		if r > unicode.MaxLatin1 || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return text != ""
}

// follow finds the tokens of part in order, each as one run of word characters.
func follow(part string, at int, toks []string) ([]word, bool) {
	var out []word
	for i := 0; i < len(part); {
		r, n := utf8.DecodeRuneInString(part[i:])
		if !isWordRune(r) {
			i += n
			continue
		}
		start := i
		for i < len(part) {
			r, n = utf8.DecodeRuneInString(part[i:])
			if !isWordRune(r) {
				break
			}
			i += n
		}
		if len(out) == len(toks) {
			return nil, false
		}
		want, f := toks[len(out)], directory.Fold(part[start:i])
		switch {
		case f == want:
			out = append(out, word{want, at + start, at + i})
		case want == "."+f && start > 0 && part[start-1] == '.':
			out = append(out, word{want, at + start - 1, at + i})
		default:
			return nil, false
		}
	}
	return out, len(out) == len(toks)
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '+' || r == '#'
}

// wordBounds are the bounds of part without the punctuation around it.
func wordBounds(part string) (first, last int) {
	first = strings.IndexFunc(part, isWordRune)
	last = strings.LastIndexFunc(part, isWordRune)
	if first < 0 {
		return 0, len(part)
	}
	_, n := utf8.DecodeRuneInString(part[last:])
	return first, last + n
}
