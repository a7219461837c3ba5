// Package card draws professionals: a row of a list, a preview beside it, and
// the facts of a profile. It knows the domain's card and the session's words
// and theme, and no screen.
package card

import (
	"time"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// placeOf is the commune of a card, or its EPCI when its owner shows only that.
func placeOf(c *directory.Card) string {
	if c.Commune != nil {
		return text.Typographic(c.Commune.Name)
	}
	return text.Typographic(c.EPCI.Name)
}

// placeIn is the place in the room there is: whole, else in short, else cut.
func placeIn(s *screen.Session, c *directory.Card, width int) string {
	place := placeOf(c)
	if widget.Width(place) > width {
		place = text.Short(place)
	}
	return widget.Cut(place, width, s.Theme.Glyphs.Ellipsis)
}

// freeFrom says in a word from when on somebody is available.
func freeFrom(s *screen.Session, c *directory.Card) string {
	switch {
	case c.AvailableFrom.IsZero():
		return s.S("card.busy")
	case c.AvailableFrom <= s.Service.Today():
		return s.S("card.free")
	}
	return s.Text.DayMonth(c.AvailableFrom)
}

// FreeLong says the same in a sentence's part.
func FreeLong(s *screen.Session, c *directory.Card) string {
	switch {
	case c.AvailableFrom.IsZero():
		return s.S("card.busy.long")
	case c.AvailableFrom <= s.Service.Today():
		return s.S("card.free.long")
	}
	return s.S("card.free.from", "date", s.Text.Date(c.AvailableFrom))
}

// freshness says how fresh a card is: when it was confirmed, or since when
// nobody has. Empty for what was never published.
func freshness(s *screen.Session, c *directory.Card) string {
	now := s.Now()
	switch {
	case c.ConfirmedAt.IsZero():
		return ""
	case s.Service.Ages().Of(c.ConfirmedAt, now) == directory.AgeFresh:
		return s.S("card.confirmed", "ago", s.Text.Ago(c.ConfirmedAt, now))
	}
	return s.S("card.unconfirmed", "n", Months(c.ConfirmedAt, now))
}

// Months are the whole months from one day to another, as directory.Ages counts
// them: in the place that to is told in.
func Months(from, to time.Time) int {
	from = from.In(to.Location())
	n := 12*(to.Year()-from.Year()) + int(to.Month()-from.Month())
	for n > 0 && directory.DateOf(to) < directory.DateOf(from.AddDate(0, n, 0)) {
		n--
	}
	return max(0, n)
}

// statusOf says how somebody works; empty for a profile that does not say it yet.
func statusOf(s *screen.Session, c *directory.Card) string {
	if c.Status == "" {
		return ""
	}
	return s.S("status." + string(c.Status))
}

// skillsOf are the labels of a card's skills.
func skillsOf(s *screen.Session, c *directory.Card) []string {
	labels := make([]string, len(c.Skills))
	for i, sk := range c.Skills {
		labels[i] = text.Typographic(sk.Label.In(string(s.Text.Lang())))
	}
	return labels
}

// tradeOf is the métier, with the organisation behind it.
func tradeOf(s *screen.Session, c *directory.Card) string {
	if c.Organisation == "" || c.Headline == "" {
		return c.Headline + c.Organisation
	}
	return c.Headline + " " + s.Theme.Glyphs.Dot + " " + c.Organisation
}

// where is the place with its distance from the one searched, on a line of its
// own where both do not fit on one.
func where(s *screen.Session, c *directory.Card, width int) []string {
	parts := []string{placeOf(c)}
	if c.DistanceKM >= 0 {
		parts = append(parts, s.Text.KM(c.DistanceKM))
	}
	return together(s, parts, width)
}

// together joins parts of a line; each stays whole as long as it fits.
func together(s *screen.Session, parts []string, width int) []string {
	var lines []string
	for _, l := range widget.Flow(parts, " "+s.Theme.Glyphs.Dot+" ", width) {
		lines = append(lines, widget.Wrap(l, width)...)
	}
	return lines
}

// rateOf is the daily rate as a sentence, empty when it is not said.
func rateOf(s *screen.Session, c *directory.Card) string {
	if c.DailyRateEUR == 0 {
		return ""
	}
	return s.S("card.rate", "rate", c.DailyRateEUR)
}

// factsOf are how and where somebody works, one fact an entry.
func factsOf(s *screen.Session, c *directory.Card) []string {
	var facts []string
	if where := workplace(s, c); where != "" {
		facts = append(facts, where)
	}
	line := s.Text.Languages(c.Languages)
	if by := connection(s, c); by != "" {
		line = by + " " + s.Theme.Glyphs.Dot + " " + line
	}
	return append(facts, line)
}

// workplace says where somebody works; empty when they do not.
func workplace(s *screen.Session, c *directory.Card) string {
	switch {
	case c.Workplace == "":
		return ""
	case c.Telecentre != nil:
		return s.S("workplace."+string(c.Workplace)+".named", "name", text.Typographic(c.Telecentre.Name))
	}
	return s.S("workplace." + string(c.Workplace))
}

// connection says how somebody is connected; empty when they do not.
func connection(s *screen.Session, c *directory.Card) string {
	if c.Connection == "" {
		return ""
	}
	return s.S("connection." + string(c.Connection))
}

// Preview draws a card beside a list: what helps to choose, without contacts.
func Preview(s *screen.Session, c *directory.Card, mark directory.Marker, width int) []string {
	t := s.Theme
	var lines []string
	add := func(style interface{ Render(...string) string }, wrapped ...string) {
		for _, l := range wrapped {
			lines = append(lines, style.Render(l))
		}
	}
	gap := func() { lines = append(lines, "") }
	add(t.Strong, widget.Wrap(c.Name, width)...)
	add(t.Text, widget.Wrap(tradeOf(s, c), width)...)
	add(t.Muted, where(s, c, width)...)
	gap()
	add(t.Positive, widget.Wrap(FreeLong(s, c), width)...)
	add(t.Muted, widget.Wrap(statusOf(s, c), width)...)
	for _, f := range factsOf(s, c) {
		add(t.Muted, widget.Wrap(f, width)...)
	}
	if rate := rateOf(s, c); rate != "" {
		add(t.Muted, widget.Wrap(rate, width)...)
	}
	gap()
	for _, l := range widget.Flow(skillsOf(s, c), " "+t.Glyphs.Dot+" ", width) {
		lines = append(lines, marked(mark, l, t.Text, t.Match))
	}
	if c.Description != "" {
		gap()
		for _, l := range widget.Wrap(c.Description, width) {
			lines = append(lines, marked(mark, l, t.Text, t.Match))
		}
	}
	if fresh := freshness(s, c); fresh != "" {
		gap()
		add(t.Muted, widget.Wrap(fresh, width)...)
	}
	return lines
}
