package command

import (
	"bufio"
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teleorne/directory"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

func TestNearest(t *testing.T) {
	options := []string{"--radius", "--rayon", "--skill", "--competence", "--sort", "--tri", "--limit", "--ou"}
	for typed, want := range map[string]string{
		"--rayn": "--rayon", "--radus": "--radius", "--raduis": "--radius", "--SKILL": "--skill", "-skil": "--skill",
		"--comp": "--competence", "--trie": "--tri", "--zzzzzz": "", "--": "", "": "", "-x": "",
	} {
		if got := nearest(typed, options); got != want {
			t.Errorf("nearest(%q) is %q, not %q", typed, got, want)
		}
	}
}

func TestRewrite(t *testing.T) {
	sh := newShell(Env{Lang: text.French, Out: new(bytes.Buffer)})
	root := sh.tree()
	for line, want := range map[string]string{
		"search --available 2026-12-01 x":      "search --available=2026-12-01 x",
		"search --disponible 1/12/2026":        "search --disponible=1/12/2026",
		"search --available x":                 "search --available x",
		"search --available":                   "search --available",
		"search --available=2026-01-01 -x":     "search --available=2026-01-01 -x",
		"search --available 2026-12":           "search --available=2026-12",
		"search --available 2026 x":            "search --available=2026 x",
		"search --available 20261201":          "search --available=20261201",
		"search --available 61130":             "search --available 61130",
		"search a -paie":                       "search a \x00-paie",
		"chercher -paie":                       "chercher \x00-paie",
		"search a -- -paie --available 2026-1": "search a -- -paie --available 2026-1",
		"search --radius -5":                   "search --radius -5",
		"search --rayon -50 -abc":              "search --rayon -50 \x00-abc",
		"search -json":                         "search -json",
		"search -facet":                        "search -facet",
		"search --lang en -abc":                "search --lang en \x00-abc",
		"show -abc":                            "show -abc",
	} {
		if got := sh.rewrite(t.Context(), root, strings.Fields(line)); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%q becomes %q", line, got)
		}
	}
}

// The name of a commune comes in pieces, and is put together as far as it is one.
func TestJoinNames(t *testing.T) {
	sh := newShell(Env{Lang: text.French, Out: new(bytes.Buffer)})
	root := sh.tree()
	for line, want := range map[string][]string{
		"search a --ou La Ferté-Macé":                   {"search", "a", "--ou=La Ferté-Macé"},
		"search --commune=Le Gué de la Chaîne a --json": {"search", "--commune=Le Gué de la Chaîne", "a", "--json"},
		"telecentres --ou St Céneri le Gérei --rayon 5": {"telecentres", "--ou=St Céneri le Gérei", "--rayon", "5"},
		"search --ou Sées la -paie":                     {"search", "--ou", "Sées", "la", "\x00-paie"},
		"search --ou Nulle Part a":                      {"search", "--ou", "Nulle", "Part", "a"},
		"search --ou La --json Ferté-Macé":              {"search", "--ou", "La", "--json", "Ferté-Macé"},
		"search --ou":                                   {"search", "--ou"},
		"search -- --ou La Ferté-Macé":                  {"search", "--", "--ou", "La", "Ferté-Macé"},
		"show --ou La Ferté-Macé":                       {"show", "--ou", "La", "Ferté-Macé"},
	} {
		if got := sh.rewrite(t.Context(), root, strings.Fields(line)); !slices.Equal(got, want) {
			t.Errorf("%q becomes %q", line, got)
		}
	}
}

func TestQueryText(t *testing.T) {
	for _, c := range []struct {
		words []string
		want  string
	}{
		{[]string{"a", "b"}, "a b"},
		{[]string{"a b"}, `"a b"`},
		{[]string{"a b", "c"}, `"a b" c`},
		{[]string{`"a b" c`}, `"a b" c`},
		{[]string{"a -b"}, "a -b"},
		{[]string{excluded + "-b"}, "-b"},
		{[]string{excluded + "-a b"}, `-"a b"`},
		{[]string{"« a b »"}, "« a b »"},
		{nil, ""},
	} {
		if got := queryText(c.words); got != c.want {
			t.Errorf("%q: %q", c.words, got)
		}
	}
}

