package mine_test

import (
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/mine"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
)

var (
	medium = screentest.Options{Width: 80, Height: 20, Lang: text.French}
	tall   = screentest.Options{Width: 80, Height: 60, Lang: text.French}
	small  = screentest.Options{Width: 40, Height: 11, Lang: text.French}
)

// looks are the frames in which every state is drawn; the first one shows all.
var looks = []screentest.Options{
	tall, medium,
	{Width: 40, Height: 11, Lang: text.French},
	{Width: 120, Height: 36, Lang: text.French},
	{Width: 160, Height: 46, Lang: text.English},
	{Width: 80, Height: 20, Lang: text.English},
}

func (w *world) opens(a directory.Actor, o screentest.Options, open func(*screen.Session, screen.ID) screen.Screen) *screentest.Driver {
	w.tb.Helper()
	s := screentest.Session(w.tb, w.Service, o)
	s.Actor = a
	return screentest.Start(w.tb, s, o, open)
}

func (w *world) profileOf(a directory.Actor, o screentest.Options) *screentest.Driver {
	w.tb.Helper()
	return w.opens(a, o, func(s *screen.Session, id screen.ID) screen.Screen { return mine.New(s, id, screen.Me{}) })
}

// wants fails unless the screen shows the texts, however it breaks them.
func wants(tb testing.TB, d *screentest.Driver, texts ...string) {
	tb.Helper()
	shown := strings.Join(strings.Fields(d.Text()), " ")
	for _, t := range texts {
		if !strings.Contains(shown, strings.Join(strings.Fields(t), " ")) {
			tb.Errorf("the screen does not show %q:\n%s", t, strings.TrimRight(d.Text(), "\n"))
		}
	}
}

// drawn fails unless the screen of one's own profile, in every frame, fits and
// has no word missing, and shows the texts where there is room for all.
func (w *world) drawn(a directory.Actor, texts ...string) {
	w.tb.Helper()
	for i, o := range looks {
		d := w.profileOf(a, o)
		if i == 0 {
			wants(w.tb, d, texts...)
		}
		if shown := d.Text(); strings.Contains(shown, "mine.") || strings.Contains(shown, "status.") {
			w.tb.Errorf("a sentence is missing:\n%s", shown)
		}
		for range 20 {
			d.Play("<down>")
		}
		d.Play("<pgup><pgdown><end><home><up>")
	}
}

// Each state says what it is, what happens next, and what can be done.
func TestStates(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.drawn(directory.Actor{Address: "192.0.2.1"}, "connectez-vous avec une clé SSH", "Comment créer une clé")
	w.drawn(directory.Operator(), "sans fiche à vous")
	stranger, _ := person(t, 9)
	w.drawn(stranger, "pas encore de fiche", "Je m’inscris")

	a := w.joins(1, directory.Profile{Name: "Claire"})
	w.drawn(a, "brouillon", "Il manque : statut, métier, compétences et commune.", "Envoyer ma fiche (à compléter d’abord)", "s’efface de lui-même")
	w.saves(a, profile())
	w.drawn(a, "brouillon", "Envoyez-la", "Mettre en pause (pas en ligne)")
	w.submits(a)
	w.drawn(a, "en relecture", "la réponse se lira ici", "(rien de nouveau)")
	_, err := w.Decide(ctx, directory.Operator(), directory.Verdict{Item: directory.ListingItem(w.me(a).Listing.ID), Action: directory.ActionReject, Reason: "Précisez votre métier.\nMerci."})
	w.must(err)
	w.drawn(a, "à revoir", "Votre fiche n’a pas été acceptée. Décision prise aujourd’hui.", "« Précisez votre métier. Merci. »", "Corrigez ce qui est demandé")
	w.submits(a)
	w.drawn(a, "en relecture", "Votre envoi précédent n’avait pas été accepté.", "« Précisez votre métier. Merci. »")
	w.accepts(a)
	w.drawn(a, "en ligne", "Tout le monde la trouve", "Confirmée aujourd’hui.", "Facultatif, mais utile : disponibilité.")

	p := w.me(a).Profile
	p.Headline = "Comptable, paie"
	w.saves(a, p)
	w.drawn(a, "brouillon non envoyé", "Changements non envoyés", "− Experte-comptable", "+ Comptable, paie", "Abandonner les changements")
	w.submits(a)
	w.drawn(a, "en ligne, changement en relecture", "en relecture : métier", "+ Comptable, paie")
	_, err = w.Decide(ctx, directory.Operator(), directory.Verdict{Item: directory.ListingItem(w.me(a).Listing.ID), Action: directory.ActionReject, Reason: "Non."})
	w.must(err)
	w.drawn(a, "en ligne", "Votre modification n’a pas été acceptée", "Contester la décision", "« Non. »", "Refusé", "− Experte-comptable")

	_, err = w.Pause(ctx, a, w.Today()+10)
	w.must(err)
	w.drawn(a, "en pause", "jusqu’au 3 déc. 2026", "7 Reprendre")
	w.later(0, 11)
	w.drawn(a, "en ligne")
	_, err = w.Withdraw(ctx, a)
	w.must(err)
	w.drawn(a, "retirée", "Rien n’est effacé", "Envoyer ma fiche", "(retirée déjà)")

	b := w.published(2)
	w.suspends(b, "Signalée trois fois.")
	w.drawn(b, "suspendue", "« Signalée trois fois. »", "écrivez à annuaire@orne.example",
		"Changer ma disponibilité (suspendue par la modération)", "Mettre en pause (suspendue par la modération)")
}

