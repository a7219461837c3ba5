package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"teleorne/directory"
)

// person adds an account with a key.
func person(t *testing.T, s directory.Store, name, fingerprint string) directory.AccountID {
	t.Helper()
	var id directory.AccountID
	update(t, s, func(tx directory.Tx) (err error) {
		if id, err = tx.AddAccount(name, directory.RoleProfessional, day(0)); err != nil {
			return err
		}
		return tx.AddKey(directory.Key{Account: id, Fingerprint: fingerprint, Type: "ssh-ed25519"}, nil, day(0))
	})
	return id
}

// owned adds a listing without revisions to an account.
func owned(t *testing.T, s directory.Store, slug string, owner directory.AccountID) directory.ListingID {
	t.Helper()
	var id directory.ListingID
	update(t, s, func(tx directory.Tx) (err error) {
		id, err = tx.AddListing(slug, owner, day(0))
		return err
	})
	return id
}

func informed(t *testing.T, s directory.Store) {
	id := person(t, s, "Claire", "SHA256:one")
	want := directory.Account{ID: id, Name: "Claire", Role: directory.RoleProfessional, CreatedAt: day(0)}
	check := func() {
		t.Helper()
		if got, err := s.Account(t.Context(), id); err != nil || got != want {
			t.Errorf("Account = %+v, %v, want %+v", got, err, want)
		}
		if got, err := s.AccountByKey(t.Context(), "SHA256:one"); err != nil || got != want {
			t.Errorf("AccountByKey = %+v, %v, want %+v", got, err, want)
		}
		update(t, s, func(tx directory.Tx) error {
			got, err := tx.Account(id)
			if got != want {
				t.Errorf("within a transaction: %+v, want %+v", got, want)
			}
			return err
		})
	}
	check()
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "a notice for nobody", tx.SetInformed(99, day(1)), directory.CodeNotFound)
		_, err := tx.Account(99)
		wantCode(t, "Account of nobody", err, directory.CodeNotFound)
		return tx.SetInformed(id, day(1).In(time.FixedZone("CET", 3600)))
	})
	want.InformedAt = day(1)
	check()
	for _, mode := range directory.Modes() {
		update(t, s, func(tx directory.Tx) error {
			wantCode(t, "a mode for nobody", tx.SetMode(99, mode), directory.CodeNotFound)
			return tx.SetMode(id, mode)
		})
		want.Mode = mode
		check()
	}
	if err := s.Update(t.Context(), func(tx directory.Tx) error { return tx.SetMode(id, "braille") }); err == nil {
		t.Error("a mode that is none is kept")
	}
	check()
	_, err := s.Account(t.Context(), 99)
	wantCode(t, "Account of nobody", err, directory.CodeNotFound)
}

func keys(t *testing.T, s directory.Store) {
	id := person(t, s, "Claire", "SHA256:one")
	other := person(t, s, "Paul", "SHA256:other")
	update(t, s, func(tx directory.Tx) error {
		return tx.AddKey(directory.Key{Account: id, Fingerprint: "SHA256:before", Type: "ssh-rsa", Name: "bureau"}, []byte{0, 255}, day(-1))
	})
	want := []directory.Key{
		{Account: id, Fingerprint: "SHA256:before", Type: "ssh-rsa", Name: "bureau", CreatedAt: day(-1), Wire: "\x00\xff"},
		{Account: id, Fingerprint: "SHA256:one", Type: "ssh-ed25519", CreatedAt: day(0)},
	}
	check := func(doing string) {
		t.Helper()
		if got, err := s.Keys(t.Context(), id); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: Keys = %+v, %v, want %+v", doing, got, err, want)
		}
		update(t, s, func(tx directory.Tx) error {
			got, err := tx.Keys(id)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: within a transaction: %+v, want %+v", doing, got, want)
			}
			return err
		})
	}
	check("added")
	update(t, s, func(tx directory.Tx) error {
		return errors.Join(tx.RenameKey("SHA256:one", "Téléphone"), tx.TouchKey("SHA256:one", day(3)))
	})
	want[1].Name, want[1].UsedAt = "Téléphone", day(3)
	check("named and used")
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "RenameKey", tx.RenameKey("SHA256:none", "x"), directory.CodeNotFound)
		wantCode(t, "TouchKey", tx.TouchKey("SHA256:none", day(0)), directory.CodeNotFound)
		wantCode(t, "RemoveKey", tx.RemoveKey("SHA256:none"), directory.CodeNotFound)
		return tx.RemoveKey("SHA256:before")
	})
	want = want[1:]
	check("removed")
	_, err := s.AccountByKey(t.Context(), "SHA256:before")
	wantCode(t, "a key that was removed", err, directory.CodeNotFound)
	// A key that was removed may be somebody else's.
	update(t, s, func(tx directory.Tx) error {
		return tx.AddKey(directory.Key{Account: other, Fingerprint: "SHA256:before"}, nil, day(4))
	})
	check("given to another")
	if got, err := s.Keys(t.Context(), 99); err != nil || len(got) != 0 {
		t.Errorf("Keys of nobody = %v, %v", got, err)
	}
}

