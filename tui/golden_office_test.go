package tui_test

import (
	"fmt"
	"testing"

	"teleorne/directory"
	"teleorne/tui/text"
)

// officeScenes are the screens of moderators and administrators about people and
// the record. Each is seen by somebody of the staff.
var officeScenes = []struct{ name, as, play string }{
	{name: "home_administrator", as: "boss"},
	{name: "office", as: "boss", play: ":administration<enter>"},
	{name: "office_moderator", as: "moderator", play: ":administration<enter><down><down><down>"},
	{name: "office_listings", as: "boss", play: ":fiches de tout<enter>"},
	{name: "office_listings_found", as: "boss", play: ":fiches de tout<enter>/guerin<enter>"},
	{name: "office_listings_none", as: "boss", play: ":fiches de tout<enter>/zzzz"},
	{name: "office_listings_filter", as: "boss", play: ":fiches de tout<enter>f<enter>"},
	{name: "office_erase", as: "boss", play: ":fiches de tout<enter>/guerin<enter>d"},
	{name: "office_accounts", as: "boss", play: ":comptes<enter>"},
	{name: "office_account", as: "boss", play: ":comptes<enter>/guerin<enter><enter>"},
	{name: "office_role", as: "boss", play: ":comptes<enter>/guerin<enter><enter>1"},
	{name: "office_role_reason", as: "boss", play: ":comptes<enter>/guerin<enter><enter>12"},
	{name: "office_key", as: "boss", play: ":comptes<enter>/guerin<enter><enter><enter>"},
	{name: "office_bans", as: "boss", play: ":exclusions<enter>"},
	{name: "office_ban_form", as: "boss", play: ":exclusions<enter>1"},
	{name: "office_ban_wrong", as: "boss", play: ":exclusions<enter>110.0.0.0/8<tab>Trop de connexions.<tab><tab><enter>"},
	{name: "office_unban", as: "boss", play: ":exclusions<enter><enter>"},
	{name: "office_motions", as: "boss", play: ":accords<enter>"},
	{name: "office_motion", as: "boss", play: ":accords<enter><down><enter>"},
	{name: "office_log", as: "boss", play: ":journal<enter>"},
	{name: "office_log_export", as: "boss", play: ":journal<enter>1"},
	{name: "office_backups", as: "boss", play: ":sauvegarder<enter>"},
	{name: "help_office", as: "boss", play: ":administration<enter>?"},
	{name: "palette_office", as: "moderator", play: ":adm"},
}

// staff is who keeps the fictional directory, with something of everything to
// be seen.
func staff(tb testing.TB) (*directory.Service, map[string]directory.Actor) {
	tb.Helper()
	c := &cast{tb: tb, now: clock}
	return prepare(tb, "staff", &plainIndexes, c.clock, func() (*directory.Service, people) {
		c.now, c.people = clock.AddDate(0, -2, 0), people{}
		c.Service = newServiceAt(tb, 60, c.clock)
		c.employs()
		return c.Service, c.people
	})
}

// employs puts the staff in, and what it did.
func (c *cast) employs() {
	c.tb.Helper()
	tb, ctx := c.tb, c.tb.Context()
	appoint := func(n byte, part, name string, role directory.Role) directory.Actor {
		key, blob, err := directory.ParseKey(keyLine(tb, n) + " " + name)
		c.must(err)
		_, err = c.Grant(ctx, directory.Operator(), key, blob, role)
		c.must(err)
		a, err := c.Renew(ctx, person(tb, n))
		c.must(err)
		c.people[part] = a
		return a
	}
	c.plays("owner", 1, c.published)
	c.now = clock.AddDate(0, 0, -3)
	boss := appoint(101, "boss", "Monique Leroy", directory.RoleAdministrator)
	second := appoint(102, "second", "Paul Lenoir", directory.RoleAdministrator)
	moderator := appoint(103, "moderator", "Zoé Hamel", directory.RoleModerator)
	anne, err := c.Renew(ctx, c.people["owner"])
	c.must(err)
	c.equips(anne)
	c.now = clock.AddDate(0, 0, -1)
	_, err = c.Ban(ctx, boss, directory.BanRequest{Who: "203.0.113.0/24", Reason: "Fausses inscriptions répétées.", Until: c.Today() + 40})
	c.must(err)
	_, err = c.Ban(ctx, second, directory.BanRequest{Who: person(tb, 110).Fingerprint, Reason: "Se fait passer pour quelqu’un d’autre."})
	c.must(err)
	_, err = c.SetRole(ctx, boss, moderator.Account, directory.RoleAdministrator, "Elle me remplace pendant les congés.")
	c.must(err)
	_, err = c.EraseListing(ctx, second, c.me(anne).Listing.ID, "Elle l’a demandé par courrier.")
	c.must(err)
	c.now = clock
}

func TestGoldenOffice(t *testing.T) {
	skipShort(t)
	service, people := staff(t)
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes {
			for _, sc := range officeScenes {
				name := fmt.Sprintf("%s_%dx%d_%s", lang, size[0], size[1], sc.name)
				t.Run(name, func(t *testing.T) {
					d := newDriver(t, service, options{width: size[0], height: size[1], lang: lang, actor: people[sc.as], still: true})
					d.play(sc.play)
					golden(t, name, d, size)
				})
			}
		}
	}
}

// Somebody who loses their role while they look at a page of the office sees
// nothing of it any more, without a key being pressed; the others see what
// changed.
func TestRoleTakenAwayInARunningSession(t *testing.T) {
	service, people := staff(t)
	o := options{width: 80, height: 24, lang: text.French, actor: people["second"]}
	d := newDriver(t, service, o)
	d.play(":comptes<enter>")
	d.wants("4 comptes", "Paul Lenoir (vous)", "administration  FR")
	o.actor = people["boss"]
	other := newDriver(t, service, o)
	other.play(":comptes<enter>")
	if _, err := service.SetRole(t.Context(), directory.Operator(), people["second"].Account, directory.RoleIdentified, "Il part."); err != nil {
		t.Fatal(err)
	}
	d.until("Vous n’avez pas le droit")
	d.until("avec une clé  FR")
	other.until("Paul Lenoir                 sans fiche                  avec une clé")
	d.play(":administration")
	d.wants("Aucune action de ce nom")
}

// A motion that somebody makes shows on the other administrator's hub by itself.
func TestMotionsReachOpenHubs(t *testing.T) {
	service, people := staff(t)
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: people["boss"]})
	d.play(":administration<enter>")
	d.wants("1 attend votre avis")
	if _, err := service.SetRole(t.Context(), people["second"], people["owner"].Account, directory.RoleModerator, "Elle aide."); err != nil {
		t.Fatal(err)
	}
	d.until("2 attendent votre avis")
}
