package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
	"time"

	"teleorne/directory"
)

const (
	backupsDir   = "backups"      // beside the database
	copyPrefix   = ".copy-"       // of the directory in which a copy is made that is streamed
	copyLeftOver = 24 * time.Hour // after which what a crash left behind is nobody's any more
)

// copyName is what copies are called, by the day and the time of day at which
// they were made.
var copyName = regexp.MustCompile(`^teleorne-(\d{4}-\d{2}-\d{2}T\d{6})\.db$`)

// Archive makes copies of a live directory, one at a time.
type Archive struct {
	store *Store
	data  string // the data directory
	turn  chan struct{}
}

var _ directory.Archive = (*Archive)(nil)

// NewArchive keeps copies in a folder beside the database, which only its owner
// may read.
func NewArchive(s *Store) *Archive {
	return &Archive{store: s, data: filepath.Dir(s.path), turn: make(chan struct{}, 1)}
}

// copy makes a copy when it is its turn.
func (a *Archive) copy(ctx context.Context, path string) error {
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return a.store.Backup(ctx, path)
}

// Keep keeps a copy under a name such as teleorne-2026-12-01T140259.db and checks
// it from end to end. A copy that is damaged stays: the problems say so.
//
// Errors: CodeDuplicate, CodeUnwritable, CodeDiskFull.
func (a *Archive) Keep(ctx context.Context, name string) (bytes int64, problems []string, err error) {
	if !copyName.MatchString(name) {
		return 0, nil, fmt.Errorf("sqlite: no name of a copy: %q", name)
	}
	dir := filepath.Join(a.data, backupsDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, nil, unwritable(dir, err)
	}
	path := filepath.Join(dir, name)
	if err := a.copy(ctx, path); err != nil {
		if directory.IsCode(err, directory.CodeDuplicate) {
			err = &directory.Error{Code: directory.CodeDuplicate, Params: directory.Params{"value": name}}
		}
		return 0, nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, nil, unwritable(path, err)
	}
	problems, err = CheckFile(ctx, path)
	if directory.IsCode(err, directory.CodeForeignFile) {
		return info.Size(), []string{err.Error()}, nil
	}
	return info.Size(), problems, err
}

// Stream writes a copy. That has no name any more when its first byte is
// written: whatever happens then, nothing of it stays.
//
// Errors: CodeUnwritable, CodeDiskFull, and what w says.
func (a *Archive) Stream(ctx context.Context, w io.Writer) error {
	dir, err := os.MkdirTemp(a.data, copyPrefix)
	if err != nil {
		return unwritable(a.data, err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // Forget comes by
	path := filepath.Join(dir, FileName)
	if err := a.copy(ctx, path); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return unwritable(path, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if err := os.RemoveAll(dir); err != nil {
		return unwritable(dir, err)
	}
	_, err = io.Copy(w, whileWanted{ctx, f})
	return err
}

// whileWanted reads until its context ends.
type whileWanted struct {
	ctx context.Context
	r   io.Reader
}

func (r whileWanted) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// Forget removes the copies that were made before a time, by their names and in
// its location, and what a crash left behind of others.
func (a *Archive) Forget(_ context.Context, before time.Time) error {
	return errors.Join(
		sweepFolder(filepath.Join(a.data, backupsDir), func(e fs.DirEntry) bool {
			if m := copyName.FindStringSubmatch(e.Name()); m != nil {
				at, err := time.ParseInLocation("2006-01-02T150405", m[1], before.Location())
				return err == nil && at.Before(before)
			}
			return leftOver(e, ".teleorne-*")
		}),
		sweepFolder(a.data, func(e fs.DirEntry) bool { return leftOver(e, copyPrefix+"*") }),
	)
}

// sweepFolder removes what is over from a folder; one that is not there is
// empty.
func sweepFolder(dir string, over func(fs.DirEntry) bool) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if over(e) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

func leftOver(e fs.DirEntry, pattern string) bool {
	if ours, err := filepath.Match(pattern, e.Name()); err != nil || !ours {
		return false
	}
	info, err := e.Info()
	return err == nil && time.Since(info.ModTime()) > copyLeftOver
}

// unwritable says that a file or a folder could not be written.
func unwritable(path string, err error) error {
	code := directory.CodeUnwritable
	if errors.Is(err, syscall.ENOSPC) {
		code = directory.CodeDiskFull
	}
	return &directory.Error{Code: code, Params: directory.Params{"value": path}, Err: err}
}

// CheckFile looks at a copy of a directory, which nobody writes to, as Check
// looks at the directory itself. It returns what it found; nothing when all is
// well.
//
// Errors: CodeNotFound when there is no such file, CodeForeignFile when it is
// damaged or no directory, CodeNewerFile.
func CheckFile(ctx context.Context, path string) ([]string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	if _, err := Inspect(ctx, path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, "ro", Options{}.withDefaults(), nil))
	if err != nil {
		return nil, failed("check", path, err)
	}
	defer db.Close() //nolint:errcheck // nothing was written
	problems, err := check(ctx, db)
	return problems, failed("check", path, err)
}
