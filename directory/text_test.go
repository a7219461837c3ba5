package directory_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"teleorne/directory"
)

func TestSafeLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"  Claire\t\n Dubois ":             "Claire Dubois",
		"E\u0301loi\u0308se":               "Éloïse", // composed
		"a\u00a0b\u202fc\u3000d":           "a b c d",
		"\x1b[31mrouge\x1b]0;x\x07":        "[31mrouge]0;x",
		"\u009b31m":                        "31m",
		"\x90q\x9c":                        "q", // bytes that are no UTF-8
		"abc\u202edcb\u2066e\u2069":        "abcdcbe",
		"zero\u200bwidth\u200d\ufeff":      "zerowidth",
		"a\u2028b\u2029c":                  "a b c",
		"\ue000\U000f0000privé":            "privé",
		"fil\u3164ler\u115f":               "filler",
		"e" + strings.Repeat("\u0331", 50): "e" + strings.Repeat("\u0331", 4),
		"👩\u200d💻":                         "👩💻",
		"nul\x00nul":                       "nulnul",
		"":                                 "",
	} {
		if got := directory.SafeLine(in); got != want {
			t.Errorf("SafeLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSafeText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"un\r\ndeux\rtrois\u2028quatre": "un\ndeux\ntrois\nquatre",
		"un\n\n\n\n deux  \n\n":         "un\n\n deux",
		"\n\n un":                       " un",
		"un\x1b[2Jdeux\u0085trois":      "un[2Jdeux trois",
		"  ":                            "",
	} {
		if got := directory.SafeText(in); got != want {
			t.Errorf("SafeText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanRefusesWhatIsNotUTF8(t *testing.T) {
	t.Parallel()
	if _, err := directory.CleanLine("caf\xe9"); !directory.IsCode(err, directory.CodeEncoding) {
		t.Errorf("%v", err)
	}
	if _, err := directory.CleanText("caf\xe9\n"); !directory.IsCode(err, directory.CodeEncoding) {
		t.Errorf("%v", err)
	}
	if s, err := directory.CleanLine(" café "); err != nil || s != "café" {
		t.Errorf("%q %v", s, err)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Éloïse  d’ARGENTRÉ":    "eloise d argentre",
		"cœur œuvre Æsop ŒIL":   "coeur oeuvre aesop oeil",
		"C++":                   "c++",
		"C#":                    "c#",
		"f#, c++ et java":       "f# c++ et java",
		".NET":                  ".net",
		"ASP.NET":               "asp .net",
		"internet.network":      "internet network",
		"Saint-Cénéri-le-Gérei": "saint ceneri le gerei",
		"ﬁn de l’été ①":         "fin de l ete 1",
		"Straße Łódź Øre":       "strasse lodz ore",
		"a+b":                   "a b",
		"!?":                    "",
		"1 000 €":               "1 000",
	} {
		if got := directory.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if again := directory.Fold(want); again != want {
			t.Errorf("Fold(%q) = %q: folding twice changes it", want, again)
		}
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"Bellême", 10, "Bellême"},
		{"Bellême", 7, "Bellême"},
		{"Bellême", 6, "Bellê…"},
		{"un deux", 4, "un…"},
		{"\x1b[2J" + strings.Repeat("x", 10_000), 5, "[2Jx…"},
		{strings.Repeat("é", 1000), 3, "éé…"},
	} {
		if got := directory.Clip(c.in, c.n); got != c.want {
			t.Errorf("Clip(%.20q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

// checkClean fails when text could trouble a terminal, a log or a file.
func checkClean(t *testing.T, s string, lines bool) {
	t.Helper()
	if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
		t.Fatalf("%q is not NFC", s)
	}
	marks := 0
	for _, r := range s {
		if r == '\n' && lines {
			marks = 0
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) || r == utf8.RuneError {
			t.Fatalf("%q holds %U", s, r)
		}
		if unicode.Is(unicode.M, r) {
			if marks++; marks > 8 {
				t.Fatalf("%q piles up marks", s)
			}
		} else {
			marks = 0
		}
	}
}

func FuzzSafe(f *testing.F) {
	for _, s := range []string{
		"Éloïse", "\x1b]52;c;AAAA\x07", "\u009b1m", "a\u0300\u0301", "\u202e", "\xff\xfe", "l1\r\nl2", "👨\u200d👩\u200d👧", "\u1100\u1161\u11a8",
		" a", "a  b", "a \nb", "a\n\nb", "a\n\n\nb", "\na", "a\n", "a\n ", "l’été – 3 € …", "a\u00adb", "a\u00a0b",
		"\u0958", "\u1e9b\u0323", "\u0344\u0344\u0344", "\u212b", "e\u200d\u0301", "=1+1", "\u0fb2\u0f71\u0f80",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, text := directory.SafeLine(s), directory.SafeText(s)
		checkClean(t, line, false)
		checkClean(t, text, true)
		if again := directory.SafeLine(line); again != line {
			t.Fatalf("SafeLine(%q) = %q", line, again)
		}
		if again := directory.SafeText(text); again != text {
			t.Fatalf("SafeText(%q) = %q", text, again)
		}
		// What is clean beyond doubt is not looked at again; with something in it
		// that must go, it is.
		if long := directory.SafeLine(s + "\u200b"); long != line {
			t.Fatalf("SafeLine(%q) = %q, the long way %q", s, line, long)
		}
		if long := directory.SafeText(s + "\u200b"); long != text {
			t.Fatalf("SafeText(%q) = %q, the long way %q", s, text, long)
		}
		if strings.Contains(text, "\n\n\n") {
			t.Fatalf("%q has more than one empty line", text)
		}
		if clip := directory.Clip(s, 10); directory.Length(clip) > 10 {
			t.Fatalf("Clip(%q, 10) = %q", s, clip)
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Éloïse", "C++", "c#", ".NET", "œ", "ǅ", "İ", "ẞ", "ſ", "ⅷ", "²", "a++b", "x.net", "#c", "K", "ᾳ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := directory.Fold(s)
		if again := directory.Fold(folded); again != folded {
			t.Fatalf("Fold(%q) = %q, folded again %q", s, folded, again)
		}
		if apart := directory.Fold(norm.NFKD.String(s)); utf8.ValidString(s) && apart != folded {
			t.Fatalf("Fold(%q) = %q, of its parts %q", s, folded, apart)
		}
		if strings.Contains(folded, "  ") || strings.TrimSpace(folded) != folded {
			t.Fatalf("Fold(%q) = %q", s, folded)
		}
		if upper := directory.Fold(directory.SafeLine(s)); utf8.ValidString(s) && strings.ToLower(upper) != upper && upper != folded {
			t.Fatalf("Fold(%q) = %q is not lower case", s, upper)
		}
	})
}
