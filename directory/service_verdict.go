package directory

import "context"

// Verdict is a decision about an item.
type Verdict struct {
	Item    ItemID
	Version string // that was read; empty: whatever there is
	Action  Action
	Reason  string // 1–1,000 characters where it is obligatory: for all but approving, restoring, dismissing and reversing
}

// Decided tells what came of a decision.
type Decided struct {
	Decision Decision // the last one, of many
	Listing  *Listing // as it is now; nil for many, and when none was decided about
	Done     int      // how many items were decided about
	Skipped  []Skipped
}

// Skipped is an item of many that was left as it was, and why.
type Skipped struct {
	Item ItemID
	Err  error
}

// Decide carries out a verdict about an item: one transaction in which policy,
// writes and log stand or fall together.
//
// Of what waits: approving publishes it, which confirms it; asking for a change
// and rejecting send it back to its owner. Of what is published, asking for a
// change tells its owner, and leaves it where it is. Asking, dismissing and
// suspending close the reports about it. Reversing a decision after an appeal
// restores what was suspended, or accepts anew what was refused.
//
// Errors: CodeNotPermitted, CodeOwnListing, CodeBanned; CodeNotFound for an item
// that is not, or no more, there; CodeState when nothing waits; CodeStale for
// another version than the one read (at: since when); CodeClaimed (name, until)
// for an item that another moderator has in hand; CodeReason, CodeTooLong,
// CodeEncoding of the field reason; CodeChoice of the field action for what is
// no decision about such an item; CodeSameJudge for an appeal against one's own
// decision.
func (s *Service) Decide(ctx context.Context, actor Actor, v Verdict) (*Decided, error) {
	if err := actor.May(v.Action); err != nil {
		return nil, err
	}
	v, err := v.checked()
	if err != nil {
		return nil, err
	}
	var d *Decided
	err = s.asOfficial(ctx, actor, v.Action, string(v.Action), func(tx Tx, by Actor) error {
		j, err := s.weigh(tx, by, v)
		if err != nil {
			return err
		}
		if err := j.carryOut(); err != nil {
			return err
		}
		d, err = j.outcome()
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Undo takes back the decision of that number, 0 for the actor's last one that
// was not taken back, as long as nothing else happened to its listing since.
// What was decided about waits again: as a new revision of the same content,
// because revisions only move forward. Reports and appeals that the decision
// closed are open again. Administrators may take back anybody's. Errors:
// CodeNotFound; CodeUndo when something else happened, or it cannot be undone;
// CodeSameJudge for what came of an appeal against one's own decision; those of
// the policy.
func (s *Service) Undo(ctx context.Context, actor Actor, number int64) (*Decided, error) {
	by, err := s.official(ctx, actor, ActionUndo)
	if err != nil {
		return nil, err
	}
	if number == 0 {
		if number, err = s.lastVerdict(ctx, by); err != nil {
			return nil, s.internal("undo", err)
		}
	}
	var d *Decided
	err = s.asOfficial(ctx, actor, ActionUndo, string(ActionUndo), func(tx Tx, by Actor) error {
		u, err := s.reconsider(tx, by, number)
		if err != nil {
			return err
		}
		d, err = u.carryOut()
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}