func passes(t *testing.T, s directory.Store) {
	id, other := person(t, s, "Claire", "SHA256:one"), person(t, s, "Paul", "SHA256:two")
	link := directory.Pass{Hash: "l", Account: id, Kind: directory.PassLink, CreatedAt: day(2), ExpiresAt: day(3)}
	first := directory.Pass{Hash: "a", Account: id, Kind: directory.PassRecovery, CreatedAt: day(1)}
	second := directory.Pass{Hash: "b", Account: id, Kind: directory.PassRecovery, CreatedAt: day(1)}
	others := directory.Pass{Hash: "o", Account: other, Kind: directory.PassLink, CreatedAt: day(1), ExpiresAt: day(2)}
	check := func(doing string, want ...directory.Pass) {
		t.Helper()
		if got, err := s.Passes(t.Context(), id); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: Passes = %+v, %v, want %+v", doing, got, err, want)
		}
	}
	check("none yet")
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "a code for nobody", tx.AddPass(directory.Pass{Hash: "x", Account: 99, Kind: directory.PassLink}), directory.CodeNotFound)
		err := errors.Join(tx.AddPass(link), tx.AddPass(second), tx.AddPass(first), tx.AddPass(others))
		wantCode(t, "a code twice", tx.AddPass(first), directory.CodeDuplicate)
		return err
	})
	check("added", first, second, link)
	update(t, s, func(tx directory.Tx) error {
		_, missing := tx.TakePass("none")
		wantCode(t, "a code that is none", missing, directory.CodeNotFound)
		got, err := tx.TakePass("a")
		if got != first {
			t.Errorf("TakePass = %+v, want %+v", got, first)
		}
		_, again := tx.TakePass("a")
		wantCode(t, "a code that was used", again, directory.CodeNotFound)
		return err
	})
	check("used", second, link)
	no := errors.New("no")
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		_, err := tx.TakePass("b")
		return errors.Join(err, no)
	}); !errors.Is(err, no) {
		t.Fatal(err)
	}
	check("not used after all", second, link)
	drop := func(id directory.AccountID, kind directory.PassKind, before time.Time) {
		t.Helper()
		update(t, s, func(tx directory.Tx) error { return tx.DropPasses(id, kind, before) })
	}
	drop(id, directory.PassLink, day(3))
	drop(id, directory.PassRecovery, day(9))
	drop(0, directory.PassRecovery, time.Time{})
	check("nothing expired yet, or ever", second, link)
	drop(id, directory.PassLink, day(4))
	check("expired", second)
	update(t, s, func(tx directory.Tx) error { return tx.AddPass(link) })
	drop(id, directory.PassLink, time.Time{})
	check("a new one made", second)
	drop(id, directory.PassRecovery, time.Time{})
	check("a new set made")
	if got, err := s.Passes(t.Context(), other); err != nil || len(got) != 1 || got[0] != others {
		t.Errorf("another's codes: %+v, %v", got, err)
	}
	drop(0, directory.PassLink, day(9))
	if got, err := s.Passes(t.Context(), other); err != nil || len(got) != 0 {
		t.Errorf("everybody's expired codes: %+v, %v", got, err)
	}
}

func owner(t *testing.T, s directory.Store) {
	id, other := person(t, s, "Claire", "SHA256:one"), person(t, s, "Paul", "SHA256:two")
	_, err := s.ListingByOwner(t.Context(), id)
	wantCode(t, "ListingByOwner without one", err, directory.CodeNotFound)
	_, err = s.ListingByOwner(t.Context(), 0)
	wantCode(t, "ListingByOwner of nobody", err, directory.CodeNotFound)
	add(t, s, "imported", Profile("Nobody's"))
	listing := owned(t, s, "claire", id)
	want := &directory.Listing{
		ID: listing, Slug: "claire", Owner: id, CreatedAt: day(0), UpdatedAt: day(0), Seq: lastSeq(t, s),
	}
	if got, err := s.ListingByOwner(t.Context(), id); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("ListingByOwner = %+v, %v, want %+v", got, err, want)
	}
	update(t, s, func(tx directory.Tx) error {
		byOwner, err := tx.ListingByOwner(id)
		byID, err2 := tx.ListingByID(listing)
		if err == nil && err2 == nil && (!reflect.DeepEqual(byOwner, want) || !reflect.DeepEqual(byID, want)) {
			t.Errorf("within a transaction: %+v, %+v, want %+v", byOwner, byID, want)
		}
		_, missing := tx.ListingByOwner(other)
		wantCode(t, "ListingByOwner without one", missing, directory.CodeNotFound)
		_, missing = tx.ListingByOwner(0)
		wantCode(t, "ListingByOwner of nobody", missing, directory.CodeNotFound)
		_, missing = tx.ListingByID(99)
		wantCode(t, "ListingByID of none", missing, directory.CodeNotFound)
		_, second := tx.AddListing("claire-2", id, day(1))
		wantCode(t, "a second listing", second, directory.CodeDuplicate)
		var e *directory.Error
		if errors.As(second, &e) && e.Field != "owner" {
			t.Errorf("a second listing: %v", e)
		}
		_, nobodys := tx.AddListing("claire-3", 99, day(1))
		wantCode(t, "a listing of an account that is not there", nobodys, directory.CodeNotFound)
		return errors.Join(err, err2)
	})
}

