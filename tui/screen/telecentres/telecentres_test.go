package telecentres_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/screen/telecentres"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

var medium = screentest.Options{Width: 80, Height: 20, Lang: text.French}

func open(tb testing.TB, service *directory.Service, insee string, o screentest.Options) *screentest.Driver {
	tb.Helper()
	return screentest.Start(tb, screentest.Session(tb, service, o), o, func(s *screen.Session, id screen.ID) screen.Screen {
		return telecentres.New(s, id, screen.Telecentres{INSEE: insee})
	})
}

// documented serves télécentres whose access is known.
func documented(tb testing.TB) *directory.Service {
	tb.Helper()
	service := newService(tb)
	var rows []directory.TelecentreRow
	for id, access := range map[string]string{"rampe": "yes", "escalier": "no", "motus": "", "bientot": "planned"} {
		rows = append(rows, directory.TelecentreRow{Telecentre: directory.Telecentre{
			ID: id, Name: "Espace " + id, Commune: "61006", Kind: "tiers-lieu", StepFree: access, Status: directory.TelecentreOpen, SourceYear: 2025,
		}})
	}
	report, err := service.ImportTelecentres(tb.Context(), directory.Operator(), rows, directory.ImportOptions{Publish: true})
	if err != nil || len(report.Problems) > 0 {
		tb.Fatal(err, report)
	}
	return service
}

// What somebody in a wheelchair comes for: near Argentan, step-free only, then a page.
func TestJourney(t *testing.T) {
	service := documented(t)
	for _, o := range []screentest.Options{medium, {Width: 40, Height: 20, Lang: text.French}, {Width: 40, Height: 11, Lang: text.English}} {
		d := open(t, service, "", o)
		d.Play("argentan<tab><space>")
		if d.Text(); o.Height > 11 {
			d.Wants("Argentan", "Espace rampe", "Espace motus", "Espace bientot")
		}
		d.Lacks("Espace escalier")
		d.Play("<down>")
		if !strings.Contains(d.CursorLine(), "Espace rampe") || !strings.Contains(d.CursorLine(), "0\u00a0km") {
			t.Errorf("%v: the first row is %q", o, d.CursorLine())
		}
		d.Play("<enter>")
		if to := screentest.Went[screen.Telecentre](t, d); to.ID != "rampe" {
			t.Errorf("%v: it went to %q", o, to.ID)
		}
	}
}

// With the data as they are nothing is known of access: it is said, nobody is
// hidden, and each page is one key away.
func TestNothingDocumented(t *testing.T) {
	service := newService(t)
	all, err := service.Telecentres(t.Context(), directory.Actor{}, directory.TelecentreQuery{})
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	d := open(t, service, "61006", medium)
	d.Play("a")
	cat := text.For(text.French)
	d.Wants("Aucun accès de plain-pied n’est attesté.", cat.S("telecentres.ask"), "cela ne veut pas dire non", cat.Int(len(all))+" lieux")
	for _, tc := range all {
		d.Wants(text.Typographic(tc.Commune.Name))
	}
	d.Play("<enter>")
	screentest.Went[screen.Telecentre](t, d)
	d.Play("a")
	d.Lacks(cat.S("telecentres.ask"))
}

func TestNearestFirst(t *testing.T) {
	service := newService(t)
	for _, typed := range []string{"argentan", "61006", "61200", "CC Terres d'Argentan Interco", "la ferte mace", "st denis sur sarthon"} {
		d := open(t, service, "", medium)
		d.Play(typed + "<enter>")
		place, err := service.Atlas().Resolve(typed)
		if err != nil {
			t.Fatal(typed, err)
		}
		want, err := service.Telecentres(t.Context(), directory.Actor{}, directory.TelecentreQuery{Place: place, RadiusKM: directory.MaxRadiusKM})
		if err != nil {
			t.Fatal(err)
		}
		for i, tc := range want {
			if i > 0 {
				d.Play("<down>")
			}
			if line := d.CursorLine(); !strings.Contains(line, text.Typographic(tc.Commune.Name)) {
				t.Errorf("%s: row %d is %q, not in %s", typed, i, line, tc.Commune.Name)
			}
		}
	}
}

