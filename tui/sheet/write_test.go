package sheet_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// desk is a page with a dialog in its place.
type desk struct {
	sheet.Asking
	tb      testing.TB
	session *screen.Session
	frame   screen.Frame
	sent    []string
	left    string
}

func write(tb testing.TB, width, height int, start string, templates ...sheet.Template) *desk {
	tb.Helper()
	d := &desk{tb: tb, frame: screen.Frame{Width: width, Height: height}, session: &screen.Session{
		Text: text.For(text.French), Theme: theme.New(theme.Dark, theme.Unicode()),
	}}
	d.Dialog = sheet.Write(d.session, sheet.Writing{
		Title: "find.quoted", Args: []any{"what", "Marc Lefèvre"}, Text: sheet.Said("mine.drop.text"),
		Label: "field.description", Limit: 40, Templates: templates, Start: start, Send: "dialog.write.send",
		Below: func(_ *screen.Session, typed string) []sheet.Para {
			return []sheet.Para{{Text: "lit : " + typed, Verbatim: true}}
		},
		Enter: func(typed string) tea.Cmd { d.sent = append(d.sent, typed); return nil },
		Left:  func(typed string) { d.left = typed },
	})
	return d
}

var twoTemplates = []sheet.Template{{Label: "find.what", Text: "off.first"}, {Label: "find.where", Text: "off.last"}}

