package tui_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui"
)

// stop is where the cursor stands, with the row that a screen reader says there
// and which row of how many the screen says that it is.
type stop struct {
	x, y     int
	row      string
	position string
}

var position = regexp.MustCompile(`\d+ (sur|of) (à peu près |about )?\d`)

// stopOf answers the stop and the whole screen; false when there is no cursor.
func stopOf(d *driver) (s stop, screen string, ok bool) {
	v := d.model.View()
	lines := d.screen()
	screen = strings.Join(lines, "\n")
	if v.Cursor == nil || v.Cursor.Y >= len(lines) {
		return stop{}, screen, false
	}
	return stop{v.Cursor.X, v.Cursor.Y, lines[v.Cursor.Y], position.FindString(screen)}, screen, true
}

// follow goes down a screen, key by key, as somebody does who hears only what
// stands where the cursor is: there always is a cursor, never on an empty row; it
// goes along with the row in hand, and else to what is read on; and where there
// are several rows the screen says which of how many.
func follow(t *testing.T, d *driver) {
	t.Helper()
	const steps = 14
	rows := map[string]bool{} // those that were in hand
	var held []int
	was, screen, ok := stopOf(d)
	for step := range steps {
		switch marked := rowsWith(screen); {
		case !ok:
			t.Fatalf("after %d steps there is no cursor:\n%s", step, screen)
		case strings.TrimSpace(was.row) == "" && !typing(d):
			t.Errorf("after %d steps the cursor stands on an empty row:\n%s", step, screen)
		case slices.Equal(marked, held), len(marked) == 0, step == 0 && typing(d):
			held = marked
		case !slices.Contains(marked, was.y):
			t.Errorf("after %d steps the cursor is on row %d, what is in hand on %v:\n%s", step, was.y, marked, screen)
		default:
			held = marked
			rows[was.row] = true
			if len(rows) > 1 && was.position == "" {
				t.Errorf("after %d steps nothing says which row it is:\n%s", step, screen)
			}
		}
		d.send(tea.KeyPressMsg{Code: tea.KeyDown})
		now, after, there := stopOf(d)
		if there && now == was {
			if after != screen {
				t.Errorf("step %d changed the screen, and the cursor says the same:\n%s", step, after)
			}
			return // the end
		}
		was, screen, ok = now, after, there
	}
}

func typing(d *driver) bool { return d.model.(*tui.Model).Typing() }

// rowsWith are the rows with the marker of what is in hand.
func rowsWith(screen string) (marked []int) {
	for i, l := range strings.Split(screen, "\n") {
		if strings.Contains(l, "▸") {
			marked = append(marked, i)
		}
	}
	return marked
}
