package tui_test

import (
	"maps"
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

// prepared is a directory that takes long to make. Tests share the making of
// it, and open a copy of their own.
type prepared struct {
	once     sync.Once
	indexes  *search.Maker // of the copies
	database []byte
	people   map[string]directory.Actor
}

// directories are those that were prepared, by what is in them.
var directories sync.Map

// people are who was put into a directory that is prepared, by their part.
type people = map[string]directory.Actor

// plainIndexes makes the indexes of directories whose places and skills are those
// of the reference data.
var plainIndexes search.Maker

// prepare opens a copy of a directory, which make fills the first time that it
// is asked for.
func prepare(tb testing.TB, what string, indexes *search.Maker, now func() time.Time, make func() (*directory.Service, people)) (*directory.Service, people) {
	tb.Helper()
	known, _ := directories.LoadOrStore(what, &prepared{indexes: indexes})
	p := known.(*prepared)
	p.once.Do(func() {
		service, people := make()
		store, _ := stores.Load(service)
		path := filepath.Join(tb.TempDir(), "prepared.db")
		if err := store.(*sqlite.Store).Backup(tb.Context(), path); err != nil {
			tb.Fatal(err)
		}
		database, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		p.people, p.database = maps.Clone(people), database
	})
	if p.database == nil {
		tb.Fatalf("the directory %q could not be prepared", what)
	}
	return openDirectory(tb, p.database, now, p.indexes), maps.Clone(p.people)
}

// stores are where services keep what they hold.
var stores sync.Map

// openDirectory opens a copy of a database; nil: an empty one.
func openDirectory(tb testing.TB, database []byte, now func() time.Time, indexes *search.Maker) *directory.Service {
	tb.Helper()
	ctx := tb.Context()
	path := filepath.Join(tb.TempDir(), "teleorne.db")
	if database != nil {
		if err := os.WriteFile(path, database, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	service, err := directory.NewService(ctx, directory.Options{
		Store: store, Atlas: reference.Atlas(),
		Reference: reference.Delivered(),
		NewIndex:  func(c *directory.Catalog) directory.Index { return indexes.New(c) },
		Now:       now, RevealRate: 100,
	})
	if err != nil {
		tb.Fatal(err)
	}
	stores.Store(service, store)
	tb.Cleanup(func() {
		stores.Delete(service)
		store.Close()
	})
	return service
}
