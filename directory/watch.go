package directory

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// watchers are those who want to hear that something changed, by what it is
// that they care about.
type watchers[K comparable] struct {
	mu      sync.Mutex
	all     map[K][]chan struct{} // in the order in which they came
	later   []chan struct{}       // whose turn is still to come
	waiting map[chan struct{}]struct{}
	turning bool // turns are being given
}

// Whoever hears of a change looks again at what it shows, which takes about a
// millisecond of a core. With thousands of sessions that would be seconds in which
// nobody's key is answered, so that all but those who came first hear of it in
// turns, 500 a second.
const (
	toldAtOnce = 100
	toldInTurn = 10
	turnEach   = 20 * time.Millisecond
)

// add returns a channel that receives after a change of that key, once for any
// number of changes that were not yet received, and a function that ends that.
func (w *watchers[K]) add(key K) (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all, w.waiting = make(map[K][]chan struct{}), make(map[chan struct{}]struct{})
	}
	w.all[key] = append(w.all[key], ch)
	return ch, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.waiting, ch)
		is := func(other chan struct{}) bool { return other == ch }
		if w.all[key] = slices.DeleteFunc(w.all[key], is); len(w.all[key]) == 0 {
			delete(w.all, key)
		}
	}
}

// tell tells those who care about a key: at once, or in turn.
func (w *watchers[K]) tell(key K) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, ch := range w.all[key] {
		if i < toldAtOnce {
			signal(ch)
		} else if _, ok := w.waiting[ch]; !ok {
			w.waiting[ch] = struct{}{}
			w.later = append(w.later, ch)
		}
	}
	if len(w.later) > 0 && !w.turning {
		w.turning = true
		time.AfterFunc(turnEach, w.turn)
	}
}

// turn tells the next of those whose turn is still to come.
func (w *watchers[K]) turn() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for n := 0; n < toldInTurn && len(w.later) > 0; w.later = w.later[1:] {
		ch := w.later[0]
		if _, ok := w.waiting[ch]; ok { // it is still there
			delete(w.waiting, ch)
			signal(ch)
			n++
		}
	}
	if w.turning = len(w.later) > 0; w.turning {
		time.AfterFunc(turnEach, w.turn)
	} else {
		w.later = nil
	}
}

// signal leaves word in a channel that has room for one.
func signal(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default: // it has not yet looked at the last one
	}
}

// tellAll tells all of them, whatever they care about.
func (w *watchers[K]) tellAll() {
	w.mu.Lock()
	keys := slices.Collect(maps.Keys(w.all))
	w.mu.Unlock()
	for _, key := range keys {
		w.tell(key)
	}
}

// news is what the service tells its watchers about.
type news struct {
	public watchers[struct{}]  // the directory
	own    watchers[AccountID] // what belongs to an account
	access watchers[struct{}]  // keys, roles, accounts and bans
	queue  watchers[struct{}]  // what waits for moderators
}

// Changes returns a channel that receives after the directory changed, once
// for any number of changes that were not yet received, and a function that
// ends that. Where many listen, some hear of it later: see toldAtOnce. The
// channel is never closed.
func (s *Service) Changes() (<-chan struct{}, func()) { return s.news.public.add(struct{}{}) }

// OwnChanges returns a channel that receives after anything of an account was
// changed: draft and keys by this process, its listing by any. Like Changes
// otherwise.
func (s *Service) OwnChanges(id AccountID) (<-chan struct{}, func()) { return s.news.own.add(id) }

// AccessChanges returns a channel that receives after keys, roles, accounts or
// bans changed, by any process. Like Changes otherwise.
func (s *Service) AccessChanges() (<-chan struct{}, func()) { return s.news.access.add(struct{}{}) }

// accessChanged makes every process tell its AccessChanges once the transaction
// is done. Whatever writes keys, roles, accounts or bans calls it.
func accessChanged(tx Tx) error {
	return tx.SetSetting(settingAccessVersion, logReference()+logReference())
}
