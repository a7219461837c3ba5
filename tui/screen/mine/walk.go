package mine

import (
	"teleorne/tui/keys"
	"teleorne/tui/widget"
)

// walk moves through a page that scrolls as one: from row to row where rows
// are, line by line where there is only text.
type walk struct {
	hand   int // row in hand
	scroll widget.Scroll
	stops  []stop
}

// stop is where a row stands, in lines of the page.
type stop struct{ line, height int }

// reach is how far out of sight a row may be and still be the next one.
const reach = 3

// layout takes over where everything stands, in the room that there is now. A
// row that was in sight stays in sight.
func (w *walk) layout(stops []stop, lines, room int) {
	seen := w.inSight()
	w.stops = stops
	w.scroll.Resize(lines, room)
	w.hand = max(0, min(w.hand, len(stops)-1))
	if seen {
		w.reveal()
	}
}

func (w *walk) end() int { return w.scroll.Top + w.scroll.Rows }

// inSight tells whether the row in hand is shown, as far as there is room.
func (w *walk) inSight() bool {
	if w.hand >= len(w.stops) {
		return false
	}
	s := w.stops[w.hand]
	return s.line >= w.scroll.Top && s.line+min(s.height, w.scroll.Rows) <= w.end()
}

// reveal scrolls as little as it takes to show the row in hand.
func (w *walk) reveal() {
	if w.hand < len(w.stops) {
		s := w.stops[w.hand]
		w.scroll.Show(s.line + s.height - 1)
		w.scroll.Show(s.line)
	}
}

func (w *walk) take(i int) {
	w.hand = max(0, min(i, len(w.stops)-1))
	w.reveal()
}

// act moves as a key says, and tells whether the key was one of those that do.
func (w *walk) act(a keys.Action) bool {
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
		w.hand = 0
		w.scroll.Move(-w.scroll.Total)
	case keys.Last:
		w.hand = max(0, len(w.stops)-1)
		w.scroll.Move(w.scroll.Total)
	default:
		return false
	}
	return true
}

// step takes the next row in a direction, or moves the text until one is near.
func (w *walk) step(by int) {
	next := w.hand + by
	if w.hand < len(w.stops) && !w.inSight() && (w.stops[w.hand].line >= w.scroll.Top) == (by > 0) {
		next = w.hand // still to come
	}
	if next >= 0 && next < len(w.stops) {
		if line := w.stops[next].line; line >= w.scroll.Top-reach && line < w.end()+reach {
			w.take(next)
			return
		}
	}
	w.scroll.Move(by)
}

// page goes on by a screenful and takes in hand the nearest row there.
func (w *walk) page(direction int) {
	before := w.scroll.Top
	w.scroll.Move(direction * max(1, w.scroll.Rows-1))
	if w.scroll.Top == before { // no further
		w.hand = max(0, direction) * max(0, len(w.stops)-1)
		return
	}
	if w.inSight() {
		return
	}
	for i, s := range w.stops {
		if s.line >= w.scroll.Top && s.line+s.height <= w.end() {
			w.hand = i
			if direction > 0 {
				return
			}
		}
	}
}

// at is the row on a line of the frame.
func (w *walk) at(y int) (int, bool) {
	for i, s := range w.stops {
		if line := w.scroll.Top + y; line >= s.line && line < s.line+s.height && y < w.scroll.Rows {
			return i, true
		}
	}
	return 0, false
}
