package text

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
)

// Spaces of French typography.
const (
	noBreak       = "\u00a0"
	narrowNoBreak = "\u202f"
)

// Int writes a whole number with its thousands apart.
func (c *Catalogue) Int(n int) string {
	s := strconv.Itoa(n)
	sep := narrowNoBreak
	if c.lang == English {
		sep = ","
	}
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	if len(s) <= 3 {
		return sign + s
	}
	var b strings.Builder
	for i, d := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Decimal writes a number with one decimal.
func (c *Catalogue) Decimal(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	if c.lang == French {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// KM writes a distance, rounded to the kilometre from 1 km on.
func (c *Catalogue) KM(x float64) string {
	if c.aloud {
		return c.kmAloud(x)
	}
	if x > 0.05 && x < 0.95 {
		return c.Decimal(x) + noBreak + "km"
	}
	return strconv.Itoa(int(x+0.5)) + noBreak + "km"
}

var months = map[Lang][12]string{
	French:  {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."},
	English: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
}

// Date writes a day: 3 déc. 2026, 1er janv. 2027.
func (c *Catalogue) Date(d directory.Date) string {
	return c.DayMonth(d) + " " + strconv.Itoa(d.Time().Year())
}

// DayMonth writes a day without its year: 15 déc.
func (c *Catalogue) DayMonth(d directory.Date) string {
	t := d.Time()
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 && c.lang == French {
		day = "1er"
	}
	return day + " " + c.month(t.Month())
}

// Clock writes the time of day in the Orne: 14 h 02, 14:02.
func (c *Catalogue) Clock(t time.Time) string {
	t = t.In(c.zone)
	switch {
	case c.lang == English:
		return t.Format("15:04")
	case c.aloud:
		return c.clockAloud(t)
	}
	return strconv.Itoa(t.Hour()) + noBreak + "h" + noBreak + t.Format("04")
}

// orne is the civil time of the Orne, whatever the server's own.
func orne() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		// Without a zone database summer hours are wrong, no more.
		zone = time.FixedZone("CET", 3600)
	}
	return zone
}

// Ago says how long before now t was, in the largest unit that fits. The days are
// those of now's zone: what was done after midnight was done today.
func (c *Catalogue) Ago(t, now time.Time) string {
	days := int(directory.DateOf(now) - directory.DateOf(t.In(now.Location())))
	switch {
	case days <= 0:
		return c.S("ago.today")
	case days == 1:
		return c.S("ago.yesterday")
	case days < 7:
		return c.S("ago.days", "n", days)
	case days < 31:
		return c.S("ago.weeks", "n", days/7)
	case days < 365:
		return c.S("ago.months", "n", max(1, days/30))
	}
	return c.S("ago.years", "n", days/365)
}

// List joins items: a, b et c.
func (c *Catalogue) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	return c.S("list.last", "head", strings.Join(items[:len(items)-1], ", "), "last", items[len(items)-1])
}

// Language names a language by its ISO 639-1 code; an unknown code stands for itself.
func (c *Catalogue) Language(code string) string {
	if c.Has("language." + code) {
		return c.S("language." + code)
	}
	return code
}

// Languages joins the names of several.
func (c *Catalogue) Languages(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = c.Language(code)
	}
	return strings.Join(names, ", ")
}

// Of writes « de » before the name of a place, as French elides and contracts
// it: d’Alençon, du Gué-de-la-Chaîne, des Monts d’Andaine, de L’Aigle.
func (c *Catalogue) Of(place string) string {
	if c.lang == English {
		return "of " + place
	}
	return contract(place, "de ", "d’", "du ", "des ")
}

// From writes « de » before the name of a place from which a distance is
// counted.
func (c *Catalogue) From(place string) string {
	if c.lang == English {
		return "from " + place
	}
	return c.Of(place)
}

// OfPerson writes « de » before a name, which elides and never contracts:
// d’Anne Guérin, de Le Goff. An H is left as it is: no rule tells which is mute.
func (c *Catalogue) OfPerson(name string) string {
	switch {
	case c.lang == English:
		return "of " + name
	case startsWithVowel(name):
		return "d’" + name
	}
	return "de " + name
}

func startsWithVowel(name string) bool {
	return name != "" && strings.ContainsRune("AEIOUYÉÈÊÀÂÎÔÛŒ", []rune(name)[0])
}

// At writes « à » before the name of a place: au Gué-de-la-Chaîne, aux Aspres.
func (c *Catalogue) At(place string) string {
	if c.lang == English {
		return "in " + place
	}
	return contract(place, "à ", "à ", "au ", "aux ")
}

func contract(place, plain, vowel, le, les string) string {
	switch {
	case strings.HasPrefix(place, "Le "):
		return le + place[len("Le "):]
	case strings.HasPrefix(place, "Les "):
		return les + place[len("Les "):]
	case startsWithVowel(place):
		return vowel + place
	}
	return plain + place
}

// Short writes the name of a place in less room, the way signposts and
// envelopes do: St-Martin-du-Vieux-Bellême, Pays de Mortagne-au-Perche.
func Short(place string) string {
	for _, kind := range [...]string{"CC du ", "CC des ", "CC de la ", "CC de ", "CC d’", "CC ", "CA "} {
		if rest, ok := strings.CutPrefix(place, kind); ok {
			place = rest
			break
		}
	}
	return saints.Replace(place)
}

var saints = strings.NewReplacer("Saint-", "St-", "Sainte-", "Ste-")

// Typographic writes the straight apostrophes of official names as French
// typography does.
func Typographic(s string) string { return strings.ReplaceAll(s, "'", "’") }

// First begins a sentence: with a capital.
func First(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// Announcement is what is announced to everybody, in one sentence; brief where
// there is little room.
func (c *Catalogue) Announcement(a directory.Announcement, brief bool) string {
	said := directory.SafeLine(a.In(string(c.lang)))
	if brief {
		return said
	}
	return c.S("announcement", "text", said)
}
