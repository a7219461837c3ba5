package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/text"
)

// sits opens a session of somebody.
func (d *desk) sits(tb testing.TB, a directory.Actor) *driver {
	tb.Helper()
	return newDriver(tb, d.Service, options{width: 80, height: 24, lang: text.French, actor: a})
}

func (d *desk) listing(part string) *directory.Listing {
	d.tb.Helper()
	return d.me(d.people[part]).Listing
}

// Three keys accept from the home page, and the next item comes by itself.
func TestApproveInThreeKeys(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.wants("7 à décider")
	s.play("<enter><enter>a")
	s.until("Accepté\u00a0: Studio Bocage. u annule.")
	if l := d.listing("studio"); !l.Visible() {
		t.Errorf("the profile is %s", l.State())
	}
	s.wants("Tom Besnard · recours", "1 sur 6")
	s.play("u")
	s.until("Annulé\u00a0: Studio Bocage")
	s.wants("Studio Bocage · nouvelle fiche", "1 sur 7")
	if l := d.listing("studio"); l.Visible() || !l.Pending() {
		t.Errorf("the profile is %s", l.State())
	}
}

// Five keys refuse with a template, from the home page.
func TestRefuseInFiveKeys(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter><enter>x3<enter>")
	s.until("Refusé\u00a0: Studio Bocage")
	m := d.me(d.people["studio"])
	if m.Verdict == nil || m.Verdict.Action != "reject" || m.Verdict.Reason != text.For(text.French).S("reason.advertising.text") {
		t.Fatalf("the verdict is %+v", m.Verdict)
	}
	o := d.sits(t, d.people["studio"])
	o.wants("Votre fiche n’a pas été acceptée. Entrée\u00a0: pourquoi, et que faire.")
	o.play("<enter>")
	o.wants("Ce texte est une annonce", "Vous pouvez contester jusqu’au 14 déc. 2026", "Contester la décision")
}

// Without a reason nothing is decided, and it is said; what was typed stays.
func TestReasonIsObligatory(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter><enter>x<tab><tab><enter>")
	s.until("Un motif est obligatoire\u00a0: il sera envoyé.")
	s.send(tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift})
	s.send(tea.PasteMsg{Content: strings.Repeat("mot ", 300)})
	s.play("<tab><enter>")
	s.until("1\u202f000 caractères au plus")
	s.play("<esc>x")
	s.wants("1\u202f200 / 1\u202f000")
	if l := d.listing("studio"); !l.Pending() {
		t.Errorf("the profile is %s", l.State())
	}
}

// What changes while a reason is written is not decided about unread, and the
// reason is kept.
func TestStaleKeepsTheReason(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter>3x7Pas assez clair.")
	d.change("marc", 0, func(p *directory.Profile) { p.Headline = "Comptable, paie, fiscalité" })
	s.play("<tab><enter>")
	s.until("Modifiée depuis que vous l’avez ouverte")
	s.settle()
	s.wants("Comptable, paie, fiscalité", "Modifiée")
	s.play("x")
	s.wants("Pas assez clair.")
	s.play("<tab><enter>")
	s.until("Refusé\u00a0: Marc Lefèvre")
}

// Two who work at once see each other, and never decide twice.
func TestTwoAtOnce(t *testing.T) {
	d := newDesk(t)
	s, o := d.sits(t, d.anne), d.sits(t, d.paul)
	o.play("<enter>")
	s.play("<enter><enter>")
	o.until("prise par Anne Guérin")
	o.play("<home><enter>")
	o.wants("Studio Bocage", "Anne Guérin", "jusqu’à 11\u00a0h\u00a010")
	o.play("a")
	if l := d.listing("studio"); !l.Pending() {
		t.Fatalf("decided by who had it not in hand: %s", l.State())
	}
	s.play("a")
	s.until("Accepté")
	o.until("Quelqu’un d’autre en a décidé")
	o.play("n")
	o.wants("Tom Besnard")
	s.wants("Tom Besnard", "prise par vous")
	s.play("<esc>")
	s.settle()
	o.play("n<esc>")
	o.until("Tom Besnard")
	if strings.Contains(o.text(), "Anne") {
		t.Errorf("what was left is still taken:\n%s", o.text())
	}
}

