package skills_test

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/screen/skills"
	"teleorne/tui/text"
)

var medium = screentest.Options{Width: 80, Height: 20, Lang: text.French}

// world is a directory on disk with some people in it.
type world struct {
	*directory.Service
	tb testing.TB
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{screentest.Service(tb), tb}
	screentest.Import(tb, w.Service, screentest.People(12)...)
	return w
}

func (w *world) must(err error) {
	w.tb.Helper()
	if err != nil {
		w.tb.Fatal(err)
	}
}

// change changes the taxonomy as somebody else.
func (w *world) change(c directory.TaxonomyChange) {
	w.tb.Helper()
	_, err := w.ChangeTaxonomy(w.tb.Context(), directory.Operator(), c)
	w.must(err)
}

// person is somebody with a key of their own, the nth one.
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

// official is somebody to whom the operator gives a role.
func (w *world) official(n byte, role directory.Role) directory.Actor {
	w.tb.Helper()
	a := person(w.tb, n)
	key, err := ssh.ParsePublicKey([]byte(a.Key))
	w.must(err)
	parsed, blob, err := directory.ParseKey(strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))) + " " + role.String())
	w.must(err)
	_, err = w.Grant(w.tb.Context(), directory.Operator(), parsed, blob, role)
	w.must(err)
	a, err = w.Renew(w.tb.Context(), a)
	w.must(err)
	return a
}

// proposes has somebody hand in a profile with a skill that there is not.
func (w *world) proposes(n byte, name, word string) {
	w.tb.Helper()
	a := person(w.tb, n)
	m, err := w.SaveDraft(w.tb.Context(), a, "", directory.Profile{
		Name: name, Status: directory.Independent, Headline: "Couturière", Skills: []string{"+" + word}, Commune: "61038",
		Workplace: directory.AtHome, Languages: []string{"fr"},
	}, nil)
	w.must(err)
	_, err = w.Submit(w.tb.Context(), a, m.Version)
	w.must(err)
}

// opens opens a page of the skills.
func (w *world) opens(a directory.Actor, id string, o screentest.Options) *screentest.Driver {
	w.tb.Helper()
	s := screentest.Session(w.tb, w.Service, o)
	s.Actor = a
	return screentest.Start(w.tb, s, o, func(s *screen.Session, n screen.ID) screen.Screen {
		return skills.New(s, n, screen.Admin{Area: screen.AreaTaxonomy, ID: id})
	})
}

// said fails unless the last things said were to go back, and this.
func said(tb testing.TB, d *screentest.Driver, words string) {
	tb.Helper()
	back, told := false, false
	for _, msg := range d.Said {
		switch msg := msg.(type) {
		case screen.Back:
			back = true
		case screen.Notice:
			told = told || strings.Contains(msg.Text, words)
		}
	}
	if !back || !told {
		tb.Errorf("said %#v, wanted to go back with %q\n%s", d.Said, words, d.Text())
	}
}
