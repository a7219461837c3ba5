package find_test

import (
	"crypto/ed25519"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/tui/screen/screentest"
)

// world is a directory on disk, with some people, whose clock can be moved.
type world struct {
	*directory.Service
	tb  testing.TB
	now time.Time
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{tb: tb, now: screentest.Clock}
	w.Service = screentest.Service(tb, func(o *directory.Options) { o.Now = func() time.Time { return w.now } })
	screentest.Import(tb, w.Service, screentest.People(12)...)
	return w
}

func (w *world) must(err error) {
	w.tb.Helper()
	if err != nil {
		w.tb.Fatal(err)
	}
}

// person is somebody with a key that nobody knows.
func person(tb testing.TB) directory.Actor {
	tb.Helper()
	key, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public())
	if err != nil {
		tb.Fatal(err)
	}
	return directory.Actor{
		Role: directory.RoleIdentified, Fingerprint: ssh.FingerprintSHA256(key), Address: "192.0.2.1", Key: string(key.Marshal()),
	}
}

// owner is somebody who has begun a profile.
func (w *world) owner() directory.Actor {
	w.tb.Helper()
	actor := person(w.tb)
	_, err := w.SaveDraft(w.tb.Context(), actor, "", directory.Profile{
		Name: "Anne Guérin", Status: directory.Independent, Headline: "Comptable", Skills: []string{"comptabilite"}, Commune: "61038",
		Workplace: directory.AtHome, Languages: []string{"fr"},
	}, nil)
	w.must(err)
	actor, err = w.Renew(w.tb.Context(), actor)
	w.must(err)
	return actor
}

func (w *world) submits(a directory.Actor) {
	w.tb.Helper()
	m, err := w.Me(w.tb.Context(), a)
	w.must(err)
	_, err = w.Submit(w.tb.Context(), a, m.Version)
	w.must(err)
}

func (w *world) listing(a directory.Actor) *directory.Listing {
	w.tb.Helper()
	m, err := w.Me(w.tb.Context(), a)
	w.must(err)
	return m.Listing
}

// later moves the clock, and lets happen what time brings.
func (w *world) later(months, days int) {
	w.tb.Helper()
	w.now = w.now.AddDate(0, months, days)
	w.must(w.Upkeep(w.tb.Context()))
}
