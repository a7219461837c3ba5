package widget_test

import (
	"slices"
	"testing"

	"teleorne/tui/widget"
)

// What completes a text keeps its figures whole and one below the other, in
// whatever width.
func TestLineUp(t *testing.T) {
	skills := []widget.Option{
		{Label: "Comptabilité générale", Note: "41 professionnels", Short: "41"},
		{Label: "Comptabilité agricole", Note: "4 professionnels", Short: "4"},
		{Label: "comptabilité analytique, la proposer"},
	}
	communes := []widget.Option{
		{Label: "Bellême", Note: "61130"},
		{Label: "Saint-Germain-de-la-Coudre", Note: "61130"},
		{Label: "Perche en Nocé", Note: "ancienne commune de Préaux-du-Perche"},
	}
	for _, c := range []struct {
		options []widget.Option
		width   int
		want    []string
	}{
		{skills, 60, []string{
			"Comptabilité générale                 41 professionnels",
			"Comptabilité agricole                  4 professionnels",
			"comptabilité analytique, la proposer",
		}},
		{skills, 36, []string{
			"Comptabilité générale             41",
			"Comptabilité agricole              4",
			"comptabilité analytique, la pro…    ",
		}},
		{communes[:2], 36, []string{
			"Bellême                     61130",
			"Saint-Germain-de-la-Coudre  61130",
		}},
		{communes, 36, []string{
			"Bellême               61130",
			"Saint-Germain-de-la…  61130",
			"Perche en Nocé        ancienne comm…",
		}},
	} {
		label, note := widget.LineUp(c.options, c.width, "…")
		var got []string
		for _, o := range c.options {
			line := widget.Cut(o.Label, label, "…")
			if beside := note(o); beside != "" {
				line = widget.Pad(line, label) + beside
			}
			got = append(got, line)
			if widget.Width(line) > c.width {
				t.Errorf("%q is wider than %d", line, c.width)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("in %d columns:\n%q\nwant\n%q", c.width, got, c.want)
		}
	}
}