func history(t *testing.T, s directory.Store) {
	id, first := add(t, s, "claire", Profile("Claire Dubois"))
	add(t, s, "paul", Profile("Paul"))
	var second directory.RevisionID
	update(t, s, func(tx directory.Tx) (err error) {
		second, err = tx.AddRevision(id, directory.RevisionSubmitted, Profile("Claire Martin"), day(2))
		return err
	})
	want := []directory.Revision{
		{ID: first, Number: 1, State: directory.RevisionAccepted, Profile: *Profile("Claire Dubois"), CreatedAt: day(0)},
		{ID: second, Number: 2, State: directory.RevisionSubmitted, Profile: *Profile("Claire Martin"), CreatedAt: day(2)},
	}
	if got, err := s.Revisions(t.Context(), id); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Revisions = %+v, %v, want %+v", got, err, want)
	}
	if got, err := s.Revisions(t.Context(), 99); err != nil || len(got) != 0 {
		t.Errorf("Revisions of none = %v, %v", got, err)
	}
}

func decisions(t *testing.T, s directory.Store) {
	id, rev := add(t, s, "claire", Profile("Claire Dubois"))
	mod := person(t, s, "Monique", "SHA256:m")
	person(t, s, "Paul", "SHA256:x")
	entries := []directory.Decision{
		{At: day(1), Actor: directory.Operator(), Action: "import", Listing: id, Revision: rev},
		{At: day(3), Actor: directory.Actor{Role: directory.RoleModerator, Account: mod, Fingerprint: "SHA256:m"}, Action: "approve", Listing: id, Reason: "Bien"},
		{At: day(2), Actor: directory.Actor{Role: directory.RoleModerator, Account: mod, Fingerprint: "SHA256:m"}, Action: "link"},
		{At: day(3), Actor: directory.Operator(), Action: "grant", Reason: "moderator SHA256:m"},
		{At: day(3), Actor: directory.Operator(), Action: "grant", Reason: "moderator SHA256:x"},
		{At: day(4), Actor: directory.Actor{Role: directory.RoleIdentified}, Action: "join", Reason: "link SHA256:m"},
		{At: day(4), Actor: directory.Actor{Role: directory.RoleIdentified, Fingerprint: "SHA256:x", Address: "192.0.2.1", Key: "wire"}, Action: "sign_up"},
	}
	update(t, s, func(tx directory.Tx) error {
		for _, d := range entries {
			if err := tx.Decide(d); err != nil {
				return err
			}
		}
		return nil
	})
	everything, err := s.Decisions(t.Context(), id, mod)
	if err != nil || len(everything) != 4 {
		t.Fatalf("Decisions = %+v, %v", everything, err)
	}
	for i := range entries[:4] {
		entries[i].Seal = everything[i].Seal
		if entries[i].Number = everything[i].Number; i > 0 && entries[i].Number <= entries[i-1].Number {
			t.Errorf("entry %d has number %d", i, entries[i].Number)
		}
	}
	for _, c := range []struct {
		listing directory.ListingID
		by      directory.AccountID
		want    []directory.Decision
	}{
		{id, 0, entries[:2]},
		{0, mod, entries[1:4]},
		{id, mod, entries[:4]},
		{id, 99, entries[:2]},
		{0, 0, nil},
	} {
		if got, err := s.Decisions(t.Context(), c.listing, c.by); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("Decisions(%d, %d) = %+v, %v, want %+v", c.listing, c.by, got, err, c.want)
		}
	}
}

// logged are decisions without their numbers.
func logged(t *testing.T, s directory.Store, listing directory.ListingID, by directory.AccountID) []directory.Decision {
	t.Helper()
	got, err := s.Decisions(t.Context(), listing, by)
	if err != nil {
		t.Fatalf("Decisions: %v", err)
	}
	for i := range got {
		got[i].Number, got[i].Seal = 0, directory.Seal{}
	}
	return got
}

