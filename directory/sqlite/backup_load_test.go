package sqlite_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"teleorne/directory/sqlite"
)

// TestBackupUnderLoad: while fifty people write, a copy is one moment of the
// directory, with all that was acknowledged before it was begun, and holds up
// nobody.
func TestBackupUnderLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("fifty people write for some seconds")
	}
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "live", sqlite.FileName))
	var filled []string
	for n := range 1500 {
		slug := fmt.Sprintf("there-%d", n)
		if err := deed(s, slug); err != nil {
			t.Fatal(err)
		}
		filled = append(filled, slug)
	}
	type done struct {
		slug       string
		began, end time.Time
	}
	var mu sync.Mutex
	var all []done
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for i := range 50 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				d := done{slug: fmt.Sprintf("person-%d-%d", i, n), began: time.Now()}
				if err := deed(s, d.slug); err != nil {
					t.Error(err)
					return
				}
				d.end = time.Now()
				mu.Lock()
				all = append(all, d)
				mu.Unlock()
			}
		})
	}
	type span struct{ from, to time.Time }
	var spans []span
	for n := range 4 {
		time.Sleep(time.Second) // writes alone, to compare with
		mu.Lock()
		told := slices.Clone(filled)
		for _, d := range all {
			told = append(told, d.slug)
		}
		mu.Unlock()
		path := filepath.Join(dir, fmt.Sprintf("copy-%d.db", n))
		from := time.Now()
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		spans = append(spans, span{from, time.Now()})
		whole(t, open(t, path), told)
	}
	close(stop)
	wg.Wait()
	var alone, beside []time.Duration // of writes that ended in the second before a copy, and while it was made
	var copying time.Duration
	for _, sp := range spans {
		copying += sp.to.Sub(sp.from)
		for _, d := range all {
			switch took := d.end.Sub(d.began); {
			case d.end.After(sp.from) && d.end.Before(sp.to):
				beside = append(beside, took)
			case d.end.After(sp.from.Add(-time.Second)) && !d.end.After(sp.from):
				alone = append(alone, took)
			}
		}
	}
	if len(alone) == 0 || len(beside) == 0 {
		t.Fatalf("%d writes alone, %d beside a backup", len(alone), len(beside))
	}
	slices.Sort(alone)
	slices.Sort(beside)
	at := func(all []time.Duration, percent int) time.Duration {
		return all[(len(all)-1)*percent/100].Round(time.Millisecond)
	}
	rate, slowed := float64(len(alone))/float64(len(spans)), float64(len(beside))/copying.Seconds()
	t.Logf("alone: %.0f writes/s, p50 %v, p99 %v; beside %d backups of %v each: %.0f writes/s, p50 %v, p99 %v", rate, at(alone, 50), at(alone, 99),
		len(spans), (copying / time.Duration(len(spans))).Round(time.Millisecond), slowed, at(beside, 50), at(beside, 99))
	if slowed < rate/20 {
		t.Errorf("%.0f writes/s beside a backup, %.0f alone", slowed, rate)
	}
	if most := 4*at(alone, 99) + 500*time.Millisecond; at(beside, 99) > most {
		t.Errorf("a write beside a backup takes %v, alone %v", at(beside, 99), at(alone, 99))
	}
}
