package directory_test

import (
	"strings"
	"testing"

	"teleorne/directory"
)

func TestSlugify(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Claire Dubois":               "claire-dubois",
		"Éloïse  Lefèvre-Œuvrard":     "eloise-lefevre-oeuvrard",
		"Jean d’Argentré":             "jean-d-argentre",
		"Łukasz Ørsted Großmann":      "lukasz-orsted-grossmann",
		"  --  ":                      "profil",
		"":                            "profil",
		"李明":                          "profil",
		"Texte":                       "texte-profil",
		"Public":                      "public-profil",
		"Inscription":                 "inscription-profil",
		"texte libre":                 "texte-libre",
		"C++ & C#":                    "c-c",
		"\x00\xff\x1b[31m":            "31m",
		strings.Repeat("a", 100):      strings.Repeat("a", 60),
		strings.Repeat("abc de ", 20): "abc-de-abc-de-abc-de-abc-de-abc-de-abc-de-abc-de-abc-de-abc",
	} {
		got := directory.Slugify(name)
		if got != want {
			t.Errorf("Slugify(%q) = %q, want %q", name, got, want)
		}
		if !directory.ValidSlug(got) {
			t.Errorf("%q is no valid slug", got)
		}
	}
}

func TestValidSlug(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"claire-dubois": true, "claire-dubois-2": true, "a": true, "2": true,
		"": false, "-a": false, "a-": false, "a--b": false, "A": false, "é": false, "a b": false,
		"texte": false, "text": false, "lecture": false, "ecran": false, "screen": false, "inscription": false, "join": false, "public": false,
		strings.Repeat("a", 60): true, strings.Repeat("a", 60) + "-12": true, strings.Repeat("a", 80): false,
	} {
		if got := directory.ValidSlug(s); got != want {
			t.Errorf("ValidSlug(%q) = %v", s, got)
		}
	}
}

func FuzzSlugify(f *testing.F) {
	for _, s := range []string{"Claire Dubois", "texte", "", "œ", "\xff", "İstanbul", strings.Repeat("é-", 60)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		slug := directory.Slugify(s)
		if !directory.ValidSlug(slug) || len(slug) > directory.MaxSlug {
			t.Fatalf("Slugify(%q) = %q", s, slug)
		}
		if again := directory.Slugify(slug); again != slug {
			t.Fatalf("%q becomes %q", slug, again)
		}
	})
}
