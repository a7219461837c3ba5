package command

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// requestWords are the rights that people ask for in writing.
var requestWords = words{
	{string(directory.RequestAccess), []string{"acces"}},
	{string(directory.RequestRectify), []string{"rectification"}},
	{string(directory.RequestErase), []string{"effacement"}},
	{string(directory.RequestRestrict), []string{"limitation"}},
	{string(directory.RequestPortability), []string{"portabilite"}},
	{string(directory.RequestObject), []string{"opposition"}},
}

// adminRequestsCommand holds the commands about requests of people about their
// data; alone it lists them.
func (sh *Shell) adminRequestsCommand() *cobra.Command {
	all := false
	cmd := sh.groupOf("admin", "requests", []string{"demandes"}, func(ctx context.Context) error {
		return sh.adminRequests(ctx, all)
	}, formatTable, formatJSON)
	sh.Yes(cmd.Flags(), &all, "all")
	sh.described(cmd, "all", "requests")
	cmd.AddCommand(sh.requestAddCommand(), sh.requestExtendCommand(), sh.requestCloseCommand())
	return cmd
}

func (sh *Shell) adminRequests(ctx context.Context, all bool) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	list, err := s.DataRequests(ctx, sh.Actor, all)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewRequests(list, s.Today()))
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.id"), right: true},
		{title: sh.S("command.column.right")},
		{title: sh.S("command.column.who"), most: 40},
		{title: sh.S("command.column.slug"), whole: true},
		{title: sh.S("command.column.received")},
		{title: sh.S("command.column.due")},
		{title: sh.S("command.column.left"), most: 44},
		{title: sh.S("command.column.note"), most: 60},
	}}
	for i := range list {
		r := &list[i]
		t.add(strconv.FormatInt(r.ID, 10), sh.requestKind(r), r.Who, r.Slug, sh.Text.Date(r.Received), sh.Text.Date(r.Due), sh.left(s, r), r.Note)
	}
	if len(list) > 0 {
		t.write(sh.out, sh.Width)
	}
	sh.Note("command.lines", "n", len(list))
	return nil
}

func (sh *Shell) requestKind(r *directory.DataRequest) string {
	return sh.named("command.request.kind."+string(r.Kind), string(r.Kind))
}

// left is how long there is to answer a request, or that it was answered.
func (sh *Shell) left(s *directory.Service, r *directory.DataRequest) string {
	days := r.Left(s.Today())
	switch {
	case !r.ClosedAt.IsZero():
		return sh.S("command.request.answered", "date", sh.dayOf(s, r.ClosedAt))
	case days < 0:
		return sh.S("command.request.late", "n", -days)
	case r.Extended != "":
		return sh.S("command.request.left_extended", "n", days)
	}
	return sh.S("command.request.left", "n", days)
}

func (sh *Shell) requestAddCommand() *cobra.Command {
	var kind string
	var r directory.DataRequest
	cmd := sh.under("admin_requests", "add", []string{"ajouter"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		if kind == "" || strings.TrimSpace(r.Who) == "" {
			return Misuse("command.request.needs")
		}
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		r.Kind = directory.DataRequestKind(kind)
		added, err := s.AddDataRequest(ctx, sh.Actor, r)
		return sh.request(s, added, err, "command.request.added")
	})
	fs := cmd.Flags()
	fs.SortFlags = false
	sh.Choice(fs, &kind, "kind", requestWords)
	sh.described(cmd, "kind", "request")
	sh.Sentence(fs, &r.Who, "who", "request")
	sh.Sentence(fs, &r.Note, "note", "request")
	sh.String(fs, &r.Slug, "listing")
	sh.described(cmd, "listing", "request")
	sh.Day(fs, &r.Received, "received", "request")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) requestExtendCommand() *cobra.Command {
	var reason string
	cmd := sh.under("admin_requests", "extend", []string{"prolonger"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, id, err := sh.requestNumber(ctx, words[0])
		if err != nil {
			return err
		}
		r, err := s.ExtendDataRequest(ctx, sh.Actor, id, reason)
		return sh.request(s, r, err, "command.request.extended")
	})
	sh.Sentence(cmd.Flags(), &reason, "reason", "request")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) requestCloseCommand() *cobra.Command {
	var answer string
	cmd := sh.under("admin_requests", "close", []string{"clore"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		s, id, err := sh.requestNumber(ctx, words[0])
		if err != nil {
			return err
		}
		r, err := s.CloseDataRequest(ctx, sh.Actor, id, answer)
		return sh.request(s, r, err, "command.request.closed")
	})
	sh.Sentence(cmd.Flags(), &answer, "answer", "request")
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) requestNumber(ctx context.Context, typed string) (*directory.Service, int64, error) {
	if err := sh.Actor.May(directory.ActionRequests); err != nil {
		return nil, 0, err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return nil, 0, err
	}
	id, err := number("request", typed)
	return s, id, err
}

// refused tells what is wrong with the fields of something; any other error is
// given back.
func (sh *Shell) refused(err error) error {
	var wrong directory.Errors
	var one *directory.Error
	switch {
	case errors.As(err, &wrong):
		return sh.refuse(wrong, "command.admin.not_saved")
	case errors.As(err, &one) && one.Field != "" && one.Code != directory.CodeReason:
		sh.say(sh.problem(one))
		return &Failure{Status: statusOf(one.Code), Err: err} // all was said
	}
	return err
}

// request tells how a request now stands.
func (sh *Shell) request(s *directory.Service, r *directory.DataRequest, err error, key string) error {
	if err != nil {
		return sh.refused(over(err, "command.request.over"))
	}
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.RequestSheet{Schema: exchange.Schema, Request: exchange.NewRequest(r, s.Today())})
	}
	sh.out.WriteString(strconv.FormatInt(r.ID, 10) + " " + r.Due.String() + "\n")
	sh.Note(key, "date", sh.Text.Date(r.Due))
	return nil
}
