package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	lib "modernc.org/sqlite/lib"

	"teleorne/directory"
	"teleorne/directory/sqlite"
	"teleorne/directory/storetest"
)

// deed writes a listing, its revision and an entry of the log in one step.
func deed(s *sqlite.Store, slug string) error {
	return s.Update(context.Background(), func(tx directory.Tx) error {
		id, err := tx.AddListing(slug, 0, time.UnixMilli(1))
		if err != nil {
			return err
		}
		rev, err := tx.AddRevision(id, directory.RevisionAccepted, storetest.Profile("Claire "+slug), time.UnixMilli(1))
		if err != nil {
			return err
		}
		if err := tx.Publish(id, rev, time.UnixMilli(1)); err != nil {
			return err
		}
		return tx.Decide(directory.Decision{At: time.UnixMilli(1), Action: "import", Listing: id, Revision: rev, Reason: slug})
	})
}

// whole finds of each deed all of it or nothing, and all that were acknowledged.
func whole(t *testing.T, s *sqlite.Store, acknowledged []string) {
	t.Helper()
	if problems, err := s.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Fatalf("Check: %v, %v", problems, err)
	}
	logged := map[string]directory.ListingID{}
	if err := s.EachDecision(t.Context(), 0, func(d *directory.Decision) error {
		logged[d.Reason] = d.Listing
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	listed := 0
	if err := s.Listings(t.Context(), 0, func(l *directory.Listing) error {
		listed++
		if l.Published == nil || logged[l.Slug] != l.ID {
			t.Errorf("%s is there by half", l.Slug)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if listed != len(logged) {
		t.Errorf("%d listings, %d entries in the log", listed, len(logged))
	}
	for _, slug := range acknowledged {
		if logged[slug] == 0 {
			t.Errorf("%s was acknowledged, and is lost", slug)
		}
	}
}

// TestPowerCut: when the machine loses its power at any moment, with any part of
// what was not yet made safe lost, torn or out of order, everything that was
// acknowledged is there, and nothing by half.
func TestPowerCut(t *testing.T) {
	if testing.Short() {
		t.Skip("one cut after the other")
	}
	live := t.TempDir()
	d := useDisk(t, live)
	s := open(t, filepath.Join(live, sqlite.FileName))
	var mu sync.Mutex
	var acknowledged []string
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for i := range 3 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				slug := fmt.Sprintf("person-%d-%d", i, n)
				if err := deed(s, slug); err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, slug)
				mu.Unlock()
			}
		})
	}
	cuts := 60
	if testing.Short() {
		cuts = 10
	}
	for n := range cuts {
		want := n * 5
		for { // until there is more to lose
			mu.Lock()
			told := acknowledged[:len(acknowledged):len(acknowledged)]
			mu.Unlock()
			if len(told) < want {
				time.Sleep(time.Millisecond)
				continue
			}
			left := t.TempDir()
			d.cut(t, left)
			after, err := sqlite.Open(t.Context(), filepath.Join(left, sqlite.FileName), sqlite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			whole(t, after, told)
			if err := after.Close(); err != nil {
				t.Error(err)
			}
			break
		}
		if t.Failed() {
			break
		}
	}
	close(stop)
	wg.Wait()
}

// TestDiskErrors: whatever fails of a write, once or for a while, what was
// acknowledged stays, what failed leaves nothing behind, reading goes on, and
// writing too as soon as the disk works again.
func TestDiskErrors(t *testing.T) {
	for _, c := range []struct {
		name  string
		doing string
		rc    int32
		code  directory.Code
	}{
		{"full", "write", lib.SQLITE_FULL, directory.CodeDiskFull},
		{"no write", "write", lib.SQLITE_IOERR_WRITE, directory.CodeUnwritable},
		{"no sync", "sync", lib.SQLITE_IOERR_FSYNC, directory.CodeUnwritable},
		{"read-only", "write", lib.SQLITE_READONLY, directory.CodeUnwritable},
	} {
		t.Run(c.name, func(t *testing.T) {
			live := t.TempDir()
			d := useDisk(t, live)
			s := open(t, filepath.Join(live, sqlite.FileName))
			var acknowledged []string
			failed := 0
			for n := range 40 {
				if err := deed(s, fmt.Sprintf("before-%d", n)); err != nil {
					t.Fatal(err)
				}
				acknowledged = append(acknowledged, fmt.Sprintf("before-%d", n))
				// From the n-th time on, and then no more.
				left := n
				d.fails(func(doing, name string) int32 {
					if doing != c.doing || !strings.HasPrefix(name, sqlite.FileName) {
						return lib.SQLITE_OK
					}
					if left--; left >= 0 {
						return lib.SQLITE_OK
					}
					return c.rc
				})
				for try := range 3 {
					slug := fmt.Sprintf("during-%d-%d", n, try)
					switch err := deed(s, slug); {
					case err == nil:
						acknowledged = append(acknowledged, slug)
					case !directory.IsCode(err, c.code):
						t.Errorf("try %d: %v, want %s", try, err, c.code)
					default:
						failed++
					}
					if _, err := s.ListingBySlug(t.Context(), "before-0"); err != nil {
						t.Errorf("reading: %v", err)
					}
				}
				d.fails(nil)
			}
			whole(t, s, acknowledged)
			if failed == 0 {
				t.Error("nothing failed")
			}
		})
	}
}
