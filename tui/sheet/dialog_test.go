package sheet_test

import (
	"strings"
	"testing"

	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

// A text that has no room is read by going up from the first answer; nothing is
// taken that is not in sight.
func TestLongDialog(t *testing.T) {
	d := &desk{tb: t, frame: screen.Frame{Width: 40, Height: 11}, session: &screen.Session{
		Text: text.For(text.French), Theme: theme.New(theme.Dark, theme.Unicode()),
	}}
	long := func(*screen.Session) []sheet.Para {
		return []sheet.Para{{Text: "Le début. " + strings.Repeat("Une conséquence. ", 30) + "La fin."}}
	}
	d.Dialog = sheet.Ask("palette.title", long, sheet.Answer{Label: "palette.quit"})
	shown, cursor := d.draw()
	if strings.Contains(shown, "Le début") || !strings.Contains(shown, "La fin.") || !strings.Contains(cursor, "▸ 1 Ne rien changer") {
		t.Fatalf("it begins so, the cursor on %q:\n%s", cursor, shown)
	}
	if first, _, _ := strings.Cut(shown, "\n"); !strings.HasSuffix(first, "↑") {
		t.Errorf("that there is more above is not told:\n%s", shown)
	}
	for range 20 {
		d.press("up")
	}
	if shown, _ = d.draw(); !strings.Contains(shown, "Que faire") || !strings.Contains(shown, "Le début") {
		t.Errorf("the text is not read:\n%s", shown)
	}
	if d.press("enter"); d.Dialog == nil {
		t.Fatal("something was taken that is not in sight")
	}
	if _, cursor = d.draw(); !strings.Contains(cursor, "▸ 1") {
		t.Errorf("the cursor is on %q", cursor)
	}
	d.press("home", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "down")
	if _, cursor = d.draw(); !strings.Contains(cursor, "▸ 2 Quitter") {
		t.Errorf("the cursor is on %q", cursor)
	}
	if d.press("enter"); d.Dialog != nil {
		t.Error("the answer in hand was not taken")
	}
}