// A session that ends, however it does, lets go of what it had in hand.
func TestEndOfSessionLetsGo(t *testing.T) {
	d := newDesk(t)
	o := d.sits(t, d.paul)
	o.play("<enter>")
	t.Run("", func(t *testing.T) { // its context is that of the session
		d.sits(t, d.anne).play("<enter><enter>")
		o.until("prise par Anne Guérin")
	})
	for strings.Contains(o.text(), "Anne Guérin") {
		if !o.next(patience) {
			t.Fatalf("it is still taken:\n%s", o.text())
		}
	}
}

// Who is no moderator any more is told so, and reads no more.
func TestDemoted(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter><enter>")
	_, err := d.RevokeRole(t.Context(), directory.Operator(), d.anne.Fingerprint)
	d.must(err)
	s.until("Votre rôle a changé")
	s.settle()
	if shown := s.text(); strings.Contains(shown, "Studio Bocage") || strings.Contains(shown, "à décider") {
		t.Errorf("it still shows\n%s", shown)
	}
	s.wants("Quoi", "avec une clé")
}

// Nobody decides about their own.
func TestOwnListingInTheQueue(t *testing.T) {
	d := newDesk(t)
	_, err := d.Grant(t.Context(), directory.Operator(), directory.Key{Fingerprint: d.people["marc"].Fingerprint, Type: "ssh-ed25519", Name: "Marc"}, []byte(d.people["marc"].Key), directory.RoleModerator)
	d.must(err)
	marc, err := d.Renew(t.Context(), d.people["marc"])
	d.must(err)
	s := d.sits(t, marc)
	s.play("<enter>")
	s.wants("la vôtre")
	s.play("3")
	s.wants("Vous ne pouvez pas valider votre propre fiche.")
	if footer := s.screen()[23]; strings.Contains(footer, "accepter") {
		t.Errorf("it is offered: %q", footer)
	}
	s.play("a")
	s.play("x")
	if l := d.listing("marc"); !l.Pending() {
		t.Errorf("the profile is %s", l.State())
	}
}

// Changes of low risk are accepted at once after a look at them.
func TestBulk(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter>b")
	s.until("Accepter 1 modification")
	s.wants("tarif journalier (1)", "Léa Carpentier")
	s.play("1")
	s.wants("1 sur 7", "Tout 7")
	s.play("b2")
	s.until("1 modification acceptée.")
	if l := d.listing("lea"); l.Pending() || l.Published.Profile.DailyRateEUR != 320 {
		t.Errorf("the profile is %+v", l.Published.Profile)
	}
	s.settle()
	s.wants("Tout 6")
}

// What changed since the look is left, and told.
func TestBulkSkips(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter>b")
	s.until("Accepter 1 modification")
	d.change("lea", 0, func(p *directory.Profile) { p.Headline = "Autre chose" })
	s.play("2")
	s.until("0 modification acceptée.")
	s.wants("1 a été laissée telle quelle", "Léa Carpentier\u00a0: ")
}

// From a report to a suspension, and what the owner reads of it.
func TestReportAndSuspend(t *testing.T) {
	d := newDesk(t)
	r := newDriver(t, d.Service, options{width: 80, height: 24, lang: text.French, link: "marc-lefevre"})
	r.play("!3")
	r.play("Ce n’est pas lui.<tab><enter>")
	r.until("Merci. Un modérateur va lire votre signalement")
	r.play("!1<tab><enter>")
	r.until("Vous l’aviez déjà signalée")
	own := newDriver(t, d.Service, options{width: 80, height: 24, lang: text.French, link: "marc-lefevre", actor: d.people["marc"]})
	own.play("!")
	own.wants("c’est votre fiche")

	s := d.sits(t, d.anne)
	s.play("<enter><tab><tab><tab>")
	s.wants("Signalées 2")
	for !strings.Contains(s.screen()[5]+s.screen()[6], "▸ Marc") {
		s.play("<down>")
	}
	s.play("<enter>z1<enter>")
	s.until("Suspendu\u00a0: Marc Lefèvre")
	if l := d.listing("marc"); l.Visible() {
		t.Errorf("the profile is %s", l.State())
	}
	o := d.sits(t, d.people["marc"])
	o.wants("Votre fiche est suspendue\u00a0: personne ne la trouve.")
}

