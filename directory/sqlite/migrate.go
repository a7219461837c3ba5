package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"teleorne/directory"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// applicationID marks a SQLite file as a directory: "Orne" in ASCII.
const applicationID = 0x4f726e65

// minPage is the size of the smallest database that is not empty.
const minPage = 512

// migrationTimeout is for a big directory on a slow disk.
const migrationTimeout = time.Hour

// migration is one step of the schema, for ever as it was first released.
type migration struct {
	name string // of its file, without .sql
	text string
	fill func(context.Context, *sql.Conn) error // what SQL cannot do, after the text; nil: nothing
}

// fills are the parts of migrations that are Go, by their names.
var fills = map[string]func(context.Context, *sql.Conn) error{"0003_moderation": fillModeration}

// migrations are all steps, in order: the n-th leads to version n.
func migrations() []migration {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic("sqlite: " + err.Error()) // the pattern is a constant
	}
	steps := make([]migration, len(names))
	for i, name := range names {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			panic("sqlite: " + err.Error()) // it was listed a line above
		}
		short := strings.TrimSuffix(filepath.Base(name), ".sql")
		steps[i] = migration{name: short, text: string(text), fill: fills[short]}
	}
	return steps
}

// Info says what a database file is.
type Info struct {
	Version int      // of its schema; 0 for an empty file
	Pending []string // names of the migrations that opening it would run
}

// Inspect looks at a database file and changes nothing.
//
// Errors: CodeNotFound when there is no file, CodeForeignFile when it is not a
// directory or is damaged, CodeNewerFile when a newer program wrote it.
func Inspect(ctx context.Context, path string) (Info, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Info{}, fmt.Errorf("sqlite: %w", err)
	}
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return Info{}, directory.NotFound("file", path)
	case err != nil:
		return Info{}, failed("inspect", path, err)
	case !info.Mode().IsRegular():
		return Info{}, foreign(path, errors.New("not a file"))
	case info.Size() > 0 && info.Size() < minPage:
		// SQLite would take it for an empty database and write over it.
		return Info{}, foreign(path, fmt.Errorf("a file of %d bytes", info.Size()))
	}
	db, err := sql.Open("sqlite", dsn(path, "ro", Options{}.withDefaults(), nil))
	if err != nil {
		return Info{}, failed("inspect", path, err)
	}
	defer db.Close() //nolint:errcheck // nothing was written
	return inspect(ctx, db, path)
}

// inspect asks an open database; path is for messages.
func inspect(ctx context.Context, db querier, path string) (Info, error) {
	var id, version, tables, ours int
	// The counts read the schema, which shows damage that the header hides. One
	// statement sees one state, whoever brings the schema up to date meanwhile.
	if err := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),
		count(*), count(*) FILTER (WHERE type = 'table' AND name IN ('setting', 'listing', 'revision')) FROM sqlite_schema`).
		Scan(&id, &version, &tables, &ours); err != nil {
		return Info{}, failed("inspect", path, err)
	}
	steps := migrations()
	switch {
	case id == 0 && version == 0 && tables == 0:
		// Empty: made a moment ago, or by hand.
	case id != applicationID || version < 1:
		return Info{}, foreign(path, fmt.Errorf("application_id %#x, user_version %d", uint32(id), version))
	case version > len(steps):
		return Info{}, &directory.Error{
			Code:   directory.CodeNewerFile,
			Params: directory.Params{"value": path, "version": version, "known": len(steps)},
		}
	case ours != 3:
		return Info{}, foreign(path, errors.New("tables are missing"))
	}
	info := Info{Version: version}
	for _, m := range steps[version:] {
		info.Pending = append(info.Pending, m.name)
	}
	return info, nil
}

// querier is a database, a connection or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func foreign(path string, cause error) error {
	return &directory.Error{Code: directory.CodeForeignFile, Params: directory.Params{"value": path}, Err: cause}
}

// migrate runs the pending migrations, each in a transaction of its own with
// the number it leads to. Another process may do so at the same time: whoever
// comes second finds nothing left to do. Before the first one a copy is made.
func (w *writer) migrate(ctx context.Context) error {
	copied := w.options.uncopied
	for i := range len(migrations()) + 1 {
		info, err := inspect(ctx, w.conn, w.path)
		if err != nil || len(info.Pending) == 0 {
			return err
		}
		copied = copied || i == 0 && info.Version == 0 // there is nothing yet to make a copy of
		if err := w.transaction(ctx, migrationTimeout, func(ctx context.Context) error {
			now, err := inspect(ctx, w.conn, w.path)
			if err != nil || now.Version != info.Version {
				return err
			}
			if !copied {
				if err := copyBefore(ctx, w.path, now.Version, w.options); err != nil {
					return err
				}
				copied = true
			}
			return w.step(ctx, now.Version)
		}); err != nil {
			return fmt.Errorf("migration %s: %w", info.Pending[0], err)
		}
	}
	return nil
}

// copyBefore keeps a copy of a directory as it is before its schema changes, in
// the folder of backups, and checks it. The caller holds the lock of those who
// write: nobody changes the schema meanwhile.
//
// Errors: CodeNoCopy when it cannot be made, CodeForeignFile when the directory
// is damaged.
func copyBefore(ctx context.Context, path string, version int, o Options) error {
	dir := filepath.Join(filepath.Dir(path), backupsDir)
	name := filepath.Join(dir, fmt.Sprintf("%s-schema-%d.db", time.Now().UTC().Format(copyStamp), version))
	uncopied := func(err error) error {
		return &directory.Error{Code: directory.CodeNoCopy, Params: directory.Params{"value": dir}, Err: err}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return uncopied(err)
	}
	db, err := sql.Open("sqlite", dsn(path, "rw", o, nil))
	if err != nil {
		return uncopied(err)
	}
	defer db.Close() //nolint:errcheck // nothing was written
	err = copyTo(ctx, db, name)
	switch {
	case directory.IsCode(err, directory.CodeDuplicate): // of an attempt within the same second
	case directory.IsCode(err, directory.CodeForeignFile):
		return err
	case err != nil:
		return uncopied(err)
	}
	problems, err := CheckFile(ctx, name)
	if err == nil && len(problems) > 0 {
		err = foreign(path, fmt.Errorf("%d problems, the first: %s", len(problems), problems[0]))
	}
	return err
}

// step runs the migration that leads from a version to the next.
func (w *writer) step(ctx context.Context, version int) error {
	m := migrations()[version]
	if _, err := w.conn.ExecContext(ctx, m.text); err != nil {
		return err
	}
	if m.fill != nil {
		if err := m.fill(ctx, w.conn); err != nil {
			return err
		}
	}
	if err := foreignKeys(ctx, w.conn); err != nil {
		return err
	}
	_, err := w.conn.ExecContext(ctx, fmt.Sprintf(
		"PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, version+1))
	return err
}

// foreignKeys answers an error when a reference leads nowhere.
func foreignKeys(ctx context.Context, db querier) error {
	problems, err := foreignKeyProblems(ctx, db)
	if err == nil && len(problems) > 0 {
		err = errors.New(strings.Join(problems, "; "))
	}
	return err
}
