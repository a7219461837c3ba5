package widget_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

func typed(limit int, text string) *widget.Field {
	f := widget.NewField(limit)
	f.Focus()
	for _, r := range text {
		f.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return &f
}

func TestFieldTakesKeys(t *testing.T) {
	f := typed(20, "bellême")
	if f.Value() != "bellême" {
		t.Errorf("typed %q", f.Value())
	}
	if !f.Update(tea.KeyPressMsg{Code: tea.KeyBackspace}) || f.Value() != "bellêm" {
		t.Errorf("after a backspace %q", f.Value())
	}
	if f.Update(tea.KeyPressMsg{Code: tea.KeyLeft}) {
		t.Error("moving is told as a change")
	}
	f.Update(tea.KeyPressMsg{Code: tea.KeyHome})
	f.Update(tea.KeyPressMsg{Code: 'X', Text: "X"})
	if f.Value() != "Xbellêm" {
		t.Errorf("after typing at the start %q", f.Value())
	}
}

func TestFieldWithoutTheKeysTakesNothing(t *testing.T) {
	f := widget.NewField(20)
	if f.Update(tea.KeyPressMsg{Code: 'a', Text: "a"}) || f.Value() != "" || f.Focused() {
		t.Errorf("it took %q", f.Value())
	}
	f.Focus()
	f.Blur()
	if f.Focused() {
		t.Error("it kept the keys")
	}
}

// Ctrl+V would paste the clipboard of the server's machine.
func TestFieldLeavesTheServersClipboardAlone(t *testing.T) {
	f := typed(20, "a")
	f.Update(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl})
	if f.Value() != "a" {
		t.Errorf("Ctrl+V made it %q", f.Value())
	}
}

func TestFieldPastesOneCleanLine(t *testing.T) {
	for name, c := range map[string]struct{ paste, want string }{
		"plain":          {"Bellême", "Bellême"},
		"lines":          {"un\r\ndeux\n", "un deux"},
		"escape":         {"a\x1b[31mb", "a[31mb"},
		"title":          {"\x1b]0;x\x07y", "]0;xy"},
		"C1":             {"a\u009bb", "ab"},
		"bidi":           {"a\u202eb", "ab"},
		"zero width":     {"a\u200bb\ufeff", "ab"},
		"NUL":            {"a\x00b", "ab"},
		"no UTF-8":       {"a\xffb", "ab"},
		"nothing at all": {"\x00\x07\x1b", ""},
		"tab":            {"a\tb", "a b"},
		"ligature":       {"Œuvre d’Écouves", "Œuvre d’Écouves"},
	} {
		f := typed(60, "")
		changed := f.Update(tea.PasteMsg{Content: c.paste})
		if f.Value() != c.want || changed != (c.want != "") {
			t.Errorf("%s: pasting %q gives %q, changed %v; want %q", name, c.paste, f.Value(), changed, c.want)
		}
	}
}

func TestFieldRefusesTypedControls(t *testing.T) {
	for _, text := range []string{"\u202e", "\u200b", "\u2028", "\x1b", "\ue000", "\u0085", "\xff"} {
		f := typed(20, "ab")
		f.Update(tea.KeyPressMsg{Code: []rune(text)[0], Text: text})
		if got := strings.TrimSpace(f.Value()); got != "ab" {
			t.Errorf("typing %q gives %q", text, f.Value())
		}
	}
	for _, text := range []string{" ", "|", "é", "日", "’"} {
		if f := typed(20, "a"+text+"b"); f.Value() != "a"+text+"b" {
			t.Errorf("typing %q gives %q", text, f.Value())
		}
	}
}

// A limit counts what people see as characters; a character is never halved.
func TestFieldLimit(t *testing.T) {
	if f := typed(5, "abcdefgh"); f.Value() != "abcde" {
		t.Errorf("typed beyond the limit: %q", f.Value())
	}
	for _, c := range []struct {
		paste string
		limit int
		want  string
	}{
		{"abcdefgh", 5, "abcde"},
		{strings.Repeat("é", 20), 5, "ééééé"},
		{"e\u0301e\u0301e\u0301", 2, "éé"},
		{"日本語の文", 3, "日本語"},
		{strings.Repeat("é", 100_000), 5, "ééééé"},
	} {
		f := typed(c.limit, "")
		f.Update(tea.PasteMsg{Content: c.paste})
		if f.Value() != c.want {
			t.Errorf("pasting %.20q into %d gives %q, want %q", c.paste, c.limit, f.Value(), c.want)
		}
	}
}

func TestFieldView(t *testing.T) {
	f := typed(80, "Saint-Germain-de-la-Coudre")
	for width := 1; width < 60; width++ {
		line, cursor := f.View(width)
		if w := widget.Width(line); w > width {
			t.Errorf("in %d columns it is %d wide", width, w)
		}
		if cursor < 0 || cursor >= width {
			t.Errorf("in %d columns the cursor is at %d", width, cursor)
		}
	}
	if _, cursor := f.View(60); cursor != len("Saint-Germain-de-la-Coudre") {
		t.Errorf("the cursor is at %d", cursor)
	}
	f.SetValue("Igé")
	if line, cursor := f.View(60); cursor != 3 || !strings.Contains(line, "Igé") {
		t.Errorf("after SetValue: %q, cursor %d", line, cursor)
	}
}

// No paste, cut anywhere, leaves anything but clean text within the limit.
func FuzzFieldPaste(f *testing.F) {
	f.Add("Bellême", "\x1b[31m", 3)
	f.Add("\xff\xfe", "e\u0301\u0301\u0301\u0301\u0301\u0301", 1)
	f.Add(strings.Repeat("日", 60), "\u202e", 2)
	f.Fuzz(func(t *testing.T, one, two string, limit int) {
		if limit < 1 || limit > 50 {
			return
		}
		field := typed(limit, "")
		for _, p := range []string{one, two} {
			field.Update(tea.PasteMsg{Content: p})
			v := field.Value()
			if !utf8.ValidString(v) || strings.ContainsAny(v, "\x00\x1b\n\r\t\u202e\u200b") {
				t.Fatalf("pasting %q gives %q", p, v)
			}
			if n := directory.Length(v); n > limit {
				t.Fatalf("%d characters in a field of %d: %q", n, limit, v)
			}
		}
	})
}

// What was typed is read from its start once the field is left.
func TestFieldLeft(t *testing.T) {
	f := widget.NewField(80)
	f.Style(theme.Style{}, "…")
	f.Focus()
	f.SetValue("traductrice anglais mortagne")
	if line, _ := f.View(20); strings.HasPrefix(line, "traductrice") {
		t.Errorf("the end is not in sight while typing: %q", line)
	}
	f.Blur()
	if line, cursor := f.View(20); line != "traductrice anglais…" || cursor > 19 {
		t.Errorf("left, it reads %q with the cursor at %d", line, cursor)
	}
	if line, _ := f.View(28); line != "traductrice anglais mortagne" {
		t.Errorf("left, it reads %q", line)
	}
}
