package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/server/command"
)

// What can be imported and exported.
const (
	kindProfiles    = "profiles"
	kindTelecentres = "telecentres"
	kindSkills      = "skills"
)

var kinds = []string{kindProfiles, kindTelecentres, kindSkills}

func (a *app) importCommand(sh *command.Shell) *cobra.Command {
	o := &directory.ImportOptions{}
	cmd := sh.Command("import", []string{"importer"}, sh.Exactly(2), func(cmd *cobra.Command, args []string) error {
		return a.importFile(cmd.Context(), sh, args[0], args[1], *o)
	})
	cmd.ValidArgs = kinds
	sh.Yes(cmd.Flags(), &o.DryRun, "dry-run")
	sh.Yes(cmd.Flags(), &o.Publish, "publish")
	sh.Yes(cmd.Flags(), &o.KeepGoing, "keep-going")
	return cmd
}

func (a *app) importFile(ctx context.Context, sh *command.Shell, kind, path string, o directory.ImportOptions) error {
	if !slices.Contains(kinds, kind) {
		return sh.Unknown(kind, kinds)
	}
	in, err := a.input(path)
	if err != nil {
		return err
	}
	defer in.Close()
	svc, err := a.openForImport(ctx, o.DryRun)
	if err != nil {
		return err
	}
	bar := newProgress(a.err)
	o.Progress = bar.at
	report, err := importKind(ctx, svc, kind, in, o)
	bar.end()
	if err != nil {
		return err
	}
	return tellImport(sh, report, kind, o)
}

func importKind(ctx context.Context, svc *directory.Service, kind string, in io.Reader, o directory.ImportOptions) (*directory.ImportReport, error) {
	switch kind {
	case kindSkills:
		return importRows(ctx, svc.ImportSkills, exchange.ReadSkills(in), func(r directory.SkillRow) error { return r.Err }, o)
	case kindTelecentres:
		return importRows(ctx, svc.ImportTelecentres, exchange.ReadTelecentres(in), func(r directory.TelecentreRow) error { return r.Err }, o)
	}
	return importRows(ctx, svc.ImportProfiles, exchange.ReadProfiles(in, svc.Catalog()), func(r directory.ImportRow) error { return r.Err }, o)
}

// importRows reads all rows and hands them in. What is wrong with a row is the
// row's; a file that cannot be read any further is an error. Bad rows that
// would not be told are counted and not kept.
func importRows[T any](
	ctx context.Context,
	write func(context.Context, directory.Actor, []T, directory.ImportOptions) (*directory.ImportReport, error),
	rows iter.Seq[T], problem func(T) error, o directory.ImportOptions,
) (*directory.ImportReport, error) {
	var all []T
	bad, more := 0, 0
	for r := range rows {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := problem(r); err != nil {
			if !errors.As(err, new(*directory.Error)) {
				return nil, failure(err, "local.file_broken")
			}
			if bad++; bad > directory.MaxProblems {
				more++
				continue
			}
		}
		all = append(all, r)
	}
	report, err := write(ctx, directory.Operator(), all, o)
	if err != nil {
		return nil, err
	}
	report.Total += more
	report.More += more
	return report, nil
}

// input opens the file to import; « - » is the standard input.
func (a *app) input(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(a.in), nil
	}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, failure(err, "local.no_file", "path", clip(path))
	case err != nil:
		return nil, failure(err, "local.file_unreadable", "path", clip(path))
	}
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return nil, errors.Join(failure(err, "local.file_unreadable", "path", clip(path)), f.Close())
	}
	return f, nil
}

func (a *app) exportCommand(sh *command.Shell) *cobra.Command {
	cmd := sh.Command("export", []string{"exporter"}, sh.Exactly(1), func(cmd *cobra.Command, args []string) error {
		return a.export(cmd.Context(), sh, args[0], exchange.Format(sh.Format()))
	})
	cmd.ValidArgs = kinds
	sh.Formats(cmd, string(exchange.CSV), string(exchange.JSON), string(exchange.NDJSON), string(exchange.VCard))
	return cmd
}

func (a *app) export(ctx context.Context, sh *command.Shell, kind string, format exchange.Format) error {
	if !slices.Contains(kinds, kind) {
		return sh.Unknown(kind, kinds)
	}
	if kind != kindProfiles && format == exchange.VCard {
		return sh.Wrong("--format", sh.Unknown(string(format), []string{"csv", "json", "ndjson"}))
	}
	svc, err := a.open(ctx)
	if err != nil {
		return err
	}
	switch kind {
	case kindSkills:
		return exportSkills(sh.Stdout(), svc, format)
	case kindTelecentres:
		return exportTelecentres(sh.Stdout(), svc, format)
	}
	w, err := exchange.NewProfileWriter(sh.Stdout(), format, svc.Catalog(), string(sh.Text.Lang()))
	if err != nil {
		return err
	}
	if err := svc.ExportListings(ctx, directory.Operator(), w.Write); err != nil {
		return err
	}
	return w.Close()
}

func exportSkills(w io.Writer, svc *directory.Service, format exchange.Format) error {
	t := svc.Catalog().Taxonomy
	if format == exchange.CSV {
		return exchange.WriteSkillsCSV(w, t)
	}
	d := exchange.NewSkillsDocument(t)
	if format == exchange.JSON {
		return exchange.WriteJSON(w, d)
	}
	for _, s := range d.Skills {
		if err := exchange.WriteJSON(w, struct {
			Schema int `json:"schema"`
			exchange.FullSkill
		}{d.Schema, s}); err != nil {
			return err
		}
	}
	return nil
}

func exportTelecentres(w io.Writer, svc *directory.Service, format exchange.Format) error {
	c := svc.Catalog()
	if format == exchange.CSV {
		return exchange.WriteTelecentresCSV(w, c.Telecentres, c.Atlas)
	}
	d := exchange.NewTelecentresDocument(c.Telecentres, c.Atlas)
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
