package page_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/page"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

const (
	belleme  = "61038"
	collines = "200071504"
)

var medium = screentest.Options{Width: 80, Height: 20, Lang: text.French}

func open(tb testing.TB, service *directory.Service, r screen.Route, o screentest.Options) *screentest.Driver {
	tb.Helper()
	return screentest.Start(tb, screentest.Session(tb, service, o), o, func(s *screen.Session, id screen.ID) screen.Screen {
		return page.New(s, id, r)
	})
}

func routes() map[string]screen.Route {
	return map[string]screen.Route{
		"commune":            screen.Commune{INSEE: belleme},
		"empty commune":      screen.Commune{INSEE: "61508"},
		"epci":               screen.EPCI{SIREN: collines},
		"domain":             screen.Domain{Slug: "comptabilite-gestion-et-finance"},
		"skill":              screen.Skill{Slug: "comptabilite"},
		"skill of nobody":    screen.Skill{Slug: "traduction-turc"},
		"telecentre":         screen.Telecentre{ID: "elabo"},
		"telecentre, nobody": screen.Telecentre{ID: "ekklesia"},
	}
}

func TestNewMakesOnlyItsPages(t *testing.T) {
	service := newService(t)
	s := screentest.Session(t, service, medium)
	for _, r := range []screen.Route{screen.Find{}, screen.Profile{}, screen.Telecentres{}, screen.Help{}} {
		if got := page.New(s, 1, r); got != nil {
			t.Errorf("New(%T) is %T, want none", r, got)
		}
	}
}

// Every page fits every frame, in colours and in plain ASCII (the driver
// checks that), says what it is about, and shows no key of the catalogue.
func TestEveryPageFits(t *testing.T) {
	service := newService(t, screentest.People(40)...)
	looks := []screentest.Options{
		{Width: 40, Height: 11},
		{Width: 46, Height: 15},
		{Width: 80, Height: 20},
		{Width: 120, Height: 36},
		{Width: 160, Height: 46},
		{Width: 300, Height: 96},
	}
	for name, r := range routes() {
		for _, o := range looks {
			for _, lang := range []text.Lang{text.French, text.English} {
				o.Lang, o.Mode, o.ASCII = lang, theme.Light, false
				if lang == text.English {
					o.Mode, o.ASCII = theme.Mono, true
				}
				d := open(t, service, r, o)
				for _, keys := range []string{"", "<end>", "<home>", "<pgdown>", "<down>", "<pgup>", "<up>"} {
					d.Play(keys)
					if shown := d.Text(); strings.Contains(shown, "page.") || strings.TrimSpace(shown) == "" {
						t.Fatalf("%s after %q at %v:\n%s", name, keys, o, shown)
					}
				}
				d.Play("<home>")
				title := strings.Fields(d.Screen.Title())[0]
				if !strings.Contains(d.Lines()[0], title) {
					t.Errorf("%s: the first line is %q without %q", name, d.Lines()[0], title)
				}
			}
		}
	}
}

// A professional opened from any row is the one on that row, and stands where
// the trail says, so that next and previous lead on from there.
func TestEveryRowLeadsWhereItSays(t *testing.T) {
	service := newService(t, screentest.People(40)...)
	for name, r := range routes() {
		d := open(t, service, r, medium)
		seen := 0
		for range 200 {
			before := d.CursorLine()
			d.Said = nil
			d.Play("<enter>")
			if len(d.Said) == 0 { // brought into sight first
				d.Play("<enter>")
			}
			if to, ok := d.Last().(screen.Goto); ok {
				seen++
				checkRoute(t, name, service, d, to.Route)
			}
			d.Play("<down>")
			if d.CursorLine() == before {
				break
			}
		}
		if seen == 0 {
			t.Errorf("%s: no row to open", name)
		}
	}
}

func checkRoute(t *testing.T, name string, service *directory.Service, d *screentest.Driver, r screen.Route) {
	t.Helper()
	line := d.CursorLine()
	switch r := r.(type) {
	case screen.Profile:
		q := r.Trail.Query
		q.Offset, q.Limit = r.Trail.Index, 1
		got, err := service.Search(t.Context(), directory.Actor{}, directory.Search{Query: q})
		if err != nil || len(got.Cards) != 1 || got.Cards[0].Slug != r.Slug || got.Total != r.Trail.Total {
			t.Errorf("%s: the trail of %s leads to %+v (%v)", name, r.Slug, got, err)
			return
		}
		if !strings.Contains(line, got.Cards[0].Name) {
			t.Errorf("%s: the row %q opens %s", name, line, got.Cards[0].Name)
		}
		if r.Trail.Crumb != d.Screen.Title() {
			t.Errorf("%s: the crumb is %q", name, r.Trail.Crumb)
		}
	case screen.Find:
		if !r.Fixed || r.Query.IsEmpty() {
			t.Errorf("%s: the row %q searches %+v", name, line, r)
		}
	case screen.Help, screen.Telecentres:
		t.Errorf("%s: the row %q goes to %#v", name, line, r)
	default: // another page: it is there
		if open(t, service, r, medium).Screen.Title() == "" {
			t.Errorf("%s: the row %q goes to %#v, which is not there", name, line, r)
		}
	}
}

