package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/text"
)

func (sh *Shell) adminAnnounceCommand() *cobra.Command {
	var a directory.Announcement
	off := false
	cmd := sh.under("admin", "announce", []string{"annonce", "annoncer"}, cobra.ArbitraryArgs, func(ctx context.Context, words []string) error {
		a.FR = strings.Join(words, " ")
		return sh.adminAnnounce(ctx, a, off)
	})
	cmd.Flags().SortFlags = false
	sh.Day(cmd.Flags(), &a.Until, "until", "announce")
	sh.Sentence(cmd.Flags(), &a.EN, "en", "announce")
	sh.Yes(cmd.Flags(), &off, "off")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// adminAnnounce shows what is announced, announces something else, or nothing
// more.
func (sh *Shell) adminAnnounce(ctx context.Context, a directory.Announcement, off bool) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	if err := sh.Actor.May(directory.ActionAnnounce); err != nil {
		return err
	}
	said := strings.TrimSpace(a.FR) != ""
	switch {
	case said && off:
		return Misuse("command.announce.both")
	case said && a.Until.IsZero():
		return Misuse("command.announce.until_needed")
	case said, off:
		if err := s.Announce(ctx, sh.Actor, a); err != nil {
			return sh.refused(err)
		}
	}
	now := s.Announcement()
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewAnnouncementSheet(now))
	}
	if now == nil {
		sh.Note("command.announce.none")
		return nil
	}
	f := &facts{}
	f.add(sh.S("command.announce.fr"), now.FR)
	f.add(sh.S("command.announce.en"), now.EN)
	f.add(sh.S("command.announce.last"), sh.Text.Date(now.Until))
	f.write(sh.out)
	if said {
		sh.Note("command.announce.done", "date", sh.Text.Date(now.Until))
	}
	return nil
}

func (sh *Shell) adminFreshnessCommand() *cobra.Command {
	cmd := sh.under("admin", "freshness", []string{"fraicheur", "fraîcheur"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.adminFreshness(ctx)
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) adminFreshness(ctx context.Context) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	list, err := s.FreshnessBoard(ctx, sh.Actor)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewBoard(list))
	}
	columns := []column{
		{title: sh.S("command.column.epci"), most: 44},
		{title: sh.S("command.column.listings"), right: true},
	}
	for _, age := range exchange.BoardAges {
		columns = append(columns, column{title: sh.S("command.age." + string(age)), right: true})
	}
	t := &table{columns: append(columns, column{title: sh.S("command.column.oldest")})}
	for _, e := range list {
		cells := []string{text.Typographic(e.EPCI.Name), sh.Text.Int(e.Total)}
		for _, age := range exchange.BoardAges {
			cells = append(cells, sh.Text.Int(e.Ages[age]))
		}
		t.add(append(cells, sh.dayOf(s, e.Oldest))...)
	}
	t.write(sh.out, sh.Width)
	ages := s.Ages()
	sh.Note("command.age.rules", "remind", ages.Remind, "lower", ages.Lower, "hide", ages.Hide, "erase", ages.Erase)
	return nil
}

func (sh *Shell) adminBackupCommand() *cobra.Command {
	keep := false
	cmd := sh.under("admin", "backup", []string{"sauvegarder"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		if keep {
			return sh.keepBackup(ctx)
		}
		return sh.StreamBackup(ctx)
	})
	sh.Yes(cmd.Flags(), &keep, "keep")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// StreamBackup writes a copy of the database to stdout, which has to be a file
// or a program: a terminal would show the whole of it, and understand parts.
func (sh *Shell) StreamBackup(ctx context.Context) error {
	if err := sh.Actor.May(directory.ActionBackup); err != nil {
		return err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	if sh.Terminal {
		return Misuse("command.backup.terminal", "command", sh.toType(s, "admin backup")+" > teleorne.db")
	}
	return s.StreamBackup(ctx, sh.Actor, sh.out)
}

// keepBackup keeps a copy on the server, and tells its check.
func (sh *Shell) keepBackup(ctx context.Context) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	b, err := s.Backup(ctx, sh.Actor)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		if err := exchange.WriteJSON(sh.out, exchange.NewBackupSheet(b)); err != nil {
			return err
		}
	} else {
		sh.out.WriteString(directory.SafeLine(b.Name) + "\n")
	}
	sh.say(sh.backupLine(s, b))
	if len(b.Problems) > 0 {
		return &Failure{Status: Failed} // all was said
	}
	return nil
}

// backupLine is a copy, its size and what its check found.
func (sh *Shell) backupLine(s *directory.Service, b *directory.BackupInfo) string {
	check := sh.S("command.backup.sound")
	if n := len(b.Problems); n > 0 {
		check = sh.S("command.backup.damaged", "n", n, "first", directory.Clip(b.Problems[0], 120))
	}
	return sh.S("command.backup.line", "when", sh.moment(s, b.At), "name", directory.SafeLine(b.Name), "size", sh.size(b.Bytes), "check", check)
}

// backupWaits is the last copy, if there is one, and that no other can be made.
func (sh *Shell) backupWaits(s *directory.Service, o *directory.Overview) string {
	failing := !o.BackupFailing.IsZero()
	switch {
	case o.Backup == nil && failing:
		return sh.S("command.backup.never", "when", sh.moment(s, o.BackupFailing), "command", sh.toType(s, "admin backup")+" > teleorne.db")
	case o.Backup == nil:
		return sh.S("command.backup.none")
	case failing:
		return sh.S("command.backup.failing", "line", sh.backupLine(s, o.Backup), "when", sh.moment(s, o.BackupFailing))
	}
	return sh.backupLine(s, o.Backup)
}

// size is a number of bytes as people say it.
func (sh *Shell) size(bytes int64) string {
	if bytes < 1<<20 {
		return sh.S("command.size.kb", "n", int((bytes+1023)>>10))
	}
	return sh.S("command.size.mb", "n", int((bytes+1<<19)>>20))
}
