package directory

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Dossier is everything that the directory holds about a person.
type Dossier struct {
	At        time.Time
	Account   Account
	Keys      []Key
	Passes    []Pass // their hashes left out
	Listing   *Listing
	Draft     Draft
	Revisions []Revision
	Decisions []Decision // about the listing, or taken by the account; others' keys and accounts left out
	Appeals   []Appeal   // against such decisions; who took these left out
	Reveals   int        // profiles whose contacts were shown to this person today
}

// Receipt says that a person was forgotten.
type Receipt struct {
	Number    int64 // of the entry in the log
	At        time.Time
	Slug      string
	Revisions int       // erased
	Keys      int       // erased
	Account   bool      // whether the account went as well: one with a role stays
	Backups   time.Time // until then copies of the directory may still hold the data
}

// backupDays is how long the operator keeps backups, by the privacy notice.
const backupDays = 30

// Dossier is everything held about the actor. Who has no account yet gets what
// is remembered of their key. Errors: CodeNeedsKey, CodeLocalOnly, CodeRevoked.
func (s *Service) Dossier(ctx context.Context, actor Actor) (*Dossier, error) {
	if err := actor.isPerson(); err != nil {
		return nil, err
	}
	account, err := actor.account(s.store.AccountByKey(ctx, actor.Fingerprint))
	if err != nil {
		return nil, s.internal("dossier", err)
	}
	d := &Dossier{At: s.Now(), Account: account}
	if account.ID != 0 {
		if err := s.fillDossier(ctx, d); err != nil {
			return nil, s.internal("dossier", err)
		}
	}
	readers := []string{actor.Fingerprint}
	for _, k := range d.Keys {
		readers = append(readers, k.Fingerprint)
	}
	d.Reveals = s.reveals.seenBy(readers, s.Today())
	return d, nil
}

// fillDossier reads what the store holds about an account.
func (s *Service) fillDossier(ctx context.Context, d *Dossier) error {
	id := d.Account.ID
	var err error
	if d.Keys, err = s.store.Keys(ctx, id); err != nil {
		return err
	}
	if d.Passes, err = s.store.Passes(ctx, id); err != nil {
		return err
	}
	for i := range d.Passes {
		d.Passes[i].Hash = ""
	}
	d.Listing, err = listingOf(d.Account, func(id AccountID) (*Listing, error) { return s.store.ListingByOwner(ctx, id) })
	if err != nil {
		return err
	}
	var listing ListingID
	if d.Listing != nil {
		listing = d.Listing.ID
		if d.Draft, err = s.store.Draft(ctx, listing); err != nil {
			return err
		}
		if d.Revisions, err = s.store.Revisions(ctx, listing); err != nil {
			return err
		}
		if d.Appeals, err = s.store.Appeals(ctx, listing); err != nil {
			return err
		}
		for i := range d.Appeals {
			d.Appeals[i].By = 0
		}
	}
	if d.Decisions, err = s.store.Decisions(ctx, listing, id); err != nil {
		return err
	}
	for i := range d.Decisions {
		by := &d.Decisions[i].Actor
		if by.Account != id {
			*by = Actor{Role: by.Role} // somebody else's key is not about this person
		}
		by.Key, by.Address = "", ""
		d.Decisions[i].Seal = Seal{} // by which a key could be guessed
	}
	return nil
}

// seenBy is how many listings' contacts any of the readers saw on that day.
func (r *reveals) seenBy(readers []string, day Date) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if day != r.day {
		return 0
	}
	var all []ListingID
	for _, reader := range readers {
		all = append(all, r.seen[reader]...)
	}
	slices.Sort(all)
	return len(slices.Compact(all))
}

