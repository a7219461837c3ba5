package command

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// outcome tells what came of something that may need a second administrator:
// done tells what was done at once.
func (sh *Shell) outcome(s *directory.Service, o *directory.Outcome, done func()) error {
	switch {
	case sh.format == formatJSON:
		if err := exchange.WriteJSON(sh.out, exchange.NewOutcome(o, sh.whyNot)); err != nil {
			return err
		}
	case o.Done:
		done()
	default:
		sh.out.WriteString(strconv.FormatInt(o.Motion.ID, 10) + " " + string(o.Motion.State) + "\n")
	}
	if !o.Done {
		n := strconv.FormatInt(o.Motion.ID, 10)
		sh.Note("command.motion.waits", "number", n, "date", sh.dayOf(s, o.Motion.Until), "command", sh.toType(s, "admin agree "+n))
	}
	return nil
}

func (sh *Shell) adminMotionsCommand() *cobra.Command {
	closed := false
	cmd := sh.under("admin", "motions", []string{"accords"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		list, err := s.Motions(ctx, sh.Actor, closed)
		if err != nil {
			return err
		}
		if sh.format == formatJSON {
			return exchange.WriteJSON(sh.out, exchange.NewMotions(list))
		}
		sh.motionTable(s, list)
		return nil
	})
	sh.Yes(cmd.Flags(), &closed, "all")
	sh.described(cmd, "all", "motions")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) motionTable(s *directory.Service, list []directory.Motion) {
	t := &table{columns: []column{
		{title: sh.S("command.column.id"), right: true},
		{title: sh.S("command.column.wants"), most: 60},
		{title: sh.S("command.column.reason"), most: 60},
		{title: sh.S("command.column.by"), most: 28},
		{title: sh.S("command.column.motion_state"), most: 28},
		{title: sh.S("command.column.until")},
	}}
	for i := range list {
		m := &list[i]
		by := directory.SafeLine(m.ByName)
		if m.Yours {
			by = sh.S("command.motion.yours")
		}
		t.add(strconv.FormatInt(m.ID, 10), sh.wants(m), m.Reason, by, sh.named("command.motion.state."+string(m.State), string(m.State)), sh.dayOf(s, m.Until))
	}
	if len(list) > 0 {
		t.write(sh.out, sh.Width)
	}
	sh.Note("command.lines", "n", len(list))
}

// wants is what a motion is about.
func (sh *Shell) wants(m *directory.Motion) string {
	switch m.Action {
	case directory.ActionGrant:
		name := directory.SafeLine(m.AccountName)
		if name == "" {
			name = sh.S("command.account.numbered", "number", strconv.FormatInt(int64(m.Account), 10))
		}
		if m.Role < directory.RoleModerator {
			return sh.S("command.motion.wants.no_role", "name", name)
		}
		return sh.S("command.motion.wants.role", "name", name, "role", sh.S("role."+m.Role.String()))
	case directory.ActionEraseListing:
		return sh.S("command.motion.wants.erase", "name", m.Slug)
	case directory.ActionRejectMany:
		return sh.S("command.motion.wants.reject", "n", len(m.Verdicts))
	}
	return string(m.Action)
}

func (sh *Shell) adminAgreeCommand() *cobra.Command {
	cmd := sh.under("admin", "agree", []string{"accord"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, id, err := sh.motion(ctx, words[0])
		if err != nil {
			return err
		}
		o, err := s.Agree(ctx, sh.Actor, id)
		if err != nil {
			return over(err, "command.motion.over")
		}
		return sh.outcome(s, o, func() {
			if o.Receipt != nil {
				sh.receipt(s, o.Receipt)
			} else {
				sh.out.WriteString(strconv.FormatInt(id, 10) + " " + string(directory.MotionAgreed) + "\n")
			}
			if o.Decided != nil {
				sh.skipped(o.Decided.Skipped)
			}
			sh.Note("command.motion.done")
		})
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) adminDisagreeCommand() *cobra.Command {
	var reason string
	cmd := sh.under("admin", "disagree", []string{"desaccord", "désaccord"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, id, err := sh.motion(ctx, words[0])
		if err != nil {
			return err
		}
		if err := s.Disagree(ctx, sh.Actor, id, reason); err != nil {
			return over(err, "command.motion.over")
		}
		sh.out.WriteString(strconv.FormatInt(id, 10) + "\n")
		sh.Note("command.motion.dropped")
		return nil
	})
	sh.Sentence(cmd.Flags(), &reason, "reason", "may")
	return cmd
}

// over says of what is open no more that it is not; any other error is given
// back.
func over(err error, key string) error {
	if directory.IsCode(err, directory.CodeConflict) {
		return &Failure{Key: key, Status: Failed, Err: err}
	}
	return err
}

// motion opens the directory and reads the number of a motion.
func (sh *Shell) motion(ctx context.Context, typed string) (*directory.Service, int64, error) {
	if err := sh.Actor.May(directory.ActionAgree); err != nil {
		return nil, 0, err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return nil, 0, err
	}
	id, err := number("motion", typed)
	return s, id, err
}
