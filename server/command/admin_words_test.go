package command

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/tui/text"
)

// Sentences lose their quotes on the way: they are put together up to the next
// option, once it was said what they are about.
func TestJoinSentences(t *testing.T) {
	sh := newShell(Env{Lang: text.French, Out: new(bytes.Buffer)})
	root := sh.tree()
	for line, want := range map[string][]string{
		"admin reject 12 --reason Le site n'existe pas.": {"admin", "reject", "12", "--reason=Le site n'existe pas."},
		"admin refuser 12 --motif a b --version 3.0":     {"admin", "refuser", "12", "--motif=a b", "--version", "3.0"},
		"admin reject 12 --version 3.0 --reason a - b":   {"admin", "reject", "12", "--version", "3.0", "--reason=a - b"},
		"admin reject --reason a 12":                     {"admin", "reject", "--reason", "a", "12"},
		"admin reject --json 12 --reason a b":            {"admin", "reject", "--json", "12", "--reason=a b"},
		"admin reject 12 --reason":                       {"admin", "reject", "12", "--reason"},
		"admin reject 12 --reason= --json":               {"admin", "reject", "12", "--reason=", "--json"},
		"admin reject 12 --reason=a b":                   {"admin", "reject", "12", "--reason=a b"},
		"admin reject 12 -- --reason a b":                {"admin", "reject", "12", "--", "--reason", "a", "b"},
		"report x --reason wrong --words he left --json": {"report", "x", "--reason=wrong", "--words=he left", "--json"},
		"admin requests add --who A B --note c d":        {"admin", "requests", "add", "--who=A B", "--note=c d"},
		"admin announce a b --until 1/1/2027 --en c d":   {"admin", "announce", "a", "b", "--until", "1/1/2027", "--en=c d"},
		"admin skill rename x --fr a b --en c d --yes":   {"admin", "skill", "rename", "x", "--fr=a b", "--en=c d", "--yes"},
		"admin role a b moderator --reason c d":          {"admin", "role", "a", "b", "moderator", "--reason=c d"},
		"admin queue --kind new":                         {"admin", "queue", "--kind", "new"},
	} {
		if got := sh.rewrite(t.Context(), root, strings.Fields(line)); !slices.Equal(got, want) {
			t.Errorf("%q becomes %q", line, got)
		}
	}
}

func TestReportOf(t *testing.T) {
	for _, c := range []struct {
		typed, more string
		reason      directory.ReportReason
		words       string
	}{
		{"outdated", "", directory.ReportOutdated, ""},
		{"Obsolète", "elle a déménagé", directory.ReportOutdated, "elle a déménagé"},
		{"usurpation d'identité", "", directory.ReportImpersonation, ""},
		{"autre : fermé", "depuis mai", directory.ReportOther, "fermé depuis mai"},
		{"wrong: he is a baker", "", directory.ReportWrong, "he is a baker"},
		{"Il n'habite plus là.", "", directory.ReportOther, "Il n'habite plus là."},
		{"Note : il n'habite plus là", "vraiment", directory.ReportOther, "Note : il n'habite plus là vraiment"},
		{"  ", "", directory.ReportOther, ""},
	} {
		if reason, words := reportOf(c.typed, c.more); reason != c.reason || words != c.words {
			t.Errorf("%q, %q: %s, %q", c.typed, c.more, reason, words)
		}
	}
}

// A short value is told whole; of a long one only the words that changed, each
// behind its sign, which nothing that people wrote can stand in for.
func TestMarked(t *testing.T) {
	long := "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze"
	for _, c := range []struct{ before, after, want string }{
		{"Comptable", "Comptable, paie", "  − Comptable\n  + Comptable, paie\n"},
		{"", "+ nouveau\n− vieux", "  + + nouveau\n  + − vieux\n"},
		{"vieux", "", "  − vieux\n"},
		{long, strings.Replace(long, "huit", "8", 1), "    … trois quatre cinq six sept\n  − huit\n  + 8\n    neuf dix onze douze treize …\n"},
		{long, long + " quinze", "    … dix onze douze treize quatorze\n  + quinze\n"},
		{"zéro " + long, long, "  − zéro\n    un deux trois quatre cinq …\n"},
		{long, strings.Replace(long, " sept", "\nsept", 1), "  − " + long + "\n  + un deux trois quatre cinq six\n  + sept huit neuf dix onze douze treize quatorze\n"},
		{long, "0 " + long + " 15", "  + 0\n    un deux trois quatre cinq … dix onze douze treize quatorze\n  + 15\n"},
	} {
		var out bytes.Buffer
		sh := newShell(Env{Lang: text.French, Out: &out})
		sh.marked(c.before, c.after)
		sh.out.Flush()
		if out.String() != c.want {
			t.Errorf("%q → %q:\n%s", c.before, c.after, out.String())
		}
	}
}

// each visits all commands under one.
func eachCommand(cmd *cobra.Command, visit func(*cobra.Command)) {
	for _, c := range cmd.Commands() {
		visit(c)
		eachCommand(c, visit)
	}
}

