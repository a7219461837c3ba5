package directory_test

import (
	"testing"
	"time"

	"teleorne/directory"
)

func dayOf(t testing.TB, s string) directory.Date {
	t.Helper()
	d, err := directory.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Easter Sundays as almanacs print them, the earliest and the latest possible
// ones among them.
func TestEaster(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]string{
		1981: "1981-04-19", 2000: "2000-04-23", 2008: "2008-03-23", 2024: "2024-03-31", 2025: "2025-04-20",
		2026: "2026-04-05", 2027: "2027-03-28", 2038: "2038-04-25", 2049: "2049-04-18", 2076: "2076-04-19",
	} {
		if got := directory.Easter(year).String(); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		received string
		months   int
		want     string
	}{
		{"2026-11-23", 1, "2026-12-23"},
		{"2026-11-23", 3, "2027-02-23"},
		{"2026-03-05", 1, "2026-04-07"}, // a Sunday, the 5th, and Easter Monday
		{"2026-08-31", 1, "2026-09-30"}, // no 31st
		{"2027-01-29", 1, "2027-03-01"}, // no 29th, and the 28th is a Sunday
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-11-25", 1, "2026-12-28"}, // Christmas is a Friday
		{"2026-12-01", 1, "2027-01-04"}, // New Year is a Friday
		{"2026-04-14", 1, "2026-05-15"}, // Ascension
		{"2026-04-25", 1, "2026-05-26"}, // Whit Monday
		{"2026-04-01", 1, "2026-05-04"}, // Labour day is a Friday
		{"2026-04-08", 1, "2026-05-11"}, // 8 May is a Friday
		{"2026-06-14", 1, "2026-07-15"},
		{"2026-07-15", 1, "2026-08-17"}, // Assumption is a Saturday
		{"2026-10-01", 1, "2026-11-02"}, // All Saints is a Sunday
		{"2026-10-11", 1, "2026-11-12"},
		{"2026-10-31", 1, "2026-11-30"},
		{"2026-11-30", 3, "2027-03-01"}, // the 28th is a Sunday
	} {
		if got := directory.Deadline(dayOf(t, c.received), c.months).String(); got != c.want {
			t.Errorf("%d months from %s: %s, want %s", c.months, c.received, got, c.want)
		}
	}
}

// TestDeadlineOfEveryDay: an end is a working day, at most six days after the
// same date, and never goes back.
func TestDeadlineOfEveryDay(t *testing.T) {
	t.Parallel()
	last := directory.Date(0)
	for day := dayOf(t, "2026-01-01"); day < dayOf(t, "2046-01-01"); day++ {
		end := directory.Deadline(day, 1)
		if wd := end.Time().Weekday(); wd == time.Saturday || wd == time.Sunday {
			t.Fatalf("%s ends on a %s", day, wd)
		}
		if end < last || end < day+28 || end > day+37 {
			t.Fatalf("%s ends on %s, the day before on %s", day, end, last)
		}
		last = end
	}
}
