package directory_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestMeOfWhoeverHasNoProfile(t *testing.T) {
	w := newWorld(t)
	_, err := w.Me(t.Context(), visitor)
	wantCode(t, err, directory.CodeNeedsKey)
	_, err = w.Me(t.Context(), directory.Operator())
	wantCode(t, err, directory.CodeLocalOnly)
	a := withKey("claire")
	m := w.me(a)
	if m.Account.ID != 0 || m.Listing != nil || m.Drafted || m.Version != "0.0" {
		t.Errorf("got %+v", m)
	}
	want := directory.Profile{
		CommuneShown: directory.ShownCommune, Workplace: directory.AtHome, Languages: []string{"fr"},
		EmailShown: directory.Identified, PhoneShown: directory.Identified,
	}
	if !m.Profile.Equal(&want) {
		t.Errorf("it starts from %+v", m.Profile)
	}
	for _, action := range []directory.Action{
		directory.ActionSubmit, directory.ActionWithdraw, directory.ActionPause, directory.ActionResume,
		directory.ActionConfirm, directory.ActionDropDraft, directory.ActionErase,
	} {
		wantCode(t, m.Can(action), directory.CodeNoListing)
	}
	// Somebody whose key was taken away is told so, not taken for a newcomer.
	a.Account = 7
	_, err = w.Me(t.Context(), a)
	wantCode(t, err, directory.CodeRevoked)
}

func TestSignUp(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	news, stop := w.AccessChanges()
	defer stop()
	m, codes, err := w.SignUp(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if m.Account.ID == 0 || m.Account.Role != directory.RoleProfessional || !m.Account.InformedAt.Equal(noon) ||
		m.Listing == nil || m.Listing.State() != directory.StateDraft || m.Drafted || len(codes) != 8 {
		t.Errorf("got %+v, %v", m, codes)
	}
	if !told(news) {
		t.Error("nobody is told that there is a new account")
	}
	if got, err := w.Identify(t.Context(), a.Fingerprint); err != nil || got.ID != m.Account.ID {
		t.Errorf("the key is %+v, %v", got, err)
	}
	w.wantActions(m, "sign_up")
	w.wantFound()
	// Once more, also from a connection that knows who it is by now.
	w.clock.move(time.Hour)
	a.Account = m.Account.ID
	again, codes, err := w.SignUp(t.Context(), a)
	if err != nil || codes != nil || again.Account != m.Account || again.Listing.ID != m.Listing.ID || again.Version != m.Version {
		t.Errorf("got %+v, %v, %v", again, codes, err)
	}
	w.wantActions(m, "sign_up")
	// What came by way of a document lacks the notice alone.
	b := withKey("basile")
	w.drafts(b, person("Basile Deux"))
	if m, codes, err = w.SignUp(t.Context(), b); err != nil || codes != nil || m.Account.InformedAt.IsZero() || m.Profile.Name != "Basile Deux" {
		t.Errorf("got %+v, %v, %v", m, codes, err)
	}
}

func TestSignUpRefuses(t *testing.T) {
	w := newWorld(t)
	short := weakKey(t)
	other := withKey("claire")
	other.Key = withKey("basile").Key
	bare := withKey("claire")
	bare.Key = ""
	for name, c := range map[string]struct {
		actor directory.Actor
		code  directory.Code
	}{
		"no key":           {visitor, directory.CodeNeedsKey},
		"the operator":     {directory.Operator(), directory.CodeLocalOnly},
		"a short key":      {short, directory.CodeKeyShort},
		"not the proven":   {other, directory.CodeNeedsKey},
		"without the key":  {bare, directory.CodeNeedsKey},
		"a former owner's": {directory.Actor{Role: directory.RoleProfessional, Account: 3, Fingerprint: "SHA256:gone"}, directory.CodeRevoked},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := w.SignUp(t.Context(), c.actor)
			wantCode(t, err, c.code)
			_, err = w.SaveDraft(t.Context(), c.actor, "", person("Claire Dubois"), nil)
			wantCode(t, err, c.code)
		})
	}
	if len(w.listings()) != 0 {
		t.Error("a listing was made")
	}
}

