package directory

import (
	"context"
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

// asOwner runs one transaction on behalf of the owner of an account: of the one
// that the actor's key belongs to at that moment. The listing is nil when the
// account has none. It returns when what was written is found, and has told the
// account's OwnChanges. Errors: CodeLocalOnly, CodeNeedsKey, CodeRevoked,
// CodeBanned, CodeNoListing without an account, and those of fn.
func (s *Service) asOwner(ctx context.Context, actor Actor, doing string, fn func(Tx, Account, *Listing) error) error {
	return s.asPerson(ctx, actor, doing, func(tx Tx, a Account, l *Listing) error {
		if a.ID == 0 {
			return &Error{Code: CodeNoListing}
		}
		return fn(tx, a, l)
	})
}

// asPerson is asOwner for whoever may have no account yet: fn gets a zero one.
func (s *Service) asPerson(ctx context.Context, actor Actor, doing string, fn func(Tx, Account, *Listing) error) error {
	if err := s.writable(); err != nil {
		return err
	}
	if err := actor.isPerson(); err != nil {
		return err
	}
	var account Account
	err := s.write(ctx, actor, doing, func(tx Tx) error {
		var err error
		if account, err = actor.account(tx.AccountByKey(actor.Fingerprint)); err != nil {
			return err
		}
		if err := s.admitted(actor.Fingerprint, tx.BanOf); err != nil {
			return err
		}
		l, err := listingOf(account, tx.ListingByOwner)
		if err != nil {
			return err
		}
		return fn(tx, account, l)
	})
	if err == nil && account.ID != 0 {
		s.news.own.tell(account.ID)
	}
	return err
}

// isPerson refuses actors that nobody's profile can belong to.
func (a Actor) isPerson() error {
	switch {
	case a.Role == RoleOperator:
		return &Error{Code: CodeLocalOnly}
	case a.Fingerprint == "":
		return &Error{Code: CodeNeedsKey}
	}
	return nil
}

// account is the account of the actor's key, given what the store says about
// it; a zero one when there is none. A connection that was somebody's and is so
// no more gets CodeRevoked: what it shows is not what it would write to.
func (a Actor) account(found Account, err error) (Account, error) {
	switch {
	case IsCode(err, CodeNotFound):
		found = Account{}
	case err != nil:
		return Account{}, err
	}
	if a.Account != 0 && a.Account != found.ID {
		return Account{}, &Error{Code: CodeRevoked}
	}
	return found, nil
}

// listingOf is the listing of an account, nil when it has none.
func listingOf(a Account, byOwner func(AccountID) (*Listing, error)) (*Listing, error) {
	if a.ID == 0 {
		return nil, nil
	}
	l, err := byOwner(a.ID)
	if IsCode(err, CodeNotFound) {
		return nil, nil
	}
	return l, err
}
