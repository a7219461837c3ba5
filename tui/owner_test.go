package tui_test

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/tui/text"
)

// person is somebody with a key that nobody knows, at an address of their own:
// of one address, only so many accounts are made.
func person(tb testing.TB, n byte) directory.Actor {
	tb.Helper()
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	key, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(seed).Public())
	if err != nil {
		tb.Fatal(err)
	}
	return directory.Actor{
		Role: directory.RoleIdentified, Fingerprint: ssh.FingerprintSHA256(key), Address: fmt.Sprintf("192.0.2.%d", n), Key: string(key.Marshal()),
	}
}

// keyLine is the key of the nth person as it stands in its file.
func keyLine(tb testing.TB, n byte) string {
	tb.Helper()
	key, err := ssh.ParsePublicKey([]byte(person(tb, n).Key))
	if err != nil {
		tb.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

// owner is somebody whose profile is online.
func owner(tb testing.TB, service *directory.Service) directory.Actor {
	tb.Helper()
	a, ctx := person(tb, 1), tb.Context()
	must := func(err error) {
		if err != nil {
			tb.Fatal(err)
		}
	}
	m, err := service.SaveDraft(ctx, a, "", directory.Profile{
		Name: "Anne Guérin", Status: directory.Independent, Headline: "Comptable", Skills: []string{"comptabilite"}, Commune: "61038",
		Workplace: directory.AtHome, Languages: []string{"fr"}, Email: "anne.guerin@exemple.fr",
	}, nil)
	must(err)
	_, err = service.Submit(ctx, a, m.Version)
	must(err)
	_, err = service.Decide(ctx, directory.Operator(), directory.Verdict{Item: directory.ListingItem(m.Listing.ID), Action: directory.ActionApprove})
	must(err)
	a, err = service.Renew(ctx, a)
	must(err)
	return a
}

// The palette has what one does with one's own profile for everybody: for who
// cannot, after the rest and with the reason.
func TestPaletteOfOnesOwn(t *testing.T) {
	service := newService(t, 0)
	play := func(a directory.Actor, script string) *driver {
		d := newDriver(t, service, options{width: 100, height: 40, lang: text.French, actor: a})
		d.play(script)
		return d
	}
	d := play(directory.Actor{}, ":")
	d.wants("Je m’inscris", "Ma fiche, mon profil (il faut une clé SSH)", "Quitter l’annuaire, effacer ma fiche (il faut une clé SSH)")
	if s := d.text(); strings.Index(s, "(il faut une clé SSH)") < strings.Index(s, "Changer les couleurs") {
		t.Errorf("what is not possible stands first:\n%s", s)
	}
	play(person(t, 2), ":").wants("Je m’inscris", "Mettre ma fiche en pause (pas encore de fiche)")
	a := owner(t, service)
	play(a, ":").wants("Je m’inscris (vous avez déjà une fiche)", "Ma fiche, mon profil", "Envoyer mes changements (rien de nouveau)")
	d = play(a, ":pause<enter>")
	d.wants("Mettre votre fiche en pause")
	d.play("2")
	d.until("en pause")
	d.play(":reprendre<enter>")
	d.until("en ligne")
	if s := d.screen()[0]; strings.Count(s, "Ma fiche") != 1 {
		t.Errorf("the page stands twice: %q", s)
	}
	play(a, ":profile<enter>").wants("identifiant anne-guerin")
	play(a, ":effacer<enter>").wants("tapez", "anne-guerin")
	play(a, ":cles<enter>").wants("celle-ci")
}

// Leaving, seen from the whole: the session goes on, as that of a key nobody
// knows.
func TestLeaveTheDirectory(t *testing.T) {
	service := newService(t, 0)
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: owner(t, service)})
	d.wants("professionnel  FR", "Ma fiche")
	d.play(":quitter l<enter>")
	d.wants("tapez")
	d.play("anne-guerin<enter>")
	d.until("données sont effacées")
	d.until("avec une clé  FR")
	d.wants("données sont effacées")
	d.play("<esc>")
	d.until("Clé inconnue ici")
	d.wants("Je m’inscris")
}

// One's own profile says so, and is edited from there.
func TestOwnProfile(t *testing.T) {
	service := newService(t, 0)
	a := owner(t, service)
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: a, link: "anne-guerin"})
	d.wants("votre fiche · confirmé", "e modifier")
	d = newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: person(t, 2), link: "anne-guerin"})
	d.wants("anne.guerin@exemple.fr", "Encore 99 personnes")
	if s := d.text(); strings.Contains(s, "votre fiche") || strings.Contains(s, "e modifier") {
		t.Errorf("somebody else's profile:\n%s", s)
	}
}