func TestAModeratorGetsAListing(t *testing.T) {
	w := newWorld(t)
	a := w.granted("mod", directory.RoleModerator)
	if m := w.me(a); m.Listing != nil || m.Account.ID != a.Account {
		t.Fatalf("got %+v", m)
	}
	if _, err := w.DropDraft(t.Context(), a, ""); !directory.IsCode(err, directory.CodeNoListing) {
		t.Error(err)
	}
	if m := w.drafts(a, person("Mo Dératrice")); m.Account.Role != directory.RoleModerator || m.Listing.Owner != a.Account {
		t.Errorf("got %+v", m)
	}
	if got, err := w.RevokeRole(t.Context(), directory.Operator(), a.Fingerprint); err != nil || got.Role != directory.RoleProfessional {
		t.Errorf("got %+v, %v", got, err)
	}
	// And whoever lost a role is a professional by their first draft.
	b := w.granted("former", directory.RoleAdministrator)
	if got, err := w.RevokeRole(t.Context(), directory.Operator(), b.Fingerprint); err != nil || got.Role != directory.RoleIdentified {
		t.Errorf("got %+v, %v", got, err)
	}
	if m := w.drafts(b, person("Fo Rmer")); m.Account.Role != directory.RoleProfessional {
		t.Errorf("got %+v", m.Account)
	}
}

func TestSaveDraft(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	all, stopAll := w.Changes()
	defer stopAll()
	m := w.drafts(a, directory.Profile{Name: " Claire\u202e  Dubois ", Phone: "06 12 34 56 78", Email: "claire@", Commune: "belleme"})
	p := m.Profile
	if p.Name != "Claire Dubois" || p.Phone != "+33612345678" || p.Email != "claire@" || p.Commune != "61038" || p.Workplace != directory.AtHome {
		t.Errorf("saved %+v", p)
	}
	if !m.Drafted || !m.SavedAt.Equal(noon) || m.Version != "0.1" || m.Listing.Slug != "claire-dubois" || m.Listing.Owner == 0 {
		t.Errorf("got %+v", m)
	}
	wantErrors(t, m.Problems, "status", "headline", "skills", "email")
	wantErrors(t, m.Can(directory.ActionSubmit), "status", "headline", "skills", "email")
	if !m.Account.InformedAt.IsZero() {
		t.Error("whoever sends a document has not read the notice")
	}
	if told(all) {
		t.Error("others are told of a draft")
	}
	// From another device, with another clock.
	if again := w.me(a); !reflect.DeepEqual(again, m) {
		t.Errorf("read back %+v\nwant %+v", again, m)
	}
	// The same once more, be it from an older version: nothing happens.
	a.Account = m.Account.ID
	own, stop := w.OwnChanges(a.Account)
	defer stop()
	w.clock.move(time.Minute)
	if same := did(t)(w.SaveDraft(t.Context(), a, "0.0", p, nil)); same.Version != "0.1" || !same.SavedAt.Equal(noon) {
		t.Errorf("got %+v", same)
	}
	told(own)
	p.Name = "Claire Dupont"
	if m = did(t)(w.SaveDraft(t.Context(), a, "0.1", p, nil)); m.Version != "0.2" || m.Listing.Slug != "claire-dupont" {
		t.Errorf("got %s, %+v", m.Version, m.Listing)
	}
	if !told(own) || told(all) {
		t.Error("the owner's other sessions are to be told, and nobody else")
	}
	w.wantFound()
	if _, err := w.Show(t.Context(), visitor, "claire-dupont", false); !directory.IsCode(err, directory.CodeNotFound) {
		t.Error(err)
	}
}

func TestSaveDraftOfNothing(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	blank := w.me(a).Profile
	if m := w.drafts(a, blank); m.Account.ID != 0 || m.Listing != nil {
		t.Errorf("an account for nothing: %+v", m)
	}
	w.drafts(a, person("Claire Dubois"))
	// Back to where it began: there is no draft, and the version rises.
	m := w.drafts(a, blank)
	if m.Drafted || m.Version != "0.2" || !m.SavedAt.IsZero() || m.Listing.Slug != "profil" {
		t.Errorf("got %+v, %+v", m, m.Listing)
	}
	wantCode(t, m.Can(directory.ActionDropDraft), directory.CodeNothingNew)
	_, err := w.DropDraft(t.Context(), a, "")
	wantCode(t, err, directory.CodeNothingNew)
	m = w.drafts(a, person("Claire Dubois"))
	_, err = w.DropDraft(t.Context(), a, "0.1")
	wantCode(t, err, directory.CodeStale)
	if m = did(t)(w.DropDraft(t.Context(), a, m.Version)); m.Drafted || m.Version != "0.4" || m.Profile.Name != "" {
		t.Errorf("got %+v", m)
	}
}

