package find_test

import (
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/find"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
)

var medium = screentest.Options{Width: 80, Height: 20, Lang: text.French}

func (w *world) home(a directory.Actor, o screentest.Options) *screentest.Driver {
	w.tb.Helper()
	s := screentest.Session(w.tb, w.Service, o)
	s.Actor = a
	return screentest.Start(w.tb, s, o, func(s *screen.Session, id screen.ID) screen.Screen { return find.New(s, id, screen.Find{}) })
}

func wants(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	shown := strings.Join(strings.Fields(d.Text()), " ")
	for _, t := range texts {
		if !strings.Contains(shown, t) {
			tb.Errorf("the screen does not show %q:\n%s", t, d.Text())
		}
	}
}

func TestVisitorsMaySignUp(t *testing.T) {
	w := newWorld(t)
	d := w.home(directory.Actor{Address: "192.0.2.1"}, medium)
	wants(t, d, "Je m’inscris", "Télécentres")
	d.Lacks("Clé inconnue", "Ma fiche")
	for !strings.Contains(d.CursorLine(), "▸ Je m’inscris") {
		before := d.CursorLine()
		if d.Play("<down>"); d.CursorLine() == before {
			t.Fatalf("no way to it:\n%s", d.Text())
		}
	}
	d.Play("<enter>")
	screentest.Went[screen.SignUp](t, d)
}

// Who has a key that nobody knows is told so, once, and what to do.
func TestUnknownKey(t *testing.T) {
	w := newWorld(t)
	for _, o := range []screentest.Options{medium, {Width: 40, Height: 11, Lang: text.French}, {Width: 160, Height: 46, Lang: text.English}} {
		d := w.home(person(t), o)
		if !d.Screen.Capturing() {
			t.Error("the fields have not got the keys")
		}
		d.Play("<enter>")
		screentest.Went[screen.SignUp](t, d)
	}
	s := screentest.Session(t, w.Service, medium)
	s.Refused = []string{"key_dsa"}
	d := screentest.Start(t, s, medium, func(s *screen.Session, id screen.ID) screen.Screen { return find.New(s, id, screen.Find{}) })
	wants(t, d, "n’a pas été acceptée")
	d.Play("<down><enter>")
	screentest.Went[screen.SignUp](t, d)
	wants(t, w.home(person(t), medium), "Clé inconnue ici", "Je m’inscris")
}

// Whoever comes with a key that somebody pasted is told whose profile it opens,
// and led out before they write into it.
func TestFirstUseOfAPastedKey(t *testing.T) {
	w := newWorld(t)
	a := w.owner()
	for _, o := range []screentest.Options{medium, {Width: 40, Height: 11, Lang: text.French}} {
		s := screentest.Session(t, w.Service, o)
		s.Actor, s.FirstUse = a, true
		d := screentest.Start(t, s, o, func(s *screen.Session, id screen.ID) screen.Screen { return find.New(s, id, screen.Find{}) })
		wants(t, d, "Première visite de cette clé")
		d.Lacks("commencée")
		d.Play("<enter>")
		screentest.Went[screen.Devices](t, d)
	}
}

// Owners have the way to their profile with its state, and a line above all
// when something asks for them.
func TestReminders(t *testing.T) {
	w := newWorld(t)
	a := w.owner()
	see := func(line string, texts ...string) *screentest.Driver {
		t.Helper()
		d := w.home(a, medium)
		wants(t, d, append(texts, line, "Ma fiche")...)
		d.Lacks("Je m’inscris", "Clé inconnue")
		small := w.home(a, screentest.Options{Width: 40, Height: 11, Lang: text.French})
		small.Play("<end><home>")
		return d
	}
	d := see("Votre fiche est commencée", "brouillon")
	d.Play("<enter>")
	screentest.Went[screen.Editor](t, d)
	w.submits(a)
	d = see("Entrée : ma fiche (en relecture)", "en relecture")
	d.Play("<enter>")
	screentest.Went[screen.Me](t, d)
	_, err := w.Decide(t.Context(), directory.Operator(), directory.Verdict{Item: directory.ListingItem(w.listing(a).ID), Action: directory.ActionReject, Reason: "Trop court."})
	w.must(err)
	see("Votre fiche n’a pas été acceptée.", "à revoir")
	w.submits(a)
	_, err = w.Decide(t.Context(), directory.Operator(), directory.Verdict{Item: directory.ListingItem(w.listing(a).ID), Action: directory.ActionApprove})
	w.must(err)
	see("Décision prise aujourd’hui", "en ligne")
	w.later(0, 31)
	d = see("Entrée : ma fiche (en ligne)", "en ligne")
	d.Lacks("confirmée")
	m, err := w.Me(t.Context(), a)
	w.must(err)
	p := m.Profile
	p.Headline = "Comptable, paie"
	_, err = w.SaveDraft(t.Context(), a, m.Version, p, nil)
	w.must(err)
	see("Vous avez des changements non envoyés.", "en ligne")
}

// One key confirms from the home page, whatever the age: Enter in the empty
// field, or c on the line itself. No letter of a search does.
func TestConfirmFromHome(t *testing.T) {
	w := newWorld(t)
	a := w.owner()
	w.submits(a)
	_, err := w.Decide(t.Context(), directory.Operator(), directory.Verdict{Item: directory.ListingItem(w.listing(a).ID), Action: directory.ActionApprove})
	w.must(err)
	for i, age := range []struct {
		months int
		line   string
	}{{6, "Votre fiche est-elle encore juste ?"}, {9, "sera masquée le"}, {12, "n’est plus trouvée"}, {23, "sera effacée le"}} {
		w.later(age.months, 0)
		d := w.home(a, medium)
		line, _, _ := strings.Cut(age.line, " ?")
		wants(t, d, line)
		wants(t, d, "Entrée : ")
		if !d.Screen.Capturing() || !strings.Contains(d.CursorLine(), "Quoi") {
			t.Fatalf("the field has not got the keys:\n%s", d.Text())
		}
		d.Play([]string{"<enter>", "<down>c", "<down><enter>", "<down><down><esc><enter>"}[i])
		d.Lacks(line)
		if !d.Screen.Capturing() {
			t.Error("the search has not got the keys back")
		}
		if n, ok := d.Last().(screen.Notice); !ok || n.Bad || !strings.Contains(n.Text, "Confirmée") {
			t.Errorf("said %#v", d.Last())
		}
		if l := w.listing(a); !l.Visible() || !l.ConfirmedAt.Equal(w.now) {
			t.Errorf("after %d months: visible %v, confirmed %v", age.months, l.Visible(), l.ConfirmedAt)
		}
	}
	w.later(7, 0)
	d := w.home(a, medium)
	d.Play("comptable")
	wants(t, d, "comptable")
	d.Play("<enter>")
	d = w.home(a, medium)
	d.Play("<down><down>c") // on another line
	wants(t, d, "Votre fiche est-elle encore juste")
	if l := w.listing(a); l.ConfirmedAt.Equal(w.now) {
		t.Error("a search confirmed the profile")
	}
}

// The news of one's own reach the page, and the row in hand stays.
func TestNewsOfOnesOwn(t *testing.T) {
	w := newWorld(t)
	a := w.owner()
	d := w.home(a, medium)
	d.Play("<down><down><down>")
	before := d.CursorLine()
	w.submits(a)
	d.Send(screen.Own{})
	wants(t, d, "en relecture")
	if d.CursorLine() != before {
		t.Errorf("the row in hand was %q and is %q", before, d.CursorLine())
	}
}
