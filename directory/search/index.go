// Package search is the read index of the directory: what a query finds, in
// which order, with which facets and corrections. It holds in memory what is
// needed to answer and nothing else; it knows neither SQL nor who is asking,
// and no listing that is not visible ever enters it.
package search

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"teleorne/directory"
)

// Index is a directory.Index over the listings it was given by Apply. It is
// safe for concurrent use.
//
// Searches share mu; a single update holds it for some microseconds. Updates
// are serialised by writing, which also guards rebuild and since.
type Index struct {
	ground *ground
	slots  chan struct{} // a search holds one: at most one search per core
	pool   sync.Pool     // *scratch

	mu      sync.RWMutex // guards seg and what is in it, and days
	seg     *segment
	days    days
	counted atomic.Pointer[directory.Counts] // of seg as it is; nil until somebody asks

	writing sync.Mutex
	rebuild *rebuild // the rebuild under way, nil when there is none
	since   []change // what was applied since it began
	reader  *reader
}

var _ directory.Index = (*Index)(nil)

// days are what a search measures dates by.
type days struct {
	today directory.Date // availability is counted from it
	stale directory.Date // who was last confirmed before it ranks lower; zero: nobody
}

// New returns an empty index for the catalog's communes and skills. Listings
// that name others are found by what remains of them.
func New(c *directory.Catalog) *Index { return newIndex(newGround(c)) }

func newIndex(g *ground) *Index {
	x := &Index{
		ground: g,
		slots:  make(chan struct{}, max(1, runtime.GOMAXPROCS(0))),
		seg:    newSegment(g),
		reader: newReader(g),
	}
	x.pool.New = func() any { return new(scratch) }
	return x
}

// SetDay sets the day that availability is counted from, and the one since
// which a profile must have been confirmed not to rank lower; zero: none. It
// costs nothing: no list and no number depends on a day, each search compares.
func (x *Index) SetDay(today, stale directory.Date) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.days = days{today, stale}
}

// Len is how many listings are found by a query without conditions.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.seg.alive
}

// enter waits for a slot; whoever gives up waiting never takes one.
func (x *Index) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case x.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		x.leave()
		return err
	}
	return nil
}

func (x *Index) leave() { <-x.slots }

// Search answers a query; see directory.Searcher. Places and skills that the
// catalog does not have are found nowhere.
func (x *Index) Search(ctx context.Context, q directory.Query) (*directory.Found, error) {
	ask := parse(q.Text)
	if err := x.enter(ctx); err != nil {
		return nil, err
	}
	defer x.leave()
	s := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	x.mu.RLock()
	defer x.mu.RUnlock()
	r := &run{segment: x.seg, scratch: s, ask: ask, query: q, days: x.days}
	return r.answer(ctx)
}
