package directory

import (
	"context"
	"time"
)

// Overview is what waits for administrators, at a glance.
type Overview struct {
	Queue         map[ItemKind]int
	Motions       int // open, of others
	Requests      int // open
	NextDue       Date
	Bans          int // in force
	Stale         int // listings that nobody confirmed within Ages.Remind
	Backup        *BackupInfo
	BackupFailing time.Time // as of LastBackup
	Announced     *Announcement
}

// Overview is what waits, for administrators; moderators are told the queue
// alone. CodeNotPermitted.
func (s *Service) Overview(ctx context.Context, actor Actor) (*Overview, error) {
	by, err := s.official(ctx, actor, ActionModerate)
	if err != nil {
		return nil, err
	}
	queue, err := s.Queue(ctx, actor)
	if err != nil {
		return nil, err
	}
	o := &Overview{Queue: queue.Count}
	if by.Role < RoleAdministrator {
		return o, nil
	}
	if err := s.fillOverview(ctx, by, o); err != nil {
		return nil, s.internal("overview", err)
	}
	return o, nil
}

// fillOverview adds what is for administrators alone.
func (s *Service) fillOverview(ctx context.Context, actor Actor, o *Overview) error {
	motions, err := s.Motions(ctx, actor, false)
	if err != nil {
		return err
	}
	for _, m := range motions {
		if !m.Yours {
			o.Motions++
		}
	}
	requests, err := s.store.DataRequests(ctx, true)
	if err != nil {
		return err
	}
	o.Requests = len(requests)
	for _, r := range requests {
		if o.NextDue.IsZero() || r.Due < o.NextDue {
			o.NextDue = r.Due
		}
	}
	bans, err := s.store.Bans(ctx, s.clock.now())
	if err != nil {
		return err
	}
	o.Bans = len(bans)
	board, err := s.FreshnessBoard(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range board {
		o.Stale += e.Total - e.Ages[AgeFresh]
	}
	o.Announced = s.Announcement()
	o.BackupFailing = s.backups.failing()
	o.Backup, err = s.lastBackup(ctx)
	return err
}
