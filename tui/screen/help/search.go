package help

import (
	"strings"
	"unicode"

	"teleorne/directory"
	"teleorne/tui/widget"
)

// hit is a passage of the help that has all words searched.
type hit struct {
	doc, chapter int
	excerpt      string // the line with the most of the words; empty when the title has them all
}

// lookup finds the chapters that have, for each word typed, a word that starts
// like it: those whose titles do come first, else in the order of the help.
// When there is none, a slip of the fingers is forgiven in each longer word.
func lookup(docs []document, typed string) []hit {
	words := strings.Fields(directory.Fold(typed))
	if len(words) == 0 {
		return nil
	}
	if hits := passages(docs, words, starts); len(hits) > 0 {
		return hits
	}
	return passages(docs, words, nearly)
}

// starts and nearly tell whether a word of the help is one that was typed.
func starts(have, typed string) bool { return strings.HasPrefix(have, typed) }

func nearly(have, typed string) bool {
	if starts(have, typed) {
		return true
	}
	return len(typed) > 4 && directory.EditDistance(have, typed, 1) <= 1
}

func passages(docs []document, words []string, is func(have, typed string) bool) []hit {
	var inTitle, inText []hit
	for d := range docs {
		for c := range docs[d].sections {
			sec := &docs[d].sections[c]
			title := docs[d].title + " " + sec.title
			all := title
			for _, p := range sec.paras {
				all += " " + p.term + " " + p.text
			}
			if count(words, all, is) < len(words) {
				continue
			}
			h := hit{doc: d, chapter: c, excerpt: excerpt(sec, words, is)}
			if count(words, title, is) == len(words) {
				inTitle = append(inTitle, h)
			} else {
				inText = append(inText, h)
			}
		}
	}
	return append(inTitle, inText...)
}

// count is how many of the words a text has.
func count(words []string, text string, is func(have, typed string) bool) int {
	have := strings.Fields(directory.Fold(text))
	n := 0
	for _, w := range words {
		for _, h := range have {
			if is(h, w) {
				n++
				break
			}
		}
	}
	return n
}

// excerpt is the paragraph with the most of the words, the first of equals.
func excerpt(c *chapter, words []string, is func(have, typed string) bool) string {
	best, most := "", 0
	for _, p := range c.paras {
		line := strings.TrimSpace(p.term + " " + p.text)
		if n := count(words, line, is); n > most || best == "" && line != "" {
			best, most = line, n
		}
	}
	return best
}

// marks are the words of a text that are, or nearly are, one of those typed.
func marks(s, typed string) []directory.Span {
	words := strings.Fields(directory.Fold(typed))
	var spans []directory.Span
	mark := func(from, to int) {
		folded := directory.Fold(s[from:to])
		for _, w := range words {
			if nearly(folded, w) {
				spans = append(spans, directory.Span{Start: from, End: to})
				return
			}
		}
	}
	start := -1
	for i, r := range s {
		inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case inWord && start < 0:
			start = i
		case !inWord && start >= 0:
			mark(start, i)
			start = -1
		}
	}
	if start >= 0 {
		mark(start, len(s))
	}
	return spans
}

// around cuts a text to a width so that its first mark is in sight.
func around(s, typed string, width int, ellipsis string) string {
	spans := marks(s, typed)
	if len(spans) == 0 || widget.Width(s[:spans[0].End]) <= width*3/4 {
		return widget.Cut(s, width, ellipsis)
	}
	// Start at a word a little before the mark.
	from := spans[0].Start
	for from > 0 && widget.Width(s[from:spans[0].End]) < width/2 {
		space := strings.LastIndexByte(s[:from-1], ' ')
		if space < 0 || widget.Width(s[space+1:spans[0].End]) > width/2 {
			break
		}
		from = space + 1
	}
	return widget.Cut(ellipsis+s[from:], width, ellipsis)
}
