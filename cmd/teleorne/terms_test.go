package main

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/server/command"
)

func TestRising(t *testing.T) {
	for _, c := range []struct {
		remind, lower, hide, erase int
		notice                     int    // months; -1: refused
		says                       string // the flags that the refusal names
	}{
		{6, 9, 12, 24, 2, ""},
		{0, 0, 0, 0, 2, ""},
		{0, 0, 0, 24, 2, ""},
		{0, 0, 0, 2, 1, ""},
		{6, 0, 0, 7, 1, ""},
		{6, 9, 12, 0, 2, ""},
		{6, 9, 23, 24, 1, ""},
		{0, 9, 0, 24, 2, ""},
		{1, 2, 3, 4, 1, ""},
		{9, 9, 12, 24, -1, "lower-months remind-months"},
		{6, 5, 12, 24, -1, "lower-months remind-months"},
		{6, 0, 3, 24, -1, "hide-months remind-months"},
		{6, 9, 12, 12, -1, "erase-months hide-months"},
		{6, 9, 0, 8, -1, "erase-months lower-months"},
		{0, 0, 0, 1, -1, "erase-months"},
	} {
		ages, err := rising(directory.Ages{Remind: c.remind, Lower: c.lower, Hide: c.hide, Erase: c.erase, Notice: 2})
		if (err != nil) != (c.notice < 0) || err == nil && ages.Notice != c.notice {
			t.Errorf("%+v: %+v, %v", c, ages, err)
		}
		for _, flag := range strings.Fields(c.says) {
			var told bytes.Buffer
			args := []string{
				"serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(),
				"--remind-months", strconv.Itoa(c.remind), "--lower-months", strconv.Itoa(c.lower), "--hide-months", strconv.Itoa(c.hide), "--erase-months", strconv.Itoa(c.erase),
			}
			status := execute(t.Context(), args, strings.NewReader(""), &told, &told, func(string) string { return "" })
			if status != command.Misused || !strings.Contains(told.String(), "--"+flag) {
				t.Errorf("%+v: status %d, %s", c, status, told.String())
			}
		}
	}
}

func TestSSHTarget(t *testing.T) {
	for typed, want := range map[string]string{
		"":                      "",
		"annuaire.example":      "annuaire.example",
		"annuaire.example:22":   "annuaire.example",
		"annuaire.example:6122": "-p 6122 annuaire.example",
		"192.0.2.7:6122":        "-p 6122 192.0.2.7",
		"[2001:db8::7]:6122":    "-p 6122 2001:db8::7",
		"2001:db8::7":           "2001:db8::7",
		"télétravail-orne.fr":   "télétravail-orne.fr",
		"a":                     "a",
	} {
		if got, err := sshTarget(typed); err != nil || got != want {
			t.Errorf("%s: %q %v", typed, got, err)
		}
	}
	for _, typed := range []string{
		"-oProxyCommand=x", "a b", "a;b", "$(a)", "a:0", "a:70000", "a:port", "a:", ":22", "user@a", "a\nb", "'a'", "a-", "\x1b[2J", "\xff",
	} {
		if got, err := sshTarget(typed); err == nil {
			t.Errorf("%q is taken as %q", typed, got)
		}
	}
}

func TestNoticeText(t *testing.T) {
	if got, err := noticeText("  Conseil   départemental \x1b[2J "); err != nil || strings.Contains(got, "\x1b") || !strings.HasPrefix(got, "Conseil départemental") {
		t.Errorf("%q %v", got, err)
	}
	for _, typed := range []string{"\xff", strings.Repeat("é", maxNotice+1)} {
		if _, err := noticeText(typed); err == nil {
			t.Errorf("%q is taken", typed)
		}
	}
}
