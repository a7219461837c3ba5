package sheet

import (
	"teleorne/tui/keys"
	"teleorne/tui/widget"
)

// Walk moves through a page that scrolls as one: from row to row where rows
// are, line by line where there is only text.
type Walk struct {
	Hand   int // row in hand
	Scroll widget.Scroll
	stops  []Stop
}

// Stop is where a row stands, in lines of the page.
type Stop struct{ line, height int }

// reach is how far out of sight a row may be and still be the next one.
const reach = 3

// Draw draws a page, in which the row in hand is marked, and lays it out in the
// room that there is now. Where there were more rows before, the last one there
// is comes into hand.
func (w *Walk) Draw(room int, draw func(hand int) *Sheet) *Sheet {
	p := draw(w.Hand)
	if n := len(p.Stops); w.Hand >= n && n > 0 {
		p = draw(n - 1)
	}
	w.Layout(p.Stops, len(p.Lines), room)
	return p
}

// Layout takes over where everything stands, in the room that there is now. A
// row that was in sight stays in sight.
func (w *Walk) Layout(stops []Stop, lines, room int) {
	seen := w.InSight()
	w.stops = stops
	w.Scroll.Resize(lines, room)
	w.Hand = max(0, min(w.Hand, len(stops)-1))
	if seen {
		w.Reveal()
	}
}

func (w *Walk) end() int { return w.Scroll.Top + w.Scroll.Rows }

// InSight tells whether the row in hand is shown, as far as there is room.
func (w *Walk) InSight() bool {
	if w.Hand >= len(w.stops) {
		return false
	}
	s := w.stops[w.Hand]
	return s.line >= w.Scroll.Top && s.line+min(s.height, w.Scroll.Rows) <= w.end()
}

// Line is where the row in hand is shown, from the top of what is in sight;
// false: it is not.
func (w *Walk) Line() (int, bool) {
	if !w.InSight() {
		return 0, false
	}
	return w.stops[w.Hand].line - w.Scroll.Top, true
}

// begins is where the row in hand begins on the screen, though all of it may
// have no room; false: it does not.
func (w *Walk) begins() (int, bool) {
	if w.Hand >= len(w.stops) {
		return 0, false
	}
	line := w.stops[w.Hand].line - w.Scroll.Top
	return line, line >= 0 && line < w.Scroll.Rows
}

// Reveal scrolls as little as it takes to show the row in hand.
func (w *Walk) Reveal() {
	if w.Hand < len(w.stops) {
		s := w.stops[w.Hand]
		w.Scroll.Show(s.line + s.height - 1)
		w.Scroll.Show(s.line)
	}
}

// Take takes a row in hand and shows it.
func (w *Walk) Take(i int) {
	w.Hand = max(0, min(i, len(w.stops)-1))
	w.Reveal()
}

// Act moves as a key says, and tells whether the key was one of those that do.
func (w *Walk) Act(a keys.Action) bool {
	switch a {
	case keys.Up:
		w.step(-1)
	case keys.Down:
		w.step(1)
	case keys.PageUp:
		w.page(-1)
	case keys.PageDown, keys.Toggle:
		w.page(1)
	case keys.First:
		w.Hand = 0
		w.Scroll.Move(-w.Scroll.Total)
	case keys.Last:
		w.Hand = max(0, len(w.stops)-1)
		w.Scroll.Move(w.Scroll.Total)
	default:
		return false
	}
	return true
}

// step takes the next row in a direction, or moves the text until one is near.
func (w *Walk) step(by int) {
	next := w.Hand + by
	if w.Hand < len(w.stops) && !w.InSight() && (w.stops[w.Hand].line >= w.Scroll.Top) == (by > 0) {
		next = w.Hand // still to come
	}
	if next >= 0 && next < len(w.stops) {
		if line := w.stops[next].line; line >= w.Scroll.Top-reach && line < w.end()+reach {
			w.Take(next)
			return
		}
	}
	w.Scroll.Move(by)
}

// page goes on by a screenful and takes in hand the nearest row there.
func (w *Walk) page(direction int) {
	before := w.Scroll.Top
	w.Scroll.Move(direction * max(1, w.Scroll.Rows-1))
	if w.Scroll.Top == before { // no further
		w.Hand = max(0, direction) * max(0, len(w.stops)-1)
		return
	}
	if w.InSight() {
		return
	}
	for i, s := range w.stops {
		if s.line >= w.Scroll.Top && s.line+s.height <= w.end() {
			w.Hand = i
			if direction > 0 {
				return
			}
		}
	}
}

// At is the row on a line of the frame.
func (w *Walk) At(y int) (int, bool) {
	for i, s := range w.stops {
		if line := w.Scroll.Top + y; line >= s.line && line < s.line+s.height && y < w.Scroll.Rows {
			return i, true
		}
	}
	return 0, false
}
