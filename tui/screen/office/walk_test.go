package office_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
)

// Whatever is pressed, on whichever page, in whichever window: everything fits,
// and no sentence is missing.
func TestRandomKeys(t *testing.T) {
	strokes := []string{
		"<down>", "<down>", "<up>", "<enter>", "<enter>", "<esc>", "<pgup>", "<pgdown>", "<home>", "<end>", "<tab>", "<shift+tab>", "<space>",
		"<backspace>", "1", "2", "3", "4", "5", "-", "é", "d", "l", "f", "x", "/", "j", "k", "g", "G", "claire", "15/1/2027",
	}
	sizes := [][2]int{{40, 11}, {80, 20}, {120, 36}, {160, 46}, {300, 96}, {47, 15}}
	for seed := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(t)
		boss := w.official(1, "Monique Leroy", directory.RoleAdministrator)
		w.official(2, strings.Repeat("Paul ", 15), directory.RoleAdministrator)
		owner := w.published(3, claire())
		for i := range byte(9) {
			p := claire()
			p.Name, p.Email, p.Phone = fmt.Sprintf("Marc %s %d", strings.Repeat("Long", 5), i), fmt.Sprintf("m%d@exemple.fr", i), ""
			w.pending(10+i, p)
		}
		_, err := w.SetRole(t.Context(), boss, owner.Account, directory.RoleModerator, strings.Repeat("Parce que. ", 50))
		w.must(err)
		for _, page := range []screen.Admin{
			{},
			{Area: screen.AreaListings},
			{Area: screen.AreaAccounts},
			{Area: screen.AreaAccounts, ID: number(owner)},
			{Area: screen.AreaBans},
			{Area: screen.AreaBans, ID: "new:"},
			{Area: screen.AreaMotions},
			{Area: screen.AreaLog},
			{Area: screen.AreaBackups},
		} {
			d := w.opens(boss, screentest.Options{Width: 80, Height: 20}, page)
			var typed []string
			for range 150 {
				if random.IntN(20) == 0 {
					size := sizes[random.IntN(len(sizes))]
					d.Frame = screen.Frame{Width: size[0], Height: size[1]}
				}
				if random.IntN(30) == 0 {
					d.Send(tea.PasteMsg{Content: "SHA256:x\x1b[31m\u202e\x00\nligne"})
				}
				if random.IntN(30) == 0 {
					d.Send(screen.Moved{})
				}
				stroke := strokes[random.IntN(len(strokes))]
				typed = append(typed, stroke)
				d.Play(stroke)
				if complete(t, d); t.Failed() {
					t.Fatalf("on %+v after %v:\n%s", page, typed[max(0, len(typed)-12):], d.Text())
				}
			}
		}
	}
}
