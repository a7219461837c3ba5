package owner

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

func plain() *screen.Session {
	return &screen.Session{Text: text.For(text.French), Theme: theme.New(theme.Dark, theme.Unicode())}
}

// Long texts are cut down to what changed, word by word, with signs around it,
// and never to nothing of it.
func TestInline(t *testing.T) {
	long := strings.Join(strings.Split("abcdefghijklmnopqrst", ""), " ")
	d := differ{s: plain()}
	for _, c := range [][3]string{
		{long, strings.Replace(long, "j", "J", 1), "… f g h i −j− +J+ k l m n …"},
		{long, long + " u", "… q r s t +u+"},
		{long, "z " + long, "+z+ a b c d …"},
		{long + ".", long + ", u.", "… q r s t+, u+."},
		{strings.Replace(long, "j ", "j\n", 1), long, "… g h i j −à la ligne− k l m n …"},
		{long, strings.ReplaceAll(strings.ReplaceAll(long, "c", "C"), "s", "S"), "a b −c− +C+ d e f g … o p q r −s− +S+ t"},
		{long, "un deux", "−" + long + "− +un deux+"},
	} {
		if got := ansi.Strip(strings.Join(d.inline(c[0], c[1], 300), "\n")); got != c[2] {
			t.Errorf("%q → %q: %q, not %q", c[0], c[1], got, c[2])
		}
	}
}

// However narrow, no line is wider and no word is lost.
func TestInlineFits(t *testing.T) {
	was := "Vingt ans de comptabilité, d’abord en cabinet, puis dans le Perche. Bilans, déclarations, tableaux de bord pour les associations."
	is := "Vingt ans de comptabilité, d’abord en cabinet, puis à Mortagne. Bilans, déclarations anticonstitutionnellementlongues, paie pour les associations."
	d := differ{s: plain()}
	for width := 8; width < 90; width++ {
		lines := d.inline(was, is, width)
		for _, l := range lines {
			if w := ansi.StringWidth(l); w > width {
				t.Fatalf("%d columns: %q", width, ansi.Strip(l))
			}
		}
		if got := strings.ReplaceAll(ansi.Strip(strings.Join(lines, "")), " ", ""); !strings.Contains(got, "anticonstitutionnellementlongues") {
			t.Fatalf("%d columns: %q", width, got)
		}
	}
}

// What was handed in is shown whole; what is not compared has no signs; who sees
// a contact is told with it; of a list, what went and what came.
func TestChanges(t *testing.T) {
	before := &directory.Profile{Name: "Anne Guérin", Headline: "Comptable", Phone: "+33233000061", PhoneShown: directory.Identified, Languages: []string{"fr", "en"}}
	after := *before
	after.Headline, after.Phone, after.PhoneShown, after.Languages = "Comptable, paie", "+33233000062", directory.Public, []string{"fr", "de"}
	after.Description = strings.Repeat("Un texte long. ", 60)
	lines := Changes(plain(), before, &after, before.Diff(&after), 76)
	shown := ansi.Strip(strings.Join(lines, "\n"))
	for _, want := range []string{
		"Métier       − Comptable\n             + Comptable, paie\n",
		"− 02 33 00 00 61, visible\u00a0: lecteurs avec une clé",
		"+ 02 33 00 00 62, visible\u00a0: tout le monde",
		"Langues      − anglais\n             + allemand\n",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("it lacks %q:\n%s", want, shown)
		}
	}
	if strings.Count(shown, "Un texte") != 60 || strings.Contains(shown, "Téléphone visible") {
		t.Errorf("it shows\n%s", shown)
	}
	if got := ansi.Strip(strings.Join(Changes(plain(), nil, &after, []string{"headline"}, 76), "\n")); got != "Métier  Comptable, paie" {
		t.Errorf("what is new: %q", got)
	}
	if n := len(Diff(plain(), before, &after, 76)); n >= len(lines) {
		t.Errorf("the short form has %d lines, the whole one %d", n, len(lines))
	}
}