// As time passes without a word, the page says what comes.
func TestAges(t *testing.T) {
	w := newWorld(t)
	a := w.published(1)
	for _, age := range []struct {
		months int
		wants  []string
	}{
		{6, []string{"en ligne", "Est-elle encore juste ?", "il y a 6 mois"}},
		{3, []string{"en ligne", "passe après les autres", "le 23 nov. 2027, elle sera masquée"}},
		{3, []string{"masquée", "Personne ne la trouve plus", "effacée le 23 nov. 2028", "Mettre en pause (pas en ligne)"}},
		{10, []string{"masquée", "effacée le 23 nov. 2028, et votre compte"}},
	} {
		w.later(age.months, 0)
		w.drawn(a, age.wants...)
	}
	d := w.profileOf(a, tall)
	d.Play("c")
	wants(t, d, "en ligne", "Confirmée aujourd’hui.")
	if n, ok := d.Last().(screen.Notice); !ok || n.Bad || !strings.Contains(n.Text, "Prochain rappel") {
		t.Errorf("said %#v", d.Last())
	}
	if m := w.me(a); !m.Listing.Visible() {
		t.Error("confirming did not bring it back")
	}
}

// Every action has a digit or a key, and those that take something away ask.
func TestActions(t *testing.T) {
	w := newWorld(t)
	a := w.joins(1, profile())
	d := w.profileOf(a, tall)
	if screentest.Went[screen.Editor](t, playing(d, "e")) != (screen.Editor{}) || screentest.Went[screen.Editor](t, playing(d, "1")) != (screen.Editor{}) {
		t.Error("edit")
	}
	screentest.Went[screen.Preview](t, playing(d, "2"))
	screentest.Went[screen.Devices](t, playing(d, "7"))
	screentest.Went[screen.MyData](t, playing(d, "8"))
	if to := screentest.Went[screen.MyData](t, playing(d, "<end><enter>")); !to.Leave {
		t.Error("the last entry does not lead to the way out")
	}
	d.Play("<home>c")
	if n, ok := d.Last().(screen.Notice); !ok || !n.Bad || !strings.Contains(n.Text, "pas en ligne") {
		t.Errorf("confirming a draft said %#v", d.Last())
	}
	d.Play("v")
	wants(t, d, "en relecture")
	w.accepts(a)
	d.Send(screen.Own{})
	wants(t, d, "en ligne")

	d.Play("9")
	wants(t, d, "Retirer votre fiche", "Rien ne s’efface", "1 Ne rien changer", "2 Oui, retirer")
	d.Play("<enter>")
	wants(t, d, "en ligne")
	d.Play("9<esc>9<down><enter>")
	wants(t, d, "retirée")
	d.Play("v")
	wants(t, d, "en ligne")
	if !w.me(a).Listing.Visible() {
		t.Error("sending did not bring it back")
	}

	p := w.me(a).Profile
	p.Headline = "Autre métier"
	w.saves(a, p)
	d.Send(screen.Own{})
	d.Play("x")
	wants(t, d, "sera perdu", "Oui, abandonner")
	d.Play("1")
	wants(t, d, "+ Autre métier")
	d.Play("xé") // 2, without Shift on a French keyboard
	d.Lacks("Autre métier")
	d.Play("<esc>")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("Esc said %#v", d.Last())
	}
}

func playing(d *screentest.Driver, script string) *screentest.Driver {
	d.Play(script)
	return d
}

