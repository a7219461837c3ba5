package directory

import (
	"cmp"
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
	Age      Age               // of what is published; empty when nothing is
	Next     time.Time         // when Age hides or erases the listing; zero: never

	latest, published *Profile // of these revisions, normalised by the present rules; nil without one
}

// Notice is who keeps this directory and whom to write to, as its operator
// said; both may be empty.
type Notice struct {
	Controller string
	Contact    string
	Host       string // what comes after « ssh » to get here; empty: unknown
}

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

// mine is the profile of an account as it stands. The Verdict is left to who
// can read the log.
func (s *Service) mine(a Account, l *Listing, d Draft) *Mine {
	c, now := s.Catalog(), s.Now()
	m := &Mine{Account: a, Listing: l, Profile: workingProfile(l, &d), Version: versionOf(l, &d)}
	m.Unread = takeReadable(&m.Profile, d.Unread, DateOf(now))
	errs := c.normalise(&m.Profile)
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
	return m
}

// normalise is Profile.Normalise by this catalog.
func (c *Catalog) normalise(p *Profile) Errors {
	return p.Normalise(c.Atlas, c.Taxonomy, c.HasTelecentre)
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
	order := Fields()
	slices.SortStableFunc(errs, func(a, b *Error) int {
		return cmp.Compare(slices.Index(order, a.Field), slices.Index(order, b.Field))
	})
	return errs
}

// Can tells whether an action is possible for the owner of this profile now:
// nil, or the error that says why not. Actions: ActionSubmit, ActionWithdraw,
// ActionPause, ActionResume, ActionConfirm, ActionDropDraft, ActionErase.
func (m *Mine) Can(action Action) error {
	l := m.Listing
	if l == nil {
		return &Error{Code: CodeNoListing}
	}
	possible := false
	switch action {
	case ActionErase:
		return nil
	case ActionSubmit:
		if len(m.Problems) > 0 {
			return m.Problems
		}
		if !m.submission().any() {
			return &Error{Code: CodeNothingNew}
		}
		return nil
	case ActionDropDraft:
		if !m.Drafted {
			return &Error{Code: CodeNothingNew}
		}
		return nil
	case ActionWithdraw:
		possible = l.Latest != nil && !l.Withdrawn
	case ActionPause:
		possible = l.State() == StatePublished || l.State() == StatePaused // another day of return
	case ActionResume:
		possible = l.Paused
	case ActionConfirm:
		possible = l.Published != nil && !l.Withdrawn && !l.Suspended
	default:
		return &Error{Code: CodeNotPermitted, Params: Params{"what": string(action)}}
	}
	if !possible {
		return &Error{Code: CodeState, Params: Params{"state": l.State()}}
	}
	return nil
}
