package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"teleorne/directory"
)

// A copy is opened as it is or not at all: an older schema is for the directory it
// comes from to bring up to date, and what would be made is not.
func TestFollowed(t *testing.T) {
	old := filepath.Join(t.TempDir(), FileName)
	firstVersion(t, old)
	if _, err := Open(t.Context(), old, Options{Followed: true}); !directory.IsCode(err, directory.CodeOlderFile) {
		t.Errorf("an older one: %v", err)
	}
	none := filepath.Join(t.TempDir(), FileName)
	if _, err := Open(t.Context(), none, Options{Followed: true}); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("none: %v", err)
	}

	usual, err := Open(t.Context(), filepath.Join(t.TempDir(), FileName), Options{})
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), FileName)
	if err := usual.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := usual.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), copied, Options{Followed: true})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(tx directory.Tx) error { return tx.SetSetting("x", "y") })
	if !directory.IsCode(err, directory.CodeCopy) {
		t.Errorf("written to: %v", err)
	}
	if d := time.Since(s.Changed()); d < 0 || d > time.Minute {
		t.Errorf("changed %v ago", d)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
