package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"teleorne/directory"
)

// maxSlug bounds, in bytes, the slug that others are compared with.
const maxSlug = 80

// Similar gives the slugs of living listings that a mistyped slug may have
// meant: a few letters away, or the same words in another order.
func (x *Index) Similar(slug string, limit int) []string {
	key := strings.ReplaceAll(directory.Fold(slug), " ", "-")
	if key == "" || len(key) > maxSlug || limit <= 0 {
		return nil
	}
	x.slots <- struct{}{}
	defer x.leave()
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.seg.similar(key, limit)
}

// similarSlug is a slug with how far away it is.
type similarSlug struct {
	slug     string
	distance int
}

func (s *segment) similar(key string, limit int) []string {
	tolerance := 1 + utf8.RuneCountInString(key)/5
	shuffled := sortedWords(key)
	var out []similarSlug
	s.eachLiving(func(doc uint32) {
		slug := s.slug(doc)
		if gap := len(slug) - len(key); gap > tolerance || -gap > tolerance {
			return
		}
		d := tolerance + 1
		if lettersApart(slug, key) <= 2*tolerance {
			d = directory.EditDistance(key, string(slug), tolerance)
			if d > 1 && len(slug) == len(key) && sortedWords(string(slug)) == shuffled {
				d = 1
			}
		}
		if d <= tolerance {
			out = append(out, similarSlug{string(slug), d})
		}
	})
	slices.SortFunc(out, func(a, b similarSlug) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.slug, b.slug))
	})
	slugs := make([]string, min(limit, len(out)))
	for i := range slugs {
		slugs[i] = out[i].slug
	}
	return slugs
}

// sortedWords is what a slug is whatever the order of its words.
func sortedWords(slug string) string {
	words := strings.Split(slug, "-")
	slices.Sort(words)
	return strings.Join(words, "-")
}

// lettersApart counts the bytes that one has and the other lacks, in whatever
// order: an edit changes it by at most two.
func lettersApart(a []byte, b string) int {
	var n [32]int8
	for _, c := range a {
		n[c&31]++
	}
	for i := range len(b) {
		n[b[i]&31]--
	}
	sum := 0
	for _, c := range n {
		sum += int(max(c, -c))
	}
	return sum
}
