package directory

import (
	"context"
	"errors"
	"time"
)

// undoing is a decision that is taken back, within a transaction.
type undoing struct {
	tx       Tx
	by       Actor
	now      time.Time
	taken    Decision // the one that is taken back
	listing  *Listing
	is       Stand // how the listing stands
	was      Stand // how it stood before
	contents map[RevisionID]*Revision
}

// undoPage is how many entries of the log are looked at at once.
const undoPage = 100

// lastVerdict is the number of the actor's last decision about a listing that
// they did not take back. CodeUndo: there is none.
func (s *Service) lastVerdict(ctx context.Context, by Actor) (int64, error) {
	undone := make(map[int64]bool)
	q := LogQuery{By: by.Account, Limit: undoPage}
	for {
		entries, err := s.store.Log(ctx, q)
		if err != nil {
			return 0, err
		}
		for i := range entries {
			d := &entries[i]
			q.Before = d.Number
			n, about := d.about()
			switch {
			case !d.Actor.is(by):
			case d.Action == decidedUndo && about:
				undone[n] = true
			case d.isVerdict() && !undone[d.Number]:
				return d.Number, nil
			}
		}
		if len(entries) <= undoPage {
			return 0, &Error{Code: CodeUndo}
		}
	}
}

// is tells whether somebody in the log is the actor.
func (a Actor) is(b Actor) bool {
	return a.Account == b.Account && (a.Account != 0 || (a.Role == RoleOperator) == (b.Role == RoleOperator))
}

// reconsider reads what a decision was about, and tells why it cannot be taken
// back. Nothing is written.
func (s *Service) reconsider(tx Tx, by Actor, number int64) (*undoing, error) {
	u := &undoing{tx: tx, by: by, now: s.stamp(), contents: make(map[RevisionID]*Revision)}
	var err error
	if u.taken, err = tx.Decision(number); err != nil {
		return nil, err
	}
	switch d := &u.taken; {
	case !d.Actor.is(by) && by.Role < RoleAdministrator:
		return nil, &Error{Code: CodeNotPermitted, Params: Params{"what": string(ActionUndo)}}
	case !d.isVerdict():
		return nil, &Error{Code: CodeUndo}
	}
	if u.listing, err = tx.ListingByID(u.taken.Listing); err != nil {
		return nil, err
	}
	if err := by.MayOn(ActionUndo, u.listing); err != nil {
		return nil, err
	}
	if err := u.judged(); err != nil {
		return nil, err
	}
	return u, u.stands()
}

// judged refuses who took the decision that an appeal was against: whether the
// appeal was right is not for them to say.
func (u *undoing) judged() error {
	against, ok := u.taken.about()
	if !ok {
		return nil
	}
	first, err := u.tx.Decision(against)
	if err == nil && first.Actor.is(u.by) {
		return &Error{Code: CodeSameJudge}
	}
	return err
}

// stands finds out how the listing stood before. CodeUndo when anything
// happened to it since, or the log does not explain how it stands.
func (u *undoing) stands() error {
	log, err := u.tx.Decisions(u.listing.ID)
	if err != nil {
		return err
	}
	last := len(log) - 1
	for last >= 0 && log[last].aboutKeys() {
		last--
	}
	if last < 0 || log[last].Number != u.taken.Number {
		return &Error{Code: CodeUndo}
	}
	revisions, err := u.tx.Revisions(u.listing.ID)
	if err != nil {
		return err
	}
	for i := range revisions {
		u.contents[revisions[i].ID] = &revisions[i]
	}
	e := explain(log, revisions)
	u.is, u.was = e.stand, e.before[u.taken.Number]
	if differs := u.is.Differs(u.listing); differs != "" {
		return &Error{Code: CodeUndo, Err: errors.New(differs)}
	}
	return nil
}

// carryOut brings the listing back to how it stood, and opens again what the
// decision closed.
func (u *undoing) carryOut() (*Decided, error) {
	undone := Decision{
		At: u.now, Actor: u.by, Action: decidedUndo, Target: targetDecision(u.taken.Number), Listing: u.listing.ID,
	}
	var err error
	if undone.Revision, err = u.restore(); err != nil {
		return nil, err
	}
	if err := u.reopen(); err != nil {
		return nil, err
	}
	if err := u.tx.Decide(undone); err != nil {
		return nil, err
	}
	if err := queueChanged(u.tx); err != nil {
		return nil, err
	}
	j := &judging{tx: u.tx, listing: u.listing}
	return j.outcome()
}

// restore writes what differs between how the listing stands and stood. It
// answers the revision by which a former content comes once more, 0 when none
// is needed: it counts as handed in, or refused, when the former one was.
func (u *undoing) restore() (again RevisionID, err error) {
	id := u.listing.ID
	if former := u.contents[u.was.Latest]; former != nil && (u.was.Latest != u.is.Latest || u.was.State != u.is.State) {
		if again, err = u.tx.AddRevision(id, u.was.State, &former.Profile, former.CreatedAt); err != nil {
			return 0, err
		}
	}
	switch {
	case u.was.Published == u.is.Published:
	case u.was.Published == 0:
		err = u.tx.Unpublish(id, u.was.UpdatedAt)
	default:
		err = u.tx.Publish(id, u.was.Published, u.was.UpdatedAt)
	}
	if err == nil && !u.was.ConfirmedAt.Equal(u.is.ConfirmedAt) {
		err = u.tx.Confirm(id, u.was.ConfirmedAt)
	}
	if err != nil {
		return 0, err
	}
	// Be it the same: its owner hears of it.
	return again, u.tx.SetStanding(id, u.was.Standing)
}

// reopen opens the reports and appeals that the decision closed.
func (u *undoing) reopen() error {
	if err := u.tx.ReopenReports(u.listing.ID, u.taken.At); err != nil {
		return err
	}
	appeals, err := u.tx.Appeals(u.listing.ID)
	if err != nil {
		return err
	}
	for i := range appeals {
		if a := &appeals[i]; a.ClosedAt.Equal(u.taken.At) {
			if err := u.tx.CloseAppeal(a.ID, time.Time{}, "", ""); err != nil {
				return err
			}
		}
	}
	return nil
}
