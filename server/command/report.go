package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// reasonWords are the reasons to report a listing, as they may be given.
var reasonWords = words{
	{string(directory.ReportOutdated), []string{"obsolete", "perimee", "perime", "depassee"}},
	{string(directory.ReportWrong), []string{"fausse", "faux", "inexacte", "erronee", "erreur"}},
	{string(directory.ReportImpersonation), []string{"usurpation", "usurpation d identite"}},
	{string(directory.ReportOffensive), []string{"choquante", "choquant", "injurieuse", "injure"}},
	{string(directory.ReportAdvertising), []string{"publicite", "spam"}},
	{string(directory.ReportOther), []string{"autre"}},
}

func (sh *Shell) reportCommand() *cobra.Command {
	var reason, words string
	cmd := sh.Command("report", []string{"signaler"}, sh.Exactly(1), func(cmd *cobra.Command, args []string) error {
		return sh.report(cmd.Context(), args[0], reason, words)
	})
	fs := cmd.Flags()
	fs.SortFlags = false
	sh.Sentence(fs, &reason, "reason", "report")
	sh.Sentence(fs, &words, "words", "report")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// report tells the moderators about a listing. A reason that is none of those
// they sort by is said in the reader's own words.
func (sh *Shell) report(ctx context.Context, slug, typed, more string) error {
	if strings.TrimSpace(typed) == "" {
		names := make([]string, len(directory.ReportReasons))
		for i, r := range directory.ReportReasons {
			names[i] = string(r)
		}
		return Misuse("command.report.reason_needed", "names", joined(names))
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	reason, said := reportOf(typed, more)
	again, err := s.Report(ctx, sh.Actor, slug, reason, said)
	if err != nil {
		return err
	}
	slug = strings.ToLower(slug)
	if sh.format == formatJSON {
		if err := exchange.WriteJSON(sh.out, exchange.NewReported(slug, reason, said, again)); err != nil {
			return err
		}
	} else {
		sh.out.WriteString(directory.SafeLine(slug) + " " + string(reason) + "\n")
	}
	if again {
		sh.Note("command.report.again")
	} else {
		sh.Note("command.report.done")
	}
	return nil
}

// reportOf tells the reason of a report from words of one's own: a reason is
// named as it is, « other: it was sold » or said in any words.
func reportOf(typed, more string) (directory.ReportReason, string) {
	more = strings.TrimSpace(more)
	if reason, ok := reasonWords.find(typed); ok {
		return directory.ReportReason(reason), more
	}
	if head, rest, ok := strings.Cut(typed, ":"); ok {
		if reason, known := reasonWords.find(head); known {
			return directory.ReportReason(reason), strings.TrimSpace(strings.TrimSpace(rest) + " " + more)
		}
	}
	return directory.ReportOther, strings.TrimSpace(strings.TrimSpace(typed) + " " + more)
}