func TestPauseAndResume(t *testing.T) {
	w := newWorld(t)
	a := w.published(1)
	d := w.profileOf(a, tall)
	d.Play("62")
	wants(t, d, "en pause", "tant que vous ne la reprenez pas")
	d.Play("-") // the unshifted 6
	wants(t, d, "en ligne")
	d.Play("63")
	wants(t, d, "Jour du retour")
	d.Play("<enter>")
	wants(t, d, "obligatoire")
	d.Play("bientôt<enter>")
	wants(t, d, "bientôt", "n’est pas une date")
	for range "bientôt" {
		d.Play("<backspace>")
	}
	d.Play("1/1/2020<enter>")
	wants(t, d, "1/1/2020", "Jour du retour") // with the reason under it
	if w.me(a).Listing.Paused {
		t.Fatal("paused until a day in the past")
	}
	for range "1/1/2020" {
		d.Play("<backspace>")
	}
	d.Play("15/1/2027<enter>")
	wants(t, d, "en pause", "jusqu’au 15 janv. 2027")
	if d.Screen.Capturing() {
		t.Error("the field still has the keys")
	}
}

// A change of the availability alone is online at once.
func TestAvailability(t *testing.T) {
	w := newWorld(t)
	a := w.published(1)
	slug := w.me(a).Listing.Slug
	d := w.profileOf(a, tall)
	from := func() directory.Date {
		t.Helper()
		c, err := w.Show(t.Context(), directory.Actor{Address: "192.0.2.9"}, slug, false)
		w.must(err)
		return c.AvailableFrom
	}
	d.Play("52")
	if from() != w.Today() || w.me(a).Listing.Pending() {
		t.Errorf("available from %v", from())
	}
	d.Play("53")
	d.Play("15 janvier 2027<enter>")
	if want, _ := directory.ParseDate("2027-01-15"); from() != want {
		t.Errorf("available from %v", from())
	}
	p := w.me(a).Profile
	p.Headline = "Autre métier"
	w.saves(a, p)
	d.Send(screen.Own{})
	d.Play("5")
	wants(t, d, "Vos autres changements partent en même temps")
	d.Play("4")
	if m := w.me(a); !from().IsZero() || !m.Listing.Pending() || m.Drafted {
		t.Errorf("from %v, pending %v, drafted %v", from(), m.Listing.Pending(), m.Drafted)
	}
	wants(t, d, "changement en relecture")
}

// Another session may have changed the draft: nothing is overwritten unseen.
func TestStale(t *testing.T) {
	w := newWorld(t)
	a := w.published(1)
	p := w.me(a).Profile
	p.Headline = "Ici"
	w.saves(a, p)
	d := w.profileOf(a, tall)
	p.Headline = "Ailleurs"
	w.saves(a, p)
	d.Play("v")
	if n, ok := d.Last().(screen.Notice); !ok || !n.Bad {
		t.Errorf("said %#v", d.Last())
	}
	wants(t, d, "+ Ailleurs")
	if w.me(a).Listing.Pending() {
		t.Error("what the reader had not seen was sent")
	}
}

// A route may name what is to be done.
func TestThen(t *testing.T) {
	w := newWorld(t)
	a := w.published(1)
	then := func(action directory.Action) *screentest.Driver {
		return w.opens(a, tall, func(s *screen.Session, id screen.ID) screen.Screen { return mine.New(s, id, screen.Me{Then: action}) })
	}
	wants(t, then(directory.ActionPause), "Mettre votre fiche en pause ?")
	w.later(7, 0)
	wants(t, then(directory.ActionConfirm), "Confirmée aujourd’hui.")
	d := then(directory.ActionSubmit)
	if n, ok := d.Last().(screen.Notice); !ok || !strings.Contains(n.Text, "rien de nouveau") {
		t.Errorf("said %#v", d.Last())
	}
}

func TestPreview(t *testing.T) {
	w := newWorld(t)
	a := w.joins(1, directory.Profile{})
	for _, o := range looks {
		w.opens(a, o, mine.NewPreview).Lacks("status.", "workplace.")
	}
	w.saves(a, profile())
	d := w.opens(a, tall, mine.NewPreview)
	wants(t, d, "▸ 1 vue par tous", "Claire Dubois", "claire.dubois@exemple.fr", "visible avec une clé SSH")
	d.Play("<tab>")
	wants(t, d, "▸ 2 vue avec une clé", "02 33 00 00 61")
	d.Play("1")
	d.Lacks("02 33 00 00 61")
	screentest.Went[screen.Editor](t, playing(d, "e"))
	stranger, _ := person(t, 9)
	w.opens(stranger, medium, mine.NewPreview).Lacks("Compétences")
}