// An appeal is decided by somebody else than who decided first.
func TestAppeal(t *testing.T) {
	d := newDesk(t)
	d.now = clock.Add(-time.Hour)
	d.decides(d.paul, d.me(d.people["ines"]), directory.ActionReject, "Trop vague.")
	d.now = clock
	o := d.sits(t, d.people["ines"])
	o.play("<enter>4Relisez.<tab><enter>")
	o.until("Votre recours est envoyé")
	o.settle()
	o.wants("Votre recours est parti aujourd’hui")

	s := d.sits(t, d.paul)
	s.play("<enter>")
	for i := 0; i < 8 && !strings.Contains(s.text(), "▸ Inès"); i++ {
		s.play("<down>")
	}
	s.play("<enter>")
	s.wants("Inès Martel · recours", "Relisez.")
	s.play("a")
	if l := d.listing("ines"); l.Visible() {
		t.Fatal("granted by who had refused")
	}
	s.play("<esc>")
	s = d.sits(t, d.anne)
	s.play("<enter>")
	for i := 0; i < 8 && !strings.Contains(s.text(), "▸ Inès"); i++ {
		s.play("<down>")
	}
	s.play("<enter>a")
	s.until("Recours accepté\u00a0: Inès Martel")
	if l := d.listing("ines"); !l.Visible() {
		t.Errorf("the profile is %s", l.State())
	}
	d.sits(t, d.people["ines"]).wants("Votre recours est accepté")
}

// A proposed skill is accepted after a look at what that does.
func TestAcceptSkill(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter>5")
	s.wants("«\u00a0couture\u00a0» · compétence · proposée il y a 3 jours", "Inès Martel")
	s.play("a")
	s.wants("Faire de «\u00a0couture\u00a0» une compétence", "Dans quel domaine")
	s.play("<enter>")
	s.wants("En français")
	s.play("<enter>")
	s.wants("En anglais")
	s.play("Sewing<enter>")
	s.until("1 fiche aura la compétence")
	s.wants("Chercher «\u00a0")
	s.play("2")
	s.until("«\u00a0couture\u00a0» est une compétence de la liste.")
	if sk, err := d.Catalog().Taxonomy.Resolve("Sewing"); err != nil || sk.Label.FR != "Couture" {
		t.Errorf("the skill is %v, %v", sk, err)
	}
}

// It can also become another name of a skill that is there.
func TestAdoptSkill(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter>5m")
	s.wants("Rattacher «\u00a0couture\u00a0»")
	s.play("zzzz<enter>")
	s.wants("Compétence inconnue")
	for range 4 {
		s.play("<backspace>")
	}
	s.play("graphisme<enter>")
	s.until("1 fiche aura la compétence")
	s.play("2")
	s.until("«\u00a0couture\u00a0» mène à la compétence choisie.")
	if sk, err := d.Catalog().Taxonomy.Resolve("couture"); err != nil || sk.Slug != "graphisme" {
		t.Errorf("the skill is %v, %v", sk, err)
	}
}

// Or it is refused, and who proposed it reads why.
func TestRefuseSkill(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter>5x3<enter>")
	s.until("Refusé\u00a0: «\u00a0couture\u00a0»")
	o := d.sits(t, d.people["ines"])
	o.play("<enter>")
	o.wants("La compétence «\u00a0couture\u00a0» n’a pas été retenue", "C’est un métier")
}

// How long an item stays in hand is counted in whole minutes whenever the screen
// is drawn; a key takes it again when that is nearly over, or is by then.
func TestInHandForHowLong(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter><enter>")
	s.wants("Studio Bocage", "prise par vous encore 10\u00a0min")
	d.now = clock.Add(3*time.Minute + time.Second)
	s.wants("prise par vous encore 7\u00a0min")
	s.play("<down>")
	s.wants("prise par vous encore 7\u00a0min")
	d.now = clock.Add(6 * time.Minute)
	s.play("<down>")
	s.wants("prise par vous encore 10\u00a0min")
	d.now = clock.Add(20 * time.Minute)
	s.wants("plus réservée")
	s.play("<up>")
	s.wants("prise par vous encore 10\u00a0min")
	d.now = clock.Add(40 * time.Minute)
	_, err := d.Open(t.Context(), d.paul, directory.ListingItem(d.listing("studio").ID), "paul’s session")
	d.must(err)
	s.play("<up>")
	s.wants("prise par Paul Lenoir")
}

// The listing that has the same phone is one key away, and the way back takes
// the item in hand again.
func TestFlagsLeadToTheOther(t *testing.T) {
	d := newDesk(t)
	s := d.sits(t, d.anne)
	s.play("<enter>3<enter>")
	s.wants("Sarl Perche Gestion · fiche · en ligne")
	s.play("<esc>")
	s.wants("Marc Lefèvre · modification", "prise par vous")
	s.play("a")
	s.until("Accepté\u00a0: Marc Lefèvre")
}
