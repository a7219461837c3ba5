package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"teleorne/directory"
)

func skills(t *testing.T, s directory.Store) {
	domains := []directory.Domain{
		{Slug: "web", Label: directory.Label{FR: "Web", EN: "Web"}},
		{Slug: "gestion", Label: directory.Label{FR: "Gestion", EN: "Management"}},
	}
	want := []directory.Skill{
		{
			Slug: "comptabilite", Label: directory.Label{FR: "Comptabilité", EN: "Accounting"}, Domain: "gestion", ROME: "M1203",
			AliasesFR: []string{"comptable", `aide "comptable"`}, AliasesEN: []string{"accountant", "C++"},
		},
		{Slug: "a", Label: directory.Label{FR: "A"}, Domain: "web"},
	}
	update(t, s, func(tx directory.Tx) error {
		wantCode(t, "a skill without its domain", tx.PutSkill(want[0]), directory.CodeNotFound)
		for _, d := range domains {
			if err := tx.PutDomain(d); err != nil {
				return err
			}
		}
		return errors.Join(tx.PutSkill(want[0]), tx.PutSkill(want[1]))
	})
	check := func() {
		t.Helper()
		gotSkills, gotDomains, err := s.Skills(t.Context())
		if err != nil || !reflect.DeepEqual(gotSkills, want) || !reflect.DeepEqual(gotDomains, domains) {
			t.Errorf("Skills = %+v, %+v, %v\nwant %+v, %+v", gotSkills, gotDomains, err, want, domains)
		}
	}
	check()
	// A change keeps the place in the order.
	want[0].Label.EN, want[0].AliasesFR = "Bookkeeping", nil
	domains[0].Label.FR = "Toile"
	update(t, s, func(tx directory.Tx) error { return errors.Join(tx.PutSkill(want[0]), tx.PutDomain(domains[0])) })
	check()
}

func telecentres(t *testing.T, s directory.Store) {
	want := []directory.Telecentre{
		{
			ID: "elabo", Name: "Élabo", Commune: "61038", Kind: "tiers-lieu", Address: "Zone", Operator: "CC", OpeningYear: 2018,
			Workplaces: 12, MeetingRoom: "yes", VideoConference: "no", Connection: "fibre", StepFree: "yes", Price: "10 €",
			Phone: "02", Website: "https://exemple.fr", Status: directory.TelecentreOpen, SourceYear: 2021, SourceURL: "https://source.fr",
			OtherSources: "a | b", Notes: "Une note.",
		},
		{ID: "autre", Name: "Autre", Status: directory.TelecentreUnknown},
	}
	v := reflect.ValueOf(want[0])
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("the test leaves %s empty", v.Type().Field(i).Name)
		}
	}
	for range 2 { // the second time with changes
		update(t, s, func(tx directory.Tx) error { return errors.Join(tx.PutTelecentre(want[0]), tx.PutTelecentre(want[1])) })
		if got, err := s.Telecentres(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Telecentres = %+v, %v\nwant %+v", got, err, want)
		}
		want[0].Workplaces, want[0].Status = 0, directory.TelecentreClosed
	}
}

func settings(t *testing.T, s directory.Store) {
	for _, v := range []string{"1", "2", ""} {
		update(t, s, func(tx directory.Tx) error { return tx.SetSetting("name", v) })
		if got, err := s.Setting(t.Context(), "name"); err != nil || got != v {
			t.Errorf("Setting = %q, %v, want %q", got, err, v)
		}
	}
}

