package directory

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// typedDate reads a day as people write it, in French or English. The error is
// CodeDate, with « typed » in its Params.
func typedDate(s string, today Date) (Date, error) {
	wrong := &Error{Code: CodeDate, Params: Params{"value": Clip(s, 40), "typed": true}}
	if len(s) > 100 {
		return 0, wrong
	}
	folded := Fold(s)
	if folded == "" && strings.TrimSpace(s) != "" {
		return 0, wrong // signs alone
	}
	if d, ok := dayWords(folded, today); ok {
		return d, nil
	}
	var w writtenDate
	for word := range strings.SplitSeq(folded, " ") {
		if !w.take(word) {
			return 0, wrong
		}
	}
	d, ok := w.day(today)
	if !ok {
		return 0, wrong
	}
	return d, nil
}

// dayWords are days without a date in them; no day is one of them.
func dayWords(folded string, today Date) (Date, bool) {
	switch folded {
	case "", "non", "no", "non disponible", "pas disponible", "indisponible", "not available", "unavailable", "jamais", "never":
		return 0, true
	case "maintenant", "des maintenant", "now", "immediatement", "immediately", "de suite", "tout de suite", "aujourd hui", "des aujourd hui", "today", "disponible", "available", "oui", "yes":
		return today, true
	case "demain", "des demain", "tomorrow":
		return today + 1, true
	case "hier", "depuis hier", "yesterday", "since yesterday":
		return today - 1, true
	}
	return 0, false
}

// writtenDate is what was found of a date so far.
type writtenDate struct {
	numbers []string
	month   time.Month // written out; 0: it is a number
	at      int        // how many numbers came before it
}

// take reads one folded word, and answers false when it belongs to no date.
func (w *writtenDate) take(word string) bool {
	switch word {
	case "le", "du", "de", "des", "a", "partir", "on", "the", "of", "from", "starting",
		"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
		return true
	}
	if m := monthNamed(word); m != 0 {
		if w.month != 0 {
			return false
		}
		w.month, w.at = m, len(w.numbers)
		return true
	}
	for _, ordinal := range []string{"er", "st", "nd", "rd", "th"} {
		word = strings.TrimSuffix(word, ordinal)
	}
	if !isDigits(word) || len(word) > 4 || len(w.numbers) == 3 {
		return false
	}
	w.numbers = append(w.numbers, word)
	return true
}

var monthNames = [...]string{
	"janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june",
	"juillet july", "aout august", "septembre september", "octobre october", "novembre november", "decembre december",
}

// monthNamed reads the name of a month, or its beginning of three letters at
// least that no other month has: déc., janv., Aug.
func monthNamed(word string) time.Month {
	if len(word) < 3 {
		return 0
	}
	found := 0
	for i, names := range monthNames {
		for name := range strings.SplitSeq(names, " ") {
			if name == word {
				return time.Month(i + 1)
			}
			if strings.HasPrefix(name, word) && found != i+1 {
				if found != 0 {
					return 0
				}
				found = i + 1
			}
		}
	}
	return time.Month(found)
}

// day puts the parts together: day, month and year, year first when it has four
// digits. Without a year it is the next such day.
func (w *writtenDate) day(today Date) (Date, bool) {
	var year, month, day string
	n := w.numbers
	switch {
	case w.month == 0 && len(n) == 3 && len(n[0]) == 4:
		year, month, day = n[0], n[1], n[2]
	case w.month == 0 && len(n) == 3:
		day, month, year = n[0], n[1], n[2]
	case w.month == 0 && len(n) == 2 && len(n[0]) <= 2 && len(n[1]) <= 2:
		day, month = n[0], n[1]
	case w.month != 0 && len(n) == 2 && len(n[0]) <= 2:
		day, year = n[0], n[1] // 3 December 2026, December 3, 2026
	case w.month != 0 && len(n) == 1 && len(n[0]) <= 2:
		day = n[0]
	case w.month != 0 && len(n) == 1 && w.at == 0:
		day, year = "1", n[0] // December 2026
	case w.month != 0 && len(n) == 0:
		day = "1"
	default:
		return 0, false
	}
	if w.month != 0 {
		month = strconv.Itoa(int(w.month))
	}
	return assemble(year, month, day, today)
}

func assemble(year, month, day string, today Date) (Date, bool) {
	if len(month) > 2 || len(day) > 2 || len(year) == 3 || len(year) == 1 {
		return 0, false
	}
	this := today.Time().Year()
	y, _ := strconv.Atoi(year) // digits, all of them
	m, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(day)
	at := func(y int) (Date, bool) {
		d, err := ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, n))
		return d, err == nil
	}
	switch {
	case len(year) == 4:
		return at(y)
	case len(year) == 2:
		// 26-12-01 would be a day of 2001, which nobody means.
		if y += this / 100 * 100; y < this-1 || y > this+10 {
			return 0, false
		}
		return at(y)
	}
	for y := this; y <= this+4; y++ { // the 29th of February comes again
		if d, ok := at(y); ok && d >= today {
			return d, true
		}
	}
	return 0, false
}
