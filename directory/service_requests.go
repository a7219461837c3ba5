package directory

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DataRequestKind is which right a person makes use of (GDPR, articles 15–21).
type DataRequestKind string

// The rights that people ask for in writing, beside what the program lets them
// do by themselves.
const (
	RequestAccess      DataRequestKind = "access"      // article 15
	RequestRectify     DataRequestKind = "rectify"     // article 16
	RequestErase       DataRequestKind = "erase"       // article 17
	RequestRestrict    DataRequestKind = "restrict"    // article 18
	RequestPortability DataRequestKind = "portability" // article 20
	RequestObject      DataRequestKind = "object"      // article 21
)

// DataRequestKinds are all of them.
var DataRequestKinds = []DataRequestKind{
	RequestAccess, RequestRectify, RequestErase, RequestRestrict, RequestPortability, RequestObject,
}

// DataRequest is a request of a person about their data. It is answered within
// one month of its receipt, which may be extended by two more when the person
// is told why (GDPR, article 12(3); periods by Regulation 1182/71, article 3).
type DataRequest struct {
	ID       int64
	Kind     DataRequestKind
	Who      string // how the person is reached, 2–200 characters; forgotten a year after it was answered
	Slug     string // of the listing it is about; empty: none
	Note     string // what was asked, 0–1,000 characters
	Received Date
	Due      Date
	Extended string    // why it takes longer; empty: it does not
	ClosedAt time.Time // zero: open
	Answer   string    // what was answered
}

// Left is how many days are left to answer, negative when it is too late.
func (r *DataRequest) Left(today Date) int { return int(r.Due - today) }

// Bounds of a request about personal data.
const (
	minWho             = 2
	MaxWho             = 200  // graphemes
	MaxNote            = 1000 // graphemes
	receivedAgo   Date = 366  // days before today, at most
	requestKept        = 1    // years after it was answered
	requestTarget      = "request:"
)

// The entries of the log about requests.
const (
	decidedRequest       = "request_add"
	decidedRequestExtend = "request_extend"
	decidedRequestClose  = "request_close"
)

// DataRequests are the requests of people about their data, by the day they are
// due; with closed also those that were answered.
func (s *Service) DataRequests(ctx context.Context, actor Actor, closed bool) ([]DataRequest, error) {
	if _, err := s.official(ctx, actor, ActionRequests); err != nil {
		return nil, err
	}
	all, err := s.store.DataRequests(ctx, !closed)
	if err != nil {
		return nil, s.internal("requests", err)
	}
	for i := range all {
		r := &all[i]
		r.Who, r.Slug = SafeLine(r.Who), SafeLine(r.Slug)
		r.Note, r.Extended, r.Answer = SafeText(r.Note), SafeText(r.Extended), SafeText(r.Answer)
	}
	return all, nil
}

