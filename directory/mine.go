package directory

import (
	"errors"
	"slices"
	"time"
)

// Mine is a profile as its owner meets it.
type Mine struct {
	Account  Account           // zero: the key is registered nowhere yet
	Listing  *Listing          // nil: there is none yet
	Profile  Profile           // what the owner works on: the draft, else the latest revision
	Unread   map[string]string // what was typed in fields where it makes no value, by field
	Version  Version           // of Profile; "0.0" without a listing
	SavedAt  time.Time         // of the draft; zero without one
	Drafted  bool              // Profile, or Unread, has changes that were not submitted
	Problems Errors            // what keeps Profile from being submitted, by field
	Health   Errors            // CodeHealth warnings, which keep nothing
	Changes  []string          // fields in which Profile differs from what is published; nil without that
	Verdict  *Decision         // the last one of the moderators; its Actor says the role alone
	First    bool              // what Verdict accepted is the first version that was ever published
	Appeal   *Appeal           // the one against Verdict, or that Verdict decided about; nil: none
	Contest  time.Time         // until when the last decision against the listing can be appealed against; zero: it cannot
	Words    []ProposalFate    // what becomes of the skills that Profile proposes
	Age      Age               // of what is published; empty when nothing is
	Next     time.Time         // when Age hides or erases the listing; zero: never

	latest, published *Profile // of these revisions, normalised by the present rules; nil without one
	contest           error    // why nothing can be appealed against, as far as the log was read
}

// mine is the profile of an account as it stands. The Verdict is left to who
// can read the log.
func (s *Service) mine(a Account, l *Listing, d Draft) *Mine {
	c, now := s.Catalog(), s.Now()
	m := &Mine{Account: a, Listing: l, Profile: workingProfile(l, &d), Version: versionOf(l, &d)}
	m.Unread = takeReadable(&m.Profile, d.Unread, DateOf(now))
	errs := c.retired(&m.Profile, l, c.normalise(&m.Profile))
	if d.Profile != nil {
		m.Drafted, m.SavedAt = true, d.SavedAt
	}
	m.Problems = withUnread(errs, m.Unread, DateOf(now))
	m.Health = m.Profile.Health()
	if l == nil {
		return m
	}
	m.latest, m.published = c.normalised(l.Latest), c.normalised(l.Published)
	if m.published != nil {
		m.Changes = m.Profile.Diff(m.published)
	}
	m.Age, m.Next = s.ages.of(l, &d, now)
	m.Words = s.fatesOf(&m.Profile)
	return m
}

// normalise is Profile.Normalise by this catalog.
func (c *Catalog) normalise(p *Profile) Errors {
	return c.closed(p, p.Normalise(c.Atlas, c.Taxonomy, c.HasTelecentre))
}

// normalised is the profile of a revision by the present rules; nil of none.
func (c *Catalog) normalised(r *Revision) *Profile {
	if r == nil {
		return nil
	}
	p := r.Profile.clone()
	c.normalise(&p)
	return &p
}

// workingProfile is a copy of what an owner works on.
func workingProfile(l *Listing, d *Draft) Profile {
	switch {
	case d.Profile != nil:
		return d.Profile.clone()
	case l != nil && l.Latest != nil:
		return l.Latest.Profile.clone()
	}
	return blankProfile()
}

// withUnread tells what is wrong with what was typed where it makes no value,
// in the place of what is wrong with the value that it was to replace.
func withUnread(errs Errors, unread map[string]string, today Date) Errors {
	if len(unread) == 0 {
		return errs
	}
	errs = slices.DeleteFunc(slices.Clone(errs), func(e *Error) bool {
		_, ok := unread[e.Field]
		return ok
	})
	for field, typed := range unread {
		var e *Error
		if errors.As(new(Profile).SetField(field, typed, today), &e) {
			errs = append(errs, e.In(field))
		}
	}
	return byField(errs)
}

// Can tells whether an action is possible for the owner of this profile now:
// nil, or the error that says why not. What the policy says of the state of a
// listing comes first, then what its content says. Actions: those that the
// policy has for one's own listing.
func (m *Mine) Can(action Action) error {
	if m.Listing == nil {
		return &Error{Code: CodeNoListing}
	}
	if rule, ok := ruleOf(action); !ok || rule.Whose != OwnListing {
		return &Error{Code: CodeNotPermitted, Params: Params{"what": string(action)}}
	}
	if err := m.owner().MayOn(action, m.Listing); err != nil {
		return err
	}
	switch action {
	case ActionSubmit:
		if len(m.Problems) > 0 {
			return m.Problems
		}
		if !m.submission().any() {
			return &Error{Code: CodeNothingNew}
		}
	case ActionDropDraft:
		if !m.Drafted {
			return &Error{Code: CodeNothingNew}
		}
	case ActionAppeal:
		return m.contest
	}
	return nil
}

// owner is whose profile this is, to the policy.
func (m *Mine) owner() Actor {
	return Actor{Role: max(m.Account.Role, RoleIdentified), Account: m.Account.ID}
}
