package command

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teleorne/directory"
	"teleorne/directory/reference"
)

// excluded marks a word that begins with a hyphen and is no option, so that
// the reading of options leaves it alone. No argument holds a NUL: checkArgs.
const excluded = "\x00"

// likeDate recognises what somebody means as a date, well formed, whole or not.
var likeDate = regexp.MustCompile(`^(\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?|\d{4}|\d{8})$`)

// rewrite prepares arguments for what the usual reading of options cannot do:
// sentences and names of several words, options whose value may be missing
// (--available [DATE]), and in a search words that begin with a hyphen (-word
// excludes).
func (sh *Shell) rewrite(ctx context.Context, root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	switch {
	case err != nil:
		return args
	case hasSentence(cmd):
		return joinSentences(cmd, args)
	}
	args = joinOptional(cmd, joinNames(cmd, args, sh.names(ctx)))
	if cmd.Name() != "search" {
		return args
	}
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			return append(out, args[i:]...)
		case takesNext(cmd, a) && i+1 < len(args):
			out = append(out, a, args[i+1])
			i++
		case isExclusion(cmd, a):
			out = append(out, excluded+a)
		default:
			out = append(out, a)
		}
	}
	return out
}

// optional are the options that may stand without a value, each with what tells
// that the argument after it is meant as one.
var optional = map[string]func(string) bool{"available": isDay, "demo": isNumber}

// joinOptional makes one of such an option and its value.
func joinOptional(cmd *cobra.Command, args []string) []string {
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		a := args[i]
		name, long := strings.CutPrefix(a, "--")
		is := optional[canonical(name)]
		switch {
		case a == "--":
			return append(out, args[i:]...)
		case i+1 == len(args):
		case takesNext(cmd, a):
			out = append(out, a)
			i++
			a = args[i]
		case long && is != nil && lookup(cmd, name) != nil && is(args[i+1]):
			i++
			a += "=" + args[i]
		}
		out = append(out, a)
	}
	return out
}

// hasSentence tells whether a command has an option that is a Sentence.
func hasSentence(cmd *cobra.Command) bool {
	found := false
	cmd.Flags().VisitAll(func(f *pflag.Flag) { found = found || isSentence(f) })
	return found
}

func isSentence(f *pflag.Flag) bool {
	if f == nil {
		return false
	}
	_, ok := f.Value.(*sentence)
	return ok
}

// joinSentences makes one value of the words after an option that is a
// Sentence, up to the next option. What a command is about has to stand before
// it: else nobody could tell the one from the other.
func joinSentences(cmd *cobra.Command, args []string) []string {
	about := 1 - len(strings.Fields(cmd.CommandPath())) // words before, but for the command's own
	if !strings.Contains(cmd.Use, " ") {
		about++ // it is about nothing
	}
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		a := args[i]
		name, value, inside := strings.Cut(strings.TrimPrefix(a, "--"), "=")
		switch {
		case a == "--":
			return append(out, args[i:]...)
		case !strings.HasPrefix(a, "-"):
			about++
		case strings.HasPrefix(a, "--") && about > 0 && isSentence(lookup(cmd, name)):
			end := i + 1
			for end < len(args) && !strings.HasPrefix(args[end], "--") && args[end] != "-h" {
				end++
			}
			words := args[i+1 : end]
			if inside {
				words = slices.Concat([]string{value}, words)
			}
			if len(words) > 0 {
				a, i = "--"+name+"="+strings.Join(words, " "), end-1
			}
		case takesNext(cmd, a) && i+1 < len(args):
			out = append(out, a)
			i++
			a = args[i]
		}
		out = append(out, a)
	}
	return out
}

// maxNameWords is more than any name of a place or a skill has.
const maxNameWords = 10

// joinNames makes one value of the words after an option that are one name: the
// quotes of "La Ferté-Macé" and of "développement web" do not come over SSH.
func joinNames(cmd *cobra.Command, args []string, known map[string]func(string) bool) []string {
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return append(out, args[i:]...)
		}
		name, value, inside := strings.Cut(args[i], "=")
		if !inside && i+1 < len(args) {
			value = args[i+1]
		}
		option, ok := strings.CutPrefix(name, "--")
		if is := known[canonical(option)]; ok && is != nil && lookup(cmd, option) != nil {
			rest := args[min(len(args), i+2):]
			if inside {
				rest = args[i+1:]
			}
			if n := nameWords(value, rest, is); n > 0 {
				out = append(out, name+"="+value+" "+strings.Join(rest[:n], " "))
				i = len(args) - len(rest) + n - 1
				continue
			}
		}
		out = append(out, args[i])
	}
	return out
}

