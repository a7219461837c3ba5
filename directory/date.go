package directory

import (
	"fmt"
	"time"
)

// Date is a day of the civil calendar, counted in days since 1970-01-01.
// The zero Date means that no date was given.
type Date int32

const isoDate = "2006-01-02"

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDate reads an ISO 8601 day, 2026-12-01; the empty string is no date.
// It takes the days from 1970-01-02, since the day before is the zero Date, to
// 2199-12-31; the error is CodeDate.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return 0, nil
	}
	t, err := time.Parse(isoDate, s)
	if err != nil || t.Unix() <= 0 || t.Year() > 2199 {
		return 0, &Error{Code: CodeDate, Params: Params{"value": Clip(s, 40)}}
	}
	return DateOf(t), nil
}

// IsZero tells whether no date was given.
func (d Date) IsZero() bool { return d == 0 }

// Time is midnight UTC of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String is the ISO 8601 form, empty for the zero Date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(isoDate)
}

// MarshalJSON writes the ISO 8601 form, or null for the zero Date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return fmt.Appendf(nil, "%q", d.String()), nil
}

// dayBetween checks a day, both bounds included.
func dayBetween(field string, day, from, until Date) error {
	if day < from || day > until {
		return &Error{Code: CodeOutOfRange, Field: field, Params: Params{"min": from, "max": until}}
	}
	return nil
}
