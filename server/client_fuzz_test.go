package server

import (
	"strings"
	"testing"

	"teleorne/directory"
)

// FuzzClient gives all that a client says about itself before anything is
// typed: the user name, the terminal and its size, and a variable. What is taken
// of it is text, short, and within bounds.
func FuzzClient(f *testing.F) {
	f.Add("claire-dubois", "xterm-256color", "LANG", "fr_FR.UTF-8", uint32(80), uint32(24))
	f.Add("bellême\x1b[2J", "dumb", "LC_ALL", "C", uint32(0), uint32(0))
	f.Add("\xff\u202e", "xterm\x00", "LD_PRELOAD", "/tmp/x.so", uint32(4294967295), uint32(4294967295))
	f.Add(strings.Repeat("a", 1000), strings.Repeat("t", 1000), "LC_"+strings.Repeat("A", 1000), strings.Repeat("v", 1000), uint32(10_000), uint32(5_000))
	f.Add("texte", "", "ACCESSIBLE", "1\n", uint32(1), uint32(1))
	f.Fuzz(func(t *testing.T, user, term, name, value string, width, height uint32) {
		if u := cleanUser(user); u != directory.SafeLine(u) || directory.Length(u) > 80 {
			t.Errorf("user %q", u)
		}
		if c := cleanTerm(term); c != "" && (c != term || len(c) > 64 || !printable(c) || strings.ContainsAny(c, "=;/ ")) {
			t.Errorf("terminal %q", c)
		}
		if w, h := clampSize(width, height); w < minWidth || w > maxWidth || h < minHeight || h > maxHeight {
			t.Errorf("%d by %d", w, h)
		}
		if envWanted(name, value) && (len(value) > maxEnvBytes || !printable(value) || !printable(name) || strings.Contains(name, "=")) {
			t.Errorf("%q=%q", name, value)
		}
		env := []string{name + "=" + value}
		if lang := language(env, "fr"); lang != "fr" && lang != "en" {
			t.Errorf("language %q", lang)
		}
		_, _ = utf8Locale(env), accessible(env)
	})
}
