package tui_test

import (
	"fmt"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/tui/text"
)

// ownScenes are the screens of what is one's own. Each is seen by somebody of
// the cast.
var ownScenes = []struct{ name, as, link, play string }{
	{name: "home_owner", as: "published"},
	{name: "home_unknown_key", as: "unknown"},
	{name: "home_due", as: "due"},
	{name: "home_due_line", as: "due", play: "<down>"},
	{name: "home_paused", as: "paused"},
	{name: "mine_draft", as: "draft", link: "inscription"},
	{name: "mine_pending", as: "pending", link: "inscription"},
	{name: "mine_published", as: "published", link: "inscription"},
	{name: "mine_unsent", as: "unsent", link: "inscription"},
	{name: "mine_unsent_end", as: "unsent", link: "inscription", play: "<end>"},
	{name: "mine_rejected", as: "rejected", link: "inscription"},
	{name: "mine_paused", as: "paused", link: "inscription"},
	{name: "mine_hidden", as: "hidden", link: "inscription"},
	{name: "mine_available", as: "published", link: "inscription", play: "5"},
	{name: "mine_pause", as: "published", link: "inscription", play: "63"},
	{name: "mine_mode", as: "published", link: "inscription", play: "<end><up><enter>"},
	{name: "preview", as: "published", link: "inscription", play: "2"},
	{name: "devices", as: "published", link: "inscription", play: "7"},
	{name: "devices_remove", as: "published", link: "inscription", play: "7d"},
	{name: "my_data", as: "published", link: "inscription", play: "8"},
	{name: "leave", as: "published", link: "inscription", play: ":quitter<enter>"},
	{name: "profile_own", as: "published", link: "anne-guerin"},
	{name: "palette_owner", as: "published", play: ":"},
	{name: "help_mine", as: "published", link: "inscription", play: "?"},
	{name: "help_fresh", as: "published", play: ":aide<enter>/fiches a jour<enter>"},
}

// cast is people whose profiles are in the states that there are, in the
// fictional directory.
type cast struct {
	*directory.Service
	tb     testing.TB
	now    time.Time
	people map[string]directory.Actor
}

func newCast(tb testing.TB) *cast {
	tb.Helper()
	c := &cast{tb: tb, now: clock}
	c.Service, c.people = prepare(tb, "cast", &plainIndexes, c.clock, func() (*directory.Service, people) {
		c.people = people{"unknown": person(tb, 99)}
		c.Service = newServiceAt(tb, 300, c.clock)
		c.fill()
		return c.Service, c.people
	})
	return c
}

func (c *cast) clock() time.Time { return c.now }

// fill puts the people in.
func (c *cast) fill() {
	c.tb.Helper()
	c.plays("published", 0, c.published)
	c.plays("due", 7, c.published)
	c.plays("hidden", 13, c.published)
	c.plays("draft", 0, func(a directory.Actor) {
		c.saves(a, directory.Profile{Name: "Paul Lenoir", Status: directory.Salaried, Headline: "Chargé de communication", Languages: []string{"fr"}})
	})
	c.plays("pending", 0, func(a directory.Actor) { c.submits(a, anne()) })
	c.plays("unsent", 1, c.published)
	c.plays("rejected", 0, func(a directory.Actor) {
		c.submits(a, anne())
		_, err := c.Decide(c.tb.Context(), directory.Operator(), directory.Verdict{Item: directory.ListingItem(c.me(a).Listing.ID), Action: directory.ActionReject, Reason: "Le métier est trop vague : dites ce que vous proposez."})
		c.must(err)
	})
	c.plays("paused", 0, func(a directory.Actor) {
		c.published(a)
		_, err := c.Pause(c.tb.Context(), a, directory.DateOf(time.Date(2027, 1, 15, 0, 0, 0, 0, time.UTC)))
		c.must(err)
	})
	p := anne()
	p.Headline, p.AvailableFrom = "Comptable, paie", directory.DateOf(time.Date(2027, 1, 4, 0, 0, 0, 0, time.UTC))
	p.Description = "Vingt ans de comptabilité, d’abord en cabinet, puis dans le Perche. Bilans, déclarations, paie pour les associations et les petites entreprises."
	c.saves(c.people["unsent"], p)
	c.equips(c.people["published"])
	c.must(c.Upkeep(c.tb.Context()))
}