// typed cuts an example into words as a shell does, without what it sends
// where.
func typed(example string) []string {
	var words []string
	var word strings.Builder
	quoted, started := false, false
	for _, r := range example + " " {
		switch {
		case r == '"':
			quoted, started = !quoted, true
		case r == ' ' && !quoted:
			if started {
				words = append(words, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if i := slices.IndexFunc(words, func(w string) bool { return w == "<" || w == ">" }); i >= 0 {
		words = words[:i]
	}
	return words
}

// Every command of administrators says what it does in either language, has a
// French name that help shows, and examples that can be typed.
func TestAdministratorsCommandsAreExplained(t *testing.T) {
	for _, lang := range []text.Lang{text.French, text.English} {
		sh := newShell(Env{Lang: lang, Out: new(bytes.Buffer), Err: new(bytes.Buffer)})
		root := sh.tree()
		n := 0
		eachCommand(root, func(c *cobra.Command) {
			path := strings.TrimPrefix(c.CommandPath(), "teleorne ")
			if !strings.HasPrefix(path, "admin") && path != "report" && path != "me appeal" {
				return
			}
			n++
			if strings.HasPrefix(c.Short, "command.") || c.Short == "" {
				t.Errorf("%s: %s is not explained", lang, path)
			}
			if len(c.Aliases) == 0 && path != "admin" {
				t.Errorf("%s has no French name", path)
			}
			if c.Parent().Name() == "admin" && !slices.Contains(themes, c.GroupID) {
				t.Errorf("%s belongs to no theme", path)
			}
			if c.Example == "" {
				return
			}
			for example := range strings.SplitSeq(c.Example, "\n") {
				checkExample(t, sh, lang, path, example)
			}
		})
		if n < 60 {
			t.Errorf("%d commands only", n)
		}
	}
}

// checkExample reads an example as it would be typed, quoted and unquoted.
func checkExample(t *testing.T, sh *Shell, lang text.Lang, path, example string) {
	t.Helper()
	root := sh.tree()
	args := sh.rewrite(t.Context(), root, typed(example))
	cmd, rest, err := root.Find(args)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil && cmd.Args != nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil {
		t.Errorf("%s: %q: %v", lang, example, err)
		return
	}
	if got := strings.TrimPrefix(cmd.CommandPath(), "teleorne "); !strings.HasPrefix(got, path) {
		t.Errorf("%s: the example %q of %s is one of %s", lang, example, path, got)
	}
}

// What is wrong with the command line is told before anything is asked of
// anybody.
func TestMisuseOfAdministratorsCommands(t *testing.T) {
	for line, want := range map[string]string{
		"admin quee":                          "Vouliez-vous queue ?",
		"admin aprove 12":                     "Vouliez-vous approve ?",
		"admin fil":                           "Vouliez-vous file ?",
		"admin approve":                       "Il manque un mot",
		"admin approve 12 13":                 "« 13 » est de trop",
		"admin reject 12 --reson x":           "Option inconnue : --reson. Vouliez-vous --reason ?",
		"admin queue --kind chnaged":          "Vouliez-vous changed ?",
		"admin queue --limit 501":             "--limit : Valeur attendue entre 1 et 500.",
		"admin list --state suspendd":         "Vouliez-vous suspended ?",
		"admin role 7":                        "Il manque un mot",
		"admin role 7 modrator":               "Vouliez-vous moderator ?",
		"admin skill acept x":                 "Vouliez-vous accept ?",
		"admin telecentre shw x":              "Vouliez-vous show ?",
		"admin commune merg a b":              "Vouliez-vous merge ?",
		"admin import peple -":                "profiles, telecentres, skills",
		"admin import profiles /etc/passwd":   "envoyez le vôtre sur l'entrée",
		"admin export skills --format vcard":  "csv, json, ndjson",
		"admin log --since hier":              "n'est pas une date",
		"admin log --format vcard":            "table, json, ndjson, csv",
		"admin ban":                           "Il manque un mot",
		"admin ban x --until 2027-13-01":      "n'est pas une date",
		"admin requests add --kind erase":     "--who",
		"admin requests add --kind x --who y": "access, rectify, erase, restrict, portability, object",
		"report":                              "Il manque un mot",
		"report claire-dubois":                "Un motif est nécessaire",
		"report claire-dubois --reason ":      "L'option --reason attend une valeur.",
		"report claire-dubois --reason=":      "Un motif est nécessaire",
		"me appeal":                           "Il manque un mot",
	} {
		var out, errw bytes.Buffer
		status := Run(t.Context(), Env{
			Lang: text.French, Out: &out, Err: &errw, Actor: directory.Actor{Role: directory.RoleAdministrator}, In: strings.NewReader(""),
		}, strings.Fields(line))
		said := strings.NewReplacer("\u00a0", " ", "’", "'").Replace(errw.String())
		if status != Misused || !strings.Contains(said, want) || out.Len() > 0 {
			t.Errorf("%s: status %d, %q", line, status, said)
		}
	}
}
