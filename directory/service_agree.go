package directory

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The entries of the log about motions, and about roles.
const (
	decidedMove     = "motion"
	decidedAgree    = "motion_agree"
	decidedRefuse   = "motion_refuse"
	decidedTakeBack = "motion_withdraw"
	decidedLapse    = "motion_lapse"
	decidedGrant    = "grant"
	decidedRevoke   = "revoke"
)

// Motions are what waits for a second administrator, the oldest first; with
// closed also what was decided lately. CodeNotPermitted.
func (s *Service) Motions(ctx context.Context, actor Actor, closed bool) ([]Motion, error) {
	by, err := s.official(ctx, actor, ActionAgree)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Motions(ctx, !closed)
	if err != nil {
		return nil, s.internal("motions", err)
	}
	if err := s.fillMotions(ctx, by, all); err != nil {
		return nil, s.internal("motions", err)
	}
	if !closed {
		all = slices.DeleteFunc(all, func(m Motion) bool { return m.State != MotionOpen })
	}
	slices.Reverse(all)
	return all, nil
}

// fillMotions tells what is to be known beside motions, and shows those as
// lapsed to which nobody can agree any more.
func (s *Service) fillMotions(ctx context.Context, actor Actor, all []Motion) error {
	people := s.knows(ctx)
	ids := make([]ListingID, len(all))
	for i := range all {
		ids[i] = all[i].Listing
	}
	slugs, err := s.slugs(ctx, ids)
	refusals, failed := s.refusals(ctx, all)
	for i := range all {
		m := &all[i]
		m.Refusal = SafeText(refusals[motionTarget(m.ID)])
		m.ByName, m.SecondName, m.AccountName = people.name(m.By), people.name(m.Second), people.name(m.Account)
		m.Slug, m.Reason = slugs[m.Listing], SafeText(m.Reason)
		m.Yours = m.By != 0 && m.By == actor.Account
		if people.err == nil && m.lapsed(people.of(m.By), s.clock.now()) {
			m.State = MotionLapsed
		}
		m.At, m.Until = m.At.In(s.clock.zone), m.Until.In(s.clock.zone)
		if !m.ClosedAt.IsZero() {
			m.ClosedAt = m.ClosedAt.In(s.clock.zone)
		}
	}
	return errors.Join(err, failed, people.err)
}

// refusals are the reasons for which motions were refused, by what the log calls
// these: they stand there alone.
func (s *Service) refusals(ctx context.Context, all []Motion) (map[string]string, error) {
	refused := func(m Motion) bool { return m.State == MotionRefused }
	if !slices.ContainsFunc(all, refused) {
		return nil, nil
	}
	why := make(map[string]string)
	oldest := slices.MinFunc(all, func(a, b Motion) int { return a.At.Compare(b.At) }).At
	log, err := s.store.Log(ctx, LogQuery{Action: decidedRefuse, From: oldest, Limit: logMost})
	for i := range log {
		why[log[i].Target] = log[i].Reason
	}
	return why, err
}

// motionTarget is what the log calls a motion.
func motionTarget(id int64) string { return "motion:" + strconv.FormatInt(id, 10) }

// lapsed tells whether an open motion came to nothing: its time is over, or who
// made it may do so no more. Agreeing would then be deciding alone.
func (m *Motion) lapsed(by Account, now time.Time) bool {
	return m.State == MotionOpen && (!now.Before(m.Until) || by.Role < RoleAdministrator)
}

