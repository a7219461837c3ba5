package widget_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"teleorne/directory"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// letters make texts of every width that people's names have.
var letters = []rune("abcdef éèçœ’ŒÀ ·—« »\u00a0日本語 e\u0301 ")

func texts(t *rapid.T, name string) string {
	return rapid.StringOfN(rapid.SampledFrom(letters), 0, 60, -1).Draw(t, name)
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"Bellême", 7, "Bellême"},
		{"Bellême", 6, "Bellê…"},
		{"Bellême", 1, "…"},
		{"Bellême", 0, ""},
		{"Bellême", -3, ""},
		{"日本語", 4, "日…"},
		{"", 5, ""},
	} {
		if got := widget.Cut(c.text, c.width, "…"); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestCutWords(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"Comptabilité, gestion et finance", 32, "Comptabilité, gestion et finance"},
		{"Comptabilité, gestion et finance", 31, "Comptabilité, gestion…"}, // nobody stops behind « et »
		{"Systèmes, réseaux et cybersécurité", 30, "Systèmes, réseaux…"},
		{"Banque, assurance", 10, "Banque…"},
		{"Traducteur anglais–français", 22, "Traducteur anglais…"},
		{"Traducteur anglais", 11, "Traducteur…"},
		{"Développeuse", 8, "Dévelop…"},
		{"Comptable d’associations", 20, "Comptable d’associa…"}, // too much would be lost
		{"et de", 4, "et…"},
		{"Un mot", 0, ""},
		{"\x1b[1mUn mot de trop\x1b[m", 8, "\x1b[1mUn mot …\x1b[m"},
	} {
		if got := widget.CutWords(c.text, c.width, "…"); got != c.want {
			t.Errorf("CutWords(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestExtend(t *testing.T) {
	style := theme.New(theme.Dark, theme.Unicode()).Selection
	if got := widget.Extend("Sées", 6, style); widget.Width(got) != 6 || !strings.HasPrefix(got, "Sées\x1b[") {
		t.Errorf("got %q", got)
	}
	if got := widget.Extend("Sées", 3, style); got != "Sées" {
		t.Errorf("got %q", got)
	}
}

// What is counted the short way is as wide as terminals show it.
func TestWidth(t *testing.T) {
	for r := range rune(0x250) {
		for _, text := range []string{string(r), "a" + string(r) + "b", string(r) + "\u0301", string(r) + "\ufe0f", "é" + string(r)} {
			if got, want := widget.Width(text), ansi.StringWidth(text); got != want {
				t.Errorf("Width(%q) = %d, want %d", text, got, want)
			}
		}
	}
}

// Whatever the text, what is asked to have a width has it.
func TestWidths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts(t, "left"), texts(t, "right")
		width := rapid.IntRange(1, 90).Draw(t, "width")
		dots := rapid.SampledFrom([]string{"…", "...", ""}).Draw(t, "dots")
		if w := widget.Width(widget.Cut(a, width, dots)); w > width && width >= len(dots) {
			t.Fatalf("Cut is %d wide, not %d", w, width)
		}
		if w := widget.Width(widget.Pad(a, width)); w < width {
			t.Fatalf("Pad is %d wide, not %d", w, width)
		}
		if width >= 3 {
			if w := widget.Width(widget.Fit(a, width, dots)); w != width {
				t.Fatalf("Fit is %d wide, not %d", w, width)
			}
			if w := widget.Width(widget.Right(a, width, dots)); w != width {
				t.Fatalf("Right is %d wide, not %d", w, width)
			}
		}
		if ends := widget.Ends(a, b, width, dots); width >= 3 && widget.Width(ends) > width {
			t.Fatalf("Ends is %d wide, not %d: %q", widget.Width(ends), width, ends)
		} else if room := width - widget.Width(b); room >= 2 && !strings.HasSuffix(ends, b) {
			t.Fatalf("Ends lost the right text %q: %q", b, ends)
		}
	})
}

