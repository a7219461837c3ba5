package tui_test

import (
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// strokes are what a restless reader types.
var strokes = []string{
	"<enter>", "<enter>", "<down>", "<down>", "<down>", "<up>", "<tab>", "<esc>", "<pgdown>", "<pgup>", "<home>", "<end>", "<space>",
	"<backspace>", "+", "-", "s", "f", "x", "n", "p", "y", "?", ":", "T", "L", "M", "h", "/", "a", "j", "k", "g", "G", "1", "&", "9",
	"comptable", "bellême", "61130", "Paris", "zzzz", "\"", "-", "é", "日本", "🙂", "web dev",
}

// Whatever is typed at whatever size: no panic, no line too wide or too many,
// the cursor on the screen, and no control character of anybody's.
func TestRandomWalk(t *testing.T) {
	service := newService(t, 120)
	steps := 1500
	if testing.Short() {
		steps = 300
	}
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 61))
		d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, ascii: seed == 3})
		size := [2]int{80, 24}
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
				d.send(tea.PasteMsg{Content: "comp\x1b[31mtable\u202e\x00\nligne"})
			}
			stroke := strokes[random.IntN(len(strokes))]
			last = append(last, stroke)
			d.play(stroke)
			check(t, d, size, last)
			if t.Failed() {
				return
			}
		}
	}
}

func check(t *testing.T, d *driver, size [2]int, typed []string) {
	t.Helper()
	fail := func(what string) {
		t.Errorf("%s at %v after %v:\n%s", what, size, typed[max(0, len(typed)-12):], d.text())
	}
	view := d.model.View()
	lines := strings.Split(view.Content, "\n")
	if len(lines) > size[1] {
		fail("too many lines")
	}
	for _, l := range lines {
		if ansi.StringWidth(l) > size[0] {
			fail("a line is too wide")
		}
		plain := ansi.Strip(l)
		if directory.SafeLine(plain) != strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(plain)), " ") {
			fail("unsafe characters")
		}
	}
	if c := view.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= size[0] || c.Y >= size[1]) {
		fail("the cursor is off the screen")
	}
}

func TestQuit(t *testing.T) {
	service := newService(t, 3)
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French})
	d.play("<ctrl+c>")
	d.wants("Ctrl+C encore une fois pour quitter")
	d.play("a<ctrl+c>")
	if d.quit {
		t.Fatal("quit after Ctrl+C, another key, Ctrl+C")
	}
	d.play("<ctrl+c>")
	if !d.quit {
		t.Fatal("two Ctrl+C in a row do not quit")
	}
	d = newDriver(t, service, options{width: 80, height: 24, lang: text.French})
	if d.play("<down>q"); !d.quit {
		t.Fatal("q does not quit from the home list")
	}
	d = newDriver(t, service, options{width: 80, height: 24, lang: text.French})
	if d.play("q<esc><esc><esc>"); d.quit {
		t.Fatal("a letter typed, or Escape, quits")
	}
	d.wants("Ctrl+C deux fois, ou flèche du bas puis q")
	if d.play("<down>q"); !d.quit {
		t.Fatal("Escape says that the down arrow and q quit, and they do not")
	}
}

// What was typed stands when one comes back, and news do not move the row.
func TestNothingTypedIsLost(t *testing.T) {
	service := newService(t, 300)
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French})
	d.play("comptable<tab>bellême<enter><down><down><enter>")
	d.wants("3 sur ")
	d.play("n<esc>")
	d.wants("comptable", "Bellême", "4 sur ")
	d.play("L")
	d.wants("comptable", "Bellême", "4 of ", "professionals within 15")
	d.play("?<esc>:<esc>")
	d.wants("comptable", "Bellême", "4 of ")
}

// Where the locale is not UTF-8 nothing but ASCII is written.
func TestASCII(t *testing.T) {
	service := newService(t, 300)
	for _, script := range []string{"", "comptable<tab>bellême<enter>", "comptable<tab>bellême<enter><enter>", "traductrice<enter>f", "?", ":"} {
		for _, width := range []int{40, 80, 160} {
			d := newDriver(t, service, options{width: width, height: 24, lang: text.French, ascii: true})
			d.play(script)
			for _, line := range strings.Split(d.model.View().Content, "\n") {
				if i := strings.IndexFunc(line, func(r rune) bool { return r > 0x7e }); i >= 0 {
					t.Errorf("after %q: %q", script, ansi.Strip(line))
				}
				if w := ansi.StringWidth(line); w > width {
					t.Errorf("after %q: %d columns wide: %q", script, w, ansi.Strip(line))
				}
			}
		}
	}
}

