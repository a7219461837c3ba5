// Command teleorne is the directory of the remote workers of the Orne: it
// serves it over SSH, and works on it from the server's own command line. This
// package wires the others together; it holds flags, files and signals, and
// decides nothing about listings.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // availability is counted in the civil time of the Orne, wherever this runs

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/server/command"
	"teleorne/tui/text"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// After the first signal the next one ends the process as usual.
	context.AfterFunc(ctx, stop)
	tuneRuntime(os.Getenv)
	return execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv)
}

// execute runs one command line and answers the status to exit with.
func execute(ctx context.Context, args []string, in io.Reader, out, errw io.Writer, getenv func(string) string) int {
	if len(args) == 1 && args[0] == "--version" {
		args = []string{"version"} // what many programs understand
	}
	a := &app{in: in, out: out, err: errw, getenv: getenv}
	defer a.close()
	return command.Run(ctx, command.Env{
		Open: a.open, Actor: directory.Operator(), Lang: locale(getenv), In: in, Out: out, Err: errw,
		Width: columns(out), Program: "teleorne", Terminal: isTerminal(out), Extend: a.extend, Log: a.log(),
	}, args)
}

// locale is the language of the terminal that the program runs in, or the one
// set for this program.
func locale(getenv func(string) string) text.Lang {
	if lang, ok := command.Lang(getenv(variable("lang"))); ok {
		return lang
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			lang, _ := text.ParseLang(v)
			return lang
		}
	}
	return text.French
}

// columns is the width of the terminal behind a stream; 0 without one.
func columns(w io.Writer) int {
	if f, ok := w.(*os.File); ok && term.IsTerminal(f.Fd()) {
		if width, _, err := term.GetSize(f.Fd()); err == nil {
			return width
		}
	}
	return 0
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// extend adds what only the server's own command line can do.
func (a *app) extend(sh *command.Shell, root *cobra.Command) {
	a.data = "data"
	sh.String(root.PersistentFlags(), &a.data, "data")
	a.bindEnv(sh, root)
	root.AddCommand(
		a.serveCommand(sh), a.browseCommand(sh), a.importCommand(sh), a.exportCommand(sh),
		a.backupCommand(sh), a.restoreCommand(sh), a.doctorCommand(sh), a.versionCommand(sh), a.completionCommand(sh),
	)
	a.extendAdmin(sh, root)
}