func TestTwoSessionsOnOneDraft(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	m := w.drafts(a, person("Claire Dubois"))
	first, second := m, w.me(a)
	w.clock.move(2 * time.Minute)
	p := first.Profile
	p.Headline = "Comptable"
	first = did(t)(w.SaveDraft(t.Context(), a, first.Version, p, nil))
	p = second.Profile
	p.Headline = "Juriste"
	_, err := w.SaveDraft(t.Context(), a, second.Version, p, nil)
	if at, ok := wantCode(t, err, directory.CodeStale).Params["at"].(time.Time); !ok || !at.Equal(noon.Add(2*time.Minute)) {
		t.Errorf("changed at %v", at)
	}
	if m = w.me(a); m.Profile.Headline != "Comptable" || m.Version != first.Version {
		t.Errorf("got %+v", m)
	}
	_, err = w.Submit(t.Context(), a, second.Version)
	wantCode(t, err, directory.CodeStale)
	// Handing in, as well, is a change that the other has to see.
	did(t)(w.Submit(t.Context(), a, first.Version))
	_, err = w.SaveDraft(t.Context(), a, first.Version, p, nil)
	wantCode(t, err, directory.CodeStale)
	// Two that both begin with nothing.
	b := withKey("basile")
	base := w.me(b).Version
	did(t)(w.SaveDraft(t.Context(), b, base, person("Basile Deux"), nil))
	_, err = w.SaveDraft(t.Context(), b, base, person("Basile Trois"), nil)
	wantCode(t, err, directory.CodeStale)
}

func TestTheSlugFollowsTheName(t *testing.T) {
	w := newWorld(t)
	w.publish(person("Claire Dubois"))
	a := withKey("claire")
	slug := func(name, want string) {
		t.Helper()
		if m := w.drafts(a, directory.Profile{Name: name}); m.Listing.Slug != want {
			t.Errorf("%q is called %s, want %s", name, m.Listing.Slug, want)
		}
	}
	slug("C", "c")
	slug("Claire Dubois", "claire-dubois-2")
	slug("CLAIRE DUBOIS", "claire-dubois-2")
	slug("Claire Dubois-Martin", "claire-dubois-martin")
	slug("Claire", "claire")
	slug("Claire Dubois", "claire-dubois-2")
	w.submits(a, person("Claire Dubois"))
	if m := w.drafts(a, person("Claire Martin")); m.Listing.Slug != "claire-dubois-2" {
		t.Errorf("the slug went from what was submitted to %s", m.Listing.Slug)
	}
}

func TestSaveDraftKeepsWhatIsWrong(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	p := person("Claire Dubois", func(p *directory.Profile) {
		p.Status = "freelance"
		p.Skills = []string{"comptabilite", "macramé zyx", "", "+macramé"}
		p.Telecentre = "nulle-part"
		p.Description = strings.Repeat("é", 2140)
		p.Languages = []string{"fr", "klingon"}
		p.DailyRateEUR = 9999
		p.Website, p.SIRET, p.Connection = "pas une adresse", "123", "pigeon"
	})
	m := w.drafts(a, p)
	got := m.Profile
	if got.Status != "freelance" || len(got.Skills) != 3 || got.Telecentre != p.Telecentre || got.Description != p.Description ||
		len(got.Languages) != 2 || got.DailyRateEUR != 9999 || got.Website != p.Website || got.SIRET != "123" || got.Connection != "pigeon" {
		t.Errorf("kept %+v", got)
	}
	if len(m.Problems) < 8 {
		t.Errorf("problems: %v", m.Problems)
	}
	if again := did(t)(w.SaveDraft(t.Context(), a, "", got, nil)); again.Version != m.Version {
		t.Error("what is wrong changes each time that it is saved")
	}
	_, err := w.Submit(t.Context(), a, "")
	wantErrors(t, err, fieldsOf(m.Problems)...)
}

func fieldsOf(errs directory.Errors) []string {
	var fields []string
	for _, e := range errs {
		fields = append(fields, e.Field)
	}
	return fields
}