// nameWords is how many words belong to a name after its first. What is a name
// by itself takes none.
func nameWords(first string, rest []string, is func(string) bool) int {
	if is(first) {
		return 0
	}
	for n := range min(len(rest), maxNameWords) {
		if strings.HasPrefix(rest[n], "-") {
			return 0
		}
		if is(first + " " + strings.Join(rest[:n+1], " ")) {
			return n + 1
		}
	}
	return 0
}

// names tell by option what is a name of its kind. Those that the directory
// knows are for who comes over SSH: on this machine quotes arrive, and where the
// directory lies is not read yet.
func (sh *Shell) names(ctx context.Context) map[string]func(string) bool {
	known := map[string]func(string) bool{"commune": func(s string) bool {
		_, err := reference.Atlas().Resolve(s)
		return err == nil
	}}
	if sh.Extend != nil || sh.Open == nil {
		return known
	}
	s, err := sh.Service(ctx)
	if err != nil {
		return known // whoever needs it says so
	}
	known["skill"] = func(typed string) bool {
		_, err := s.Catalog().Taxonomy.Resolve(typed)
		return err == nil
	}
	known["telecentre"] = func(typed string) bool { return knownTelecentre(s, typed) != nil }
	return known
}

// takesNext tells whether a is an option whose value is the argument after it.
func takesNext(cmd *cobra.Command, a string) bool {
	name, ok := strings.CutPrefix(a, "--")
	if !ok || strings.Contains(name, "=") {
		return false
	}
	f := lookup(cmd, name)
	return f != nil && f.NoOptDefVal == ""
}

func lookup(cmd *cobra.Command, name string) *pflag.Flag {
	if f := cmd.Flags().Lookup(canonical(name)); f != nil {
		return f
	}
	return cmd.InheritedFlags().Lookup(canonical(name))
}

// isExclusion tells -word from an option mistyped with a single hyphen.
func isExclusion(cmd *cobra.Command, a string) bool {
	word, ok := strings.CutPrefix(a, "-")
	if !ok || len([]rune(word)) < 2 || word[0] == '-' {
		return false
	}
	word, _, _ = strings.Cut(word, "=")
	limit := 0
	if len(word) > 4 {
		limit = 1
	}
	for _, name := range optionNames(cmd) {
		if directory.EditDistance(strings.ToLower(word), strings.TrimLeft(name, "-"), limit) <= limit {
			return false
		}
	}
	return true
}

// queryText joins the words of a command line to the text of a query. A word
// that holds blanks was quoted on the command line: it is a phrase, unless it
// is a whole query with quotes or exclusions of its own.
func queryText(words []string) string {
	parts := make([]string, 0, len(words))
	for _, w := range words {
		w = strings.TrimPrefix(w, excluded)
		fields := strings.Fields(w)
		if len(fields) < 2 || strings.ContainsAny(w, "\"«»“”") || hasExclusion(fields[1:]) {
			parts = append(parts, w)
			continue
		}
		sign := ""
		if strings.HasPrefix(fields[0], "-") {
			sign, fields[0] = "-", fields[0][1:]
		}
		parts = append(parts, sign+`"`+strings.Join(fields, " ")+`"`)
	}
	return strings.Join(parts, " ")
}

func hasExclusion(fields []string) bool {
	for _, f := range fields {
		if len(f) > 1 && f[0] == '-' {
			return true
		}
	}
	return false
}

// isDay tells whether an argument is meant as the value of --available.
func isDay(s string) bool { return likeDate.MatchString(s) || isToday(s) }

// isToday knows the words for the present day.
func isToday(s string) bool {
	switch directory.Fold(s) {
	case "today", "now", "aujourd hui", "maintenant":
		return true
	}
	return false
}

// parseDay reads a day as ISO 8601 or as one writes it in France, 01/12/2026.
func parseDay(s string) (directory.Date, error) {
	if p := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' }); len(p) == 3 && len(p[2]) == 4 {
		return directory.ParseDate(p[2] + "-" + twoDigits(p[1]) + "-" + twoDigits(p[0]))
	}
	d, err := directory.ParseDate(s)
	if err == nil && d.IsZero() {
		return 0, &directory.Error{Code: directory.CodeDate, Params: directory.Params{"value": ""}}
	}
	return d, err
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}
