package directory

import (
	"context"
	"time"
)

// Link makes a one-time code that adds another device's key to the actor's
// account within ten minutes; the one before counts no more. Errors:
// CodeLocalOnly, CodeNeedsKey, CodeRevoked, CodeNoListing without an account.
func (s *Service) Link(ctx context.Context, actor Actor) (LinkCode, error) {
	var code LinkCode
	err := s.asOwner(ctx, actor, "link", func(tx Tx, a Account, l *Listing) error {
		if err := tx.DropPasses(a.ID, PassLink, time.Time{}); err != nil {
			return err
		}
		now := s.stamp()
		code = LinkCode{Text: newCode(linkLength), ExpiresAt: now.Add(linkLasts)}
		if err := keepCode(tx, code.Text, Pass{Account: a.ID, Kind: PassLink, CreatedAt: now, ExpiresAt: code.ExpiresAt}); err != nil {
			return err
		}
		return s.noteKey(tx, actor, a, l, "link", "")
	})
	if err != nil {
		return LinkCode{}, err
	}
	return code, nil
}

func keepCode(tx Tx, text string, p Pass) error {
	p.Hash, _ = codeHash(text)
	return tx.AddPass(p)
}

// RecoveryCodes makes a new set of recovery codes and forgets the former ones.
// Errors as of Link.
func (s *Service) RecoveryCodes(ctx context.Context, actor Actor) ([]string, error) {
	var codes []string
	err := s.asOwner(ctx, actor, "recovery codes", func(tx Tx, a Account, l *Listing) error {
		var err error
		if codes, err = newRecoveryCodes(tx, a.ID, s.stamp()); err != nil {
			return err
		}
		return s.noteKey(tx, actor, a, l, "recovery", "")
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// newRecoveryCodes replaces an account's recovery codes, and answers the new
// ones as nobody will see them again.
func newRecoveryCodes(tx Tx, id AccountID, now time.Time) ([]string, error) {
	if err := tx.DropPasses(id, PassRecovery, time.Time{}); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = newCode(recoveryLength)
		if err := keepCode(tx, codes[i], Pass{Account: id, Kind: PassRecovery, CreatedAt: now}); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// RecoveryLeft is how many recovery codes the actor's account has. Errors as of
// Link.
func (s *Service) RecoveryLeft(ctx context.Context, actor Actor) (int, error) {
	account, err := s.ownAccount(ctx, actor)
	if err != nil {
		return 0, err
	}
	passes, err := s.store.Passes(ctx, account.ID)
	if err != nil {
		return 0, s.internal("recovery codes", err)
	}
	left := 0
	for _, p := range passes {
		if p.Kind == PassRecovery {
			left++
		}
	}
	return left, nil
}

// Join adds the actor's proven key to the account of a code, of either kind,
// and answers who the actor is from now on. Guessing is limited (CodeLimit).
// Errors: CodeNeedsKey, CodeLocalOnly, CodeBadCode, CodeExpiredCode,
// CodeKeyTaken, CodeKeyYours, CodeTooManyKeys, and those about weak keys; the
// code is used up only when the key was added.
func (s *Service) Join(ctx context.Context, actor Actor, code string) (Actor, error) {
	if err := s.writable(); err != nil {
		return actor, err
	}
	if err := actor.isPerson(); err != nil {
		return actor, err
	}
	key, err := registrable(actor.Key)
	if err != nil {
		return actor, err
	}
	if key.Fingerprint != actor.Fingerprint {
		return actor, &Error{Code: CodeNeedsKey} // it was not that one that was proven
	}
	hash, ok := codeHash(code)
	if !ok {
		return actor, &Error{Code: CodeBadCode} // no guess: no code looks like that
	}
	now := s.stamp()
	guessers := []string{actor.Fingerprint}
	if actor.Address != "" {
		guessers = append(guessers, actor.Address)
	}
	if wait, ok := s.tried.codes.take(guessers, now); !ok {
		return actor, &Error{Code: CodeLimit, Params: Params{"seconds": seconds(wait)}}
	}
	joined, err := s.join(ctx, actor, key, hash)
	if !IsCode(err, CodeBadCode) && !IsCode(err, CodeExpiredCode) {
		s.tried.codes.giveBack(guessers, now)
	}
	if err != nil {
		return actor, err
	}
	s.news.own.tell(joined.Account)
	return joined, nil
}

func (s *Service) join(ctx context.Context, actor Actor, key Key, hash string) (Actor, error) {
	joined := actor
	err := s.asPerson(ctx, actor, "join", func(tx Tx, own Account, ownListing *Listing) error {
		now := s.stamp()
		pass, err := takePass(tx, hash, now)
		if err != nil {
			return err // undoes everything: the code stays
		}
		if own.ID != 0 && own.ID != pass.Account {
			// People begin a profile on the new device before they remember
			// that they have one. Nothing is lost with what holds nothing.
			if err := s.dropMistaken(tx, own, ownListing, now); err != nil {
				return err
			}
		}
		account, err := tx.Account(pass.Account)
		if err != nil {
			return err
		}
		l, err := listingOf(account, tx.ListingByOwner)
		if err != nil {
			return err
		}
		key.Account, key.CreatedAt, key.UsedAt = account.ID, now, s.Today().Time()
		if err := addKey(tx, key, []byte(actor.Key)); err != nil {
			return err
		}
		joined = actor.as(account)
		return s.noteKey(tx, joined, account, l, decidedJoin, pass.Kind.noted(key.Fingerprint))
	})
	return joined, err
}

// takePass uses a code up. Errors: CodeBadCode, CodeExpiredCode.
func takePass(tx Tx, hash string, now time.Time) (Pass, error) {
	pass, err := tx.TakePass(hash)
	switch {
	case IsCode(err, CodeNotFound):
		return Pass{}, &Error{Code: CodeBadCode}
	case err != nil:
		return Pass{}, err
	case !pass.ExpiresAt.IsZero() && (!now.Before(pass.ExpiresAt) || pass.ExpiresAt.After(now.Add(linkLasts))):
		return Pass{}, &Error{Code: CodeExpiredCode} // one that lasts longer than any was made by a clock in error
	}
	return pass, nil
}

// dropMistaken erases an account that holds nothing: one key, no role, and at
// most a draft in which nothing was written and of which nothing was ever
// submitted. CodeKeyTaken for any other.
func (s *Service) dropMistaken(tx Tx, a Account, l *Listing, now time.Time) error {
	taken := &Error{Code: CodeKeyTaken}
	keys, err := tx.Keys(a.ID)
	if err != nil {
		return err
	}
	if a.Role >= RoleModerator || len(keys) != 1 {
		return taken
	}
	if l == nil {
		return tx.DeleteAccount(a.ID)
	}
	draft, err := tx.Draft(l.ID)
	if err != nil {
		return err
	}
	if l.Latest != nil || !draft.blank() {
		return taken
	}
	_, err = eraseListing(tx, l, Actor{Role: a.Role}, now)
	return err
}

// blank tells whether a draft says nothing that its owner wrote: what it holds
// are the values that every profile begins with.
func (d *Draft) blank() bool {
	if d.Profile == nil {
		return len(d.Unread) == 0
	}
	begun := blankProfile()
	return len(d.Unread) == 0 && len(d.Profile.Diff(&begun)) == 0
}
