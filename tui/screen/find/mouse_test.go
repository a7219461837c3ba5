package find_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
)

// On the home page a click takes what is under it, a second one opens it; in a
// field one may type then.
func TestClicksAtHome(t *testing.T) {
	w := newWorld(t)
	for _, o := range []screentest.Options{
		{Width: 40, Height: 11, Lang: text.French}, medium, {Width: 120, Height: 36, Lang: text.French}, {Width: 160, Height: 46, Lang: text.French},
	} {
		d := w.home(directory.Actor{Address: "192.0.2.1"}, o)
		click := func(what string) {
			t.Helper()
			for y, line := range d.Lines() {
				if before, _, ok := strings.Cut(line, what); ok {
					d.Screen, _ = d.Screen.(screen.Clicker).Click(len([]rune(before))+1, y)
					return
				}
			}
			t.Fatalf("%d columns: there is no %q:\n%s", o.Width, what, d.Text())
		}
		targets := []string{"Secrétariat et assistance", "Développement web"}
		if o.Width >= 80 {
			targets = append(targets, "Tous, les plus récents", "Je m’inscris", "Lire ligne à ligne")
		}
		if o.Width >= 120 {
			targets = append(targets, "Flers Agglo", "Collines du Perche Normand", "Claire Dubois")
		}
		for _, what := range targets {
			if !strings.Contains(d.Text(), what) {
				continue
			}
			click(what)
			at := d.View()
			if rest := string([]rune(d.Lines()[at.Y])[at.X:]); !strings.HasPrefix(rest, "▸ "+what) || d.Screen.Capturing() {
				t.Errorf("%d columns: a click on %q took %q", o.Width, what, rest)
			}
		}
		click("Où")
		d.Play("bell")
		wants(t, d, "Où ? bell", "Bellême")
		click("Quoi")
		d.Play("compta")
		wants(t, d, "Quoi ? compta")

		d = w.home(directory.Actor{Address: "192.0.2.1"}, o)
		var cmd tea.Cmd
		y := d.View().Y + 4
		for range 2 {
			d.Screen, cmd = d.Screen.(screen.Clicker).Click(6, y)
		}
		if to, ok := cmd().(screen.Goto); !ok {
			t.Errorf("%d columns: the second click did %v", o.Width, to)
		}
	}
}
