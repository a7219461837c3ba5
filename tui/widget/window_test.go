package widget_test

import (
	"testing"

	"pgregory.net/rapid"

	"teleorne/tui/widget"
)

// Whatever happens to a list, the row in hand is one of its rows and in sight,
// and no line of the room is left empty while there are rows to fill it.
func TestWindowStaysSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w widget.Window
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0:
				w.Resize(rapid.IntRange(0, 100).Draw(t, "total"), rapid.IntRange(-2, 40).Draw(t, "rows"))
			case 1:
				w.Move(rapid.IntRange(-120, 120).Draw(t, "by"))
			case 2:
				w.MoveTo(rapid.IntRange(-5, 120).Draw(t, "to"))
			}
			if w.Total == 0 {
				if w.Cursor != 0 || w.Top != 0 || w.End() != 0 {
					t.Fatalf("an empty list is %+v", w)
				}
				continue
			}
			if w.Cursor < w.Top || w.Cursor >= w.End() || w.Cursor >= w.Total {
				t.Fatalf("the row in hand is out of sight: %+v", w)
			}
			if w.End()-w.Top != min(w.Total, w.Rows) {
				t.Fatalf("%d rows are shown: %+v", w.End()-w.Top, w)
			}
		}
	})
}

func TestWindowMovesAsFarAsNeeded(t *testing.T) {
	var w widget.Window
	w.Resize(100, 10)
	for _, step := range []struct{ by, cursor, top int }{
		{9, 9, 0}, {1, 10, 1}, {-5, 5, 1}, {-5, 0, 0}, {1000, 99, 90}, {-3, 96, 90}, {-1000, 0, 0},
	} {
		w.Move(step.by)
		if w.Cursor != step.cursor || w.Top != step.top {
			t.Errorf("moving by %d: %+v, want cursor %d, top %d", step.by, w, step.cursor, step.top)
		}
	}
	w.MoveTo(50)
	w.Resize(20, 10)
	if w.Cursor != 19 || w.Top != 10 {
		t.Errorf("after the list became shorter: %+v", w)
	}
}

func TestScroll(t *testing.T) {
	var s widget.Scroll
	s.Resize(30, 10)
	for _, step := range []struct {
		by, top      int
		above, below bool
	}{
		{0, 0, false, true}, {5, 5, true, true}, {-9, 0, false, true}, {1000, 20, true, false}, {-1, 19, true, true},
	} {
		s.Move(step.by)
		above, below := s.More()
		if s.Top != step.top || above != step.above || below != step.below {
			t.Errorf("scrolling by %d: %+v, above %v, below %v", step.by, s, above, below)
		}
	}
	s.Resize(12, 10)
	if s.Top != 2 {
		t.Errorf("after the text became shorter: %+v", s)
	}
	s.Resize(3, 10)
	if above, below := s.More(); s.Top != 0 || above || below {
		t.Errorf("a text that fits: %+v", s)
	}
	s.Resize(0, 0)
	if s.Rows != 1 || s.Top != 0 {
		t.Errorf("no text and no room: %+v", s)
	}
}

func TestScrollShowsALine(t *testing.T) {
	s := widget.Scroll{Top: 10}
	s.Resize(30, 5) // 10 to 14
	for _, c := range []struct{ line, top int }{{10, 10}, {14, 10}, {15, 11}, {11, 11}, {10, 10}, {29, 25}, {0, 0}} {
		if s.Show(c.line); s.Top != c.top {
			t.Errorf("with line %d in sight the first is %d, want %d", c.line, s.Top, c.top)
		}
	}
}
