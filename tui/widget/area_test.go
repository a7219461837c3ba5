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

func area(limit int, text string) *widget.Area {
	a := widget.NewArea(limit)
	a.Focus()
	for _, r := range text {
		if r == '\n' {
			a.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
			continue
		}
		a.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return &a
}

func press(a *widget.Area, keys ...rune) {
	for _, k := range keys {
		a.Update(tea.KeyPressMsg{Code: k})
	}
}

func TestAreaTyping(t *testing.T) {
	a := area(100, "Bonjour,\nMonde")
	if a.Value() != "Bonjour,\nMonde" {
		t.Errorf("typed is %q", a.Value())
	}
	press(a, tea.KeyUp)
	a.Update(tea.KeyPressMsg{Code: 'X', Text: "X"})
	if a.Value() != "BonjoXur,\nMonde" {
		t.Errorf("in the line above it is %q", a.Value())
	}
	press(a, tea.KeyHome, tea.KeyDelete)
	if a.Value() != "onjoXur,\nMonde" {
		t.Errorf("after deleting the first letter %q", a.Value())
	}
	press(a, tea.KeyDown, tea.KeyHome, tea.KeyBackspace)
	if a.Value() != "onjoXur,Monde" {
		t.Errorf("after joining the lines %q", a.Value())
	}
	if changed, _ := a.Update(tea.KeyPressMsg{Code: tea.KeyLeft}); changed {
		t.Error("moving is told as a change")
	}
	a.Update(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl})
	if a.Value() != "onjoXur,Monde" {
		t.Errorf("Ctrl+V made it %q", a.Value())
	}
}

func TestAreaWords(t *testing.T) {
	a := area(100, "un deux trois")
	a.Update(tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl})
	if a.Value() != "un deux " {
		t.Errorf("without the last word %q", a.Value())
	}
	a.Update(tea.KeyPressMsg{Code: tea.KeyLeft, Mod: tea.ModCtrl})
	a.Update(tea.KeyPressMsg{Code: 'X', Text: "X"})
	if a.Value() != "un Xdeux " {
		t.Errorf("before the second word %q", a.Value())
	}
	a.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	if a.Value() != "deux " {
		t.Errorf("without what is before %q", a.Value())
	}
	a.Update(tea.KeyPressMsg{Code: 'k', Mod: tea.ModCtrl})
	if a.Value() != "" {
		t.Errorf("without what is behind %q", a.Value())
	}
}

func TestAreaPaste(t *testing.T) {
	for name, c := range map[string]struct{ paste, want string }{
		"lines":        {"un\r\ndeux\rtrois", "un\ndeux\ntrois"},
		"paragraphs":   {"un\n\n\n\ndeux", "un\n\ndeux"},
		"at the ends":  {"\n un \n", "\nun\n"},
		"spaces":       {" un ", " un "},
		"escape":       {"a\x1b[31mb", "a[31mb"},
		"not UTF-8":    {"a\xffb", "ab"},
		"nothing":      {"\x00\x07", ""},
		"blanks":       {" \n ", ""},
		"bidi":         {"a\u202eb", "ab"},
		"typographers": {"« Œuvre » d’Écouves", "« Œuvre » d’Écouves"},
	} {
		a := area(100, "")
		changed, full := a.Update(tea.PasteMsg{Content: c.paste})
		if a.Value() != c.want || changed != (c.want != "") || full {
			t.Errorf("%s: pasting %q gives %q, changed %v, full %v", name, c.paste, a.Value(), changed, full)
		}
	}
}

// What does not fit is not taken at all, and said.
func TestAreaFull(t *testing.T) {
	a := area(10, "abcdefghij")
	if changed, full := a.Update(tea.KeyPressMsg{Code: 'k', Text: "k"}); changed || !full {
		t.Errorf("an eleventh letter: changed %v, full %v", changed, full)
	}
	press(a, tea.KeyBackspace)
	if changed, full := a.Update(tea.PasteMsg{Content: "xyz"}); changed || !full || a.Value() != "abcdefghi" {
		t.Errorf("too much: changed %v, full %v, %q", changed, full, a.Value())
	}
	if changed, full := a.Update(tea.PasteMsg{Content: strings.Repeat("é", 1_000_000)}); changed || !full {
		t.Errorf("a book: changed %v, full %v", changed, full)
	}
}

