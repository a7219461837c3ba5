package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"teleorne/directory"
	"teleorne/directory/sqlite"
)

// BenchmarkFollowed reads a page of fifty listings from a directory, and from a
// copy of it that another process brings up to date.
func BenchmarkFollowed(b *testing.B) {
	usual := filepath.Join(b.TempDir(), sqlite.FileName)
	s := open(b, usual)
	fill(b, s, 10_000)
	copied := filepath.Join(b.TempDir(), sqlite.FileName)
	if err := s.Backup(b.Context(), copied); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(copied+"-txid", []byte("0000000000000001\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	f, err := sqlite.Open(b.Context(), copied, sqlite.Options{Followed: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	ids := make([]directory.ListingID, 50)
	for i := range ids {
		ids[i] = directory.ListingID(100*i + 1)
	}
	for name, store := range map[string]*sqlite.Store{"usual": s, "followed": f} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if found, err := store.ListingsByID(b.Context(), ids); err != nil || len(found) != len(ids) {
					b.Fatalf("%d, %v", len(found), err)
				}
			}
		})
	}
}
