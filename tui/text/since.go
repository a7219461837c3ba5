package text

import "time"

// Since writes how long ago something was, in few letters: 5 min, 2 h, 3 j.
func (c *Catalogue) Since(t, now time.Time) string {
	switch d := now.Sub(t); {
	case d < time.Minute:
		return c.S("since.now")
	case d < time.Hour:
		return c.count("since.minutes", int(d/time.Minute))
	case d < 24*time.Hour:
		return c.count("since.hours", int(d/time.Hour))
	default:
		return c.count("since.days", int(d/(24*time.Hour)))
	}
}

// count says a sentence of which count is the figure, and picks the form.
func (c *Catalogue) count(key string, n int) string { return c.S(key, "count", n, "n", n) }

// SinceLong says the same within a sentence: il y a 5 min, il y a 3 jours.
func (c *Catalogue) SinceLong(t, now time.Time) string {
	switch d := now.Sub(t); {
	case d < time.Minute:
		return c.S("since.long.now")
	case d < 24*time.Hour:
		return c.S("since.long", "time", c.Since(t, now))
	}
	return c.Ago(t, now)
}