func TestCommuneFigures(t *testing.T) {
	profiles := screentest.People(40)
	service := newService(t, profiles...)
	here := 0
	for _, p := range profiles {
		if p.Commune == belleme {
			here++
		}
	}
	near, err := service.Search(t.Context(), directory.Actor{}, directory.Search{Query: directory.Query{Communes: []string{belleme}, RadiusKM: 25}})
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, service, screen.Commune{INSEE: belleme}, screentest.Options{Width: 80, Height: 60, Lang: text.French})
	cat := text.For(text.French)
	d.Wants(
		cat.S("page.commune.people", "here", here, "near", near.Total, "km", cat.KM(25)),
		"61130", belleme, "CC des Collines du Perche Normand", "Elabo",
		cat.S("page.all", "n", here), "Voir les "+cat.Int(near.Total)+" professionnels",
	)
	// Those who are near are not named among those who are here, nor twice.
	lines := d.Lines()
	split := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "À moins de") && !strings.Contains(l, "ici") })
	for _, l := range lines[split:] {
		if strings.Contains(l, "Bellême") && strings.Contains(l, "km") && !strings.Contains(l, "Télécentre") && !strings.Contains(l, "À moins de") {
			t.Errorf("%q is shown as near, although it is here", l)
		}
	}
}

func TestEmptyCommuneOffersAWiderSearch(t *testing.T) {
	service := newService(t)
	d := open(t, service, screen.Commune{INSEE: belleme}, medium)
	d.Wants("Personne pour le moment.", "Personne d’autre", "Chercher à 50")
	d.Play("<end><enter>")
	if to := screentest.Went[screen.Find](t, d); to.Query.RadiusKM != 50 || to.Query.Communes[0] != belleme {
		t.Errorf("it searches %+v", to.Query)
	}
}

// A former code leads to the commune that took the former one in.
func TestFormerCommune(t *testing.T) {
	service := newService(t)
	for _, c := range service.Atlas().Communes() {
		if len(c.Former) == 0 {
			continue
		}
		d := open(t, service, screen.Commune{INSEE: c.INSEE}, screentest.Options{Width: 100, Height: 60, Lang: text.French})
		d.Wants(text.Typographic(c.Former[0]))
		return
	}
	t.Error("no commune has a former one")
}

func TestSkill(t *testing.T) {
	service := newService(t, screentest.People(40)...)
	tall := screentest.Options{Width: 100, Height: 80, Lang: text.French}
	d := open(t, service, screen.Skill{Slug: "comptabilite"}, tall)
	d.Wants("Comptabilité générale", "M1203", "Se dit aussi", "tenue de comptes", "General accounting",
		"8 activités indépendantes, 2 emplois salariés", "Expertise comptable", "Comptabilité, gestion et finance")
	tall.Lang = text.English
	d = open(t, service, screen.Skill{Slug: "comptabilite"}, tall)
	d.Wants("General accounting", "In French", "Comptabilité générale", "8 independents, 2 salaried")
}

func TestTelecentre(t *testing.T) {
	service := newService(t, screentest.People(40)...)
	tall := screentest.Options{Width: 100, Height: 80, Lang: text.French}
	for i := range service.Catalog().Telecentres {
		tc := &service.Catalog().Telecentres[i]
		d := open(t, service, screen.Telecentre{ID: tc.ID}, tall)
		if !tc.Public() {
			d.Wants("Introuvable")
			d.Lacks(tc.Name)
			continue
		}
		d.Wants(text.Typographic(tc.Name), "non renseigné")
		d.Lacks(": non\n", " non\n")
		if tc.SourceYear > 0 {
			d.Wants("D’après une source de " + strconv.Itoa(tc.SourceYear))
		} else {
			d.Wants("non datée")
		}
		// The address of the source is there whole, on lines that hold nothing else.
		whole := ""
		for _, l := range d.Lines() {
			if l = strings.TrimSpace(l); l != "" && strings.Contains(tc.SourceURL, l) {
				whole += l
			}
		}
		if !strings.Contains(whole, tc.SourceURL) {
			t.Errorf("%s: its source %s is printed as %q", tc.ID, tc.SourceURL, whole)
		}
		if tc.Website != "" {
			d.Wants(tc.Website)
		}
	}
}

func TestUnknownSubjects(t *testing.T) {
	service := newService(t)
	for _, r := range []screen.Route{
		screen.Commune{INSEE: "75056"},
		screen.EPCI{SIREN: "1"},
		screen.Domain{Slug: "x"},
		screen.Skill{Slug: "x\x1b[31m"},
		screen.Telecentre{ID: "x"},
		screen.Commune{},
	} {
		d := open(t, service, r, medium)
		d.Wants("Introuvable")
		d.Play("<down><enter><pgdown><end><up>/")
		if len(d.Said) != 0 {
			t.Errorf("%#v: it said %#v", r, d.Said)
		}
		d.Play("<esc>")
		if _, ok := d.Last().(screen.Back); !ok {
			t.Errorf("%#v: Esc said %#v", r, d.Last())
		}
	}
}

