package storetest

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"teleorne/directory"
)

func erase(t *testing.T, s directory.Store) {
	account := person(t, s, "Claire", "SHA256:one")
	id := owned(t, s, "claire-dubois", account)
	update(t, s, func(tx directory.Tx) error {
		rev, err := tx.AddRevision(id, directory.RevisionAccepted, Profile("Claire Dubois"), day(0))
		if err != nil {
			return err
		}
		return errors.Join(tx.Publish(id, rev, day(1)), tx.Confirm(id, day(1)),
			tx.SetStanding(id, directory.Standing{Paused: true, PausedUntil: 9, Dormant: true}),
			tx.PutDraft(id, directory.Draft{Version: 3, Profile: Profile("Claire Martin"), SavedAt: day(2)}))
	})
	paul, _ := add(t, s, "paul", Profile("Paul"))
	before := lastSeq(t, s)
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "Erase of none", tx.Erase(99), directory.CodeNotFound)
		if err := tx.Erase(id); err != nil {
			return err
		}
		wantCode(t, "Erase twice", tx.Erase(id), directory.CodeNotFound)
		return nil
	})
	// Whoever follows the writes hears of it, and of nothing else.
	told := all(t, s, before)
	if len(told) != 1 || told[0].ID != id || told[0].Published != nil || told[0].Latest != nil || told[0].Owner != 0 ||
		told[0].Standing != (directory.Standing{}) || !told[0].ConfirmedAt.IsZero() || strings.Contains(told[0].Slug, "claire") {
		t.Fatalf("what is told of the erased one: %+v", told)
	}
	erasedEverywhere(t, s, id, account, told[0].Slug)
	if l := bySlug(t, s, "paul"); l.ID != paul || !l.Visible() {
		t.Errorf("another listing: %+v", l)
	}
	// Its slug is never given to somebody else; its owner may begin anew.
	update(t, s, func(tx directory.Tx) error {
		if free, err := tx.FreeSlug("claire-dubois"); err != nil || free != "claire-dubois-2" {
			t.Errorf("FreeSlug = %q, %v", free, err)
		}
		_, err := tx.AddListing("claire-dubois", 0, day(3))
		wantCode(t, "the slug of an erased listing", err, directory.CodeDuplicate)
		again, err := tx.AddListing("autre", account, day(3))
		if err == nil {
			wantCode(t, "SetSlug to an erased one's", tx.SetSlug(again, "claire-dubois"), directory.CodeDuplicate)
		}
		return err
	})
	if l, err := s.ListingByOwner(t.Context(), account); err != nil || l.Slug != "autre" || l.ID == id {
		t.Errorf("the owner's new listing: %+v, %v", l, err)
	}
	// Also in a later transaction, and after a second one was erased.
	update(t, s, func(tx directory.Tx) error { return tx.Erase(paul) })
	update(t, s, func(tx directory.Tx) error {
		for _, base := range []string{"paul", "claire-dubois"} {
			if free, err := tx.FreeSlug(base); err != nil || free != base+"-2" {
				t.Errorf("FreeSlug = %q, %v", free, err)
			}
		}
		return nil
	})
}

// erasedEverywhere: no question finds an erased listing, no write reaches it.
func erasedEverywhere(t *testing.T, s directory.Store, id directory.ListingID, owner directory.AccountID, slug string) {
	t.Helper()
	ctx := t.Context()
	for _, slug := range []string{"claire-dubois", slug} {
		_, err := s.ListingBySlug(ctx, slug)
		wantCode(t, "ListingBySlug", err, directory.CodeNotFound)
	}
	_, err := s.ListingByOwner(ctx, owner)
	wantCode(t, "ListingByOwner", err, directory.CodeNotFound)
	if got, err := s.ListingsByID(ctx, []directory.ListingID{id}); err != nil || len(got) != 0 {
		t.Errorf("ListingsByID = %v, %v", got, err)
	}
	if got, err := s.Revisions(ctx, id); err != nil || len(got) != 0 {
		t.Errorf("Revisions = %v, %v", got, err)
	}
	if got, err := s.Draft(ctx, id); err != nil || !reflect.DeepEqual(got, directory.Draft{}) {
		t.Errorf("Draft = %+v, %v", got, err)
	}
	update(t, s, func(tx directory.Tx) error {
		_, byID := tx.ListingByID(id)
		_, bySlug := tx.ListingBySlug(slug)
		_, revision := tx.AddRevision(id, directory.RevisionDraft, Profile("X"), day(3))
		for doing, err := range map[string]error{
			"ListingByID": byID, "ListingBySlug": bySlug, "AddRevision": revision,
			"Confirm":     tx.Confirm(id, day(3)),
			"SetStanding": tx.SetStanding(id, directory.Standing{Suspended: true}),
			"SetSlug":     tx.SetSlug(id, "new"),
			"PutDraft":    tx.PutDraft(id, directory.Draft{Version: 9, Profile: Profile("X")}),
		} {
			wantCode(t, doing+" of an erased one", err, directory.CodeNotFound)
		}
		got, err := tx.ListingsByName("claire dubois")
		if len(got) != 0 {
			t.Errorf("ListingsByName = %v", slugsOf(got))
		}
		return err
	})
}

// eraseDraft: what was never submitted is erased alike.
func eraseDraft(t *testing.T, s directory.Store) {
	account := person(t, s, "Claire", "SHA256:one")
	id := owned(t, s, "claire", account)
	update(t, s, func(tx directory.Tx) error {
		return errors.Join(tx.PutDraft(id, directory.Draft{Version: 1, Profile: Profile("Claire")}), tx.Erase(id), tx.DeleteAccount(account))
	})
	if got, err := s.Draft(t.Context(), id); err != nil || got.Version != 0 || got.Profile != nil {
		t.Errorf("Draft = %+v, %v", got, err)
	}
	_, err := s.AccountByKey(t.Context(), "SHA256:one")
	wantCode(t, "AccountByKey", err, directory.CodeNotFound)
}

