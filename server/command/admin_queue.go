package command

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/text"
)

// kindWords are the kinds of what waits, as they may be asked for.
var kindWords = words{
	{exchange.WaitingNew, []string{"nouvelle", "nouvelles"}},
	{exchange.WaitingChanged, []string{"change", "changement", "modification", "modifications"}},
	{exchange.WaitingReported, []string{"report", "reports", "signalement", "signalements", "signalee"}},
	{exchange.WaitingAppeal, []string{"appeals", "recours", "appel"}},
	{exchange.WaitingSkill, []string{"skills", "competence", "competences"}},
}

// queueOptions are the options of the queue, as typed.
type queueOptions struct {
	kind          string
	limit, offset int
}

func (sh *Shell) adminQueueCommand() *cobra.Command {
	o := &queueOptions{limit: listed}
	cmd := sh.under("admin", "queue", []string{"file"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.adminQueue(ctx, o)
	})
	cmd.Flags().SortFlags = false
	sh.Choice(cmd.Flags(), &o.kind, "kind", kindWords)
	sh.described(cmd, "kind", "queue")
	sh.page(cmd, &o.limit, &o.offset)
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) adminQueue(ctx context.Context, o *queueOptions) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	q, err := s.Queue(ctx, sh.Actor)
	if err != nil {
		return err
	}
	items := q.Items
	if o.kind != "" {
		items = slices.DeleteFunc(slices.Clone(items), func(i *directory.Item) bool { return exchange.WaitingKind(i.Kind) != o.kind })
	}
	total := len(items)
	items = paged(items, o.limit, o.offset)
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, exchange.NewQueue(items, o.offset, total, q.Count))
	}
	sh.queueTable(s, items)
	if len(items) < total {
		sh.pageNote(len(items), o.offset, total)
	} else {
		sh.Note("command.admin.waiting", "n", total)
	}
	return nil
}

func (sh *Shell) queueTable(s *directory.Service, items []*directory.Item) {
	t := &table{columns: []column{
		{title: sh.S("command.column.id"), right: true},
		{title: sh.S("command.column.slug"), whole: true},
		{title: sh.Text.Field("name"), most: 32},
		{title: sh.S("command.column.kind")},
		{title: sh.S("command.column.since")},
		{title: sh.S("command.column.hand"), most: 28},
		{title: sh.S("command.column.look"), most: 72},
	}}
	for _, i := range items {
		w := exchange.NewWaiting(i)
		t.add(w.Item, w.Slug, w.Name, sh.S("command.admin.kind."+w.Kind), sh.since(s, i.Since), sh.inHand(i), sh.glance(i, w.Changes))
	}
	if len(items) > 0 {
		t.write(sh.out, sh.Width)
	}
}

func (sh *Shell) since(s *directory.Service, at time.Time) string {
	return sh.Text.Ago(at, s.Now())
}

// dayOf is a moment as the day that it falls on in the Orne; empty for none.
func (sh *Shell) dayOf(s *directory.Service, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return sh.Text.Date(directory.DateOf(at.In(s.Now().Location())))
}

// moment is a day and its hour in the Orne.
func (sh *Shell) moment(s *directory.Service, at time.Time) string {
	return sh.S("command.moment", "date", sh.dayOf(s, at), "time", sh.Text.Clock(at))
}

// inHand says who has an item in hand, or that it is the reader's own.
func (sh *Shell) inHand(i *directory.Item) string {
	switch c := i.Claim; {
	case i.Own:
		return sh.S("command.admin.own")
	case c == nil:
		return ""
	case c.Yours:
		return sh.S("command.admin.yours", "time", sh.Text.Clock(c.Until))
	default:
		return sh.S("command.admin.claimed", "name", sh.claimant(c), "time", sh.Text.Clock(c.Until))
	}
}

func (sh *Shell) claimant(c *directory.Claim) string {
	if name := directory.SafeLine(c.Name); name != "" {
		return name
	}
	return sh.S("role.moderator")
}

// glance is what there is to look at about an item, in a row: its reasons to
// come early, then the fields that change.
func (sh *Shell) glance(i *directory.Item, changes []string) string {
	var all []string
	for _, f := range i.Flags {
		all = append(all, sh.flag(f))
	}
	if n := len(i.Reports); n > 0 {
		all = append(all, sh.S("command.admin.reports", "n", n)+" "+sh.S("command.admin.among", "list", sh.reportReasons(i.Reports)))
	}
	if i.Appeal != nil {
		all = append(all, sh.S("command.admin.quoted", "text", directory.Clip(i.Appeal.Words, 60)))
	}
	if p := i.Proposal; p != nil {
		all = append(all, sh.S("command.admin.proposed", "n", len(p.Listings)))
	}
	if len(changes) > 0 {
		all = append(all, sh.fieldNames(changes))
	}
	return strings.Join(all, " · ")
}

// flag says what is to be looked at.
func (sh *Shell) flag(f directory.Flag) string {
	key := "command.flagged." + string(f.Kind)
	if !sh.Text.Has(key) {
		return string(f.Kind)
	}
	return sh.S(key, "n", f.Count, "other", f.Other, "word", directory.SafeLine(f.Word), "field", sh.Text.Field(f.Field))
}

