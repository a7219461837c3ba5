package sheet

import (
	"testing"

	"pgregory.net/rapid"
)

// What columns do not need goes to those that need more. Nothing of the width is
// lost, nobody gets less than needed who had it, and room is left over only where
// nobody needs any.
func TestFitted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "columns")
		widths := rapid.SliceOfN(rapid.IntRange(0, 30), n, n).Draw(t, "widths")
		needs := rapid.SliceOfN(rapid.IntRange(0, 40), n, n).Draw(t, "needs")
		got := fitted(widths, needs)
		before, after, short, spare := 0, 0, 0, 0
		for i, w := range got {
			before, after = before+widths[i], after+w
			if w < min(widths[i], needs[i]) || widths[i] == 0 && w != 0 {
				t.Fatalf("column %d of %v has %d, needs %d", i, widths, w, needs[i])
			}
			if widths[i] > 0 {
				short += max(0, needs[i]-w)
			}
			if needs[i] > 0 {
				spare += max(0, w-needs[i])
			}
		}
		if before != after || short > 0 && spare > 0 {
			t.Fatalf("%v for %v becomes %v", widths, needs, got)
		}
	})
}
