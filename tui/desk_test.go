package tui_test

import (
	"maps"
	"testing"
	"time"

	"teleorne/directory"
)

// desk is a directory in which something of every kind waits for the
// moderators Anne and Paul; Paul has one item in hand.
type desk struct {
	*cast
	anne, paul directory.Actor
}

func newDesk(tb testing.TB) *desk {
	tb.Helper()
	c := &cast{tb: tb, now: clock}
	d := &desk{cast: c}
	c.Service, c.people = prepare(tb, "desk", &plainIndexes, c.clock, func() (*directory.Service, people) {
		c.people = people{}
		c.Service = newServiceAt(tb, 0, c.clock)
		d.fill()
		all := maps.Clone(c.people)
		all["moderator"], all["colleague"] = d.anne, d.paul
		return c.Service, all
	})
	d.anne, d.paul = c.people["moderator"], c.people["colleague"]
	delete(c.people, "moderator")
	delete(c.people, "colleague")
	d.now = clock.Add(-2 * time.Minute)
	_, err := d.Open(tb.Context(), d.paul, directory.ListingItem(d.me(d.people["ines"]).Listing.ID), "paul’s session")
	d.must(err)
	d.now = clock
	return d
}

// fill puts the moderators in, and what waits for them.
func (d *desk) fill() {
	d.tb.Helper()
	d.anne, d.paul = d.moderator(200, "Anne Guérin"), d.moderator(201, "Paul Lenoir")
	d.at("perche", 90*24*time.Hour, func(a directory.Actor) {
		d.online(a, d.profile("Sarl Perche Gestion", "Tenue de comptabilité", func(p *directory.Profile) { p.Phone = "0233000061" }))
	})
	d.at("marc", 40*24*time.Hour, func(a directory.Actor) {
		d.online(a, d.profile("Marc Lefèvre", "Comptable", func(p *directory.Profile) {
			p.Description = "Vingt ans de métier, en cabinet puis chez moi. Bilans et déclarations pour associations, tableaux de bord, budgets. Je me déplace dans tout le Perche."
		}))
	})
	d.at("lea", 30*24*time.Hour, func(a directory.Actor) { d.online(a, d.profile("Léa Carpentier", "Sous-titreuse")) })
	d.at("jeanne", 20*24*time.Hour, func(a directory.Actor) { d.online(a, d.profile("Jeanne Aubry", "Traductrice anglais–français")) })
	d.at("ines", 76*time.Hour, func(a directory.Actor) {
		d.submits(a, d.profile("Inès Martel", "Couturière, retouches", func(p *directory.Profile) { p.Skills = []string{"paie", "+couture"} }))
	})
	d.at("studio", 26*time.Hour, func(a directory.Actor) {
		d.submits(a, d.profile("Studio Bocage", "SITES INTERNET PAS CHERS", func(p *directory.Profile) {
			p.Description = "DES SITES INTERNET PAS CHERS POUR TOUS, COMMANDEZ sur www.studio-bocage.fr"
		}))
	})
	d.at("tom", 50*time.Hour, func(a directory.Actor) {
		d.submits(a, d.profile("Tom Besnard", "Conseil"))
		d.decides(directory.Operator(), d.me(a), directory.ActionReject, "Le métier est trop vague : dites ce que vous proposez.")
	})
	d.at("hugo", 30*time.Hour, func(a directory.Actor) {
		d.online(a, d.profile("Hugo Hamel", "Graphiste"))
		p := d.me(a).Profile
		p.Headline = "Le meilleur graphiste"
		d.submits(a, p)
		d.decides(directory.Operator(), d.me(a), directory.ActionReject, "Ce texte est une annonce, et non la présentation d’une personne et de son métier.")
	})
	d.at("eve", 60*time.Hour, func(a directory.Actor) {
		d.online(a, d.profile("Ève Morel", "Rédactrice"))
		d.decides(directory.Operator(), d.me(a), directory.ActionSuspend, "Le courriel et le téléphone de la fiche ne répondent pas.")
	})
	d.change("marc", 2*time.Hour, func(p *directory.Profile) {
		p.Headline, p.Phone = "Comptable, paie", "0233000061"
		p.Description = "Vingt ans de métier, en cabinet puis chez moi. Bilans et déclarations pour associations et exploitations agricoles, tableaux de bord, budgets. Je me déplace dans tout le Perche."
	})
	d.change("lea", 5*time.Hour, func(p *directory.Profile) { p.DailyRateEUR = 320 })
	d.reports("jeanne")
	d.now = clock.Add(-20 * time.Hour)
	_, err := d.Appeal(d.tb.Context(), d.people["tom"], "J’ai précisé mon métier dans la description : conseil en organisation pour les petites communes.\nC’est ce que je fais depuis dix ans.")
	d.must(err)
	d.now = clock
}

