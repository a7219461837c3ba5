package widget

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/theme"
)

func bulk(limit int) Bulk {
	b := NewBulk(limit)
	b.Focus()
	return b
}

func typed(b *Bulk, text string) {
	for _, r := range text {
		switch r {
		case '\n':
			b.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		case '⌫':
			b.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
		default:
			b.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
}

func TestBulkTakesLines(t *testing.T) {
	b := bulk(100)
	b.Update(tea.PasteMsg{Content: "nom,ville\r\nÉloïse,Sées\r"})
	typed(&b, "Léa,Flers\nx⌫⌫⌫é")
	want := "nom,ville\nÉloïse,Sées\nLéa,Fleré"
	if got := string(b.Bytes()); got != want || b.Lines() != 3 || b.Size() != len(want) {
		t.Errorf("%q, %d lines, %d bytes", got, b.Lines(), b.Size())
	}
	if changed, full := b.Update(tea.PasteMsg{Content: strings.Repeat("y", 90)}); changed || !full || b.Lines() != 3 {
		t.Errorf("beyond the limit: changed %v, full %v", changed, full)
	}
	b.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	if b.Size() != 0 || b.Lines() != 0 {
		t.Error("it is not empty")
	}
	b.Blur()
	if changed, _ := b.Update(tea.PasteMsg{Content: "z"}); changed {
		t.Error("it takes what is typed elsewhere")
	}
}

// What was handed out stays as it was, whatever is typed after.
func TestBulkHandsOut(t *testing.T) {
	b := bulk(100)
	typed(&b, "abc")
	was := b.Bytes()
	typed(&b, "⌫⌫xyz")
	if string(was) != "abc" || string(b.Bytes()) != "axyz" {
		t.Errorf("%q, then %q", was, b.Bytes())
	}
}

func TestBulkShowsBothEnds(t *testing.T) {
	b := bulk(1 << 20)
	for i := range 100 {
		b.Update(tea.PasteMsg{Content: fmt.Sprintf("ligne %d\n", i+1)})
	}
	typed(&b, "fin")
	lines, x, y := b.View(20, 5, theme.Style{}, "…")
	if got, want := strings.Join(lines, "|"), "ligne 1|ligne 2|ligne 3|…|fin"; got != want || x != 3 || y != 4 {
		t.Errorf("%q, cursor %d,%d", got, x, y)
	}
	b.Clear()
	if lines, x, y := b.View(20, 5, theme.Style{}, "…"); len(lines) != 1 || x != 0 || y != 0 {
		t.Errorf("empty: %q, cursor %d,%d", lines, x, y)
	}
	typed(&b, strings.Repeat("abcdefghij", 4))
	if lines, x, _ := b.View(20, 5, theme.Style{}, "…"); lines[0] != "…cdefghijabcdefghij" || x != 19 {
		t.Errorf("a long line: %q, cursor at %d", lines, x)
	}
}

// Whatever is pasted, it is drawn within its bounds, and without a control
// character.
func TestBulkStaysWithinBounds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "é", "\n", "\r\n", "\r", "\x1b[31m", "\u202e", "\xff", "日本", "👩‍👩‍👧", "\t", ",", strings.Repeat("long ", 40), "\u0301"}
	for range 300 {
		b := bulk(1 << 16)
		for range random.IntN(30) {
			if random.IntN(4) == 0 {
				typed(&b, "⌫")
			}
			b.Update(tea.PasteMsg{Content: pieces[random.IntN(len(pieces))]})
			width, height := 3+random.IntN(60), 2+random.IntN(8)
			lines, x, y := b.View(width, height, theme.Style{}, "…")
			if len(lines) > height || x < 0 || x >= width || y != len(lines)-1 {
				t.Fatalf("%q in %d×%d: %d lines, cursor %d,%d", b.data, width, height, len(lines), x, y)
			}
			for _, l := range lines {
				if Width(l) > width || strings.ContainsAny(l, "\n\r\t\x1b\u202e") {
					t.Fatalf("%q in %d columns: %q", b.data, width, l)
				}
			}
			if want := strings.Count(string(b.data), "\n"); b.lines != want {
				t.Fatalf("%q: %d line feeds, want %d", b.data, b.lines, want)
			}
		}
	}
}

// Two megabytes cost no more than what is in sight of them: nothing lays all of
// it out at each key.
func TestBulkCostsWhatIsInSight(t *testing.T) {
	line := "Claire Dubois,independent,Comptable,comptabilite,61038\n"
	cost := func(content string) time.Duration {
		b := bulk(4 << 20)
		b.Update(tea.PasteMsg{Content: content})
		least := time.Hour
		for range 25 {
			begun := time.Now()
			for range 4 {
				typed(&b, "x")
				b.View(80, 20, theme.Style{}, "…")
			}
			least = min(least, time.Since(begun))
		}
		return least
	}
	for name, piece := range map[string]string{"lines": strings.Repeat(line, 40), "one line": strings.Repeat("x", 2<<10)} {
		little, much := cost(piece), cost(strings.Repeat(piece, 1000))
		if much > 5*little {
			t.Errorf("%s: %v instead of %v", name, much, little)
		}
		t.Logf("%s: a thousand times as much costs %.1f times", name, float64(much)/float64(little))
	}
}