// reportReasons are the reasons of reports, each once.
func (sh *Shell) reportReasons(list []directory.Report) string {
	var names []string
	for _, r := range list {
		if name := sh.named("command.report."+string(r.Reason)+".name", string(r.Reason)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return sh.Text.List(names)
}

// stateWords are the states of listings, as they may be asked for.
var stateWords = words{
	{directory.StatePending, []string{"relecture", "en relecture", "attente", "en attente"}},
	{directory.StatePublished, []string{"publiee", "publiees"}},
	{directory.StateRejected, []string{"refusee", "refusees"}},
	{directory.StatePaused, []string{"pause", "en pause"}},
	{directory.StateSuspended, []string{"suspendue", "suspendues"}},
	{directory.StateWithdrawn, []string{"retiree", "retirees"}},
	{directory.StateDormant, []string{"masquee", "masquees"}},
}

// listOptions are the options of a list of listings, as typed.
type listOptions struct {
	state, epci   string
	limit, offset int
}

func (sh *Shell) adminListCommand() *cobra.Command {
	o := &listOptions{limit: listed}
	cmd := sh.under("admin", "list", []string{"lister", "fiches"}, cobra.ArbitraryArgs, func(ctx context.Context, words []string) error {
		return sh.adminList(ctx, strings.Join(words, " "), o)
	})
	cmd.Flags().SortFlags = false
	sh.Choice(cmd.Flags(), &o.state, "state", stateWords)
	sh.String(cmd.Flags(), &o.epci, "epci")
	sh.page(cmd, &o.limit, &o.offset)
	sh.Formats(cmd, formatTable, formatJSON)
	return cmd
}

func (sh *Shell) adminList(ctx context.Context, words string, o *listOptions) error {
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	q := directory.ListingQuery{Text: words, State: o.state, Offset: o.offset, Limit: o.limit}
	if q.EPCI, err = sh.epci(s, o.epci); err != nil {
		return err
	}
	p, err := s.FindListings(ctx, sh.Actor, q)
	if err != nil {
		return err
	}
	d := exchange.NewFound(p, o.offset)
	if sh.format == formatJSON {
		return exchange.WriteJSON(sh.out, d)
	}
	t := &table{columns: []column{
		{title: sh.S("command.column.id"), right: true},
		{title: sh.S("command.column.slug"), whole: true},
		{title: sh.Text.Field("name"), most: 32},
		{title: sh.Text.Field("headline"), most: 32},
		{title: sh.Text.Field("commune"), most: 28},
		{title: sh.S("command.me.state"), most: 44},
		{title: sh.S("command.column.changed")},
	}}
	for i, l := range d.Listings {
		headline, commune := "", ""
		if l.Headline != nil {
			headline = *l.Headline
		}
		if l.Commune != nil {
			commune = sh.communeName(s, *l.Commune)
		}
		t.add(itoa(int(l.ID)), l.Slug, l.Name, headline, commune, sh.listingState(p.Listings[i]), sh.since(s, p.Listings[i].UpdatedAt))
	}
	if len(d.Listings) > 0 {
		t.write(sh.out, sh.Width)
	}
	sh.pageNote(len(d.Listings), o.offset, d.Total)
	return nil
}

// epci is the SIREN of an intercommunality by its code, its name, or words that
// no other has in its name; empty for none.
func (sh *Shell) epci(s *directory.Service, typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	if e, ok := s.Atlas().EPCI(typed); ok {
		return e.SIREN, nil
	}
	place, failed := s.Atlas().Resolve(typed)
	if failed == nil && place.EPCI != nil {
		return place.EPCI.SIREN, nil
	}
	var like []directory.EPCI
	names := map[string]bool{}
	for _, e := range s.Atlas().EPCIs() {
		names[text.Typographic(e.Name)] = true
		if hasWords(e.Name, typed) {
			like = append(like, e)
		}
	}
	if len(like) == 1 {
		return like[0].SIREN, nil
	}
	e := directory.NotFound("epci", typed)
	switch near := nearest(typed, sorted(names)); {
	case len(like) > 1:
		for _, one := range like {
			e.Nearest = append(e.Nearest, text.Typographic(one.Name))
		}
	case failed == nil:
		e.Nearest = []string{text.Typographic(place.Communes[0].EPCI.Name)} // a commune of it was named
	case near != "":
		e.Nearest = []string{near}
	}
	return "", e
}

// hasWords tells whether a name has all words of a text.
func hasWords(name, typed string) bool {
	has := strings.Fields(directory.Fold(name))
	wanted := strings.Fields(directory.Fold(typed))
	return len(wanted) > 0 && !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(has, w) })
}

// communeName is the name of a commune by its code, which stands for itself when
// nobody knows it.
func (sh *Shell) communeName(s *directory.Service, insee string) string {
	if c, ok := s.Atlas().Commune(insee); ok {
		return text.Typographic(c.Name)
	}
	return insee
}

// listingState is the state of a listing in words.
func (sh *Shell) listingState(l *directory.Listing) string {
	words := sh.S("command.me.state." + l.State())
	if l.Published != nil && l.Pending() {
		words = sh.S("command.me.state.beside", "state", words)
	}
	return words
}