// An open session sees what is written meanwhile, without a key being pressed.
func TestNewsReachOpenSessions(t *testing.T) {
	service := newService(t, 0)
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French})
	d.play("comptable")
	d.wants("0 professionnel")
	p := directory.Profile{Name: "Anne Guérin", Status: directory.Independent, Headline: "Comptable", Skills: []string{"comptabilite"}, Commune: "61038"}
	catalog := service.Catalog()
	if errs := p.Normalise(catalog.Atlas, catalog.Taxonomy, catalog.HasTelecentre); len(errs) > 0 {
		t.Fatal(errs)
	}
	rows := []directory.ImportRow{{Line: 2, Profile: p}}
	if _, err := service.ImportProfiles(t.Context(), directory.Operator(), rows, directory.ImportOptions{Publish: true}); err != nil {
		t.Fatal(err)
	}
	d.until("Anne Guérin")
	d.settle()
	d.wants("Anne Guérin", "1 professionnel")
}

// A notice that is too long for its row is read all the same.
func TestLongNotices(t *testing.T) {
	d := newDriver(t, newService(t, 3), options{width: 40, height: 15, lang: text.French})
	d.play("<down>M")
	lines := d.screen()
	if said := strings.Join(strings.Fields(strings.Join(lines[len(lines)-2:], " ")), " "); said != "La souris sert au programme : molette et clic. M la rend au terminal." {
		t.Errorf("it says %q", said)
	}
}

// However long it is, its end is read, and what is in hand stays in sight.
func TestNoticesAreReadToTheirEnd(t *testing.T) {
	d := newDriver(t, newService(t, 30), options{width: 40, height: 15, lang: text.French})
	d.play("<tab><tab><down><down><down><down><down><down><down>")
	sentence := "Pas enregistré. L’annuaire ne répond pas en ce moment, réessayez dans quelques minutes. " +
		"Échap encore une fois pour sortir sans enregistrer."
	d.model.Update(screen.Notice{Text: sentence, Bad: true})
	said := strings.Join(strings.Fields(strings.Join(d.screen(), " ")), " ")
	if !strings.HasSuffix(said, sentence) {
		t.Errorf("the screen ends with %q", said)
	}
	view := d.model.View()
	if lines := d.screen(); view.Cursor == nil || !strings.Contains(lines[view.Cursor.Y], "▸") {
		t.Errorf("what is in hand is out of sight:\n%s", strings.Join(lines, "\n"))
	}
}

// However narrow the screen, the footer tells the way back.
func TestWayBackIsTold(t *testing.T) {
	service := newService(t, 300)
	for _, width := range []int{40, 60, 80} {
		for _, script := range []string{
			"comptable<tab>bellême<enter><enter>", "developpeuse<enter>f", "<down><enter>", "?", ":", ":tele<enter>",
			":tele<enter><enter>", ":tele<enter><tab>", ":tele<enter><enter><enter>",
		} {
			d := newDriver(t, service, options{width: width, height: 24, lang: text.French})
			d.play(script)
			lines := strings.Split(ansi.Strip(d.model.View().Content), "\n")
			if footer := lines[len(lines)-1]; !strings.Contains(footer, "Échap") {
				t.Errorf("%d columns, after %q: %q", width, script, footer)
			}
		}
	}
}

// A window that is too small names the word that needs none.
func TestTooSmall(t *testing.T) {
	service := newService(t, 3)
	for _, lang := range []text.Lang{text.French, text.English} {
		d := newDriver(t, service, options{width: 39, height: 14, lang: lang})
		d.wants("40", "15", "texte")
	}
}

// What is muted, or a label, is legible on whatever sixteen colours a terminal
// has: without a colour, until it tells its background or somebody picks one.
func TestSixteenColours(t *testing.T) {
	coloured := func(d *driver) bool { return strings.Contains(d.model.View().Content, "\x1b[38;") }
	for profile, want := range map[colorprofile.Profile]bool{colorprofile.ANSI: false, colorprofile.ANSI256: true, colorprofile.TrueColor: true} {
		d := newDriver(t, newService(t, 3), options{width: 80, height: 24, lang: text.French})
		d.send(tea.ColorProfileMsg{Profile: profile})
		if coloured(d) != want {
			t.Errorf("%s: colours %v", profile, !want)
		}
		d.send(tea.BackgroundColorMsg{Color: color.Black})
		if !coloured(d) {
			t.Errorf("%s: no colours on a background that is known", profile)
		}
	}
	d := newDriver(t, newService(t, 3), options{width: 80, height: 24, lang: text.French})
	d.send(tea.ColorProfileMsg{Profile: colorprofile.ANSI})
	d.play("<down>T")
	d.wants("Couleurs pour fond clair")
}
