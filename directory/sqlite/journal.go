package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"teleorne/directory"
)

// JournalName is what the journal of erasures is called, beside the database
// and in the folder of backups. It outlives the database: who restores an older
// copy finds in it what was forgotten since. Each line holds a kind, a number and
// two times in milliseconds: nothing about anybody.
const JournalName = "erasures"

const (
	journalHeader = "teleorne erasures 1\n"
	journalCut    = "#cut\n" // ends a line that a crash cut off
)

// journal keeps what the table of the forgotten says in files beside the
// database too. It belongs to whoever has the writer's turn.
type journal struct {
	folders []string
	written int64 // the last row of the table that stands in all files; 0: nobody has looked
}

// journalLine is an entry as it stands in the file.
func journalLine(e directory.Erasure) string {
	kind, number := "listing", int64(e.Listing)
	if e.Listing == 0 {
		kind, number = "account", int64(e.Account)
	}
	return fmt.Sprintf("%s %d %d %d\n", kind, number, e.Born.UnixMilli(), e.At.UnixMilli())
}

// same is an entry whenever it was written, for comparing.
func same(e directory.Erasure) directory.Erasure {
	e.At = time.Time{}
	return e
}

// entered are the entries of a journal, whenever they were written.
func entered(erasures []directory.Erasure) map[directory.Erasure]bool {
	known := make(map[directory.Erasure]bool, len(erasures))
	for _, e := range erasures {
		known[same(e)] = true
	}
	return known
}

// ReadJournal reads a journal of erasures. A last line that a crash cut off is
// passed over: what it was about was not acknowledged.
//
// Errors: CodeNotFound when there is no such file, CodeBadJournal when it is
// none.
func ReadJournal(path string) ([]directory.Erasure, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, directory.NotFound("file", path)
	}
	if err != nil {
		return nil, badJournal(path, err)
	}
	lines, ours := strings.CutPrefix(string(text[:bytes.LastIndexByte(text, '\n')+1]), journalHeader)
	if !ours && len(text) > 0 && !strings.HasPrefix(journalHeader, string(text)) {
		return nil, badJournal(path, errors.New("not a journal of erasures"))
	}
	var all []directory.Erasure
	for line := range strings.Lines(lines) {
		if line == journalHeader || strings.HasSuffix(line, journalCut) {
			continue // of two processes that both began it; of a crash
		}
		e, err := parseErasure(line)
		if err != nil {
			return nil, badJournal(path, err)
		}
		all = append(all, e)
	}
	return all, nil
}

func badJournal(path string, cause error) error {
	return &directory.Error{Code: directory.CodeBadJournal, Params: directory.Params{"value": path}, Err: cause}
}

func parseErasure(line string) (directory.Erasure, error) {
	var kind string
	var number, born, at int64
	if _, err := fmt.Sscanf(line, "%s %d %d %d\n", &kind, &number, &born, &at); err != nil || number <= 0 {
		return directory.Erasure{}, fmt.Errorf("no erasure: %.60q", line)
	}
	e := directory.Erasure{Born: time.UnixMilli(born).UTC(), At: time.UnixMilli(at).UTC()}
	switch kind {
	case "listing":
		e.Listing = directory.ListingID(number)
	case "account":
		e.Account = directory.AccountID(number)
	default:
		return directory.Erasure{}, fmt.Errorf("no erasure: %.60q", line)
	}
	return e, nil
}

// addToJournal appends to the journal of a folder what does not stand in it
// yet, and makes sure that it is on disk.
//
// Errors: CodeBadJournal when there is something else of that name; CodeUnwritable, CodeDiskFull.
func addToJournal(folder string, erasures []directory.Erasure) error {
	path := filepath.Join(folder, JournalName)
	there, err := ReadJournal(path)
	missing := directory.IsCode(err, directory.CodeNotFound)
	if err != nil && !missing {
		return err
	}
	known := entered(there)
	var more strings.Builder
	for _, e := range erasures {
		if !known[same(e)] {
			known[same(e)] = true
			more.WriteString(journalLine(e))
		}
	}
	if more.Len() == 0 {
		return nil
	}
	if err := appendLines(path, more.String()); err != nil {
		return unwritable(path, err)
	}
	if missing {
		if err := syncPath(folder); err != nil {
			return unwritable(folder, err)
		}
	}
	return nil
}

// appendLines writes lines at the end in one step, so that two processes do not
// write over each other's.
func appendLines(path, lines string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	last := []byte{'\n'}
	if info.Size() > 0 {
		if _, err := f.ReadAt(last, info.Size()-1); err != nil {
			return err
		}
	}
	switch {
	case info.Size() == 0:
		lines = journalHeader + lines
	case last[0] != '\n' && info.Size() < int64(len(journalHeader)):
		if err := f.Truncate(0); err != nil { // not even its first line was written
			return err
		}
		lines = journalHeader + lines
	case last[0] != '\n':
		lines = journalCut + lines
	}
	if _, err := f.WriteString(lines); err != nil {
		return err
	}
	return f.Sync()
}

// record brings the journals up to date with the table. The caller has the
// writer's turn.
func (s *Store) record(ctx context.Context) error {
	rows, last, err := forgotten(ctx, s.writer.conn, s.journal.written)
	if err != nil {
		return err
	}
	for _, folder := range s.journal.folders {
		err = errors.Join(err, addToJournal(folder, rows))
	}
	if err == nil {
		s.journal.written = last
	}
	return err
}

// rejournal compares the whole table with the journals; what cannot be written
// now is written by the next sweep.
func (s *Store) rejournal(ctx context.Context) {
	if s.writer.acquire(ctx) != nil {
		return
	}
	defer s.writer.release()
	s.journal.written = 0
	if s.record(ctx) != nil {
		s.wantSweep()
	}
}

// forgotten are the rows of the table behind one of them, and the number of the
// last.
func forgotten(ctx context.Context, db asker, after int64) (rows []directory.Erasure, last int64, err error) {
	last = after
	rows, err = each(ctx, db, "SELECT id, kind, number, born, at FROM forgotten WHERE id > ? ORDER BY id",
		func(row *sql.Rows) (e directory.Erasure, err error) {
			var kind string
			var number, born, at int64
			err = row.Scan(&last, &kind, &number, &born, &at)
			if e.Born, e.At = time.UnixMilli(born).UTC(), time.UnixMilli(at).UTC(); kind == "account" {
				e.Account = directory.AccountID(number)
			} else {
				e.Listing = directory.ListingID(number)
			}
			return e, err
		}, after)
	return rows, last, err
}

// Unjournaled is how many erasures do not stand in the journals, and how many
// there are. Errors as of ReadJournal.
func (s *Store) Unjournaled(ctx context.Context) (missing, all int, err error) {
	rows, _, err := forgotten(ctx, s.read, 0)
	if err != nil {
		return 0, 0, failed("read", s.path, err)
	}
	for _, folder := range s.journal.folders {
		there, err := ReadJournal(filepath.Join(folder, JournalName))
		if err != nil && !directory.IsCode(err, directory.CodeNotFound) {
			return 0, 0, err
		}
		known := entered(there)
		lacks := 0
		for _, e := range rows {
			if !known[same(e)] {
				lacks++
			}
		}
		missing = max(missing, lacks)
	}
	return missing, len(rows), nil
}
