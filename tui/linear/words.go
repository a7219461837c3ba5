package linear

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
)

// word is something that can be said everywhere.
type word uint8

const (
	wordNone word = iota
	wordHelp
	wordFull
	wordBack
	wordHome
	wordQuit
	wordMore
	wordBefore
	wordRepeat
	wordBrief
	wordLanguage
	wordScreen
)

// globals are these words in both languages, folded.
var globals = map[string]word{
	"aide": wordHelp, "help": wordHelp,
	"aide complete": wordFull, "full help": wordFull,
	"retour": wordBack, "back": wordBack,
	"accueil": wordHome, "home": wordHome,
	"quitter": wordQuit, "quit": wordQuit, "exit": wordQuit, "au revoir": wordQuit,
	"suite": wordMore, "more": wordMore, "next": wordMore,
	"avant": wordBefore, "before": wordBefore,
	"repeter": wordRepeat, "repeat": wordRepeat,
	"bref": wordBrief, "brief": wordBrief,
	"langue": wordLanguage, "language": wordLanguage, "english": wordLanguage, "francais": wordLanguage,
	"ecran": wordScreen, "screen": wordScreen,
}

// global is the word that a line is.
func global(line string) word {
	if strings.TrimSpace(line) == "?" {
		return wordHelp
	}
	return globals[directory.Fold(line)]
}

// keypad is the word that a key of a numeric keypad stands for where something is
// chosen: with these and Enter one gets everywhere.
func keypad(line string) word {
	switch line {
	case "0":
		return wordBack
	case "+":
		return wordMore
	case "-":
		return wordBefore
	}
	return wordNone
}

// leastBegun is how many letters of a word are typed before it is completed.
const leastBegun = 3

// begun is the one word that a line begins; wordNone when there is none, or
// when it may be several.
func begun(line string) word {
	typed, found := directory.Fold(line), wordNone
	if utf8.RuneCountInString(typed) < leastBegun {
		return wordNone
	}
	for name, w := range globals {
		if !strings.HasPrefix(name, typed) || w == wordFull {
			continue
		}
		if found != wordNone && found != w {
			return wordNone
		}
		found = w
	}
	return found
}

// leaves tells whether a word is one even where a text is awaited.
func (w word) leaves() bool {
	switch w {
	case wordBack, wordHelp, wordFull, wordHome, wordQuit, wordScreen:
		return true
	}
	return false
}

// passes tells whether a choice of the screen that is called so is meant rather
// than the word.
func (w word) passes() bool {
	switch w {
	case wordMore, wordBefore, wordRepeat, wordLanguage:
		return true
	}
	return false
}

// sought is what follows a word that asks for a search.
func sought(line string) (string, bool) {
	words := strings.Fields(line)
	for n := range min(len(words), longestVerb) {
		if searching[directory.Fold(strings.Join(words[:n+1], " "))] {
			return strings.Join(words[n+1:], " "), n+1 < len(words)
		}
	}
	return "", false
}

// searching are the ways to ask for a search, folded; longestVerb is how many
// words the longest has.
var searching = map[string]bool{
	"chercher": true, "rechercher": true, "cherche": true, "je cherche": true, "trouver": true,
	"search": true, "search for": true, "find": true, "looking for": true, "i am looking for": true, "i m looking for": true,
}

const longestVerb = 4

// quoted takes a text out of quotation marks, in which a word of ours is a text
// like any other.
func quoted(line string) string {
	for _, marks := range [...][2]string{{`"`, `"`}, {"«", "»"}, {"“", "”"}} {
		inner, ok := strings.CutPrefix(line, marks[0])
		if inner, both := strings.CutSuffix(inner, marks[1]); ok && both && global(inner) != wordNone {
			return strings.TrimSpace(inner)
		}
	}
	return line
}

// number reads the number of a choice, which may end as in a list: « 3. » or
// « 3) ».
func number(line string) (int, bool) {
	if bare := strings.TrimRight(line, ".)"); isDigits(bare) {
		line = bare
	}
	n, err := strconv.Atoi(line)
	if err != nil {
		return 0, isDigits(strings.TrimLeft(line, "+-"))
	}
	return n, true
}

// isPostal tells whether a number is too long for a choice and can be the postal
// code of a commune.
func isPostal(line string) bool { return len(line) == 5 && isDigits(line) }

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// clean makes a line fit to be looked at; false when it is no text. What the
// arrows of a terminal send is no part of it.
func clean(line string) (string, bool) {
	if !utf8.ValidString(line) {
		return "", false
	}
	return directory.SafeLine(ansi.Strip(line)), true
}
