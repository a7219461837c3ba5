package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"teleorne/directory"
)

// Check looks for damage: of the file, of its indexes, of references that lead
// nowhere, of listings that are in no state they could be in. It returns what
// it found, in SQLite's words or of the same kind; nothing when all is well. It
// reads everything, which takes a few seconds for 100,000 listings.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	problems, err := check(ctx, s.read)
	return problems, failed("check", s.path, err)
}

// check looks at a database of any version of the schema.
func check(ctx context.Context, db querier) ([]string, error) {
	problems, err := each(ctx, db, "PRAGMA integrity_check", text)
	if err != nil {
		return nil, err
	}
	if len(problems) == 1 && problems[0] == "ok" {
		problems = nil
	}
	more, err := foreignKeyProblems(ctx, db)
	if err != nil {
		return nil, err
	}
	problems = append(problems, more...)
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return nil, err
	}
	for _, rule := range rules {
		if rule.since > version {
			continue
		}
		broken, err := each(ctx, db, "SELECT 'listing ' || l.id || ' ' || ? FROM listing l WHERE "+rule.broken+" ORDER BY l.id LIMIT 20",
			text, rule.says)
		if err != nil {
			return nil, err
		}
		problems = append(problems, broken...)
	}
	if version < sealedSince {
		return problems, nil
	}
	more, err = logProblems(ctx, db)
	return append(problems, more...), err
}

// sealedSince is the version of the schema from which on the log is a chain.
const sealedSince = 3

// logProblems verifies the chain of the log, and that its end is there.
func logProblems(ctx context.Context, db asker) ([]string, error) {
	var chain directory.LogChain
	var last int64
	if err := batches(ctx, db, decisionsWhere+"id > ? ORDER BY id LIMIT ?", scanDecision, func(d directory.Decision) (int64, error) {
		chain.Next(&d)
		last = d.Number
		return last, nil
	}); err != nil {
		return nil, err
	}
	var problems []string
	if broken := chain.Check().Broken; broken != 0 {
		problems = append(problems, fmt.Sprintf("entry %d of the log is not as it was written, or the one before it is gone", broken))
	}
	written, err := each(ctx, db, "SELECT seq FROM sqlite_sequence WHERE name = 'decision'", func(row *sql.Rows) (n int64, err error) {
		return n, row.Scan(&n)
	})
	if err == nil && len(written) > 0 && written[0] != last {
		problems = append(problems, fmt.Sprintf("the log ends with entry %d, and had %d", last, written[0]))
	}
	return problems, err
}

func text(row *sql.Rows) (s string, err error) { return s, row.Scan(&s) }

// rules are what the triggers of the schema see to as long as they are there
// and the file is written by nobody else.
var rules = []struct {
	since  int    // the version of the schema that knows these tables and columns
	broken string // a condition on l
	says   string
}{
	{1, `l.published_revision IS NOT NULL AND NOT EXISTS (SELECT 1 FROM revision r
		WHERE r.id = l.published_revision AND r.listing = l.id AND r.state = 'accepted')`, "publishes what was not accepted"},
	{
		1, "l.latest_revision IS NOT (SELECT r.id FROM revision r WHERE r.listing = l.id ORDER BY r.number DESC LIMIT 1)",
		"has another latest revision than it says",
	},
	{
		2, `l.erased = 1 AND (l.owner IS NOT NULL OR EXISTS (SELECT 1 FROM draft d WHERE d.listing = l.id))`,
		"is erased and has an owner or a draft",
	},
	{2, "EXISTS (SELECT 1 FROM erasure e WHERE e.listing = l.id)", "was not erased to the end"},
	{
		3, `l.erased = 1 AND (EXISTS (SELECT 1 FROM report r WHERE r.listing = l.id) OR EXISTS (SELECT 1 FROM appeal a WHERE a.listing = l.id))`,
		"is erased and has reports or appeals",
	},
	{3, "l.erased = 1 AND EXISTS (SELECT 1 FROM motion m WHERE m.listing = l.id AND m.state = 'open')", "is erased and has an open motion"},
	{
		3, "EXISTS (SELECT 1 FROM appeal a JOIN decision d ON d.id = a.against WHERE a.listing = l.id AND d.listing IS NOT l.id)",
		"has an appeal against a decision about another one",
	},
	{
		3, `EXISTS (SELECT 1 FROM revision r WHERE r.listing = l.id
			AND NOT EXISTS (SELECT 1 FROM revision_key k WHERE k.revision = r.id AND k.listing = l.id))`,
		"has a revision that cannot be looked for",
	},
}

func foreignKeyProblems(ctx context.Context, db querier) ([]string, error) {
	return each(ctx, db, "PRAGMA foreign_key_check", func(row *sql.Rows) (string, error) {
		var table, parent string
		var id sql.NullInt64
		var constraint int
		err := row.Scan(&table, &id, &parent, &constraint)
		return fmt.Sprintf("row %d of %s refers to a row of %s that is not there", id.Int64, table, parent), err
	})
}

