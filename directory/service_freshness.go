package directory

import (
	"context"
	"maps"
	"slices"
	"time"
)

// EPCIFreshness is how up to date the listings of an intercommunality are.
type EPCIFreshness struct {
	EPCI   EPCI
	Total  int         // visible or dormant
	Ages   map[Age]int // of these
	Oldest time.Time   // confirmation; zero without listings
}

// boardCache keeps the last board of freshness. Only the holder of the turn
// touches it.
type boardCache struct {
	turn    chan struct{}
	seq     Seq
	today   Date
	catalog *Catalog
	board   []EPCIFreshness
}

// FreshnessBoard is how up to date the listings are, by intercommunality, in the
// order of their names. For moderators.
func (s *Service) FreshnessBoard(ctx context.Context, actor Actor) ([]EPCIFreshness, error) {
	if _, err := s.official(ctx, actor, ActionModerate); err != nil {
		return nil, err
	}
	// Counting reads every listing: once for all who ask.
	k := &s.kept.board
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	seq, err := s.store.LastSeq(ctx)
	if err != nil {
		return nil, s.internal("freshness", err)
	}
	if c, today := s.Catalog(), s.Today(); k.board == nil || k.seq != seq || k.today != today || k.catalog != c {
		board, err := s.countFreshness(ctx, c)
		if err != nil {
			return nil, s.internal("freshness", err)
		}
		k.seq, k.today, k.catalog, k.board = seq, today, c, board
	}
	board := slices.Clone(k.board)
	for i := range board {
		board[i].Ages = maps.Clone(board[i].Ages)
	}
	return board, nil
}

func (s *Service) countFreshness(ctx context.Context, c *Catalog) ([]EPCIFreshness, error) {
	epcis, now := c.Atlas.EPCIs(), s.Now()
	board, at := make([]EPCIFreshness, len(epcis)), make(map[string]int, len(epcis))
	for i, e := range epcis {
		board[i] = EPCIFreshness{EPCI: e, Ages: make(map[Age]int)}
		at[e.SIREN] = i
	}
	err := s.store.Listings(ctx, 0, func(l *Listing) error {
		if l.Published == nil || l.Paused || l.Suspended || l.Withdrawn {
			return nil // neither visible nor dormant
		}
		commune, ok := c.Atlas.Current(l.Published.Profile.Commune)
		if !ok {
			return nil
		}
		i, ok := at[commune.EPCI.SIREN]
		if !ok {
			return nil
		}
		board[i].add(l, s.ages, now)
		return nil
	})
	return board, err
}

// add counts a listing.
func (f *EPCIFreshness) add(l *Listing, ages Ages, now time.Time) {
	age, _ := ages.of(l, &Draft{}, now)
	f.Total++
	f.Ages[age]++
	if at := since(l, &Draft{}); f.Oldest.IsZero() || at.Before(f.Oldest) {
		f.Oldest = at
	}
}
