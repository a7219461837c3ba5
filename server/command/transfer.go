package command

import (
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
)

// transferWords are the kinds of files, as they may be asked for.
var transferWords = words{
	{string(exchange.KindProfiles), []string{"fiches", "profils"}},
	{string(exchange.KindTelecentres), nil},
	{string(exchange.KindSkills), []string{"competences"}},
}

// TransferKinds are the names of what can be imported and exported.
func TransferKinds() []string {
	names, _ := transferWords.all()
	return names
}

// TransferKind reads the kind of what is to be imported or exported.
func (sh *Shell) TransferKind(typed string) (exchange.Kind, error) {
	if kind, ok := transferWords.find(typed); ok {
		return exchange.Kind(kind), nil
	}
	return "", sh.choiceError(typed, transferWords)
}

// ImportFlags adds the options of an import.
func (sh *Shell) ImportFlags(cmd *cobra.Command, o *directory.ImportOptions) {
	cmd.Flags().SortFlags = false
	sh.Yes(cmd.Flags(), &o.DryRun, "dry-run")
	sh.Yes(cmd.Flags(), &o.Publish, "publish")
	sh.Yes(cmd.Flags(), &o.KeepGoing, "keep-going")
	sh.Formats(cmd, formatTable, formatJSON)
}

func (sh *Shell) adminImportCommand() *cobra.Command {
	o := &directory.ImportOptions{}
	cmd := sh.under("admin", "import", []string{"importer"}, sh.between(1, 2), func(ctx context.Context, words []string) error {
		kind, err := sh.TransferKind(words[0])
		if err != nil {
			return err
		}
		if len(words) > 1 && words[1] != "-" {
			return Misuse("command.import.stdin", "word", directory.Clip(words[1], 40), "command", sh.program()+" admin import "+string(kind)+" -")
		}
		if err := sh.Actor.May(directory.ActionImport); err != nil {
			return err
		}
		s, err := sh.Service(ctx)
		if err != nil {
			return err
		}
		return sh.Import(ctx, s, kind, sh.In, *o)
	})
	cmd.ValidArgs = TransferKinds()
	sh.ImportFlags(cmd, o)
	return cmd
}

// Import reads a CSV file of a kind and hands it in. Every bad line is told, up
// to directory.MaxProblems, then what was done.
func (sh *Shell) Import(ctx context.Context, s *directory.Service, kind exchange.Kind, in io.Reader, o directory.ImportOptions) error {
	report, err := exchange.Import(ctx, s, sh.Actor, kind, in, o)
	switch {
	case ctx.Err() != nil && err != nil:
		return ctx.Err() // whoever sent it is gone
	case errors.Is(err, exchange.ErrBroken) && errors.As(err, new(*directory.Error)):
		sh.say(sh.Text.Error(err)) // longer than the server takes
		return &Failure{Key: "local.import.nothing", Status: Failed, Err: err}
	case errors.Is(err, exchange.ErrBroken):
		return &Failure{Key: "local.file_broken", Status: Failed, Err: err}
	case err != nil:
		return err
	}
	if sh.format == formatJSON {
		if err := exchange.WriteJSON(sh.out, exchange.NewImported(report, o, sh.Text.ImportProblem)); err != nil {
			return err
		}
	}
	return sh.tellImport(report, kind, o)
}

