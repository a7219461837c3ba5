package widget

import "testing"

func TestBar(t *testing.T) {
	for _, c := range []struct {
		part, whole, width int
		want               string
	}{
		{0, 10, 4, "...."},
		{10, 10, 4, "===="},
		{1, 1000, 4, "=..."},
		{999, 1000, 4, "===."},
		{5, 10, 4, "==.."},
		{0, 0, 4, "...."},
		{12, 10, 4, "===="},
		{1, 2, 0, ""},
		{1, 2, 1, "="},
	} {
		if got := Bar(c.part, c.whole, c.width, "=", "."); got != c.want {
			t.Errorf("%d of %d in %d: %q, want %q", c.part, c.whole, c.width, got, c.want)
		}
	}
}
