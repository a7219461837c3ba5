package directory

import (
	"context"
	"slices"
	"strconv"
	"time"
)

// AccountCard is an account as an administrator sees it.
type AccountCard struct {
	Account
	Keys    []Key
	Listing *Listing // nil: none
	Bans    []Ban    // in force
	Last    bool     // it is the last administrator
	Own     bool     // the actor's
}

// AccountQuery says which accounts are wanted.
type AccountQuery struct {
	Text   string // in the name, the slug of the listing or a fingerprint; empty: all
	Role   Role   // of this role alone when it is RoleModerator or RoleAdministrator
	Offset int
	Limit  int // 1–500; 0: 50
}

// AccountPage is a page of accounts, the higher roles first, then by name.
type AccountPage struct {
	Accounts []AccountCard
	Total    int
}

const (
	pageUsual = 50
	pageMost  = 500
	maxLookUp = 80 // characters of what is looked for
)

// Accounts are a page of accounts, for administrators. Errors:
// CodeNotPermitted; CodeOutOfRange of the fields limit and offset, CodeEncoding
// of the field text.
func (s *Service) Accounts(ctx context.Context, actor Actor, q AccountQuery) (*AccountPage, error) {
	by, err := s.official(ctx, actor, ActionAccounts)
	if err != nil {
		return nil, err
	}
	if q.Text, err = CleanLine(q.Text); err != nil {
		return nil, inField(err, "text")
	}
	q.Text = Clip(q.Text, maxLookUp)
	if q.Limit, err = pageLimit(q.Limit, q.Offset); err != nil {
		return nil, err
	}
	found, total, err := s.store.Accounts(ctx, q)
	if err != nil {
		return nil, s.internal("accounts", err)
	}
	page := &AccountPage{Total: total}
	cards, err := s.newAccountCards(ctx, by)
	if err != nil {
		return nil, s.internal("accounts", err)
	}
	for _, a := range found {
		card, err := cards.of(ctx, a)
		if err != nil {
			return nil, s.internal("accounts", err)
		}
		page.Accounts = append(page.Accounts, card)
	}
	return page, nil
}

// pageLimit reads the bounds of a page.
func pageLimit(limit, offset int) (int, error) {
	switch {
	case offset < 0:
		return 0, &Error{Code: CodeOutOfRange, Field: "offset", Params: Params{"min": 0, "max": MaxOffset}}
	case limit == 0:
		return pageUsual, nil
	case limit < 0 || limit > pageMost:
		return 0, &Error{Code: CodeOutOfRange, Field: "limit", Params: Params{"min": 1, "max": pageMost}}
	}
	return limit, nil
}

// Account is one account, for administrators. CodeNotFound.
func (s *Service) Account(ctx context.Context, actor Actor, id AccountID) (*AccountCard, error) {
	by, err := s.official(ctx, actor, ActionAccounts)
	if err != nil {
		return nil, err
	}
	a, err := s.store.Account(ctx, id)
	if err != nil {
		return nil, s.internal("account", err)
	}
	cards, err := s.newAccountCards(ctx, by)
	if err != nil {
		return nil, s.internal("account", err)
	}
	card, err := cards.of(ctx, a)
	if err != nil {
		return nil, s.internal("account", err)
	}
	return &card, nil
}

// accountCards makes cards of accounts.
type accountCards struct {
	service *Service
	actor   Actor
	bans    []Ban
	admins  int
}

func (s *Service) newAccountCards(ctx context.Context, actor Actor) (*accountCards, error) {
	c := &accountCards{service: s, actor: actor}
	var err error
	if c.bans, err = s.Bans(ctx, actor); err != nil {
		return nil, err
	}
	_, c.admins, err = s.store.Accounts(ctx, AccountQuery{Role: RoleAdministrator, Limit: 1})
	return c, err
}

func (c *accountCards) of(ctx context.Context, a Account) (AccountCard, error) {
	s := c.service
	a.Name, a.Mode = SafeLine(a.Name), ModeAuto // how somebody reads is their own business
	card := AccountCard{Account: a, Own: a.ID == c.actor.Account, Last: a.Role == RoleAdministrator && c.admins == 1}
	var err error
	if card.Keys, err = s.store.Keys(ctx, a.ID); err != nil {
		return card, err
	}
	for i := range card.Keys {
		k := &card.Keys[i]
		k.Name, k.Wire = SafeLine(k.Name), ""
		for _, b := range c.bans {
			if b.Fingerprint == k.Fingerprint {
				card.Bans = append(card.Bans, b)
			}
		}
	}
	card.Listing, err = listingOf(a, func(id AccountID) (*Listing, error) { return s.store.ListingByOwner(ctx, id) })
	return card, err
}

// RemoveKeyOf takes a key away from somebody's account, whose sessions end. The
// last one stays (CodeKeyLast): banning it keeps it out. CodeNotFound, CodeReason.
//
// A key that is banned as well, because it was stolen, no longer keeps out the
// account's other keys.
func (s *Service) RemoveKeyOf(ctx context.Context, actor Actor, fingerprint, reason string) error {
	if err := actor.May(ActionAccounts); err != nil {
		return err
	}
	reason, err := notedReason(reason)
	if err != nil {
		return err
	}
	fingerprint = fullFingerprint(fingerprint)
	var owner AccountID
	err = s.asOfficial(ctx, actor, ActionAccounts, "remove a key", func(tx Tx, by Actor) error {
		a, err := tx.AccountByKey(fingerprint)
		if err != nil {
			return err
		}
		owner = a.ID
		if err := removeKey(tx, a, fingerprint); err != nil {
			return err
		}
		l, err := listingOf(a, tx.ListingByOwner)
		if err != nil {
			return err
		}
		d := Decision{At: s.stamp(), Actor: by, Action: "key_remove", Target: accountTarget(a.ID), Reason: fingerprint + " " + reason}
		if l != nil {
			d.Listing = l.ID // together with which it is forgotten
		}
		return tx.Decide(d)
	})
	if err == nil {
		s.news.own.tell(owner)
	}
	return err
}

// removeKey takes a key of an account away, and the code of Link: whoever had
// that key may have made it. The last one stays (CodeKeyLast).
func removeKey(tx Tx, a Account, fingerprint string) error {
	key, count, err := ownKey(tx, a, fingerprint)
	if err != nil {
		return err
	}
	if count < 2 {
		return &Error{Code: CodeKeyLast}
	}
	if err := tx.RemoveKey(key.Fingerprint); err != nil {
		return err
	}
	if err := tx.DropPasses(a.ID, PassLink, time.Time{}); err != nil {
		return err
	}
	return accessChanged(tx)
}

func accountTarget(id AccountID) string { return "account:" + strconv.FormatInt(int64(id), 10) }

// letGo drops what an account has claimed: whoever lost the right to decide
// keeps nobody else from it. Nobody waits for it in earnest: claims expire.
func (s *Service) letGo(ctx context.Context, id AccountID) {
	if id == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshWithin)
	defer cancel()
	claims, err := s.store.Claims(ctx, s.clock.now())
	claims = slices.DeleteFunc(claims, func(c Claim) bool { return c.By != id })
	if err == nil && len(claims) > 0 {
		err = s.write(ctx, Operator(), "release claims", func(tx Tx) error {
			for _, c := range claims {
				if err := tx.DropClaim(c.Item); err != nil {
					return err
				}
			}
			return queueChanged(tx)
		})
	}
	if err != nil {
		s.log.Warn("letting go of claims fails", "account", id, "error", SafeLine(err.Error()))
	}
}
