package directory

import (
	"context"
	"encoding/json"
	"io"
	"time"
)

// BackupInfo is a copy of the directory that was kept, and its check.
type BackupInfo struct {
	At       time.Time `json:"at"`
	Name     string    `json:"name"` // of the file within the folder of backups
	Bytes    int64     `json:"bytes"`
	Problems []string  `json:"problems"` // what checking the copy found; none: it is sound
}

// Archive makes copies of the directory.
type Archive interface {
	// Stream writes a consistent copy.
	Stream(ctx context.Context, w io.Writer) error
	// Copy writes a consistent copy to a new file. CodeDuplicate when there is one.
	Copy(ctx context.Context, path string) error
	// Keep keeps a copy in the folder of backups under that name, and checks it.
	// CodeDuplicate when there is one of that name.
	Keep(ctx context.Context, name string) (bytes int64, problems []string, err error)
	// Forget removes the copies that were made before a time.
	Forget(ctx context.Context, before time.Time) error
	// Newest is when the newest copy was made, as of a time; zero: there is none.
	Newest(ctx context.Context, now time.Time) (time.Time, error)
	// Rotate removes all copies but so many of the newest, as of a time.
	Rotate(ctx context.Context, keep int, now time.Time) error
}

const (
	settingLastBackup = "last_backup" // BackupInfo as JSON
	decidedBackup     = "backup"
	backupName        = "teleorne-2006-01-02T150405.db"
)

// Backup keeps a copy of the directory beside it and checks it. What the check
// finds is told, and the copy stays. Errors: CodeNotPermitted, CodeNoArchive where
// there is no folder for backups, CodeStorage.
func (s *Service) Backup(ctx context.Context, actor Actor) (*BackupInfo, error) {
	by, err := s.official(ctx, actor, ActionBackup)
	if err != nil {
		return nil, err
	}
	if err := s.writable(); err != nil {
		return nil, err
	}
	if s.archive == nil {
		return nil, &Error{Code: CodeNoArchive}
	}
	info := &BackupInfo{At: s.Now().Truncate(time.Second)}
	info.Name = info.At.Format(backupName)
	if info.Bytes, info.Problems, err = s.archive.Keep(ctx, info.Name); err != nil {
		return nil, s.unsaved(actor, "backup", err)
	}
	kept, err := json.Marshal(info)
	if err != nil {
		return nil, s.internal("backup", err)
	}
	// The copy is there: it is noted even if its maker lost the right meanwhile.
	err = s.write(context.WithoutCancel(ctx), actor, "backup", func(tx Tx) error {
		if err := tx.SetSetting(settingLastBackup, string(kept)); err != nil {
			return err
		}
		return tx.Decide(Decision{At: s.stamp(), Actor: by, Action: decidedBackup, Target: "backup:" + info.Name})
	})
	if err != nil {
		return nil, err
	}
	return info, nil
}

// unsaved tells that a copy could not be made: the operator also where.
func (s *Service) unsaved(actor Actor, doing string, err error) error {
	if actor.Role == RoleOperator {
		return s.toOperator(doing, err)
	}
	return s.unwritten(doing, err)
}

// StreamBackup writes a copy of the directory. That it is made is in the log
// before it leaves. Errors as of Backup, and what w says.
func (s *Service) StreamBackup(ctx context.Context, actor Actor, w io.Writer) error {
	if err := actor.May(ActionBackup); err != nil {
		return err
	}
	if err := s.writable(); err != nil {
		return err
	}
	if s.archive == nil {
		return &Error{Code: CodeNoArchive}
	}
	err := s.asOfficial(ctx, actor, ActionBackup, "backup", func(tx Tx, by Actor) error {
		return tx.Decide(Decision{At: s.stamp(), Actor: by, Action: decidedBackup, Target: "backup:stream"})
	})
	if err != nil {
		return err
	}
	out := &outlet{w: w}
	err = s.archive.Stream(ctx, out)
	if out.err != nil {
		return out.err // whoever asked for it is gone
	}
	return s.unsaved(actor, "backup", err)
}

// BackupTo writes a copy of the directory to a new file, for the operator. That it
// was made is in the log; where nothing can be written there any more, the copy is
// what counts, and noted is false. Errors: CodeNotPermitted, CodeNoArchive,
// CodeDuplicate, CodeUnwritable, CodeDiskFull.
func (s *Service) BackupTo(ctx context.Context, actor Actor, path string) (noted bool, err error) {
	switch {
	case actor.Role != RoleOperator:
		return false, &Error{Code: CodeNotPermitted}
	case s.archive == nil:
		return false, &Error{Code: CodeNoArchive}
	}
	if err := s.archive.Copy(ctx, path); err != nil {
		return false, s.toOperator("backup", err)
	}
	err = s.write(context.WithoutCancel(ctx), actor, "backup", func(tx Tx) error {
		return tx.Decide(Decision{At: s.stamp(), Actor: actor, Action: decidedBackup, Target: "backup:file"})
	})
	if err != nil {
		s.log.Error("a backup is not in the log", "error", SafeLine(err.Error()))
	}
	return err == nil, nil
}

// outlet remembers that nothing can be written any more.
type outlet struct {
	w   io.Writer
	err error
}

func (o *outlet) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	o.err = err
	return n, err
}

// LastBackup is the last copy that was kept, nil if none ever was, and when a
// regular one failed last since one succeeded; zero: none did.
func (s *Service) LastBackup(ctx context.Context, actor Actor) (last *BackupInfo, failing time.Time, err error) {
	if _, err := s.official(ctx, actor, ActionBackup); err != nil {
		return nil, time.Time{}, err
	}
	last, err = s.lastBackup(ctx)
	return last, s.backups.failing(), s.internal("last backup", err)
}

func (s *Service) lastBackup(ctx context.Context) (*BackupInfo, error) {
	kept, err := s.store.Setting(ctx, settingLastBackup)
	if err != nil || kept == "" {
		return nil, err
	}
	info := new(BackupInfo)
	if err := json.Unmarshal([]byte(kept), info); err != nil {
		return nil, err
	}
	info.At = info.At.In(s.clock.zone)
	for i := range info.Problems {
		info.Problems[i] = SafeLine(info.Problems[i])
	}
	return info, nil
}

// forgetBackups removes the copies that the privacy notice no longer allows:
// whoever was erased is in no older one.
func (s *Service) forgetBackups(ctx context.Context) error {
	if s.archive == nil {
		return nil
	}
	return s.archive.Forget(ctx, s.Now().AddDate(0, 0, -backupDays))
}
