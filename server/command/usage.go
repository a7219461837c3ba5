package command

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teleorne/directory"
)

// Failure ends a command with a sentence of the catalogue and a status.
type Failure struct {
	Key    string // of the sentence; empty when all was said
	Args   []any
	Status int
	Near   string // the valid word that was probably meant
	Err    error  // cause, for the log
}

// Error is for logs and developers.
func (f *Failure) Error() string {
	if f.Err != nil {
		return f.Key + ": " + f.Err.Error()
	}
	return f.Key
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Err }

func (f *Failure) sentence(sh *Shell) string {
	if f.Key == "" {
		return ""
	}
	s := sh.S(f.Key, f.Args...)
	if f.Near != "" {
		s += " " + sh.S("command.nearest", "word", f.Near)
	}
	return s
}

// Misuse is the failure of a command line that does not make sense.
func Misuse(key string, args ...any) *Failure {
	return &Failure{Key: key, Args: args, Status: Misused}
}

// unknownCommand refuses a word that is no command under cmd.
func (sh *Shell) unknownCommand(cmd *cobra.Command, word string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			names = append(append(names, c.Name()), c.Aliases...)
		}
	}
	f := Misuse("command.unknown.command", "name", directory.Clip(word, 40))
	f.Near = nearest(word, names)
	return f
}

// Unknown refuses a word that is none of those possible.
func (sh *Shell) Unknown(typed string, valid []string) error {
	return sh.choiceError(typed, Words(valid...))
}

// flagError translates what the reading of options objects to.
func (sh *Shell) flagError(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		without *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		return sh.unknownOption(cmd, unknown)
	case errors.As(err, &without):
		return Misuse("command.option.value", "option", sh.asTyped(without.GetFlag()))
	case errors.As(err, &invalid):
		return sh.optionError(sh.asTyped(invalid.GetFlag()), errors.Unwrap(invalid))
	case errors.As(err, &syntax):
		return Misuse("command.option.syntax", "option", directory.Clip(syntax.GetSpecifiedFlag(), 40))
	}
	return &Failure{Key: "command.option.syntax", Args: []any{"option", ""}, Status: Misused, Err: err}
}

func (sh *Shell) unknownOption(cmd *cobra.Command, e *pflag.NotExistError) error {
	// Options before a mistyped command are read by its group: the command is
	// what should be mended first.
	if word := wordAfter(cmd, sh.typed); cmd.HasSubCommands() && word != "" {
		return sh.unknownCommand(cmd, word)
	}
	typed := "--" + e.GetSpecifiedName()
	if short := e.GetSpecifiedShortnames(); short != "" {
		typed = "-" + short
	}
	f := Misuse("command.unknown.option", "option", directory.Clip(typed, 40))
	f.Near = nearest(typed, optionNames(cmd))
	return f
}

// optionError names the option that a value is wrong for.
func (sh *Shell) optionError(option string, err error) error {
	if err == nil {
		return Misuse("command.option.syntax", "option", option)
	}
	if errors.Is(err, errNoValue) {
		return Misuse("command.option.value", "option", option)
	}
	var f *Failure
	if errors.As(err, &f) {
		return &Failure{
			Key: "command.option.wrong", Args: []any{"option", option, "reason", f.sentence(sh)}, Status: Misused,
		}
	}
	return &Failure{
		Key: "command.option.wrong", Args: []any{"option", option, "reason", sh.Text.Error(err)}, Status: Misused,
	}
}

// asTyped is the option as it stands on the command line, which may be by its
// other name.
func (sh *Shell) asTyped(f *pflag.Flag) string {
	for _, a := range sh.typed {
		name, _, _ := strings.Cut(strings.TrimPrefix(a, "--"), "=")
		if strings.HasPrefix(a, "--") && canonical(name) == f.Name {
			return "--" + name
		}
	}
	return "--" + f.Name
}

// optionNames are the options of a command in both languages, with their dashes.
func optionNames(cmd *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		names = append(names, "--"+f.Name)
		for _, alias := range aliasesOf(f.Name) {
			names = append(names, "--"+alias)
		}
	}
	cmd.Flags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	return names
}

// nearest is the candidate that a mistyped word most probably means: the one
// with the fewest typing errors, at most one in three letters; else the first
// that the word begins. Empty when nothing is near.
func nearest(word string, candidates []string) string {
	dashes := len(word) - len(strings.TrimLeft(word, "-"))
	letters := strings.ToLower(directory.Clip(word[dashes:], 40))
	best, fewest := "", max(1, len([]rune(letters))/3)+1
	for _, c := range candidates {
		if n := directory.EditDistance(letters, strings.TrimLeft(c, "-"), fewest); n < fewest {
			best, fewest = c, n
		}
	}
	if best != "" {
		return best
	}
	for _, c := range candidates {
		if len(letters) > 1 && strings.HasPrefix(strings.TrimLeft(c, "-"), letters) {
			return c
		}
	}
	return ""
}

// wordAfter is the first argument behind the name of a group, or of all for
// the root, that is neither an option nor the value of one.
func wordAfter(group *cobra.Command, args []string) string {
	reached := !group.HasParent()
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case takesNext(group, a):
			i++
		case strings.HasPrefix(a, "-"):
		case reached:
			return a
		default:
			reached = a == group.Name() || group.HasAlias(a)
		}
	}
	return ""
}

// Exactly refuses a command line with more or fewer words than n.
func (sh *Shell) Exactly(n int) cobra.PositionalArgs { return sh.between(n, n) }

// between refuses a command line with fewer words than least, or more than most.
func (sh *Shell) between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := sh.atLeast(least)(cmd, args); err != nil {
			return err
		}
		return sh.atMost(most)(cmd, args)
	}
}

// atLeast refuses a command line with fewer words than n.
func (sh *Shell) atLeast(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return Misuse("command.words.missing", "usage", sh.usageLine(cmd))
		}
		return nil
	}
}

// atMost refuses a command line with more words than n.
func (sh *Shell) atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return Misuse("command.words.extra", "word", directory.Clip(args[n], 40), "usage", sh.usageLine(cmd))
		}
		return nil
	}
}

// NoWords refuses a command line with words beside its options.
func (sh *Shell) NoWords() cobra.PositionalArgs { return sh.atMost(0) }
