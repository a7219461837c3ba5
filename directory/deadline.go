package directory

import (
	"slices"
	"time"
)

// Requests about personal data are answered within one month of their receipt,
// which two more may extend (GDPR, article 12(3)).
const (
	answerMonths   = 1
	extendedMonths = 3 // in all
)

// deadline is the last day of a period of so many months that begins with an
// event on a day, as Regulation (EEC, Euratom) 1182/71, article 3, counts: the
// day of the event is left out (1), the period ends on the same date of the last
// month, or on that month's last day when there is no such date (2 c), and a
// Saturday, a Sunday or a public holiday moves its end to the next working day
// (4).
func deadline(event Date, months int) Date {
	y, m, d := event.Time().Date()
	last := time.Date(y, m+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC) // of that month
	if d < last.Day() {
		last = last.AddDate(0, 0, d-last.Day())
	}
	day := DateOf(last)
	for !isWorkingDay(day) {
		day++
	}
	return day
}

func isWorkingDay(day Date) bool {
	switch day.Time().Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return !slices.Contains(holidays(day.Time().Year()), day)
}

// holidays are the public holidays of a year in France (Code du travail, article
// L3133-1), the local ones of Alsace and Moselle left out.
func holidays(year int) []Date {
	on := func(m time.Month, d int) Date { return DateOf(time.Date(year, m, d, 0, 0, 0, 0, time.UTC)) }
	sunday := easter(year)
	return []Date{
		on(time.January, 1),
		sunday + 1, // Easter Monday
		on(time.May, 1),
		on(time.May, 8),
		sunday + 39, // Ascension
		sunday + 50, // Whit Monday
		on(time.July, 14),
		on(time.August, 15),
		on(time.November, 1),
		on(time.November, 11),
		on(time.December, 25),
	}
}

// easter is Easter Sunday of a year of the Gregorian calendar, by the anonymous
// computus in the form of Meeus, Jones and Butcher (Jean Meeus, Astronomical
// Algorithms, chapter 8).
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return DateOf(time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC))
}
