package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/sqlite"
	"teleorne/directory/storetest"
)

// owned makes an account with a listing.
func owned(t *testing.T, s *sqlite.Store, name string, at time.Time) (account directory.AccountID, listing directory.ListingID) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx directory.Tx) (err error) {
		if account, err = tx.AddAccount(name, directory.RoleProfessional, at); err != nil {
			return err
		}
		if listing, err = tx.AddListing(name, account, at); err != nil {
			return err
		}
		rev, err := tx.AddRevision(listing, directory.RevisionAccepted, storetest.Profile(name), at)
		if err != nil {
			return err
		}
		return tx.Publish(listing, rev, at)
	}); err != nil {
		t.Fatal(err)
	}
	return account, listing
}

func erase(t *testing.T, s *sqlite.Store, account directory.AccountID, listing directory.ListingID) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx directory.Tx) error {
		if err := tx.Erase(listing); err != nil {
			return err
		}
		return tx.DeleteAccount(account)
	}); err != nil {
		t.Fatal(err)
	}
}

// TestJournalIsMended: what a crash kept out of the journal, or somebody took
// away from it, stands in it again when the directory is opened.
func TestJournalIsMended(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	path := filepath.Join(dir, sqlite.FileName)
	o := sqlite.Options{Journals: []string{other}}
	s, err := sqlite.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	account, listing := owned(t, s, "claire", time.UnixMilli(1234))
	if _, err := sqlite.ReadJournal(filepath.Join(dir, sqlite.JournalName)); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("a journal of nothing: %v", err)
	}
	erase(t, s, account, listing)
	want := []directory.Erasure{{Listing: listing, Born: time.UnixMilli(1234).UTC()}, {Account: account, Born: time.UnixMilli(1234).UTC()}}
	reads := func(folder string) {
		t.Helper()
		got, err := sqlite.ReadJournal(filepath.Join(folder, sqlite.JournalName))
		if err != nil || len(got) != len(want) {
			t.Fatalf("read %v, %v", got, err)
		}
		for i := range got {
			if time.Since(got[i].At) > time.Hour {
				t.Errorf("at %v", got[i].At)
			}
			if got[i].At = (time.Time{}); got[i] != want[i] {
				t.Errorf("read %v, want %v", got[i], want[i])
			}
		}
		if missing, all, err := s.Unjournaled(t.Context()); missing != 0 || all != len(want) || err != nil {
			t.Errorf("Unjournaled = %d of %d, %v", missing, all, err)
		}
	}
	reads(dir)
	reads(other)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(dir, sqlite.JournalName)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(other, sqlite.JournalName))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(other, sqlite.JournalName), text[:len(text)-9]) // in the middle of its last line
	if s, err = sqlite.Open(t.Context(), path, o); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	reads(dir)
	reads(other)
}

// TestReplayKnowsPeople: a number that means somebody else in the copy, or
// nobody, is passed over; who has a role goes like any other.
func TestReplayKnowsPeople(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "live", sqlite.FileName))
	account, listing := owned(t, s, "claire", time.UnixMilli(1000))
	_, kept := owned(t, s, "paul", time.UnixMilli(2000))
	copied := filepath.Join(dir, "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	restored := filepath.Join(dir, "restored")
	n, err := sqlite.Restore(t.Context(), copied, restored,
		directory.Erasure{Listing: kept, Born: time.UnixMilli(2001)}, // somebody else's number
		directory.Erasure{Listing: 99, Born: time.UnixMilli(1)},
		directory.Erasure{Account: 99, Born: time.UnixMilli(1)},
		directory.Erasure{Account: account, Born: time.UnixMilli(1000)},
	)
	if err != nil || n != 1 {
		t.Fatalf("replayed %d, %v", n, err)
	}
	file, err := os.ReadFile(filepath.Join(restored, sqlite.FileName))
	if err != nil || strings.Contains(string(file), "claire") || !strings.Contains(string(file), "paul") {
		t.Errorf("the file: %v", err)
	}
	if problems, err := sqlite.CheckFile(t.Context(), filepath.Join(restored, sqlite.FileName)); err != nil || len(problems) > 0 {
		t.Errorf("CheckFile: %v, %v", problems, err)
	}
	r := open(t, filepath.Join(restored, sqlite.FileName))
	if found, err := r.ListingsByID(t.Context(), []directory.ListingID{listing, kept}); err != nil || len(found) != 1 || found[0].Slug != "paul" {
		t.Errorf("found %v, %v", found, err)
	}
	// The journal that comes along holds what this copy did not.
	if all, err := sqlite.ReadJournal(filepath.Join(restored, sqlite.JournalName)); err != nil || len(all) < 4 {
		t.Errorf("journal: %v, %v", all, err)
	}
	left, err := os.ReadDir(restored)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if strings.HasPrefix(e.Name(), ".") {
			t.Errorf("left over: %s", e.Name())
		}
	}
}

// TestJournalThatCannotBeWritten: a folder that takes no journal hinders neither
// an erasure nor that what was erased goes from the file; it gets what it lacks
// when it does again.
func TestJournalThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other")
	write(t, other, nil) // a file in the folder's place
	path := filepath.Join(dir, "data", sqlite.FileName)
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{Journals: []string{other}, SweepAfter: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	account, listing := owned(t, s, "claire", time.UnixMilli(1234))
	erase(t, s, account, listing)
	until := func(what string, holds func() bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("not within 20 s: %s", what)
			}
		}
	}
	until("the file is written anew", func() bool {
		left, err := s.Setting(t.Context(), "unswept")
		return err == nil && left == ""
	})
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	until("the journal is there", func() bool {
		all, err := sqlite.ReadJournal(filepath.Join(other, sqlite.JournalName))
		return err == nil && len(all) == 2
	})
}
