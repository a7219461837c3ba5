package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"teleorne/directory"
	"teleorne/directory/reference"
	"teleorne/directory/search"
	"teleorne/directory/sqlite"
	"teleorne/server"
	"teleorne/server/command"
)

// app is one run of the program.
type app struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	data     string // the data directory
	scratch  string // a directory that goes when this run ends; most often none
	store    *sqlite.Store
	service  *directory.Service
	metrics  *server.Metrics // nil: nobody counts
	unlock   func()          // of the data directory; nil: not locked
}

// path is a file of the data directory.
func (a *app) path(name string) string { return filepath.Join(a.data, name) }

// log writes what the service has to say on stderr; commands say what matters
// to people themselves.
func (a *app) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// open opens a directory that exists: whoever searches in the wrong place is
// told, instead of finding nothing in a new one.
func (a *app) open(ctx context.Context) (*directory.Service, error) {
	if a.service != nil {
		return a.service, nil
	}
	return a.openAs(ctx, a.log(), terms{copy: sqlite.Followed(a.path(sqlite.FileName))})
}

// openAs is open on the terms of a server.
func (a *app) openAs(ctx context.Context, log *slog.Logger, t terms) (*directory.Service, error) {
	if _, err := os.Stat(a.path(sqlite.FileName)); errors.Is(err, fs.ErrNotExist) {
		return nil, &command.Failure{Key: "local.no_directory", Args: []any{"path", clip(a.data)}, Status: command.Failed}
	}
	return a.make(ctx, log, t)
}

// openForImport opens the directory, a new one when there is none. A dry run
// touches nothing: it makes the new one aside and leaves nothing of it.
func (a *app) openForImport(ctx context.Context, dryRun bool) (*directory.Service, error) {
	_, err := os.Stat(a.path(sqlite.FileName))
	if dryRun && errors.Is(err, fs.ErrNotExist) {
		if a.scratch, err = os.MkdirTemp("", "teleorne-"); err != nil {
			return nil, &directory.Error{
				Code: directory.CodeUnwritable, Params: directory.Params{"value": clip(os.TempDir())}, Err: err,
			}
		}
		a.data = a.scratch
	}
	return a.make(ctx, a.log(), terms{})
}

// make opens the directory, a new one when there is none.
func (a *app) make(ctx context.Context, log *slog.Logger, t terms) (*directory.Service, error) {
	if a.service != nil {
		return a.service, nil
	}
	if err := makeDir(a.data); err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, a.path(sqlite.FileName), sqlite.Options{Journals: t.backupDirs(), Followed: t.copy})
	if err != nil {
		return nil, a.storeError(log, err)
	}
	a.store = store
	var indexes search.Maker // télécentres change more often than what it learns
	a.service, err = directory.NewService(ctx, directory.Options{
		Store: a.measured(store), Atlas: reference.Atlas(),
		Reference:  reference.Delivered(),
		NewIndex:   func(c *directory.Catalog) directory.Index { return a.timed(indexes.New(c)) },
		Log:        log,
		RevealRate: t.revealRate, ReportRate: t.reportRate, Ages: t.ages, Notice: t.notice,
		Archive: t.archive(store), Copy: t.copy, Primary: t.primary,
	})
	return a.service, err
}

// storeError keeps the errors that people can do something about, and logs the
// cause of the others.
func (a *app) storeError(log *slog.Logger, err error) error {
	var known *directory.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) {
		return &directory.Error{Code: directory.CodeDiskFull, Params: directory.Params{"value": clip(a.data)}, Err: err}
	}
	log.Error("opening the directory failed", "error", directory.SafeLine(err.Error()))
	return &command.Failure{Key: "local.unreadable", Args: []any{"path", clip(a.data)}, Status: command.Failed, Err: err}
}

// makeDir makes the data directory, for its owner alone.
func makeDir(path string) error {
	err := os.MkdirAll(path, 0o700)
	if err == nil {
		return nil
	}
	return &directory.Error{Code: directory.CodeUnwritable, Params: directory.Params{"value": clip(path)}, Err: err}
}

func (a *app) close() {
	if a.store != nil {
		_ = a.store.Close() // what was acknowledged is on disk already
	}
	if a.unlock != nil {
		a.unlock() // the next server opens the file when this one has closed it
	}
	if a.scratch != "" {
		_ = os.RemoveAll(a.scratch) // the system clears its temporary files in the end
	}
}

// clip makes a path fit to be shown.
func clip(path string) string { return directory.Clip(path, 120) }

// failure is an error of the system in a sentence of the catalogue.
func failure(err error, key string, args ...any) error {
	return &command.Failure{Key: key, Args: args, Status: command.Failed, Err: err}
}