func TestParseDay(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-12-01": "2026-12-01", "01/12/2026": "2026-12-01", "1.2.2026": "2026-02-01", "29/02/2028": "2028-02-29",
	} {
		if d, err := parseDay(typed); err != nil || d.String() != want {
			t.Errorf("%s: %s, %v", typed, d, err)
		}
	}
	for _, typed := range []string{"", "2026-02-30", "30/02/2026", "2026/12/01", "12/2026", "tomorrow", "1/1/26"} {
		if d, err := parseDay(typed); !directory.IsCode(err, directory.CodeDate) {
			t.Errorf("%s: %s, %v", typed, d, err)
		}
	}
}

// French names of options lead to options that exist, and those shown are read.
func TestEveryFrenchOptionLeadsSomewhere(t *testing.T) {
	for own, shown := range shownAliases {
		if canonical(shown) != own {
			t.Errorf("--%s is shown for --%s and read as --%s", shown, own, canonical(shown))
		}
	}
	for french, own := range frenchOptions {
		if canonical(own) != own {
			t.Errorf("--%s leads to --%s, which leads on", french, own)
		}
	}
}

// Whatever is in a table and however narrow the line is, columns stand one
// below the other, and a line is no wider than it may be while there is room
// for the least of each column.
func TestTableAligns(t *testing.T) {
	cell := rapid.StringOfN(rapid.SampledFrom([]rune("abc dé日本ñ’👩-")), 0, 40, -1)
	rapid.Check(t, func(t *rapid.T) {
		tb := &table{columns: []column{
			{title: "one"}, {title: "two", most: rapid.IntRange(0, 30).Draw(t, "most")}, {title: "km", right: true}, {title: "last"},
		}}
		for range rapid.IntRange(0, 8).Draw(t, "rows") {
			tb.add(cell.Draw(t, "a"), cell.Draw(t, "b"), rapid.StringMatching(`[0-9]{0,4}`).Draw(t, "c"), cell.Draw(t, "d"))
		}
		width := rapid.IntRange(0, 100).Draw(t, "width")
		widths := tb.widths(width)
		total := columnGap * 3
		for _, w := range widths {
			total += w
		}
		if width > 0 && total > width && (widths[0] > minColumn || widths[1] > minColumn || widths[3] > minColumn) {
			t.Fatalf("%d columns for %d: %v", total, width, widths)
		}
		var out bytes.Buffer
		w := bufio.NewWriter(&out)
		tb.write(w, width)
		w.Flush()
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) != len(tb.rows)+1 {
			t.Fatalf("%d lines for %d rows", len(lines), len(tb.rows))
		}
		for _, l := range lines {
			if widget.Width(l) > total {
				t.Fatalf("%q is wider than %d", l, total)
			}
		}
	})
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }

// Whoever stops reading is not told about it on stderr, and nothing is logged.
func TestBrokenPipe(t *testing.T) {
	var errw bytes.Buffer
	if got := Run(t.Context(), Env{Lang: text.French, Out: brokenPipe{}, Err: &errw, Program: "teleorne"}, []string{"help"}); got != Failed {
		t.Errorf("status %d", got)
	}
	if errw.Len() > 0 {
		t.Errorf("said: %s", errw.String())
	}
}

func TestStatusOf(t *testing.T) {
	for code, want := range map[directory.Code]int{
		directory.CodeNotPermitted: NotPermitted, directory.CodeNeedsKey: NotPermitted, directory.CodeLimit: TryLater,
		directory.CodeNotFound: Failed, directory.CodePlace: Failed, directory.CodePlaceOutside: Failed, directory.CodeSkill: Failed,
		directory.CodeInternal: Failed, directory.CodeForeignFile: Failed,
		directory.CodeRadiusNeedsPlace: Misused, directory.CodeOutOfRange: Misused, directory.CodeDate: Misused, directory.CodeChoice: Misused,
	} {
		if got := statusOf(code); got != want {
			t.Errorf("%s: %d, not %d", code, got, want)
		}
	}
}
