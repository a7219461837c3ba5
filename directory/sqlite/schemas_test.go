package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

// schema puts a kept database of that version of the schema, with rows in all of
// its tables, where a directory is looked for.
func schema(t testing.TB, version int, path string) {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("testdata/schema/%d.db.gz", version))
	if err != nil {
		t.Fatalf("each released schema has its database: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// newIn are the columns that hold nothing from before, by the table.
var newIn = map[string][]string{"account": {"name_key"}}

// dump is all that a database holds: each row of each table as text, by column.
func dump(t testing.TB, path string) map[string][]map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, "ro", Options{}.withDefaults(), nil))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables, err := each(t.Context(), db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", text)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string][]map[string]string)
	for _, table := range tables {
		rows, err := db.QueryContext(context.Background(), "SELECT * FROM "+table+" ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		all[table] = nil
		for rows.Next() {
			values, to := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				to[i] = &values[i]
			}
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
			row := make(map[string]string)
			for i, name := range names {
				row[name] = fmt.Sprint(values[i])
			}
			all[table] = append(all[table], row)
		}
		if err := errorsOf(rows); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func errorsOf(rows *sql.Rows) error {
	if err := rows.Err(); err != nil {
		return err
	}
	return rows.Close()
}

// TestEverySchemaMigrates: a database of each released schema comes along to the
// newest with every value of every row, and a copy of it, as it was, is kept. The
// newest has its database too: it is read before the next one makes it an old one.
func TestEverySchemaMigrates(t *testing.T) {
	newest := len(migrations())
	for version := 1; version <= newest; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, FileName)
			schema(t, version, path)
			before := dump(t, path)
			for table, rows := range before {
				if len(rows) == 0 && table != "erasure" && table != "revision_key" {
					t.Errorf("the kept database has nothing in %s", table)
				}
			}
			s, err := Open(t.Context(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if problems, err := s.Check(t.Context()); err != nil || len(problems) > 0 {
				t.Errorf("Check: %v, %v", problems, err)
			}
			compare(t, before, dump(t, path))
			copied, err := filepath.Glob(filepath.Join(dir, backupsDir, fmt.Sprintf("teleorne-*-schema-%d.db", version)))
			if version == newest {
				if err != nil || len(copied) != 0 {
					t.Errorf("a copy that nobody needs: %v, %v", copied, err)
				}
				return
			}
			if err != nil || len(copied) != 1 {
				t.Fatalf("copies made before: %v, %v", copied, err)
			}
			if info, err := os.Stat(copied[0]); err != nil || info.Mode() != 0o600 {
				t.Errorf("the copy: %v, %v", info.Mode(), err)
			}
			compare(t, before, dump(t, copied[0]))
			if info, err := Inspect(t.Context(), copied[0]); err != nil || info.Version != version {
				t.Errorf("the copy: %+v, %v", info, err)
			}
			// The way back: the copy is a directory that the older program reads.
			if _, err := Restore(t.Context(), copied[0], filepath.Join(dir, "back")); err != nil {
				t.Error(err)
			}
		})
	}
}

// compare finds every row of before among those of now, column by column.
func compare(t *testing.T, before, now map[string][]map[string]string) {
	t.Helper()
	for table, rows := range before {
		if table == "erasure" {
			continue // nothing is being forgotten
		}
		for _, row := range rows {
			if !slices.ContainsFunc(now[table], func(other map[string]string) bool {
				for name, value := range row {
					if other[name] != value && !slices.Contains(newIn[table], name) {
						return false
					}
				}
				return true
			}) {
				t.Errorf("%s lost %v", table, row)
			}
		}
	}
}

// TestNoMigrationWithoutCopy: where the copy cannot be made, or would be one of
// something damaged, the schema stays as it is, and the reason is told.
func TestNoMigrationWithoutCopy(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	schema(t, 2, path)
	if err := os.WriteFile(filepath.Join(dir, backupsDir), nil, 0o600); err != nil { // a file in the folder's place
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), path, Options{}); !directory.IsCode(err, directory.CodeNoCopy) {
		t.Errorf("Open = %v, %v", s, err)
	}
	if info, err := Inspect(t.Context(), path); err != nil || info.Version != 2 {
		t.Errorf("Inspect = %+v, %v", info, err)
	}
	if err := os.Remove(filepath.Join(dir, backupsDir)); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	// A new directory, and one that is up to date, need none.
	for _, again := range []string{path, filepath.Join(t.TempDir(), FileName)} {
		before, _ := os.ReadDir(filepath.Join(filepath.Dir(again), backupsDir))
		s, err := Open(t.Context(), again, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if after, _ := os.ReadDir(filepath.Join(filepath.Dir(again), backupsDir)); len(after) != len(before) {
			t.Errorf("a copy that nobody needs: %v", after)
		}
	}
}

// FuzzRestore: whatever a file holds, restoring it either refuses it and leaves
// the data directory without a database, or makes one that is sound.
func FuzzRestore(f *testing.F) {
	for version := range len(migrations()) {
		path := filepath.Join(f.TempDir(), FileName)
		schema(f, version+1, path)
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
		f.Add(content[:len(content)/2])
		for _, at := range []int{18, 60, 68, 100, 4096, len(content) - 40} {
			hurt := bytes.Clone(content)
			hurt[at] ^= 0x5a
			f.Add(hurt)
		}
	}
	f.Add([]byte(nil))
	f.Add([]byte(strings.Repeat("SQLite format 3\x00", 64)))
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		file, data := filepath.Join(dir, "copy.db"), filepath.Join(dir, "data")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Restore(t.Context(), file, data)
		after, readErr := os.ReadFile(file)
		if readErr != nil || !bytes.Equal(content, after) {
			t.Error("the backup was changed")
		}
		target := filepath.Join(data, FileName)
		if err != nil {
			if _, there := os.Stat(target); there == nil {
				t.Errorf("refused, and restored all the same: %v", err)
			}
			return
		}
		if problems, err := CheckFile(t.Context(), target); err != nil || len(problems) > 0 {
			t.Errorf("what was restored: %v, %v", problems, err)
		}
	})
}

// FuzzJournal: whatever a journal holds, reading it ends, and what is read is
// what is written.
func FuzzJournal(f *testing.F) {
	f.Add(journalHeader + "listing 1 2 3\naccount 4 5 6\n")
	f.Add(journalHeader + "listing 1 2" + journalCut + "account 4 -5 6\nlisting 7")
	f.Add("")
	f.Add(journalHeader[:5])
	f.Fuzz(func(t *testing.T, content string) {
		dir := t.TempDir()
		path := filepath.Join(dir, JournalName)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		read, err := ReadJournal(path)
		if err != nil {
			return
		}
		more := directory.Erasure{Listing: 99, Born: time.UnixMilli(1).UTC(), At: time.UnixMilli(2).UTC()}
		if err := addToJournal(dir, []directory.Erasure{more}); err != nil {
			t.Fatal(err)
		}
		again, err := ReadJournal(path)
		if err != nil || len(again) < len(read) || !slices.Equal(again[:len(read)], read) || !slices.ContainsFunc(again, func(e directory.Erasure) bool { return same(e) == same(more) }) {
			t.Errorf("read %v, then %v, %v", read, again, err)
		}
	})
}
