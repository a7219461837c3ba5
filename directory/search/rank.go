package search

// The published order of relevance: a word counts by where it was found and
// how; the words of a query add up; words that stand together count more. Then
// the nearer come first, when a place was asked for, then the fresher.

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

// worth holds, for each kind and field mask, the best field weight times the
// kind's, shifted beside a mask: a cell of run.cells.
var worth = func() (t [kindCount][maskAll + 1]uint16) {
	for k := range t {
		for mask := range t[k] {
			var best uint16
			for f := range fieldCount {
				if mask&(1<<f) != 0 {
					best = max(best, fieldWeight[f])
				}
			}
			t[k][mask] = best * kindWeight[k] << maskBits
		}
	}
	return t
}()

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
