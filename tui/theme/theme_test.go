package theme

import (
	"image/color"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// contrast is the contrast ratio of two colours, 1 to 21 (WCAG 2.2).
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// Text is legible at 4.5:1 on every background it may stand on (WCAG 2.2, 1.4.3).
func TestContrast(t *testing.T) {
	for mode, p := range palettes() {
		check := func(token, fg string, on ...string) {
			for _, bg := range on {
				if fg == "" || bg == "" {
					continue
				}
				if c := contrast(lipgloss.Color(fg), lipgloss.Color(bg)); c < 4.5 {
					t.Errorf("%s: %s %s on %s has contrast %.2f", mode, token, fg, bg, c)
				}
				// What most terminals get over SSH is the nearest of 256 colours.
				near := colorprofile.ANSI256.Convert(lipgloss.Color(fg))
				if c := contrast(near, lipgloss.Color(bg)); c < 4.5 {
					t.Errorf("%s: %s %s, with 256 colours %v, on %s has contrast %.2f", mode, token, fg, near, bg, c)
				}
			}
		}
		for token, fg := range map[string]string{
			"text": p.Text, "muted": p.Muted, "accent": p.Accent, "positive": p.Positive, "warning": p.Warning,
			"danger": p.Danger, "match": p.MatchText, "key": p.Key, "badge": p.Badge,
		} {
			check(token, fg, p.Background...)
			if token != "muted" {
				check(token+" in the selection", fg, p.SelectionBack)
			}
		}
		check("selection", p.SelectionText, p.SelectionBack)
	}
}

func TestModesCycle(t *testing.T) {
	m := Neutral
	seen := map[Mode]bool{}
	for range len(modes) {
		m = m.Next()
		seen[m] = true
	}
	if len(seen) != len(modes) || m.Next() != Light {
		t.Errorf("cycling saw %v", seen)
	}
}

func TestIsDark(t *testing.T) {
	for hex, want := range map[string]bool{"#000000": true, "#282a2e": true, "#ffffff": false, "#fdf6e3": false} {
		if got := IsDark(lipgloss.Color(hex)); got != want {
			t.Errorf("IsDark(%s) = %v", hex, got)
		}
	}
}

func TestSpellIsASCII(t *testing.T) {
	for in, want := range map[string]string{
		"Bellême › Œuvre": "Belleme > OEuvre", "« 380 € »": `" 380 EUR "`, "日本": "??",
	} {
		if got := Spell(in); got != want {
			t.Errorf("Spell(%q) = %q, want %q", in, got, want)
		}
	}
}
