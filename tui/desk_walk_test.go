package tui_test

import (
	"math/rand/v2"
	"regexp"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/text"
)

// deskStrokes are what restless moderators type.
var deskStrokes = []string{
	"<enter>", "<enter>", "<enter>", "<down>", "<down>", "<up>", "<tab>", "<esc>", "<pgdown>", "<pgup>", "<home>", "<end>", "<space>", "<backspace>",
	"a", "d", "x", "z", "c", "r", "u", "b", "m", "n", "p", "1", "2", "é", "3", "4", "7", "9", "?", ":", "L", "T", "!", "mot ", "file", "g", "G", "f",
}

// missingSentence is a key of the catalogue on the screen.
var missingSentence = regexp.MustCompile(`\b(moderation|told|reason|report|dialog)\.[a-z]\S+`)

// Whatever moderators press, at whatever size: everything fits, no sentence is
// missing, and the way home stays open.
func TestRandomWalkOfModerators(t *testing.T) {
	steps := 400
	if testing.Short() {
		steps = 80
	}
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 11))
		k := newDesk(t)
		d := newDriver(t, k.Service, options{width: 80, height: 24, lang: text.French, actor: k.anne, still: true, ascii: seed == 2})
		size := [2]int{80, 24}
		d.play("<enter>")
		var last []string
		for range steps {
			if random.IntN(25) == 0 {
				size = [][2]int{{40, 15}, {80, 24}, {120, 40}, {160, 50}, {20, 5}, {300, 100}, {47, 19}}[random.IntN(7)]
				d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			}
			if random.IntN(40) == 0 {
				d.send(tea.MouseClickMsg{X: random.IntN(size[0]), Y: random.IntN(size[1])})
			}
			if random.IntN(60) == 0 {
				d.send(tea.PasteMsg{Content: "trop\x1b[31m vague\u202e\x00\nligne"})
			}
			stroke := deskStrokes[random.IntN(len(deskStrokes))]
			last = append(last, stroke)
			d.play(stroke)
			check(t, d, size, last)
			if key := missingSentence.FindString(d.text()); key != "" {
				t.Errorf("%s is shown after %v:\n%s", key, last[max(0, len(last)-12):], d.text())
			}
			if t.Failed() {
				return
			}
		}
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		d.play("<esc><esc><esc><esc><esc><esc>h")
		d.wants("T")
	}
}

// Readers' letters at a report are text, and nothing else.
func TestReportTakesText(t *testing.T) {
	k := newDesk(t)
	d := newDriver(t, k.Service, options{width: 40, height: 15, lang: text.English, link: "marc-lefevre", actor: directory.Actor{Address: "192.0.2.9"}})
	d.play("!2axz!: ?")
	d.wants("axz!: ?")
	d.play("<esc>!")
	d.wants("1 Out of date")
	d.play("1")
	d.wants("axz!: ?")
}
