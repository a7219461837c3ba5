package command

import (
	"context"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// logOptions are the options of the log, as typed.
type logOptions struct {
	listing, by, action, target string
	since, until                directory.Date
	before, limit               int
	limited                     bool // a limit was asked for
}

func (sh *Shell) adminLogCommand() *cobra.Command {
	o := &logOptions{limit: listed}
	cmd := sh.under("admin", "log", []string{"journal"}, sh.NoWords(), nil)
	fs := cmd.Flags()
	fs.SortFlags = false
	sh.String(fs, &o.listing, "listing")
	sh.described(cmd, "listing", "log")
	sh.String(fs, &o.by, "by")
	sh.String(fs, &o.action, "action")
	sh.String(fs, &o.target, "target")
	sh.Day(fs, &o.since, "since", "log")
	sh.Day(fs, &o.until, "until", "log")
	sh.Whole(fs, &o.limit, "limit", 1, 1000)
	sh.described(cmd, "limit", "log")
	sh.Whole(fs, &o.before, "before", 0, 1<<53)
	sh.Formats(cmd, formatTable, formatJSON, formatNDJSON, formatCSV)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		o.limited = cmd.Flags().Changed("limit")
		return sh.adminLog(cmd.Context(), o)
	}
	return cmd
}

func (sh *Shell) adminLog(ctx context.Context, o *logOptions) error {
	s, q, err := sh.logQuery(ctx, o)
	if err != nil {
		return err
	}
	if sh.format == formatNDJSON || sh.format == formatCSV {
		return sh.exportLog(ctx, s, q, o.limited)
	}
	p, err := s.Log(ctx, sh.Actor, q)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewLog(p))
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.id"), right: true},
		{title: sh.S("command.column.when")},
		{title: sh.S("command.column.action"), most: 36},
		{title: sh.S("command.column.by"), most: 44},
		{title: sh.S("command.column.about"), whole: true},
		{title: sh.S("command.column.reason"), most: 80},
	}}
	for i := range p.Entries {
		e := &p.Entries[i]
		t.add(strconv.FormatInt(e.Number, 10), sh.moment(s, e.At), sh.logAction(e.Action), sh.decider(e), logAbout(e), e.Reason)
	}
	if len(p.Entries) > 0 {
		t.write(sh.out, sh.Width)
	}
	sh.Note("command.lines", "n", len(p.Entries))
	if p.More {
		sh.Note("command.log.older", "option", "--before "+strconv.FormatInt(p.Entries[len(p.Entries)-1].Number, 10))
	}
	return nil
}

// logQuery reads what entries are wanted.
func (sh *Shell) logQuery(ctx context.Context, o *logOptions) (*directory.Service, directory.LogQuery, error) {
	q := directory.LogQuery{Action: o.action, Target: o.target, Before: int64(o.before), Limit: o.limit}
	if err := sh.Actor.May(directory.ActionLog); err != nil {
		return nil, q, err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return nil, q, err
	}
	if o.listing != "" {
		if q.Listing, err = sh.anyListing(ctx, s, o.listing); err != nil {
			return nil, q, err
		}
	}
	if o.by != "" {
		if q.By, err = sh.logBy(ctx, s, o.by); err != nil {
			return nil, q, err
		}
	}
	if !o.since.IsZero() {
		q.From = midnight(s, o.since)
	}
	if !o.until.IsZero() {
		q.Until = midnight(s, o.until+1) // the day itself is meant as well
	}
	return s, q, nil
}

// logBy is the account that decided: by its number even when it is no more.
func (sh *Shell) logBy(ctx context.Context, s *directory.Service, typed string) (directory.AccountID, error) {
	if n, err := number("account", typed); err == nil {
		return directory.AccountID(n), nil
	}
	c, err := sh.account(ctx, s, typed)
	if err != nil {
		return 0, err
	}
	return c.ID, nil
}

// midnight is when a day begins in the Orne.
func midnight(s *directory.Service, d directory.Date) time.Time {
	year, month, day := d.Time().Date()
	return time.Date(year, month, day, 0, 0, 0, 0, s.Now().Location())
}

// exportLog writes entries one after the other: all of them, or with a limit so
// many.
func (sh *Shell) exportLog(ctx context.Context, s *directory.Service, q directory.LogQuery, limited bool) error {
	w, err := exchange.NewLogWriter(sh.out, exchange.Format(sh.format))
	if err != nil {
		return err
	}
	if limited {
		p, err := s.Log(ctx, sh.Actor, q)
		if err != nil {
			return err
		}
		for i := range p.Entries {
			if err := w.Write(&p.Entries[i]); err != nil {
				return err
			}
		}
		return w.Close()
	}
	if err := s.ExportLog(ctx, sh.Actor, q, w.Write); err != nil {
		return err
	}
	return w.Close()
}

// logAction is what was done, in words where there are some.
func (sh *Shell) logAction(action string) string {
	return sh.named("command.log.action."+action, action)
}

// logAbout is what an entry is about: a listing, or what else it names.
func logAbout(e *directory.Entry) string {
	switch {
	case e.Slug != "":
		return e.Slug
	case e.Listing != 0:
		return strconv.FormatInt(int64(e.Listing), 10)
	}
	return e.Target
}
