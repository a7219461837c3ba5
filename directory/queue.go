package directory

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// queue is what waits for moderators, kept up as the store is followed and put
// in order when somebody looks. It is safe for concurrent use.
type queue struct {
	building sync.Mutex // held by whoever puts it in order; guards words
	words    wordMemo

	mu      sync.Mutex // guards the rest
	list    *waitlist
	about   aboutQueue
	version uint64 // rises with each change of the above but for the claims
	board   *board // nil: never asked for
}

// aboutQueue is what is read whenever the setting queue_version changes.
type aboutQueue struct {
	claims  []Claim
	reports []Report
	appeals []Appeal
	refused map[string]RefusedWord
}

// volumeWindow is what FlagVolume counts submissions within, and volumeAgain
// how long such a count is believed.
const (
	volumeWindow = 24 * time.Hour
	volumeAgain  = 10 * time.Minute
)

// saw takes over a listing that was written, and tells whether that concerns
// the queue.
func (q *queue) saw(l *Listing) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	moved := q.list.saw(l, nil)
	if moved = moved || q.board != nil && q.board.about[l.ID]; moved {
		q.version++
	}
	return moved
}

// former is the list as it was, for replace.
func (q *queue) former() *waitlist {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.list
}

// replace puts a list that was read anew in the place of the one there was.
func (q *queue) replace(list *waitlist) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = list
	q.version++
}

// tell replaces what else there is to know.
func (q *queue) tell(about aboutQueue) {
	q.mu.Lock()
	defer q.mu.Unlock()
	same := slices.Equal(about.reports, q.about.reports) && slices.Equal(about.appeals, q.about.appeals) &&
		maps.Equal(about.refused, q.about.refused)
	if q.about = about; !same {
		q.version++
	}
}

// known is what else there is to know.
func (q *queue) known() aboutQueue {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.about
}

// readAboutQueue reads what moderators have in hand, what was reported, what is
// contested and what was refused.
func (s *Service) readAboutQueue(ctx context.Context) (about aboutQueue, err error) {
	if about.claims, err = s.claims(ctx); err != nil {
		return about, err
	}
	if about.reports, err = s.store.OpenReports(ctx); err != nil {
		return about, err
	}
	safeReports(about.reports)
	if about.appeals, err = s.store.OpenAppeals(ctx); err != nil {
		return about, err
	}
	for i := range about.appeals {
		about.appeals[i].Words = SafeText(about.appeals[i].Words)
	}
	about.refused, err = s.store.RefusedWords(ctx)
	return about, err
}

// queueChanged makes every process read anew, once the transaction is done,
// what is claimed, reported, contested and refused, and tell its QueueChanges.
// Whatever writes any of that calls it.
func queueChanged(tx Tx) error {
	return tx.SetSetting(settingQueueVersion, logReference()+logReference())
}

// order is the board as it should be by now.
func (s *Service) order(ctx context.Context) (*board, error) {
	q := &s.queue
	q.building.Lock()
	defer q.building.Unlock()
	now := s.clock.now()
	in := q.inputs(now)
	if in == nil {
		return q.board, nil
	}
	b, err := s.newBoard(ctx, in, now)
	if err != nil {
		q.giveBack(in)
		return nil, err
	}
	q.keep(b, in)
	return b, nil
}

// newBoard puts in order what waits.
func (s *Service) newBoard(ctx context.Context, in *inputs, now time.Time) (*board, error) {
	if err := s.compare(ctx, in); err != nil {
		return nil, err
	}
	volumes, err := s.store.Submissions(ctx, now.Add(-volumeWindow))
	if err != nil {
		return nil, err
	}
	listings, err := s.reported(ctx, in)
	if err != nil {
		return nil, err
	}
	b := emptyBoard(in.version, now.Add(volumeAgain))
	for w, shared := range in.waiting {
		b.add(w.item(shared, volumes[w.listing.ID]))
	}
	b.addReports(in.reports, listings)
	b.addAppeals(in.appeals, listings)
	for _, p := range s.queue.words.proposals(s.Catalog().Taxonomy, in.proposing, in.refused) {
		b.add(p.item())
	}
	b.sort()
	return b, nil
}

// inputs are what a board is made of.
type inputs struct {
	aboutQueue
	version   uint64
	list      *waitlist
	waiting   map[*waiter][]Flag // with what they are known to have in common with others
	proposing []*Listing
	afresh    map[ListingID]bool // taken from the list
}

// inputs answers nil when the board there is needs no other.
func (q *queue) inputs(now time.Time) *inputs {
	q.mu.Lock()
	defer q.mu.Unlock()
	if b := q.board; b != nil && b.version == q.version && now.Before(b.until) {
		return nil
	}
	in := &inputs{
		aboutQueue: q.about, version: q.version, list: q.list,
		waiting: make(map[*waiter][]Flag, len(q.list.waiting)), proposing: slices.Collect(maps.Values(q.list.proposing)),
		afresh: q.list.afresh,
	}
	for id, w := range q.list.waiting {
		in.waiting[w] = w.shared
		if in.afresh[id] {
			w.shared = nil // whoever comes to share something meanwhile is looked for the next time
		}
	}
	q.list.afresh = make(map[ListingID]bool)
	return in
}

// keep puts a board in force.
func (q *queue) keep(b *board, in *inputs) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.board = b
	clear(in.list.flagged)
	for w, flags := range in.waiting {
		w.shared = flags
		for _, f := range flags {
			in.list.flagged[f.Other] = append(in.list.flagged[f.Other], w.listing.ID)
		}
	}
}

// giveBack is keep when no board could be made.
func (q *queue) giveBack(in *inputs) {
	q.mu.Lock()
	defer q.mu.Unlock()
	maps.Copy(in.list.afresh, in.afresh)
}

// compareOneByOne is up to how many listings are compared with all others one
// by one: beyond that, all that wait are compared at once.
const compareOneByOne = 32

// compare finds out what the listings that are afresh have in common with
// others.
func (s *Service) compare(ctx context.Context, in *inputs) error {
	if len(in.afresh) == 0 {
		return nil
	}
	all := len(in.afresh) > compareOneByOne
	of := slices.Collect(maps.Keys(in.afresh))
	if all {
		of = []ListingID{0}
	}
	shared := make(map[ListingID][]Twin)
	for _, id := range of {
		twins, err := s.store.Twins(ctx, id)
		if err != nil {
			return err
		}
		for _, t := range twins {
			if all || t.Listing == id {
				shared[t.Listing] = append(shared[t.Listing], t)
			}
		}
	}
	for w := range in.waiting {
		if id := w.listing.ID; all || in.afresh[id] {
			in.waiting[w] = twinFlags(shared[id])
		}
	}
	return nil
}

// reported reads the listings that are reported or contested and do not wait.
func (s *Service) reported(ctx context.Context, in *inputs) (map[ListingID]*Listing, error) {
	known := make(map[ListingID]*Listing)
	var ids []ListingID
	for i := range in.reports {
		ids = append(ids, in.reports[i].Listing)
	}
	for i := range in.appeals {
		ids = append(ids, in.appeals[i].Listing)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return known, nil
	}
	found, err := s.store.ListingsByID(ctx, ids)
	for _, l := range found {
		if l.Latest != nil {
			known[l.ID] = l
		}
	}
	return known, err
}
