package directory

import "context"

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
