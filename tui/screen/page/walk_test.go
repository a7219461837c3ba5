package page

import (
	"testing"

	"pgregory.net/rapid"
)

// layouts draws pages as there may be: rows of one or two lines, with anything
// from nothing to screens of text before, between and behind them.
func layouts(t *rapid.T) (stops []stop, lines int) {
	for range rapid.IntRange(0, 30).Draw(t, "rows") {
		lead := rapid.SampledFrom([]int{0, 0, 0, 2, 3, 25}).Draw(t, "text")
		height := rapid.IntRange(1, 2).Draw(t, "height")
		lines += lead
		stops = append(stops, stop{line: lines, height: height, lead: min(lead, 3)})
		lines += height
	}
	return stops, lines + rapid.SampledFrom([]int{0, 0, 1, 40}).Draw(t, "tail")
}

func (w *walk) sound(t *rapid.T) {
	if w.top < 0 || w.top > max(0, w.lines-w.room) {
		t.Fatalf("the first line shown is %d of %d in %d", w.top, w.lines, w.room)
	}
	if w.hand < 0 || w.hand > max(0, len(w.stops)-1) {
		t.Fatalf("row %d of %d is in hand", w.hand, len(w.stops))
	}
}

// Going down passes every row, in sight when it comes in hand, and shows every
// line; going up comes back to the very top.
func TestWalkPassesEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stops, lines := layouts(t)
		w := walk{}
		w.layout(stops, lines, rapid.IntRange(4, 40).Draw(t, "room"))
		seen := w.top + w.room
		passed := 0
		for range lines + len(stops) + 2 {
			hand := w.hand
			w.down()
			w.sound(t)
			if w.top > seen {
				t.Fatalf("lines %d to %d were passed over", seen, w.top)
			}
			seen = max(seen, w.top+w.room)
			if w.hand != hand {
				if w.hand != hand+1 || !w.inSight() {
					t.Fatalf("from row %d to row %d, in sight: %v", hand, w.hand, w.inSight())
				}
				passed++
			}
		}
		if len(stops) > 0 && (w.hand != len(stops)-1 || passed != len(stops)-1) || seen < lines {
			t.Fatalf("row %d of %d, %d passed, line %d of %d", w.hand, len(stops), passed, seen, lines)
		}
		for range lines + len(stops) + 2 {
			w.up()
			w.sound(t)
		}
		if w.hand != 0 || w.top != 0 {
			t.Fatalf("back at row %d, line %d", w.hand, w.top)
		}
	})
}

func TestWalkStaysSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := walk{}
		stops, lines := layouts(t)
		w.layout(stops, lines, 20)
		steps := map[string]func(){
			"down": w.down, "up": w.up, "first": w.first, "last": w.last, "reveal": w.reveal,
			"page down": func() { w.page(1) }, "page up": func() { w.page(-1) },
			"take":   func() { w.take(rapid.IntRange(-3, 40).Draw(t, "row")) },
			"click":  func() { w.at(rapid.IntRange(-3, 60).Draw(t, "line")) },
			"resize": func() { w.layout(w.stops, w.lines, rapid.IntRange(-1, 60).Draw(t, "room")) },
			"change": func() { s, n := layouts(t); w.layout(s, n, w.room) },
		}
		names := []string{"down", "up", "first", "last", "reveal", "page down", "page up", "take", "click", "resize", "change"}
		for range 30 {
			steps[rapid.SampledFrom(names).Draw(t, "step")]()
			w.sound(t)
		}
	})
}

// The last page key at either end takes the first or the last row.
func TestWalkPagesReachTheEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stops, lines := layouts(t)
		w := walk{}
		w.layout(stops, lines, rapid.IntRange(4, 40).Draw(t, "room"))
		for range lines + 2 {
			w.page(1)
			w.sound(t)
		}
		if w.hand != max(0, len(stops)-1) {
			t.Fatalf("paging down ended at row %d of %d", w.hand, len(stops))
		}
		for range lines + 2 {
			w.page(-1)
		}
		if w.hand != 0 {
			t.Fatalf("paging up ended at row %d", w.hand)
		}
	})
}
