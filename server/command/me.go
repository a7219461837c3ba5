package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/text"
)

// meCommand holds the commands of the owner of a profile.
func (sh *Shell) meCommand() *cobra.Command {
	me := sh.Command("me", []string{"moi"}, cobra.ArbitraryArgs, nil)
	me.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return sh.unknownCommand(cmd, args[0])
		}
		return sh.meSummary(cmd.Context())
	}
	sh.Formats(me, formatTable, formatJSON)
	me.AddCommand(
		sh.meShowCommand(), sh.meEditCommand(),
		sh.meChange("submit", []string{"envoyer", "soumettre"}, func(ctx context.Context, s *directory.Service, m *directory.Mine) (*directory.Mine, error) {
			return s.Submit(ctx, sh.Actor, m.Version)
		}),
		sh.meChange("withdraw", []string{"retirer"}, func(ctx context.Context, s *directory.Service, _ *directory.Mine) (*directory.Mine, error) {
			return s.Withdraw(ctx, sh.Actor)
		}),
		sh.mePauseCommand(),
		sh.meChange("resume", []string{"reprendre"}, func(ctx context.Context, s *directory.Service, _ *directory.Mine) (*directory.Mine, error) {
			return s.Resume(ctx, sh.Actor)
		}),
		sh.meChange("confirm", []string{"confirmer"}, func(ctx context.Context, s *directory.Service, _ *directory.Mine) (*directory.Mine, error) {
			m, err := s.Confirm(ctx, sh.Actor)
			if err == nil {
				sh.Note("command.me.confirm_done")
			}
			return m, err
		}),
		sh.meChange("discard", []string{"abandonner"}, func(ctx context.Context, s *directory.Service, m *directory.Mine) (*directory.Mine, error) {
			m, err := s.DropDraft(ctx, sh.Actor, m.Version)
			if directory.IsCode(err, directory.CodeNothingNew) {
				return nil, &Failure{Key: "command.me.nothing_to_discard", Status: Failed, Err: err}
			}
			return m, err
		}),
		sh.meModeCommand(), sh.meAppealCommand(),
		sh.meKeysCommand(), sh.meLinkCommand(), sh.meJoinCommand(), sh.meCodesCommand(),
		sh.meExportCommand(), sh.meDeleteCommand(),
	)
	return me
}

// under makes a command of a group, with its other names.
func (sh *Shell) under(group, name string, aliases []string, args cobra.PositionalArgs, run func(context.Context, []string) error) *cobra.Command {
	cmd := sh.Nested(group, name, args, func(cmd *cobra.Command, words []string) error { return run(cmd.Context(), words) })
	cmd.Aliases = aliases
	return cmd
}

// mine opens the directory and asks for the actor's own profile.
func (sh *Shell) mine(ctx context.Context) (*directory.Service, *directory.Mine, error) {
	s, err := sh.Service(ctx)
	if err != nil {
		return nil, nil, err
	}
	m, err := s.Me(ctx, sh.Actor)
	return s, m, err
}

// toType is the line that carries out a command, as the reader would type it.
func (sh *Shell) toType(s *directory.Service, words string) string {
	host := s.Notice().Host
	if sh.Program != "" || host == "" {
		return sh.program() + " " + words
	}
	return "ssh " + host + " " + words
}

func (sh *Shell) meSummary(ctx context.Context) error {
	s, m, err := sh.mine(ctx)
	if err != nil {
		return err
	}
	if sh.format == formatJSON {
		return sh.writeMine(m)
	}
	if m.Listing == nil {
		sh.Note("command.me.none")
		sh.stranger(ctx, true)
		sh.begin(s)
		return nil
	}
	f := &facts{}
	f.add(sh.S("command.column.slug"), m.Listing.Slug)
	f.add(sh.Text.Field("name"), m.Profile.Name)
	f.add(sh.S("command.me.state"), sh.state(m))
	f.add(sh.S("command.me.changed"), sh.fieldNames(m.Changes))
	if m.Listing.Published != nil {
		f.add(sh.S("command.me.confirmed"), sh.Text.Ago(m.Listing.ConfirmedAt, s.Now()))
	}
	f.write(sh.out)
	sh.out.WriteString("\n")
	for _, l := range append(sh.next(s, m), sh.fates(m)...) {
		sh.out.WriteString(l + "\n")
	}
	sh.announced(s)
	sh.Note("command.me.hint", "command", sh.toType(s, "help me"))
	return nil
}

// begin says how somebody without a profile gets one.
func (sh *Shell) begin(s *directory.Service) {
	sh.Note("command.me.begin", "show", sh.toType(s, "me show"), "edit", sh.toType(s, "me edit"))
}

// state is the listing's state in words.
func (sh *Shell) state(m *directory.Mine) string {
	l := m.Listing
	words := sh.S("command.me.state." + l.State())
	if l.Published != nil && l.Pending() {
		words = sh.S("command.me.state.beside", "state", words)
	}
	return words
}

// fieldNames are what fields are called, in a row.
func (sh *Shell) fieldNames(fields []string) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = sh.Text.Field(f)
	}
	return sh.Text.List(names)
}

