package theme

import "strings"

// Glyphs are the characters that marks are drawn with.
type Glyphs struct {
	Rule        string // hairline
	Select      string // before the row in hand
	Off, On     string // boxes to tick
	Dot         string // between facts
	Ellipsis    string
	Crumb       string // between the steps of where one is
	Up, Down    string // there is more
	Arrows      string // the keys that move; in ASCII they have names
	Arrow       string // a typed word to the word understood
	PlusMinus   string // around a distance
	PlusOrMinus string // the keys that widen and narrow
	Bar, Rest   string // a share of a whole, and what is left of it
	ascii       bool
}

// Unicode is for terminals whose locale is UTF-8.
func Unicode() Glyphs {
	return Glyphs{
		Rule: "─", Select: "▸", Off: "☐", On: "☑", Dot: "·", Ellipsis: "…", Crumb: "›",
		Up: "↑", Down: "↓", Arrows: "↑↓", Arrow: "→", PlusMinus: "±", PlusOrMinus: "+ −",
		Bar: "━", Rest: "┄",
	}
}

// ASCII is for all others; texts keep their letters as far as ASCII has them.
func ASCII() Glyphs {
	return Glyphs{
		Rule: "-", Select: ">", Off: "[ ]", On: "[x]", Dot: "-", Ellipsis: "...", Crumb: ">",
		Up: "^", Down: "v", Arrow: "->", PlusMinus: "+/-", PlusOrMinus: "+ -",
		Bar: "=", Rest: ".", ascii: true,
	}
}

// IsASCII tells whether only ASCII may be written.
func (g Glyphs) IsASCII() bool { return g.ascii }

var spelling = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "å", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"î", "i", "ï", "i", "í", "i", "ô", "o", "ö", "o", "ó", "o", "õ", "o", "ø", "o", "ù", "u", "û", "u", "ü", "u",
	"ú", "u", "ÿ", "y", "ñ", "n", "œ", "oe", "æ", "ae", "À", "A", "Â", "A", "Ä", "A", "Á", "A", "Ç", "C", "É", "E",
	"È", "E", "Ê", "E", "Ë", "E", "Î", "I", "Ï", "I", "Ô", "O", "Ö", "O", "Ù", "U", "Û", "U", "Ü", "U", "Œ", "OE",
	"Æ", "AE", "Ñ", "N", "ß", "ss", "’", "'", "‘", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`, "–", "-", "—", "-",
	"…", "...", "·", "-", "•", "*", "→", "->", "←", "<-", "↑", "^", "↓", "v", "±", "+/-", "−", "-", "×", "x",
	"€", "EUR", "°", "o", "\u00a0", " ", "\u202f", " ", "›", ">", "▸", ">", "─", "-", "☐", "[ ]", "☑", "[x]",
)

// Spell writes a text in ASCII: accents go, signs become their nearest
// spelling, and what has none becomes a question mark.
func Spell(s string) string {
	s = spelling.Replace(s)
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		return '?'
	}, s)
}
