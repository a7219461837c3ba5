package editor_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/screen/editor"
	"teleorne/tui/screen/screentest"
)

// What was typed on one device is there on the other.
func TestTakenUpElsewhere(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	a := open(t, service, actor, screentest.Options{}, "name")
	a.Play("Claire") // the line is cut here
	b := open(t, service, actor, screentest.Options{}, "name")
	wants(t, b, "Claire")
	b.Play(" Dubois<tab>")
	a.Send(screen.Own{})
	wants(t, a, "Claire Dubois")
	if n, ok := a.Last().(screen.Notice); !ok || n.Bad {
		t.Errorf("taking over said %#v", a.Last())
	}
	// It goes on from there without a question.
	a.Play("<tab>1<tab>Comptable<tab>")
	b.Send(screen.Own{})
	wants(t, b, "Comptable")
	lacks(t, b, "Modifié ailleurs")
}

// conflict brings two devices to differ: a typed « Marc », b saved « Claire ».
func conflict(t *testing.T) (service *directory.Service, actor directory.Actor, a, b *screentest.Driver) {
	t.Helper()
	service = newService(t)
	actor = signedUp(t, service, 1)
	a = open(t, service, actor, screentest.Options{}, "name")
	b = open(t, service, actor, screentest.Options{}, "name")
	b.Play("Claire<tab>2<tab>")
	a.Play("M")
	wants(t, a, "Modifié ailleurs à 11 h 00. Comparer ou recharger ?", "1 Comparer", "3 Garder ma version")
	return service, actor, a, b
}

func TestCompare(t *testing.T) {
	service, actor, a, _ := conflict(t)
	a.Play("1")
	wants(t, a, "Nom − M + Claire", "Statut − non précisé + emploi salarié")
	if p := mine(t, service, actor).Profile; p.Name != "Claire" {
		t.Errorf("looking changed the name to %q", p.Name)
	}
	a.Play("<esc>")
	lacks(t, a, "− M")
}

func TestReload(t *testing.T) {
	service, actor, a, _ := conflict(t)
	a.Play("2")
	lacks(t, a, "Modifié ailleurs")
	wants(t, a, "Claire", "emploi salarié")
	a.Play(" Dubois<tab>")
	if p := mine(t, service, actor).Profile; p.Name != "Claire Dubois" || p.Status != directory.Salaried {
		t.Errorf("saved is %q, %q", p.Name, p.Status)
	}
}

func TestKeepMine(t *testing.T) {
	service, actor, a, b := conflict(t)
	a.Play("<down><down><enter>")
	lacks(t, a, "Modifié ailleurs")
	a.Play("arc<tab>")
	if p := mine(t, service, actor).Profile; p.Name != "Marc" || p.Status != "" {
		t.Errorf("saved is %q, %q", p.Name, p.Status)
	}
	b.Send(screen.Own{})
	wants(t, b, "Marc")
}

// The other device goes on while the question is open: what was not seen is not
// replaced.
func TestKeepMineAsksAgain(t *testing.T) {
	service, actor, a, b := conflict(t)
	b.Play("Comptable<tab>")
	a.Play("3")
	wants(t, a, "Modifié ailleurs")
	if p := mine(t, service, actor).Profile; p.Headline != "Comptable" {
		t.Errorf("the other device's work is gone: %+v", p)
	}
	a.Send(screen.Own{})
	a.Play("3")
	lacks(t, a, "Modifié ailleurs")
	if p := mine(t, service, actor).Profile; p.Name != "M" || p.Headline != "" {
		t.Errorf("saved is %q, %q", p.Name, p.Headline)
	}
}

// The question can wait: one goes on writing, and it comes again.
func TestAnswerLater(t *testing.T) {
	service, actor, a, _ := conflict(t)
	a.Play("<esc>")
	lacks(t, a, "Comparer")
	wants(t, a, "pas enregistré", "M")
	a.Play("<esc>")
	wants(t, a, "Modifié ailleurs")
	if p := mine(t, service, actor).Profile; p.Name != "Claire" {
		t.Errorf("saved is %q", p.Name)
	}
}

