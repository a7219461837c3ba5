package main

import (
	"github.com/gofrs/flock"

	"teleorne/directory"
)

// lockFile says that a server works on the data directory. The system lets go
// of it when the process ends, however it ends.
const lockFile = "serve.lock"

// lockDirectory makes sure that no other server works on a data directory; the
// function it answers lets go of it.
func lockDirectory(path, dir string) (func(), error) {
	return lockFolder(path, failure(nil, "local.already_served", "path", clip(dir)))
}

// lockFolder locks a folder by a file in it; taken is the error when somebody else
// has.
func lockFolder(path string, taken error) (func(), error) {
	l := flock.New(path, flock.SetPermissions(0o600))
	locked, err := l.TryLock()
	if err != nil {
		return nil, &directory.Error{Code: directory.CodeUnwritable, Params: directory.Params{"value": clip(path)}, Err: err}
	}
	if !locked {
		return nil, taken
	}
	// The file stays: removing it would let two servers lock two different
	// files of the same name.
	return func() { _ = l.Unlock() }, nil
}

// isServed tells whether a server works on the data directory.
func isServed(path string) bool {
	l := flock.New(path, flock.SetFlag(0)) // neither made nor written
	locked, err := l.TryRLock()
	if err != nil {
		return false
	}
	if locked {
		_ = l.Unlock()
	}
	return !locked
}
