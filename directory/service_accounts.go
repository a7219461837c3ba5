package directory

import (
	"context"
	"errors"
	"strings"
)

// Identify finds the account of a proven key; CodeNotFound when nobody
// registered it.
func (s *Service) Identify(ctx context.Context, fingerprint string) (Account, error) {
	a, err := s.store.AccountByKey(ctx, fingerprint)
	return a, s.internal("identify", err)
}

// Grant gives the owner of a key the role of moderator or administrator, and
// an account named like the key if it has none. blob is the key in SSH wire
// format; that it is of a strong type is for the caller to check.
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
	var account Account
	err = s.write(ctx, actor, "grant", func(tx Tx) error {
		now := s.Now()
		account, err = tx.AccountByKey(key.Fingerprint)
		switch {
		case IsCode(err, CodeNotFound):
			id, err := tx.AddAccount(name, role, now)
			if err != nil {
				return err
			}
			account = Account{ID: id, Name: name, Role: role}
			key.Account = id
			if err := tx.AddKey(key, blob, now); err != nil {
				return err
			}
		case err != nil:
			return err
		case account.Role == role:
			return nil
		default:
			if err := tx.SetRole(account.ID, role); err != nil {
				return err
			}
			account.Role = role
		}
		if err := accessChanged(tx); err != nil {
			return err
		}
		return tx.Decide(Decision{At: now, Actor: actor, Action: "grant", Reason: role.String() + " " + key.Fingerprint})
	})
	if err != nil {
		return Account{}, err
	}
	return account, nil
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
// role nothing happens. CodeNotFound when nobody registered the key.
func (s *Service) RevokeRole(ctx context.Context, actor Actor, fingerprint string) (Account, error) {
	if err := actor.May(ActionGrant); err != nil {
		return Account{}, err
	}
	var account Account
	err := s.write(ctx, actor, "revoke", func(tx Tx) error {
		var err error
		if account, err = tx.AccountByKey(fingerprint); err != nil || account.Role < RoleModerator {
			return err
		}
		// What somebody is by what they own.
		account.Role = RoleIdentified
		if l, err := listingOf(account, tx.ListingByOwner); err != nil {
			return err
		} else if l != nil {
			account.Role = RoleProfessional
		}
		if err := tx.SetRole(account.ID, account.Role); err != nil {
			return err
		}
		if err := accessChanged(tx); err != nil {
			return err
		}
		return tx.Decide(Decision{At: s.Now(), Actor: actor, Action: "revoke", Reason: account.Role.String() + " " + fingerprint})
	})
	if err != nil {
		return Account{}, err
	}
	return account, nil
}

// inField makes an error of the domain speak of a field.
func inField(err error, field string) error {
	var e *Error
	if errors.As(err, &e) {
		return e.In(field)
	}
	return err
}