// pending: what the store finds is what Listing.Pending says.
func pending(t *testing.T, s directory.Store) {
	late, _ := add(t, s, "late", Profile("Late"))
	early := owned(t, s, "early", 0)
	add(t, s, "published", Profile("Published"))
	draft, withdrawn, refused, overtaken := owned(t, s, "draft", 0), owned(t, s, "withdrawn", 0), owned(t, s, "refused", 0), owned(t, s, "overtaken", 0)
	suspended := owned(t, s, "suspended", 0)
	submit := func(tx directory.Tx, id directory.ListingID, n int) directory.RevisionID {
		rev, err := tx.AddRevision(id, directory.RevisionSubmitted, Profile("Somebody"), day(n))
		if err != nil {
			t.Fatal(err)
		}
		return rev
	}
	update(t, s, func(tx directory.Tx) error {
		submit(tx, late, 9)
		submit(tx, early, 5)
		submit(tx, suspended, 7)
		submit(tx, withdrawn, 1)
		submit(tx, overtaken, 1)
		_, err := tx.AddRevision(overtaken, directory.RevisionDraft, Profile("Somebody"), day(2))
		return errors.Join(err,
			tx.PutDraft(draft, directory.Draft{Version: 1, Profile: Profile("Draft")}),
			tx.SetRevisionState(submit(tx, refused, 1), directory.RevisionRefused),
			tx.SetStanding(withdrawn, directory.Standing{Withdrawn: true}),
			tx.SetStanding(suspended, directory.Standing{Suspended: true}))
	})
	got, err := s.Pending(t.Context())
	if want := []string{"early", "suspended", "late"}; err != nil || !slices.Equal(slugsOf(got), want) {
		t.Errorf("Pending = %v, %v, want %v", slugsOf(got), err, want)
	}
	for _, l := range all(t, s, 0) {
		if l.Pending() != slices.Contains(slugsOf(got), l.Slug) {
			t.Errorf("%s: Listing.Pending is %v", l.Slug, l.Pending())
		}
	}
	if len(got) == 3 && (got[2].Published == nil || got[2].Latest == got[2].Published) {
		t.Errorf("what waits beside what is published: %+v", got[2])
	}
}

func standing(t *testing.T, s directory.Store) {
	id, _ := add(t, s, "claire", Profile("Claire Dubois"))
	add(t, s, "paul", Profile("Paul"))
	for _, st := range []directory.Standing{
		{Paused: true},
		{Paused: true, PausedUntil: 20_000},
		{Suspended: true},
		{Withdrawn: true},
		{Dormant: true},
		{Paused: true, PausedUntil: 1, Suspended: true, Withdrawn: true, Dormant: true},
		{},
	} {
		update(t, s, func(tx directory.Tx) error { return tx.SetStanding(id, st) })
		if l := bySlug(t, s, "claire"); l.Standing != st || l.Visible() != !st.Hidden() || l.Published == nil {
			t.Errorf("got %+v, want %+v", l.Standing, st)
		}
	}
	if l := bySlug(t, s, "paul"); l.Standing.Hidden() {
		t.Errorf("another's standing: %+v", l.Standing)
	}
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "SetStanding of none", tx.SetStanding(99, directory.Standing{}), directory.CodeNotFound)
		return nil
	})
}

func setSlug(t *testing.T, s directory.Store) {
	id := owned(t, s, "claire", 0)
	known, _ := add(t, s, "paul", Profile("Paul"))
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "a slug that is taken", tx.SetSlug(id, "paul"), directory.CodeDuplicate)
		wantCode(t, "a slug that others know", tx.SetSlug(known, "paul-martin"), directory.CodeConflict)
		wantCode(t, "SetSlug of none", tx.SetSlug(99, "nobody"), directory.CodeNotFound)
		if free, err := tx.FreeSlug("claire"); err != nil || free != "claire-2" {
			t.Errorf("FreeSlug = %q, %v", free, err)
		}
		err := errors.Join(tx.SetSlug(id, "claire-dubois"), tx.SetSlug(id, "claire-dubois"), tx.SetSlug(known, "paul"))
		// Nobody knew the former one.
		if free, err := tx.FreeSlug("claire"); err != nil || free != "claire" {
			t.Errorf("FreeSlug of the former one = %q, %v", free, err)
		}
		return err
	})
	if l := bySlug(t, s, "claire-dubois"); l.ID != id {
		t.Errorf("renamed: %+v", l)
	}
	_, err := s.ListingBySlug(t.Context(), "claire")
	wantCode(t, "the former slug", err, directory.CodeNotFound)
	update(t, s, func(tx directory.Tx) error {
		_, err := tx.AddRevision(id, directory.RevisionSubmitted, Profile("Claire Dubois"), day(1))
		wantCode(t, "after the first revision", tx.SetSlug(id, "claire"), directory.CodeConflict)
		return err
	})
}
