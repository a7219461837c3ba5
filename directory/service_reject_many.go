package directory

import (
	"context"
	"errors"
	"slices"
)

// RejectMany refuses many items, 500 at most, for one reason; with a second
// administrator's agreement where there is one. What cannot be refused is
// skipped, and told: now, and once more when it is agreed to, of what changed
// since. Errors: CodeNotPermitted, CodeBanned, CodeTooMany, CodeTooFew,
// CodeReason.
func (s *Service) RejectMany(ctx context.Context, actor Actor, verdicts []Verdict, reason string) (*Outcome, error) {
	if err := actor.May(ActionRejectMany); err != nil {
		return nil, err
	}
	reason, err := writtenReason(reason)
	if err != nil {
		return nil, err
	}
	if err := checkBulk(verdicts); err != nil {
		return nil, err
	}
	if len(verdicts) == 0 {
		return nil, &Error{Code: CodeTooFew, Params: Params{"min": 1}}
	}
	m := Motion{Action: ActionRejectMany, Reason: reason}
	for _, v := range verdicts {
		if !slices.ContainsFunc(m.Verdicts, func(u Verdict) bool { return u.Item == v.Item }) {
			m.Verdicts = append(m.Verdicts, Verdict{Item: v.Item, Version: v.Version, Action: ActionReject, Reason: reason})
		}
	}
	return s.move(ctx, actor, m, nil)
}

// pin leaves in a motion what could be refused now, as it is now: whoever agrees
// in some days agrees to that, and to nothing handed in later. It answers what
// was left out.
func (s *Service) pin(tx Tx, by Actor, m *Motion) (*Decided, error) {
	out := &Decided{}
	var left []Verdict
	for _, v := range m.Verdicts {
		v, err := v.checked()
		var j *judging
		if err == nil {
			j, err = s.weigh(tx, by, v)
		}
		var why *Error
		switch {
		case err == nil:
			v.Version = j.version()
			left = append(left, v)
		case errors.As(err, &why) && !ofStorage(err):
			out.Skipped = append(out.Skipped, Skipped{Item: v.Item, Err: why})
		default:
			return nil, err
		}
	}
	m.Verdicts = left
	return out, nil
}

// rejectMany refuses what a motion lists, but for what belongs to whoever made
// it.
func (s *Service) rejectMany(tx Tx, by Actor, m *Motion) (*Decided, error) {
	var verdicts []Verdict
	var own []Skipped
	for _, v := range m.Verdicts {
		switch mine, err := isOf(tx, m.By, v.Item); {
		case err != nil:
			return nil, err
		case mine:
			own = append(own, Skipped{Item: v.Item, Err: &Error{Code: CodeOwnListing}})
		default:
			verdicts = append(verdicts, v)
		}
	}
	decided, err := s.judgeMany(tx, by, ActionReject, verdicts, m.Reason)
	if err != nil {
		return nil, err
	}
	decided.Skipped = append(own, decided.Skipped...)
	return decided, nil
}

// isOf tells whether an item is about the listing of an account.
func isOf(tx Tx, id AccountID, item ItemID) (bool, error) {
	_, listing, _, err := item.Parse()
	if err != nil || listing == 0 || id == 0 {
		return false, nil // judgeMany says what is wrong with it
	}
	l, err := tx.ListingByID(listing)
	if IsCode(err, CodeNotFound) {
		return false, nil
	}
	return err == nil && l.Owner == id, err
}