// eraseLog: that something was decided stays, the person goes.
func eraseLog(t *testing.T, s directory.Store) {
	account := person(t, s, "Claire", "SHA256:one")
	id := owned(t, s, "claire", account)
	paul, _ := add(t, s, "paul", Profile("Paul"))
	own := directory.Actor{Role: directory.RoleProfessional, Account: account, Fingerprint: "SHA256:one"}
	moderator := directory.Actor{Role: directory.RoleModerator, Account: 77, Fingerprint: "SHA256:m"}
	entries := []directory.Decision{
		{At: day(0), Actor: directory.Actor{Role: directory.RoleIdentified, Fingerprint: "SHA256:one"}, Action: "sign_up"},
		{At: day(1), Actor: own, Action: "submit", Listing: id, Revision: 5},
		{At: day(2), Actor: moderator, Action: "reject", Listing: id, Revision: 5, Reason: "Claire, votre nom manque."},
		{At: day(3), Actor: own, Action: "suspend", Listing: paul, Reason: "Doublon"},
		{At: day(4), Actor: moderator, Action: "reject", Listing: paul, Reason: "Autre motif"},
	}
	update(t, s, func(tx directory.Tx) error {
		for _, d := range entries {
			if err := tx.Decide(d); err != nil {
				return err
			}
		}
		return tx.Erase(id)
	})
	want := entries[1:4]
	want[0].Actor.Fingerprint, want[2].Actor.Fingerprint, want[1].Reason = "", "", ""
	if got := logged(t, s, id, account); !reflect.DeepEqual(got, want) {
		t.Errorf("Decisions = %+v\nwant %+v", got, want)
	}
	if got := logged(t, s, paul, 0); !reflect.DeepEqual(got, entries[3:]) {
		t.Errorf("Decisions about another = %+v\nwant %+v", got, entries[3:])
	}
}

func deleteAccount(t *testing.T, s directory.Store) {
	id, other := person(t, s, "Claire", "SHA256:one"), person(t, s, "Paul", "SHA256:other")
	listing := owned(t, s, "claire", id)
	own := directory.Actor{Role: directory.RoleProfessional, Account: id, Fingerprint: "SHA256:removed"}
	admin := directory.Actor{Role: directory.RoleAdministrator, Account: other, Fingerprint: "SHA256:other"}
	entries := []directory.Decision{
		{At: day(0), Actor: admin, Action: "grant", Reason: "moderator SHA256:one"},
		{At: day(1), Actor: admin, Action: "revoke", Reason: "professional SHA256:removed"},
		{At: day(2), Actor: admin, Action: "grant", Reason: "moderator SHA256:third"},
	}
	mine := []directory.Decision{
		{At: day(3), Actor: own, Action: "key_add", Reason: "SHA256:never"},
		{At: day(4), Actor: own, Action: "grant", Reason: "moderator SHA256:third"},
	}
	update(t, s, func(tx directory.Tx) error {
		for _, d := range append(entries, mine...) {
			if err := tx.Decide(d); err != nil {
				return err
			}
		}
		wantCode(t, "an account that is not there", tx.DeleteAccount(99), directory.CodeNotFound)
		wantCode(t, "an account with a listing", tx.DeleteAccount(id), directory.CodeConflict)
		return errors.Join(
			tx.AddKey(directory.Key{Account: id, Fingerprint: "SHA256:two"}, nil, day(1)),
			tx.AddPass(directory.Pass{Hash: "h", Account: id, Kind: directory.PassRecovery, CreatedAt: day(1)}),
			tx.AddPass(directory.Pass{Hash: "p", Account: other, Kind: directory.PassRecovery, CreatedAt: day(1)}))
	})
	update(t, s, func(tx directory.Tx) error {
		err := errors.Join(tx.Erase(listing), tx.DeleteAccount(id))
		_, missing := tx.TakePass("h")
		wantCode(t, "a code of nobody", missing, directory.CodeNotFound)
		return err
	})
	for _, key := range []string{"SHA256:one", "SHA256:two"} {
		_, err := s.AccountByKey(t.Context(), key)
		wantCode(t, "a key of nobody", err, directory.CodeNotFound)
	}
	_, err := s.Account(t.Context(), id)
	wantCode(t, "Account", err, directory.CodeNotFound)
	if got, err := s.Keys(t.Context(), id); err != nil || len(got) != 0 {
		t.Errorf("Keys = %v, %v", got, err)
	}
	if got, err := s.Passes(t.Context(), other); err != nil || len(got) != 1 {
		t.Errorf("another's codes: %v, %v", got, err)
	}
	entries[0].Reason, entries[1].Reason = "", ""
	if got := logged(t, s, 0, other); !reflect.DeepEqual(got, entries) {
		t.Errorf("what another decided: %+v\nwant %+v", got, entries)
	}
	mine[0].Reason, mine[0].Actor.Fingerprint, mine[1].Actor.Fingerprint = "", "", ""
	if got := logged(t, s, 0, id); !reflect.DeepEqual(got, mine) {
		t.Errorf("what the account decided: %+v\nwant %+v", got, mine)
	}
	// The key may begin anew, as somebody else.
	if again := person(t, s, "Claire", "SHA256:one"); again == id {
		t.Errorf("the number %d was given a second time", again)
	}
}
