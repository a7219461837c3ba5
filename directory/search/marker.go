package search

import (
	"strings"
	"sync"

	"teleorne/directory"
)

// marker knows the words of one query and finds them in any text. The rows of a
// list are marked anew with each move in it: what was found in them is at hand.
type marker struct {
	words   []markedWord
	phrases [][]string

	mu     sync.Mutex
	marked map[string][]directory.Span // by text
}

// maxMarked bounds the texts whose marks are at hand: some screens full.
const maxMarked = 128

type markedWord struct {
	token  string
	prefix bool
	class  string
	group  string
}

// marker is that of the terms as they were understood.
func (r *run) marker() *marker {
	m := &marker{}
	for i := range r.matches {
		t := &r.matches[i]
		if t.phrase {
			m.phrases = append(m.phrases, t.tokens)
			continue
		}
		c := class(t.token())
		m.words = append(m.words, markedWord{t.token(), t.prefix, c, group(c)})
	}
	return m
}

// Mark gives the stretches of text that the query's words found; of a word
// whose beginning was enough, that beginning is marked with the rest. Nobody may
// change them.
func (m *marker) Mark(text string) []directory.Span {
	if len(m.words) == 0 && len(m.phrases) == 0 {
		return nil
	}
	m.mu.Lock()
	out, ok := m.marked[text]
	m.mu.Unlock()
	if ok {
		return out
	}
	out = m.find(text)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.marked == nil || len(m.marked) >= maxMarked {
		m.marked = make(map[string][]directory.Span)
	}
	m.marked[text] = out
	return out
}

func (m *marker) find(text string) []directory.Span {
	ws := split(text)
	hit := make([]bool, len(ws))
	for i, w := range ws {
		hit[i] = m.matches(w.token)
	}
	for _, p := range m.phrases {
		for i := 0; i+len(p) <= len(ws); i++ {
			if !follows(ws[i:i+len(p)], p) {
				continue
			}
			for j := range p {
				hit[i+j] = true
			}
		}
	}
	var out []directory.Span
	for i, w := range ws {
		// Two words may share one stretch that could not be told apart.
		if hit[i] && (len(out) == 0 || w.start >= out[len(out)-1].End) {
			out = append(out, directory.Span{Start: w.start, End: w.end})
		}
	}
	return out
}

func follows(ws []word, p []string) bool {
	for i, w := range ws {
		if w.token != p[i] {
			return false
		}
	}
	return true
}

// matches tells whether a word of a text is one of the query's.
func (m *marker) matches(token string) bool {
	c := ""
	for i := range m.words {
		w := &m.words[i]
		if token == w.token || w.prefix && strings.HasPrefix(token, w.token) {
			return true
		}
		if w.class == "" {
			continue
		}
		if c == "" {
			c = shownClasses.of(token)
		}
		if c == w.class || w.group != "" && group(c) == w.group {
			return true
		}
	}
	return false
}
