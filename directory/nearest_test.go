package directory

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"", "", 2, 0},
		{"", "abc", 5, 3},
		{"comtable", "comptable", 2, 1},
		{"comtpable", "comptable", 2, 1}, // a swap of neighbours is one edit
		{"ca", "abc", 5, 3},              // optimal alignment: nothing is edited twice
		{"belleme", "bellême", 2, 1},
		{"alençon", "alencon", 2, 1},
		{"flers", "sees", 1, 2},
		{"a", "abcdef", 2, 3},
		{"kitten", "sitting", 9, 3},
	} {
		if got := EditDistance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("EditDistance(%q, %q, %d) = %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
	}
}

// naiveDistance is the textbook definition, without any shortcut.
func naiveDistance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0:
				d[i][j] = j
			case j == 0:
				d[i][j] = i
			default:
				cost := 1
				if a[i-1] == b[j-1] {
					cost = 0
				}
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestEditDistanceIsTheDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// Few letters, so that swaps and repetitions come up often.
		word := rapid.StringOfN(rapid.SampledFrom([]rune("abcé ")), 0, 60, -1)
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		limit := rapid.IntRange(0, 12).Draw(t, "limit")
		want := min(naiveDistance([]rune(a), []rune(b)), limit+1)
		if got := EditDistance(a, b, limit); got != want {
			t.Fatalf("EditDistance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
		if EditDistance(b, a, limit) != want {
			t.Fatalf("not symmetric for %q, %q", a, b)
		}
	})
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := map[string]string{
		"comptabilite": "comptabilite", "comptable": "comptabilite", "compta": "comptabilite",
		"comptabilite agricole": "comptabilite-agricole", "traduction": "traduction",
		"traductrice": "traduction", "redaction": "redaction", "python": "python", "c": "c",
	}
	for _, c := range []struct {
		typed string
		want  []string
	}{
		{"comtable", []string{"comptabilite"}},
		{"traducton", []string{"traduction"}},
		{"pyhton", []string{"python"}},
		{"comptabilite generale", []string{"comptabilite", "comptabilite-agricole"}},
		{"xyzzy", nil},
		{"", nil},
		{"d", nil},
	} {
		got := nearest(c.typed, names, 3)
		if len(got) > len(c.want) && len(c.want) > 0 {
			got = got[:len(c.want)]
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("nearest(%q) = %q, want %q", c.typed, got, c.want)
		}
	}
	if got := nearest("comptable", names, 1); len(got) != 1 {
		t.Errorf("limit 1 gave %q", got)
	}
}

func TestNearestIsDeterministic(t *testing.T) {
	t.Parallel()
	names := map[string]string{"abcd": "1", "abce": "2", "abcf": "3", "abcg": "4", "abch": "5"}
	first := nearest("abcx", names, 3)
	for range 50 {
		if got := nearest("abcx", names, 3); !slices.Equal(got, first) {
			t.Fatalf("%q then %q", first, got)
		}
	}
	if !slices.Equal(first, []string{"1", "2", "3"}) {
		t.Errorf("ties are not by name: %q", first)
	}
}

func BenchmarkEditDistance(b *testing.B) {
	for b.Loop() {
		EditDistance("saint germain du corbeis", "saint germain de la coudre", 5)
	}
}
