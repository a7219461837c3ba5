package tui_test

import (
	"testing"
	"time"

	"teleorne/tui"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// Whatever may end a session, or take the editor away, has what was typed saved
// first, without waiting for the moment of rest.
func TestLeavingSavesWhatWasTyped(t *testing.T) {
	for name, c := range map[string]struct {
		leave func(*driver)
		shows string
		quit  bool
	}{
		"Ctrl+C":       {leave: func(d *driver) { d.play("<ctrl+c>") }, shows: "Ctrl+C encore une fois"},
		"the palette":  {leave: func(d *driver) { d.send(screen.Do{Action: keys.Palette}) }, shows: "Que faire"},
		"home":         {leave: func(d *driver) { d.send(screen.Do{Action: keys.Home}) }, shows: "Tab champ suivant"},
		"home, behind": {leave: func(d *driver) { d.send(screen.Goto{Route: screen.Help{}}); d.send(screen.Do{Action: keys.Home}) }, shows: "Tab champ suivant"},
		"quitting":     {leave: func(d *driver) { d.send(screen.Do{Action: keys.Quit}) }, quit: true},
		"the end":      {leave: func(d *driver) { d.send(tui.Closing{}) }},
		"idleness":     {leave: func(d *driver) { d.send(tui.IdleWarning{Left: time.Minute}) }},
	} {
		t.Run(name, func(t *testing.T) {
			service := newService(t, 0)
			a := writing(t, service, 1, nil)
			d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: a, pause: time.Hour})
			d.send(screen.Goto{Route: screen.Editor{Field: "name"}})
			d.play("Claire")
			saved := func() string {
				m, err := service.Me(t.Context(), a)
				if err != nil {
					t.Fatal(err)
				}
				return m.Profile.Name
			}
			if got := saved(); got != "" {
				t.Fatalf("%q is saved already", got)
			}
			c.leave(d)
			if got := saved(); got != "Claire" {
				t.Errorf("saved is %q", got)
			}
			if d.wants(c.shows); d.quit != c.quit {
				t.Errorf("quit is %v", d.quit)
			}
		})
	}
}

// While the question about another device's change is open, going home waits
// for the answer.
func TestTheQuestionIsAnsweredFirst(t *testing.T) {
	service := newService(t, 0)
	st := meeting(t, service, 1, "")
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: st.actor})
	d.send(screen.Goto{Route: st.open})
	st.first()
	d.play(st.play)
	d.wants("Modifié ailleurs")
	d.play("h")
	d.wants("Modifié ailleurs", "Rien n’est remplacé avant votre choix")
	d.play("2")
	d.send(screen.Do{Action: keys.Home})
	d.wants("Votre fiche est commencée")
}
