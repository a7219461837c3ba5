package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/server/command"
)

func (a *app) importCommand(sh *command.Shell) *cobra.Command {
	o := &directory.ImportOptions{}
	cmd := sh.Command("import", []string{"importer"}, sh.Exactly(2), func(cmd *cobra.Command, args []string) error {
		return a.importFile(cmd.Context(), sh, args[0], args[1], *o)
	})
	cmd.ValidArgs = command.TransferKinds()
	sh.ImportFlags(cmd, o)
	return cmd
}

func (a *app) importFile(ctx context.Context, sh *command.Shell, typed, path string, o directory.ImportOptions) error {
	kind, err := sh.TransferKind(typed)
	if err != nil {
		return err
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
	defer bar.end()
	return sh.Import(ctx, svc, kind, in, o)
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
		return sh.Export(cmd.Context(), args[0])
	})
	cmd.ValidArgs = command.TransferKinds()
	sh.ExportFormats(cmd)
	return cmd
}
