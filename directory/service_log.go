package directory

import (
	"context"
	"errors"
	"fmt"
)

const (
	logUsual = 100
	logMost  = 1000
)

// Log is a page of the log, for administrators. Errors: CodeNotPermitted;
// CodeOutOfRange of the field limit.
func (s *Service) Log(ctx context.Context, actor Actor, q LogQuery) (*LogPage, error) {
	if _, err := s.official(ctx, actor, ActionLog); err != nil {
		return nil, err
	}
	switch {
	case q.Limit == 0:
		q.Limit = logUsual
	case q.Limit < 0 || q.Limit > logMost:
		return nil, &Error{Code: CodeOutOfRange, Field: "limit", Params: Params{"min": 1, "max": logMost}}
	}
	page, err := s.logPage(ctx, q, s.knows(ctx))
	if err != nil {
		return nil, s.internal("log", err)
	}
	return page, nil
}

// logPage reads a page of the log and what is to be known beside it.
func (s *Service) logPage(ctx context.Context, q LogQuery, people *acquaintances) (*LogPage, error) {
	found, err := s.store.Log(ctx, q)
	if err != nil {
		return nil, err
	}
	page := &LogPage{More: len(found) > q.Limit}
	found = found[:min(len(found), q.Limit)]
	ids := make([]ListingID, len(found))
	for i := range found {
		ids[i] = found[i].Listing
	}
	slugs, err := s.slugs(ctx, ids)
	if err != nil {
		return nil, err
	}
	page.Entries = make([]Entry, len(found))
	for i, d := range found {
		d.At, d.Reason = d.At.In(s.clock.zone), SafeText(d.Reason)
		page.Entries[i] = Entry{Decision: d, Name: people.name(d.Actor.Account), Slug: slugs[d.Listing]}
	}
	return page, people.err
}

// ExportLog calls fn for every entry that a query asks for, whatever its Limit,
// the newest first, and stops at the first error. CodeNotPermitted.
func (s *Service) ExportLog(ctx context.Context, actor Actor, q LogQuery, fn func(*Entry) error) error {
	if _, err := s.official(ctx, actor, ActionLog); err != nil {
		return err
	}
	people := s.knows(ctx)
	for q.Limit = logMost; ; {
		page, err := s.logPage(ctx, q, people)
		if err != nil {
			return s.internal("export the log", err)
		}
		for i := range page.Entries {
			if err := fn(&page.Entries[i]); err != nil {
				return err
			}
		}
		if !page.More {
			return nil
		}
		q.Before = page.Entries[len(page.Entries)-1].Number
	}
}

// CheckLog verifies the chain of the log, and that log and revisions explain how
// each listing stands: problems are told in English, for the operator.
func (s *Service) CheckLog(ctx context.Context) (check LogCheck, problems []string, err error) {
	about := make(map[ListingID][]Decision)
	chain := new(LogChain)
	err = s.store.EachDecision(ctx, 0, func(d *Decision) error {
		chain.Next(d)
		if d.Listing != 0 {
			kept := *d
			kept.Seal = Seal{}
			about[d.Listing] = append(about[d.Listing], kept)
		}
		return nil
	})
	if err != nil {
		return LogCheck{}, nil, s.toOperator("check the log", err)
	}
	problems, err = s.unexplained(ctx, about)
	return chain.Check(), problems, s.toOperator("check the log", err)
}

// maxUnexplained is how many listings CheckLog tells about.
const maxUnexplained = 100

var errEnough = errors.New("enough")

// unexplained are the listings that do not stand as the log about them says.
// The log was read before the listings are, and somebody may have decided
// meanwhile: what seems unexplained is read once more, all of it of one moment.
// To read everything so would keep the whole directory from being tidied.
func (s *Service) unexplained(ctx context.Context, about map[ListingID][]Decision) ([]string, error) {
	var problems []string
	err := s.store.Listings(ctx, 0, func(l *Listing) error {
		revisions, all := l.revisions()
		if !all {
			var err error
			if revisions, err = s.store.Revisions(ctx, l.ID); err != nil {
				return err
			}
		}
		if Unexplained(l, about[l.ID], revisions) == "" {
			return nil
		}
		l, revisions, log, err := s.store.History(ctx, l.ID)
		if err != nil {
			return err
		}
		if why := Unexplained(l, log, revisions); why != "" {
			problems = append(problems, fmt.Sprintf("listing %d: %s", l.ID, why))
		}
		if len(problems) == maxUnexplained {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return problems, err
}

// revisions are those of a listing, as far as it carries all of them: most
// listings have one or two, and nobody has to be asked about these.
func (l *Listing) revisions() (list []Revision, all bool) {
	switch {
	case l.Latest == nil:
		return nil, true
	case l.Latest.Number == 1:
		return []Revision{*l.Latest}, true
	case l.Latest.Number == 2 && l.Published != nil && l.Published.Number == 1:
		return []Revision{*l.Published, *l.Latest}, true
	}
	return nil, false
}
