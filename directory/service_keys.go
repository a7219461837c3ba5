package directory

import (
	"context"
	"strings"
	"time"
)

// Keys are the keys of the actor's account, the oldest first. Errors:
// CodeLocalOnly, CodeNeedsKey, CodeRevoked, CodeNoListing without an account.
func (s *Service) Keys(ctx context.Context, actor Actor) ([]Key, error) {
	account, err := s.ownAccount(ctx, actor)
	if err != nil {
		return nil, err
	}
	keys, err := s.store.Keys(ctx, account.ID)
	return keys, s.internal("keys", err)
}

// ownAccount is the account that the actor's key belongs to by now.
func (s *Service) ownAccount(ctx context.Context, actor Actor) (Account, error) {
	if err := actor.isPerson(); err != nil {
		return Account{}, err
	}
	account, err := actor.account(s.store.AccountByKey(ctx, actor.Fingerprint))
	if err != nil {
		return Account{}, s.internal("account", err)
	}
	if account.ID == 0 {
		return Account{}, &Error{Code: CodeNoListing}
	}
	return account, nil
}

// AddKey gives the actor's account another key, pasted as it stands in a .pub
// file. Errors of ParseKey, CodeKeyTaken, CodeKeyYours, CodeTooManyKeys,
// CodeNoListing without an account.
func (s *Service) AddKey(ctx context.Context, actor Actor, line string) (Key, error) {
	if err := actor.isPerson(); err != nil {
		return Key{}, err
	}
	key, blob, err := ParseKey(line)
	if err != nil {
		return Key{}, err
	}
	err = s.asOwner(ctx, actor, "add key", func(tx Tx, a Account, l *Listing) error {
		key.Account, key.CreatedAt = a.ID, s.stamp()
		if err := addKey(tx, key, blob); err != nil {
			return err
		}
		return s.noteKey(tx, actor, a, l, "key_add", key.Fingerprint)
	})
	if err != nil {
		return Key{}, err
	}
	return key, nil
}

// addKey registers a key with its account. Errors: CodeKeyTaken, CodeKeyYours,
// CodeTooManyKeys.
func addKey(tx Tx, key Key, blob []byte) error {
	owner, err := tx.AccountByKey(key.Fingerprint)
	switch {
	case err == nil && owner.ID == key.Account:
		return &Error{Code: CodeKeyYours}
	case err == nil:
		return &Error{Code: CodeKeyTaken}
	case !IsCode(err, CodeNotFound):
		return err
	}
	keys, err := tx.Keys(key.Account)
	if err != nil {
		return err
	}
	if len(keys) >= maxKeys {
		return &Error{Code: CodeTooManyKeys, Params: Params{"max": maxKeys}}
	}
	if err := tx.AddKey(key, blob, key.CreatedAt); err != nil {
		return err
	}
	return accessChanged(tx)
}

// noteKey writes into the log what was done about the keys of an account. The
// entry is about its listing, so that what it says of a key is forgotten
// together with that.
func (s *Service) noteKey(tx Tx, actor Actor, a Account, l *Listing, action, what string) error {
	d := Decision{At: s.stamp(), Actor: Actor{Role: a.Role, Account: a.ID, Fingerprint: actor.Fingerprint}, Action: action, Reason: what}
	if l != nil {
		d.Listing = l.ID
	}
	return tx.Decide(d)
}

// RenameKey names a key of the actor's account: 1–80 characters. Errors:
// CodeRequired, CodeTooLong, CodeEncoding of the field name, CodeNotFound.
func (s *Service) RenameKey(ctx context.Context, actor Actor, fingerprint, name string) error {
	clean, err := CleanLine(name)
	if err == nil {
		err = lengthBetween(clean, 1, maxKeyName)
	}
	if err != nil {
		return inField(err, "name")
	}
	return s.asOwner(ctx, actor, "rename key", func(tx Tx, a Account, _ *Listing) error {
		key, _, err := ownKey(tx, a, fingerprint)
		if err != nil {
			return err
		}
		return tx.RenameKey(key.Fingerprint, clean)
	})
}

