package page_test

import (
	"path/filepath"
	"testing"

	"teleorne/directory"
	"teleorne/directory/search"
	"teleorne/directory/sqlite"
	"teleorne/tui/screen/screentest"
)

// newService serves a real store on disk with these profiles published.
func newService(tb testing.TB, profiles ...directory.Profile) *directory.Service {
	tb.Helper()
	store, err := sqlite.Open(tb.Context(), filepath.Join(tb.TempDir(), "teleorne.db"), sqlite.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { store.Close() })
	index := func(c *directory.Catalog) directory.Index { return search.New(c) }
	return screentest.Service(tb, store, index, profiles...)
}
