package tui_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/linear"
	"teleorne/tui/text"
)

// dialogue plays lines to the linear mode and answers what it said.
func dialogue(t *testing.T, s *directory.Service, lang text.Lang, actor directory.Actor, lines ...string) string {
	t.Helper()
	if actor.Address == "" {
		actor.Address = "192.0.2.1"
	}
	var out bytes.Buffer
	in := io.Reader(strings.NewReader(strings.Join(lines, "\n") + "\n"))
	if _, _, err := linear.Run(t.Context(), linear.Options{
		Interface: tui.Options{Service: s, Actor: actor, Lang: lang, Pause: 1}, In: in, Out: &out,
	}); err != nil {
		t.Fatal(err)
	}
	said := out.String()
	heard(t, said)
	return said
}

// heard checks that nothing was written that a terminal would obey, or that
// draws instead of saying.
func heard(t *testing.T, said string) {
	t.Helper()
	for i, r := range said {
		switch {
		case r == '\n':
		case r == utf8.RuneError, unicode.IsControl(r), r >= 0x2190 && r <= 0x21ff, r >= 0x2500 && r <= 0x25ff, r >= 0x2800 && r <= 0x28ff:
			t.Fatalf("%U at byte %d: …%q", r, i, said[max(0, i-40):min(len(said), i+20)])
		}
	}
}

// TestLinear keeps what is read aloud on each journey, in both languages.
func TestLinear(t *testing.T) {
	s := newService(t, 300)
	for name, c := range map[string][2][]string{
		"find": {
			{"comptable", "où", "bellême", "élargir", "1", "retour", "suite", "accueil", "quitter"},
			{"accountant", "where", "bellême", "wider", "1", "back", "more", "home", "quit"},
		},
		"rough":       {{"traductrice anglais", "retour", "comtable", "quitter"}, {"translator english", "back", "comtable", "quit"}},
		"telecentres": {{"télécentres", "où", "argentan", "1", "quitter"}, {"telecentres", "where", "argentan", "1", "quit"}},
		"filters":     {{"comptable", "filtres", "indépendants", "résultats", "quitter"}, {"accountant", "filters", "independents", "results", "quit"}},
		"help":        {{"aide", "vie privée", "retour", "bref", "", "quitter"}, {"help", "privacy", "back", "brief", "", "quit"}},
		"nonsense":    {{"999", "xyzzy", "3", "retour", "retour", "quitter"}, {"999", "xyzzy", "3", "back", "back", "quit"}},
	} {
		for i, lang := range []text.Lang{text.French, text.English} {
			t.Run(name+"_"+string(lang), func(t *testing.T) {
				said := dialogue(t, s, lang, directory.Actor{}, c[i]...)
				if lang == text.French && strings.Contains(said, "Goodbye") {
					t.Error("another language")
				}
				path := filepath.Join("testdata", "linear", string(lang)+"_"+name+".txt")
				if *update {
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(said), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if said != string(want) {
					t.Errorf("what is read changed (go test ./tui -update keeps it):\n%s", said)
				}
			})
		}
	}
}

// TestLinearBearsAnything types what nobody should: each line is answered, and
// nothing is written that a terminal would obey.
func TestLinearBearsAnything(t *testing.T) {
	s := newService(t, 40)
	words := []string{
		"1", "2", "3", "4", "7", "12", "999999999999", "-1", "suite", "avant", "retour", "aide", "accueil", "bref", "", "   ", "filtres", "langue",
		"\x1b[31m", "\xff\xfe", strings.Repeat("x", 10_000), strings.Repeat("é", 20_000), "+", "-", ".", "comptable", "bellême", "«", "\u202e", "0",
	}
	random := rand.New(rand.NewPCG(3, 5))
	for range 6 {
		var lines []string
		for range 60 {
			lines = append(lines, words[random.IntN(len(words))])
		}
		if said := dialogue(t, s, text.French, directory.Actor{}, lines...); strings.Count(said, "\n") < len(lines) {
			t.Fatalf("%d lines for %d", strings.Count(said, "\n"), len(lines))
		}
	}
}