func TestEnds(t *testing.T) {
	for _, c := range []struct {
		left, right string
		width       int
		want        string
	}{
		{"Alençon", "12", 12, "Alençon   12"},
		{"Mortagne-au-Perche", "12", 12, "Mortagne… 12"},
		{"Alençon", "", 9, "Alençon  "},
		{"Alençon", "beaucoup trop long", 7, "Alençon"},
	} {
		if got := widget.Ends(c.left, c.right, c.width, "…"); got != c.want {
			t.Errorf("Ends(%q, %q, %d) = %q, want %q", c.left, c.right, c.width, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"un deux trois", 8, "un deux|trois"},
		{"un\n\ndeux", 8, "un||deux"},
		{"anticonstitutionnellement", 10, "anticonsti|tutionnell|ement"},
		{"", 10, ""},
		{"un", 0, ""},
		{"un", -1, ""},
	} {
		if got := strings.Join(widget.Wrap(c.text, c.width), "|"); got != c.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// Lines of prose are never wider than asked nor than 80 columns, and no letter
// is lost or gained.
func TestWrapKeepsEveryLetter(t *testing.T) {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom(append([]rune("\n-"), letters...)), 0, 300, -1).Draw(t, "text")
		width := rapid.IntRange(2, 120).Draw(t, "width")
		lines := widget.Wrap(s, width)
		for _, l := range lines {
			if w := widget.Width(l); w > min(width, 80) {
				t.Fatalf("a line is %d wide, not %d: %q", w, width, l)
			}
		}
		if got := squeeze(strings.Join(lines, " ")); got != squeeze(s) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

func TestFlow(t *testing.T) {
	words := []string{"Comptabilité", "Paie", "Fiscalité", "Sage"}
	got := widget.Flow(words, " · ", 22)
	want := []string{"Comptabilité · Paie", "Fiscalité · Sage"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("Flow = %q, want %q", got, want)
	}
	if got := widget.Flow(nil, " · ", 22); got != nil {
		t.Errorf("Flow of nothing = %q", got)
	}
	if got := widget.Flow([]string{"Comptabilité"}, " · ", 3); len(got) != 1 {
		t.Errorf("a word wider than the line = %q", got)
	}
}

func TestRule(t *testing.T) {
	for width, want := range map[int]int{5: 5, 0: 0, -2: 0} {
		if got := widget.Width(widget.Rule("─", width, theme.Style{})); got != want {
			t.Errorf("Rule of %d is %d wide", width, got)
		}
	}
}

func TestMarked(t *testing.T) {
	base, match := theme.Style{}, theme.Style{}.Bold(true)
	for _, c := range []struct {
		text  string
		spans []directory.Span
		want  string // marked parts within brackets
	}{
		{"Comptable, paie", nil, "Comptable, paie"},
		{"Comptable, paie", []directory.Span{{Start: 0, End: 9}}, "[Comptable], paie"},
		{"Comptable, paie", []directory.Span{{Start: 0, End: 6}, {Start: 11, End: 15}}, "[Compta]ble, [paie]"},
		{"paie", []directory.Span{{Start: 0, End: 4}}, "[paie]"},
		{"paie", []directory.Span{{Start: 2, End: 9}}, "paie"},                     // beyond the end
		{"paie", []directory.Span{{Start: 2, End: 2}, {Start: 3, End: 1}}, "paie"}, // nothing
		{"paie", []directory.Span{{Start: 0, End: 2}, {Start: 1, End: 3}}, "[pa]ie"},
		{"", []directory.Span{{Start: 0, End: 0}}, ""},
	} {
		got := widget.Marked(c.text, c.spans, base, match)
		if plain := ansi.Strip(got); plain != c.text {
			t.Errorf("Marked(%q, %v) reads %q", c.text, c.spans, plain)
		}
		got = strings.NewReplacer("\x1b[1m", "[", "\x1b[m", "]", "\x1b[0m", "]").Replace(got)
		if got != c.want {
			t.Errorf("Marked(%q, %v) = %q, want %q", c.text, c.spans, got, c.want)
		}
	}
}

// Whatever the spans, the text that is read is the same.
func FuzzMarked(f *testing.F) {
	f.Add("Comptable", 0, 4, 2, 9)
	f.Add("日本語", 0, 3, 3, 6)
	f.Fuzz(func(t *testing.T, s string, a, b, c, d int) {
		if !utf8.ValidString(s) || strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) >= 0 {
			return // people's text is clean
		}
		var spans []directory.Span
		for _, sp := range []directory.Span{{Start: a, End: b}, {Start: c, End: d}} {
			if sp.Start >= 0 && sp.Start <= sp.End && (sp.End > len(s) || onRunes(s, sp)) {
				spans = append(spans, sp)
			}
		}
		if got := ansi.Strip(widget.Marked(s, spans, theme.Style{}, theme.Style{}.Bold(true))); got != s {
			t.Errorf("Marked(%q, %v) reads %q", s, spans, got)
		}
	})
}

func onRunes(s string, sp directory.Span) bool {
	return utf8.ValidString(s[:sp.Start]) && utf8.ValidString(s[sp.Start:sp.End])
}
