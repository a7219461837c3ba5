package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// vocabulary numbers the words of documents, skills and places. The words of
// the last rebuild are sorted, so that those with the same beginning are
// neighbours; what came since stands behind them. A word says nothing about
// whether any living document still has it.
type vocabulary struct {
	words   []string
	numbers map[string]uint32
	sorted  int      // words[:sorted] rise
	class   []string // by word, empty for none
	kin     []uint32 // words[:sorted] that have a class, by class
	ground  []int32  // by sorted word: its place in ground.tokens, or -1
	rooted  []uint32 // by place in ground.tokens: the word
}

// find gives the number of a word.
func (v *vocabulary) find(token string) (uint32, bool) {
	no, ok := v.numbers[token]
	return no, ok
}

// number is find, giving new words a number.
func (v *vocabulary) number(token string) uint32 {
	if no, ok := v.numbers[token]; ok {
		return no
	}
	no := uint32(len(v.words))
	token = strings.Clone(token) // not the text it was cut from
	v.words = append(v.words, token)
	c := class(token)
	if strings.HasPrefix(token, c) {
		c = token[:len(c)] // shares the word's memory
	}
	v.class = append(v.class, c)
	v.numbers[token] = no
	return no
}

// starting calls fn for each word that begins with the prefix.
func (v *vocabulary) starting(prefix string, fn func(no uint32)) {
	i, _ := slices.BinarySearch(v.words[:v.sorted], prefix)
	for ; i < v.sorted && strings.HasPrefix(v.words[i], prefix); i++ {
		fn(uint32(i))
	}
	for i := v.sorted; i < len(v.words); i++ {
		if strings.HasPrefix(v.words[i], prefix) {
			fn(uint32(i))
		}
	}
}

// inClass calls fn for each word of the class.
func (v *vocabulary) inClass(c string, fn func(no uint32)) {
	i := sort.Search(len(v.kin), func(i int) bool { return v.class[v.kin[i]] >= c })
	for ; i < len(v.kin) && v.class[v.kin[i]] == c; i++ {
		fn(v.kin[i])
	}
	for i := v.sorted; i < len(v.words); i++ {
		if v.class[i] == c {
			fn(uint32(i))
		}
	}
}

// ofGround gives what the word names of skills and places, nil for nothing.
func (v *vocabulary) ofGround(g *ground, no uint32) *groundToken {
	if int(no) >= len(v.ground) || v.ground[no] < 0 {
		return nil
	}
	return &g.tokens[v.ground[no]]
}

// rebuilt is the vocabulary of the used words and those of the ground, sorted;
// renamed tells the new number of each used word.
func (v *vocabulary) rebuilt(used []bool, g *ground) (out *vocabulary, renamed []uint32) {
	order := make([]uint32, 0, len(used))
	for no, yes := range used {
		if yes {
			order = append(order, uint32(no))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(v.words[a], v.words[b]) })
	out, renamed = &vocabulary{}, make([]uint32, len(used))
	size := len(order) + len(g.tokens)
	out.words, out.class, out.ground = make([]string, 0, size), make([]string, 0, size), make([]int32, 0, size)
	for i, j := 0, 0; i < len(order) || j < len(g.tokens); {
		c := -1
		switch {
		case i == len(order):
			c = 1
		case j < len(g.tokens):
			c = cmp.Compare(v.words[order[i]], g.tokens[j].token)
		}
		word, cl, ground := "", "", int32(-1)
		if c >= 0 {
			out.rooted = append(out.rooted, uint32(len(out.words)))
			word, ground = g.tokens[j].token, int32(j)
			j++
		}
		if c <= 0 {
			word, cl = v.words[order[i]], v.class[order[i]]
			renamed[order[i]] = uint32(len(out.words))
			i++
		} else {
			cl = g.tokens[ground].class
		}
		out.words, out.class, out.ground = append(out.words, word), append(out.class, cl), append(out.ground, ground)
	}
	out.sorted = len(out.words)
	out.numbers = make(map[string]uint32, len(out.words))
	for no, word := range out.words {
		out.numbers[word] = uint32(no)
	}
	for no, c := range out.class {
		if c != "" {
			out.kin = append(out.kin, uint32(no))
		}
	}
	slices.SortStableFunc(out.kin, func(a, b uint32) int { return cmp.Compare(out.class[a], out.class[b]) })
	out.words, out.class = slices.Clip(out.words), slices.Clip(out.class)
	return out, renamed
}
