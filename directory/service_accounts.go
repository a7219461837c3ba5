package directory

import (
	"context"
	"errors"
	"strings"
)

// Identify finds the account of a key. Errors: CodeNotFound when nobody
// registered it; CodeBanned (reason, until) when it, or any key of its account,
// is kept out.
func (s *Service) Identify(ctx context.Context, fingerprint string) (Account, error) {
	a, err := s.store.AccountByKey(ctx, fingerprint)
	if err != nil && !IsCode(err, CodeNotFound) {
		return a, s.internal("identify", err)
	}
	if b, ok := s.bans.Load().ofKey(fingerprint, a.ID, s.clock.now()); ok {
		return Account{}, s.banned(&b)
	}
	return a, err
}

// Grant gives the owner of a key the role of moderator or administrator, and
// an account named like the key if it has none. blob is the key in SSH wire
// format; that it is of a strong type is for the caller to check.
//
// It is SetRole for a key: where another administrator has to agree, the account
// comes back as it still is, and a motion waits. A key that nobody registered is
// CodeNotFound then: nothing is kept of people of whom nobody decided yet.
func (s *Service) Grant(ctx context.Context, actor Actor, key Key, blob []byte, role Role) (Account, error) {
	if err := actor.May(ActionGrant); err != nil {
		return Account{}, err
	}
	if role != RoleModerator && role != RoleAdministrator {
		return Account{}, &Error{Code: CodeChoice, Field: "role", Params: Params{"value": role.String(), "choices": "moderator, administrator"}}
	}
	if !strings.HasPrefix(key.Fingerprint, "SHA256:") || len(blob) == 0 {
		return Account{}, &Error{Code: CodeRequired, Field: "key"}
	}
	name, err := accountName(key.Name)
	if err != nil {
		return Account{}, err
	}
	key.Name = name
	m := Motion{Action: ActionGrant, Role: role, Reason: key.Fingerprint}
	return granted(s.move(ctx, actor, m, func(tx Tx, alone bool) (AccountID, error) {
		account, err := tx.AccountByKey(key.Fingerprint)
		if err == nil || !IsCode(err, CodeNotFound) || !alone {
			return account.ID, err
		}
		now := s.Now()
		if key.Account, err = tx.AddAccount(name, RoleIdentified, now); err != nil {
			return 0, err
		}
		return key.Account, tx.AddKey(key, blob, now)
	}))
}

// granted is the account whose role was, or shall be, changed.
func granted(o *Outcome, err error) (Account, error) {
	if err != nil {
		return Account{}, err
	}
	return *o.Account, nil
}

// accountName makes the comment of a key fit to name an account.
func accountName(comment string) (string, error) {
	name, err := CleanLine(comment)
	if err != nil {
		return "", inField(err, "name")
	}
	return Clip(name, MaxName), nil
}

// RevokeRole takes the role of moderator or administrator back from the owner
// of a key, who stays a professional if they own a listing. Without such a
// role nothing happens. CodeNotFound when nobody registered the key. It is
// SetRole for a key, as Grant is.
func (s *Service) RevokeRole(ctx context.Context, actor Actor, fingerprint string) (Account, error) {
	m := Motion{Action: ActionGrant, Role: RoleIdentified, Reason: fingerprint}
	return granted(s.move(ctx, actor, m, func(tx Tx, _ bool) (AccountID, error) {
		account, err := tx.AccountByKey(fingerprint)
		return account.ID, err
	}))
}

// inField makes an error of the domain speak of a field.
func inField(err error, field string) error {
	var e *Error
	if errors.As(err, &e) {
		return e.In(field)
	}
	return err
}