// Erase hides the actor's listing and forgets the person at once. slug is
// typed by its owner to say that it is meant (CodeConfirmSlug). An account with
// a role keeps that and its keys. An account without a profile, which had a
// role, is forgotten when the fingerprint of the actor's key is typed instead
// (CodeConfirmKey). CodeNoListing when there is nothing to forget.
func (s *Service) Erase(ctx context.Context, actor Actor, slug string) (*Receipt, error) {
	var receipt Receipt
	var id ListingID
	var by AccountID
	err := s.asOwner(ctx, actor, "erase", func(tx Tx, a Account, l *Listing) (err error) {
		typed := SafeLine(slug)
		switch {
		case l == nil && a.Role >= RoleModerator:
			return &Error{Code: CodeNoListing}
		case l == nil && typed != actor.Fingerprint:
			return &Error{Code: CodeConfirmKey, Params: Params{"value": Clip(typed, 60), "fingerprint": actor.Fingerprint}}
		case l == nil:
			by = a.ID
			receipt, err = eraseAccount(tx, a, s.stamp())
			return err
		case !strings.EqualFold(typed, l.Slug):
			return &Error{Code: CodeConfirmSlug, Params: Params{"value": Clip(typed, 60), "slug": l.Slug}}
		}
		id = l.ID
		receipt, err = eraseListing(tx, l, Actor{Role: a.Role}, s.stamp())
		return err
	})
	if err != nil {
		return nil, err
	}
	receipt.Number = s.lastDecision(ctx, id, by)
	receipt.At, receipt.Backups = receipt.At.In(s.clock.zone), receipt.Backups.In(s.clock.zone)
	return &receipt, nil
}

// eraseListing forgets a listing and the person behind it, account and keys
// included unless they have a role, and writes into the log that it was done,
// and by whom, but nothing of who it was: owners are told by their role alone.
// The Receipt has no Number yet.
func eraseListing(tx Tx, l *Listing, by Actor, now time.Time) (Receipt, error) {
	r := Receipt{At: now, Slug: l.Slug, Backups: now.AddDate(0, 0, backupDays)}
	if l.Latest != nil {
		r.Revisions = l.Latest.Number
	}
	if err := tx.Erase(l.ID); err != nil {
		return Receipt{}, err
	}
	if l.Owner != 0 {
		account, err := tx.Account(l.Owner)
		if err != nil {
			return Receipt{}, err
		}
		if r.Account = account.Role < RoleModerator; r.Account {
			keys, err := tx.Keys(account.ID)
			if err != nil {
				return Receipt{}, err
			}
			r.Keys = len(keys)
			if err := tx.DeleteAccount(account.ID); err != nil {
				return Receipt{}, err
			}
		}
	}
	if err := accessChanged(tx); err != nil {
		return Receipt{}, err
	}
	// Reports and appeals go with the listing.
	if err := queueChanged(tx); err != nil {
		return Receipt{}, err
	}
	return r, tx.Decide(Decision{At: now, Actor: by, Action: decidedErase, Listing: l.ID})
}

// eraseAccount forgets an account that has neither a profile nor a role. The
// entry in the log has its number, which by now means nobody.
func eraseAccount(tx Tx, a Account, now time.Time) (Receipt, error) {
	keys, err := tx.Keys(a.ID)
	if err != nil {
		return Receipt{}, err
	}
	if err := tx.DeleteAccount(a.ID); err != nil {
		return Receipt{}, err
	}
	if err := accessChanged(tx); err != nil {
		return Receipt{}, err
	}
	r := Receipt{At: now, Keys: len(keys), Account: true, Backups: now.AddDate(0, 0, backupDays)}
	return r, tx.Decide(Decision{At: now, Actor: Actor{Role: a.Role, Account: a.ID}, Action: decidedErase})
}

// lastDecision is the number of the last entry in the log about a listing, or
// by an account; 0 when it cannot be read: what it is about is done all the
// same.
func (s *Service) lastDecision(ctx context.Context, id ListingID, by AccountID) int64 {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshWithin)
	defer cancel()
	log, err := s.store.Decisions(ctx, id, by)
	if err != nil || len(log) == 0 {
		s.log.Error("reading the log back fails", "listing", id, "account", by)
		return 0
	}
	return log[len(log)-1].Number
}
