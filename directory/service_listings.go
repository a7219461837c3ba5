package directory

import (
	"context"
	"slices"
)

// ListingQuery says which listings a moderator wants to see, whatever their
// state.
type ListingQuery struct {
	Text   string // each word in the name, the organisation, the slug, the e-mail, the phone or the SIRET; empty: all
	State  string // one of the State… constants, or "pending" for all that wait; empty: all
	EPCI   string // SIREN; empty: all
	Offset int
	Limit  int // 1–500; 0: 50
}

// ListingPage is a page of listings, the last written first.
type ListingPage struct {
	Listings []*Listing
	Total    int
}

// FindListings are listings of every state, for moderators: at most 500 at
// once. CodeNotPermitted; CodeChoice of the field state; CodeNotFound for an
// EPCI that is not there; CodeEncoding.
func (s *Service) FindListings(ctx context.Context, actor Actor, q ListingQuery) (*ListingPage, error) {
	if _, err := s.official(ctx, actor, ActionModerate); err != nil {
		return nil, err
	}
	var err error
	if q.Text, err = cleanQueryText(q.Text); err != nil {
		return nil, err
	}
	states := []string{
		StateDraft, StatePending, StatePublished, StateRejected, StatePaused, StateSuspended, StateWithdrawn, StateDormant,
	}
	if q.State != "" && !slices.Contains(states, q.State) {
		return nil, notAllowed(q.State, states).In("state")
	}
	communes, err := s.communesOf(q.EPCI)
	if err != nil {
		return nil, err
	}
	if q.Limit <= 0 {
		q.Limit = defaultListings
	}
	q.Limit, q.Offset = min(q.Limit, maxListings), max(q.Offset, 0)
	listings, total, err := s.store.FindListings(ctx, q, communes)
	if err != nil {
		return nil, s.internal("find listings", err)
	}
	return &ListingPage{Listings: listings, Total: total}, nil
}

// communesOf are the INSEE codes of the communes of an EPCI, and of those that
// they took in; none for an empty SIREN.
func (s *Service) communesOf(siren string) ([]string, error) {
	if siren == "" {
		return nil, nil
	}
	codes := s.Atlas().CodesIn(siren)
	if len(codes) == 0 {
		return nil, NotFound("epci", siren)
	}
	return codes, nil
}
