package directory_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
)

func joined(parts []directory.Part, without directory.PartKind) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Kind != without {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// checkDiff checks what holds for the comparison of any two texts.
func checkDiff(t *testing.T, before, after string) []directory.Part {
	t.Helper()
	parts := directory.DiffWords(before, after)
	if got := joined(parts, directory.Added); got != before {
		t.Errorf("%q, %q: the former is %q", before, after, got)
	}
	if got := joined(parts, directory.Removed); got != after {
		t.Errorf("%q, %q: the latter is %q", before, after, got)
	}
	for i, p := range parts {
		if p.Text == "" || i > 0 && (parts[i-1].Kind == p.Kind || parts[i-1].Kind == directory.Added && p.Kind == directory.Removed) {
			t.Errorf("%q, %q: part %d of %v", before, after, i, parts)
		}
	}
	return parts
}

func marked(parts []directory.Part) string {
	var b strings.Builder
	for _, p := range parts {
		sign := [...]string{"", "−", "+"}[p.Kind]
		b.WriteString(sign + p.Text + sign)
	}
	return b.String()
}

func TestDiffWords(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"Comptable", "Comptable", "Comptable"},
		{"", "Comptable", "+Comptable+"},
		{"Comptable", "", "−Comptable−"},
		{"Comptable", "Comptable, paie", "Comptable+, paie+"},
		{
			"bilans et déclarations pour associations", "bilans et déclarations pour associations et exploitations agricoles",
			"bilans et déclarations pour associations+ et exploitations agricoles+",
		},
		{"Je fais la paie.", "Je fais les paies.", "Je fais −la paie−+les paies+."},
		{"un deux trois", "un trois", "un −deux −trois"},
		{"l'eau vive", "l’eau vive", "−l'eau−+l’eau+ vive"},
		{"une ligne\ndeux", "une ligne\n\ndeux", "une ligne\n+\n+deux"},
		{"Éloïse", "Éloise", "−Éloïse−+Éloise+"},
	} {
		if got := marked(checkDiff(t, c.before, c.after)); got != c.want {
			t.Errorf("%q, %q: %s, want %s", c.before, c.after, got, c.want)
		}
	}
}

func TestDiffGivesBothTextsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	stock := []string{"a", "b", "c", "paie", "déclaration", "œuvre", " ", " ", " ", "\n", ",", ".", "  ", "l’eau", "x-y", "日本", "e\u0301", "\xff"}
	text := func(most int) string {
		var b strings.Builder
		for range r.IntN(most + 1) {
			b.WriteString(stock[r.IntN(len(stock))])
		}
		return b.String()
	}
	for range 3000 {
		before := text(25)
		after := text(25)
		if r.IntN(2) == 0 { // mostly the same
			words := strings.SplitAfter(before, " ")
			words = slices.Insert(words, r.IntN(len(words)+1), text(3))
			after = strings.Join(words, "")
		}
		checkDiff(t, before, after)
	}
}

// Nobody waits for two texts that have nothing in common, be they as long as
// texts may be.
func TestDiffOfLongTextsIsBounded(t *testing.T) {
	var one, other strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&one, "a%d ", i)
		fmt.Fprintf(&other, "b%d ", i)
	}
	before, after := "début "+one.String()+"fin", "début "+other.String()+"fin"
	parts := checkDiff(t, before, after)
	if len(parts) != 4 || parts[0].Text != "début " || parts[3].Text != " fin" {
		t.Errorf("%d parts: %q … %q", len(parts), parts[0].Text, parts[len(parts)-1].Text)
	}
}

func FuzzDiffWords(f *testing.F) {
	f.Add("Comptable", "Comptable, paie")
	f.Add("a b\xffc", "c b a")
	f.Fuzz(func(t *testing.T, before, after string) { checkDiff(t, before, after) })
}