func TestAreaBreaksAtWords(t *testing.T) {
	a := area(200, "un deux trois\nanticonstitutionnellement fini")
	lines, x, y := a.View(11, 10)
	want := []string{"un deux ", "trois", "anticonsti", "tutionnell", "ement fini"}
	if strings.Join(lines, "|") != strings.Join(want, "|") {
		t.Errorf("drawn as %q", lines)
	}
	if x != 10 || y != 4 {
		t.Errorf("the cursor is at %d,%d", x, y)
	}
	lines, _, y = a.View(11, 2)
	if len(lines) != 2 || lines[1] != "ement fini" || y != 1 {
		t.Errorf("in two rows %q, the cursor on %d", lines, y)
	}
	press(a, tea.KeyUp, tea.KeyUp, tea.KeyUp, tea.KeyUp)
	if lines, x, y = a.View(11, 2); lines[y] != "un deux " || x > 8 {
		t.Errorf("four rows up the cursor is at %d in %q", x, lines[y])
	}
}

// Whatever is typed, pasted and pressed, the text is clean and within its
// limit, and the cursor stands on what is drawn.
func FuzzArea(f *testing.F) {
	f.Add("Bonjour,\nmonde entier", "\x1b[31m", "uldrbwkxe", 12)
	f.Add("日本語 e\u0301\u0301 👨\u200d👩\u200d👧", "\u202e\u0301", "llllbbdd", 3)
	f.Add(" \u0301\n\n", "\u0301", "uhedb", 1)
	moves := map[byte]tea.KeyPressMsg{
		'u': {Code: tea.KeyUp}, 'd': {Code: tea.KeyDown}, 'l': {Code: tea.KeyLeft}, 'r': {Code: tea.KeyRight},
		'h': {Code: tea.KeyHome}, 'e': {Code: tea.KeyEnd}, 'b': {Code: tea.KeyBackspace}, 'x': {Code: tea.KeyDelete},
		'n': {Code: tea.KeyEnter}, 'w': {Code: 'w', Mod: tea.ModCtrl}, 'k': {Code: 'k', Mod: tea.ModCtrl},
		'p': {Code: tea.KeyPgUp}, 'q': {Code: tea.KeyPgDown}, 'f': {Code: tea.KeyRight, Mod: tea.ModCtrl},
	}
	f.Fuzz(func(t *testing.T, one, two, keys string, width int) {
		if width < 1 || width > 90 || len(keys) > 200 {
			return
		}
		a := widget.NewArea(60)
		a.Focus()
		a.Update(tea.PasteMsg{Content: one})
		for i := range len(keys) {
			if k, ok := moves[keys[i]]; ok {
				a.Update(k)
			} else if i%3 == 0 {
				a.Update(tea.PasteMsg{Content: two})
			}
			lines, x, y := a.View(width, 4)
			if len(lines) == 0 || len(lines) > 4 || y < 0 || y >= len(lines) || x < 0 || x >= width {
				t.Fatalf("%d lines, the cursor at %d,%d in %d columns", len(lines), x, y, width)
			}
			for _, l := range lines {
				if widget.Width(l) > width {
					t.Fatalf("%q is wider than %d", l, width)
				}
			}
		}
		v := a.Value()
		if !utf8.ValidString(v) || strings.ContainsAny(v, "\x00\x1b\r\t\u202e\u200b") || directory.Length(v) > 60 {
			t.Fatalf("it holds %q", v)
		}
	})
}

func TestChoice(t *testing.T) {
	c := widget.Choice{Taken: -1}
	options := []widget.Option{{Label: "un"}, {Label: "deux", Note: "dit-on"}, {Label: "trois"}}
	look := widget.Look{Pointer: ">", Off: "[ ]", On: "[x]", Ellipsis: "..."}
	lines, hand := c.View(look, options, 40, 5)
	if hand != 0 || strings.Join(lines, "|") != "> 1 [ ] un|  2 [ ] deux   dit-on|  3 [ ] trois" {
		t.Errorf("drawn as %q, %d in hand", lines, hand)
	}
	if c.Pick(4) || c.Pick(0) || !c.Pick(3) || c.Taken != 2 {
		t.Errorf("taken is %d", c.Taken)
	}
	lines, hand = c.View(look, options, 12, 2)
	if hand != 1 || strings.Join(lines, "|") != "  2 [ ] deux|> 3 [x] t..." {
		t.Errorf("in little room %q, %d in hand", lines, hand)
	}
}

func TestMarkup(t *testing.T) {
	lines := widget.Markup("Un paragraphe.\n\n- un point assez long\n$ ssh-keygen -t ed25519 -f clé", 16, theme.Style{}, theme.Style{}, theme.Style{})
	want := []string{"Un paragraphe.", "", "- un point assez", "  long", "ssh-keygen -t ed", "25519 -f clé"}
	if strings.Join(lines, "|") != strings.Join(want, "|") {
		t.Errorf("set as %q", lines)
	}
}
