package text

import "time"

// aloudSuffix ends the key of a sentence as it is read out, where that differs
// from what stands on a screen: it names no key to be pressed and no place on
// the screen, and abbreviates nothing.
const aloudSuffix = ".aloud"

// Aloud is the catalogue for who listens: sentences that have a form to be read
// out are said in that one, units and months are spelt out.
func (c *Catalogue) Aloud() *Catalogue {
	if c.aloud {
		return c
	}
	return aloud[c.lang]
}

var aloud = map[Lang]*Catalogue{French: listening(French), English: listening(English)}

func listening(lang Lang) *Catalogue {
	c := *catalogues[lang]
	c.aloud = true
	return &c
}

// Heard tells whether sentences are read out.
func (c *Catalogue) Heard() bool { return c.aloud }

// Other is the same catalogue in the other language.
func (c *Catalogue) Other() *Catalogue {
	other := For(English)
	if c.lang == English {
		other = For(French)
	}
	if c.aloud {
		return other.Aloud()
	}
	return other
}

// find is the sentence of a key in the form that the arguments ask for.
func (c *Catalogue) find(key string, args []any) (sentence, bool) {
	if c.aloud {
		if s, ok := c.form(key+aloudSuffix, args); ok {
			return s, true
		}
	}
	return c.form(key, args)
}

func (c *Catalogue) form(key string, args []any) (sentence, bool) {
	s, ok := c.sentences[key]
	if !ok {
		s, ok = c.sentences[key+"."+c.plural(args)]
	}
	return s, ok
}

var monthsAloud = map[Lang][12]string{
	French:  {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// month is the name of a month, short where it is not heard.
func (c *Catalogue) month(m time.Month) string {
	if c.aloud {
		return monthsAloud[c.lang][m-1]
	}
	return months[c.lang][m-1]
}

// kmAloud spells a distance out.
func (c *Catalogue) kmAloud(x float64) string {
	if x > 0.05 && x < 0.95 {
		return c.S("aloud.km.part", "x", c.Decimal(x))
	}
	return c.S("aloud.km", "n", int(x+0.5))
}

// clockAloud says the time of day as one does: 14 heures, 14 heures 02.
func (c *Catalogue) clockAloud(t time.Time) string {
	if t.Minute() == 0 {
		return c.S("aloud.hour", "n", t.Hour())
	}
	return c.S("aloud.clock", "n", t.Hour(), "minutes", t.Format("04"))
}
