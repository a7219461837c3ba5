package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// announces tells everybody something until a day.
func announces(t *testing.T, service *directory.Service, fr, en string, until directory.Date) {
	t.Helper()
	if err := service.Announce(t.Context(), directory.Operator(), directory.Announcement{FR: fr, EN: en, Until: until}); err != nil {
		t.Fatal(err)
	}
}

// An announcement is seen by who is there already, in their language, and is
// gone on the day after its last one; whatever it takes of the screen, the cursor
// and clicks keep to what they point at.
func TestAnnouncementComesAndGoes(t *testing.T) {
	now := clock
	service := newServiceAt(t, 20, func() time.Time { return now })
	d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, still: true})
	before := d.screen()
	announces(t, service, "Arrêt mardi à midi.", "Stop on Tuesday at noon.", directory.DateOf(clock)+1)
	d.send(screen.Changed{})
	after := d.screen()
	if !strings.Contains(after[1], "Annonce\u00a0: Arrêt mardi à midi.") || strings.TrimSpace(after[2]) != "" {
		t.Errorf("under the header:\n%s", strings.Join(after[:4], "\n"))
	}
	if before[2] != after[3] {
		t.Errorf("the screen is not one row lower: %q, %q", before[2], after[3])
	}
	if len(after) != 24 || after[23] != before[23] {
		t.Errorf("%d rows, the last %q", len(after), after[len(after)-1])
	}
	if c := d.model.View().Cursor; c == nil || c.Y != 3 {
		t.Errorf("the cursor is at %v", c)
	}
	d.play("<down>")
	d.send(tea.KeyPressMsg{Code: 'L', Text: "L"})
	d.wants("Announcement: Stop on Tuesday at noon.")

	small := newDriver(t, service, options{width: 40, height: 15, lang: text.French, still: true})
	if rows := small.screen(); !strings.Contains(rows[1], "Arrêt mardi à midi.") || strings.Contains(rows[1], "Annonce") || strings.TrimSpace(rows[2]) == "" {
		t.Errorf("on a small screen:\n%s", small.text())
	}

	now = now.AddDate(0, 0, 2)
	if rows := small.screen(); strings.Contains(rows[1], "Arrêt") {
		t.Error("it is still announced after its last day")
	}
}

// In forty columns too it says when.
func TestAnnouncementSaysWhenOnASmallScreen(t *testing.T) {
	service := newService(t, 20)
	announces(t, service, "L’annuaire sera arrêté mardi 1er décembre de midi à 14 heures.", "The directory stops on Tuesday 1 December, from noon to 2 p.m.", directory.DateOf(clock)+1)
	for lang, end := range map[text.Lang]string{text.French: "de midi à 14 heures.", text.English: "from noon to 2 p.m."} {
		d := newDriver(t, service, options{width: 40, height: 15, lang: lang, still: true})
		if rows := d.screen(); !strings.HasSuffix(rows[1]+rows[2], end) {
			t.Errorf("under the header:\n%s", strings.Join(rows[:4], "\n"))
		}
	}
}

// Where the mouse is lent, a click takes what is under it, announcement or not.
func TestAnnouncementMovesClicks(t *testing.T) {
	service := newService(t, 20)
	for _, said := range []bool{false, true} {
		if said {
			announces(t, service, "Arrêt mardi à midi.", "", directory.DateOf(clock)+1)
		}
		d := newDriver(t, service, options{width: 80, height: 24, lang: text.French, actor: directory.Operator(), still: true})
		d.send(screen.Goto{Route: screen.Admin{Area: screen.AreaTelecentres}})
		d.send(tea.KeyPressMsg{Code: 'M', Text: "M"})
		for y, line := range d.screen() {
			if strings.Contains(line, "Elabo") {
				d.send(tea.MouseClickMsg{X: 6, Y: y, Button: tea.MouseLeft})
				break
			}
		}
		y := d.model.View().Cursor.Y
		if line := d.screen()[y]; !strings.Contains(line, "▸ Elabo") {
			t.Errorf("announced %v: the click took %q", said, line)
		}
	}
}

// Characters that would disturb a terminal are announced to nobody, and what is
// cut can be read whole.
func TestAnnouncementIsSafeAndWhole(t *testing.T) {
	service := newService(t, 0)
	long := strings.TrimSpace(strings.Repeat("La panne dure encore un peu, merci. ", 4) + "C’est tout.")
	announces(t, service, "\x1b[31m"+long+"\u202e", "", directory.DateOf(clock))
	for _, size := range sizes {
		d := newDriver(t, service, options{width: size[0], height: size[1], lang: text.French, still: true})
		if shown := d.text(); strings.ContainsAny(shown, "\x1b\u202e") || !strings.Contains(shown, "La panne dure encore") {
			t.Errorf("at %v:\n%s", size, shown)
		}
		d.play(":annonce<enter>")
		all := d.text()
		d.play("<pgdown>")
		if all += d.text(); !strings.Contains(all, "C’est tout.") {
			t.Errorf("at %v the help does not say all of it:\n%s", size, all)
		}
	}
	ascii := newDriver(t, service, options{width: 40, height: 15, lang: text.French, ascii: true, still: true})
	for i, r := range ascii.text() {
		if r > 126 {
			t.Fatalf("%q is not ASCII, in\n%s", r, ascii.text()[max(0, i-20):i+4])
		}
	}
}