func TestResumeTakesTheProfileReadLast(t *testing.T) {
	service := newService(t, screentest.People(40)...)
	d := open(t, service, screen.Commune{INSEE: belleme}, medium)
	d.Play("<enter>")
	trail := *screentest.Went[screen.Profile](t, d).Trail
	q := trail.Query
	trail.Index = 3
	q.Offset, q.Limit = 3, 1
	fourth, err := service.Search(t.Context(), directory.Actor{}, directory.Search{Query: q})
	if err != nil {
		t.Fatal(err)
	}
	resume := func(left tea.Msg) {
		d.Screen, _ = d.Screen.(screen.Resumer).Resume(left)
	}
	resume(&trail)
	if !strings.Contains(d.CursorLine(), fourth.Cards[0].Name) {
		t.Errorf("the row in hand is %q, not %s", d.CursorLine(), fourth.Cards[0].Name)
	}
	before := d.CursorLine()
	trail.Index = 10_000 // read on beyond what the page names
	resume(&trail)
	resume(nil)
	if d.CursorLine() != before {
		t.Errorf("the row in hand became %q", d.CursorLine())
	}
}

func TestChangesAndLanguage(t *testing.T) {
	service := newService(t, screentest.People(3)...)
	d := open(t, service, screen.Commune{INSEE: belleme}, medium)
	d.Wants("2 ici")
	more := screentest.People(7)
	screentest.Import(t, service, more[6])
	d.Play("<down>")
	d.Send(screen.Changed{})
	d.Wants("3 ici")
	d.Session.Text = text.For(text.English)
	d.Send(screen.Changed{})
	d.Wants("3 here", "Professionals in Bellême")
	d.Lacks("ici")
}

func TestSearchHere(t *testing.T) {
	service := newService(t, screentest.People(10)...)
	d := open(t, service, screen.Skill{Slug: "comptabilite"}, medium)
	d.Play("/")
	if len(d.Said) != 2 {
		t.Fatalf("it said %#v", d.Said)
	}
	to, _ := d.Said[0].(screen.Goto)
	if r, ok := to.Route.(screen.Find); !ok || !r.Fixed || !slices.Equal(r.Query.Skills, []string{"comptabilite"}) {
		t.Errorf("it went to %#v", d.Said[0])
	}
	if _, ok := d.Said[1].(screen.Do); !ok {
		t.Errorf("then it said %#v", d.Said[1])
	}
}

func TestClick(t *testing.T) {
	service := newService(t, screentest.People(40)...)
	d := open(t, service, screen.Commune{INSEE: belleme}, medium)
	row := slices.IndexFunc(d.Lines(), func(l string) bool { return strings.Contains(l, "Ève Leroy") })
	click := func(y int) {
		var cmd tea.Cmd
		d.Screen, cmd = d.Screen.(screen.Clicker).Click(5, y)
		if cmd != nil {
			d.Said = append(d.Said, cmd())
		}
	}
	click(row)
	if !strings.Contains(d.CursorLine(), "Ève Leroy") || len(d.Said) != 0 {
		t.Errorf("the row in hand is %q, said %v", d.CursorLine(), d.Said)
	}
	click(row)
	if screentest.Went[screen.Profile](t, d).Slug != "eve-leroy" {
		t.Errorf("it said %#v", d.Said)
	}
	before := d.CursorLine()
	for _, y := range []int{-1, 0, 1, 19, 500} {
		click(y)
	}
	if d.CursorLine() != before {
		t.Errorf("a click beside the rows took %q", d.CursorLine())
	}
}

// TestAfterDecisions: what administrators merged is found by its old name, and
// what they verified says so.
func TestAfterDecisions(t *testing.T) {
	service := newService(t, screentest.People(40)...)
	operator := directory.Operator()
	if err := service.VerifyTelecentre(t.Context(), operator, "elabo", 0); err != nil {
		t.Fatal(err)
	}
	if err := service.MergeCommune(t.Context(), operator, directory.CommuneMerge{From: "61130", Into: "61293"}); err != nil {
		t.Fatal(err)
	}
	if _, err := service.ChangeTaxonomy(t.Context(), operator, directory.TaxonomyChange{
		Kind: directory.TaxonomyMerge, Skill: "paie", Into: "comptabilite",
	}); err != nil {
		t.Fatal(err)
	}
	tall := screentest.Options{Width: 100, Height: 80, Lang: text.French}
	open(t, service, screen.Telecentre{ID: "elabo"}, tall).Wants("Vérifié le", text.For(text.French).Date(service.Today()))
	open(t, service, screen.Telecentre{ID: "ekklesia"}, tall).Lacks("Vérifié le")
	open(t, service, screen.Commune{INSEE: "61130"}, tall).Wants("Mortagne-au-Perche", "Courgeoût")
	d := open(t, service, screen.Skill{Slug: "paie"}, tall)
	d.Wants("Comptabilité générale", "gestionnaire de paie")
}
