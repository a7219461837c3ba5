package notices_test

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
		"<up>", "<down>", "<down>", "<enter>", "<enter>", "<esc>", "<pgup>", "<pgdown>", "<home>", "<end>", "<tab>", "<tab>", "<shift+tab>",
		"<space>", "<backspace>", "1", "2", "3", "4", "5", "-", "é", "c", "o", "m", "p", "x", "e", "f", "/", "j", "k", "g", "G", "a",
	}
	sizes := [][2]int{{40, 11}, {40, 9}, {80, 20}, {120, 36}, {160, 46}, {300, 96}, {47, 15}}
	for seed := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 10))
		w := newWorld(t)
		w.note(50, directory.DataRequest{Kind: directory.RequestErase, Who: "Marie Vidal"})
		w.note(2, directory.DataRequest{Kind: directory.RequestAccess, Who: "Paul Roche"})
		for _, page := range [][2]string{
			{screen.AreaAnnounce, ""},
			{screen.AreaAnnounce, "write"},
			{screen.AreaFreshness, ""},
			{screen.AreaRequests, ""},
			{screen.AreaRequests, "1"},
			{screen.AreaRequests, "2"},
			{screen.AreaRequests, "new"},
			{screen.AreaRequests, "99"},
		} {
			d := w.opens(directory.Operator(), page[0], page[1], medium)
			var typed []string
			for range 80 {
				if random.IntN(20) == 0 {
					size := sizes[random.IntN(len(sizes))]
					d.Frame = screen.Frame{Width: size[0], Height: size[1]}
				}
				if random.IntN(30) == 0 {
					d.Send(tea.PasteMsg{Content: "15/1/2026\x1b[31m\u202e\x00\nligne"})
				}
				stroke := strokes[random.IntN(len(strokes))]
				typed = append(typed, stroke)
				d.Play(stroke)
				shown := d.Text()
				for _, key := range []string{"announce.", "fresh.", "request.", "admin.", "form.", "list."} {
					if strings.Contains(shown, key) {
						t.Errorf("%q is on the screen", key)
					}
				}
				if t.Failed() {
					t.Fatalf("%v, after %v:\n%s", page, typed[max(0, len(typed)-12):], shown)
				}
			}
		}
	}
}
