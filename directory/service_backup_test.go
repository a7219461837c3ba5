package directory_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
	"teleorne/directory/sqlite"
)

func withArchive(o *directory.Options) { o.Archive = sqlite.NewArchive(o.Store.(*sqlite.Store)) }

// files are what lies in the data directory beside the database.
func (w *world) files() []string {
	w.t.Helper()
	var all []string
	dir := filepath.Dir(w.path)
	if err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		if err == nil && name != "." && !strings.HasPrefix(name, sqlite.FileName) {
			all = append(all, name)
		}
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return all
}

func TestBackup(t *testing.T) {
	w := newWorld(t, withArchive)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	w.owner(person("Claire Dubois"))
	if last, _, err := w.LastBackup(ctx, ana); err != nil || last != nil {
		t.Errorf("got %+v, %v", last, err)
	}
	info, err := w.Backup(ctx, ana)
	if err != nil || info.Name != "teleorne-2026-11-23T120000.db" || info.Bytes < 4096 || len(info.Problems) != 0 || !info.At.Equal(noon) {
		t.Fatalf("got %+v, %v", info, err)
	}
	path := filepath.Join(filepath.Dir(w.path), "backups", info.Name)
	for path, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700 | fs.ModeDir} {
		if got, err := os.Stat(path); err != nil || got.Mode() != want {
			t.Errorf("%s: %v, %v", path, got.Mode(), err)
		}
	}
	if last, _, err := w.LastBackup(ctx, ana); err != nil || last.Name != info.Name || !last.At.Equal(info.At) || last.Bytes != info.Bytes {
		t.Errorf("got %+v, %v", last, err)
	}
	w.wantLog("backup:", "backup")
	// What was copied is a directory with its log, in which this copy is not yet.
	restored := filepath.Join(t.TempDir(), "restored")
	if _, err := sqlite.Restore(ctx, path, restored); err != nil {
		t.Fatal(err)
	}
	copied := openWorld(t, filepath.Join(restored, sqlite.FileName))
	copied.wantFound("claire-dubois")
	copied.wantLog("backup:")
	if _, err := w.Backup(ctx, ana); !directory.IsCode(err, directory.CodeDuplicate) { // within the same second
		t.Error(err)
	} else if strings.Contains(err.Error(), filepath.Dir(w.path)) {
		t.Errorf("where the file lies is told: %v", err)
	}

	moderator := w.granted("Monique", directory.RoleModerator)
	for _, a := range []directory.Actor{visitor, known, moderator, admin} {
		_, err := w.Backup(ctx, a)
		wantCode(t, err, directory.CodeNotPermitted)
		_, _, err = w.LastBackup(ctx, a)
		wantCode(t, err, directory.CodeNotPermitted)
		wantCode(t, w.StreamBackup(ctx, a, nil), directory.CodeNotPermitted)
	}
}

func TestBackupsAreForgottenInTime(t *testing.T) {
	w := newWorld(t, withArchive)
	ctx := t.Context()
	old, err := w.Backup(ctx, directory.Operator())
	if err != nil {
		t.Fatal(err)
	}
	w.clock.move(10 * 24 * time.Hour)
	newer, err := w.Backup(ctx, directory.Operator())
	if err != nil {
		t.Fatal(err)
	}
	backups := filepath.Join(filepath.Dir(w.path), "backups")
	notes := filepath.Join(backups, "notes.txt")
	crashed := filepath.Join(backups, ".teleorne-2026-11-01T120000.db-123")
	running := filepath.Join(backups, ".teleorne-2026-12-23T120000.db-123")
	for _, path := range []string{notes, crashed, running} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(crashed, long, long); err != nil {
		t.Fatal(err)
	}
	there := func(path string, want bool) {
		t.Helper()
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: %v", path, err)
		}
	}
	w.clock.move(20*24*time.Hour - time.Minute)
	w.upkeep()
	there(filepath.Join(backups, old.Name), true)
	w.clock.move(2 * time.Minute)
	w.upkeep()
	there(filepath.Join(backups, old.Name), false)
	there(filepath.Join(backups, newer.Name), true)
	there(notes, true)
	there(crashed, false)
	there(running, true)
}

// brokenWriter takes so many bytes.
type brokenWriter struct{ left int }

var errLineCut = errors.New("the line is cut")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errLineCut
	}
	return len(p), nil
}