// tellImport says every bad line and how many more there are, then what was
// done. Nothing of it is data.
func (sh *Shell) tellImport(r *directory.ImportReport, kind exchange.Kind, o directory.ImportOptions) error {
	for _, p := range r.Problems {
		for _, e := range p.Errors {
			what := sh.Text.ImportProblem(e)
			if e.Field != "" {
				// The name of the column, as it stands in the file.
				what = sh.S("local.import.field", "field", e.Field, "what", what)
			}
			// Without the thousands apart: editors and scripts go by this number.
			sh.Note("local.import.line", "line", strconv.Itoa(p.Line), "what", what)
		}
	}
	if r.More > 0 {
		sh.Note("local.import.summary", "what", "… + "+sh.S("local.import.bad", "n", r.More))
	}
	var parts []string
	for _, part := range []struct {
		key string
		n   int
	}{
		{"local.import.created", r.Created},
		{"local.import.updated", r.Updated},
		{"local.import.unchanged", r.Unchanged},
		{"local.import.withdrawn", r.Withdrawn},
		{"local.import.owners_change", r.Waiting},
		{"local.import.bad", len(r.Problems) + r.More},
	} {
		if part.n > 0 || part.key == "local.import.created" {
			parts = append(parts, sh.S(part.key, "n", part.n))
		}
	}
	sh.Note("local.import.summary", "what", sh.Text.List(parts))
	switch {
	case o.DryRun:
		sh.Note("local.import.dry")
	case len(r.Problems) > 0 && !o.KeepGoing:
		sh.Note("local.import.nothing")
	case kind == exchange.KindProfiles && !o.Publish && r.Created+r.Updated > 0:
		sh.Note("local.import.waiting")
	}
	if len(r.Problems) > 0 {
		return &Failure{Status: Failed}
	}
	return nil
}

func (sh *Shell) adminExportCommand() *cobra.Command {
	cmd := sh.under("admin", "export", []string{"exporter"}, sh.Exactly(1), func(ctx context.Context, words []string) error {
		return sh.Export(ctx, words[0])
	})
	cmd.ValidArgs = TransferKinds()
	sh.ExportFormats(cmd)
	return cmd
}

// ExportFormats adds the formats of an export.
func (sh *Shell) ExportFormats(cmd *cobra.Command) {
	sh.Formats(cmd, string(exchange.CSV), string(exchange.JSON), string(exchange.NDJSON), string(exchange.VCard))
}

// Export writes everything of a kind, hidden contacts and unpublished listings
// included.
func (sh *Shell) Export(ctx context.Context, typed string) error {
	kind, err := sh.TransferKind(typed)
	if err != nil {
		return err
	}
	format := exchange.Format(sh.format)
	if kind != exchange.KindProfiles && format == exchange.VCard {
		return sh.Wrong("--format", sh.choiceError(sh.format, Words("csv", "json", "ndjson")))
	}
	if err := sh.Actor.May(directory.ActionExport); err != nil {
		return err
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return err
	}
	switch kind {
	case exchange.KindSkills:
		return exportSkills(sh.out, s, format)
	case exchange.KindTelecentres:
		return exportTelecentres(sh.out, s, format)
	}
	w, err := exchange.NewProfileWriter(sh.out, format, s.Catalog(), sh.lang())
	if err != nil {
		return err
	}
	if err := s.ExportListings(ctx, sh.Actor, w.Write); err != nil {
		return err
	}
	return w.Close()
}

func exportSkills(w io.Writer, s *directory.Service, format exchange.Format) error {
	t := s.Catalog().Taxonomy
	if format == exchange.CSV {
		return exchange.WriteSkillsCSV(w, t)
	}
	d := exchange.NewSkillsDocument(t)
	if format == exchange.JSON {
		return exchange.WriteJSON(w, d)
	}
	for _, k := range d.Skills {
		if err := exchange.WriteJSON(w, struct {
			Schema int `json:"schema"`
			exchange.FullSkill
		}{d.Schema, k}); err != nil {
			return err
		}
	}
	return nil
}

func exportTelecentres(w io.Writer, s *directory.Service, format exchange.Format) error {
	c := s.Catalog()
	if format == exchange.CSV {
		return exchange.WriteTelecentresCSV(w, c.Telecentres, c.Atlas)
	}
	d := exchange.NewTelecentresDocument(c)
	if format == exchange.JSON {
		return exchange.WriteJSON(w, d)
	}
	for _, t := range d.Telecentres {
		if err := exchange.WriteJSON(w, struct {
			Schema int `json:"schema"`
			exchange.Telecentre
		}{d.Schema, t}); err != nil {
			return err
		}
	}
	return nil
}