// Backup writes a consistent copy of the directory as it is now into a new
// file (0600), while others read and write. Half a copy never bears that name.
//
// Errors: CodeDuplicate when there is such a file; CodeUnwritable, CodeDiskFull.
func (s *Store) Backup(ctx context.Context, path string) error {
	mode := "rw"
	if s.options.Followed {
		mode = "ro"
	}
	db, err := sql.Open("sqlite", dsn(s.path, mode, s.options, nil))
	if err != nil {
		return failed("backup", s.path, err)
	}
	defer db.Close() //nolint:errcheck // nothing was written
	return copyTo(ctx, db, path)
}

// copyTo copies a database into a new file, in one step: a copy in several
// would start again with each write in between.
func copyTo(ctx context.Context, db *sql.DB, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	if err := absent(path); err != nil {
		return err
	}
	// SQLite writes into an empty file as into none; this one is ours alone.
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return unwritable(path, err)
	}
	temp := f.Name()
	defer func() {
		for _, left := range []string{temp, temp + "-journal"} {
			_ = os.Remove(left) // the copy has its name by then, or nothing is left over
		}
	}()
	if err := f.Close(); err != nil {
		return unwritable(path, err)
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", temp); err != nil {
		return failed("copy", path, err)
	}
	if err := syncPath(temp); err != nil {
		return unwritable(path, err)
	}
	// Unlike a rename, a link never replaces a file that came meanwhile.
	if err := os.Link(temp, path); err != nil {
		if err := absent(path); err != nil {
			return err
		}
		if err := os.Rename(temp, path); err != nil { // a file system without links
			return unwritable(path, err)
		}
	}
	if err := syncPath(filepath.Dir(path)); err != nil {
		return unwritable(path, err)
	}
	return nil
}

// absent refuses a path that leads to something.
func absent(path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	code := directory.CodeDuplicate
	if err != nil {
		code = directory.CodeUnwritable
	}
	return &directory.Error{Code: code, Params: directory.Params{"value": path}, Err: err}
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Restore puts a backup into a data directory that has no database, and makes
// that directory (0700) if need be. The backup is checked from end to end
// before, and is itself left as it is. What was forgotten since, of these
// erasures, is forgotten in it before it has its name; replayed is how much.
//
// Errors: CodeNotFound when there is no such file; CodeForeignFile when it is
// damaged or not a directory, CodeNewerFile when a newer program wrote it;
// CodeNotEmpty when the data directory has a database; CodeUnwritable,
// CodeDiskFull.
func Restore(ctx context.Context, file, dataDir string, erasures ...directory.Erasure) (replayed int, err error) {
	file, err = filepath.Abs(file)
	if err != nil {
		return 0, fmt.Errorf("sqlite: %w", err)
	}
	if err := unused(dataDir); err != nil {
		return 0, err
	}
	info, err := Inspect(ctx, file)
	if err != nil {
		return 0, err
	}
	if info.Version == 0 {
		return 0, foreign(file, errors.New("an empty file"))
	}
	db, err := sql.Open("sqlite", dsn(file, "ro", Options{}.withDefaults(), nil))
	if err != nil {
		return 0, failed("restore", file, err)
	}
	defer db.Close() //nolint:errcheck // nothing was written
	problems, err := check(ctx, db)
	if err != nil {
		return 0, failed("restore", file, err)
	}
	if len(problems) > 0 {
		return 0, foreign(file, fmt.Errorf("%d problems, the first: %s", len(problems), problems[0]))
	}
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return 0, unwritable(dataDir, err)
	}
	target := filepath.Join(dataDir, FileName)
	if len(erasures) == 0 {
		return 0, copyTo(ctx, db, target)
	}
	return restoreWithout(ctx, db, target, erasures)
}

// unused refuses a data directory that has a database, or something of one.
func unused(dataDir string) error {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := absent(filepath.Join(dataDir, FileName+suffix)); err != nil {
			if directory.IsCode(err, directory.CodeDuplicate) {
				return &directory.Error{Code: directory.CodeNotEmpty, Params: directory.Params{"value": dataDir}}
			}
			return err
		}
	}
	return nil
}

// restoreWithout copies a database aside, forgets in it what was forgotten since,
// and gives it its name when nothing of that is left in the file.
func restoreWithout(ctx context.Context, db *sql.DB, target string, erasures []directory.Erasure) (replayed int, err error) {
	folder := filepath.Dir(target)
	// What this copy does not hold yet an older or newer one may.
	if err := addToJournal(folder, erasures); err != nil {
		return 0, err
	}
	aside, err := os.MkdirTemp(folder, copyPrefix)
	if err != nil {
		return 0, unwritable(folder, err)
	}
	defer os.RemoveAll(aside) //nolint:errcheck // Forget comes by
	path := filepath.Join(aside, FileName)
	if err := copyTo(ctx, db, path); err != nil {
		return 0, err
	}
	s, err := Open(ctx, path, Options{uncopied: true}) // the backup itself stays
	if err != nil {
		return 0, err
	}
	replayed, err = directory.ReplayErasures(ctx, s, erasures, time.Now())
	if err == nil {
		err = failed("restore", path, s.sweep())
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return 0, err
	}
	if err := syncPath(path); err != nil {
		return 0, unwritable(path, err)
	}
	if err := absent(target); err != nil {
		return 0, err
	}
	if err := os.Rename(path, target); err != nil {
		return 0, unwritable(target, err)
	}
	if err := syncPath(folder); err != nil {
		return 0, unwritable(folder, err)
	}
	return replayed, nil
}
