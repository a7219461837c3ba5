package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"teleorne/directory"
)

// errDamaged says that a value in the database is none that this package wrote.
var errDamaged = errors.New("damaged value")

// failed turns what the driver says into what the domain says where there is
// a word for it, and else wraps it for the log. Errors of the domain and of a
// context pass as they are.
func failed(doing, path string, err error) error {
	var known *directory.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	err = fmt.Errorf("sqlite: %s: %w", doing, err)
	code := errorCode(err)
	value := directory.Params{"value": path}
	switch {
	case errors.Is(err, errDamaged):
		return &directory.Error{Code: directory.CodeForeignFile, Params: value, Err: err}
	case code == lib.SQLITE_IOERR_SHMSIZE:
		// The index of the WAL is the first file that has to grow.
		return &directory.Error{Code: directory.CodeDiskFull, Params: value, Err: err}
	case unwritten(code):
		return &directory.Error{Code: directory.CodeUnwritable, Params: value, Err: err}
	}
	switch code & 0xff {
	case lib.SQLITE_NOTADB, lib.SQLITE_CORRUPT:
		return &directory.Error{Code: directory.CodeForeignFile, Params: value, Err: err}
	case lib.SQLITE_FULL:
		return &directory.Error{Code: directory.CodeDiskFull, Params: value, Err: err}
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return &directory.Error{Code: directory.CodeUnwritable, Params: value, Err: err}
	case lib.SQLITE_CONSTRAINT:
		return constraint(code, err)
	}
	if errors.Is(err, fs.ErrPermission) {
		return &directory.Error{Code: directory.CodeUnwritable, Params: value, Err: err}
	}
	return err
}

// unwritten tells whether a code says that a device does not take what is
// written.
func unwritten(code int) bool {
	switch code {
	case lib.SQLITE_IOERR_WRITE, lib.SQLITE_IOERR_FSYNC, lib.SQLITE_IOERR_DIR_FSYNC, lib.SQLITE_IOERR_TRUNCATE:
		return true
	}
	return false
}

// constraint says which rule of the domain a broken constraint stands for.
// A broken CHECK is a fault of the program and stays an internal error.
func constraint(code int, err error) error {
	switch code {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
		return &directory.Error{Code: directory.CodeDuplicate, Params: directory.Params{"value": ""}, Err: err}
	case lib.SQLITE_CONSTRAINT_TRIGGER:
		return &directory.Error{Code: directory.CodeConflict, Err: err}
	}
	return err
}

// errorCode is SQLite's extended result code, 0 when the error is not its own.
func errorCode(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// duplicate tells whether err says that a unique value is taken.
func duplicate(err error) bool {
	code := errorCode(err)
	return code == lib.SQLITE_CONSTRAINT_UNIQUE || code == lib.SQLITE_CONSTRAINT_PRIMARYKEY
}

// statementOnly tells whether after err the transaction is as it was before
// the statement, so that whoever asked may go on.
func statementOnly(err error) bool {
	return errors.Is(err, sql.ErrNoRows) || errorCode(err)&0xff == lib.SQLITE_CONSTRAINT
}

// busy tells whether another connection held what was wanted.
func busy(err error) bool {
	code := errorCode(err) & 0xff
	return code == lib.SQLITE_BUSY || code == lib.SQLITE_LOCKED
}

// notFoundUnless is err, or CodeNotFound when that is nil.
func notFoundUnless(err error, what, value string) error {
	if err != nil {
		return err
	}
	return directory.NotFound(what, value)
}

// foundOr is err, or CodeNotFound for what was not there to be changed.
func foundOr(ok bool, err error, what, value string) error {
	if err == nil && !ok {
		return directory.NotFound(what, value)
	}
	return err
}

// takenUnless is err, or CodeDuplicate of a field when that is nil.
func takenUnless(err error, field, value string) error {
	if err != nil {
		return err
	}
	return &directory.Error{Code: directory.CodeDuplicate, Field: field, Params: directory.Params{"value": value}}
}
