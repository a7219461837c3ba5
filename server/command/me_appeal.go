package command

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"teleorne/directory"
)

// maxAppealInput is what is read at most of an appeal, in bytes.
const maxAppealInput = 64 << 10

// meAppealCommand contests what the moderators decided, in the words of the
// command line or, with « - », of the standard input.
func (sh *Shell) meAppealCommand() *cobra.Command {
	cmd := sh.under("me", "appeal", []string{"recours"}, sh.atLeast(1), func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		said := strings.Join(words, " ")
		if said == "-" {
			data, err := sh.readInput(maxAppealInput, "command.appeal.empty", "command", sh.toType(s, "me appeal -"))
			if err != nil {
				return err
			}
			said = string(data)
		}
		m, err := s.Appeal(ctx, sh.Actor, said)
		if err != nil {
			return err
		}
		return sh.changed(s, m)
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// verdict is what the moderators decided, with their reason and the way on, as
// long as it says something about what the owner has before them.
func (sh *Shell) verdict(s *directory.Service, m *directory.Mine) []string {
	v := m.Verdict
	if v == nil {
		return nil
	}
	var lines []string
	say := func(key string, args ...any) { lines = append(lines, sh.S(key, args...)) }
	reason := directory.SafeLine(v.Reason)
	refused := m.Listing.Latest != nil && m.Listing.Latest.State == directory.RevisionRefused
	switch asked := v.Action == string(directory.ActionAsk); {
	case asked && !m.Listing.Pending() && (refused || !m.Listing.Suspended):
		lines = append(lines, sh.ruled(m.Listing, directory.ActionAsk, wasChange(m.Listing, directory.ActionAsk)))
	case !refused && !m.Listing.Suspended:
		reason = "" // it is settled, or was answered
	}
	if reason != "" {
		say("command.me.reason", "reason", reason)
	}
	if !m.Contest.IsZero() {
		last := m.Contest.Add(-time.Second) // it is over at midnight
		say("command.me.contest", "date", sh.dayOf(s, last), "command", sh.toType(s, "me appeal …"))
	}
	return append(lines, sh.appeal(s, m)...)
}

// appeal says how far an appeal has come.
func (sh *Shell) appeal(s *directory.Service, m *directory.Mine) []string {
	a := m.Appeal
	if a == nil {
		return nil
	}
	var lines []string
	switch {
	case a.Outcome != "":
		lines = append(lines, sh.ruled(m.Listing, a.Outcome, false))
	case !a.ClosedAt.IsZero():
		return nil // a new submission has taken its place
	default:
		lines = append(lines, sh.S("command.me.appeal.open", "date", sh.dayOf(s, a.At)))
	}
	if reason := directory.SafeLine(a.Reason); reason != "" {
		lines = append(lines, sh.S("command.me.reason", "reason", reason))
	}
	return lines
}

// fates says what becomes of the skills that a profile proposes.
func (sh *Shell) fates(m *directory.Mine) []string {
	var lines, waiting []string
	for _, w := range m.Words {
		word := directory.SafeLine(w.Word)
		switch reason := directory.SafeLine(w.Reason); {
		case w.State != "refused":
			waiting = append(waiting, word)
		case reason == "":
			lines = append(lines, sh.S("command.me.words.refused", "word", word))
		default:
			lines = append(lines, sh.S("command.me.words.refused_why", "word", word, "reason", reason))
		}
	}
	if len(waiting) > 0 {
		lines = append(lines, sh.S("command.me.words.waiting", "list", sh.Text.List(waiting)))
	}
	return lines
}
