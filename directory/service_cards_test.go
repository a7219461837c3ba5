package directory_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"teleorne/directory"
)

// cards are what an actor sees of the only listing, by each way to see it.
func (w *world) cards(t interface{ Fatal(...any) }, actor directory.Actor, slug string, contacts bool) []*directory.Card {
	shown, err := w.Show(w.t.Context(), actor, slug, contacts)
	if err != nil {
		t.Fatal(err)
	}
	all := []*directory.Card{shown}
	for _, q := range []directory.Query{{Limit: 10}, {Communes: []string{"61038"}, RadiusKM: 50, Limit: 10}} {
		found, err := w.Search(w.t.Context(), actor, directory.Search{Query: q, Contacts: contacts})
		if err != nil || len(found.Cards) != 1 {
			t.Fatal("search: ", err)
		}
		all = append(all, found.Cards[0])
	}
	return all
}

// TestNothingHiddenIsEverSeen shows random profiles to all kinds of readers,
// and looks for what they must not see in all that a card holds.
func TestNothingHiddenIsEverSeen(t *testing.T) {
	w := newWorld(t)
	const email, phone, siret, employer = "secret@exemple.fr", "+33261911234", "73282932000074", "Rennes"
	owner := directory.Actor{Role: directory.RoleProfessional, Account: 1, Fingerprint: "SHA256:owner"}
	other := directory.Actor{Role: directory.RoleProfessional, Account: 2, Fingerprint: "SHA256:other"}
	w.elsewhere("INSERT INTO account (id, name, role, created_at) VALUES (1, 'o', 'professional', 0)")
	rapid.Check(t, func(t *rapid.T) {
		p := person("Claire Dubois", func(p *directory.Profile) {
			p.Status = rapid.SampledFrom(directory.Statuses).Draw(t, "status")
			p.CommuneShown = rapid.SampledFrom(directory.Showns).Draw(t, "shown")
			p.EmailShown = rapid.SampledFrom(directory.Visibilities).Draw(t, "email shown")
			p.PhoneShown = rapid.SampledFrom(directory.Visibilities).Draw(t, "phone shown")
			p.Skills = []string{"comptabilite", "+paléographie"}
			if rapid.Bool().Draw(t, "email") {
				p.Email = email
			}
			if rapid.Bool().Draw(t, "phone") {
				p.Phone = phone
			}
			if p.Status == directory.Independent {
				p.SIRET = siret
			} else {
				p.EmployerPlace, p.RemoteDays = employer, 3
			}
		})
		w.elsewhere("UPDATE listing SET owner = NULL") // a file does not change what an owner shows
		report, err := w.ImportProfiles(w.t.Context(), directory.Operator(),
			[]directory.ImportRow{{Line: 2, Slug: "claire-dubois", Profile: p}}, directory.ImportOptions{Publish: true})
		if err != nil || len(report.Problems) > 0 {
			t.Fatal(report, err)
		}
		owned := rapid.Bool().Draw(t, "owned")
		if owned {
			w.elsewhere("UPDATE listing SET owner = 1")
		} else {
			w.elsewhere("UPDATE listing SET owner = NULL")
		}
		contacts := rapid.Bool().Draw(t, "contacts")
		for _, reader := range []struct {
			name        string
			actor       directory.Actor
			proven, all bool
		}{
			{"nobody", directory.Actor{}, false, false},
			{"visitor", visitor, false, false},
			{"identified", known, true, false},
			{"other professional", other, true, false},
			{"owner", owner, true, owned},
			{"moderator", moderator, true, true},
			{"administrator", admin, true, true},
			{"operator", directory.Operator(), true, true},
		} {
			may := func(v directory.Visibility) bool {
				return reader.all || v == directory.Public || v == directory.Identified && reader.proven
			}
			for _, c := range w.cards(t, reader.actor, "claire-dubois", contacts) {
				text, err := json.Marshal(c)
				if err != nil {
					t.Fatal(err)
				}
				check := func(what, secret string, want bool) {
					if got := strings.Contains(string(text), secret); got != want {
						t.Fatalf("%s sees %s: %v, want %v in %s", reader.name, what, got, want, text)
					}
				}
				check("e-mail", email, p.Email != "" && contacts && may(p.EmailShown))
				check("phone", phone, p.Phone != "" && contacts && may(p.PhoneShown))
				check("SIRET", siret, false)
				check("employer", employer, false)
				check("commune", `"61038"`, p.CommuneShown == directory.ShownCommune || reader.all)
				check("proposed skill", "paléographie", reader.all)
				if c.Commune == nil && c.DistanceKM >= 0 {
					t.Fatalf("%s is told a distance to a commune that is kept back", reader.name)
				}
				if c.EPCI.Name == "" {
					t.Fatalf("%s does not see the EPCI", reader.name)
				}
				hidden := func(field string, exists bool, v directory.Visibility, has bool) {
					if got := slices.Contains(c.Redacted, field); got != (exists && !may(v)) || has != (exists && may(v)) {
						t.Fatalf("%s: redacted %v, has %s %v, although shown to %s", reader.name, c.Redacted, field, has, v)
					}
				}
				for field, v := range map[string]directory.Visibility{"email": p.EmailShown, "phone": p.PhoneShown} {
					if slices.Contains(c.Private, field) != (slices.Contains(c.Redacted, field) && v == directory.Nobody) {
						t.Fatalf("%s: private %v of %v, although %s is shown to %s", reader.name, c.Private, c.Redacted, field, v)
					}
				}
				hidden("email", p.Email != "", p.EmailShown, c.HasEmail)
				hidden("phone", p.Phone != "", p.PhoneShown, c.HasPhone)
			}
		}
	})
}

