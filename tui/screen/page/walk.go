package page

// walk moves through a page that scrolls as one, from row to row where rows
// are, line by line where there is only text.
type walk struct {
	hand  int    // row in hand
	top   int    // first line shown
	lines int    // of the whole page
	room  int    // lines that fit
	stops []stop // the rows
}

// stop is where a row stands.
type stop struct {
	line   int
	height int
	lead   int // lines above it that belong to it: the heading, over the first of a section
}

// reach is how far out of sight a row may be and still be the next one.
const reach = 3

// layout takes over where everything stands, in the room that there is now.
// What was in sight stays in sight.
func (w *walk) layout(stops []stop, lines, room int) {
	seen := w.inSight()
	w.stops, w.lines, w.room = stops, lines, max(1, room)
	w.hand = max(0, min(w.hand, len(stops)-1))
	w.scroll(0)
	if seen {
		w.reveal()
	}
}

func (w *walk) scroll(by int) { w.top = max(0, min(w.top+by, w.lines-w.room)) }

// inSight tells whether the row in hand is shown.
func (w *walk) inSight() bool { return w.shown(w.hand) }

func (w *walk) shown(i int) bool {
	return i < len(w.stops) && w.stops[i].line >= w.top && w.stops[i].line+w.stops[i].height <= w.top+w.room
}

// reveal scrolls as little as it takes to show the row in hand with its lead.
func (w *walk) reveal() {
	if w.hand >= len(w.stops) {
		return
	}
	s := w.stops[w.hand]
	if end := s.line + s.height; end > w.top+w.room {
		w.top = end - w.room
	}
	if start := s.line - max(0, min(s.lead, w.room-s.height)); start < w.top {
		w.top = start
	}
	w.scroll(0)
}

// take takes a row in hand and shows it.
func (w *walk) take(i int) {
	w.hand = max(0, min(i, len(w.stops)-1))
	w.reveal()
}

func (w *walk) down() {
	next := w.hand + 1
	if w.hand < len(w.stops) && w.stops[w.hand].line >= w.top+w.room {
		next = w.hand // still to come
	}
	if next < len(w.stops) && w.stops[next].line < w.top+w.room+reach {
		w.take(next)
		return
	}
	w.scroll(1)
}

func (w *walk) up() {
	next := w.hand - 1
	if w.hand < len(w.stops) && w.stops[w.hand].line+w.stops[w.hand].height <= w.top {
		next = w.hand
	}
	if next >= 0 && next < len(w.stops) && w.stops[next].line >= w.top-reach {
		w.take(next)
		return
	}
	w.scroll(-1)
}

// page goes on by a screenful, down or up, and takes the row in hand along.
func (w *walk) page(direction int) {
	before, step, seen := w.top, max(1, w.room-1), w.inSight()
	w.scroll(direction * step)
	switch {
	case len(w.stops) == 0:
	case w.top == before && direction > 0: // no further
		w.take(len(w.stops) - 1)
	case w.top == before:
		w.take(0)
	case !seen && w.inSight(): // it has come into sight
	default:
		w.hand = w.nearest(w.stops[w.hand].line+direction*step, seen)
	}
}

// nearest is the row in sight that is nearest to a line, where that counts,
// else the first one in sight; without any it is the row in hand.
func (w *walk) nearest(line int, counts bool) int {
	best, far := w.hand, -1
	for i, s := range w.stops {
		if d := max(s.line-line, line-s.line); w.shown(i) && (far < 0 || counts && d < far) {
			best, far = i, d
		}
	}
	return best
}

func (w *walk) first() { w.hand, w.top = 0, 0 }

func (w *walk) last() {
	w.hand = max(0, len(w.stops)-1)
	w.scroll(w.lines)
}

// at is the row on a line of the frame.
func (w *walk) at(y int) (int, bool) {
	line := w.top + y
	for i, s := range w.stops {
		if line >= s.line && line < s.line+s.height && y < w.room {
			return i, true
		}
	}
	return 0, false
}
