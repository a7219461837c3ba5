package main

import (
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"teleorne/server/command"
)

const (
	defaultBackupEvery = 24 * time.Hour
	defaultBackupKeep  = 7
	backupsLock        = "backups.lock" // says that a server keeps its backups in a folder
)

// backupOptions are the flags about regular backups.
type backupOptions struct {
	dir   string // empty: none are made
	every time.Duration
	keep  int
}

func (o *backupOptions) flags(sh *command.Shell, fs *pflag.FlagSet) {
	o.every, o.keep = defaultBackupEvery, defaultBackupKeep
	sh.String(fs, &o.dir, "backup-dir")
	sh.Duration(fs, &o.every, "backup-every")
	sh.Whole(fs, &o.keep, "backup-keep", 1, math.MaxInt32)
}

// wanted tells whether backups are made regularly.
func (o *backupOptions) wanted() bool { return o.dir != "" && o.every > 0 }

// hold makes the folder of the backups, for its owner alone, and makes sure that
// they can be written there and that no other server does so: it would remove
// them in its turn. The function it answers lets go of the folder.
func (o *backupOptions) hold() (func(), error) {
	if o.dir == "" {
		return func() {}, nil
	}
	refused := func(err error) error { return failure(err, "local.backup_dir", "path", clip(o.dir)) }
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return nil, refused(err)
	}
	o.dir = dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, refused(err)
	}
	f, err := os.CreateTemp(dir, ".teleorne-*")
	if err != nil {
		return nil, refused(err)
	}
	_ = f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return nil, refused(err)
	}
	release, err := lockFolder(filepath.Join(dir, backupsLock), failure(nil, "local.backup_dir_taken", "path", clip(dir)))
	if err != nil {
		return nil, err
	}
	return release, nil
}
