package sqlite

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// What was erased is still in the log beside the database (WAL), until that was
// written back and emptied, and now and then in the unused middle of a page,
// where SQLite left it when it moved rows about. The first is mended as soon as
// the erasure is committed, the second a little later by writing the database
// anew: half a second for 100,000 listings, once for all that was erased
// meanwhile (Options.SweepAfter). Whoever reads an older state delays both.
const (
	scrubWait  = 100 * time.Millisecond // for readers and other writers
	sweepLater = 10 * time.Minute       // between attempts, at most
)

// unsweptName is the setting that says that something was erased since the
// database was last written anew: a random text, another with each erasure.
const unsweptName = "unswept"

// sweeper writes the database anew in the background.
type sweeper struct {
	wanted chan struct{} // holds one value when there is something to do
	ending chan struct{} // closed when the store is
	once   *sync.Once
	ended  chan struct{} // closed when the background has stopped; nil: it never began
	due    *atomic.Bool
}

func newSweeper() sweeper {
	return sweeper{wanted: make(chan struct{}, 1), ending: make(chan struct{}), once: new(sync.Once), due: new(atomic.Bool)}
}

// forget notes within a transaction that something is erased.
func (t *tx) forget() error {
	t.forgot = true
	return t.SetSetting(unsweptName, rand.Text())
}

// scrub does at once what can be done after an erasure, and asks for the rest:
// before anybody is told, it stands in the journal. The caller has the writer's
// turn.
func (s *Store) scrub() {
	_ = s.writer.hurried(s.record)                                                          // else the sweep does
	_ = s.writer.hurried(func(ctx context.Context) error { return s.writer.emptyLog(ctx) }) // else the sweep does
	s.wantSweep()
}

func (s *Store) wantSweep() {
	s.sweeper.due.Store(true)
	select {
	case s.sweeper.wanted <- struct{}{}:
	default: // somebody asked already
	}
}

// startSweeps begins the background's work, with what was left to do when the
// directory was last open.
func (s *Store) startSweeps(ctx context.Context) error {
	left, err := s.Setting(ctx, unsweptName)
	if err != nil {
		return err
	}
	if left != "" {
		s.wantSweep()
	}
	s.sweeper.ended = make(chan struct{})
	go s.sweeps()
	return nil
}

// endSweeps stops them, and sweeps once more when something is left to do.
func (s *Store) endSweeps() {
	s.sweeper.once.Do(func() {
		close(s.sweeper.ending)
		if s.sweeper.ended == nil {
			return
		}
		<-s.sweeper.ended
		if s.sweeper.due.Load() {
			_ = s.sweep() // else whoever opens the directory next
		}
	})
}

// sweeps sweeps whenever it is wanted, until it succeeded.
func (s *Store) sweeps() {
	defer close(s.sweeper.ended)
	for {
		select {
		case <-s.sweeper.ending:
			return
		case <-s.sweeper.wanted:
		}
		for wait := s.options.SweepAfter; ; wait = min(2*wait, sweepLater) {
			select {
			case <-s.sweeper.ending:
				return
			case <-time.After(wait):
			}
			if s.sweep() == nil {
				break
			}
		}
	}
}

// sweep writes the database anew and empties the WAL.
func (s *Store) sweep() error {
	w := &s.writer
	if err := w.acquire(context.Background()); err != nil {
		return err
	}
	defer w.release()
	err := w.hurried(func(ctx context.Context) error {
		recorded := s.record(ctx) // a journal that cannot be written is no reason to leave what was erased in the file
		var mark string
		if err := w.conn.QueryRowContext(ctx, "SELECT coalesce(max(value), '') FROM setting WHERE name = ?", unsweptName).Scan(&mark); err != nil {
			return err
		}
		if mark != "" {
			if _, err := w.conn.ExecContext(ctx, "VACUUM"); err != nil {
				return err
			}
			// Another process may have erased something meanwhile. Who reads the log
			// all the time, as a replicator does, delays what follows, not this.
			if _, err := w.conn.ExecContext(ctx, "DELETE FROM setting WHERE name = ? AND value = ?", unsweptName, mark); err != nil {
				return err
			}
		}
		return errors.Join(recorded, w.emptyLog(ctx))
	})
	if err == nil {
		s.sweeper.due.Store(false)
	}
	return err
}

// hurried runs something that waits for others no longer than scrubWait, with
// the writer's connection.
func (w *writer) hurried(fn func(context.Context) error) error {
	if w.conn == nil {
		return fmt.Errorf("no connection to %s", w.path)
	}
	ctx, cancel := context.WithTimeout(context.Background(), w.options.WriteTimeout)
	defer cancel()
	busyTimeout := func(d time.Duration) error {
		_, err := w.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA busy_timeout = %d", d.Milliseconds()))
		return err
	}
	err := busyTimeout(scrubWait)
	if err == nil {
		err = fn(ctx)
	}
	if busyTimeout(w.options.BusyTimeout) != nil {
		_ = w.disconnect() // the next transaction connects anew
	}
	return err
}

// emptyLog writes the WAL back into the database and empties it.
func (w *writer) emptyLog(ctx context.Context) error {
	var held, pages, moved int
	if err := w.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&held, &pages, &moved); err != nil {
		return err
	}
	if held != 0 {
		return fmt.Errorf("%d of %d pages of the log are still in use", pages-moved, pages)
	}
	return nil
}
