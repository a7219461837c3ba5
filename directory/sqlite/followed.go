package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"time"

	"teleorne/directory"
)

// A followed file is one that another process brings up to date in place, page
// by page, as « litestream restore -f » does. It takes the locks of SQLite as it
// writes, but what it writes need not tell a connection that the pages it has
// kept are old: such a connection reads some of them as they were and others as
// they are. And as long as the file says that it has a WAL, an open connection
// keeps its lock, and nothing could come in at all. So each read opens a
// connection of its own, which takes some 2 ms, and none is kept.

// positionSuffix is that of the file in which Litestream notes how far a
// followed file has come, each time after it wrote to that.
const positionSuffix = "-txid"

// Followed tells whether a database file is one that another process brings up
// to date.
func Followed(path string) bool {
	_, err := os.Lstat(path + positionSuffix)
	return err == nil
}

// unfollowed refuses to write to a followed file, whatever is asked of the Store:
// opening it is writing already.
func unfollowed(path string) error {
	if Followed(path) {
		return &directory.Error{Code: directory.CodeCopy, Params: directory.Params{"value": path}}
	}
	return nil
}

// openFollowed opens a followed file of the present schema, and writes nothing:
// neither to the file nor to its journal of erasures, which is where it came
// from.
func openFollowed(ctx context.Context, path string, o Options) (*Store, error) {
	info, err := Inspect(ctx, path)
	if err != nil {
		return nil, err
	}
	if len(info.Pending) > 0 {
		return nil, &directory.Error{Code: directory.CodeOlderFile, Params: directory.Params{"value": path}}
	}
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		// Of another life of that file: SQLite would read it over what comes in.
		return nil, foreign(path+"-wal", errors.New("a log beside a file that is only followed"))
	}
	s := &Store{path: path, options: o, sweeper: newSweeper()}
	s.writer = newWriter(path, o)
	s.writer.closed = true
	if err := s.openReaders(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// position is another number whenever a followed file has come further: read by
// name, for no descriptor of the file itself may be closed here. Without
// Litestream's note the time of the last change has to do.
func position(path string) (int64, error) {
	h := fnv.New64()
	note, err := os.ReadFile(path + positionSuffix)
	switch {
	case err == nil:
		h.Write(note) //nolint:errcheck // it never fails
	case !errors.Is(err, fs.ErrNotExist):
		return 0, err
	default:
		info, err := os.Stat(path)
		if err != nil {
			return 0, err
		}
		fmt.Fprint(h, info.ModTime().UnixNano(), info.Size())
	}
	return int64(h.Sum64()), nil
}

// Changed is when the last change came to a followed file; zero when that
// cannot be told.
func (s *Store) Changed() time.Time {
	for _, path := range []string{s.path + positionSuffix, s.path} {
		if info, err := os.Stat(path); err == nil {
			return info.ModTime()
		}
	}
	return time.Time{}
}

// readers opens a pool of readers of at most n connections, of any number when n
// is 0.
func readers(path string, o Options, n int) (*sql.DB, error) {
	if o.Followed {
		db, err := sql.Open("sqlite", dsn(path, "ro", o, nil))
		if err == nil {
			db.SetMaxOpenConns(n)
			db.SetMaxIdleConns(-1)
		}
		return db, err
	}
	db, err := sql.Open("sqlite", readDSN(path, o))
	if err == nil {
		db.SetMaxOpenConns(n)
		db.SetMaxIdleConns(max(n, 1))
	}
	return db, err
}