// ownKey finds a key of an account, and how many it has. CodeNotFound for
// another's key as for one that nobody has.
func ownKey(tx Tx, a Account, fingerprint string) (Key, int, error) {
	fingerprint = fullFingerprint(fingerprint)
	keys, err := tx.Keys(a.ID)
	if err != nil {
		return Key{}, 0, err
	}
	for _, k := range keys {
		if k.Fingerprint == fingerprint {
			return k, len(keys), nil
		}
	}
	return Key{}, 0, NotFound("key", fingerprint)
}

// RemoveKey takes a key of the actor's account away, whose sessions end, and the
// code of Link: whoever had that key may have made it. The last one stays
// (CodeKeyLast). CodeNotFound for a key that is not theirs.
func (s *Service) RemoveKey(ctx context.Context, actor Actor, fingerprint string) error {
	return s.asOwner(ctx, actor, "remove key", func(tx Tx, a Account, l *Listing) error {
		if err := removeKey(tx, a, fingerprint); err != nil {
			return err
		}
		return s.noteKey(tx, actor, a, l, "key_remove", fullFingerprint(fingerprint))
	})
}

// fullFingerprint is a fingerprint as it was typed, with the name of its hash.
func fullFingerprint(typed string) string {
	typed = strings.TrimSpace(typed)
	if !strings.HasPrefix(typed, "SHA256:") {
		typed = "SHA256:" + typed
	}
	return typed
}

// Renew answers who the actor of a connection is by now: an account that was
// erased leaves a proven key, another role is taken over. CodeRevoked: the key
// was taken away from its account, which is still there; CodeBanned: it is kept
// out. It is asked for each open session when AccessChanges says so.
func (s *Service) Renew(ctx context.Context, actor Actor) (Actor, error) {
	if actor.Fingerprint == "" || actor.Role == RoleOperator {
		return actor, nil
	}
	account, err := s.Identify(ctx, actor.Fingerprint)
	switch {
	case err == nil:
		return actor.as(account), nil
	case IsCode(err, CodeBanned):
		return actor, err
	case !IsCode(err, CodeNotFound):
		return actor, s.internal("renew", err)
	case actor.Account == 0:
		return actor, nil
	}
	_, err = s.store.Account(ctx, actor.Account)
	switch {
	case err == nil:
		return actor, &Error{Code: CodeRevoked}
	case !IsCode(err, CodeNotFound):
		return actor, s.internal("renew", err)
	}
	actor.Account, actor.Role = 0, RoleIdentified
	return actor, nil
}

// as is the actor as the owner of an account.
func (a Actor) as(account Account) Actor {
	a.Account, a.Role = account.ID, account.Role
	return a
}

// Seen notes that a registered key was used to connect, at most once a day, and
// answers true the first time that a pasted key is: nobody had proven until then
// that it belongs to whoever has the other keys of the account. Nobody waits for
// it in earnest: what fails is only logged.
func (s *Service) Seen(ctx context.Context, actor Actor) (first bool) {
	if actor.Account == 0 || actor.Fingerprint == "" || s.copied.is {
		return false
	}
	// The line may be cut at once.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshWithin)
	defer cancel()
	first, err := s.seen(ctx, actor)
	if err != nil {
		s.log.Warn("noting the use of a key fails", "error", SafeLine(err.Error()))
	}
	return first
}

func (s *Service) seen(ctx context.Context, actor Actor) (first bool, err error) {
	keys, err := s.store.Keys(ctx, actor.Account)
	if err != nil {
		return false, err
	}
	today := s.Today()
	for _, k := range keys {
		if k.Fingerprint != actor.Fingerprint {
			continue
		}
		if !k.UsedAt.IsZero() && DateOf(k.UsedAt.In(s.clock.zone)) == today {
			return false, nil
		}
		// The day alone: when exactly somebody comes is nobody's business.
		err := s.store.Update(ctx, func(tx Tx) error { return tx.TouchKey(k.Fingerprint, today.Time()) })
		return k.UsedAt.IsZero() && len(keys) > 1, err
	}
	return false, nil // taken away meanwhile
}

// seconds rounds a time to wait up to whole seconds.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
