package card

import (
	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// marked renders a text with the words of a search in the matching style.
func marked(m directory.Marker, s string, base, match theme.Style) string {
	if m == nil {
		return base.Render(s)
	}
	return widget.Marked(s, m.Mark(s), base, match)
}

// Columns are the widths of a row's columns; 0 leaves a column out.
type Columns struct {
	Name, Trade, Place, Distance, Free int
	Two                                bool // two lines a row
	Same                               bool // all are of one place, which is not repeated
}

// WithoutPlace leaves the place out, for people of whom a heading tells it.
func (c Columns) WithoutPlace() Columns {
	c.Same = true
	if !c.Two {
		c.Trade, c.Place = c.Trade+c.Place+2, 0
	}
	return c
}

// Layout divides a width between the columns. The free word and the distance
// take what they need, name, trade and place share the rest by about 5:5:4.
func Layout(width int, distance bool) Columns {
	if width < 76 {
		return Columns{Two: true}
	}
	c := Columns{Free: 8}
	if distance {
		c.Distance = 7
	}
	rest := width - c.Free - c.Distance - 3*2 - 2
	c.Name = min(28, rest*35/100)
	c.Place = min(26, rest*28/100)
	c.Trade = rest - c.Name - c.Place
	return c
}

// Fitting gives what the columns of some people do not need to those that need
// more, the métier first.
func (c Columns) Fitting(cards []*directory.Card) Columns {
	if c.Two || len(cards) == 0 {
		return c
	}
	name, trade, place := leastColumn, leastColumn, leastColumn
	if c.Same {
		place = 0
	}
	for _, k := range cards {
		name, trade = max(name, widget.Width(k.Name)), max(trade, widget.Width(k.Headline))
		if !c.Same {
			place = max(place, widget.Width(placeOf(k)))
		}
	}
	spare := 0
	for _, col := range []struct {
		width *int
		needs int
	}{{&c.Name, name}, {&c.Trade, trade}, {&c.Place, place}} {
		if free := *col.width - col.needs; free > 0 {
			*col.width -= free
			spare += free
		}
	}
	for _, col := range []struct {
		width *int
		needs int
	}{{&c.Trade, trade}, {&c.Place, place}, {&c.Name, name}} {
		more := min(spare, max(0, col.needs-*col.width))
		*col.width += more
		spare -= more
	}
	c.Trade += spare
	return c
}

// leastColumn is as narrow as a column becomes.
const leastColumn = 8

// Height is how many lines a row takes.
func (c Columns) Height() int {
	if c.Two {
		return 2
	}
	return 1
}

// Row draws a professional in a list, exactly width columns wide. The row in
// hand has a marker and a weight, not just a colour.
func Row(s *screen.Session, c *directory.Card, mark directory.Marker, cols Columns, width int, selected bool) []string {
	t := s.Theme
	name, base, muted, match, free := t.Strong, t.Text, t.Muted, t.Match, t.Positive
	pointer := "  "
	if selected {
		pointer = t.Glyphs.Select + " "
		name, base, muted, free = t.Selection, t.Selection, t.Selection, t.Selection
		match = t.Selection.Underline(true)
	}
	if c.AvailableFrom.IsZero() && !selected {
		free = muted
	}
	dots := t.Glyphs.Ellipsis
	distance := ""
	if c.DistanceKM >= 0 {
		distance = s.Text.KM(c.DistanceKM)
	}
	cell := func(fitted string, style theme.Style) string { return marked(mark, fitted, style, match) }
	if cols.Two {
		// The distance on the first line, if there is one; when somebody is free
		// on the other, or in its place.
		right, style, second := freeFrom(s, c), free, ""
		if distance != "" {
			right, style = distance, muted
			if width >= 50 {
				second = " " + freeFrom(s, c)
			}
		}
		head := name.Render(pointer) + cell(widget.Fit(c.Name, width-3-widget.Width(right), dots), name) + name.Render(" ") + style.Render(right)
		room := width - 2 - widget.Width(second)
		body := base.Render("  ") + cell(widget.FitWords(tradeAndPlace(s, c, cols, room), room, dots), base) + free.Render(second)
		return []string{head, body}
	}
	gap := base.Render("  ")
	line := name.Render(pointer) + cell(widget.Fit(c.Name, cols.Name, dots), name) + gap + cell(widget.FitWords(c.Headline, cols.Trade, dots), base)
	if cols.Place > 0 {
		line += gap + cell(widget.Pad(placeIn(s, c, cols.Place), cols.Place), base)
	}
	if cols.Distance > 0 {
		line += muted.Render(widget.Right(distance, cols.Distance, dots))
	}
	line += gap + free.Render(widget.Fit(freeFrom(s, c), cols.Free, dots))
	return []string{line}
}

// tradeAndPlace shares a line between the métier and the place: where both do
// not fit, neither is cut down to nothing.
func tradeAndPlace(s *screen.Session, c *directory.Card, cols Columns, width int) string {
	if cols.Same {
		return c.Headline
	}
	dot := " " + s.Theme.Glyphs.Dot + " "
	room := width - widget.Width(dot)
	place := placeIn(s, c, max(room-widget.Width(c.Headline), room*2/5))
	return widget.CutWords(c.Headline, room-widget.Width(place), s.Theme.Glyphs.Ellipsis) + dot + place
}