// Agree carries out what another administrator wants. Errors: CodeNotFound;
// CodeOwnMotion for one's own; CodeConflict when it is open no more; CodeOwnListing
// when it is about one's own listing, and what else keeps it from being done.
//
// Who is to lose a role may agree: they consent. They may not refuse, which is
// for whoever judges without being concerned.
func (s *Service) Agree(ctx context.Context, actor Actor, id int64) (*Outcome, error) {
	var m Motion
	var done *Outcome
	err := s.asOfficial(ctx, actor, ActionAgree, "agree", func(tx Tx, by Actor) error {
		var err error
		if m, err = s.openMotion(tx, id); err != nil {
			return err
		}
		if by.made(&m) {
			return &Error{Code: CodeOwnMotion}
		}
		if err := s.closeMotion(tx, by, &m, MotionAgreed, ""); err != nil {
			return err
		}
		if done, err = s.carryOut(tx, by, &m); err == nil {
			done.Motion = &m
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.concluded(ctx, actor, &m, done), nil
}

// Disagree refuses a motion, for a reason of 1–1,000 characters; whoever made it
// takes it back, and need not say why. Errors: CodeNotFound; CodeConflict when it
// is open no more; CodeOwnMotion for who is to lose a role by it, CodeOwnListing
// for whose listing it is about; CodeReason.
func (s *Service) Disagree(ctx context.Context, actor Actor, id int64, reason string) error {
	return s.asOfficial(ctx, actor, ActionAgree, "disagree", func(tx Tx, by Actor) error {
		m, err := s.openMotion(tx, id)
		if err != nil {
			return err
		}
		state := MotionRefused
		if by.made(&m) {
			state = MotionWithdrawn
		} else if err := unconcerned(tx, by, &m); err != nil {
			return err
		}
		words, err := notedReason(reason)
		if err != nil && !(state == MotionWithdrawn && IsCode(err, CodeReason)) {
			return err
		}
		return s.closeMotion(tx, by, &m, state, words)
	})
}

// unconcerned refuses to let somebody refuse what is about themselves.
func unconcerned(tx Tx, by Actor, m *Motion) error {
	switch {
	case by.Account == 0:
		return nil
	case m.Action == ActionGrant && m.Account == by.Account:
		return &Error{Code: CodeOwnMotion}
	case m.Action == ActionEraseListing:
		l, err := tx.ListingByID(m.Listing)
		if IsCode(err, CodeNotFound) {
			return nil
		}
		if err == nil && by.owns(l) {
			err = &Error{Code: CodeOwnListing}
		}
		return err
	}
	return nil
}

func (a Actor) made(m *Motion) bool { return m.By != 0 && m.By == a.Account }

// openMotion is a motion to which somebody can agree. CodeConflict: it is open
// no more.
func (s *Service) openMotion(tx Tx, id int64) (Motion, error) {
	m, err := tx.Motion(id)
	if err != nil {
		return Motion{}, err
	}
	stands, err := s.stands(tx, &m)
	if err == nil && !stands {
		err = &Error{Code: CodeConflict}
	}
	if err != nil {
		return Motion{}, err
	}
	return m, nil
}

// stands tells whether a motion is open and did not lapse.
func (s *Service) stands(tx Tx, m *Motion) (bool, error) {
	by, err := tx.Account(m.By)
	if err != nil && !IsCode(err, CodeNotFound) {
		return false, err
	}
	return m.State == MotionOpen && !m.lapsed(by, s.clock.now()), nil
}

// closeMotion sets what became of an open motion, in the store and in the log.
func (s *Service) closeMotion(tx Tx, by Actor, m *Motion, state MotionState, words string) error {
	m.State, m.Second, m.ClosedAt = state, by.Account, s.stamp()
	if err := tx.CloseMotion(m.ID, m.State, m.Second, m.ClosedAt); err != nil {
		return err
	}
	if err := queueChanged(tx); err != nil {
		return err
	}
	action := map[MotionState]string{
		MotionAgreed: decidedAgree, MotionRefused: decidedRefuse, MotionWithdrawn: decidedTakeBack, MotionLapsed: decidedLapse,
	}[state]
	return tx.Decide(s.motionEntry(by, action, m, words))
}

// motionEntry is an entry of the log about a motion. One that is about a listing
// is forgotten with it.
func (s *Service) motionEntry(by Actor, action string, m *Motion, words string) Decision {
	return Decision{
		At: s.stamp(), Actor: by, Action: action, Target: motionTarget(m.ID),
		Listing: m.Listing, Reason: words,
	}
}

// wish is what a motion is for, in the words of the log.
func (m *Motion) wish() string {
	what := string(m.Action)
	switch m.Action {
	case ActionGrant:
		what += " " + m.Role.String() + " " + accountTarget(m.Account)
	case ActionRejectMany:
		what += " " + strconv.Itoa(len(m.Verdicts))
	}
	return strings.TrimSuffix(what+": "+m.Reason, ": ")
}

// lapseMotions closes those to which nobody can agree any more.
func (s *Service) lapseMotions(ctx context.Context) error {
	open, err := s.store.Motions(ctx, true)
	if err != nil {
		return err
	}
	people, now := s.knows(ctx), s.clock.now()
	for i := range open {
		if by := people.of(open[i].By); people.err == nil && open[i].lapsed(by, now) {
			s.lapse(ctx, open[i].ID)
		}
	}
	return people.err
}

// lapse closes a motion that came to nothing. What fails is tried again by the
// next upkeep.
func (s *Service) lapse(ctx context.Context, id int64) {
	err := s.write(ctx, Operator(), "lapse", func(tx Tx) error {
		m, err := tx.Motion(id)
		if err != nil || m.State != MotionOpen {
			return err
		}
		return s.closeMotion(tx, Operator(), &m, MotionLapsed, "")
	})
	if err != nil {
		s.log.Error("closing a motion fails", "motion", id, "error", SafeLine(err.Error()))
	}
}
