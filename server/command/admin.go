package command

import (
	"context"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// The themes by which the commands of moderators and administrators are listed.
const (
	themeQueue     = "queue"
	themeListings  = "listings"
	ThemePeople    = "people" // the local command line adds to it
	themeAgreement = "agreement"
	themeReference = "reference"
	themeHouse     = "house"
)

var themes = []string{themeQueue, themeListings, ThemePeople, themeAgreement, themeReference, themeHouse}

// adminCommand holds the commands of moderators and administrators; alone it
// says what waits. The local command line adds its own.
func (sh *Shell) adminCommand() *cobra.Command {
	admin := sh.Command("admin", nil, cobra.ArbitraryArgs, nil)
	admin.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return sh.unknownCommand(cmd, args[0])
		}
		return sh.adminOverview(cmd)
	}
	sh.Formats(admin, formatTable, formatJSON)
	for _, t := range themes {
		admin.AddGroup(&cobra.Group{ID: t, Title: sh.S("command.admin.theme." + t)})
	}
	under := func(theme string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = theme
		}
		admin.AddCommand(commands...)
	}
	under(themeQueue, sh.adminQueueCommand(), sh.adminShowCommand())
	under(themeQueue, sh.decisionCommands()...)
	under(themeQueue, sh.adminUndoCommand(), sh.adminApproveLowCommand(), sh.adminRejectManyCommand())
	under(themeListings, sh.adminListCommand(), sh.adminEraseCommand())
	under(ThemePeople, sh.adminRoleCommand(), sh.adminAccountsCommand(), sh.adminAccountCommand(), sh.adminKeyCommand(),
		sh.adminBanCommand(), sh.adminUnbanCommand(), sh.adminBansCommand(), sh.adminRequestsCommand())
	under(themeAgreement, sh.adminMotionsCommand(), sh.adminAgreeCommand(), sh.adminDisagreeCommand())
	under(themeReference, sh.adminSkillsCommand(), sh.adminSkillCommand(), sh.adminTelecentreCommand(), sh.adminCommuneCommand())
	under(themeHouse, sh.adminAnnounceCommand(), sh.adminFreshnessCommand(), sh.adminLogCommand(),
		sh.adminImportCommand(), sh.adminExportCommand(), sh.adminBackupCommand())
	return admin
}

// groupOf makes a command of a group that holds others; alone it does what its
// own word says, most often to list.
func (sh *Shell) groupOf(group, name string, aliases []string, alone func(context.Context) error, formats ...string) *cobra.Command {
	cmd := sh.under(group, name, aliases, cobra.ArbitraryArgs, nil)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return sh.unknownCommand(cmd, args[0])
		}
		return alone(cmd.Context())
	}
	sh.Formats(cmd, formats...)
	return cmd
}

// adminOverview says what waits, and what can be typed.
func (sh *Shell) adminOverview(cmd *cobra.Command) error {
	s, err := sh.Service(cmd.Context())
	if err != nil {
		return err
	}
	o, err := s.Overview(cmd.Context(), sh.Actor)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewOverview(o))
	}
	f := &facts{}
	count := exchange.NewOverview(o).Queue
	for _, kind := range exchange.WaitingKinds {
		f.add(sh.S("command.admin.waits."+kind), sh.Text.Int(count[kind]))
	}
	if sh.Actor.May(directory.ActionAgree) == nil {
		sh.overviewRest(s, o, f)
	}
	f.write(sh.out)
	sh.line("")
	sh.commandNames(cmd)
	sh.announced(s)
	sh.Note("command.admin.hint", "queue", sh.toType(s, "admin queue"), "help", sh.toType(s, "help admin"))
	return nil
}

// overviewRest is what administrators are told beside the queue.
func (sh *Shell) overviewRest(s *directory.Service, o *directory.Overview, f *facts) {
	f.add(sh.S("command.admin.waits.motions"), sh.Text.Int(o.Motions))
	requests := sh.Text.Int(o.Requests)
	if o.Requests > 0 {
		requests = sh.S("command.admin.requests_due", "count", requests, "date", sh.Text.Date(o.NextDue))
	}
	f.add(sh.S("command.admin.waits.requests"), requests)
	f.add(sh.S("command.admin.waits.bans"), sh.Text.Int(o.Bans))
	f.add(sh.S("command.admin.waits.stale"), sh.Text.Int(o.Stale))
	f.add(sh.S("command.admin.waits.backup"), sh.backupWaits(s, o))
	if a := o.Announced; a != nil {
		f.add(sh.S("command.admin.waits.announcement"), sh.S("command.announce.until", "text", a.In(sh.lang()), "date", sh.Text.Date(a.Until)))
	}
}

// announced says what is announced now, to people who ask how things are or how
// they work. It is no answer to anything else, and never data: a script that
// searches is not told the same sentence at every run.
func (sh *Shell) announced(s *directory.Service) {
	if a := s.Announcement(); a != nil {
		sh.Note("command.announce.said", "text", directory.SafeLine(a.In(sh.lang())))
	}
}

// announcedTo does that for commands that need no directory otherwise: on the
// server's own machine none is opened for it.
func (sh *Shell) announcedTo(ctx context.Context) {
	if sh.Program != "" {
		return
	}
	if s, err := sh.Service(ctx); err == nil {
		sh.announced(s)
	}
}

// page adds the options of a list that is told in pages.
func (sh *Shell) page(cmd *cobra.Command, limit, offset *int) {
	sh.Whole(cmd.Flags(), limit, "limit", 1, maxListed)
	sh.Whole(cmd.Flags(), offset, "offset", 0, 1_000_000)
}

// Bounds of a list that is told in pages.
const (
	listed    = 50
	maxListed = 500
)

// pageNote says how many there are in all, and how to see the next ones.
func (sh *Shell) pageNote(shown, offset, total int) {
	switch {
	case shown == 0 && total > 0:
		sh.Note("command.page.past", "n", total)
	case shown < total:
		sh.Note("command.page.part", "n", total, "first", offset+1, "last", offset+shown)
		if offset+shown < total {
			sh.Note("command.next", "offset", strconv.Itoa(offset+shown))
		}
	default:
		sh.Note("command.lines", "n", total)
	}
}

// paged is the part of a list that a page shows.
func paged[T any](list []T, limit, offset int) []T {
	list = list[min(offset, len(list)):]
	return list[:min(limit, len(list))]
}

// described puts what an option is about in its help, where several commands
// have one of that name.
func (sh *Shell) described(cmd *cobra.Command, name, about string) {
	cmd.Flags().Lookup(name).Usage = sh.S("command.flag." + name + "." + about)
}

// number reads the number of something that has one.
func number(what, typed string) (int64, error) {
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || n <= 0 {
		return 0, directory.NotFound(what, typed)
	}
	return n, nil
}

// sorted are the words of a set in order.
func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for w := range set {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}
