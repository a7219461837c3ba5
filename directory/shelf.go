package directory

import (
	"context"
	"sync"
)

// maxShelved bounds the listings at hand, at some kilobytes each.
const maxShelved = 2048

// shelf keeps listings that were read at hand: whoever types a word is shown
// nearly the same people with each letter, and so are others. All of it is as
// the store had it at one version, and is dropped when that is over.
type shelf struct {
	mu       sync.Mutex
	version  int64 // Store.DataVersion before they were read
	listings map[ListingID]*Listing

	// Cards of these listings, as visitors see them who asked for no contacts, the
	// same for all of them, and what they were made with. Hundreds of open pages
	// show the same people.
	cards   map[shelvedCard]*Card
	catalog *Catalog
	day     Date
}

// shelvedCard tells cards of a listing apart by the one thing in which visitors
// differ.
type shelvedCard struct {
	id     ListingID
	proven bool
}

// listings are those that exist, in the order asked for, as the store has them
// now. They are shared: nobody changes them.
func (s *Service) listings(ctx context.Context, ids []ListingID) ([]*Listing, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	// Read first: what is committed from here on shows as another version.
	version, err := s.store.DataVersion(ctx)
	if err != nil {
		return nil, err
	}
	found := make([]*Listing, len(ids))
	missing := s.shelf.take(version, ids, found)
	if len(missing) > 0 {
		read, err := s.store.ListingsByID(ctx, missing)
		if err != nil {
			return nil, err
		}
		s.shelf.put(version, read)
		// Both are in the order asked for.
		for i, id := range ids {
			if len(read) > 0 && found[i] == nil && read[0].ID == id {
				found[i], read = read[0], read[1:]
			}
		}
	}
	there := found[:0]
	for _, l := range found {
		if l != nil {
			there = append(there, l)
		}
	}
	return there, nil
}

// take fills in the listings at hand, and answers which are not.
func (s *shelf) take(version int64, ids []ListingID, found []*Listing) (missing []ListingID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turn(version)
	for i, id := range ids {
		if found[i] = s.listings[id]; found[i] == nil {
			missing = append(missing, id)
		}
	}
	return missing
}

// put keeps listings that were read at a version or after it. Whoever read them
// took that version first, and nobody has gone on to another one since.
func (s *shelf) put(version int64, read []*Listing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if version != s.version {
		return
	}
	if len(s.listings)+len(read) > maxShelved {
		clear(s.listings)
		clear(s.cards)
	}
	for _, l := range read {
		s.listings[l.ID] = l
	}
}

// follow drops what is older than a version: of somebody who was erased nothing
// stays.
func (s *shelf) follow(version int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turn(version)
}

// turn goes on to a version. It needs the lock.
func (s *shelf) turn(version int64) {
	if version != s.version || s.listings == nil {
		s.version, s.listings = version, make(map[ListingID]*Listing)
		s.cards = make(map[shelvedCard]*Card)
	}
}

// card is the card at hand of a listing that is at hand; else nil.
func (s *shelf) card(l *Listing, proven bool, catalog *Catalog, day Date) *Card {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.catalog != catalog || s.day != day {
		s.catalog, s.day = catalog, day
		clear(s.cards)
	}
	if s.listings[l.ID] != l {
		return nil
	}
	return s.cards[shelvedCard{l.ID, proven}]
}

// putCard keeps a card of a listing, if that still is at hand and nothing has
// changed that the card was made with.
func (s *shelf) putCard(l *Listing, proven bool, catalog *Catalog, day Date, c *Card) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listings[l.ID] == l && s.catalog == catalog && s.day == day {
		s.cards[shelvedCard{l.ID, proven}] = c
	}
}
