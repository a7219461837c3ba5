package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"teleorne/tui/widget"
)

// What is said beside the entries gives way in three steps: whole, in short,
// and only where it fits.
func TestChoiceNotes(t *testing.T) {
	look := widget.Look{Pointer: ">", Off: "o", On: "x", Ellipsis: "…"}
	near := []widget.Option{
		{Label: "Elabo", Note: "Bellême · 0 km", Short: "0 km"},
		{Label: "L’Écloserie numérique", Note: "Boitron · 31 km", Short: "31 km"},
	}
	seen := []widget.Option{{Label: "everybody", Note: "robots too"}, {Label: "readers with a key", Note: "ok"}}
	for _, c := range []struct {
		options []widget.Option
		width   int
		want    string
	}{
		{near, 60, "> 1 x Elabo                  Bellême · 0 km\n  2 o L’Écloserie numérique  Boitron · 31 km"},
		{near, 50, "> 1 x Elabo                  Bellême · 0 km\n  2 o L’Écloserie numérique  Boitron · 31 km"},
		{near, 40, "> 1 x Elabo                   0 km\n  2 o L’Écloserie numérique  31 km"},
		{near, 30, "> 1 x Elabo               0 km\n  2 o L’Écloserie numé…  31 km"},
		{seen, 60, "> 1 x everybody           robots too\n  2 o readers with a key  ok"},
		{seen, 30, "> 1 x everybody\n  2 o readers with a key  ok"},
		{seen, 20, "> 1 x everybody\n  2 o readers with …"},
	} {
		choice := widget.Choice{}
		lines, hand := choice.View(look, c.options, c.width, 8)
		for i, l := range lines {
			lines[i] = strings.TrimRight(ansi.Strip(l), " ")
			if widget.Width(lines[i]) > c.width {
				t.Errorf("%q is wider than %d", lines[i], c.width)
			}
		}
		if got := strings.Join(lines, "\n"); got != c.want || hand != 0 {
			t.Errorf("in %d columns:\n%s\nwant\n%s", c.width, got, c.want)
		}
	}
}

func TestChoicePick(t *testing.T) {
	choice := widget.Choice{Taken: -1}
	choice.View(widget.Look{}, make([]widget.Option, 3), 40, 2)
	for digit, want := range map[int]bool{0: false, 4: false, -1: false, 3: true} {
		if choice.Pick(digit) != want {
			t.Errorf("picking %d: %v", digit, !want)
		}
	}
	if choice.Taken != 2 || choice.Cursor != 2 || choice.Top != 1 {
		t.Errorf("after picking the last one: %+v", choice)
	}
}
