package directory

import (
	"slices"
	"sync"
)

// maxReveals bounds what the daily limit remembers over all readers: about
// eight megabytes. Beyond it, whoever came first today is forgotten first.
const maxReveals = 1 << 20

// reveals counts the distinct listings whose contacts each reader saw today,
// in memory: a restart forgives.
type reveals struct {
	rate int // listings a day; 0: no limit
	max  int // maxReveals, less in tests

	mu    sync.Mutex
	day   Date
	seen  map[string][]ListingID // sorted, by Actor.LimitKey
	order []string               // keys of seen, first come first
	total int
}

func newReveals(rate int) *reveals { return &reveals{rate: rate, max: maxReveals} }

// keysPerAddress is how many readers with unregistered keys one address may
// hold, and how many with accounts: neither costs anything to make, and whoever
// collects the directory with ever new ones is stopped there.
const keysPerAddress = 10

// allows tells whether the actor may see the contacts of the listing on that
// day, and counts it.
func (r *reveals) allows(a Actor, id ListingID, day Date) bool {
	if !r.allow(a.LimitKey(), id, day) {
		return false
	}
	group := a.keysAtAddress()
	return group == "" || r.count(group, id, day, keysPerAddress*r.rate)
}

// left is how many more listings' contacts the actor may see on that day;
// negative without a limit.
func (r *reveals) left(a Actor, day Date) int {
	if r.rate <= 0 || a.unlimited() {
		return -1
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if day != r.day {
		return r.rate
	}
	left := r.rate - len(r.seen[a.LimitKey()])
	if group := a.keysAtAddress(); group != "" {
		left = min(left, keysPerAddress*r.rate-len(r.seen[group]))
	}
	return max(0, left)
}

// RevealsLeft is how many more profiles' contacts the actor may see today;
// negative without a limit.
func (s *Service) RevealsLeft(actor Actor) int { return s.reveals.left(actor, s.Today()) }

// keysAtAddress is what readers with unregistered keys at one address, or with
// accounts, are counted by together; empty for others.
func (a Actor) keysAtAddress() string {
	switch {
	case a.Fingerprint == "" || a.Address == "" || a.Role >= RoleModerator:
		return ""
	case a.Account != 0:
		return "accounts at " + a.Address
	}
	return "keys at " + a.Address
}

// allow tells whether the reader may see the contacts of the listing on that
// day, and counts it. What was seen may be seen again.
func (r *reveals) allow(reader string, id ListingID, day Date) bool {
	return r.count(reader, id, day, r.rate)
}

func (r *reveals) count(reader string, id ListingID, day Date, limit int) bool {
	if r.rate <= 0 {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if day != r.day || r.seen == nil {
		r.day, r.seen, r.order, r.total = day, make(map[string][]ListingID), nil, 0
	}
	seen, known := r.seen[reader]
	at, again := slices.BinarySearch(seen, id)
	if again {
		return true
	}
	if len(seen) >= limit {
		return false
	}
	if !known {
		r.order = append(r.order, reader)
	}
	r.seen[reader] = slices.Insert(seen, at, id)
	r.total++
	for r.total > r.max && len(r.order) > 1 {
		first := r.order[0]
		r.order = r.order[1:]
		r.total -= len(r.seen[first])
		delete(r.seen, first)
	}
	return true
}

// unlimited tells whose work is not hindered by the daily limit.
func (a Actor) unlimited() bool { return a.Role >= RoleAdministrator }