// plays makes somebody as they were so many months ago.
func (c *cast) plays(part string, months int, act func(directory.Actor)) {
	c.tb.Helper()
	ctx := c.tb.Context()
	a := person(c.tb, byte(10+len(c.people)))
	c.now = clock.AddDate(0, -months, 0)
	defer func() { c.now = clock }()
	_, _, err := c.SignUp(ctx, a)
	c.must(err)
	act(a)
	a, err = c.Renew(ctx, a)
	c.must(err)
	c.people[part] = a
}

// anne is what most of them write of themselves.
func anne() directory.Profile {
	return directory.Profile{
		Name: "Anne Guérin", Status: directory.Independent, Headline: "Comptable", Organisation: "Cabinet Guérin",
		Skills: []string{"comptabilite", "paie"}, Commune: "61038", Workplace: directory.AtHome, Connection: directory.Fibre,
		Languages: []string{"fr", "en"}, AvailableFrom: directory.DateOf(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)), DailyRateEUR: 380,
		Description: "Vingt ans de comptabilité, d’abord en cabinet, puis dans le Perche. Bilans, déclarations, tableaux de bord pour les associations et les petites entreprises.",
		Email:       "anne.guerin@exemple.fr", EmailShown: directory.Public, Phone: "0233000061", PhoneShown: directory.Identified,
		SIRET: "73282932000074",
	}
}

func (c *cast) must(err error) {
	c.tb.Helper()
	if err != nil {
		c.tb.Fatal(err)
	}
}

func (c *cast) me(a directory.Actor) *directory.Mine {
	c.tb.Helper()
	m, err := c.Me(c.tb.Context(), a)
	c.must(err)
	return m
}

func (c *cast) saves(a directory.Actor, p directory.Profile) {
	c.tb.Helper()
	_, err := c.SaveDraft(c.tb.Context(), a, c.me(a).Version, p, nil)
	c.must(err)
}

func (c *cast) submits(a directory.Actor, p directory.Profile) {
	c.tb.Helper()
	c.saves(a, p)
	_, err := c.Submit(c.tb.Context(), a, c.me(a).Version)
	c.must(err)
}

func (c *cast) published(a directory.Actor) {
	c.tb.Helper()
	c.submits(a, anne())
	_, err := c.Decide(c.tb.Context(), directory.Operator(), directory.Verdict{Item: directory.ListingItem(c.me(a).Listing.ID), Action: directory.ActionApprove})
	c.must(err)
}

// equips gives somebody names for their keys, and a second one.
func (c *cast) equips(a directory.Actor) {
	c.tb.Helper()
	c.must(c.RenameKey(c.tb.Context(), a, a.Fingerprint, "portable de l’atelier"))
	_, err := c.AddKey(c.tb.Context(), a, keyLine(c.tb, 98)+" bureau")
	c.must(err)
}

func TestGoldenOwn(t *testing.T) {
	skipShort(t)
	c := newCast(t)
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes {
			for _, sc := range ownScenes {
				name := fmt.Sprintf("%s_%dx%d_%s", lang, size[0], size[1], sc.name)
				t.Run(name, func(t *testing.T) {
					d := newDriver(t, c.Service, options{
						width: size[0], height: size[1], lang: lang, link: sc.link, actor: c.people[sc.as], still: true,
					})
					d.play(sc.play)
					golden(t, name, d, size)
				})
			}
		}
	}
}

// A receipt can be had once only.
func TestGoldenReceipt(t *testing.T) {
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes {
			name := fmt.Sprintf("%s_%dx%d_receipt", lang, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				service := newService(t, 0)
				d := newDriver(t, service, options{width: size[0], height: size[1], lang: lang, actor: owner(t, service), still: true})
				d.play(":quitter<enter>anne-guerin")
				d.busy = true // from now on much changes, and some of it later
				d.play("<enter>")
				d.until(text.For(lang).S("mine.receipt.title"))
				d.settle()
				golden(t, name, d, size)
			})
		}
	}
}
