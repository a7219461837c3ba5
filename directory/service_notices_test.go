package directory_test

import (
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestAnnounce(t *testing.T) {
	w := newWorld(t)
	adm, mod := w.granted("adm", directory.RoleAdministrator), w.granted("mod", directory.RoleModerator)
	if w.Announcement() != nil {
		t.Fatal("something is announced")
	}
	ch, cancel := w.Changes()
	defer cancel()
	until := w.Today() + 2
	if err := w.Announce(t.Context(), adm, directory.Announcement{FR: "Arrêt\x1b[31m du service\u202e jeudi", Until: until}); err != nil {
		t.Fatal(err)
	}
	a := w.Announcement()
	if a == nil || a.FR != "Arrêt[31m du service jeudi" || a.In("en") != a.FR || a.Until != until || !told(ch) {
		t.Fatalf("got %+v", a)
	}
	other := openWorld(t, w.path) // as another process
	if b := other.Announcement(); b == nil || b.FR != a.FR {
		t.Errorf("another process announces %+v", b)
	}
	// It ends by the clock, after its last day, which everybody is told of.
	w.clock.move(48*time.Hour + 11*time.Hour + 59*time.Minute)
	if w.Announcement() == nil {
		t.Error("it ended on its last day")
	}
	w.clock.move(time.Minute)
	if w.Announcement() != nil {
		t.Error("it goes on after its last day")
	}
	if changed, err := w.Refresh(t.Context()); err != nil || !changed || !told(ch) {
		t.Errorf("midnight: %t, %v", changed, err)
	}
	if err := w.Announce(t.Context(), adm, directory.Announcement{FR: "Bonjour", EN: "Hello", Until: w.Today()}); err != nil {
		t.Fatal(err)
	}
	if a := w.Announcement(); a.In("en") != "Hello" || a.In("fr") != "Bonjour" {
		t.Errorf("got %+v", a)
	}
	if err := w.Announce(t.Context(), adm, directory.Announcement{EN: "No more"}); err != nil || w.Announcement() != nil {
		t.Errorf("taken down: %v, %+v", err, w.Announcement())
	}
	if got := w.lastEntries("notice"); len(got) != 3 || got[0] != "announce: none" || !strings.HasPrefix(got[2], "announce: until 2026-11-25: Arrêt") {
		t.Errorf("the log says %q", got)
	}
	for field, wrong := range map[string]directory.Announcement{
		"fr":    {FR: strings.Repeat("é", 161), Until: until},
		"en":    {FR: "x", EN: strings.Repeat("é", 161), Until: until},
		"until": {FR: "x", Until: w.Today() - 1},
	} {
		if e := errorOf(t, w.Announce(t.Context(), adm, wrong)); e.Field != field {
			t.Errorf("%s: %+v", field, e)
		}
	}
	wantCode(t, w.Announce(t.Context(), adm, directory.Announcement{FR: "x", Until: w.Today() + 400}), directory.CodeOutOfRange)
	wantCode(t, w.Announce(t.Context(), adm, directory.Announcement{FR: "\xff", Until: until}), directory.CodeEncoding)
	for _, a := range []directory.Actor{visitor, known, mod, admin} {
		wantCode(t, w.Announce(t.Context(), a, directory.Announcement{FR: "x", Until: w.Today()}), directory.CodeNotPermitted)
	}
}

// TestAnnouncementThatIsNone: somebody else may have written to the database.
func TestAnnouncementThatIsNone(t *testing.T) {
	w := newWorld(t)
	for _, kept := range []string{"x", `{"fr":"Bonjour","until":"demain"}`, `[]`} {
		w.elsewhere("INSERT OR REPLACE INTO setting (name, value) VALUES ('announcement', ?)", kept)
		if _, err := w.Refresh(t.Context()); err != nil || w.Announcement() != nil {
			t.Errorf("%s: %v, %+v", kept, err, w.Announcement())
		}
	}
	w.elsewhere("INSERT OR REPLACE INTO setting (name, value) VALUES ('announcement', ?)", "{\"fr\":\"Bon\\u001bjour\",\"until\":\"2026-12-01\"}")
	if _, err := w.Refresh(t.Context()); err != nil || w.Announcement().FR != "Bonjour" {
		t.Errorf("%v, %+v", err, w.Announcement())
	}
}

func TestFreshnessBoard(t *testing.T) {
	w := newWorld(t)
	mod := w.granted("mod", directory.RoleModerator)
	w.publish(person("Anne Leroy", livesIn("61001")))
	w.months(7)
	w.publish(person("Claire Dubois", livesIn("61038")), person("Paul Martin", livesIn("61001")))
	w.months(4)
	w.publish(person("Zoé Petit", livesIn("61001")), person("Dan Roux", livesIn("61001")))
	w.hide("dan-roux", "paused")
	w.months(2)
	w.upkeep() // Anne is hidden now, and counts
	board, err := w.FreshnessBoard(t.Context(), mod)
	if err != nil || len(board) != len(w.Atlas().EPCIs()) {
		t.Fatalf("%d rows, %v", len(board), err)
	}
	total := 0
	for i, f := range board {
		if f.EPCI != w.Atlas().EPCIs()[i] {
			t.Errorf("row %d is %+v", i, f.EPCI)
		}
		total += f.Total
		if f.EPCI.Name == "CU d'Alençon" && (f.Total != 3 || f.Ages[directory.AgeHidden] != 1 || f.Ages[directory.AgeDue] != 1 ||
			f.Ages[directory.AgeFresh] != 1 || !f.Oldest.Equal(noon)) {
			t.Errorf("got %+v", f)
		}
		if f.Total == 0 && (len(f.Ages) > 0 || !f.Oldest.IsZero()) {
			t.Errorf("nobody: %+v", f)
		}
	}
	if total != 4 {
		t.Errorf("%d listings", total)
	}
	board[0].Ages[directory.AgeFresh] = 99 // the caller's own
	again, err := w.FreshnessBoard(t.Context(), mod)
	if err != nil || again[0].Ages[directory.AgeFresh] == 99 {
		t.Errorf("got %+v, %v", again[0], err)
	}
	w.publish(person("Luc Morin", livesIn("61001")))
	if again, err = w.FreshnessBoard(t.Context(), mod); err != nil {
		t.Fatal(err)
	}
	for _, f := range again {
		if f.EPCI.Name == "CU d'Alençon" && f.Total != 4 {
			t.Errorf("got %+v", f)
		}
	}
	for _, a := range []directory.Actor{visitor, known, moderator} {
		_, err := w.FreshnessBoard(t.Context(), a)
		wantCode(t, err, directory.CodeNotPermitted)
	}
}