// Who is writing when a moderator decides is told at once: they would hand in the
// same again.
func TestRuledWhileWriting(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	fill(t, service, actor, directory.Profile{
		Name: "Claire", Status: directory.Independent, Headline: "Comptable", Skills: []string{"comptabilite"}, Commune: "61038",
		Workplace: directory.AtHome, Languages: []string{"fr"},
	})
	if _, err := service.Submit(t.Context(), actor, mine(t, service, actor).Version); err != nil {
		t.Fatal(err)
	}
	for _, news := range []func(*screentest.Driver){
		func(d *screentest.Driver) { d.Send(screen.Own{}) },
		func(d *screentest.Driver) { d.Play("X") }, // the answer to a save says it as well
	} {
		d := open(t, service, actor, screentest.Options{}, "headline")
		if _, err := service.Decide(t.Context(), directory.Operator(), directory.Verdict{
			Item: directory.ListingItem(mine(t, service, actor).Listing.ID), Action: directory.ActionReject, Reason: "Précisez.",
		}); err != nil {
			t.Fatal(err)
		}
		news(d)
		if said := notices(d); !contains(said, "La modération vient de répondre : « Ma fiche » dit quoi.") {
			t.Errorf("said is %q", said)
		}
		d.Send(screen.Own{})
		if said := notices(d); strings.Count(said, "répondre") != 1 {
			t.Errorf("said is %q", said)
		}
		p := mine(t, service, actor).Profile
		p.Headline += " bis"
		fill(t, service, actor, p)
		if _, err := service.Submit(t.Context(), actor, mine(t, service, actor).Version); err != nil {
			t.Fatal(err)
		}
	}
}

// notices is what a screen said, without no-break spaces.
func notices(d *screentest.Driver) string {
	var all []string
	for _, m := range d.Said {
		if n, ok := m.(screen.Notice); ok {
			all = append(all, plain(n.Text))
		}
	}
	return strings.Join(all, "\n")
}

// News about something unsaved asks; news about a decision does not.
func TestNewsWhileTyping(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	s := screentest.Session(t, service, screentest.Options{})
	s.Actor, s.Pause = actor, time.Hour
	sc := editor.New(s, s.NewID(), screen.Editor{Field: "name"})
	feed(sc, sc.Init())
	other := mine(t, service, actor)
	other.Profile.Headline = "Graphiste"
	send(sc, tea.KeyPressMsg{Code: 'M', Text: "M"})
	if _, err := service.SaveDraft(t.Context(), actor, other.Version, other.Profile, nil); err != nil {
		t.Fatal(err)
	}
	send(sc, screen.Own{})
	if got := plain(joined(sc)); !contains(got, "Modifié ailleurs à 11 h 00") {
		t.Errorf("nothing was asked:\n%s", got)
	}
}

// One moment of rest is waited for at a time, and none while nothing is unsaved.
func TestOneTimer(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	s := screentest.Session(t, service, screentest.Options{})
	s.Actor, s.Pause = actor, time.Hour
	sc := editor.New(s, s.NewID(), screen.Editor{Field: "name"})
	feed(sc, sc.Init())
	if running := send(sc, tea.KeyPressMsg{Code: 'a', Text: "a"}); running != 1 {
		t.Errorf("after a letter %d commands wait", running)
	}
	for range 5 {
		if running := send(sc, tea.KeyPressMsg{Code: 'a', Text: "a"}); running != 0 {
			t.Errorf("after another %d more commands wait", running)
		}
	}
	if p := mine(t, service, actor).Profile; p.Name != "" {
		t.Errorf("it was saved too early: %q", p.Name)
	}
	if running := send(sc, tea.KeyPressMsg{Code: tea.KeyLeft}); running != 0 {
		t.Errorf("moving waits for %d commands", running)
	}
	// Leaving does not wait.
	send(sc, tea.KeyPressMsg{Code: tea.KeyEscape})
	if p := mine(t, service, actor).Profile; p.Name != "aaaaaa" {
		t.Errorf("leaving the field saved %q", p.Name)
	}
	// Nor does the word that the screen may be gone.
	send(sc, tea.KeyPressMsg{Code: tea.KeyEnter})
	send(sc, tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift})
	send(sc, tea.KeyPressMsg{Code: 'b', Text: "b"})
	send(sc, screen.Leaving{})
	if p := mine(t, service, actor).Profile; p.Name == "aaaaaa" {
		t.Error("leaving without a word lost a letter")
	}
}

