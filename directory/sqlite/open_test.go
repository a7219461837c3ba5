package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/sqlite"
	"teleorne/directory/storetest"
)

func wantCode(t *testing.T, doing string, err error, code directory.Code) {
	t.Helper()
	if !directory.IsCode(err, code) {
		t.Errorf("%s: got %v, want code %s", doing, err, code)
	}
}

// raw opens a file past the store.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func exec1(t *testing.T, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func addOne(t *testing.T, s *sqlite.Store, slug string) directory.ListingID {
	t.Helper()
	var id directory.ListingID
	if err := s.Update(t.Context(), func(tx directory.Tx) (err error) {
		if id, err = tx.AddListing(slug, 0, time.UnixMilli(1)); err != nil {
			return err
		}
		rev, err := tx.AddRevision(id, directory.RevisionAccepted, storetest.Profile("Claire Dubois"), time.UnixMilli(1))
		if err != nil {
			return err
		}
		return tx.Publish(id, rev, time.UnixMilli(1))
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestOpenMakesPrivateFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data é ?#%")
	s := open(t, filepath.Join(dir, sqlite.FileName))
	addOne(t, s, "claire")
	for path, want := range map[string]os.FileMode{dir: 0o700, s.Path(): 0o600, s.Path() + "-wal": 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: mode %o, want %o", path, got, want)
		}
	}
}

func TestOpenAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), sqlite.FileName)
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	addOne(t, s, "claire")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), func(directory.Tx) error { return nil }); err == nil {
		t.Error("a closed store writes")
	}
	if l, err := open(t, path).ListingBySlug(t.Context(), "claire"); err != nil || l.Published == nil {
		t.Errorf("after opening again: %+v, %v", l, err)
	}
	info, err := sqlite.Inspect(t.Context(), path)
	if err != nil || info.Version < 1 || len(info.Pending) != 0 {
		t.Errorf("Inspect = %+v, %v", info, err)
	}
}

// TestOpenRefuses: files that are not ours are told apart and left alone.
func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(t *testing.T, path string)
		code directory.Code
	}{
		{"text", func(t *testing.T, path string) { write(t, path, bytes.Repeat([]byte("not a database\n"), 500)) }, directory.CodeForeignFile},
		{"short text", func(t *testing.T, path string) { write(t, path, []byte("x")) }, directory.CodeForeignFile},
		{"a page of text", func(t *testing.T, path string) { write(t, path, bytes.Repeat([]byte("x"), 512)) }, directory.CodeForeignFile},
		{"another program's database", func(t *testing.T, path string) {
			db := raw(t, path)
			exec1(t, db, "CREATE TABLE t (x)")
			_ = db.Close()
		}, directory.CodeForeignFile},
		{"another application_id", func(t *testing.T, path string) {
			db := raw(t, path)
			exec1(t, db, "PRAGMA application_id = 42")
			_ = db.Close()
		}, directory.CodeForeignFile},
		{"our marks without our tables", func(t *testing.T, path string) {
			db := raw(t, path)
			exec1(t, db, "PRAGMA application_id = 1332899429")
			exec1(t, db, "PRAGMA user_version = 1")
			exec1(t, db, "CREATE TABLE t (x)")
			_ = db.Close()
		}, directory.CodeForeignFile},
		{"a newer version", func(t *testing.T, path string) {
			made(t, path)
			db := raw(t, path)
			exec1(t, db, "PRAGMA user_version = 9999")
			_ = db.Close()
		}, directory.CodeNewerFile},
		{"a damaged header", func(t *testing.T, path string) {
			made(t, path)
			damage(t, path, 0, 16)
		}, directory.CodeForeignFile},
		{"a damaged schema", func(t *testing.T, path string) {
			made(t, path)
			damage(t, path, 100, 3000)
		}, directory.CodeForeignFile},
		{"half a file", func(t *testing.T, path string) {
			made(t, path)
			if err := os.Truncate(path, 5000); err != nil {
				t.Fatal(err)
			}
		}, directory.CodeForeignFile},
		{"a directory", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, directory.CodeUnwritable},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), sqlite.FileName)
			c.make(t, path)
			before, _ := os.ReadFile(path)
			s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
			if err == nil {
				_ = s.Close()
			}
			wantCode(t, "Open", err, c.code)
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpenUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, nil)
	_, err := sqlite.Open(t.Context(), filepath.Join(file, "data", sqlite.FileName), sqlite.Options{})
	wantCode(t, "below a file", err, directory.CodeUnwritable)
	if _, err := sqlite.Inspect(t.Context(), filepath.Join(t.TempDir(), "none")); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("Inspect of nothing = %v", err)
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// made leaves a closed directory with some listings at that path.
func made(t *testing.T, path string) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, 500)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func damage(t *testing.T, path string, from, length int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := from; i < from+length && i < len(b); i++ {
		b[i] ^= 0xa5
	}
	write(t, path, b)
}

