package directory

import (
	"context"
	"fmt"
	"time"
)

// DemoProfile is a fictional profile. It is taken as it is: whoever makes it
// up sees to it that Normalise would have nothing to change.
type DemoProfile struct {
	Profile     Profile
	UpdatedAt   time.Time
	ConfirmedAt time.Time
}

// FillDemo publishes fictional profiles in an empty directory, which from then
// on says that it is a demonstration. One that is a demonstration already is
// left as it is; one that holds listings is refused with CodeNotEmpty.
func (s *Service) FillDemo(ctx context.Context, actor Actor, profiles []DemoProfile) error {
	if err := actor.May(ActionImport); err != nil {
		return err
	}
	return s.asOfficial(ctx, actor, ActionImport, "demo", func(tx Tx, by Actor) error {
		// Nobody else writes now, so what was committed is what there is.
		demo, err := s.store.Setting(ctx, settingDemo)
		if err != nil || demo == "1" {
			return err
		}
		last, err := s.store.LastSeq(ctx)
		if err != nil {
			return err
		}
		if last != 0 {
			return &Error{Code: CodeNotEmpty}
		}
		for i := range profiles {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := putDemo(tx, by, s.Now(), &profiles[i]); err != nil {
				return err
			}
		}
		if err := tx.SetSetting(settingDemo, "1"); err != nil {
			return err
		}
		return tx.Decide(Decision{At: s.Now(), Actor: by, Action: decidedDemo, Reason: fmt.Sprintf("%d written", len(profiles))})
	})
}

// putDemo publishes one. The log tells when it was confirmed, which nothing else
// does.
func putDemo(tx Tx, by Actor, now time.Time, d *DemoProfile) error {
	slug, err := tx.FreeSlug(Slugify(d.Profile.Name))
	if err != nil {
		return err
	}
	id, err := tx.AddListing(slug, 0, d.UpdatedAt)
	if err != nil {
		return err
	}
	rev, err := tx.AddRevision(id, RevisionAccepted, &d.Profile, d.UpdatedAt)
	if err != nil {
		return err
	}
	if err := tx.Publish(id, rev, d.UpdatedAt); err != nil {
		return err
	}
	if err := tx.Confirm(id, d.ConfirmedAt); err != nil {
		return err
	}
	return tx.Decide(Decision{
		At: now, Actor: by, Action: decidedDemo, Listing: id, Revision: rev, Reason: d.ConfirmedAt.UTC().Format(time.RFC3339Nano),
	})
}
