package card

import (
	"testing"
	"time"
)

func TestMonths(t *testing.T) {
	at := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2026-01-15", "2026-01-15", 0},
		{"2026-01-15", "2026-02-14", 0},
		{"2026-01-15", "2026-02-15", 1},
		{"2025-11-23", "2026-11-23", 12},
		{"2025-11-23", "2027-11-22", 23},
		{"2026-02-01", "2026-01-01", 0},
	} {
		if got := Months(at(c.from), at(c.to)); got != c.want {
			t.Errorf("from %s to %s: %d months, not %d", c.from, c.to, got, c.want)
		}
	}
}

func TestPhone(t *testing.T) {
	for e164, want := range map[string]string{"+33233000061": "02 33 00 00 61", "+4420123456": "+4420123456", "": ""} {
		if got := Phone(e164); got != want {
			t.Errorf("%s is written %q, not %q", e164, got, want)
		}
	}
}
