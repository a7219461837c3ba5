package directory_test

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// withKey is somebody who proved a key that nobody registered: the same for
// the same name.
func withKey(name string) directory.Actor {
	seed := sha256.Sum256([]byte(name))
	return proved(ed25519.NewKeyFromSeed(seed[:]).Public())
}

func proved(public any) directory.Actor {
	pub, err := ssh.NewPublicKey(public)
	if err != nil {
		panic(err)
	}
	return directory.Actor{
		Role: directory.RoleIdentified, Fingerprint: ssh.FingerprintSHA256(pub), Key: string(pub.Marshal()), Address: "192.0.2.7",
	}
}

// weakKey is somebody whose RSA key is too short to be registered.
func weakKey(t testing.TB) directory.Actor {
	t.Helper()
	k, err := rsa.GenerateKey(nil, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return proved(k.Public())
}

// did fails the test unless what was done to one's own profile succeeded.
func did(t testing.TB) func(*directory.Mine, error) *directory.Mine {
	t.Helper()
	return func(m *directory.Mine, err error) *directory.Mine {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
}

// drafts saves a draft over whatever is there.
func (w *world) drafts(a directory.Actor, p directory.Profile) *directory.Mine {
	w.t.Helper()
	return did(w.t)(w.SaveDraft(w.t.Context(), a, "", p, nil))
}

// submits saves a draft and hands it in.
func (w *world) submits(a directory.Actor, p directory.Profile) *directory.Mine {
	w.t.Helper()
	m := w.drafts(a, p)
	return did(w.t)(w.Submit(w.t.Context(), a, m.Version))
}

// approves publishes what an owner submitted.
func (w *world) approves(m *directory.Mine) {
	w.t.Helper()
	if _, err := w.Decide(w.t.Context(), directory.Operator(), approval(m.Listing.ID)); err != nil {
		w.t.Fatal(err)
	}
}

// owner is somebody with a published profile, as their connection knows them.
func (w *world) owner(p directory.Profile) directory.Actor {
	w.t.Helper()
	a := withKey(p.Name)
	m := w.submits(a, p)
	w.approves(m)
	a.Account, a.Role = m.Account.ID, m.Account.Role
	return a
}

func (w *world) me(a directory.Actor) *directory.Mine {
	w.t.Helper()
	return did(w.t)(w.Me(w.t.Context(), a))
}

// found are the slugs of what the public finds.
func (w *world) found() []string {
	w.t.Helper()
	r, err := w.Search(w.t.Context(), visitor, directory.Search{Query: directory.Query{Limit: directory.MaxLimit}})
	if err != nil {
		w.t.Fatal(err)
	}
	var slugs []string
	for _, c := range r.Cards {
		slugs = append(slugs, c.Slug)
	}
	slices.Sort(slugs)
	return slugs
}

func (w *world) wantFound(slugs ...string) {
	w.t.Helper()
	if got := w.found(); !slices.Equal(got, slugs) {
		w.t.Errorf("found %v, want %v", got, slugs)
	}
}

// actions are the entries of the log about a listing.
func (w *world) actions(id directory.ListingID) []string {
	w.t.Helper()
	log, err := w.store.Decisions(w.t.Context(), id, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	var actions []string
	for _, d := range log {
		actions = append(actions, d.Action)
	}
	return actions
}

func (w *world) wantActions(m *directory.Mine, actions ...string) {
	w.t.Helper()
	if got := w.actions(m.Listing.ID); !slices.Equal(got, actions) {
		w.t.Errorf("the log has %v, want %v", got, actions)
	}
}

// wantState checks the state of one's own profile.
func (w *world) wantState(a directory.Actor, state string) *directory.Mine {
	w.t.Helper()
	m := w.me(a)
	if m.Listing == nil || m.Listing.State() != state {
		w.t.Fatalf("the listing is %+v, want %s", m.Listing, state)
	}
	return m
}

// granted is somebody with a role.
func (w *world) granted(name string, role directory.Role) directory.Actor {
	w.t.Helper()
	a := withKey(name)
	account, err := w.Grant(w.t.Context(), directory.Operator(),
		directory.Key{Fingerprint: a.Fingerprint, Type: ssh.KeyAlgoED25519, Name: name}, []byte(a.Key), role)
	if err != nil {
		w.t.Fatal(err)
	}
	a.Account, a.Role = account.ID, role
	return a
}

// months moves the clock on by so many months of 31 days.
func (w *world) months(n int) { w.clock.move(time.Duration(n) * 31 * 24 * time.Hour) }

func (w *world) upkeep() {
	w.t.Helper()
	if err := w.Upkeep(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// told tells whether a channel has received.
func told(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}

func wantErrors(t testing.TB, err error, fields ...string) {
	t.Helper()
	var all directory.Errors
	if !errors.As(err, &all) {
		t.Fatalf("got %v, want errors in %v", err, fields)
	}
	var got []string
	for _, e := range all {
		got = append(got, e.Field)
	}
	if !slices.Equal(got, fields) {
		t.Errorf("errors in %v, want %v", got, fields)
	}
}

// number is an id as the log and commands write it.
func number[ID ~int64](id ID) string { return strconv.FormatInt(int64(id), 10) }
