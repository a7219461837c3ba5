package mine_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/screen"
	"teleorne/tui/screen/mine"
	"teleorne/tui/screen/screentest"
)

// Whatever is pressed, on whichever page, in whichever window: everything fits,
// and no sentence is missing.
func TestRandomKeys(t *testing.T) {
	strokes := []string{
		"<down>", "<down>", "<up>", "<enter>", "<enter>", "<esc>", "<pgup>", "<pgdown>", "<home>", "<end>", "<tab>", "<space>", "<backspace>",
		"1", "2", "3", "4", "5", "6", "7", "8", "9", "-", "é", "c", "v", "x", "e", "r", "d", "q", "j", "k", "g", "G", "a",
	}
	sizes := [][2]int{{40, 11}, {80, 20}, {120, 36}, {160, 46}, {300, 96}, {47, 15}}
	pages := []func(*screen.Session, screen.ID) screen.Screen{
		func(s *screen.Session, id screen.ID) screen.Screen { return mine.New(s, id, screen.Me{}) },
		mine.NewPreview, mine.NewDevices, dataOf,
	}
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(t)
		a := w.published(1)
		p := w.me(a).Profile
		p.Description = strings.Repeat("Un texte long et tranquille. ", 40)
		w.saves(a, p)
		for _, page := range pages {
			d := w.opens(a, screentest.Options{Width: 80, Height: 20}, page)
			var typed []string
			for range 150 {
				if random.IntN(20) == 0 {
					size := sizes[random.IntN(len(sizes))]
					d.Frame = screen.Frame{Width: size[0], Height: size[1]}
				}
				if random.IntN(30) == 0 {
					d.Send(tea.PasteMsg{Content: "15/1/2027\x1b[31m\u202e\x00\nligne"})
				}
				stroke := strokes[random.IntN(len(strokes))]
				typed = append(typed, stroke)
				d.Play(stroke)
				if shown := d.Text(); t.Failed() || strings.Contains(shown, "mine.") {
					t.Fatalf("after %v:\n%s", typed[max(0, len(typed)-12):], shown)
				}
			}
		}
	}
}
