package sqlite_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/sqlite"
	"teleorne/directory/storetest"
)

// fillQueue writes n listings, of which the last so many wait: every tenth has
// the contacts and the description of another one nearby.
func fillQueue(tb testing.TB, s *sqlite.Store, n, waiting int) {
	tb.Helper()
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	if err := s.Update(tb.Context(), func(tx directory.Tx) error {
		for i := range n {
			of := i
			if i%10 == 9 {
				of = i - 5
			}
			p := storetest.Profile(fmt.Sprintf("Zoé Dubois %d", i))
			p.Organisation, p.Commune = fmt.Sprintf("Éditions n° %d", i%1000), fmt.Sprintf("61%03d", i%381)
			p.Email, p.Phone, p.SIRET = fmt.Sprintf("Zoe.%d@exemple.fr", of), fmt.Sprintf("+332%08d", of), fmt.Sprintf("%014d", of)
			p.Description = fmt.Sprintf("Comptable depuis quinze ans, je tiens la comptabilité de petites entreprises de la région "+
				"de %06d, de la saisie au bilan, et j'établis les fiches de paie. Je travaille à distance, sur vos outils ou les miens.", of)
			id, err := tx.AddListing(fmt.Sprintf("zoe-dubois-%d", i), 0, at)
			if err != nil {
				return err
			}
			state := directory.RevisionAccepted
			if i >= n-waiting {
				state = directory.RevisionSubmitted
			}
			rev, err := tx.AddRevision(id, state, p, at)
			if err == nil && state == directory.RevisionAccepted {
				err = tx.Publish(id, rev, at)
			}
			if err := errors.Join(err, tx.Decide(directory.Decision{
				At: at.Add(time.Duration(i) * time.Minute), Actor: directory.Operator(), Action: "submit", Listing: id, Revision: rev,
			})); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkModeration measures a directory of 100,000 listings of which 5,000
// wait: what waits, what it has in common with others, the ways to look for a
// listing, a page of the log, and the check of its chain.
func BenchmarkModeration(b *testing.B) {
	const n, waiting = 100_000, 5_000
	s := open(b, filepath.Join(b.TempDir(), sqlite.FileName))
	fillQueue(b, s, n, waiting)
	b.Run("Pending", func(b *testing.B) {
		for b.Loop() {
			if got, err := s.Pending(b.Context()); err != nil || len(got) != waiting {
				b.Fatalf("%d wait, %v", len(got), err)
			}
		}
	})
	b.Run("Twins", func(b *testing.B) {
		for b.Loop() {
			if got, err := s.Twins(b.Context(), 0); err != nil || len(got) != waiting/10*8 {
				b.Fatalf("%d twins, %v", len(got), err)
			}
		}
	})
	b.Run("TwinsOfOne", func(b *testing.B) {
		for b.Loop() {
			if got, err := s.Twins(b.Context(), n-1); err != nil || len(got) > 4 {
				b.Fatalf("%d twins, %v", len(got), err)
			}
		}
	})
	for _, c := range []struct {
		name  string
		query directory.ListingQuery
		total int
	}{
		{"All", directory.ListingQuery{}, n},
		{"Pending", directory.ListingQuery{State: directory.StatePending}, waiting},
		{"Published", directory.ListingQuery{State: directory.StatePublished, Offset: n - waiting - 50}, n - waiting},
		{"Word", directory.ListingQuery{Text: "zoe.77777@"}, 1},
		{"Words", directory.ListingQuery{Text: "Éditions 99999 dubois"}, 1},
		{"Letter", directory.ListingQuery{Text: "z"}, n},
		{"Number", directory.ListingQuery{Text: "02 00 07 77 77"}, 1},
		{"None", directory.ListingQuery{Text: "Introuvable"}, 0},
	} {
		b.Run("Find"+c.name, func(b *testing.B) {
			for b.Loop() {
				got, total, err := s.FindListings(b.Context(), c.query, nil)
				if err != nil || total != c.total || len(got) != min(total, 50) {
					b.Fatalf("%d of %d listings, %v", len(got), total, err)
				}
			}
		})
	}
	b.Run("FindCommunes", func(b *testing.B) {
		var communes []string
		for i := range 40 {
			communes = append(communes, fmt.Sprintf("61%03d", i))
		}
		for b.Loop() {
			if _, total, err := s.FindListings(b.Context(), directory.ListingQuery{}, communes); err != nil || total == 0 {
				b.Fatalf("%d listings, %v", total, err)
			}
		}
	})
	at := time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)
	for name, q := range map[string]directory.LogQuery{
		"Log": {Limit: 50}, "LogAction": {Action: "submit", Limit: 50}, "LogNone": {Action: "approve", Limit: 50},
		"LogDay": {From: at, Until: at.AddDate(0, 0, 1), Limit: 50}, "LogBefore": {Until: at, Limit: 50},
		"LogActionDay": {Action: "submit", From: at, Until: at.AddDate(0, 0, 1), Limit: 50},
		"LogListing":   {Listing: 777, Limit: 50}, "LogTarget": {Target: "account:", Limit: 50},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got, err := s.Log(b.Context(), q); err != nil || len(got) > 51 {
					b.Fatalf("%d entries, %v", len(got), err)
				}
			}
		})
	}
	b.Run("EachDecision", func(b *testing.B) {
		for b.Loop() {
			var chain directory.LogChain
			if err := s.EachDecision(b.Context(), 0, func(d *directory.Decision) error { chain.Next(d); return nil }); err != nil ||
				chain.Check().Entries != n || chain.Check().Broken != 0 {
				b.Fatal(chain.Check(), err)
			}
		}
	})
}
