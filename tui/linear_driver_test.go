package tui_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/linear"
	"teleorne/tui/text"
)

// typist types lines, each when one is waited for, and notes them where they
// fall in what is said.
type typist struct {
	lines []string
	heard *bytes.Buffer
	rest  []byte
}

func (p *typist) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		if len(p.lines) == 0 {
			return 0, io.EOF
		}
		p.heard.WriteString(typedMark + p.lines[0] + "\n")
		p.rest = []byte(p.lines[0] + "\n")
		p.lines = p.lines[1:]
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// typedMark begins a line that was typed, in what is kept.
const typedMark = "> "

// holds plays lines to the linear mode and answers what was said, with what was
// typed.
func holds(tb testing.TB, s *directory.Service, lang text.Lang, actor directory.Actor, lines ...string) string {
	tb.Helper()
	if actor.Address == "" {
		actor.Address = "192.0.2.1"
	}
	var out bytes.Buffer
	if _, _, err := linear.Run(tb.Context(), linear.Options{
		Interface: tui.Options{Service: s, Actor: actor, Lang: lang, Pause: 1}, In: &typist{lines: lines, heard: &out}, Out: &out,
	}); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// dialogue is holds without what was typed; what was said is looked at.
func dialogue(tb testing.TB, s *directory.Service, lang text.Lang, actor directory.Actor, lines ...string) string {
	tb.Helper()
	said := spokenOf(holds(tb, s, lang, actor, lines...))
	heard(tb, said)
	return said
}

// spokenOf leaves out what was typed.
func spokenOf(transcript string) string {
	var b strings.Builder
	for line := range strings.Lines(transcript) {
		if !strings.HasPrefix(line, typedMark) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// heard checks that nothing was written that a terminal would obey, or that
// draws instead of saying.
func heard(tb testing.TB, said string) {
	tb.Helper()
	for i, r := range said {
		switch {
		case r == '\n':
		case r == utf8.RuneError, unicode.IsControl(r), r >= 0x2190 && r <= 0x21ff, r >= 0x2500 && r <= 0x25ff, r >= 0x2800 && r <= 0x28ff,
			unicode.Is(unicode.Cf, r), r == '✓', r == '✗', r == '·':
			tb.Fatalf("%U at byte %d: …%q", r, i, said[max(0, i-60):min(len(said), i+20)])
		}
	}
}

// chance is what is drawn by lot: codes, and the numbers of receipts.
var chance = regexp.MustCompile(`\b[0-9A-Z]{4}(-[0-9A-Z]{4}){2,3}\b`)

// keeps compares a transcript with the kept one.
func keeps(t *testing.T, name, said string) {
	t.Helper()
	said = chance.ReplaceAllString(said, "ABCD-EFGH-JKMN")
	path := filepath.Join("testdata", "linear", name+".txt")
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
}
