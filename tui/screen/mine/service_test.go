package mine_test

import (
	"crypto/ed25519"
	"fmt"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/tui/screen/screentest"
)

// world is a directory on disk whose clock can be moved.
type world struct {
	*directory.Service
	store directory.Store
	tb    testing.TB
	now   time.Time
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{tb: tb, now: screentest.Clock}
	w.Service = screentest.Service(tb, func(o *directory.Options) {
		o.Now = func() time.Time { return w.now }
		o.Notice = directory.Notice{Controller: "Conseil départemental de l’Orne", Contact: "annuaire@orne.example", Host: "-p 6122 annuaire.example"}
		w.store = o.Store
	})
	return w
}

// later moves the clock, and lets happen what time brings.
func (w *world) later(months, days int) {
	w.tb.Helper()
	w.now = w.now.AddDate(0, months, days)
	w.must(w.Upkeep(w.tb.Context()))
}

func (w *world) must(err error) {
	w.tb.Helper()
	if err != nil {
		w.tb.Fatal(err)
	}
}

// person is somebody with a key of their own, the nth one.
func person(tb testing.TB, n byte) (actor directory.Actor, line string) {
	tb.Helper()
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		tb.Fatal(err)
	}
	actor = directory.Actor{
		Role: directory.RoleIdentified, Fingerprint: ssh.FingerprintSHA256(key), Address: "192.0.2.1", Key: string(key.Marshal()),
	}
	return actor, fmt.Sprintf("%s portable %d", string(ssh.MarshalAuthorizedKey(key)[:80]), n)
}

// profile is what somebody writes of themselves.
func profile() directory.Profile {
	return directory.Profile{
		Name: "Claire Dubois", Status: directory.Independent, Headline: "Experte-comptable", Organisation: "Cabinet Dubois",
		Skills: []string{"comptabilite"}, Commune: "61038", Workplace: directory.AtHome, Languages: []string{"fr"},
		Description: "Dix ans en cabinet à Paris, installée dans le Perche depuis 2019. Bilans, déclarations, tableaux de bord pour associations et petites entreprises.",
		Email:       "claire.dubois@exemple.fr", Phone: "0233000061", EmailShown: directory.Public, SIRET: "",
	}
}

// joins signs somebody up with a draft of a profile.
func (w *world) joins(n byte, p directory.Profile) directory.Actor {
	w.tb.Helper()
	actor, _ := person(w.tb, n)
	_, _, err := w.SignUp(w.tb.Context(), actor)
	w.must(err)
	actor, err = w.Renew(w.tb.Context(), actor)
	w.must(err)
	w.saves(actor, p)
	return actor
}

func (w *world) saves(actor directory.Actor, p directory.Profile) {
	w.tb.Helper()
	_, err := w.SaveDraft(w.tb.Context(), actor, "", p, nil)
	w.must(err)
}

func (w *world) submits(actor directory.Actor) *directory.Mine {
	w.tb.Helper()
	m, err := w.Submit(w.tb.Context(), actor, "")
	if err != nil {
		m, err = w.Me(w.tb.Context(), actor)
		w.must(err)
		m, err = w.Submit(w.tb.Context(), actor, m.Version)
		w.must(err)
	}
	return m
}

func (w *world) me(actor directory.Actor) *directory.Mine {
	w.tb.Helper()
	m, err := w.Me(w.tb.Context(), actor)
	w.must(err)
	return m
}

func (w *world) accepts(actor directory.Actor) {
	w.tb.Helper()
	_, err := w.Decide(w.tb.Context(), directory.Operator(), directory.Verdict{Item: directory.ListingItem(w.me(actor).Listing.ID), Action: directory.ActionApprove})
	w.must(err)
}

// suspends takes a profile out of sight, as a moderator does.
func (w *world) suspends(actor directory.Actor, reason string) {
	w.tb.Helper()
	l := w.me(actor).Listing
	st := l.Standing
	st.Suspended = true
	w.must(w.store.Update(w.tb.Context(), func(tx directory.Tx) error {
		if err := tx.SetStanding(l.ID, st); err != nil {
			return err
		}
		return tx.Decide(directory.Decision{At: w.now, Actor: directory.Actor{Role: directory.RoleModerator}, Action: "suspend", Listing: l.ID, Reason: reason})
	}))
}

// published is somebody whose profile is online.
func (w *world) published(n byte) directory.Actor {
	w.tb.Helper()
	actor := w.joins(n, profile())
	w.submits(actor)
	w.accepts(actor)
	actor, err := w.Renew(w.tb.Context(), actor)
	w.must(err)
	return actor
}