// What is typed counts as soon as it names a place; a wrong place is told when
// the field is left, and all are shown.
func TestPlaces(t *testing.T) {
	service := newService(t)
	cases := []struct{ typed, wants string }{
		{"61999<enter>", "Code postal inconnu"},
		{"Paris<enter>", "n’est pas dans l’Orne"},
		{"Belleme-sur-Mer<tab>", "Lieu inconnu"},
		{"argenta<enter>", "Argentan"},
		{"arge<down><enter>", "du plus proche au plus loin d’Argentan"},
		{"<enter>", "télécentres ouverts"},
		{"\u202e\u200b<enter>", "télécentres ouverts"},
		{strings.Repeat("z", 300) + "<enter>", "Lieu inconnu"},
	}
	for _, c := range cases {
		d := open(t, service, "", medium)
		d.Play(c.typed)
		d.Wants(c.wants, "Elabo")
	}
	d := open(t, service, "", medium)
	d.Play("argentan")
	d.Wants("du plus proche au plus loin")
	d.Play("zz")
	d.Lacks("du plus proche", "Lieu inconnu")
	if d.Send(tea.PasteMsg{Content: "\x1b[2J\nx"}); strings.Contains(d.Text(), "[2J\n") {
		t.Errorf("a paste drew %q", d.Text())
	}
}

func TestTabGoesRound(t *testing.T) {
	d := open(t, newService(t), "", medium)
	var at []bool
	for range 4 {
		at = append(at, d.Screen.Capturing())
		d.Play("<tab>")
	}
	if !at[0] || at[1] || at[2] || !at[3] {
		t.Errorf("the field has the keys: %v", at)
	}
	d.Play("<shift+tab>")
	if !d.Screen.Capturing() {
		t.Error("Shift+Tab does not lead back to the field")
	}
	d.Play("aa")
	d.Wants("Où\u00a0?  aa", "☐ accès")
	d.Play("<tab>aa<tab>")
	d.Wants("☐ accès")
	d.Play("a")
	d.Wants("☑ accès")
	d.Play("<up>")
	d.Play("<enter>")
	d.Wants("☐ accès")
	d.Play("/")
	if !d.Screen.Capturing() {
		t.Error("/ does not lead to the field")
	}
}

func TestEscape(t *testing.T) {
	service := newService(t)
	for _, script := range []string{"<esc>", "arg<esc><esc>", "<tab><esc>", "<enter><esc>"} {
		d := open(t, service, "", medium)
		d.Play(script)
		if len(d.Said) != 1 {
			t.Errorf("%s: said %#v", script, d.Said)
			continue
		}
		if _, ok := d.Last().(screen.Back); !ok {
			t.Errorf("%s: said %#v", script, d.Last())
		}
	}
}

func TestEveryStateFits(t *testing.T) {
	service := newService(t, screentest.People(30)...)
	for _, o := range []screentest.Options{{Width: 40, Height: 11}, {Width: 80, Height: 20}, {Width: 120, Height: 36}, {Width: 160, Height: 46}} {
		for _, lang := range []text.Lang{text.French, text.English} {
			for _, mode := range []theme.Mode{theme.Light, theme.Mono} {
				o.Lang, o.Mode, o.ASCII = lang, mode, mode == theme.Mono
				for _, insee := range []string{"", "61006"} {
					d := open(t, service, insee, o)
					for _, script := range []string{"a", "<tab>", "<space>", "<down>", "<end>", "<home>", "<pgdown>", "<pgup>", "<up><up><up>", "ab", "<down><down>", "zzz<enter>", "<tab>a<tab>"} {
						d.Play(script)
						if shown := d.Text(); strings.Contains(shown, "telecentres.") {
							t.Errorf("%v %q:\n%s", o, script, shown)
						}
					}
				}
			}
		}
	}
}

func TestChanged(t *testing.T) {
	service := newService(t)
	d := open(t, service, "", medium)
	people := screentest.People(1) // works at Elabo as well
	screentest.Import(t, service, people...)
	d.Session.Text = text.For(text.English)
	d.Send(screen.Changed{})
	d.Wants("open to the public")
	for _, l := range d.Lines() {
		if strings.Contains(l, "Elabo") && !strings.HasSuffix(l, " 1") {
			t.Errorf("the row is %q", l)
		}
	}
}

func TestClick(t *testing.T) {
	d := open(t, newService(t), "61006", medium)
	click := func(y int) {
		var cmd tea.Cmd
		d.Screen, cmd = d.Screen.(screen.Clicker).Click(3, y)
		if cmd != nil {
			if msg := cmd(); msg != nil {
				d.Said = append(d.Said, msg)
			}
		}
	}
	click(1)
	d.Wants("☑ accès")
	row := -1
	for i, l := range d.Lines() {
		if strings.Contains(l, "Elabo") {
			row = i
		}
	}
	click(row)
	if !strings.Contains(d.CursorLine(), "Elabo") {
		t.Errorf("the row in hand is %q", d.CursorLine())
	}
	click(row)
	if to := screentest.Went[screen.Telecentre](t, d); to.ID != "elabo" {
		t.Errorf("it opened %q", to.ID)
	}
	click(0)
	if !d.Screen.Capturing() {
		t.Error("a click on the field does not lead into it")
	}
	for y := -2; y < 40; y++ {
		click(y)
		d.Lines()
	}
}
