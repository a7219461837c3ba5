package tui_test

import (
	"flag"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
	"teleorne/tui/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

var sizes = [][2]int{{40, 15}, {80, 24}, {120, 40}, {160, 50}}

// scenes are the screens that are kept, and how one gets there.
var scenes = []struct {
	name, link, play string
	proven           bool
}{
	{name: "home"},
	{name: "home_list", play: "<down><down>"},
	{name: "typing", play: "compta"},
	{name: "proposal", play: "compta<down>"},
	{name: "typing_place", play: "<tab>mort"},
	{name: "results", play: "comptable<tab>bellême<enter>"},
	{name: "results_third", play: "comptable<tab>bellême<enter><down><down>"},
	{name: "corrected", play: "comtable<enter>"},
	{name: "nothing", play: "comptable braille<tab>bellême<enter>"},
	{name: "absurd", play: "zzzzqqq<enter>"},
	{name: "outside", play: "comptable<tab>Paris<enter>"},
	{name: "unknown_place", play: "comptable<tab>Belleme-sur-Mer<enter>"},
	{name: "unknown_postal_code", play: "<tab>61999<enter>"},
	{name: "filters", play: "developpeuse<enter>f"},
	{name: "profile", link: "claire-dubois"},
	{name: "profile_proven", link: "claire-dubois", proven: true},
	{name: "profile_in_list", play: "comptable<tab>bellême<enter><down><enter>"},
	{name: "commune", link: "bellême"},
	{name: "commune_people", link: "bellême", play: "<down><down>"},
	{name: "skill", link: "comptabilite"},
	{name: "epci", link: "CC des Collines du Perche Normand"},
	{name: "domain", play: "<down><enter>"},
	{name: "telecentres", play: ":tele<enter>"},
	{name: "telecentres_near", play: ":tele<enter>argentan<enter>"},
	{name: "telecentres_step_free", play: ":tele<enter>argentan<enter>a"},
	{name: "help", link: "claire-dubois", play: "?"},
	{name: "palette", link: "claire-dubois", play: ":"},
	{name: "palette_typed", link: "claire-dubois", play: ":tele"},
}

func TestGolden(t *testing.T) {
	skipShort(t)
	service := newService(t, 300)
	visitors := 0
	for _, lang := range []text.Lang{text.French, text.English} {
		for _, size := range sizes {
			for _, sc := range scenes {
				name := fmt.Sprintf("%s_%dx%d_%s", lang, size[0], size[1], sc.name)
				t.Run(name, func(t *testing.T) {
					o := options{width: size[0], height: size[1], lang: lang, link: sc.link, still: true}
					if sc.proven {
						o.actor = directory.Actor{Role: directory.RoleIdentified, Fingerprint: "SHA256:proven " + name}
					}
					visitors++ // somebody else each time: what they may see today is counted
					o.actor.Address = fmt.Sprintf("10.0.%d.%d", visitors/256, visitors%256)
					d := newDriver(t, service, o)
					d.play(sc.play)
					golden(t, name, d, size)
				})
			}
		}
	}
}

// skipShort passes over the screens one by one: nothing runs at once there that
// the random walk does not run as well.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("screens, one by one")
	}
}

// golden compares the screen with the kept one, and checks what must hold on
// every screen.
func golden(t *testing.T, name string, d *driver, size [2]int) {
	t.Helper()
	view := d.model.View()
	raw := strings.Split(view.Content, "\n")
	if len(raw) > size[1] {
		t.Errorf("%d lines on %d rows", len(raw), size[1])
	}
	for i, l := range raw {
		if w := ansi.StringWidth(l); w > size[0] {
			t.Errorf("line %d is %d columns wide: %q", i+1, w, ansi.Strip(l))
		}
	}
	got := d.text() + "\n"
	if view.Cursor != nil {
		got += fmt.Sprintf("-- cursor %d,%d\n", view.Cursor.X, view.Cursor.Y)
		if view.Cursor.X >= size[0] || view.Cursor.Y >= size[1] {
			t.Errorf("the cursor is off the screen")
		}
	}
	file := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if size == [2]int{80, 24} || size == [2]int{40, 15} {
		defer follow(t, d)
	}
	highlights(t, d)
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the screen changed (go test ./tui -update keeps it):\n%s\nwas:\n%s", got, want)
	}
}

// highlights fails where a row is highlighted behind its text and not under it.
func highlights(t *testing.T, d *driver) {
	t.Helper()
	d.send(tea.BackgroundColorMsg{Color: color.White})
	for i, line := range strings.Split(d.model.View().Content, "\n") {
		on, under, any := false, "", false
		for at := 0; at < len(line); {
			if m := styling.FindStringSubmatchIndex(line[at:]); m != nil && m[0] == 0 {
				codes := line[at+m[2] : at+m[3]]
				on = strings.Contains(codes, "48;2;") || on && codes != "" && codes != "0" && !strings.Contains(codes, "49")
				any = any || on
				at += m[1]
				continue
			}
			if on {
				under += line[at : at+1]
			}
			at++
		}
		if any && strings.TrimSpace(under) == "" {
			t.Errorf("line %d is highlighted where it is blank: %q", i+1, ansi.Strip(line))
		}
	}
}

var styling = regexp.MustCompile(`\x1b\[([0-9;]*)m`)