func TestOnlyPublicTelecentresAreOnCards(t *testing.T) {
	w := newWorld(t)
	open, hidden := "", ""
	for _, tc := range w.Catalog().Telecentres {
		if tc.Public() {
			open = tc.ID
		} else {
			hidden = tc.ID
		}
	}
	at := func(id string) func(*directory.Profile) {
		return func(p *directory.Profile) { p.Workplace, p.Telecentre = directory.AtBoth, id }
	}
	w.publish(person("Anne Ouvert", at(open)), person("Basile Caché", at(hidden)))
	c, err := w.Show(t.Context(), visitor, "anne-ouvert", false)
	if err != nil || c.Telecentre == nil || c.Telecentre.ID != open {
		t.Errorf("got %+v, %v", c, err)
	}
	c, err = w.Show(t.Context(), visitor, "basile-cache", false)
	if err != nil || c.Telecentre != nil {
		t.Errorf("a télécentre that is not public is shown: %+v, %v", c, err)
	}
}

func TestDailyLimitOnContacts(t *testing.T) {
	w := newWorld(t, func(o *directory.Options) { o.RevealRate = 2 })
	reach := func(mail string) func(*directory.Profile) {
		return func(p *directory.Profile) { p.Email, p.Phone = mail, "+33261911234" }
	}
	w.publish(person("Anne Un", reach("a@exemple.fr")), person("Basile Deux", reach("b@exemple.fr")),
		person("Chloé Trois", reach("c@exemple.fr")), person("Denis Rien"))
	ask := func(actor directory.Actor, slug string, contacts bool) *directory.Card {
		t.Helper()
		c, err := w.Show(t.Context(), actor, slug, contacts)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	// What is not asked for, and what does not exist, does not count.
	for _, slug := range []string{"chloe-trois", "anne-un", "basile-deux"} {
		if c := ask(known, slug, false); c.Email != "" || !c.HasEmail || c.RateLimited {
			t.Fatalf("without asking: %+v", c)
		}
	}
	ask(known, "denis-rien", true)
	// The second time is free.
	for _, slug := range []string{"anne-un", "basile-deux", "anne-un", "basile-deux"} {
		if c := ask(known, slug, true); c.Email == "" || c.Phone == "" || c.RateLimited {
			t.Fatalf("%s: %+v", slug, c)
		}
	}
	c := ask(known, "chloe-trois", true)
	if c.Email != "" || c.Phone != "" || c.HasEmail || c.HasPhone || !c.RateLimited || !slices.Equal(c.Redacted, []string{"email", "phone"}) {
		t.Errorf("beyond the limit: %+v", c)
	}
	// The same key from elsewhere stays limited; another reader is not.
	moved := known
	moved.Address = "198.51.100.7"
	if c := ask(moved, "chloe-trois", true); !c.RateLimited {
		t.Error("the limit is escaped by another address")
	}
	if c := ask(visitor, "chloe-trois", true); c.Email == "" {
		t.Error("one reader's limit falls on another")
	}
	// A search counts each listing that it reveals.
	r, err := w.Search(t.Context(), directory.Actor{Address: "203.0.113.1"},
		directory.Search{Query: directory.Query{Limit: 10, Sort: directory.SortName}, Contacts: true})
	if err != nil {
		t.Fatal(err)
	}
	limited := 0
	for _, c := range r.Cards {
		if c.RateLimited {
			limited++
		}
	}
	if len(r.Cards) != 4 || limited != 1 {
		t.Errorf("a search of %d cards holds back %d, want 1", len(r.Cards), limited)
	}
	for _, free := range []directory.Actor{admin, directory.Operator()} {
		for _, slug := range []string{"anne-un", "basile-deux", "chloe-trois"} {
			if c := ask(free, slug, true); c.Email == "" {
				t.Errorf("%s is limited", free.Role)
			}
		}
	}
	w.clock.move(13 * time.Hour)
	if c := ask(known, "chloe-trois", true); c.Email == "" || c.RateLimited {
		t.Errorf("the limit outlives its day: %+v", c)
	}
}