func TestLeavingSavesFirst(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	d := open(t, service, actor, screentest.Options{}, "name")
	d.Play("Claire<esc><esc>")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("it said %#v", d.Last())
	}
	if p := mine(t, service, actor).Profile; p.Name != "Claire" {
		t.Errorf("saved is %q", p.Name)
	}
}

// failing is a store whose disk is full at times.
type failing struct {
	directory.Store
	full bool
}

func (f *failing) Update(ctx context.Context, fn func(directory.Tx) error) error {
	if f.full {
		return errors.New("database or disk is full")
	}
	return f.Store.Update(ctx, fn)
}

func TestFullDisk(t *testing.T) {
	store := new(failing)
	service := screentest.Service(t, func(o *directory.Options) { store.Store, o.Store = o.Store, store })
	actor := signedUp(t, service, 1)
	d := open(t, service, actor, screentest.Options{}, "name")
	d.Play("Cl")
	store.full = true
	d.Play("aire<tab>")
	wants(t, d, "Claire", "pas enregistré")
	if n, ok := d.Last().(screen.Notice); !ok || !n.Bad {
		t.Errorf("it said %#v", d.Last())
	}
	d.Play("<esc><esc>")
	if n, ok := d.Last().(screen.Notice); !ok || !contains(plain(n.Text), "Échap encore une fois") {
		t.Errorf("leaving said %#v", d.Last())
	}
	store.full = false
	d.Play("<enter><shift+tab> Dubois<tab>")
	wants(t, d, "Claire Dubois", "enregistré 11 h 00")
	if p := mine(t, service, actor).Profile; p.Name != "Claire Dubois" {
		t.Errorf("saved is %q", p.Name)
	}
	store.full = true
	d.Play("<shift+tab>x<esc><esc><esc>")
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("insisting said %#v", d.Last())
	}
}

// A key that was taken away writes nothing more, and loses nothing on screen.
func TestRevokedWhileTyping(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	code, err := service.Link(t.Context(), actor)
	if err != nil {
		t.Fatal(err)
	}
	other, err := service.Join(t.Context(), someone(t, 2), code.Text)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, service, actor, screentest.Options{}, "name")
	if err := service.RemoveKey(t.Context(), other, actor.Fingerprint); err != nil {
		t.Fatal(err)
	}
	d.Play("Claire<tab>")
	wants(t, d, "Claire", "pas enregistré")
	if p := mine(t, service, other).Profile; p.Name != "" {
		t.Errorf("a revoked key wrote %q", p.Name)
	}
}

