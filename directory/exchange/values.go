package exchange

import (
	"math"
	"strconv"
	"time"

	"teleorne/directory"
)

// line is a text of one line, safe wherever it is read.
func line(s string) string { return directory.SafeLine(s) }

// optional is a line, or nil for none.
func optional(s string) *string {
	if s = line(s); s == "" {
		return nil
	}
	return &s
}

// optionalText is a text of several lines, or nil for none.
func optionalText(s string) *string {
	if s = directory.SafeText(s); s == "" {
		return nil
	}
	return &s
}

// lines makes each text safe, and is never nil.
func lines(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, line(s))
	}
	return out
}

// positive is nil for 0, which says that nothing was given.
func positive(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}

// known is nil for 0, which no number of ours is.
func known(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}

// limited is nil for a negative number, which says that there is no limit.
func limited(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}

// moment is a time as it is told: RFC 3339, UTC, to the second; nil for none.
func moment(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339)
	return &s
}

// day is a date as it is told; nil for none.
func day(d directory.Date) *string {
	if d.IsZero() {
		return nil
	}
	s := d.String()
	return &s
}

// km is a distance, told with one decimal.
type km float64

// distance is nil for a negative one, which says that there is none, and for
// what is no distance.
func distance(x float64) *km {
	if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
		return nil
	}
	d := km(x)
	return &d
}

// String writes one decimal.
func (d km) String() string { return strconv.FormatFloat(float64(d), 'f', 1, 64) }

// MarshalJSON writes one decimal.
func (d km) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }
