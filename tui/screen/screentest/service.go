package screentest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/reference"
	"teleorne/directory/search"
	"teleorne/directory/sqlite"
)

// Clock is when all of it happens.
var Clock = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// Service serves a directory on disk with the reference data and nobody in it.
// Each change may replace an option, or take down the store.
func Service(tb testing.TB, change ...func(*directory.Options)) *directory.Service {
	tb.Helper()
	file, err := seeded()
	must(tb, err)
	path := filepath.Join(tb.TempDir(), sqlite.FileName)
	must(tb, os.WriteFile(path, file, 0o600))
	store, err := sqlite.Open(tb.Context(), path, sqlite.Options{})
	must(tb, err)
	tb.Cleanup(func() { store.Close() })
	o := options(store)
	for _, c := range change {
		c(&o)
	}
	service, err := directory.NewService(tb.Context(), o)
	must(tb, err)
	return service
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func options(store directory.Store) directory.Options {
	return directory.Options{
		Store: store, Atlas: reference.Atlas(), Reference: reference.Delivered(),
		NewIndex: func(c *directory.Catalog) directory.Index { return search.New(c) },
		Now:      func() time.Time { return Clock },
	}
}

// seeded is the file of a directory with the reference data and nobody in it,
// made once: writing these takes most of the time of a small test.
var seeded = sync.OnceValues(func() ([]byte, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "screentest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it is the system's, to be cleared some day
	path := filepath.Join(dir, sqlite.FileName)
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	_, err = directory.NewService(ctx, options(store))
	if closed := store.Close(); err == nil { // which leaves nothing in the log beside the file
		err = closed
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Import publishes profiles.
func Import(tb testing.TB, service *directory.Service, profiles ...directory.Profile) {
	tb.Helper()
	rows := make([]directory.ImportRow, len(profiles))
	for i, p := range profiles {
		rows[i] = directory.ImportRow{Line: i + 2, Profile: p}
	}
	report, err := service.ImportProfiles(tb.Context(), directory.Operator(), rows, directory.ImportOptions{Publish: true})
	must(tb, err)
	for _, p := range report.Problems {
		tb.Fatalf("profile %d: %v", p.Line-2, p.Errors)
	}
}