// A change of what is online alone shows at once; others wait.
func TestSendAgain(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	d := open(t, service, actor, screentest.Options{}, "")
	d.Play(whole + "1")
	m := mine(t, service, actor)
	if _, err := service.Decide(t.Context(), directory.Operator(), directory.Verdict{Item: directory.ListingItem(m.Listing.ID), Action: directory.ActionApprove}); err != nil {
		t.Fatal(err)
	}
	d = open(t, service, actor, screentest.Options{}, "available_from")
	d.Play("<esc>v")
	wants(t, d, "rien de nouveau à envoyer")
	d.Play("v")
	if n, ok := d.Last().(screen.Notice); !ok || !n.Bad {
		t.Errorf("sending nothing said %#v", d.Last())
	}
	d.Play("<esc>5")
	for range 12 {
		d.Play("<backspace>")
	}
	d.Play("maintenant<esc>v")
	wants(t, d, "Paraît tout de suite : disponibilité.")
	d.Play("v")
	wants(t, d, "Publié", "C’est en ligne dès maintenant")
	d = open(t, service, actor, screentest.Options{}, "headline")
	d.Play(" et paie<esc>v")
	wants(t, d, "Attend la relecture : métier.")
	d.Play("1")
	wants(t, d, "Modification en relecture", "reste visible")
}

// Sending what another device changed meanwhile asks first.
func TestSendStale(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	a := open(t, service, actor, screentest.Options{}, "")
	a.Play(whole)
	b := open(t, service, actor, screentest.Options{}, "name")
	b.Play("x<tab>")
	a.Play("1")
	wants(t, a, "Modifié ailleurs")
	if m := mine(t, service, actor); m.Listing.Latest != nil {
		t.Error("it was sent nonetheless")
	}
}

// The question comes up under the fingers of somebody who types on: what they
// type is no answer to it.
func TestTypingOnIsNoAnswer(t *testing.T) {
	service := newService(t)
	actor := signedUp(t, service, 1)
	s := screentest.Session(t, service, screentest.Options{})
	s.Actor, s.Pause = actor, 300*time.Millisecond
	sc := editor.New(s, s.NewID(), screen.Editor{Field: "phone"})
	feed(sc, sc.Init())
	other := mine(t, service, actor)
	other.Profile.Headline = "Graphiste"
	if _, err := service.SaveDraft(t.Context(), actor, other.Version, other.Profile, nil); err != nil {
		t.Fatal(err)
	}
	send(sc, tea.KeyPressMsg{Code: '0', Text: "0"})
	send(sc, screen.Leaving{})
	if got := plain(joined(sc)); !contains(got, "Modifié ailleurs") {
		t.Fatalf("nothing was asked:\n%s", got)
	}
	for _, digit := range "233" {
		if !sc.Capturing() {
			t.Fatal("a letter would be a command")
		}
		send(sc, tea.KeyPressMsg{Code: digit, Text: string(digit)})
	}
	if got := plain(joined(sc)); !contains(got, "Modifié ailleurs") {
		t.Fatalf("a digit that was meant for the field answered:\n%s", got)
	}
	time.Sleep(350 * time.Millisecond)
	if sc.Capturing() {
		t.Error("the question takes no keys")
	}
	send(sc, tea.KeyPressMsg{Code: '3', Text: "3"})
	if p := mine(t, service, actor).Profile; p.Phone != "0" || p.Headline != "" {
		t.Errorf("after keeping mine: %q, %q", p.Phone, p.Headline)
	}
}

// What would take the screen away waits until everything is saved; where it
// cannot be, that is said, and meant the second time.
func TestKeep(t *testing.T) {
	store := new(failing)
	service := screentest.Service(t, func(o *directory.Options) { store.Store, o.Store = o.Store, store })
	actor := signedUp(t, service, 1)
	home := screen.Do{Action: keys.Home}
	keep := func(d *screentest.Driver) bool {
		cmd, held := d.Screen.(screen.Keeper).Keep(home)
		feed(d.Screen, cmd)
		return held
	}
	d := open(t, service, actor, screentest.Options{}, "name")
	if keep(d) {
		t.Error("a screen that has nothing new is held")
	}
	store.full = true
	d.Play("Cl")
	if !keep(d) {
		t.Fatal("what is not saved is let go")
	}
	if keep(d) {
		t.Error("it is held although it was said why it cannot be saved")
	}
	d.Play("a")
	if !keep(d) {
		t.Error("what was typed since is let go")
	}
}
