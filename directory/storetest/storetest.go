// Package storetest is the contract that any directory.Store passes: what each
// method promises, its errors, and that a transaction stands or falls as one.
// It knows no particular store.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"teleorne/directory"
)

// Run checks a store against the contract. open returns an empty store that is
// closed when its test ends; it is called once for each test.
func Run(t *testing.T, open func(t *testing.T) directory.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, directory.Store)
	}{
		{"Empty", empty},
		{"Listings", listings},
		{"ListingsOrder", listingsOrder},
		{"ListingsMany", listingsMany},
		{"ListingsByID", listingsByID},
		{"Revisions", revisions},
		{"RevisionStates", revisionStates},
		{"Publish", publish},
		{"Profiles", profiles},
		{"Find", find},
		{"Slugs", slugs},
		{"Skills", skills},
		{"Telecentres", telecentres},
		{"Settings", settings},
		{"Accounts", accounts},
		{"Decide", decide},
		{"Informed", informed},
		{"Keys", keys},
		{"Passes", passes},
		{"Owner", owner},
		{"Drafts", drafts},
		{"DraftFields", draftFields},
		{"History", history},
		{"Decisions", decisions},
		{"Pending", pending},
		{"Standing", standing},
		{"SetSlug", setSlug},
		{"Erase", erase},
		{"EraseDraft", eraseDraft},
		{"EraseLog", eraseLog},
		{"DeleteAccount", deleteAccount},
		{"EraseAround", eraseAround},
		{"DeleteAccountAround", deleteAccountAround},
		{"Chain", chain},
		{"ChainForgets", chainForgets},
		{"LongLog", longLog},
		{"LogQueries", logQueries},
		{"Submissions", submissions},
		{"Claims", claims},
		{"Reports", reports},
		{"Appeals", appeals},
		{"RefusedWords", refusedWords},
		{"Unpublish", unpublish},
		{"Twins", twins},
		{"FindStates", findStates},
		{"FindWords", findWords},
		{"FindAccounts", findAccounts},
		{"Bans", bans},
		{"Motions", motions},
		{"LastMotions", lastMotions},
		{"SkillFates", skillFates},
		{"Places", places},
		{"DataRequests", dataRequests},
		{"Atomicity", atomicity},
		{"Panic", panics},
		{"Cancelled", cancelled},
		{"AfterTheEnd", afterTheEnd},
		{"Seq", seq},
		{"DataVersion", dataVersion},
		{"ManyWriters", manyWriters},
		{"ReadersBesideWriters", readersBesideWriters},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// day is a time of these tests, to the millisecond that a store keeps.
func day(n int) time.Time {
	return time.Date(2026, 3, 1, 9, 30, 15, 123_000_000, time.UTC).AddDate(0, 0, n)
}

// Profile is a complete profile of that name.
func Profile(name string) *directory.Profile {
	return &directory.Profile{
		Name:         name,
		Status:       directory.Independent,
		Headline:     "Comptable",
		Skills:       []string{"comptabilite"},
		Commune:      "61038",
		CommuneShown: directory.ShownCommune,
		Workplace:    directory.AtHome,
		Languages:    []string{"fr"},
		EmailShown:   directory.Identified,
		PhoneShown:   directory.Identified,
	}
}

func update(t *testing.T, s directory.Store, fn func(directory.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// add creates a listing with an accepted and published revision.
func add(t *testing.T, s directory.Store, slug string, p *directory.Profile) (directory.ListingID, directory.RevisionID) {
	t.Helper()
	var id directory.ListingID
	var rev directory.RevisionID
	update(t, s, func(tx directory.Tx) (err error) {
		if id, err = tx.AddListing(slug, 0, day(0)); err != nil {
			return err
		}
		if rev, err = tx.AddRevision(id, directory.RevisionAccepted, p, day(0)); err != nil {
			return err
		}
		return tx.Publish(id, rev, day(1))
	})
	return id, rev
}

func bySlug(t *testing.T, s directory.Store, slug string) *directory.Listing {
	t.Helper()
	l, err := s.ListingBySlug(t.Context(), slug)
	if err != nil {
		t.Fatalf("ListingBySlug(%q): %v", slug, err)
	}
	return l
}

func all(t *testing.T, s directory.Store, since directory.Seq) []*directory.Listing {
	t.Helper()
	var out []*directory.Listing
	if err := s.Listings(t.Context(), since, func(l *directory.Listing) error {
		out = append(out, l)
		return nil
	}); err != nil {
		t.Fatalf("Listings: %v", err)
	}
	return out
}

func lastSeq(t *testing.T, s directory.Store) directory.Seq {
	t.Helper()
	n, err := s.LastSeq(t.Context())
	if err != nil {
		t.Fatalf("LastSeq: %v", err)
	}
	return n
}

func wantCode(t *testing.T, doing string, err error, code directory.Code) {
	t.Helper()
	if !directory.IsCode(err, code) {
		t.Errorf("%s: got %v, want code %s", doing, err, code)
	}
}

func slugsOf(listings []*directory.Listing) []string {
	out := make([]string, len(listings))
	for i, l := range listings {
		out[i] = l.Slug
	}
	return out
}

func empty(t *testing.T, s directory.Store) {
	ctx := context.Background()
	if n := lastSeq(t, s); n != 0 {
		t.Errorf("LastSeq = %d, want 0", n)
	}
	if got := all(t, s, 0); len(got) != 0 {
		t.Errorf("Listings found %d", len(got))
	}
	_, err := s.ListingBySlug(ctx, "claire-dubois")
	wantCode(t, "ListingBySlug", err, directory.CodeNotFound)
	_, err = s.AccountByKey(ctx, "SHA256:none")
	wantCode(t, "AccountByKey", err, directory.CodeNotFound)
	if got, err := s.ListingsByID(ctx, []directory.ListingID{1, 2}); err != nil || len(got) != 0 {
		t.Errorf("ListingsByID = %v, %v", got, err)
	}
	if got, err := s.ListingsByID(ctx, nil); err != nil || len(got) != 0 {
		t.Errorf("ListingsByID(nil) = %v, %v", got, err)
	}
	ks, ds, err := s.Skills(ctx)
	if err != nil || len(ks) != 0 || len(ds) != 0 {
		t.Errorf("Skills = %v, %v, %v", ks, ds, err)
	}
	if ts, err := s.Telecentres(ctx); err != nil || len(ts) != 0 {
		t.Errorf("Telecentres = %v, %v", ts, err)
	}
	if v, err := s.Setting(ctx, "none"); err != nil || v != "" {
		t.Errorf("Setting = %q, %v", v, err)
	}
}

func atomicity(t *testing.T, s directory.Store) {
	add(t, s, "claire-dubois", Profile("Claire Dubois"))
	before := lastSeq(t, s)
	failure := errors.New("no")
	err := s.Update(t.Context(), func(tx directory.Tx) error {
		if err := writeALittleOfAll(tx); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) {
		t.Fatalf("Update = %v, want the error of fn", err)
	}
	nothingWritten(t, s, before)
}

// writeALittleOfAll uses every method that writes.
func writeALittleOfAll(tx directory.Tx) error {
	id, err := tx.AddListing("paul-martin", 0, day(0))
	if err != nil {
		return err
	}
	rev, err := tx.AddRevision(id, directory.RevisionDraft, Profile("Paul Martin"), day(0))
	if err != nil {
		return err
	}
	account, err := tx.AddAccount("Paul", directory.RoleModerator, day(0))
	if err != nil {
		return err
	}
	other, err := tx.AddListing("paul-draft", account, day(0))
	if err != nil {
		return err
	}
	gone, err := tx.AddListing("paul-gone", 0, day(0))
	if err != nil {
		return err
	}
	key := directory.Key{Account: account, Fingerprint: "SHA256:paul", Type: "ssh-ed25519"}
	pass := directory.Pass{Hash: "hash", Account: account, Kind: directory.PassLink, CreatedAt: day(0)}
	return errors.Join(
		tx.SetSlug(other, "paul-martin-2"),
		tx.PutDraft(other, directory.Draft{Version: 1, Profile: Profile("Paul Martin"), SavedAt: day(0)}),
		tx.SetStanding(other, directory.Standing{Suspended: true}),
		tx.Erase(gone),
		tx.SetInformed(account, day(0)),
		tx.SetMode(account, directory.ModeLines),
		tx.SetRevisionState(rev, directory.RevisionAccepted),
		tx.Publish(id, rev, day(1)),
		tx.Confirm(id, day(2)),
		tx.PutDomain(directory.Domain{Slug: "gestion", Label: directory.Label{FR: "Gestion"}}),
		tx.PutSkill(directory.Skill{Slug: "paie", Domain: "gestion"}),
		tx.PutTelecentre(directory.Telecentre{ID: "elabo", Name: "Elabo", Status: directory.TelecentreOpen}),
		tx.SetSetting("demo", "1"),
		tx.AddKey(key, []byte("blob"), day(0)),
		tx.RenameKey(key.Fingerprint, "portable"),
		tx.TouchKey(key.Fingerprint, day(1)),
		tx.AddPass(pass),
		tx.SetRole(account, directory.RoleAdministrator),
		tx.Decide(directory.Decision{At: day(0), Action: "publish", Listing: id, Revision: rev}),
		moderateALittle(tx, id, account),
		administerALittle(tx, account),
	)
}

func moderateALittle(tx directory.Tx, id directory.ListingID, account directory.AccountID) error {
	_, err := tx.AddReport(directory.Report{Listing: id, Reason: directory.ReportOther, At: day(0), Reporter: "x"})
	gone, err2 := tx.AddListing("paul-unpublished", 0, day(0))
	return errors.Join(err, err2,
		tx.Unpublish(gone, day(0)),
		tx.PutClaim(directory.Claim{Item: "1", By: account, Holder: "x", Until: day(1)}),
		tx.AddAppeal(directory.Appeal{Listing: id, Against: 1, Words: "x", At: day(0)}),
		tx.RefuseWord(directory.RefusedWord{Slug: "magie", At: day(0)}),
	)
}

func administerALittle(tx directory.Tx, account directory.AccountID) error {
	_, err := tx.AddBan(directory.Ban{Fingerprint: "SHA256:x", At: day(0)})
	_, err2 := tx.AddMotion(directory.Motion{Action: directory.ActionGrant, Account: account, At: day(0), Until: day(1)})
	_, err3 := tx.AddDataRequest(directory.DataRequest{Kind: directory.RequestAccess, Who: "Paul"})
	return errors.Join(err, err2, err3,
		tx.RenameAccount(account, "Paul Martin"),
		tx.PutSkillFate(directory.SkillFate{Slug: "paie", Retired: true}),
		tx.PutTelecentreCheck("elabo", 1),
		tx.PutCommuneMerge(directory.CommuneMerge{From: "61001", Into: "61002", At: day(0)}),
	)
}

func nothingWritten(t *testing.T, s directory.Store, seq directory.Seq) {
	t.Helper()
	ctx := context.Background()
	if n := lastSeq(t, s); n != seq {
		t.Errorf("LastSeq = %d, want %d as before", n, seq)
	}
	_, err := s.ListingBySlug(ctx, "paul-martin")
	wantCode(t, "ListingBySlug", err, directory.CodeNotFound)
	_, err = s.AccountByKey(ctx, "SHA256:paul")
	wantCode(t, "AccountByKey", err, directory.CodeNotFound)
	if ks, ds, err := s.Skills(ctx); err != nil || len(ks)+len(ds) != 0 {
		t.Errorf("Skills = %v, %v, %v", ks, ds, err)
	}
	if ts, err := s.Telecentres(ctx); err != nil || len(ts) != 0 {
		t.Errorf("Telecentres = %v, %v", ts, err)
	}
	if v, err := s.Setting(ctx, "demo"); err != nil || v != "" {
		t.Errorf("Setting = %q, %v", v, err)
	}
	if ps, err := s.Passes(ctx, 1); err != nil || len(ps) != 0 {
		t.Errorf("Passes = %v, %v", ps, err)
	}
	if _, err := s.Account(ctx, 1); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("Account = %v", err)
	}
	nothingModerated(t, s)
	// And the store still writes.
	add(t, s, fmt.Sprintf("after-%d", seq), Profile("Somebody Else"))
}

func nothingModerated(t *testing.T, s directory.Store) {
	t.Helper()
	ctx := t.Context()
	wholeLog(t, s, 0)
	claims, err1 := s.Claims(ctx, day(0))
	reports, err2 := s.OpenReports(ctx)
	appeals, err3 := s.OpenAppeals(ctx)
	words, err4 := s.RefusedWords(ctx)
	bans, err5 := s.Bans(ctx, day(0))
	motions, err6 := s.Motions(ctx, false)
	fates, err7 := s.SkillFates(ctx)
	checks, err8 := s.TelecentreChecks(ctx)
	merges, err9 := s.CommuneMerges(ctx)
	requests, err10 := s.DataRequests(ctx, false)
	found := len(claims) + len(reports) + len(appeals) + len(words) + len(bans) + len(motions) + len(fates) + len(checks) + len(merges) + len(requests)
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7, err8, err9, err10); err != nil || found != 0 {
		t.Errorf("%d things were kept, %v", found, err)
	}
}

func panics(t *testing.T, s directory.Store) {
	func() {
		defer func() {
			if r := recover(); r != "oh" {
				t.Errorf("recovered %v, want the panic of fn", r)
			}
		}()
		_ = s.Update(t.Context(), func(tx directory.Tx) error {
			if err := writeALittleOfAll(tx); err != nil {
				return err
			}
			panic("oh")
		})
	}()
	nothingWritten(t, s, 0)
}

// cancelled: a context ends a write before it has begun, never one that has.
func cancelled(t *testing.T, s directory.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	called := false
	if err := s.Update(ctx, func(directory.Tx) error { called = true; return nil }); !errors.Is(err, context.Canceled) || called {
		t.Errorf("Update with an ended context = %v, called %v", err, called)
	}
	if err := s.Listings(ctx, 0, func(*directory.Listing) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("Listings with an ended context = %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	if err := s.Update(ctx, func(tx directory.Tx) error {
		cancel() // the session broke off
		return writeALittleOfAll(tx)
	}); err != nil {
		t.Errorf("Update whose context ended within = %v", err)
	}
	bySlug(t, s, "paul-martin")
}

func afterTheEnd(t *testing.T, s directory.Store) {
	var kept directory.Tx
	update(t, s, func(tx directory.Tx) error { kept = tx; return nil })
	if err := kept.SetSetting("late", "1"); err == nil {
		t.Error("a transaction can be used after its end")
	}
	if v, err := s.Setting(t.Context(), "late"); err != nil || v != "" {
		t.Errorf("Setting = %q, %v", v, err)
	}
}
