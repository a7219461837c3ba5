package help

import (
	"strings"
	"testing"
	"unicode/utf8"

	"teleorne/tui/widget"
)

func TestMarks(t *testing.T) {
	for _, c := range []struct {
		text, typed string
		want        []string
	}{
		{"La clé SSH, les clés", "cle", []string{"clé", "clés"}},
		{"l’Orne et l'orne", "ORNE", []string{"Orne", "orne"}},
		{"cœur", "coeur", []string{"cœur"}},
		{"rien", "zzz", nil},
		{"", "a", nil},
		{"tout", "", nil},
	} {
		var got []string
		for _, sp := range marks(c.text, c.typed) {
			got = append(got, c.text[sp.Start:sp.End])
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("marks(%q, %q) = %q, want %q", c.text, c.typed, got, c.want)
		}
	}
}

func FuzzAround(f *testing.F) {
	f.Add("Une clé SSH remplace le mot de passe", "passe", 12)
	f.Add("日本語 の 文", "文", 4)
	f.Add("a b", "b", 1)
	f.Fuzz(func(t *testing.T, s, typed string, width int) {
		if width < 1 || width > 200 || !utf8.ValidString(s) || strings.ContainsRune(s, 0x1b) {
			return
		}
		got := around(s, typed, width, "…")
		if widget.Width(got) > width {
			t.Errorf("%q is wider than %d", got, width)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%q is no text", got)
		}
		last := 0
		for _, sp := range marks(s, typed) {
			if sp.Start < last || sp.End <= sp.Start || sp.End > len(s) || !utf8.ValidString(s[sp.Start:sp.End]) {
				t.Errorf("span %v of %q", sp, s)
			}
			last = sp.End
		}
	})
}

func TestParse(t *testing.T) {
	got := parse("Un.\n\n- deux\n$ trois - quatre")
	want := []para{{text: "Un."}, {kind: blank}, {kind: bullet, text: "deux"}, {kind: verbatim, text: "trois - quatre"}}
	if len(got) != len(want) {
		t.Fatalf("parsed %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("paragraph %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}
