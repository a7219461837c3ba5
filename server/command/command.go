// Package command is the directory's command line, one implementation for SSH
// and for the server's own machine: it reads words and options, asks
// directory.Service on behalf of one actor, and writes plain text or data. It
// knows neither SSH nor files, and never writes an escape code.
package command

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teleorne/directory"
	"teleorne/tui/text"
)

// The statuses that a command exits with; scripts rely on them.
const (
	Done         = 0
	Failed       = 1 // not found, invalid data, or an error of ours
	Misused      = 2 // the command line itself is wrong
	NotPermitted = 4
	TryLater     = 75 // a limit was reached
)

// Env is what one command line runs in.
type Env struct {
	// Open gives the directory; it is called when a command first needs it.
	Open  func(context.Context) (*directory.Service, error)
	Actor directory.Actor
	Lang  text.Lang
	In    io.Reader
	Out   io.Writer // data alone
	Err   io.Writer // messages
	Width int       // columns that tables keep within; 0: unknown
	// Terminal says that Out is one: what is no text is not written to it.
	Terminal bool
	// Program is what stands before a command when it is typed, in help. Empty
	// over SSH, where the help says « ssh HÔTE ».
	Program string
	// Extend adds the commands of the local command line; nil over SSH.
	Extend func(*Shell, *cobra.Command)
	// Refused is why keys that the client offered were not taken, to be said
	// where one is needed: the ends of keys "refused." of the catalogue.
	Refused []string
	// FirstUse says that the actor's key was pasted into their account, perhaps by
	// somebody else, and is used for the first time.
	FirstUse bool
	// Log explains what people are told as an internal error; nil: discarded.
	Log *slog.Logger
	// Done is told which command it was, by its full name, empty for none of
	// ours, and how it ended; nil: nobody is.
	Done func(name string, status int)
}

// With is an Open for a directory that is open already.
func With(s *directory.Service) func(context.Context) (*directory.Service, error) {
	return func(context.Context) (*directory.Service, error) { return s, nil }
}

// Run carries out one command line and answers the status to exit with. It
// keeps nothing between two calls and may be called concurrently.
func Run(ctx context.Context, env Env, args []string) int {
	name, status := run(ctx, newShell(env), args)
	if env.Done != nil {
		env.Done(name, status)
	}
	return status
}

func run(ctx context.Context, sh *Shell, args []string) (name string, status int) {
	args, err := sh.readLang(args)
	if err != nil {
		return "", sh.fail(nil, err)
	}
	root := sh.tree()
	if err := checkArgs(args); err != nil {
		return "", sh.fail(root, err)
	}
	if sh.Extend == nil && len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		// Completion is for shells on this machine; over SSH it is no command.
		return "", sh.fail(root, sh.unknownCommand(root, args[0]))
	}
	sh.firstUse(ctx)
	args = sh.rewrite(ctx, root, args)
	sh.typed = args
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if flushed := sh.out.Flush(); flushed != nil && !errors.As(err, new(*Failure)) {
		err = errors.Join(errOutput, flushed)
	}
	if cmd != nil {
		name = strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), root.Name()), " ")
	}
	if err != nil {
		return name, sh.fail(cmd, err)
	}
	return name, Done
}

// tree builds the commands anew: texts are in the session's language, and
// options hold the values of one run.
func (sh *Shell) tree() *cobra.Command {
	root := &cobra.Command{
		Use: "teleorne", SilenceErrors: true, SilenceUsage: true, DisableAutoGenTag: true,
		Args: cobra.ArbitraryArgs, RunE: sh.group,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(sh.In)
	root.SetOut(sh.out)
	root.SetErr(sh.Err)
	root.SetFlagErrorFunc(sh.flagError)
	root.SetGlobalNormalizationFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(canonical(name))
	})
	root.PersistentFlags().BoolP("help", "h", false, sh.S("command.flag.help"))
	sh.Choice(root.PersistentFlags(), &sh.langFlag, "lang", langWords)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { sh.commandHelp(cmd) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { sh.commandHelp(cmd); return nil })
	root.AddCommand(
		sh.searchCommand(), sh.showCommand(), sh.communesCommand(), sh.skillsCommand(),
		sh.telecentresCommand(), sh.statsCommand(), sh.reportCommand(), sh.meCommand(), sh.adminCommand(), sh.whoamiCommand(),
	)
	if sh.Extend != nil {
		sh.Extend(sh, root)
	} else {
		root.AddCommand(sh.mouthCommands()...)
	}
	help := sh.helpCommand()
	root.AddCommand(help)
	root.SetHelpCommand(help)
	return root
}