func TestSaveDraftRefuses(t *testing.T) {
	w := newWorld(t)
	a := withKey("claire")
	before := w.drafts(a, person("Claire Dubois"))
	for name, c := range map[string]struct {
		change func(*directory.Profile)
		unread map[string]string
		code   directory.Code
		field  string
	}{
		"bytes":       {change: func(p *directory.Profile) { p.Name = "Cl\xff" }, code: directory.CodeEncoding, field: "name"},
		"description": {change: func(p *directory.Profile) { p.Description = strings.Repeat("é", 8001) }, code: directory.CodeTooLong, field: "description"},
		"megabytes":   {change: func(p *directory.Profile) { p.Email = strings.Repeat("a", 1<<24) }, code: directory.CodeTooLong, field: "email"},
		"many skills": {change: func(p *directory.Profile) { p.Skills = make([]string, 61) }, code: directory.CodeTooMany, field: "skills"},
		"long skill":  {change: func(p *directory.Profile) { p.Skills = []string{strings.Repeat("a", 321)} }, code: directory.CodeTooLong, field: "skills"},
		"languages":   {change: func(p *directory.Profile) { p.Languages = make([]string, 41) }, code: directory.CodeTooMany, field: "languages"},
		"a day":       {change: func(p *directory.Profile) { p.AvailableFrom = -5 }, code: directory.CodeDate, field: "available_from"},
		"unread":      {unread: map[string]string{"daily_rate_eur": "\xff"}, code: directory.CodeEncoding, field: "daily_rate_eur"},
		"unknown":     {unread: map[string]string{"hobby": "macramé"}, code: directory.CodeFieldUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			p := person("Claire Dubois", headline("Autre chose"))
			if c.change != nil {
				c.change(&p)
			}
			_, err := w.SaveDraft(t.Context(), a, "", p, c.unread)
			if e := wantCode(t, err, c.code); e.Field != c.field {
				t.Errorf("in %q, want %q", e.Field, c.field)
			}
		})
	}
	if after := w.me(a); !reflect.DeepEqual(after, before) {
		t.Errorf("something was saved: %+v", after)
	}
}

// fullStore has no room left for what is written.
type fullStore struct {
	directory.Store
	full bool
}

func (f *fullStore) Update(ctx context.Context, fn func(directory.Tx) error) error {
	if !f.full {
		return f.Store.Update(ctx, fn)
	}
	return f.Store.Update(ctx, func(tx directory.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return &directory.Error{Code: directory.CodeDiskFull, Params: directory.Params{"value": "/var/secret"}}
	})
}

func TestASaveThatFailsLeavesTheDraft(t *testing.T) {
	full := &fullStore{}
	w := newWorld(t, func(o *directory.Options) { full.Store = o.Store; o.Store = full })
	a := withKey("claire")
	before := w.drafts(a, person("Claire Dubois"))
	cut, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.SaveDraft(cut, a, "", person("Claire Martin"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after a cut line: %v", err)
	}
	full.full = true
	_, err := w.SaveDraft(t.Context(), a, "", person("Claire Martin"), nil)
	if e := wantCode(t, err, directory.CodeStorage); len(e.Params) != 1 {
		t.Errorf("more than a reference is told: %v", e.Params)
	}
	_, err = w.Submit(t.Context(), a, "")
	wantCode(t, err, directory.CodeStorage)
	full.full = false
	if after := w.me(a); !reflect.DeepEqual(after, before) {
		t.Errorf("got %+v\nwant %+v", after, before)
	}
}

// Keys cost nothing: whoever makes ever new ones is stopped at their address.
func TestNewAccountsAreLimited(t *testing.T) {
	w := newWorld(t)
	at := func(n int, address string) directory.Actor {
		a := withKey(fmt.Sprint(n))
		a.Address = address
		return a
	}
	for n := range 30 {
		w.drafts(at(n, "192.0.2.1"), person("Claire Dubois"))
	}
	w.clock.move(59 * time.Minute)
	_, _, err := w.SignUp(t.Context(), at(30, "192.0.2.1"))
	if e := wantCode(t, err, directory.CodeLimit); e.Params["seconds"] != 60 {
		t.Errorf("got %v", e)
	}
	_, err = w.SaveDraft(t.Context(), at(30, "192.0.2.1"), "", person("Zoé Autre"), nil)
	wantCode(t, err, directory.CodeLimit)
	if m := w.me(at(30, "192.0.2.1")); m.Account.ID != 0 {
		t.Errorf("got %+v", m.Account)
	}
	// Who has an account, or comes from elsewhere or later, is not hindered.
	w.drafts(at(0, "192.0.2.1"), person("Claire Dubois", headline("Juriste")))
	w.drafts(at(30, "192.0.2.2"), person("Zoé Autre"))
	w.clock.move(time.Minute)
	w.drafts(at(31, "192.0.2.1"), person("Zoé Autre"))
}
