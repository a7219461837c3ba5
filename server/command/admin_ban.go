package command

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

func (sh *Shell) adminBanCommand() *cobra.Command {
	var r directory.BanRequest
	cmd := sh.under("admin", "ban", []string{"bannir"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		r.Who = words[0]
		b, err := s.Ban(ctx, sh.Actor, r)
		if err != nil {
			return err
		}
		return sh.banned(s, b)
	})
	cmd.Flags().SortFlags = false
	sh.Sentence(cmd.Flags(), &r.Reason, "reason", "ban")
	sh.Day(cmd.Flags(), &r.Until, "until", "ban")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

// banned tells a ban that was made, and what it means.
func (sh *Shell) banned(s *directory.Service, b *directory.Ban) error {
	if sh.format == formatJSON {
		if err := exchange.WriteJSON(sh.out, exchange.BanSheet{Schema: exchange.Schema, Ban: exchange.NewBan(b)}); err != nil {
			return err
		}
	} else {
		sh.out.WriteString(strconv.FormatInt(b.ID, 10) + " " + banWho(b) + "\n")
	}
	sh.Note("command.ban.done")
	if b.Until.IsZero() {
		sh.Note("command.ban.open", "command", sh.toType(s, "admin unban "+strconv.FormatInt(b.ID, 10)))
	} else {
		sh.Note("command.ban.until", "date", sh.dayOf(s, b.Until))
	}
	return nil
}

// banWho is whom a ban keeps out.
func banWho(b *directory.Ban) string {
	if b.Range.IsValid() {
		return b.Range.String()
	}
	return directory.SafeLine(b.Fingerprint)
}

// banLine is a ban on one line.
func (sh *Shell) banLine(s *directory.Service, b *directory.Ban) string {
	until := sh.S("command.ban.endless")
	if !b.Until.IsZero() {
		until = sh.dayOf(s, b.Until)
	}
	return sh.S("command.ban.line", "number", strconv.FormatInt(b.ID, 10), "who", banWho(b), "since", sh.dayOf(s, b.At), "until", until)
}

func (sh *Shell) adminUnbanCommand() *cobra.Command {
	cmd := sh.under("admin", "unban", []string{"debannir", "débannir"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		b, err := s.Unban(ctx, sh.Actor, words[0])
		if err != nil {
			return err
		}
		if sh.format == formatJSON {
			return exchange.WriteJSON(sh.out, exchange.BanSheet{Schema: exchange.Schema, Ban: exchange.NewBan(b)})
		}
		sh.out.WriteString(strconv.FormatInt(b.ID, 10) + " " + banWho(b) + "\n")
		sh.Note("command.ban.lifted")
		return nil
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) adminBansCommand() *cobra.Command {
	cmd := sh.under("admin", "bans", []string{"bannis"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		list, err := s.Bans(ctx, sh.Actor)
		if err != nil {
			return err
		}
		if sh.format == formatJSON {
			return exchange.WriteJSON(sh.out, exchange.NewBans(list))
		}
		t := &table{columns: []column{
			{title: sh.S("command.column.id"), right: true},
			{title: sh.S("command.column.who"), whole: true},
			{title: sh.S("command.column.since")},
			{title: sh.S("command.column.until")},
			{title: sh.S("command.column.by"), most: 28},
			{title: sh.S("command.column.reason"), most: 72},
		}}
		for i := range list {
			b := &list[i]
			until := sh.S("command.ban.endless")
			if !b.Until.IsZero() {
				until = sh.dayOf(s, b.Until)
			}
			t.add(strconv.FormatInt(b.ID, 10), banWho(b), sh.dayOf(s, b.At), until, b.ByName, b.Reason)
		}
		if len(list) > 0 {
			t.write(sh.out, sh.Width)
		}
		sh.Note("command.lines", "n", len(list))
		return nil
	})
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}
