package directory

import (
	"context"
	"slices"
)

// SetRole gives an account the role of moderator or administrator, or takes such
// a role away (RoleProfessional, RoleIdentified: whichever they are then by what
// they own). Where there is another administrator they have to agree. Errors:
// CodeNotPermitted, CodeNotFound, CodeChoice, CodeLastAdministrator, CodeReason.
func (s *Service) SetRole(ctx context.Context, actor Actor, id AccountID, role Role, reason string) (*Outcome, error) {
	if err := actor.May(ActionGrant); err != nil {
		return nil, err
	}
	if role < RoleIdentified || role > RoleAdministrator {
		return nil, &Error{Code: CodeChoice, Field: "role", Params: Params{
			"value": role.String(), "choices": "identified, professional, moderator, administrator",
		}}
	}
	reason, err := notedReason(reason)
	if err != nil {
		return nil, err
	}
	return s.move(ctx, actor, Motion{Action: ActionGrant, Account: id, Role: role, Reason: reason}, nil)
}

// EraseListing forgets a listing and the person behind it, on their request or
// because the law asks for it. Where there is another administrator they have to
// agree. The reason is for them: it may speak of the person, and is forgotten
// with everything else. Errors: CodeNotPermitted, CodeOwnListing, CodeNotFound,
// CodeReason.
func (s *Service) EraseListing(ctx context.Context, actor Actor, id ListingID, reason string) (*Outcome, error) {
	if err := actor.May(ActionEraseListing); err != nil {
		return nil, err
	}
	reason, err := notedReason(reason)
	if err != nil {
		return nil, err
	}
	return s.move(ctx, actor, Motion{Action: ActionEraseListing, Listing: id, Reason: reason}, nil)
}

