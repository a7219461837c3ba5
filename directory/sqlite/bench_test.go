package sqlite_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/sqlite"
	"teleorne/directory/storetest"
)

// fill writes n published listings of about the size that people write.
func fill(tb testing.TB, s *sqlite.Store, n int) {
	tb.Helper()
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	if err := s.Update(tb.Context(), func(tx directory.Tx) error {
		for i := range n {
			p := storetest.Profile(fmt.Sprintf("Claire Dubois %d", i))
			p.Organisation = "Cabinet du Perche"
			p.Skills = []string{"comptabilite", "paie", "gestion-de-projet"}
			p.Languages = []string{"fr", "en"}
			p.Email, p.Phone = fmt.Sprintf("claire.%d@exemple.fr", i), "+33233000000"
			p.Description = "Comptable depuis quinze ans, je tiens la comptabilité de petites entreprises de la région, " +
				"de la saisie au bilan, et j'établis les fiches de paie. Je travaille à distance, sur vos outils ou les miens."
			id, err := tx.AddListing(fmt.Sprintf("claire-dubois-%d", i), 0, at)
			if err != nil {
				return err
			}
			rev, err := tx.AddRevision(id, directory.RevisionAccepted, p, at)
			if err == nil {
				err = tx.Publish(id, rev, at)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkStore measures a directory of 100,000 listings: filling one of
// 10,000 in one transaction, reading all of it, a page of 50, one listing, and one write.
func BenchmarkStore(b *testing.B) {
	const n = 100_000
	s := open(b, filepath.Join(b.TempDir(), sqlite.FileName))
	fill(b, s, n)
	b.Run("Fill10k", func(b *testing.B) {
		for b.Loop() {
			fill(b, open(b, filepath.Join(b.TempDir(), sqlite.FileName)), n/10)
		}
	})
	b.Run("Listings", func(b *testing.B) {
		for b.Loop() {
			count := 0
			if err := s.Listings(b.Context(), 0, func(*directory.Listing) error { count++; return nil }); err != nil || count != n {
				b.Fatalf("%d listings, %v", count, err)
			}
		}
	})
	b.Run("Page", func(b *testing.B) {
		ids := make([]directory.ListingID, 50)
		for i := range ids {
			ids[i] = directory.ListingID(1 + i*1999)
		}
		for b.Loop() {
			if got, err := s.ListingsByID(b.Context(), ids); err != nil || len(got) != 50 {
				b.Fatalf("%d listings, %v", len(got), err)
			}
		}
	})
	b.Run("BySlug", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.ListingBySlug(b.Context(), "claire-dubois-777"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("DataVersion", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.DataVersion(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Write", func(b *testing.B) {
		for b.Loop() {
			if err := s.Update(b.Context(), func(tx directory.Tx) error {
				return tx.Confirm(777, time.UnixMilli(1))
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Check", func(b *testing.B) {
		for b.Loop() {
			if problems, err := s.Check(b.Context()); err != nil || len(problems) > 0 {
				b.Fatal(problems, err)
			}
		}
	})
}
