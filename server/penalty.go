package server

import (
	queue "container/heap"
	"net/netip"
	"sync"
	"time"
)

// maxPenalised is how many addresses are remembered for what they did, some
// 10 MB at most. Past it the one whose penalty ends first is forgotten.
const maxPenalised = 1 << 16

// Penalties are what bad manners cost an address: time that adds up, fades as
// it passes, and past the threshold keeps new connections of the address out
// until all of it is over. 0 switches one of them off, a threshold of 0 all.
//
// What is turned away costs nothing more, so that an address is never out for
// longer than Max, however noisy it is, and one that has a session open is not
// kept out at all: behind it may be a whole town hall.
type Penalties struct {
	Threshold time.Duration  // past it the address is out
	Max       time.Duration  // no penalty lasts longer; 0: ten times the threshold
	Login     time.Duration  // a login failed
	Grace     time.Duration  // nobody logged in within Limits.LoginGrace
	Garbage   time.Duration  // what came was not SSH
	Unused    time.Duration  // gone before it tried to log in
	Crowd     time.Duration  // more connections without a session than its share
	Exempt    []netip.Prefix // networks that are never penalised
}

// DefaultPenalties let somebody fail six times in a row, and keep nobody out
// for more than two minutes.
func DefaultPenalties() Penalties {
	return Penalties{
		Threshold: 30 * time.Second,
		Max:       2 * time.Minute,
		Login:     5 * time.Second,
		Grace:     10 * time.Second,
		Garbage:   10 * time.Second,
		Unused:    time.Second,
		Crowd:     time.Second,
	}
}

// penalties remembers what addresses have to their account.
type penalties struct {
	rules Penalties
	now   func() time.Time
	most  int

	mu    sync.Mutex
	known map[netip.Addr]*penalty
	ends  penaltyHeap
}

// penalty is that of one address, over at its end.
type penalty struct {
	source netip.Addr
	end    time.Time
	out    bool // the threshold was passed, and the end has not come since
	place  int  // in the heap
}

func newPenalties(rules Penalties) *penalties {
	if rules.Max <= 0 {
		rules.Max = 10 * rules.Threshold
	}
	return &penalties{rules: rules, now: time.Now, most: maxPenalised, known: map[netip.Addr]*penalty{}}
}

// add puts an amount to the account of a source, and tells whether it is out by
// that.
func (p *penalties) add(source netip.Addr, amount time.Duration) (out bool) {
	if p.rules.Threshold <= 0 || amount <= 0 || inside(p.rules.Exempt, source) {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	p.fade(now)
	e := p.known[source]
	if e == nil {
		if len(p.known) >= p.most {
			delete(p.known, queue.Pop(&p.ends).(*penalty).source)
		}
		e = &penalty{source: source, end: now}
		p.known[source] = e
		queue.Push(&p.ends, e)
	}
	if e.end = e.end.Add(amount); e.end.After(now.Add(p.rules.Max)) {
		e.end = now.Add(p.rules.Max)
	}
	queue.Fix(&p.ends, e.place)
	if passed := e.end.Sub(now) > p.rules.Threshold; passed && !e.out {
		e.out, out = true, true
	}
	return out
}

// left is for how long a source is out; 0 for one that is not.
func (p *penalties) left(source netip.Addr) time.Duration {
	if p.rules.Threshold <= 0 {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.known[source]
	if e == nil || !e.out {
		return 0
	}
	return max(e.end.Sub(p.now()), 0)
}

// fade forgets what is over. It needs the lock.
func (p *penalties) fade(now time.Time) {
	for len(p.ends) > 0 && !p.ends[0].end.After(now) {
		delete(p.known, queue.Pop(&p.ends).(*penalty).source)
	}
}

// size is how many addresses are remembered, and how many of them are out.
func (p *penalties) size() (known, out int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fade(p.now())
	for _, e := range p.ends {
		if e.out {
			out++
		}
	}
	return len(p.ends), out
}

// penaltyHeap has the penalty that ends first at its top.
type penaltyHeap []*penalty

func (h penaltyHeap) Len() int           { return len(h) }
func (h penaltyHeap) Less(i, j int) bool { return h[i].end.Before(h[j].end) }
func (h penaltyHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}

func (h *penaltyHeap) Push(x any) {
	e := x.(*penalty)
	e.place = len(*h)
	*h = append(*h, e)
}

func (h *penaltyHeap) Pop() any {
	old := *h
	e := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return e
}
