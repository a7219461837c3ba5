package search

import (
	"strings"
	"sync"

	"github.com/kljensen/snowball/french"
)

// A class is what the inflections and derivations of one word share: plural,
// feminine, the craft and who exercises it (traducteur, traductrice,
// traduction). It depends on the folded word alone, so that a word typed
// without its accents finds what was written with them.

const (
	minClassed = 3 // letters of a word that has a class
	minDoubled = 4 // letters before the doubled consonant of a stem is looked at
)

// class names the class of a folded word, empty when it has none: what is
// short, or holds anything but a to z, is only ever equal to itself. So are
// stop words: Léa is not to be found wherever « les » is written.
func class(token string) string {
	if c, ok := irregular[token]; ok { // short ones, too
		return c
	}
	if len(token) < minClassed || !plainLetters(token) || stopWords[token] {
		return ""
	}
	return root(withoutTele(token))
}

// shownClasses are those of words that were shown: people who look for the same
// see the same words again and again, and a class takes a stemmer.
var shownClasses = classes{known: map[string]string{}}

// maxShownClasses bounds them, at some hundred bytes each.
const maxShownClasses = 1 << 14

type classes struct {
	mu    sync.RWMutex
	known map[string]string
}

// of is the class of a word.
func (c *classes) of(token string) string {
	c.mu.RLock()
	found, ok := c.known[token]
	c.mu.RUnlock()
	if ok {
		return found
	}
	found = class(token)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= maxShownClasses {
		clear(c.known)
	}
	c.known[strings.Clone(token)] = found
	return found
}

// group names the set of classes that mean the same craft although no rule
// leads from one to the other; empty when the class is in none.
func group(class string) string { return groups[class] }

func plainLetters(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// withoutTele takes télé- off: a télésecrétaire is a secrétaire at a distance.
func withoutTele(token string) string {
	rest, ok := strings.CutPrefix(token, "tele")
	if !ok || len(rest) < 6 {
		return token
	}
	for _, whole := range teleWhole {
		if strings.HasPrefix(rest, whole) {
			return token
		}
	}
	return rest
}

// teleWhole begin the words in which télé- is more than « at a distance ».
var teleWhole = [...]string{"phon", "vis", "centre", "communic", "charg", "travail", "graph", "scop", "matique", "vers"}

// root stems a word as Snowball does and then takes the endings off by which
// crafts and those who exercise them differ. Snowball stops at some; it never
// sees that -ation, -ateur and -atrice are one family.
func root(token string) string {
	if r := shorten(unaccent.Replace(french.Stem(accented(token), true))); r != "" {
		return r
	}
	return token
}

var unaccent = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "â", "a", "ç", "c", "î", "i", "ï", "i", "ô", "o", "û", "u", "ù", "u", "ë", "e")

// accented puts back the accents that Snowball needs in order to know an ending.
func accented(token string) string {
	for _, e := range accentedEndings {
		if rest, ok := strings.CutSuffix(token, e[0]); ok && len(rest) >= 2 {
			return rest + e[1]
		}
	}
	return token
}

var accentedEndings = [...][2]string{
	{"ites", "ités"},
	{"ite", "ité"},
	{"ees", "ées"},
	{"ee", "ée"},
	{"ieres", "ières"},
	{"iere", "ière"},
}

// ending is what a rule takes off a stem, what it puts instead and how many
// letters must be left before that.
type ending struct {
	cut, put string
	least    int
}

// endings are tried as they stand here: the longer before those they end with.
var endings = [...]ending{
	{"alisation", "", 5},
	{"isation", "", 5},
	{"alisateur", "", 5},
	{"alisatric", "", 5},
	{"ationnel", "", 4},
	{"ionnair", "", 4},
	{"ionnel", "", 4},
	{"icateur", "", 4},
	{"icatric", "", 4},
	{"ateur", "", 4},
	{"atric", "", 4},
	{"ation", "", 4},
	{"ateux", "", 4},
	{"teur", "t", 3},
	{"tric", "t", 3},
	{"tion", "t", 3},
	{"tor", "t", 3},
	{"ieur", "", 4},
	{"eur", "", 4},
	{"eux", "", 4},
	{"ier", "", 5},
	{"er", "", 5},
	{"icien", "", 5},
	{"ien", "", 5},
	{"iqu", "", 5},
	{"iqu", "ic", 2},
	{"cqu", "c", 2},
	{"ic", "", 5},
	{"if", "iv", 2},
	{"ais", "", 4},
	{"ism", "", 5},
	{"ist", "", 5},
	{"ism", "ist", 3},
	{"yst", "ys", 3},
	{"ariat", "", 5},
	{"arial", "", 5},
	{"anat", "", 4},
	{"air", "", 5},
	{"ary", "", 5},
	{"ialis", "", 5},
	{"ural", "", 6},
	{"ial", "", 5},
	{"al", "", 5},
	{"ur", "", 6},
	{"ment", "", 5},
	{"ing", "", 4},
	{"ag", "", 4},
	{"logu", "log", 2},
	{"gogu", "gog", 2},
	{"io", "", 5},
	{"i", "", 5},
	{"y", "", 5},
}

// shorten takes one ending off a stem when enough is left, then what a doubled
// consonant has too much.
func shorten(stem string) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(stem, e.cut); ok && len(rest) >= e.least {
			stem = rest + e.put
			break
		}
	}
	return undouble(stem)
}

// undouble makes developp, programm and gestionn one with their simple forms.
func undouble(s string) string {
	if n := len(s); n > minDoubled && s[n-1] == s[n-2] {
		return s[:n-1]
	}
	return s
}
