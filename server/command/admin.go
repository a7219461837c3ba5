package command

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// adminCommand holds the commands of the moderators. The local command line
// adds its own.
func (sh *Shell) adminCommand() *cobra.Command {
	queue := sh.under("admin", "queue", []string{"file"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.adminQueue(ctx)
	})
	sh.Formats(queue, formatTable, formatJSON)
	show := sh.under("admin", "show", []string{"voir"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		return sh.adminShow(ctx, words[0])
	})
	sh.Formats(show, formatTable, formatJSON)
	return sh.Group("admin", queue, show, sh.adminApproveCommand(), sh.adminRejectCommand())
}

func (sh *Shell) adminQueue(ctx context.Context) error {
	s, list, err := sh.queue(ctx)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewQueue(list))
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.id"), right: true},
		{title: sh.S("command.column.slug"), whole: true},
		{title: sh.Text.Field("name"), most: 32},
		{title: sh.S("command.column.kind")},
		{title: sh.S("command.column.since")},
		{title: sh.S("command.column.changes"), most: 60},
	}}
	for _, l := range list {
		w := exchange.NewWaiting(l)
		t.add(strconv.FormatInt(w.ID, 10), w.Slug, w.Name, sh.S("command.admin.kind."+w.Kind), sh.since(s, l.Latest.CreatedAt), sh.fieldNames(w.Changes))
	}
	if len(list) > 0 {
		t.write(sh.out, sh.Width)
	}
	sh.Note("command.admin.waiting", "n", len(list))
	return nil
}

// queue opens the directory and asks for what waits.
func (sh *Shell) queue(ctx context.Context) (*directory.Service, []*directory.Listing, error) {
	s, err := sh.Service(ctx)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.Queue(ctx, sh.Actor)
	return s, list, err
}

func (sh *Shell) since(s *directory.Service, at time.Time) string {
	return sh.Text.Ago(at.In(s.Now().Location()), s.Now())
}

// waiting finds what waits by its number or its slug. Digits are a number
// alone: nobody is taken for somebody else by being called « 12 ».
func (sh *Shell) waiting(ctx context.Context, typed string) (*directory.Service, *directory.Listing, error) {
	s, list, err := sh.queue(ctx)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(list, func(l *directory.Listing) bool { return strconv.FormatInt(int64(l.ID), 10) == typed })
	if _, err := strconv.ParseInt(typed, 10, 64); i < 0 && err != nil {
		i = slices.IndexFunc(list, func(l *directory.Listing) bool { return strings.EqualFold(l.Slug, typed) })
	}
	if i >= 0 {
		return s, list[i], nil
	}
	var slugs []string
	for _, l := range list {
		slugs = append(slugs, l.Slug)
	}
	return nil, nil, &Failure{
		Key: "command.admin.not_waiting", Args: []any{"value", directory.Clip(typed, 60)}, Status: Failed, Near: nearest(typed, slugs),
	}
}

func (sh *Shell) adminShow(ctx context.Context, typed string) error {
	s, l, err := sh.waiting(ctx, typed)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewSubmission(l))
	}
	w := exchange.NewWaiting(l)
	f := &facts{}
	f.add(sh.S("command.column.id"), strconv.FormatInt(w.ID, 10))
	f.add(sh.S("command.column.slug"), w.Slug)
	f.add(sh.Text.Field("name"), w.Name)
	f.add(sh.S("command.column.kind"), sh.S("command.admin.kind."+w.Kind))
	f.add(sh.S("command.column.since"), sh.since(s, l.Latest.CreatedAt))
	f.write(sh.out)
	before := new(directory.Profile)
	if l.Published != nil {
		before = &l.Published.Profile
	}
	for _, c := range exchange.Changes(l) {
		sh.out.WriteString("\n" + sh.S("command.me.field", "name", c.Field, "label", sh.Text.Field(c.Field)) + "\n")
		sh.marked("−", sh.fieldValue(s, before, c.Field))
		sh.marked("+", sh.fieldValue(s, &l.Latest.Profile, c.Field))
	}
	return nil
}

// marked prints each line of a value with a sign before it.
func (sh *Shell) marked(sign, value string) {
	value = directory.SafeText(value)
	if value == "" {
		return
	}
	for line := range strings.SplitSeq(value, "\n") {
		sh.out.WriteString(strings.TrimRight("  "+sign+" "+line, " ") + "\n")
	}
}

func (sh *Shell) adminApproveCommand() *cobra.Command {
	return sh.under("admin", "approve", []string{"accepter"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, l, err := sh.waiting(ctx, words[0])
		if err != nil {
			return err
		}
		if l, err = s.Approve(ctx, sh.Actor, l.ID, l.Latest.ID); err != nil {
			return err
		}
		if !l.Visible() {
			return sh.decided(l, "command.admin.approved_hidden", "state", sh.S("command.me.state."+l.State()))
		}
		return sh.decided(l, "command.admin.approved")
	})
}

func (sh *Shell) adminRejectCommand() *cobra.Command {
	var reason string
	cmd := sh.under("admin", "reject", []string{"refuser"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, l, err := sh.waiting(ctx, words[0])
		if err != nil {
			return err
		}
		if l, err = s.Reject(ctx, sh.Actor, l.ID, l.Latest.ID, reason); err != nil {
			return err
		}
		return sh.decided(l, "command.admin.rejected")
	})
	// What is empty is refused by the service, with the reason for that.
	cmd.Flags().Var(&option{
		kind: sh.valueName("reason"),
		set:  func(v string) error { reason = v; return nil },
		get:  func() string { return reason },
	}, "reason", sh.flagUsage("reason"))
	return cmd
}

// decided tells the new state of a listing: as data, and in words.
func (sh *Shell) decided(l *directory.Listing, key string, args ...any) error {
	sh.out.WriteString(directory.SafeLine(l.Slug) + " " + l.State() + "\n")
	sh.Note(key, append(args, "name", l.Slug)...)
	return nil
}
