package directory_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"teleorne/directory"
)

// keepsBackups runs the regular backups until something holds.
func (w *world) keepsBackups(every time.Duration, keep int, holds func() bool) {
	w.t.Helper()
	ctx, stop := context.WithCancel(w.t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	running.Go(func() { w.KeepBackups(ctx, every, keep) })
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("not within 20 s: %s", w.log)
		}
	}
}

// backupFiles are the names in the folder of backups.
func (w *world) backupFiles() []string {
	w.t.Helper()
	all, err := filepath.Glob(filepath.Join(filepath.Dir(w.path), "backups", "teleorne-*.db"))
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range all {
		all[i] = filepath.Base(all[i])
	}
	return all
}

// Made when due and no sooner, in the number that was asked for; what was missed
// is made up for once.
func TestRegularBackups(t *testing.T) {
	w := newWorld(t, withArchive)
	has := func(n int, newest string) func() bool {
		return func() bool {
			last, _, err := w.LastBackup(t.Context(), directory.Operator())
			return err == nil && last != nil && last.Name == newest && len(w.backupFiles()) == n
		}
	}
	w.keepsBackups(24*time.Hour, 2, has(1, "teleorne-2026-11-23T120000.db"))
	w.clock.move(24*time.Hour - time.Second)
	w.keepsBackups(24*time.Hour, 2, has(1, "teleorne-2026-11-23T120000.db"))
	w.clock.move(time.Second)
	w.keepsBackups(24*time.Hour, 2, has(2, "teleorne-2026-11-24T120000.db"))
	w.clock.move(10 * 24 * time.Hour) // the machine was off
	w.keepsBackups(24*time.Hour, 2, has(2, "teleorne-2026-12-04T120000.db"))
	if log := w.logOf("backup:"); len(log) != 3 {
		t.Errorf("in the log: %v", log)
	}
}

// A copy that is not sound takes the place of none, and administrators are told;
// so are they when none can be made.
func TestRegularBackupsFail(t *testing.T) {
	w := newWorld(t, withArchive)
	ana := w.admins("Ana")[0]
	failing := func() bool {
		_, since, err := w.LastBackup(t.Context(), ana)
		return err == nil && !since.IsZero()
	}
	for range 2 {
		if _, err := w.Backup(t.Context(), directory.Operator()); err != nil {
			t.Fatal(err)
		}
		w.clock.move(25 * time.Hour)
	}
	if failing() {
		t.Fatal("failing from the start")
	}
	backups := filepath.Join(filepath.Dir(w.path), "backups")
	if err := os.Rename(backups, backups+"-elsewhere"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(backups, nil, 0o600); err != nil { // a file in its place
		t.Fatal(err)
	}
	w.keepsBackups(time.Hour, 1, failing)
	if err := os.Remove(backups); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(backups+"-elsewhere", backups); err != nil {
		t.Fatal(err)
	}
	w.keepsBackups(time.Hour, 1, func() bool { return !failing() && len(w.backupFiles()) == 1 })

	w.elsewhere("DROP TRIGGER decision_is_final")
	w.elsewhere("UPDATE decision SET reason = 'autre' WHERE id = 1")
	w.clock.move(25 * time.Hour)
	w.keepsBackups(time.Hour, 1, func() bool { return failing() && len(w.backupFiles()) == 2 })
	last, _, err := w.LastBackup(t.Context(), ana)
	if err != nil || len(last.Problems) != 1 {
		t.Errorf("got %+v, %v", last, err)
	}
}

// Where none was ever made, administrators are told that making it fails, and
// since when they know.
func TestFirstRegularBackupFails(t *testing.T) {
	w := newWorld(t, withArchive)
	ana := w.admins("Ana")[0]
	backups := filepath.Join(filepath.Dir(w.path), "backups")
	if err := os.WriteFile(backups, nil, 0o600); err != nil { // a file in its place
		t.Fatal(err)
	}
	overview := func() *directory.Overview {
		o, err := w.Overview(t.Context(), ana)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	w.keepsBackups(time.Hour, 1, func() bool { return !overview().BackupFailing.IsZero() })
	if o := overview(); o.Backup != nil || !o.BackupFailing.Equal(noon) {
		t.Errorf("got %+v, failing %v", o.Backup, o.BackupFailing)
	}
	if err := os.Remove(backups); err != nil {
		t.Fatal(err)
	}
	w.keepsBackups(time.Hour, 1, func() bool { return overview().BackupFailing.IsZero() && overview().Backup != nil })
}
