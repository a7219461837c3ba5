// Package sqlite keeps the directory in one SQLite file: it owns all SQL, the
// migrations, and what driver errors mean. It implements directory.Store and
// decides nothing about who may see or do what.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	_ "modernc.org/sqlite" // the driver

	"teleorne/directory"
)

// FileName is what the database is called within a data directory.
const FileName = "teleorne.db"

// Options configure a Store; the zero value is good for a server.
type Options struct {
	Readers      int           // connections that read at the same time; 0: 4
	ReadTimeout  time.Duration // of one read, or one batch of a long one; 0: 15 s
	WriteTimeout time.Duration // of one transaction once it began; 0: 2 min
	BusyTimeout  time.Duration // for another process's write to end; 0: 15 s
	SweepAfter   time.Duration // an erasure the file is written anew; 0: 10 s
	Journals     []string      // folders that hold the journal of erasures, beside that of the database
	Followed     bool          // another process brings the file up to date: it is only read
	uncopied     bool          // migrations run without a copy that is made before
}

func (o Options) withDefaults() Options {
	if o.Readers <= 0 {
		o.Readers = 4
	}
	if o.ReadTimeout <= 0 {
		o.ReadTimeout = 15 * time.Second
	}
	if o.WriteTimeout <= 0 {
		o.WriteTimeout = 2 * time.Minute
	}
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = 15 * time.Second // an import of 100,000 profiles takes as long
	}
	if o.SweepAfter <= 0 {
		o.SweepAfter = 10 * time.Second // so that many erasures cost that once
	}
	return o
}

// Store is a directory in a file. It is safe for concurrent use, also by
// several processes on the same file.
type Store struct {
	path    string
	options Options
	read    *sql.DB   // a bounded pool
	bySlug  *sql.Stmt // prepared on read
	byID    *sql.Stmt
	stream  *sql.DB // for Listings, whose caller may read and write meanwhile
	watch   watcher
	writer  writer
	sweeper sweeper
	journal journal
}

var _ directory.Store = (*Store)(nil)

// Open opens the database file of that path, makes it (0600, its directory
// 0700) when there is none, and brings its schema up to date.
//
// Errors: CodeForeignFile for a file that is not a directory or is damaged,
// CodeNewerFile for one written by a newer version of the program,
// CodeUnwritable when the file or its directory cannot be written, CodeCopy when
// another process brings it up to date. In each of these cases the file is left
// as it was. With Options.Followed nothing is made or written; CodeNotFound and
// CodeOlderFile come instead of the last two.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	o = o.withDefaults()
	if o.Followed {
		return openFollowed(ctx, path, o)
	}
	if err := unfollowed(path); err != nil {
		return nil, err
	}
	if err := prepareFile(path); err != nil {
		return nil, &directory.Error{Code: directory.CodeUnwritable, Params: directory.Params{"value": path}, Err: err}
	}
	if _, err := Inspect(ctx, path); err != nil {
		return nil, err
	}
	s := &Store{path: path, options: o, sweeper: newSweeper(), journal: journal{folders: append([]string{filepath.Dir(path)}, o.Journals...)}}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	s.writer = newWriter(s.path, s.options)
	if err := s.writer.connect(ctx); err != nil {
		return failed("open", s.path, err)
	}
	if err := s.writer.migrate(ctx); err != nil {
		return failed("migrate", s.path, err)
	}
	if err := s.openReaders(ctx); err != nil {
		return err
	}
	if s.record(ctx) != nil {
		s.wantSweep() // which tries again
	}
	return s.startSweeps(ctx)
}

// openReaders opens what reads.
func (s *Store) openReaders(ctx context.Context) error {
	var err error
	if s.read, err = readers(s.path, s.options, s.options.Readers); err != nil {
		return failed("open", s.path, err)
	}
	if s.bySlug, err = s.read.PrepareContext(ctx, selectListing("l.slug = ? AND l.erased = 0")); err != nil {
		return failed("open", s.path, err)
	}
	if s.byID, err = s.read.PrepareContext(ctx, selectListing("l.id IN (SELECT value FROM json_each(?)) AND l.erased = 0")); err != nil {
		return failed("open", s.path, err)
	}
	if s.stream, err = readers(s.path, s.options, 0); err != nil {
		return failed("open", s.path, err)
	}
	s.watch = watcher{path: s.path, options: s.options, mu: make(chan struct{}, 1)}
	return nil
}

