package widget

// Window is the part of a long list that is shown. The zero Window is at the
// top of an empty list.
type Window struct {
	Cursor int // row in hand
	Top    int // first row shown
	Total  int // rows in the list
	Rows   int // rows that fit
}

// Resize sets how many rows there are and how many fit, and keeps the row in
// hand in sight.
func (w *Window) Resize(total, rows int) {
	w.Total, w.Rows = total, max(1, rows)
	w.MoveTo(w.Cursor)
}

// MoveTo takes a row in hand, or the nearest there is.
func (w *Window) MoveTo(row int) {
	w.Cursor = max(0, min(row, w.Total-1))
	if w.Cursor < w.Top {
		w.Top = w.Cursor
	}
	if w.Cursor >= w.Top+w.Rows {
		w.Top = w.Cursor - w.Rows + 1
	}
	w.Top = max(0, min(w.Top, w.Total-w.Rows))
}

// Move steps up or down.
func (w *Window) Move(by int) { w.MoveTo(w.Cursor + by) }

// End is the row after the last one shown.
func (w *Window) End() int { return min(w.Total, w.Top+w.Rows) }

// Scroll is a text too long for its room, without a row in hand.
type Scroll struct{ Top, Total, Rows int }

// Resize sets how many lines there are and how many fit.
func (s *Scroll) Resize(total, rows int) {
	s.Total, s.Rows = total, max(1, rows)
	s.Move(0)
}

// Move scrolls by some lines.
func (s *Scroll) Move(by int) { s.Top = max(0, min(s.Top+by, s.Total-s.Rows)) }

// Show scrolls as little as brings a line into sight.
func (s *Scroll) Show(line int) {
	if line < s.Top {
		s.Move(line - s.Top)
	}
	if line >= s.Top+s.Rows {
		s.Move(line - s.Top - s.Rows + 1)
	}
}

// More tells whether there is something above and below.
func (s *Scroll) More() (above, below bool) { return s.Top > 0, s.Top+s.Rows < s.Total }