// group is what a command does that only holds others: it shows its help, and
// refuses a word that is none of them.
func (sh *Shell) group(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return sh.unknownCommand(cmd, args[0])
	}
	sh.commandHelp(cmd)
	return nil
}

// fail tells what went wrong and answers the status for it.
func (sh *Shell) fail(cmd *cobra.Command, err error) int {
	_ = sh.out.Flush() // what was found before the failure is still data
	var f *Failure
	if errors.As(err, &f) {
		sentence := f.sentence(sh)
		if sentence != "" {
			sh.say(sentence)
		}
		if f.Status == Misused && cmd != nil {
			sh.Note("command.see", "command", sh.helpLine(cmd))
		}
		return f.Status
	}
	var d *directory.Error
	switch {
	case errors.As(err, &d):
		sh.say(sh.sentence(d, err))
		sh.aboutKeys(cmd, d.Code)
		if d.Code == directory.CodeNeedsKey {
			sh.Note("command.needs_key")
		}
		return statusOf(d.Code)
	case errors.Is(err, context.Canceled):
		sh.Note("command.interrupted")
		return Failed
	case errors.Is(err, context.DeadlineExceeded):
		sh.Note("command.slow")
		return TryLater
	case errors.Is(err, errOutput):
		return Failed // nobody reads any more
	}
	reference := rand.Text()[:8]
	if sh.Log != nil {
		sh.Log.Error("command failed", "reference", reference, "error", directory.SafeLine(err.Error()))
	}
	sh.Note("error.internal", "reference", reference)
	return Failed
}

// errOutput wraps the failure to write data, most often because the reader of
// a pipe went away.
var errOutput = errors.New("command: output")

// sentence is what is said about an error of the domain. The catalogue's
// sentences about a place elsewhere, and about having no profile, tell what the
// interface shows; a command shows nothing.
func (sh *Shell) sentence(d *directory.Error, err error) string {
	switch d.Code {
	case directory.CodePlaceOutside:
		if d.Field != "" { // of a profile, not of a search
			return sh.S("local.import.outside", "value", d.Params["value"])
		}
		return sh.S("command.place_outside", "value", d.Params["value"])
	case directory.CodeNoListing:
		return sh.S("command.me.none")
	}
	return sh.Text.Error(err)
}

// statusOf is the exit status for an error of the domain.
func statusOf(code directory.Code) int {
	switch {
	case slices.Contains(forbidden, code):
		return NotPermitted
	case slices.Contains(later, code):
		return TryLater
	case slices.Contains(misuse, code):
		return Misused
	}
	return Failed
}

// forbidden are the errors of the domain about who is asking.
var forbidden = []directory.Code{
	directory.CodeNotPermitted, directory.CodeNeedsKey, directory.CodeLocalOnly, directory.CodeRevoked,
	directory.CodeOwnListing, directory.CodeBanned, directory.CodeOwnMotion, directory.CodeSameJudge, directory.CodeBanSelf,
	directory.CodeReadOnly, // trying again later, here, is of no use
}

// later are the errors of the domain that pass by themselves.
var later = []directory.Code{directory.CodeLimit, directory.CodeClaimed}

// misuse are the errors of the domain that the command line itself is to
// blame for, rather than what it speaks of.
var misuse = []directory.Code{
	directory.CodeRadiusNeedsPlace, directory.CodeOutOfRange, directory.CodeChoice,
	directory.CodeNumber, directory.CodeDate, directory.CodeLanguage, directory.CodeTooMany, directory.CodeReason,
	directory.CodeBanWho, directory.CodeBanWide,
}
