package directory

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// EditDistance counts the insertions, deletions, replacements and swaps of
// neighbours (optimal string alignment) that lead from a to b, in characters.
// It gives up early: more than limit is told as limit+1. limit is at least 0.
func EditDistance(a, b string, limit int) int {
	limit = max(limit, 0)
	if a == b {
		return 0
	}
	var bufA, bufB [48]rune
	ra, rb := appendRunes(bufA[:0], a), appendRunes(bufB[:0], b)
	for len(ra) > 0 && len(rb) > 0 && ra[0] == rb[0] {
		ra, rb = ra[1:], rb[1:]
	}
	for len(ra) > 0 && len(rb) > 0 && ra[len(ra)-1] == rb[len(rb)-1] {
		ra, rb = ra[:len(ra)-1], rb[:len(rb)-1]
	}
	if len(ra) > len(rb) {
		ra, rb = rb, ra
	}
	if len(rb)-len(ra) > limit {
		return limit + 1
	}
	if len(ra) == 0 {
		return len(rb)
	}
	return alignment(ra, rb, limit)
}

// appendRunes keeps short texts on the caller's stack.
func appendRunes(to []rune, s string) []rune {
	for _, r := range s {
		to = append(to, r)
	}
	return to
}

// alignment fills the matrix of the distance row by row, a being the shorter.
func alignment(a, b []rune, limit int) int {
	var buf [3][49]int
	width := len(a) + 1
	before, above, row := buf[0][:], buf[1][:], buf[2][:]
	if width > len(buf[0]) {
		before, above, row = make([]int, width), make([]int, width), make([]int, width)
	}
	for i := range width {
		above[i] = i
	}
	for j := 1; j <= len(b); j++ {
		row[0] = j
		best := j
		for i := 1; i < width; i++ {
			d := above[i-1]
			if a[i-1] != b[j-1] {
				d = 1 + min(d, above[i], row[i-1])
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, before[i-2]+1)
				}
			}
			row[i] = d
			best = min(best, d)
		}
		// A swap reaches two rows back, so one hopeless row is not enough.
		if best > limit && rowMin(above[:width]) > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return min(above[width-1], limit+1)
}

func rowMin(row []int) int {
	least := row[0]
	for _, d := range row[1:] {
		least = min(least, d)
	}
	return least
}

// tolerance is how many edits away a text of n characters may be and still
// count as a slip of the fingers.
func tolerance(n int) int {
	switch {
	case n <= 2:
		return 0
	case n <= 4:
		return 1
	case n <= 8:
		return 2
	}
	return min(n/3, 5)
}

// letters is the set of characters of a folded text, as 64 bits. Each edit
// changes at most two of them, which spares most comparisons.
func letters(s string) uint64 {
	var set uint64
	for _, r := range s {
		set |= 1 << (uint32(r) % 64)
	}
	return set
}

// within tells whether two sets of letters allow for that few edits.
func within(a, b uint64, edits int) bool { return bits.OnesCount64(a^b) <= 2*edits }

// nearest ranks the values whose folded names are closest to a folded text:
// by edits, names that merely begin alike after those, ties by name. It leaves
// out what is too far for its length, and gives each value once.
func nearest(folded string, names map[string]string, limit int) []string {
	if folded == "" || limit <= 0 {
		return nil
	}
	type near struct {
		name string
		cost int
	}
	length := utf8.RuneCountInString(folded)
	allowed := tolerance(length)
	set := letters(folded)
	var found []near
	for name := range maps.Keys(names) {
		// A long text is compared with the few names that are about as long.
		if difference := length - utf8.RuneCountInString(name); max(difference, -difference) <= allowed && within(set, letters(name), allowed) {
			if d := EditDistance(folded, name, allowed); d <= allowed {
				found = append(found, near{name, d})
				continue
			}
		}
		if alikeAtFirst(folded, name) {
			found = append(found, near{name, allowed + 1})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), strings.Compare(a.name, b.name))
	})
	var values []string
	for _, f := range found {
		if v := names[f.name]; !slices.Contains(values, v) {
			values = append(values, v)
			if len(values) == limit {
				break
			}
		}
	}
	return values
}

// alikeAtFirst tells whether one text begins the other, or both begin with the
// same word, as long as four letters at least agree.
func alikeAtFirst(a, b string) bool {
	const enough = 4
	if len(a) >= enough && strings.HasPrefix(b, a) || len(b) >= enough && strings.HasPrefix(a, b) {
		return true
	}
	first, _, _ := strings.Cut(a, " ")
	other, _, _ := strings.Cut(b, " ")
	return len(first) >= enough && first == other
}
