package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"teleorne/directory"
)

// maxWords bounds the words of a query, exclusions and those of phrases
// included; what is beyond is not read.
const maxWords = 16

// maxGraphemeBytes bounds what one character of a query may weigh on average.
const maxGraphemeBytes = 16

// term is a word or a phrase of a query.
type term struct {
	typed  string   // as typed, in lower case; for corrections
	tokens []string // one for a word, several for what must stand side by side
	phrase bool     // these very tokens, neither inflected nor corrected
	prefix bool     // the last word: its beginning is enough
}

// ask is the text of a query as it was understood.
type ask struct {
	terms    []term // all required
	excluded []term // none may be found
	words    []word // all that was required, as typed: what concepts are named by
}

// parse reads what a person typed: words, "phrases" and -exclusions. Any text
// is understood somehow.
func parse(text string) *ask {
	p := parser{}
	p.read(clip(text))
	return p.finish()
}

// clip keeps the first directory.MaxQueryText graphemes.
func clip(text string) string {
	if len(text) > directory.MaxQueryText*maxGraphemeBytes {
		text = text[:directory.MaxQueryText*maxGraphemeBytes]
	}
	if len(text) <= directory.MaxQueryText { // no more graphemes than bytes
		return text
	}
	g := uniseg.NewGraphemes(text)
	for n := 0; g.Next(); n++ {
		if n == directory.MaxQueryText {
			from, _ := g.Positions()
			return text[:from]
		}
	}
	return text
}

type parser struct {
	items []item
	count int // tokens read
}

// item is a stretch of the text of one kind.
type item struct {
	words    []word // with the typed text in place of the positions
	typed    []string
	phrase   bool
	excluded bool
}

const quotes = "\"“”„«»"

func (p *parser) read(text string) {
	for i := 0; i < len(text) && p.count < maxWords; {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		excluded := false
		for i < len(text) && text[i] == '-' {
			excluded = true
			i++
		}
		if i == len(text) {
			return
		}
		r, n = utf8.DecodeRuneInString(text[i:])
		switch {
		case strings.ContainsRune(quotes, r):
			end := strings.IndexAny(text[i+n:], quotes)
			if end < 0 {
				p.add(text[i+n:], true, excluded)
				return
			}
			p.add(text[i+n:i+n+end], true, excluded)
			_, closing := utf8.DecodeRuneInString(text[i+n+end:])
			i += n + end + closing
		case unicode.IsSpace(r): // a lone hyphen
		default:
			end := strings.IndexFunc(text[i:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(quotes, r) })
			if end < 0 {
				end = len(text) - i
			}
			p.add(text[i:i+end], false, excluded)
			i += end
		}
	}
}

// add takes a stretch over as far as there is room for its words.
func (p *parser) add(text string, phrase, excluded bool) {
	ws := split(text)
	ws = ws[:min(len(ws), maxWords-p.count)]
	if len(ws) == 0 {
		return
	}
	p.count += len(ws)
	it := item{words: ws, phrase: phrase, excluded: excluded}
	for _, w := range ws {
		it.typed = append(it.typed, strings.ToLower(text[w.start:w.end]))
	}
	p.items = append(p.items, it)
}

// finish drops the stop words and says which word may be a beginning.
func (p *parser) finish() *ask {
	a := &ask{}
	var stopped []term
	for n, it := range p.items {
		toks := make([]string, len(it.words))
		for i, w := range it.words {
			toks[i] = w.token
		}
		whole := term{typed: strings.Join(it.typed, " "), tokens: toks, phrase: it.phrase || len(toks) > 1}
		switch {
		case it.excluded:
			if !it.phrase {
				whole = whole.unstopped()
			}
			a.excluded = append(a.excluded, whole)
			continue
		case it.phrase:
			a.terms = append(a.terms, whole)
		default:
			for i, t := range toks {
				one := term{typed: it.typed[i], tokens: toks[i : i+1], prefix: n == len(p.items)-1 && i == len(toks)-1}
				if stopWords[t] && !one.prefix {
					stopped = append(stopped, one)
					continue
				}
				a.terms = append(a.terms, one)
			}
		}
		a.words = append(a.words, it.words...)
	}
	if onlyStopWords(a.terms) { // nothing else is left: then they count
		a.terms = append(stopped, a.terms...)
	}
	a.terms = distinct(a.terms)
	return a
}

// unstopped is a term without the stop words it begins with, unless nothing else
// is left: -l’écriture keeps out whoever writes, with the article or without.
func (t term) unstopped() term {
	for len(t.tokens) > 1 && stopWords[t.tokens[0]] {
		t.tokens = t.tokens[1:]
	}
	t.phrase = len(t.tokens) > 1
	return t
}

func onlyStopWords(terms []term) bool {
	return !slices.ContainsFunc(terms, func(t term) bool { return t.phrase || !stopWords[t.tokens[0]] })
}

// distinct drops words that are asked for twice. The later of two stays: it
// may be the one whose beginning is enough.
func distinct(terms []term) []term {
	out := terms[:0:0]
	for i, t := range terms {
		again := slices.ContainsFunc(terms[i+1:], func(u term) bool {
			return u.phrase == t.phrase && slices.Equal(u.tokens, t.tokens)
		})
		if !again {
			out = append(out, t)
		}
	}
	return out
}