// move does what an administrator wants, or makes it a motion when another one
// has to agree. whose finds the account that it is about, when that is not known
// before; alone tells it that nobody else has to agree.
func (s *Service) move(ctx context.Context, actor Actor, m Motion, whose func(tx Tx, alone bool) (AccountID, error)) (*Outcome, error) {
	if err := actor.May(m.Action); err != nil {
		return nil, err
	}
	open, err := s.store.Motions(ctx, true)
	if err != nil {
		return nil, s.internal("motions", err)
	}
	var done *Outcome
	err = s.asOfficial(ctx, actor, m.Action, string(m.Action), func(tx Tx, by Actor) error {
		alone, err := decidesAlone(tx, by, m.Action)
		if err != nil {
			return err
		}
		if whose != nil {
			if m.Account, err = whose(tx, alone); err != nil {
				return err
			}
		}
		m.By = by.Account
		if alone {
			done, err = s.carryOut(tx, by, &m)
		} else {
			done, err = s.propose(tx, by, &m, open)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.concluded(ctx, actor, &m, done), nil
}

// decidesAlone tells whether nobody else has to agree to an action: the operator
// is never kept waiting, nor is the only administrator.
func decidesAlone(tx Tx, by Actor, action Action) (bool, error) {
	if rule, ok := ruleOf(action); ok && !rule.Agreed || by.Role == RoleOperator {
		return true, nil
	}
	n, err := tx.Administrators()
	return n < 2, err
}

// propose makes a motion, unless it would change nothing, or the same one is open
// already, whoever made it: that one is answered then. What could not be done
// now is refused now.
func (s *Service) propose(tx Tx, by Actor, m *Motion, open []Motion) (*Outcome, error) {
	out := &Outcome{}
	switch m.Action {
	case ActionGrant:
		a, needed, err := roleWanted(tx, by, m)
		if err != nil || !needed {
			return &Outcome{Done: true, Account: &a}, err
		}
		out.Account = &a
	case ActionEraseListing:
		if _, err := erasable(tx, by, m); err != nil {
			return nil, err
		}
	case ActionRejectMany:
		var err error
		if out.Decided, err = s.pin(tx, by, m); err != nil || len(m.Verdicts) == 0 {
			out.Done = true // there is nothing left to do
			return out, err
		}
	}
	for i := range open {
		if !open[i].same(m) {
			continue
		}
		// Not as it was read before, but as it is now.
		there, err := s.openMotion(tx, open[i].ID)
		if err == nil {
			out.Motion = &there
			return out, nil
		}
		if !IsCode(err, CodeConflict) {
			return nil, err
		}
	}
	now := s.stamp()
	m.At, m.Until, m.State = now, now.AddDate(0, 0, motionDays), MotionOpen
	var err error
	if m.ID, err = tx.AddMotion(*m); err != nil {
		return nil, err
	}
	out.Motion = m
	if err := queueChanged(tx); err != nil { // it waits as well, for the others
		return nil, err
	}
	return out, tx.Decide(s.motionEntry(by, decidedMove, m, m.wish()))
}

// same tells whether two motions are for the same.
func (m *Motion) same(other *Motion) bool {
	return m.Action == other.Action && m.Account == other.Account && m.Role == other.Role && m.Listing == other.Listing &&
		slices.EqualFunc(m.Verdicts, other.Verdicts, func(a, b Verdict) bool { return a.Item == b.Item && a.Version == b.Version })
}

// carryOut does what a motion is for. What it is about is looked at once more:
// days may have passed.
func (s *Service) carryOut(tx Tx, by Actor, m *Motion) (*Outcome, error) {
	switch m.Action {
	case ActionGrant:
		a, needed, err := roleWanted(tx, by, m)
		if err == nil && needed {
			err = s.setRole(tx, by, &a, m)
		}
		return &Outcome{Done: true, Account: &a}, err
	case ActionEraseListing:
		l, err := erasable(tx, by, m)
		if err != nil {
			return nil, err
		}
		receipt, err := eraseListing(tx, l, by, s.stamp())
		return &Outcome{Done: true, Receipt: &receipt}, err
	case ActionRejectMany:
		decided, err := s.rejectMany(tx, by, m)
		return &Outcome{Done: true, Decided: decided}, err
	}
	return nil, &Error{Code: CodeNotPermitted, Params: Params{"what": string(m.Action)}}
}

// roleWanted is the account whose role a motion changes; not needed when that
// is so already. Whoever loses a role is what they are by what they own. The
// last administrator keeps the role, unless the operator takes it
// (CodeLastAdministrator).
func roleWanted(tx Tx, by Actor, m *Motion) (a Account, needed bool, err error) {
	if a, err = tx.Account(m.Account); err != nil {
		return a, false, err
	}
	if m.Role < RoleModerator {
		m.Role = RoleIdentified
		l, err := listingOf(a, tx.ListingByOwner)
		if err != nil {
			return a, false, err
		}
		if l != nil {
			m.Role = RoleProfessional
		}
	}
	if a.Role == m.Role || a.Role < RoleModerator && m.Role < RoleModerator {
		return a, false, nil
	}
	if a.Role == RoleAdministrator && by.Role != RoleOperator {
		if n, err := tx.Administrators(); err != nil || n < 2 {
			if err == nil {
				err = &Error{Code: CodeLastAdministrator}
			}
			return a, false, err
		}
	}
	return a, true, nil
}

// setRole changes the role of an account.
func (s *Service) setRole(tx Tx, by Actor, a *Account, m *Motion) error {
	a.Role = m.Role
	if err := tx.SetRole(a.ID, a.Role); err != nil {
		return err
	}
	if err := accessChanged(tx); err != nil {
		return err
	}
	action := decidedGrant
	if a.Role < RoleModerator {
		action = decidedRevoke
	}
	return tx.Decide(Decision{
		At: s.stamp(), Actor: by, Action: action, Target: accountTarget(a.ID), Reason: a.Role.String() + " " + m.Reason,
	})
}

// erasable is the listing that a motion forgets. It belongs neither to who wants
// it nor to who agrees: everybody forgets their own by Erase.
func erasable(tx Tx, by Actor, m *Motion) (*Listing, error) {
	l, err := tx.ListingByID(m.Listing)
	if err != nil {
		return nil, err
	}
	if l.Owner != 0 && l.Owner == m.By {
		return nil, &Error{Code: CodeOwnListing}
	}
	return l, by.MayOn(ActionEraseListing, l)
}

// concluded ends what move and Agree did: whoever lost the right to decide lets
// go, and what was done is filled in to be told.
func (s *Service) concluded(ctx context.Context, actor Actor, m *Motion, out *Outcome) *Outcome {
	if out.Done && out.Account != nil {
		s.news.own.tell(out.Account.ID)
		if out.Account.Role < RoleModerator {
			s.letGo(ctx, out.Account.ID)
		}
	}
	if r := out.Receipt; r != nil {
		r.Number = s.lastDecision(ctx, m.Listing, 0)
		r.At, r.Backups = r.At.In(s.clock.zone), r.Backups.In(s.clock.zone)
	}
	if out.Motion != nil {
		one := []Motion{*out.Motion}
		if err := s.fillMotions(context.WithoutCancel(ctx), actor, one); err != nil {
			s.log.Warn("naming a motion fails", "motion", m.ID, "error", SafeLine(err.Error()))
		}
		out.Motion = &one[0]
	}
	return out
}
