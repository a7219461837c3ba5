package skills_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// Whatever is pressed, and whatever size the window takes, the pages stay within
// their frame and say sentences, never keys of the catalogue.
func TestRandomKeys(t *testing.T) {
	strokes := []string{
		"<up>", "<down>", "<down>", "<enter>", "<enter>", "<esc>", "<pgup>", "<pgdown>", "<home>", "<end>", "<tab>", "<shift+tab>", "<space>",
		"<backspace>", "1", "2", "3", "4", "5", "-", "é", "c", "o", "m", "p", "x", "r", "f", "/", "j", "k", "g", "G", "a",
	}
	sizes := [][2]int{{40, 11}, {40, 9}, {80, 20}, {120, 36}, {160, 46}, {300, 96}, {47, 15}}
	pages := []string{
		"", "comptabilite", "comptabilite/rename", "comptabilite/alias", "comptabilite/merge", "+", "+couture",
		"+couture/accept/couture", "+couture/adopt/couture", "rien", "+rien",
	}
	for seed := range uint64(1) {
		random := rand.New(rand.NewPCG(seed, 7))
		w := newWorld(t)
		w.proposes(1, "Rose Picard", "couture")
		for _, page := range pages {
			d := w.opens(directory.Operator(), page, medium)
			var typed []string
			for range 60 {
				if random.IntN(20) == 0 {
					size := sizes[random.IntN(len(sizes))]
					d.Frame = screen.Frame{Width: size[0], Height: size[1]}
				}
				if random.IntN(30) == 0 {
					d.Send(tea.PasteMsg{Content: "compta\x1b[31m\u202e\x00\nligne"})
				}
				if random.IntN(40) == 0 {
					d.Send(screen.Changed{})
				}
				stroke := strokes[random.IntN(len(strokes))]
				typed = append(typed, stroke)
				d.Play(stroke)
				shown := d.Text()
				for _, key := range []string{"taxonomy.", "effect.", "proposal.", "admin.", "form.", "list."} {
					if strings.Contains(shown, key) {
						t.Errorf("%q is on the screen", key)
					}
				}
				if t.Failed() {
					t.Fatalf("%q, after %v:\n%s", page, typed[max(0, len(typed)-12):], shown)
				}
			}
		}
	}
}