func TestStreamBackup(t *testing.T) {
	w := newWorld(t, withArchive)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	w.owner(person("Claire Dubois"))
	var out bytes.Buffer
	if err := w.StreamBackup(ctx, ana, &out); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if problems, err := sqlite.CheckFile(ctx, path); err != nil || len(problems) != 0 {
		t.Errorf("the copy: %v, %v", problems, err)
	}
	copied := openWorld(t, path)
	copied.wantFound("claire-dubois")
	copied.wantLog("backup:", "backup") // it tells of itself
	if err := w.StreamBackup(ctx, ana, &brokenWriter{left: 10_000}); !errors.Is(err, errLineCut) {
		t.Error(err)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if err := w.StreamBackup(over, ana, &out); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left := w.files(); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

// Copies of which one is under way, and writes meanwhile, do not disturb each
// other.
func TestBackupsAtOnce(t *testing.T) {
	w := newWorld(t, withArchive)
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var out bytes.Buffer
			if err := w.StreamBackup(ctx, ana, &out); err != nil || out.Len() < 4096 {
				t.Error(out.Len(), err)
			}
		})
	}
	wg.Go(func() {
		if _, err := w.Backup(ctx, ana); err != nil {
			t.Error(err)
		}
	})
	w.owner(person("Claire Dubois"))
	wg.Wait()
	if left := w.files(); len(left) != 2 { // the folder and the copy in it
		t.Errorf("left over: %v", left)
	}
}

// The operator's copy is a file of theirs, and in the log as all others are; a log
// that cannot be written keeps nobody from making one.
func TestBackupTo(t *testing.T) {
	full := &brokenStore{}
	w := newWorld(t, withArchive, func(o *directory.Options) { full.Store = o.Store; o.Store = full })
	ctx := t.Context()
	ana := w.admins("Ana")[0]
	path := filepath.Join(t.TempDir(), "copy.db")
	_, err := w.BackupTo(ctx, ana, path)
	wantCode(t, err, directory.CodeNotPermitted)
	if noted, err := w.BackupTo(ctx, directory.Operator(), path); err != nil || !noted {
		t.Errorf("got %v, %v", noted, err)
	}
	w.wantLog("backup:", "backup")
	_, err = w.BackupTo(ctx, directory.Operator(), path)
	wantCode(t, err, directory.CodeDuplicate)
	_, err = w.BackupTo(ctx, directory.Operator(), filepath.Join(path, "none"))
	wantCode(t, err, directory.CodeUnwritable)
	w.wantLog("backup:", "backup")
	full.unwritable = &directory.Error{Code: directory.CodeDiskFull}
	path = filepath.Join(t.TempDir(), "copy.db")
	if noted, err := w.BackupTo(ctx, directory.Operator(), path); err != nil || noted {
		t.Errorf("got %v, %v", noted, err)
	}
	if problems, err := sqlite.CheckFile(ctx, path); err != nil || len(problems) != 0 {
		t.Errorf("the copy: %v, %v", problems, err)
	}
}

// fullArchive has no room left.
type fullArchive struct{ directory.Archive }

func (fullArchive) Keep(context.Context, string) (int64, []string, error) {
	return 0, nil, &directory.Error{Code: directory.CodeDiskFull, Params: directory.Params{"value": "/srv/secret"}}
}

func TestBackupWithoutRoom(t *testing.T) {
	w := newWorld(t, func(o *directory.Options) { o.Archive = fullArchive{} })
	ana := w.admins("Ana")[0]
	_, err := w.Backup(t.Context(), ana)
	if e := wantCode(t, err, directory.CodeStorage); e.Params["value"] != nil {
		t.Errorf("where the file lies is told: %v", e)
	}
	_, err = w.Backup(t.Context(), directory.Operator())
	wantCode(t, err, directory.CodeDiskFull)
	w.wantLog("backup:")

	w = newWorld(t)
	ana = w.admins("Ana")[0]
	_, err = w.Backup(t.Context(), ana)
	wantCode(t, err, directory.CodeNoArchive)
	wantCode(t, w.StreamBackup(t.Context(), ana, nil), directory.CodeNoArchive)
}

// Of a folder that cannot be written, and of a copy that is not sound, people
// are told.
func TestBackupCannotBeKept(t *testing.T) {
	w := newWorld(t, withArchive)
	if err := os.WriteFile(filepath.Join(filepath.Dir(w.path), "backups"), nil, 0o600); err != nil { // a file in its place
		t.Fatal(err)
	}
	_, err := w.Backup(t.Context(), directory.Operator())
	wantCode(t, err, directory.CodeUnwritable)
}

func TestBackupTellsProblems(t *testing.T) {
	w := newWorld(t, withArchive)
	ana := w.admins("Ana")[0]
	w.elsewhere("DROP TRIGGER decision_is_final")
	w.elsewhere("UPDATE decision SET reason = 'autre' WHERE id = 1")
	info, err := w.Backup(t.Context(), ana)
	if err != nil || len(info.Problems) != 1 || !strings.Contains(info.Problems[0], "entry 1") {
		t.Errorf("got %+v, %v", info, err)
	}
	if last, _, err := w.LastBackup(t.Context(), ana); err != nil || len(last.Problems) != 1 {
		t.Errorf("got %+v, %v", last, err)
	}
}
