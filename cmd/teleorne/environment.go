package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teleorne/server/command"
)

// variable is the environment variable that sets a flag.
func variable(flag string) string {
	return "TELEORNE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// bindEnv lets TELEORNE_DATA and TELEORNE_LANG stand for --data and --lang of
// every command.
func (a *app) bindEnv(sh *command.Shell, root *cobra.Command) {
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "data" || f.Name == "lang" {
			f.Usage += " (" + variable(f.Name) + ")"
		}
	})
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := a.fromEnv(sh, cmd.Flags().Lookup("lang")); err != nil {
			return err
		}
		return a.fromEnv(sh, cmd.Flags().Lookup("data"))
	}
}

// bindAll lets every flag of a command be set by its variable, and says so in
// its help.
func (a *app) bindAll(fs *pflag.FlagSet) {
	fs.VisitAll(func(f *pflag.Flag) { f.Usage += " (" + variable(f.Name) + ")" })
}

// allFromEnv sets the flags that the command line left alone from the environment.
func (a *app) allFromEnv(sh *command.Shell, fs *pflag.FlagSet) error {
	var first error
	fs.VisitAll(func(f *pflag.Flag) {
		if err := a.fromEnv(sh, f); err != nil && first == nil {
			first = err
		}
	})
	return first
}

// fromEnv sets a flag from its variable unless the command line did: it wins.
func (a *app) fromEnv(sh *command.Shell, f *pflag.Flag) error {
	value := a.getenv(variable(f.Name))
	if f.Changed || value == "" {
		return nil
	}
	if err := f.Value.Set(value); err != nil {
		var invalid *pflag.InvalidValueError
		if errors.As(err, &invalid) {
			err = errors.Unwrap(err)
		}
		return sh.Wrong(variable(f.Name), err)
	}
	return nil
}
