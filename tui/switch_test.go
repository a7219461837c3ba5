package tui_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/keys"
	"teleorne/tui/linear"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

func switched(d *driver) (string, bool) { return d.model.(*tui.Model).Switch() }

// reach goes down until the row in hand has a text.
func reach(t *testing.T, d *driver, text string) {
	t.Helper()
	for before := ""; !strings.Contains(d.text(), "▸ "+text); d.play("<down>") {
		if d.text() == before {
			t.Fatalf("%q is nowhere:\n%s", text, before)
		}
		before = d.text()
	}
}

// From the page and from the palette one goes on in lines, in the language that
// one reads by then.
func TestGoOnInLines(t *testing.T) {
	service := newService(t, 20)
	for name, play := range map[string]string{"the palette": ":read line<enter>", "the page": "<down>"} {
		t.Run(name, func(t *testing.T) {
			d := newDriver(t, service, options{width: 80, height: 24, lang: text.French})
			d.send(screen.Do{Action: keys.Language})
			d.play(play)
			if name == "the page" {
				reach(t, d, "Read line by line")
				d.play("<enter>")
			}
			if lang, on := switched(d); !d.quit || !on || lang != "en" {
				t.Errorf("quit %v, on %v in %q", d.quit, on, lang)
			}
		})
	}
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French})
	d.send(screen.Do{Action: keys.Quit})
	if _, on := switched(d); !d.quit || on {
		t.Error("whoever quits goes on")
	}
}

// What was typed is kept before.
func TestGoingOnSavesWhatWasTyped(t *testing.T) {
	service := newService(t, 0)
	a := writing(t, service, 1, nil)
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: a, pause: time.Hour})
	d.send(screen.Goto{Route: screen.Editor{Field: "name"}})
	d.play("Claire")
	d.send(screen.Do{Action: keys.Switch})
	m, err := service.Me(t.Context(), a)
	if _, on := switched(d); err != nil || !on || !d.quit || m.Profile.Name != "Claire" {
		t.Errorf("on %v, saved is %q, %v", on, m.Profile.Name, err)
	}
}

// Whoever comes from the other of the two is told how to come like this at once.
func TestHowToKeep(t *testing.T) {
	service := newService(t, 0)
	a := writing(t, service, 1, nil)
	said := func(o tui.Options) string {
		o.Context, o.Service, o.Lang, o.Switched, o.Switch = t.Context(), service, text.French, true, true
		return tui.New(o).TakeNotice()
	}
	for want, o := range map[string]tui.Options{
		"ssh -p 6122 HÔTE texte":                      {Lines: true},
		"ssh -t -p 6122 HÔTE ecran":                   {},
		"Pour lire toujours ainsi : « Toujours ligne": {Lines: true, Actor: a},
		"Pour venir toujours ainsi : « Toujours en":   {Actor: a},
	} {
		if got := strings.ReplaceAll(said(o), "\u00a0", " "); !strings.Contains(got, want) {
			t.Errorf("%q is without %q", got, want)
		}
	}
}

// The choice that sticks is made on one's own page and in the palette.
func TestPrefer(t *testing.T) {
	service := newService(t, 0)
	a := writing(t, service, 1, nil)
	is := func(want directory.Mode) {
		t.Helper()
		if got, err := service.Mode(t.Context(), a); err != nil || got != want {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
	}
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: a})
	d.play(":toujours ligne<enter>")
	d.wants("C’est noté\u00a0: à chaque visite, ligne à ligne.")
	is(directory.ModeLines)
	d.play(":toujours ligne")
	d.wants("Aucune action de ce nom") // it is so already
	d.play("<esc>")
	d.send(screen.Goto{Route: screen.Me{}})
	reach(t, d, "  Ligne à ligne ou plein écran")
	d.play("<enter>")
	d.wants("Aujourd’hui\u00a0: Toujours ligne à ligne", "depuis tous vos appareils")
	d.play("3")
	d.wants("en plein écran si le terminal le peut")
	is(directory.ModeScreen)
	d.play(":selon mon<enter>")
	is(directory.ModeAuto)
}

// In lines the word leads to the screen where there is one, else it says why
// not; nobody has to look for it.
func TestGoOnOnTheScreen(t *testing.T) {
	service := newService(t, 20)
	for _, tt := range []struct {
		typed string
		can   bool
		on    bool
		says  string
	}{
		{"écran\n", true, true, ""},
		{"screen\n", true, true, ""},
		{"passer en plein écran\n", true, true, ""},
		{"écran\nquitter\n", false, false, "Il n’y a pas ici de terminal pour l’écran. Reconnectez-vous par : ssh -t -p 6122 HÔTE ecran"},
		{"quitter\n", true, false, "Au revoir"},
		{"", true, false, "Passer en plein écran"},
	} {
		var out bytes.Buffer
		lang, on, err := linear.Run(t.Context(), linear.Options{
			Interface: tui.Options{Service: service, Lang: text.French, Switch: tt.can}, In: strings.NewReader(tt.typed), Out: &out,
		})
		if err != nil || on != tt.on || lang != text.French || !strings.Contains(strings.ReplaceAll(out.String(), "\u00a0", " "), tt.says) {
			t.Errorf("%q: on %v in %s, %v\n%s", tt.typed, on, lang, err, out.String())
		}
		if tt.on && strings.Contains(out.String(), "Au revoir") {
			t.Errorf("%q: a farewell to who stays", tt.typed)
		}
	}
}