func (d *desk) press(keys ...string) {
	d.tb.Helper()
	codes := map[string]rune{
		"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown,
		"home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "pgdown": tea.KeyPgDown,
	}
	for _, k := range keys {
		switch code := codes[k]; {
		case code != 0:
			d.Answer(tea.KeyPressMsg{Code: code})
		case k == "shift+tab":
			d.Answer(tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift})
		default:
			for _, r := range k {
				d.Answer(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
		}
		if d.Dialog != nil {
			d.draw()
		}
	}
}

// draw draws the dialog, which must fit and have the cursor in it.
func (d *desk) draw() (shown, cursor string) {
	d.tb.Helper()
	v := d.Dialog.View(d.session, d.frame)
	if len(v.Lines) > d.frame.Height || v.Y < 0 || v.Y >= len(v.Lines) || v.X < 0 || v.X >= d.frame.Width {
		d.tb.Fatalf("%d lines, cursor at %d,%d in %v", len(v.Lines), v.X, v.Y, d.frame)
	}
	for i, l := range v.Lines {
		v.Lines[i] = ansi.Strip(l)
		if widget.Width(l) > d.frame.Width {
			d.tb.Fatalf("%d columns: %q", widget.Width(l), v.Lines[i])
		}
	}
	shown = strings.ReplaceAll(strings.Join(v.Lines, "\n"), "\u00a0", " ")
	return shown, strings.Split(shown, "\n")[v.Y]
}

// A template is one key, and sending it another.
func TestWriteTemplate(t *testing.T) {
	for _, size := range [][2]int{{40, 11}, {80, 20}} {
		d := write(t, size[0], size[1], "", twoTemplates...)
		if shown, cursor := d.draw(); !strings.Contains(shown, "« Marc Lefèvre »") || !strings.Contains(cursor, "1 Quoi") {
			t.Errorf("%v: the cursor is on %q of\n%s", size, cursor, shown)
		}
		d.press("é")
		shown, cursor := d.draw()
		if !strings.Contains(shown, "lit : c’est la dernière") || !strings.Contains(cursor, "envoyer") || d.Capturing() {
			t.Errorf("%v: the cursor is on %q of\n%s", size, cursor, shown)
		}
		d.press("enter")
		if len(d.sent) != 1 || d.sent[0] != "c’est la dernière" || d.Dialog == nil {
			t.Errorf("sent %q", d.sent)
		}
	}
}

// What somebody wrote is not overwritten by a template; another template is.
func TestWriteTwoTemplates(t *testing.T) {
	d := write(t, 80, 20, "", twoTemplates...)
	d.press("1", "2", "enter")
	d.press("shift+tab", ", oui", "shift+tab", "1", "enter")
	if want := []string{"c’est la dernière", "c’est la dernière, oui\n\nc’est la première"}; strings.Join(d.sent, "|") != strings.Join(want, "|") {
		t.Errorf("sent %q", d.sent)
	}
}

// In the text letters, digits, ? and Enter belong to it; the arrows lead out.
func TestWriteText(t *testing.T) {
	d := write(t, 80, 20, "", twoTemplates...)
	if d.press("3"); !d.Capturing() || !d.Empty() {
		t.Fatal("3 does not lead to the text")
	}
	d.press("j1?", "enter", "k")
	if d.Dialog.Typed() != "j1?\nk" || d.Empty() {
		t.Errorf("typed %q", d.Dialog.Typed())
	}
	if d.press("down", "enter"); len(d.sent) != 1 || d.sent[0] != "j1?\nk" {
		t.Errorf("sent %q", d.sent)
	}
	d.press("up", "up", "up")
	if _, cursor := d.draw(); d.Capturing() || !strings.Contains(cursor, "3 Écrire sans modèle") {
		t.Errorf("the cursor is on %q", cursor)
	}
	if d.press("esc"); d.Dialog != nil || d.left != "j1?\nk" {
		t.Errorf("left %q", d.left)
	}
}

// Without templates the text has the keys; what was typed before stands there.
func TestWriteWithoutTemplates(t *testing.T) {
	d := write(t, 50, 11, "déjà")
	d.press(" là", "tab", "tab", "!", "shift+tab", "enter")
	if len(d.sent) != 1 || d.sent[0] != "déjà là!" {
		t.Errorf("sent %q", d.sent)
	}
	d.Dialog.Note(&directory.Error{Code: directory.CodeReason})
	if shown, _ := d.draw(); !strings.Contains(shown, "Un motif est obligatoire : il sera envoyé.") {
		t.Error(shown)
	}
	d.press("shift+tab", "x")
	if shown, _ := d.draw(); strings.Contains(shown, "obligatoire") {
		t.Errorf("the note stays:\n%s", shown)
	}
}

// What is too long is kept, and told; what is much too long is not taken in part.
func TestWriteTooLong(t *testing.T) {
	d := write(t, 80, 20, "", twoTemplates...)
	d.Answer(tea.PasteMsg{Content: strings.Repeat("à", 50) + "\x1b[31m"})
	shown, _ := d.draw()
	if !strings.Contains(shown, "54 / 40") && !strings.Contains(shown, "50 / 40") {
		t.Errorf("the count is not told:\n%s", shown)
	}
	before := d.Dialog.Typed()
	d.Answer(tea.PasteMsg{Content: strings.Repeat("à", 10_000)})
	if shown, _ := d.draw(); d.Dialog.Typed() != before || !strings.Contains(shown, "40 caractères au plus, 10\u202f000 saisis") {
		t.Errorf("%q\n%s", d.Dialog.Typed(), shown)
	}
}

// Whatever is pressed, in whichever window, it fits and the cursor is in it.
func TestWriteRandomKeys(t *testing.T) {
	strokes := []string{"enter", "tab", "shift+tab", "up", "down", "down", "home", "end", "backspace", "pgdown", "1", "é", "3", "9", "mot ", "L", "?"}
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 7))
		d := write(t, 80, 20, "", twoTemplates...)
		for range 300 {
			if random.IntN(10) == 0 {
				size := [][2]int{{40, 11}, {80, 20}, {300, 96}, {47, 15}}[random.IntN(4)]
				d.frame = screen.Frame{Width: size[0], Height: size[1]}
			}
			d.press(strokes[random.IntN(len(strokes))])
			if random.IntN(20) == 0 {
				d.Dialog.Note(&directory.Error{Code: directory.CodeReason})
			}
		}
	}
}
