package screen

import (
	"teleorne/tui/keys"
	"teleorne/tui/widget"
)

// Step moves through a list as a key says, and tells whether the key was one
// of those that do.
func Step(w *widget.Window, a keys.Action) bool {
	switch a {
	case keys.Up:
		w.Move(-1)
	case keys.Down:
		w.Move(1)
	case keys.PageUp:
		w.Move(-w.Rows)
	case keys.PageDown, keys.Toggle:
		w.Move(w.Rows)
	case keys.First:
		w.MoveTo(0)
	case keys.Last:
		w.MoveTo(w.Total - 1)
	default:
		return false
	}
	return true
}

// Scroll does the same for a text without rows: a page keeps a line of the one
// before in sight.
func Scroll(s *widget.Scroll, a keys.Action) bool {
	switch a {
	case keys.Up:
		s.Move(-1)
	case keys.Down:
		s.Move(1)
	case keys.PageUp:
		s.Move(1 - s.Rows)
	case keys.PageDown, keys.Toggle:
		s.Move(s.Rows - 1)
	case keys.First:
		s.Move(-s.Total)
	case keys.Last:
		s.Move(s.Total)
	default:
		return false
	}
	return true
}

// More is the line under a text of which there is more to read: a sign at the
// right of a width, or nothing.
func More(s *Session, sc *widget.Scroll, width int) string {
	t, sign := s.Theme, ""
	switch above, below := sc.More(); {
	case below:
		sign = t.Glyphs.Down
	case above:
		sign = t.Glyphs.Up
	}
	return t.Muted.Render(widget.Right(sign, width, ""))
}
