package search

import (
	"cmp"
	"slices"
)

// The published order of relevance: a word counts by where it was found and
// how; the words of a query add up; words that stand together count more. Who
// was not confirmed for long keeps half of that. Then the nearer come first,
// when a place was asked for, then the fresher.

// field is where a word was found. Fields are bits of a posting, best first.
type field uint8

const (
	inHeadline field = iota
	inSkill
	inOrganisation
	inName
	inPlace
	inDescription
	fieldCount
)

// maskBits are the low bits of a posting, one for each field.
const (
	maskBits = int(fieldCount)
	maskAll  = 1<<maskBits - 1
)

// fieldWeight is what a field counts.
var fieldWeight = [fieldCount]uint16{
	inHeadline:     12,
	inSkill:        11,
	inOrganisation: 8,
	inName:         7,
	inPlace:        5,
	inDescription:  3,
}

// kind is how a word was recognised, worst first.
type kind uint8

const (
	byNothing kind = iota
	byTypo
	bySynonym
	byClass
	byPrefix
	byExact
	kindCount
)

// kindWeight multiplies the weight of the field.
var kindWeight = [kindCount]uint16{byTypo: 4, bySynonym: 5, byClass: 6, byPrefix: 7, byExact: 8}

// What is added to the sum over the words, when there are several.
const (
	togetherBonus = 24 // nothing stands between them
	closeBonus    = 12 // at most closeGap other words do
	closeGap      = 4
)

// A cell says in which ways a word was found in a document: a bit for each kind
// and field, the worthier the higher. So lists are taken over by nothing but OR,
// in any order, and what the best way is worth follows from the highest bit.
var (
	ways   [kindCount][maskAll + 1]uint32 // by kind and mask of fields: the cell
	waysIn [fieldCount]uint32             // by field: all its bits
	worth  [33]uint16                     // by length of the cell in bits
)

func init() {
	type way struct {
		kind  kind
		field field
		worth uint16
	}
	var all []way
	for k := byTypo; k < kindCount; k++ {
		for f := range fieldCount {
			all = append(all, way{k, f, fieldWeight[f] * kindWeight[k]})
		}
	}
	slices.SortStableFunc(all, func(a, b way) int { return cmp.Compare(a.worth, b.worth) })
	for i, w := range all {
		worth[i+1] = w.worth
		waysIn[w.field] |= 1 << i
		for mask := range ways[w.kind] {
			ways[w.kind][mask] |= uint32(mask>>w.field&1) << i
		}
	}
}

// fieldsOf is the mask of the fields that a cell tells of.
func fieldsOf(cell uint32) (mask uint32) {
	for f, bits := range waysIn {
		if cell&bits != 0 {
			mask |= 1 << f
		}
	}
	return mask
}

// bonus is what the shortest stretch of a text that holds all of n words adds;
// stretch 0 means that there is none.
func bonus(stretch, n int) uint16 {
	switch {
	case n < 2 || stretch == 0:
		return 0
	case stretch <= n:
		return togetherBonus
	case stretch <= n+closeGap:
		return closeBonus
	}
	return 0
}