// day is a point in time as the day that it falls on in the Orne.
func (sh *Shell) day(s *directory.Service, m *directory.Mine) string {
	return sh.Text.Date(directory.DateOf(m.Next.In(s.Now().Location())))
}

func (sh *Shell) meShowCommand() *cobra.Command {
	cmd := sh.under("me", "show", []string{"voir"}, sh.NoWords(), func(ctx context.Context, _ []string) error {
		return sh.meShow(ctx)
	})
	sh.Formats(cmd, formatJSON, formatVCard, formatTable)
	return cmd
}

func (sh *Shell) meShow(ctx context.Context) error {
	s, m, err := sh.mine(ctx)
	if err != nil {
		return err
	}
	if m.Listing == nil && sh.format != formatJSON {
		return &directory.Error{Code: directory.CodeNoListing}
	}
	switch sh.format {
	case formatVCard:
		if directory.SafeLine(m.Profile.Name) == "" {
			// A card without a name is none.
			return sh.refuse(directory.Errors{{Code: directory.CodeRequired, Field: "name"}}, "")
		}
		return exchange.WriteVCard(sh.out, exchange.NewOwnCard(m, s.Catalog()), sh.lang())
	case formatTable:
		sh.mineTable(s, m)
		return nil
	}
	if err := sh.writeMine(m); err != nil {
		return err
	}
	if m.Listing == nil {
		sh.begin(s)
	}
	return nil
}

// writeMine writes the document of the actor's own profile.
func (sh *Shell) writeMine(m *directory.Mine) error {
	return exchange.WriteIndented(sh.out, exchange.NewMine(m, func(e *directory.Error) string { return sh.sentence(e, e) }))
}

// mineTable prints the fields that are filled in, whoever sees them.
func (sh *Shell) mineTable(s *directory.Service, m *directory.Mine) {
	f := &facts{}
	for _, field := range directory.Fields() {
		if field == "description" {
			continue
		}
		value := m.Unread[field]
		if value == "" {
			value = sh.fieldValue(s, &m.Profile, field)
		}
		f.add(sh.Text.Field(field), value)
	}
	f.add(sh.S("command.me.state"), sh.state(m))
	f.add(sh.S("command.column.slug"), m.Listing.Slug)
	f.write(sh.out)
	if d := directory.SafeText(m.Profile.Description); d != "" {
		sh.out.WriteString("\n")
		for _, l := range sh.wrapped(d, "") {
			sh.out.WriteString(l + "\n")
		}
	}
}

// fieldValue is the value of a field in words.
func (sh *Shell) fieldValue(s *directory.Service, p *directory.Profile, field string) string {
	value := p.FieldText(field)
	if value == "" {
		return ""
	}
	switch field {
	case "status", "workplace", "connection":
		return sh.named(field+"."+value, value)
	case "email_shown", "phone_shown":
		return sh.named("command.shown."+value, value)
	case "commune_shown":
		return sh.named("command.commune_shown."+value, value)
	case "commune", "employer_commune":
		if c, ok := s.Atlas().Kept(value); ok {
			return text.Typographic(c.Name)
		}
	case "telecentre":
		if t, ok := s.Catalog().Telecentre(value); ok {
			return text.Typographic(t.Name)
		}
	case "skills":
		return sh.skillNames(s, p.Skills)
	case "languages":
		return sh.Text.Languages(p.Languages)
	case "available_from":
		return sh.Text.Date(p.AvailableFrom)
	case "daily_rate_eur":
		return sh.S("command.euros", "rate", p.DailyRateEUR)
	}
	return value
}

// named is a sentence of the catalogue where there is one, else what was typed.
func (sh *Shell) named(key, typed string) string {
	if sh.Text.Has(key) {
		return sh.S(key)
	}
	return typed
}

func (sh *Shell) skillNames(s *directory.Service, skills []string) string {
	names := make([]string, len(skills))
	for i, slug := range skills {
		names[i] = slug
		if sk, ok := s.Catalog().Taxonomy.Current(slug); ok {
			names[i] = text.Typographic(sk.Label.In(sh.lang()))
		}
	}
	return joined(names)
}

// maxTold is how many errors are told of one document: what a screen holds.
const maxTold = 20

// refuse tells all that is wrong with a document, a line each, and what became
// of it.
func (sh *Shell) refuse(err error, outcome string) error {
	var all directory.Errors
	var one *directory.Error
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = directory.Errors{one}
	default:
		return err
	}
	for _, e := range all[:min(len(all), maxTold)] {
		sh.say(sh.problem(e))
	}
	if more := len(all) - maxTold; more > 0 {
		sh.Note("command.me.more_wrong", "n", more)
	}
	return &Failure{Key: outcome, Status: Failed, Err: err}
}

// problem is what is wrong with a field, by the name that it has in a document
// and by the one that people know.
func (sh *Shell) problem(e *directory.Error) string {
	what := sh.sentence(e, e)
	if e.Field == "" {
		return what
	}
	field := e.Field
	if sh.Text.Has("field." + field) {
		field = sh.S("command.me.field", "name", field, "label", sh.Text.Field(field))
	}
	return sh.S("command.me.problem", "field", field, "what", what)
}