// Close ends all connections. Reads and writes still running end first, the
// latter with their own outcome.
func (s *Store) Close() error {
	s.endSweeps()
	err := s.writer.close()
	for _, stmt := range []*sql.Stmt{s.bySlug, s.byID} {
		if stmt != nil {
			err = errors.Join(err, stmt.Close())
		}
	}
	for _, db := range []*sql.DB{s.read, s.stream} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	err = errors.Join(err, s.watch.close())
	return failed("close", s.path, err)
}

// Path is the absolute path of the database file.
func (s *Store) Path() string { return s.path }

// prepareFile makes an empty file that only its owner may read, unless there
// is one. It must not open an existing file: closing that descriptor would
// drop the locks that SQLite holds on it in this process.
func prepareFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err == nil {
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is not a file", path)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was quicker
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn names the file and what every connection to it has in common.
func dsn(path, mode string, o Options, more url.Values) string {
	v := url.Values{
		"mode":          {mode},
		"_busy_timeout": {strconv.FormatInt(o.BusyTimeout.Milliseconds(), 10)},
		"_foreign_keys": {"on"},
		"_dqs":          {"0"}, // "text" is an identifier, a mistake otherwise
		"_defensive":    {"1"},
		"_error_rc":     {"1"},
		"_pragma": {
			"mmap_size(0)",          // a failing disk is an error, not a SIGBUS
			"recursive_triggers(1)", // REPLACE does not slip past the triggers on DELETE
			"trusted_schema(0)",
			"cache_size(-8000)",
		},
	}
	for k, values := range more {
		v[k] = append(v[k], values...)
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: v.Encode()}
	return u.String()
}

// readDSN is for connections that cannot write, whatever they are asked.
func readDSN(path string, o Options) string {
	return dsn(path, "rw", o, url.Values{"_query_only": {"on"}})
}

// writeDSN is for the one connection that writes. FULL: what was acknowledged
// survives a power cut. The size limit gives back the space of a WAL that a
// big import blew up. What is deleted is overwritten, so that no free page
// keeps what somebody wanted erased.
func writeDSN(path string, o Options) string {
	return dsn(path, "rw", o, url.Values{
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_pragma":       {"journal_size_limit(67108864)", "secure_delete(1)"},
	})
}

// watcher sees that any connection, of this process or another, committed a
// write. The answer of SQLite only has a meaning within one connection.
type watcher struct {
	path    string
	options Options
	mu      chan struct{} // held by whoever uses what follows
	db      *sql.DB
	conn    *sql.Conn
	ask     *sql.Stmt
	epoch   int64 // counts the connections
}

// version changes with each commit. A failed connection is replaced by a new
// one, whose answers differ from all of the old one's.
func (w *watcher) version(ctx context.Context) (int64, error) {
	select {
	case w.mu <- struct{}{}:
		defer func() { <-w.mu }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	if w.ask == nil {
		if err := w.open(ctx); err != nil {
			return 0, err
		}
	}
	// Nothing makes this wait, and to watch for the end of a context costs more
	// than the question: each search asks it.
	var v int64
	if err := w.ask.QueryRowContext(context.WithoutCancel(ctx)).Scan(&v); err != nil {
		return 0, errors.Join(err, w.drop())
	}
	return w.epoch<<32 | v&(1<<32-1), nil
}

// open opens a connection of its own; it needs the watcher.
func (w *watcher) open(ctx context.Context) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, w.drop())
		}
	}()
	if w.db, err = sql.Open("sqlite", readDSN(w.path, w.options)); err != nil {
		return err
	}
	if w.conn, err = w.db.Conn(ctx); err != nil {
		return err
	}
	if w.ask, err = w.conn.PrepareContext(ctx, "PRAGMA data_version"); err != nil {
		return err
	}
	w.epoch++
	return nil
}

func (w *watcher) drop() error {
	var err error
	if w.ask != nil {
		err = w.ask.Close()
	}
	if w.conn != nil {
		err = errors.Join(err, w.conn.Close())
	}
	if w.db != nil {
		err = errors.Join(err, w.db.Close())
	}
	w.ask, w.conn, w.db = nil, nil, nil
	return err
}

func (w *watcher) close() error {
	if w.mu == nil {
		return nil
	}
	w.mu <- struct{}{}
	defer func() { <-w.mu }()
	return w.drop()
}