// TestOpenTogether: several processes may start on a new directory at once.
func TestOpenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), sqlite.FileName)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
			if err != nil {
				t.Errorf("opener %d: %v", i, err)
				return
			}
			if err := s.Update(context.Background(), func(tx directory.Tx) error {
				_, err := tx.AddListing(fmt.Sprintf("person-%d", i), 0, time.UnixMilli(1))
				return err
			}); err != nil {
				t.Errorf("writer %d: %v", i, err)
			}
			if err := s.Close(); err != nil {
				t.Errorf("closer %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if n, err := open(t, path).LastSeq(t.Context()); err != nil || n != 8 {
		t.Errorf("LastSeq = %d, %v", n, err)
	}
}

// helperEnv makes the test binary write to the directory that it names.
const helperEnv = "TELEORNE_SQLITE_TEST_WRITE"

func TestMain(m *testing.M) {
	if path := os.Getenv(helperEnv); path != "" {
		os.Exit(helper(path))
	}
	os.Exit(m.Run())
}

func helper(path string) int {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	for i := 0; err == nil && i < 25; i++ {
		err = s.Update(ctx, func(tx directory.Tx) error {
			slug, err := tx.FreeSlug("person")
			if err == nil {
				_, err = tx.AddListing(slug, 0, time.UnixMilli(1))
			}
			return err
		})
	}
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// TestOtherProcess: another process writes while this one does, and is noticed.
func TestOtherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), sqlite.FileName)
	s := open(t, path)
	before, err := s.DataVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), helperEnv+"="+path)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	for range 25 {
		if err := s.Update(t.Context(), func(tx directory.Tx) error {
			slug, err := tx.FreeSlug("person")
			if err == nil {
				_, err = tx.AddListing(slug, 0, time.UnixMilli(1))
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	if n, err := s.LastSeq(t.Context()); err != nil || n != 75 {
		t.Errorf("LastSeq = %d, %v, want 75", n, err)
	}
	mine, err := s.DataVersion(t.Context())
	if err != nil || mine == before {
		t.Fatalf("DataVersion = %d after %d, %v", mine, before, err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperEnv+"="+path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if now, err := s.DataVersion(t.Context()); err != nil || now == mine {
		t.Errorf("DataVersion = %d still, %v", now, err)
	}
}

func restoring(ctx context.Context, file, dataDir string) error {
	_, err := sqlite.Restore(ctx, file, dataDir)
	return err
}

func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "live", sqlite.FileName))
	fill(t, s, 200)
	file := filepath.Join(dir, "copy.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatalf("Backup: %v", err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy: %v, %v", info.Mode(), err)
	}
	wantCode(t, "a second Backup", s.Backup(t.Context(), file), directory.CodeDuplicate)
	wantCode(t, "a Backup to nowhere", s.Backup(t.Context(), filepath.Join(dir, "none", "x.db")), directory.CodeUnwritable)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ended, filepath.Join(dir, "never.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("a Backup that was called off = %v", err)
	}
	addOne(t, s, "later")

	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "restored")
	if _, err := sqlite.Restore(t.Context(), file, target); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the copy was changed: %v", err)
	}
	wantCode(t, "a second Restore", restoring(t.Context(), file, target), directory.CodeNotEmpty)
	wantCode(t, "a Restore over a live directory", restoring(t.Context(), file, filepath.Join(dir, "live")), directory.CodeNotEmpty)
	wantCode(t, "a Restore of nothing", restoring(t.Context(), filepath.Join(dir, "no"), filepath.Join(dir, "a")), directory.CodeNotFound)

	r := open(t, filepath.Join(target, sqlite.FileName))
	same(t, s, r, 200)
	if _, err := r.ListingBySlug(t.Context(), "later"); !directory.IsCode(err, directory.CodeNotFound) {
		t.Errorf("what was written after the backup is in it: %v", err)
	}
	if problems, err := r.Check(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
	addOne(t, r, "after-restore")
	if left, err := filepath.Glob(filepath.Join(dir, "*never*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// same compares the first n listings of two stores.
func same(t *testing.T, a, b *sqlite.Store, n int) {
	t.Helper()
	ids := make([]directory.ListingID, n)
	for i := range ids {
		ids[i] = directory.ListingID(i + 1)
	}
	las, err := a.ListingsByID(t.Context(), ids)
	lbs, err2 := b.ListingsByID(t.Context(), ids)
	if err := errors.Join(err, err2); err != nil || len(las) != n || len(lbs) != n {
		t.Fatalf("%d and %d listings, %v", len(las), len(lbs), err)
	}
	for i := range las {
		if las[i].Slug != lbs[i].Slug || !las[i].Published.Profile.Equal(&lbs[i].Published.Profile) || las[i].Seq != lbs[i].Seq {
			t.Fatalf("listing %d differs: %+v, %+v", i, las[i], lbs[i])
		}
	}
}

// TestBackupUnderWrites: a copy is one state of the directory.
func TestBackupUnderWrites(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, sqlite.FileName))
	fill(t, s, 300)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			// Two settings that always agree.
			if err := s.Update(context.Background(), func(tx directory.Tx) error {
				return errors.Join(tx.SetSetting("a", fmt.Sprint(i)), tx.SetSetting("b", fmt.Sprint(i)))
			}); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for i := range 5 {
		file := filepath.Join(dir, fmt.Sprintf("copy-%d.db", i))
		if err := s.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		c := open(t, file)
		a, err := c.Setting(t.Context(), "a")
		b, err2 := c.Setting(t.Context(), "b")
		if err := errors.Join(err, err2); err != nil || a != b {
			t.Errorf("copy %d: %q and %q, %v", i, a, b, err)
		}
	}
	close(stop)
	wg.Wait()
}

func TestRestoreRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(t *testing.T, path string)
		code directory.Code
	}{
		{"an empty file", func(t *testing.T, path string) { write(t, path, nil) }, directory.CodeForeignFile},
		{"text", func(t *testing.T, path string) { write(t, path, []byte("backup")) }, directory.CodeForeignFile},
		{"a damaged page", func(t *testing.T, path string) {
			made(t, path)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			damage(t, path, int(info.Size())-30_000, 20_000)
		}, directory.CodeForeignFile},
		{"a reference to nothing", func(t *testing.T, path string) {
			made(t, path)
			db := raw(t, path)
			exec1(t, db, "PRAGMA foreign_keys = off")
			exec1(t, db, "UPDATE listing SET owner = 77 WHERE id = 1")
			_ = db.Close()
		}, directory.CodeForeignFile},
		{"a newer version", func(t *testing.T, path string) {
			made(t, path)
			db := raw(t, path)
			exec1(t, db, "PRAGMA user_version = 9999")
			_ = db.Close()
		}, directory.CodeNewerFile},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			file, target := filepath.Join(dir, "backup.db"), filepath.Join(dir, "data")
			c.make(t, file)
			wantCode(t, "Restore", restoring(t.Context(), file, target), c.code)
			if left, _ := filepath.Glob(filepath.Join(target, "*")); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}