func accounts(t *testing.T, s directory.Store) {
	var id, other directory.AccountID
	update(t, s, func(tx directory.Tx) (err error) {
		if id, err = tx.AddAccount("Claire", directory.RoleModerator, day(0)); err != nil {
			return err
		}
		if other, err = tx.AddAccount("Paul", directory.RoleIdentified, day(0)); err != nil {
			return err
		}
		key := directory.Key{Account: id, Fingerprint: "SHA256:one", Type: "ssh-ed25519", Name: "portable"}
		if err := tx.AddKey(key, []byte{1, 2, 3}, day(0)); err != nil {
			return err
		}
		key.Fingerprint = "SHA256:two"
		if err := tx.AddKey(key, nil, day(0)); err != nil {
			return err
		}
		key.Account = other
		wantCode(t, "a key that is registered", tx.AddKey(key, nil, day(0)), directory.CodeDuplicate)
		wantCode(t, "a key for nobody", tx.AddKey(directory.Key{Account: 99, Fingerprint: "SHA256:x"}, nil, day(0)), directory.CodeNotFound)
		wantCode(t, "a role for nobody", tx.SetRole(99, directory.RoleModerator), directory.CodeNotFound)
		inside, err := tx.AccountByKey("SHA256:two")
		if err == nil && inside.ID != id {
			t.Errorf("within the transaction the key is %d's", inside.ID)
		}
		_, missing := tx.AccountByKey("SHA256:none")
		wantCode(t, "an unknown key", missing, directory.CodeNotFound)
		return err
	})
	if id == 0 || other == 0 || id == other {
		t.Fatalf("accounts %d and %d", id, other)
	}
	for _, role := range []directory.Role{directory.RoleModerator, directory.RoleAdministrator, directory.RoleProfessional, directory.RoleVisitor} {
		update(t, s, func(tx directory.Tx) error { return tx.SetRole(id, role) })
		for _, key := range []string{"SHA256:one", "SHA256:two"} {
			want := directory.Account{ID: id, Name: "Claire", Role: role, CreatedAt: day(0)}
			if got, err := s.AccountByKey(t.Context(), key); err != nil || got != want {
				t.Errorf("AccountByKey(%s) = %+v, %v, want %+v", key, got, err, want)
			}
		}
	}
	// Nobody becomes operator by an entry in the store.
	if err := s.Update(t.Context(), func(tx directory.Tx) error { return tx.SetRole(id, directory.RoleOperator) }); err == nil {
		t.Error("an account became operator")
	}
	update(t, s, func(tx directory.Tx) error { _, err := tx.AddListing("claire", id, day(0)); return err })
	if l := bySlug(t, s, "claire"); l.Owner != id || l.Latest != nil || l.Published != nil {
		t.Errorf("listing of %d: %+v", id, l)
	}
}

func decide(t *testing.T, s directory.Store) {
	id, rev := add(t, s, "claire", Profile("Claire Dubois"))
	update(t, s, func(tx directory.Tx) error {
		return errors.Join(
			tx.Decide(directory.Decision{At: day(1), Actor: directory.Operator(), Action: "import", Listing: id, Revision: rev}),
			tx.Decide(directory.Decision{
				At: day(1), Actor: directory.Actor{Role: directory.RoleAdministrator, Account: 3, Fingerprint: "SHA256:one"},
				Action: "grant", Reason: "Élue du bureau",
			}),
		)
	})
	if err := s.Update(t.Context(), func(tx directory.Tx) error { return tx.Decide(directory.Decision{At: day(1)}) }); err == nil {
		t.Error("a decision without an action was logged")
	}
}

// seq: every write to a listing gives it a Seq above all others.
func seq(t *testing.T, s directory.Store) {
	var id directory.ListingID
	var rev directory.RevisionID
	last := directory.Seq(0)
	for i, write := range []func(directory.Tx) error{
		func(tx directory.Tx) (err error) { id, err = tx.AddListing("claire", 0, day(0)); return },
		func(tx directory.Tx) error { _, err := tx.AddListing("paul", 0, day(0)); return err },
		func(tx directory.Tx) (err error) {
			rev, err = tx.AddRevision(id, directory.RevisionDraft, Profile("Claire Dubois"), day(0))
			return
		},
		func(tx directory.Tx) error { return tx.SetRevisionState(rev, directory.RevisionSubmitted) },
		func(tx directory.Tx) error { return tx.SetRevisionState(rev, directory.RevisionAccepted) },
		func(tx directory.Tx) error { return tx.Publish(id, rev, day(0)) },
		func(tx directory.Tx) error { return tx.Unpublish(id, day(0)) },
		func(tx directory.Tx) error { return tx.Confirm(id, day(0)) },
		func(tx directory.Tx) error { return tx.SetStanding(id, directory.Standing{Paused: true}) },
		func(tx directory.Tx) error { return tx.Erase(id) },
	} {
		update(t, s, write)
		now := lastSeq(t, s)
		written := all(t, s, last)
		if now <= last || len(written) != 1 || written[0].Seq != now {
			t.Fatalf("write %d: Seq %d after %d, written %v", i, now, last, slugsOf(written))
		}
		last = now
	}
	paul := bySlug(t, s, "paul").ID
	for doing, write := range map[string]func(directory.Tx) error{
		"a setting": func(tx directory.Tx) error { return tx.SetSetting("a", "b") },
		"a draft": func(tx directory.Tx) error {
			return tx.PutDraft(paul, directory.Draft{Version: 1, Profile: Profile("Paul")})
		},
		"a draft's name": func(tx directory.Tx) error { return tx.SetSlug(paul, "paul-martin") },
		"an account": func(tx directory.Tx) error {
			_, err := tx.AddAccount("Paul", directory.RoleIdentified, day(0))
			return err
		},
		"a decision": func(tx directory.Tx) error { return tx.Decide(directory.Decision{Action: "import", Listing: paul}) },
		"a report": func(tx directory.Tx) error {
			_, err := tx.AddReport(directory.Report{Listing: paul, Reason: directory.ReportOther, At: day(0), Reporter: "x"})
			return err
		},
		"nothing at all": func(directory.Tx) error { return nil },
		"a standing's end": func(tx directory.Tx) error {
			wantCode(t, "x", tx.SetStanding(id, directory.Standing{}), directory.CodeNotFound)
			return nil
		},
	} {
		update(t, s, write)
		if now := lastSeq(t, s); now != last {
			t.Errorf("%s moved Seq from %d to %d", doing, last, now)
		}
	}
}

