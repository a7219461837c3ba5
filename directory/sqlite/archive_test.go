package sqlite

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// copiesFolder has empty files of these names in the folder of copies.
func copiesFolder(t *testing.T, names ...string) *Archive {
	t.Helper()
	a := &Archive{data: t.TempDir(), folder: t.TempDir(), turn: make(chan struct{}, 1)}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(a.folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}

const (
	monday    = "teleorne-2026-11-23T031500.db"
	tuesday   = "teleorne-2026-11-24T031500.db"
	wednesday = "teleorne-2026-11-25T031500.db"
	tomorrow  = "teleorne-2027-11-25T031500.db"          // by a clock that was a year ahead
	migrated  = "teleorne-2026-11-22T031500-schema-3.db" // before the schema changed
	somebodys = "notes.txt"
)

// now is Wednesday at noon in the Orne, where names of copies are told.
var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.FixedZone("CET", 3600))

// TestRotate: the newest copies stay, and what a clock in error dates later is no
// newer than they are; what is no copy of a live directory is not counted.
func TestRotate(t *testing.T) {
	for keep, want := range map[int][]string{
		0: {}, 1: {wednesday}, 2: {wednesday, tuesday}, 3: {wednesday, tuesday, monday}, 9: {wednesday, tuesday, monday, tomorrow},
	} {
		a := copiesFolder(t, monday, tuesday, wednesday, tomorrow, migrated, somebodys)
		if err := a.Rotate(t.Context(), keep, now); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, a.folder, append(want, migrated, somebodys)...)
	}
}

// TestNewest: the newest copy, in the place that the time is told in.
func TestNewest(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  time.Time
	}{
		{nil, time.Time{}},
		{[]string{migrated, somebodys}, time.Time{}},
		{[]string{tomorrow}, time.Time{}},
		{[]string{monday, tuesday, tomorrow}, time.Date(2026, 11, 24, 3, 15, 0, 0, now.Location())},
	} {
		if got, err := copiesFolder(t, c.names...).Newest(t.Context(), now); err != nil || !got.Equal(c.want) {
			t.Errorf("of %q the newest is of %v, %v, want %v", c.names, got, err, c.want)
		}
	}
}

// TestForgetCopies: copies go by the time in their names, those made before a
// migration as well; of what a crash left behind only what is a day old.
func TestForgetCopies(t *testing.T) {
	const (
		fresh = ".teleorne-2026-11-24T031500.db-1"
		stale = ".teleorne-2026-11-23T031500.db-1"
	)
	a := copiesFolder(t, monday, tuesday, migrated, somebodys, fresh, stale)
	for _, dir := range []string{copyPrefix + "fresh", copyPrefix + "stale", "backups"} {
		if err := os.Mkdir(filepath.Join(a.data, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{filepath.Join(a.folder, stale), filepath.Join(a.data, copyPrefix+"stale")} {
		old := time.Now().Add(-copyLeftOver - time.Minute)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	// The very second of a copy: it is not before.
	if err := a.Forget(t.Context(), time.Date(2026, 11, 24, 3, 15, 0, 0, now.Location())); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, a.folder, tuesday, somebodys, fresh)
	wantFiles(t, a.data, copyPrefix+"fresh", "backups")
}
