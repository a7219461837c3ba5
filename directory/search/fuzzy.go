package search

import (
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
)

const (
	minCorrected = 4  // letters of a word that may be corrected
	manyLetters  = 8  // from how many on two edits are forgiven
	maxCorrected = 40 // letters; longer ones are not looked for
)

// correctable tells whether a word that is nowhere may be a typing error.
func correctable(token string) bool {
	n := utf8.RuneCountInString(token)
	if n < minCorrected || n > maxCorrected {
		return false
	}
	for _, r := range token {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// nearest is the word of a living document that the fewest edits make of the
// token; among those the one that most documents have, then the first.
func (r *run) nearest(token string) (string, bool) {
	limit := 1
	if utf8.RuneCountInString(token) >= manyLetters {
		limit = 2
	}
	byDistance := make([][]uint32, limit+1)
	r.vocabulary.near(token, limit, func(no uint32, d int) {
		if r.hasLiving(no) {
			byDistance[d] = append(byDistance[d], no)
		}
	})
	for _, nos := range byDistance {
		best, most := "", 0
		for _, no := range nos {
			n := 1
			if len(nos) > 1 {
				n = r.documentsOf(no)
			}
			if w := r.vocabulary.words[no]; n > most || n == most && w < best {
				best, most = w, n
			}
		}
		if most > 0 {
			return best, true
		}
	}
	return "", false
}

// near calls fn for each word within limit edits of the token (insertion,
// deletion, replacement, swap of neighbours).
func (v *vocabulary) near(token string, limit int, fn func(no uint32, distance int)) {
	w := newWalk([]rune(token), limit)
	for no := range v.sorted {
		if d := w.distance(v.words[no]); d <= limit {
			fn(uint32(no), d)
		}
	}
	for no := v.sorted; no < len(v.words); no++ {
		if d := directory.EditDistance(token, v.words[no], limit); d <= limit {
			fn(uint32(no), d)
		}
	}
}

// walk measures one word after the other, in order. Neighbours begin alike, so
// that most rows of the matrix are there already.
type walk struct {
	target []rune
	limit  int
	path   []rune    // letters of the rows that are there
	rows   [][]uint8 // rows[i]: distances of path[:i] from each beginning of the target
	dead   int       // words that begin like path[:dead] are all too far; 0: unknown
}

func newWalk(target []rune, limit int) *walk {
	w := &walk{target: target, limit: limit}
	depth, width := len(target)+limit+1, len(target)+1
	cells := make([]uint8, (depth+1)*width)
	for i := range depth + 1 {
		w.rows = append(w.rows, cells[i*width:(i+1)*width])
	}
	for j := range w.rows[0] {
		w.rows[0][j] = uint8(j)
	}
	w.path = make([]rune, 0, depth)
	return w
}

// distance is that of the word, or limit+1 for any that is beyond.
func (w *walk) distance(word string) int {
	common, i := 0, 0 // letters shared with path, and their bytes
	for common < len(w.path) && i < len(word) {
		r, n := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(word[i:])
		}
		if r != w.path[common] {
			break
		}
		common++
		i += n
	}
	if w.dead > 0 && common >= w.dead {
		return w.limit + 1
	}
	// Letters are no more than bytes, and no fewer than a quarter of them.
	if n := len(word); n < len(w.target)-w.limit || (n > len(w.target)+w.limit && n > 4*(len(w.target)+w.limit)) {
		return w.limit + 1
	}
	w.dead = 0
	w.path = w.path[:common]
	for _, r := range word[i:] {
		if len(w.path) == len(w.target)+w.limit {
			return w.limit + 1 // too long
		}
		w.path = append(w.path, r)
		if w.step() {
			w.dead = len(w.path)
			return w.limit + 1
		}
	}
	return int(w.rows[len(w.path)][len(w.target)])
}

// step fills the row of the last letter and tells whether no continuation can
// come near: two rows are looked at, for a swap reaches back to the one before.
func (w *walk) step() (hopeless bool) {
	i := len(w.path)
	row, above := w.rows[i], w.rows[i-1]
	letter := w.path[i-1]
	row[0] = uint8(i)
	least := row[0]
	for j := 1; j < len(row); j++ {
		d := above[j-1]
		if letter != w.target[j-1] {
			d = 1 + min(d, above[j], row[j-1])
			if i > 1 && j > 1 && letter == w.target[j-2] && w.path[i-2] == w.target[j-1] {
				d = min(d, w.rows[i-2][j-2]+1)
			}
		}
		row[j] = d
		least = min(least, d)
	}
	if int(least) <= w.limit {
		return false
	}
	for _, d := range above {
		if int(d) <= w.limit {
			return false
		}
	}
	return true
}
