package command

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/tui/text"
)

// Shell is one run of a command line: its surroundings, its language, and the
// options that every command has.
type Shell struct {
	Env
	Text     *text.Catalogue
	out      *bufio.Writer
	typed    []string // the words of the command line, for naming options as they were typed
	langFlag string
	format   string
}

func newShell(env Env) *Shell {
	return &Shell{Env: env, Text: text.For(env.Lang), out: bufio.NewWriter(env.Out)}
}

// S is a sentence in the language of this run.
func (sh *Shell) S(key string, args ...any) string { return sh.Text.S(key, args...) }

// Note says a sentence to the person: on stderr, beside the data.
func (sh *Shell) Note(key string, args ...any) { sh.say(sh.S(key, args...)) }

func (sh *Shell) say(sentence string) {
	// Messages after data must not overtake it on a terminal that shows both.
	_ = sh.out.Flush()
	fmt.Fprintln(sh.Err, sentence)
}

// Stdout is where data goes. It is flushed when the command is done.
func (sh *Shell) Stdout() *bufio.Writer { return sh.out }

// Service opens the directory.
func (sh *Shell) Service(ctx context.Context) (*directory.Service, error) { return sh.Open(ctx) }

// Command makes a command with its texts from the catalogue: command.NAME.args
// (optional), .short, .long (optional) and .example (optional).
func (sh *Shell) Command(name string, aliases []string, args cobra.PositionalArgs, run func(*cobra.Command, []string) error) *cobra.Command {
	cmd := &cobra.Command{
		Use: name, Aliases: aliases, Args: args, RunE: run,
		Short:                 sh.S("command." + name + ".short"),
		Long:                  sh.optional("command." + name + ".long"),
		Example:               sh.optional("command." + name + ".example"),
		DisableFlagsInUseLine: true,
	}
	if words := sh.optional("command." + name + ".args"); words != "" {
		cmd.Use += " " + words
	}
	return cmd
}

// LangFlag is the language that --lang or its variable asks for; empty without.
func (sh *Shell) LangFlag() string { return sh.langFlag }

// Lang reads a language as --lang takes it.
func Lang(typed string) (text.Lang, bool) {
	lang, ok := langWords.find(typed)
	return text.Lang(lang), ok
}

// Nested makes a command of a group; its texts are command.GROUP_NAME.short
// and so on.
func (sh *Shell) Nested(group, name string, args cobra.PositionalArgs, run func(*cobra.Command, []string) error) *cobra.Command {
	cmd := sh.Command(group+"_"+name, nil, args, run)
	cmd.Use = name + strings.TrimPrefix(cmd.Use, group+"_"+name)
	return cmd
}

// Group makes a command that holds others.
func (sh *Shell) Group(name string, commands ...*cobra.Command) *cobra.Command {
	cmd := sh.Command(name, nil, cobra.ArbitraryArgs, nil)
	cmd.RunE = sh.group
	cmd.AddCommand(commands...)
	return cmd
}

func (sh *Shell) optional(key string) string {
	if sh.Text.Has(key) {
		return sh.S(key)
	}
	return ""
}

// readLang looks for --lang before anything else is read: even what is wrong
// with the rest is said in the language asked for.
func (sh *Shell) readLang(args []string) ([]string, error) {
	for i, a := range args {
		if a == "--" {
			break
		}
		value, ok := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if !ok {
			continue
		}
		lang, known := Lang(value)
		if !known {
			return args, sh.optionError("--lang", sh.choiceError(value, langWords))
		}
		sh.Text = text.For(lang)
	}
	return args, nil
}

// checkArgs refuses words that are not text before they get anywhere.
func checkArgs(args []string) error {
	for _, a := range args {
		if !utf8.ValidString(a) {
			return &Failure{Key: "command.encoding", Status: Misused}
		}
		if strings.ContainsRune(a, 0) {
			return &Failure{Key: "command.control", Status: Misused}
		}
	}
	return nil
}
