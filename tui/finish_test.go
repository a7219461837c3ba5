package tui_test

import (
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/text"
)

// The line is cut in the middle of a word, and nobody can be asked: what was
// typed is there on the next device. A key that was taken away keeps nothing.
func TestFinishKeepsWhatWasTyped(t *testing.T) {
	service := newService(t, 0)
	a := owner(t, service)
	types := func(script string) *tui.Model {
		d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: a, pause: time.Hour})
		d.play(":modifier ma fiche<enter>4" + script)
		d.wants(script)
		return d.model.(*tui.Model)
	}
	wants := func(by directory.Actor, want string) {
		t.Helper()
		m, err := service.Me(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Profile.Description; got != want {
			t.Errorf("kept is %q, want %q", got, want)
		}
	}

	m := types("Depuis vi")
	wants(a, "")
	m.Finish()
	wants(a, "Depuis vi")
	m.Finish()
	wants(a, "Depuis vi")

	code, err := service.Link(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	other, err := service.Join(t.Context(), person(t, 2), code.Text)
	if err != nil {
		t.Fatal(err)
	}
	m = types("ngt")
	if err := service.RemoveKey(t.Context(), other, a.Fingerprint); err != nil {
		t.Fatal(err)
	}
	m.Finish()
	wants(other, "Depuis vi")
}