// AddDataRequest notes a request; Received today when it is zero. Errors by
// field: CodeChoice, CodeTooShort, CodeTooLong, CodeNotFound of slug,
// CodeOutOfRange of received.
func (s *Service) AddDataRequest(ctx context.Context, actor Actor, r DataRequest) (*DataRequest, error) {
	if err := actor.May(ActionRequests); err != nil {
		return nil, err
	}
	out, errs := s.newRequest(r)
	err := s.asKeeper(ctx, actor, ActionRequests, func(tx Tx, by Actor, now time.Time) error {
		if out.Slug != "" {
			if _, err := tx.ListingBySlug(out.Slug); IsCode(err, CodeNotFound) {
				errs = append(errs, NotFound("listing", out.Slug).In("slug"))
			} else if err != nil {
				return err
			}
		}
		if len(errs) > 0 {
			return errs
		}
		var err error
		if out.ID, err = tx.AddDataRequest(out); err != nil {
			return err
		}
		return decideRequest(tx, by, now, decidedRequest, &out, string(out.Kind)+", due "+out.Due.String())
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// newRequest is a request as it is kept, and what is wrong with it.
func (s *Service) newRequest(r DataRequest) (DataRequest, Errors) {
	out := DataRequest{Kind: r.Kind, Who: r.Who, Slug: strings.ToLower(SafeLine(r.Slug)), Note: r.Note, Received: r.Received}
	var errs Errors
	if !slices.Contains(DataRequestKinds, out.Kind) {
		errs = append(errs, notAmong("kind", string(out.Kind), DataRequestKinds))
	}
	errs = also(errs, cleanOneLine("who", &out.Who, minWho, MaxWho))
	errs = also(errs, cleanWords("note", &out.Note, 0, MaxNote))
	today := s.Today()
	if out.Received.IsZero() {
		out.Received = today
	}
	errs = also(errs, dayBetween("received", out.Received, today-receivedAgo, today))
	if len(errs) == 0 {
		out.Due = deadline(out.Received, answerMonths)
	}
	return out, errs
}

// decideRequest logs what was done about a request. What people wrote is not for
// the log: it is forgotten before that.
func decideRequest(tx Tx, by Actor, now time.Time, action string, r *DataRequest, reason string) error {
	return tx.Decide(Decision{At: now, Actor: by, Action: action, Target: requestTarget + strconv.FormatInt(r.ID, 10), Reason: reason})
}

// ExtendDataRequest gives two more months to answer, for a reason that the
// person was told within the first one. CodeNotFound, CodeConflict when it was
// extended or answered already, CodeReason.
func (s *Service) ExtendDataRequest(ctx context.Context, actor Actor, id int64, reason string) (*DataRequest, error) {
	if err := actor.May(ActionRequests); err != nil {
		return nil, err
	}
	reason, err := notedReason(reason) // telling the person is the administrator's to do
	if err != nil {
		return nil, err
	}
	return s.changeRequest(ctx, actor, id, decidedRequestExtend, func(r *DataRequest, _ time.Time) (string, error) {
		if r.Extended != "" {
			return "", &Error{Code: CodeConflict}
		}
		r.Extended, r.Due = reason, deadline(r.Received, extendedMonths)
		return "due " + r.Due.String(), nil
	})
}

// CloseDataRequest notes what was answered. CodeNotFound, CodeConflict, CodeReason.
func (s *Service) CloseDataRequest(ctx context.Context, actor Actor, id int64, answer string) (*DataRequest, error) {
	if err := actor.May(ActionRequests); err != nil {
		return nil, err
	}
	if err := cleanWords("answer", &answer, 1, MaxNote); err != nil {
		return nil, noted(err)
	}
	return s.changeRequest(ctx, actor, id, decidedRequestClose, func(r *DataRequest, now time.Time) (string, error) {
		r.Answer, r.ClosedAt = answer, now
		return string(r.Kind), nil
	})
}

// changeRequest changes an open request by fn, which tells what the log says.
func (s *Service) changeRequest(ctx context.Context, actor Actor, id int64, action string, fn func(*DataRequest, time.Time) (string, error)) (*DataRequest, error) {
	var r DataRequest
	err := s.asKeeper(ctx, actor, ActionRequests, func(tx Tx, by Actor, now time.Time) error {
		var err error
		if r, err = tx.DataRequest(id); err != nil {
			return err
		}
		if !r.ClosedAt.IsZero() {
			return &Error{Code: CodeConflict}
		}
		reason, err := fn(&r, now)
		if err != nil {
			return err
		}
		if err := tx.PutDataRequest(r); err != nil {
			return err
		}
		return decideRequest(tx, by, now, action, &r, reason)
	})
	if err != nil {
		return nil, err
	}
	return &r, nil
}

// forgetRequests forgets the people whose requests were answered long ago.
func forgetRequests(tx Tx, now time.Time) error {
	return tx.ForgetDataRequests(now.AddDate(-requestKept, 0, 0))
}

// also appends an error of a field, if there is one.
func also(errs Errors, err error) Errors {
	var e *Error
	if errors.As(err, &e) {
		return append(errs, e)
	}
	return errs
}
