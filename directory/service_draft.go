package directory

import (
	"context"
	"maps"
	"strings"
	"time"
)

// SignUp makes an account of the actor's proven key, whose owner has read the
// privacy notice, with an empty draft, and a set of recovery codes. An account
// that is there already only gets what it lacks; it gets no new codes.
// Errors: CodeNeedsKey; CodeKeyShort, … for a key that is no good for years;
// CodeLimit for too many new accounts from one address.
func (s *Service) SignUp(ctx context.Context, actor Actor) (m *Mine, codes []string, err error) {
	err = s.asPerson(ctx, actor, "sign up", func(tx Tx, a Account, l *Listing) error {
		now := s.stamp()
		isNew := a.ID == 0
		if l == nil {
			if a, l, err = s.settle(tx, actor, a, "", now); err != nil {
				return err
			}
		}
		if isNew {
			if codes, err = newRecoveryCodes(tx, a.ID, now); err != nil {
				return err
			}
		}
		if a.InformedAt.IsZero() {
			a.InformedAt = now
			if err := tx.SetInformed(a.ID, now); err != nil {
				return err
			}
		}
		d, err := tx.Draft(l.ID)
		if err != nil {
			return err
		}
		m = s.mine(a, l, d)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	m, err = s.own(ctx, m, nil)
	return m, codes, err
}

// settle gives whoever has none a listing, and before that an account of the
// proven key.
func (s *Service) settle(tx Tx, actor Actor, a Account, name string, now time.Time) (Account, *Listing, error) {
	switch {
	case a.ID == 0:
		id, err := s.newAccount(tx, actor, now)
		if err != nil {
			return a, nil, err
		}
		if a, err = tx.Account(id); err != nil {
			return a, nil, err
		}
	case a.Role < RoleProfessional:
		a.Role = RoleProfessional
		if err := tx.SetRole(a.ID, a.Role); err != nil {
			return a, nil, err
		}
	}
	slug, err := tx.FreeSlug(Slugify(name))
	if err != nil {
		return a, nil, err
	}
	id, err := tx.AddListing(slug, a.ID, now)
	if err != nil {
		return a, nil, err
	}
	if err := accessChanged(tx); err != nil {
		return a, nil, err
	}
	if err := tx.Decide(Decision{At: now, Actor: actor.as(a), Action: decidedSignUp, Listing: id}); err != nil {
		return a, nil, err
	}
	l, err := tx.ListingByID(id)
	return a, l, err
}

// newAccount makes an account of the actor's proven key.
func (s *Service) newAccount(tx Tx, actor Actor, now time.Time) (AccountID, error) {
	key, err := registrable(actor.Key)
	if err != nil {
		return 0, err
	}
	if key.Fingerprint != actor.Fingerprint {
		return 0, &Error{Code: CodeNeedsKey} // it is not the one that was proven
	}
	if actor.Address != "" {
		if wait, ok := s.tried.accounts.take([]string{actor.Address}, now); !ok {
			return 0, &Error{Code: CodeLimit, Params: Params{"seconds": seconds(wait)}}
		}
	}
	if key.Account, err = tx.AddAccount("", RoleProfessional, now); err != nil {
		return 0, err
	}
	key.UsedAt = s.Today().Time() // it is in use
	return key.Account, tx.AddKey(key, []byte(actor.Key), now)
}

// SaveDraft keeps what the actor works on, as it stands: whatever is wrong or
// missing is told by Mine.Problems and saved nonetheless. base is the Version
// that it was changed from, empty to replace whatever is there. Without an
// account one is made. Saving what is there already changes nothing.
// Errors: CodeStale (nothing was saved; at: when the other change was saved),
// CodeTooLong and CodeTooMany for more than several profiles can hold,
// CodeEncoding, CodeDate for a day that is none; without an account also those
// of SignUp.
func (s *Service) SaveDraft(ctx context.Context, actor Actor, base Version, p Profile, unread map[string]string) (*Mine, error) {
	if err := s.writable(); err != nil {
		return nil, err
	}
	if err := actor.isPerson(); err != nil {
		return nil, err
	}
	clean, err := tidyUnread(unread)
	if err != nil {
		return nil, err
	}
	w := p.clone()
	typed := takeReadable(&w, clean, s.Today())
	if err := w.tidy(); err != nil {
		return nil, err
	}
	s.Catalog().normalise(&w)
	var m *Mine
	err = s.asPerson(ctx, actor, "save a draft", func(tx Tx, a Account, l *Listing) error {
		m, err = s.saveDraft(tx, actor, a, l, base, Draft{Profile: &w, Unread: typed})
		return err
	})
	return s.own(ctx, m, err)
}

func (s *Service) saveDraft(tx Tx, actor Actor, a Account, l *Listing, base Version, d Draft) (*Mine, error) {
	var old Draft
	var err error
	if l != nil {
		if old, err = tx.Draft(l.ID); err != nil {
			return nil, err
		}
	}
	there := workingProfile(l, &old)
	s.Catalog().normalise(&there)
	if d.Profile.Equal(&there) && maps.Equal(d.Unread, old.Unread) {
		return s.mine(a, l, old), nil
	}
	if err := notStale(base, l, &old); err != nil {
		return nil, err
	}
	now := s.stamp()
	name := d.Profile.Name
	if l == nil {
		if a, l, err = s.settle(tx, actor, a, name, now); err != nil {
			return nil, err
		}
	}
	submitted := workingProfile(l, &Draft{})
	s.Catalog().normalise(&submitted)
	if d.Profile.Equal(&submitted) && len(d.Unread) == 0 {
		d.Profile = nil // back to where it started
	}
	return s.putDraft(tx, a, l, old, d, name, now)
}

// notStale refuses a change that was made from another state than the present
// one.
func notStale(base Version, l *Listing, d *Draft) error {
	if base == "" || base == versionOf(l, d) {
		return nil
	}
	at := d.SavedAt
	if l != nil && l.Latest != nil && l.Latest.CreatedAt.After(at) {
		at = l.Latest.CreatedAt
	}
	return &Error{Code: CodeStale, Params: Params{"at": at}}
}

// putDraft replaces a draft; the listing's slug follows the name.
func (s *Service) putDraft(tx Tx, a Account, l *Listing, old, d Draft, name string, now time.Time) (*Mine, error) {
	d.Version, d.SavedAt = old.Version+1, now
	if err := tx.PutDraft(l.ID, d); err != nil {
		return nil, err
	}
	if l.Latest == nil && !fitsSlug(l.Slug, name) {
		slug, err := tx.FreeSlug(Slugify(name))
		if err != nil {
			return nil, err
		}
		if err := tx.SetSlug(l.ID, slug); err != nil {
			return nil, err
		}
		if l, err = tx.ListingByID(l.ID); err != nil {
			return nil, err
		}
	}
	return s.mine(a, l, d), nil
}

// fitsSlug tells whether a slug is one that the name could get.
func fitsSlug(slug, name string) bool {
	rest, ok := strings.CutPrefix(slug, Slugify(name))
	if !ok || rest == "" {
		return ok
	}
	number, ok := strings.CutPrefix(rest, "-")
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}

// DropDraft forgets the changes that were not submitted. Errors: CodeStale,
// CodeNoListing, CodeNothingNew when there are none.
func (s *Service) DropDraft(ctx context.Context, actor Actor, base Version) (*Mine, error) {
	var m *Mine
	err := s.asListing(ctx, actor, ActionDropDraft, base, func(tx Tx, now time.Time, was *Mine, d Draft) error {
		p := workingProfile(was.Listing, &Draft{})
		var err error
		m, err = s.putDraft(tx, was.Account, was.Listing, d, Draft{}, p.Name, now)
		return err
	})
	return s.own(ctx, m, err)
}

// asListing runs one transaction on behalf of the owner of a listing who wants
// something that Mine.Can decides about.
func (s *Service) asListing(ctx context.Context, actor Actor, action Action, base Version, fn func(Tx, time.Time, *Mine, Draft) error) error {
	return s.asOwner(ctx, actor, string(action), func(tx Tx, a Account, l *Listing) error {
		if l == nil {
			return &Error{Code: CodeNoListing}
		}
		d, err := tx.Draft(l.ID)
		if err != nil {
			return err
		}
		if err := notStale(base, l, &d); err != nil {
			return err
		}
		m := s.mine(a, l, d)
		if err := m.Can(action); err != nil {
			return err
		}
		return fn(tx, s.stamp(), m, d)
	})
}
