package command

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
)

// meChange makes a command that moves the actor's own listing on. Its data is
// the slug and the new state; what that means is said beside.
func (sh *Shell) meChange(name string, aliases []string, change func(context.Context, *directory.Service, *directory.Mine) (*directory.Mine, error)) *cobra.Command {
	cmd := sh.under("me", name, aliases, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.change(ctx, change)
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) change(ctx context.Context, change func(context.Context, *directory.Service, *directory.Mine) (*directory.Mine, error)) error {
	s, m, err := sh.mine(ctx)
	if err != nil {
		return err
	}
	m, err = change(ctx, s, m)
	if err != nil {
		var wrong directory.Errors
		if errors.As(err, &wrong) {
			return sh.refuse(wrong, "command.me.not_sent")
		}
		return err
	}
	return sh.changed(s, m)
}

// changed tells the new state.
func (sh *Shell) changed(s *directory.Service, m *directory.Mine) error {
	if sh.format == formatJSON {
		if err := sh.writeMine(m); err != nil {
			return err
		}
	} else if l := m.Listing; l != nil {
		sh.out.WriteString(directory.SafeLine(l.Slug) + " " + l.State() + "\n")
	}
	for _, line := range sh.next(s, m) {
		sh.say(line)
	}
	sh.warn(m)
	return nil
}

// warn tells what a text should rather not say.
func (sh *Shell) warn(m *directory.Mine) {
	for _, e := range m.Health {
		sh.say(sh.problem(e))
	}
}

func (sh *Shell) mePauseCommand() *cobra.Command {
	cmd := sh.under("me", "pause", nil, sh.atMost(1), func(ctx context.Context, words []string) error {
		var until directory.Date
		if len(words) > 0 {
			var err error
			if until, err = parseDay(words[0]); err != nil {
				return err
			}
		}
		return sh.change(ctx, func(ctx context.Context, s *directory.Service, _ *directory.Mine) (*directory.Mine, error) {
			return s.Pause(ctx, sh.Actor, until)
		})
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// next says what happens next with a profile, and what its owner can do about
// it; nothing for somebody who has none.
func (sh *Shell) next(s *directory.Service, m *directory.Mine) []string {
	l := m.Listing
	if l == nil {
		return nil
	}
	var lines []string
	say := func(key string, args ...any) { lines = append(lines, sh.S(key, args...)) }
	switch state := l.State(); {
	case state == directory.StatePaused && !l.PausedUntil.IsZero():
		say("command.me.next.paused_until", "date", sh.Text.Date(l.PausedUntil), "command", sh.toType(s, "me resume"))
	case state == directory.StatePaused:
		say("command.me.next.paused", "command", sh.toType(s, "me resume"))
	case state == directory.StateDormant:
		say("command.me.next.dormant", "command", sh.toType(s, "me confirm"))
	case state == directory.StateWithdrawn:
		say("command.me.next.withdrawn", "command", sh.toType(s, "me submit"))
	default:
		say("command.me.next." + state)
	}
	if l.Published != nil && l.Pending() {
		key := "command.me.next.beside"
		if !l.Visible() {
			key = "command.me.next.waits"
		}
		say(key, "fields", sh.fieldNames(l.Published.Profile.Diff(&l.Latest.Profile)))
	}
	if l.Published != nil && l.Latest.State == directory.RevisionRefused {
		say("command.me.next.refused")
	}
	lines = append(lines, sh.verdict(s, m)...)
	lines = append(lines, sh.toSend(s, m)...)
	return append(lines, sh.aging(s, m)...)
}

// toSend says what keeps the profile from being submitted, or how to do that.
func (sh *Shell) toSend(s *directory.Service, m *directory.Mine) []string {
	fresh := m.Listing.Latest == nil
	switch {
	case len(m.Problems) > 0 && (fresh || m.Drafted):
		return []string{sh.S("command.me.next.missing", "fields", sh.fieldNames(fieldsOf(m.Problems)))}
	case fresh || m.Drafted:
		return []string{sh.S("command.me.next.unsent", "command", sh.toType(s, "me submit"))}
	}
	return nil
}

// aging says what the rules about listings that nobody confirms will do.
func (sh *Shell) aging(s *directory.Service, m *directory.Mine) []string {
	if m.Listing.Published == nil || m.Listing.Hidden() && !m.Listing.Dormant || m.Next.IsZero() {
		return nil
	}
	age := m.Age
	switch {
	case age == directory.AgeFresh || age == directory.AgeGone || age == "":
		return nil
	case s.Ages().Hide == 0:
		age = directory.AgeLeaving // nothing comes before it is erased
	}
	return []string{sh.S("command.me.age."+string(age), "date", sh.day(s, m), "command", sh.toType(s, "me confirm"))}
}

// fieldsOf are the fields that errors speak of, each once.
func fieldsOf(errs directory.Errors) []string {
	var fields []string
	seen := map[string]bool{}
	for _, e := range errs {
		if !seen[e.Field] {
			seen[e.Field] = true
			fields = append(fields, e.Field)
		}
	}
	return fields
}

func joined(items []string) string { return strings.Join(items, ", ") }
