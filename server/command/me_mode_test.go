package command_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// How one is served is asked for and set by a word, in either language.
func TestMode(t *testing.T) {
	s := newService(t, 0)
	p := person(t, s, "anne")
	p.fails(1, "pas encore de fiche", "", "me", "mode")
	begin(t, s, p)
	for typed, want := range map[string]string{
		"": "auto", "lines": "lines", "lignes": "lines", "écran": "screen", "SCREEN": "screen", "auto": "auto", "terminal": "auto",
	} {
		args := strings.Fields("me mode " + typed)
		if got := p.types("", args...); typed != "" && (got.status != 0 || got.out != want+"\n" || got.err == "") {
			t.Errorf("%q: %+v", typed, got)
		}
		var doc struct {
			Schema int
			Mode   string
		}
		if err := json.Unmarshal([]byte(p.must("", append(args, "--json")...)), &doc); err != nil || doc.Schema != 1 || typed != "" && doc.Mode != want {
			t.Errorf("%q: %+v, %v", typed, doc, err)
		}
	}
	p.must("", "me", "mode", "lines")
	p.fails(2, "lines, screen, auto", "", "me", "mode", "braille")
	p.fails(2, "", "", "me", "mode", "lines", "auto")
	if got := p.must("", "moi", "mode"); got != "lines\n" {
		t.Errorf("a mistake changes it: %q", got)
	}
	if got := p.must("", "me", "export"); !strings.Contains(got, `"mode": "lines"`) {
		t.Errorf("the export is without it:\n%s", got)
	}
	if got := p.types("", "help", "me", "mode"); got.status != 0 || !strings.Contains(got.out, "[lines|screen|auto]") {
		t.Errorf("the help: %+v", got)
	}
}
