package directory

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// CommuneMerge says that a commune of the official list became part of another.
type CommuneMerge struct {
	From string // INSEE code of the commune that is no more
	Into string // INSEE code of the one it belongs to
	On   Date
	At   time.Time // when it was entered
}

// The entries of the log about merges of communes.
const (
	decidedCommuneMerge = "commune_merge"
	decidedCommuneSplit = "commune_split"
	communeTarget       = "commune:"
)

// MergeCommune says that a commune became part of another, today when no day is
// given: it is found by its old name, and who lives there is found in the new
// one. Errors: CodeNotFound, CodeConflict for a commune into itself or one that is
// no more, CodeOutOfRange of the field on for a day to come.
func (s *Service) MergeCommune(ctx context.Context, actor Actor, m CommuneMerge) error {
	today := s.Today()
	if m.On.IsZero() {
		m.On = today
	}
	if err := dayBetween("on", m.On, firstDay, today); err != nil {
		return err
	}
	return s.asKeeper(ctx, actor, ActionCommunes, func(tx Tx, by Actor, now time.Time) error {
		merges, err := s.store.CommuneMerges(ctx) // nobody else writes now
		if err != nil {
			return err
		}
		if err := s.atlas.With(merges).mergeable(m); err != nil {
			return err
		}
		m.At = now
		if err := tx.PutCommuneMerge(m); err != nil {
			return err
		}
		return catalogued(tx, Decision{
			At: now, Actor: by, Action: decidedCommuneMerge, Target: communeTarget + m.From, Reason: "into " + m.Into,
		})
	})
}

// mergeable tells what keeps a merge from being entered: both communes must be
// there, and not be the same.
func (a *Atlas) mergeable(m CommuneMerge) error {
	for _, c := range []struct{ field, insee string }{{"from", m.From}, {"into", m.Into}} {
		at, ok := a.Current(c.insee)
		switch {
		case !ok:
			return NotFound("commune", c.insee).In(c.field)
		case at.INSEE != c.insee || m.From == m.Into:
			return &Error{Code: CodeConflict, Field: c.field, Params: Params{"commune": at.Name}}
		}
	}
	return nil
}

// SplitCommune takes such a merge back. CodeNotFound.
func (s *Service) SplitCommune(ctx context.Context, actor Actor, from string) error {
	return s.asKeeper(ctx, actor, ActionCommunes, func(tx Tx, by Actor, now time.Time) error {
		if err := tx.DropCommuneMerge(from); err != nil {
			return err
		}
		return catalogued(tx, Decision{At: now, Actor: by, Action: decidedCommuneSplit, Target: communeTarget + from})
	})
}

// CommuneMerges are those that administrators entered, the newest first.
func (s *Service) CommuneMerges(ctx context.Context, actor Actor) ([]CommuneMerge, error) {
	if _, err := s.official(ctx, actor, ActionCommunes); err != nil {
		return nil, err
	}
	merges, err := s.store.CommuneMerges(ctx)
	if err != nil {
		return nil, s.internal("merges", err)
	}
	slices.SortStableFunc(merges, func(a, b CommuneMerge) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.From, b.From))
	})
	return merges, nil
}

// PreviewMerge is how many listings of a commune, visible or waiting, would be
// found in another. CodeNotFound.
func (s *Service) PreviewMerge(ctx context.Context, actor Actor, from string) (int, error) {
	if _, err := s.official(ctx, actor, ActionCommunes); err != nil {
		return 0, err
	}
	atlas := s.Atlas()
	at, ok := atlas.Commune(from)
	if !ok {
		return 0, NotFound("commune", from)
	}
	n := 0
	err := s.store.Listings(ctx, 0, func(l *Listing) error {
		n += btoi(l.concerns(func(p *Profile) bool {
			c, _ := atlas.Current(p.Commune)
			return c == at
		}))
		return nil
	})
	return n, s.internal("merge", err)
}

// concerns tells whether something holds of what a listing shows to everybody,
// or of what waits for a moderator.
func (l *Listing) concerns(holds func(*Profile) bool) bool {
	return l.Visible() && holds(&l.Published.Profile) || l.Pending() && holds(&l.Latest.Profile)
}
