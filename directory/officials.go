package directory

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// officialNow is who the actor is by what is known of their key at this moment,
// for something that needs a role: roles are taken away, and people kept out,
// while sessions are open. Errors: CodeNotPermitted, CodeBanned.
func officialNow(actor Actor, action Action, admitted func(string) error, byKey func(string) (Account, error)) (Actor, error) {
	if err := actor.May(action); err != nil || actor.Role == RoleOperator {
		return actor, err
	}
	if err := admitted(actor.Fingerprint); err != nil {
		return actor, err
	}
	account, err := byKey(actor.Fingerprint)
	if err != nil && !IsCode(err, CodeNotFound) {
		return actor, err
	}
	now := actor.as(account)
	return now, now.May(action)
}

// official is officialNow for what is only read.
func (s *Service) official(ctx context.Context, actor Actor, action Action) (Actor, error) {
	now, err := officialNow(actor, action,
		func(fingerprint string) error {
			if b, ok := s.bans.Load().ofKey(fingerprint, actor.Account, s.clock.now()); ok {
				return s.banned(&b)
			}
			return nil
		},
		func(fingerprint string) (Account, error) { return s.store.AccountByKey(ctx, fingerprint) })
	return now, s.internal(string(action), err)
}

// asOfficial runs one transaction on behalf of somebody who may do an action by
// the role that they have at that moment. fn is told who that is.
func (s *Service) asOfficial(ctx context.Context, actor Actor, action Action, doing string, fn func(Tx, Actor) error) error {
	if err := actor.May(action); err != nil {
		return err // without waiting for a turn to write
	}
	if err := s.writable(); err != nil {
		return err
	}
	return s.write(ctx, actor, doing, func(tx Tx) error {
		by, err := officialNow(actor, action,
			func(fingerprint string) error { return s.admitted(fingerprint, tx.BanOf) }, tx.AccountByKey)
		if err != nil {
			return err
		}
		return fn(tx, by)
	})
}

// writtenReason reads a reason of 1–MaxReason characters that somebody is sent.
// Errors, of the field reason: CodeReason, CodeTooLong, CodeEncoding.
func writtenReason(typed string) (string, error) {
	err := cleanWords("reason", &typed, 1, MaxReason)
	return typed, err
}

// notedReason is writtenReason for what officials keep to themselves: CodeReason
// has the parameter noted.
func notedReason(typed string) (string, error) {
	typed, err := writtenReason(typed)
	return typed, noted(err)
}

// noted says of a reason that is missing that nobody would have been sent it.
func noted(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeReason {
		return err
	}
	of := *e
	of.Params = Params{"noted": true}
	return &of
}

// acquaintances are accounts, each looked up once.
type acquaintances struct {
	look  func(AccountID) (Account, error)
	known map[AccountID]Account
	err   error // of looking them up; from then on nobody is known
}

func (s *Service) knows(ctx context.Context) *acquaintances {
	return &acquaintances{
		look:  func(id AccountID) (Account, error) { return s.store.Account(ctx, id) },
		known: map[AccountID]Account{0: {}},
	}
}

// of is an account; a zero one when it is no more there.
func (p *acquaintances) of(id AccountID) Account {
	a, ok := p.known[id]
	if ok || p.err != nil {
		return a
	}
	a, err := p.look(id)
	if err != nil && !IsCode(err, CodeNotFound) {
		p.err = err
	}
	p.known[id] = a
	return a
}

// name is what an account is called; empty when it has no name, or is no more
// there.
func (p *acquaintances) name(id AccountID) string { return SafeLine(p.of(id).Name) }

// slugs are those of listings that are not erased.
func (s *Service) slugs(ctx context.Context, ids []ListingID) (map[ListingID]string, error) {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id ListingID) bool { return id == 0 })
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.store.ListingsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	slugs := make(map[ListingID]string, len(found))
	for _, l := range found {
		slugs[l.ID] = l.Slug
	}
	return slugs, nil
}

// asKeeper is asOfficial with the time of it all.
func (s *Service) asKeeper(ctx context.Context, actor Actor, action Action, fn func(Tx, Actor, time.Time) error) error {
	return s.asOfficial(ctx, actor, action, string(action), func(tx Tx, by Actor) error { return fn(tx, by, s.stamp()) })
}

// cleanWords cleans a text of several lines and checks its length in graphemes;
// least 0 is optional. What is missing is CodeReason. Errors have the field.
func cleanWords(field string, text *string, least, most int) error {
	if len(*text) > 16*most {
		return &Error{Code: CodeTooLong, Field: field, Params: Params{"max": most, "count": len(*text)}}
	}
	clean, err := CleanText(*text)
	if err != nil {
		return inField(err, field)
	}
	*text = strings.TrimSpace(clean)
	switch count := Length(*text); {
	case count < least:
		return &Error{Code: CodeReason, Field: field}
	case count > most:
		return &Error{Code: CodeTooLong, Field: field, Params: Params{"max": most, "count": count}}
	}
	return nil
}

// cleanOneLine is cleanWords for a text of one line, of which what is missing is
// CodeRequired, or CodeTooShort.
func cleanOneLine(field string, text *string, least, most int) error {
	if len(*text) > 16*most {
		return &Error{Code: CodeTooLong, Field: field, Params: Params{"max": most, "count": len(*text)}}
	}
	clean, err := CleanLine(*text)
	if err != nil {
		return inField(err, field)
	}
	*text = clean
	return inField(lengthBetween(clean, least, most), field)
}
