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
	"slices"
	"strings"
	"syscall"
	"time"

	"teleorne/directory"
)

const (
	backupsDir   = "backups"      // beside the database
	copyPrefix   = ".copy-"       // of the directory in which a copy is made that is streamed
	copyLeftOver = 24 * time.Hour // after which what a crash left behind is nobody's any more
)

// copyStamp begins the names of copies with the day and the time of day at which
// they were made; copyTime is that alone.
const (
	copyStamp = "teleorne-" + copyTime
	copyTime  = "2006-01-02T150405"
)

// copyName is what copies are called; those made before a migration also by the
// schema they have.
var copyName = regexp.MustCompile(`^teleorne-(\d{4}-\d{2}-\d{2}T\d{6})(-schema-\d+)?\.db$`)

// Archive makes copies of a live directory, one at a time.
type Archive struct {
	store  *Store
	data   string // the data directory
	folder string // of the copies that are kept
	turn   chan struct{}
}

var _ directory.Archive = (*Archive)(nil)

// NewArchive keeps copies in a folder beside the database, which only its owner
// may read.
func NewArchive(s *Store) *Archive {
	return NewArchiveIn(s, filepath.Join(filepath.Dir(s.path), backupsDir))
}

// NewArchiveIn keeps copies in that folder.
func NewArchiveIn(s *Store, folder string) *Archive {
	return &Archive{store: s, data: filepath.Dir(s.path), folder: folder, turn: make(chan struct{}, 1)}
}

// Copy makes a copy when it is its turn.
//
// Errors: CodeDuplicate, CodeUnwritable, CodeDiskFull.
func (a *Archive) Copy(ctx context.Context, path string) error {
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
	if err := os.MkdirAll(a.folder, 0o700); err != nil {
		return 0, nil, unwritable(a.folder, err)
	}
	path := filepath.Join(a.folder, name)
	if err := a.Copy(ctx, path); err != nil {
		if directory.IsCode(err, directory.CodeDuplicate) {
			err = &directory.Error{Code: directory.CodeDuplicate, Params: directory.Params{"value": name}}
		}
		return 0, nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, nil, unwritable(path, err)
	}
	a.store.rejournal(ctx) // the folder of the copies may have been another's meanwhile
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
	if err := a.Copy(ctx, path); err != nil {
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
	over := func(e fs.DirEntry) bool {
		if at, ok := copiedAt(e, before.Location()); ok {
			return at.Before(before)
		}
		return leftOver(e, ".teleorne-*")
	}
	err := errors.Join(
		sweepFolder(filepath.Join(a.data, backupsDir), over), // those made before a migration are there
		sweepFolder(a.data, func(e fs.DirEntry) bool { return leftOver(e, copyPrefix+"*") }),
	)
	if a.folder != filepath.Join(a.data, backupsDir) {
		err = errors.Join(err, sweepFolder(a.folder, over))
	}
	return err
}

// copiedAt is when a copy was made, by its name in a location.
func copiedAt(e fs.DirEntry, zone *time.Location) (at time.Time, ok bool) {
	m := copyName.FindStringSubmatch(e.Name())
	if m == nil {
		return time.Time{}, false
	}
	at, err := time.ParseInLocation(copyTime, m[1], zone)
	return at, err == nil
}

// Newest is when the newest copy was made, as of a time and in its location: one
// that a clock in error dates later counts for nothing. Zero: there is none.
func (a *Archive) Newest(_ context.Context, now time.Time) (time.Time, error) {
	copies, err := a.copies(now)
	if len(copies) == 0 || copies[0].at.After(now) {
		return time.Time{}, err
	}
	return copies[0].at, nil
}

// Rotate removes all copies but so many of the newest, as of a time; those that
// are dated later count as the oldest. Copies made before a migration stay.
func (a *Archive) Rotate(_ context.Context, keep int, now time.Time) error {
	copies, err := a.copies(now)
	for _, c := range copies[min(keep, len(copies)):] {
		err = errors.Join(err, os.Remove(filepath.Join(a.folder, c.name)))
	}
	return err
}

// kept is a copy in the folder.
type kept struct {
	name string
	at   time.Time
}

// copies are those of a live directory, the newest first, and behind them those
// that are dated later than now.
func (a *Archive) copies(now time.Time) ([]kept, error) {
	entries, err := os.ReadDir(a.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all []kept
	for _, e := range entries {
		at, ok := copiedAt(e, now.Location())
		if ok && !strings.Contains(e.Name(), "-schema-") {
			all = append(all, kept{e.Name(), at})
		}
	}
	slices.SortFunc(all, func(x, y kept) int { return y.at.Compare(x.at) })
	later := 0
	for later < len(all) && all[later].at.After(now) {
		later++
	}
	return slices.Concat(all[later:], all[:later]), err
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