func dataVersion(t *testing.T, s directory.Store) {
	version := func() int64 {
		t.Helper()
		v, err := s.DataVersion(t.Context())
		if err != nil {
			t.Fatalf("DataVersion: %v", err)
		}
		return v
	}
	seen := map[int64]bool{version(): true}
	for i := range 5 {
		update(t, s, func(tx directory.Tx) error { return tx.SetSetting("n", fmt.Sprint(i)) })
		v := version()
		if seen[v] {
			t.Fatalf("version %d after write %d was there before", v, i)
		}
		seen[v] = true
		if again := version(); again != v {
			t.Fatalf("version went from %d to %d without a write", v, again)
		}
	}
	_ = s.Update(t.Context(), func(tx directory.Tx) error {
		_ = tx.SetSetting("n", "never")
		return errors.New("no")
	})
	if v := version(); !seen[v] {
		t.Error("a write that was undone changed the version")
	}
}

func manyWriters(t *testing.T, s directory.Store) {
	const writers, writes = 16, 40
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range writes {
				err := s.Update(context.Background(), func(tx directory.Tx) error {
					// Read, then write what was read: lost or refused unless the
					// transaction locks from its beginning.
					slug, err := tx.FreeSlug("person")
					if err != nil {
						return err
					}
					id, err := tx.AddListing(slug, 0, day(0))
					if err != nil {
						return err
					}
					_, err = tx.AddRevision(id, directory.RevisionSubmitted, Profile("Some Person"), day(0))
					return err
				})
				if err != nil {
					t.Errorf("writer %d, write %d: %v", w, i, err)
					return
				}
			}
		})
	}
	wg.Wait()
	if got := all(t, s, 0); len(got) != writers*writes {
		t.Errorf("%d listings, want %d", len(got), writers*writes)
	}
	if n := lastSeq(t, s); n < writers*writes {
		t.Errorf("LastSeq = %d", n)
	}
}

// readersBesideWriters: who follows the writes by Seq misses none.
func readersBesideWriters(t *testing.T, s directory.Store) {
	const n = 100
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range n {
			if err := s.Update(context.Background(), func(tx directory.Tx) error {
				id, err := tx.AddListing(fmt.Sprintf("person-%d", i), 0, day(0))
				if err != nil {
					return err
				}
				rev, err := tx.AddRevision(id, directory.RevisionAccepted, Profile("Some Person"), day(0))
				if err != nil {
					return err
				}
				return tx.Publish(id, rev, day(0))
			}); err != nil {
				t.Errorf("write %d: %v", i, err)
				return
			}
		}
	}()
	seen := map[directory.ListingID]bool{}
	var since directory.Seq
	follow := func() {
		for _, l := range all(t, s, since) {
			if l.Published == nil {
				t.Errorf("%s was seen half written", l.Slug)
			}
			seen[l.ID], since = true, l.Seq
		}
	}
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		follow()
	}
	if len(seen) != n {
		t.Errorf("saw %d of %d", len(seen), n)
	}
}
