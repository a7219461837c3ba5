package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"teleorne/directory"
)

// marked shows the spans as [ ] in the text.
func marked(text string, spans []directory.Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + "[" + text[s.Start:s.End] + "]")
		at = s.End
	}
	return b.String() + text[at:]
}

func TestMarks(t *testing.T) {
	x := New(smallCatalog())
	x.Apply([]*directory.Listing{listing(1, directory.Profile{Name: "Zoé Cœur", Headline: "Comptable et formatrice C++, .NET", Description: "chef de projet"})})
	for _, tt := range []struct{ query, text, want string }{
		{"comptable", "Expert-comptable, la COMPTABILITÉ.", "Expert-[comptable], la [COMPTABILITÉ]."},
		{"comtable", "Une comptable.", "Une [comptable]."},
		{"formateur", "Formations, formats et formatrice", "[Formations], formats et [formatrice]"},
		{"form comptab", "Les formations comptables", "Les formations [comptables]"},
		{"coeur", "Zoé CŒUR et l’accroche-cœur", "Zoé [CŒUR] et l’accroche-[cœur]"},
		{"coeur", "Zoe\u0301 c\u0153u\u0301r", "Zoe\u0301 [c\u0153u\u0301r]"},
		{"c++", "C, C++, C# et c++11", "C, [C++], C# et c++11"},
		{".net", "le .NET, net, ASP.NET.", "le [.NET], net, ASP[.NET]."},
		{`"chef de projet"`, "Chef de projet, projet de chef", "[Chef] [de] [projet], projet de chef"},
		{"le de", "le chef de", "[le] chef [de]"},
		{"chef de", "le chef de projet", "le [chef] [de] projet"},
		{"-comptable", "comptable", "comptable"},
		{"", "comptable", "comptable"},
		{"ﬁn", "la ﬁn", "la [ﬁn]"},
	} {
		m := search(t, x, directory.Query{Text: tt.query}).Marker
		if got := marked(tt.text, m.Mark(tt.text)); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.query, got, tt.want)
		}
	}
}

// FuzzSplit checks that words are found where folding sees them.
func FuzzSplit(f *testing.F) {
	for _, s := range append(worldWords, "a+b", "C++,C#", "…net", ".NET.net", "x\u0301y", "½", "½.5", "a\x00b\xff", "L'Île-d'Yeu 3ᵉ", "ǅ ﬃ ㎏", "\u0301a", "a \u0301b", "++", "c+ c++ c+++", "İı") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ws := split(s)
		toks := make([]string, len(ws))
		last := 0
		for i, w := range ws {
			toks[i] = w.token
			if w.start > w.end || w.end > len(s) || w.start < last && (i == 0 || w != word{w.token, ws[i-1].start, ws[i-1].end}) {
				t.Fatalf("%q: %v", s, ws)
			}
			last = w.end
			if utf8.ValidString(s) && (!utf8.ValidString(s[w.start:w.end]) || w.start == w.end) {
				t.Fatalf("%q: %v is torn", s, w)
			}
		}
		if got, want := strings.Join(toks, " "), directory.Fold(s); got != want {
			t.Fatalf("%q splits into %q, folds to %q", s, got, want)
		}
	})
}

// FuzzSearch throws any text at an index of any text.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"comptable", `"a b`, `-"x" -y`, strings.Repeat("é ", 9000), strings.Repeat("\u0301", 9000), "«»“”", "\u202eabc", "a\x00", "-", "--a", `""""`, "c++ .net"} {
		f.Add(s, "Comptable à Bellême")
	}
	x := New(smallCatalog())
	f.Fuzz(func(t *testing.T, text, described string) {
		x.Apply([]*directory.Listing{listing(1, directory.Profile{Name: described, Description: text, Skills: []string{"+" + described}})})
		for _, q := range []directory.Query{{Text: text, Facets: true}, {Text: described, Communes: []string{text}, Skills: []string{described}}} {
			found := search(t, x, q)
			if found.Total < 0 || found.Total > 1 || len(found.Concepts) > maxConcepts {
				t.Fatalf("found %+v", found)
			}
			at := 0
			for _, s := range found.Marker.Mark(described) {
				if s.Start < at || s.End <= s.Start || s.End > len(described) {
					t.Fatalf("marks %v of %q", s, described)
				}
				at = s.End
			}
		}
		if _, err := x.Complete(t.Context(), text, "en", 5); err != nil {
			t.Fatal(err)
		}
		x.Similar(text, 3)
	})
}
