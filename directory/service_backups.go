package directory

import (
	"context"
	"sync/atomic"
	"time"
)

// backups are the regular ones of the process that serves the directory.
type backups struct {
	failed atomic.Pointer[time.Time] // the last attempt since the last one that succeeded; nil: none
}

// failing is when an attempt failed last, since one succeeded; zero: none did.
func (b *backups) failing() time.Time {
	if failed := b.failed.Load(); failed != nil {
		return *failed
	}
	return time.Time{}
}

// KeepBackups makes a copy whenever the newest is as old as that, and removes all
// but so many of the newest once the new one was found to be sound, until ctx
// ends. One that is due at the start, because the server was down, is made at
// once; one that failed is tried again after ten minutes at most. It is for the
// process that serves the directory.
func (s *Service) KeepBackups(ctx context.Context, every time.Duration, keep int) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	var again time.Time
	for {
		if !time.Now().Before(again) {
			if err := s.backUp(ctx, every, keep); err != nil && ctx.Err() == nil {
				now := s.Now()
				s.backups.failed.Store(&now)
				s.log.Error("the regular backup fails", "error", SafeLine(err.Error()))
				again = time.Now().Add(min(every, upkeepAgain))
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// backUp makes a copy if one is due. While the newest is not sound, the older
// ones stay.
func (s *Service) backUp(ctx context.Context, every time.Duration, keep int) error {
	now := s.Now()
	newest, err := s.archive.Newest(ctx, now)
	if err != nil || now.Sub(newest) < every {
		return err
	}
	info, err := s.Backup(ctx, Operator())
	switch {
	case IsCode(err, CodeDuplicate):
		return nil // somebody made one within this second
	case err != nil:
		return err
	case len(info.Problems) > 0:
		return &Error{Code: CodeForeignFile, Params: Params{"value": info.Name}}
	}
	s.backups.failed.Store(nil)
	s.log.Info("backup", "name", info.Name, "bytes", info.Bytes)
	return s.archive.Rotate(ctx, keep, s.Now())
}