// moderator is somebody with that role.
func (d *desk) moderator(n byte, name string) directory.Actor {
	d.tb.Helper()
	a := person(d.tb, n)
	_, err := d.Grant(d.tb.Context(), directory.Operator(), directory.Key{Fingerprint: a.Fingerprint, Type: "ssh-ed25519", Name: name}, []byte(a.Key), directory.RoleModerator)
	d.must(err)
	a, err = d.Renew(d.tb.Context(), a)
	d.must(err)
	return a
}

// at makes somebody as they were so long ago.
func (d *desk) at(part string, ago time.Duration, act func(directory.Actor)) {
	d.tb.Helper()
	d.plays(part, 0, func(a directory.Actor) {
		d.now = clock.Add(-ago)
		act(a)
	})
}

func (d *desk) profile(name, headline string, change ...func(*directory.Profile)) directory.Profile {
	p := directory.Profile{
		Name: name, Status: directory.Independent, Headline: headline, Skills: []string{"comptabilite"}, Commune: "61038",
		Workplace: directory.AtHome, Languages: []string{"fr"}, Connection: directory.Fibre,
		Description: headline + ", depuis le Perche, pour des clients de toute la France.",
		Email:       directory.Slugify(name) + "@exemple.fr", EmailShown: directory.Public, PhoneShown: directory.Identified,
	}
	for _, c := range change {
		c(&p)
	}
	return p
}

func (d *desk) online(a directory.Actor, p directory.Profile) {
	d.tb.Helper()
	d.submits(a, p)
	d.decides(directory.Operator(), d.me(a), directory.ActionApprove, "")
}

func (d *desk) decides(by directory.Actor, m *directory.Mine, action directory.Action, reason string) {
	d.tb.Helper()
	_, err := d.Decide(d.tb.Context(), by, directory.Verdict{Item: directory.ListingItem(m.Listing.ID), Action: action, Reason: reason})
	d.must(err)
}

// change hands in a change of somebody's profile, so long ago.
func (d *desk) change(part string, ago time.Duration, change func(*directory.Profile)) {
	d.tb.Helper()
	d.now = clock.Add(-ago)
	a := d.people[part]
	p := d.me(a).Profile
	change(&p)
	d.submits(a, p)
	d.now = clock
}

// reports are three readers who say something about somebody.
func (d *desk) reports(part string) {
	d.tb.Helper()
	slug := d.me(d.people[part]).Listing.Slug
	for i, r := range []struct {
		by     directory.Actor
		reason directory.ReportReason
		words  string
		ago    time.Duration
	}{
		{directory.Actor{Address: "192.0.2.77"}, directory.ReportOutdated, "", 30 * time.Hour},
		{person(d.tb, 210), directory.ReportWrong, "Le numéro n’est plus attribué, et l’adresse ne répond pas depuis un mois.", 9 * time.Hour},
		{d.people["lea"], directory.ReportOutdated, "Elle a changé de métier.", 3 * time.Hour},
	} {
		d.now = clock.Add(-r.ago)
		again, err := d.Report(d.tb.Context(), r.by, slug, r.reason, r.words)
		d.must(err)
		if again {
			d.tb.Fatal("report", i, "is somebody’s second")
		}
	}
	d.now = clock
}
