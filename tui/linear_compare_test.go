package tui_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// claims are keys that no choice is called by, with the choices that do the same
// in lines: by the help's topic of the screen and the key. Without any, there is
// nothing to be done where everything is read out.
var claims = map[string][]string{
	"find search":        {"find.what", "find.where"},
	"telecentres search": {"find.where"},
	"profile copy":       {},
	"editor remove":      {"linear.enough"}, // of a list, each value has a choice that removes it
}

// moving are keys that only move about on a screen, or are words of every
// dialogue.
var moving = []keys.Action{
	keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last, keys.Back, keys.Quit, keys.Abort, keys.Home, keys.Help,
	keys.Palette, keys.Mouse, keys.Theme, keys.Language,
}

// taking are keys that take what is in hand, or go to another part: in lines
// each thing that can be taken has its number.
var taking = []keys.Action{keys.Open, keys.Toggle, keys.NextPane, keys.PrevPane}

// compares fails for a screen that cannot do in lines what it does by its keys.
func compares(t *testing.T, d *driver) {
	t.Helper()
	m := d.model.(*tui.Model)
	if m.Overlaid() {
		return // the list of all actions, which are words of every dialogue
	}
	sp := m.Speak()
	all := slices.Concat(sp.Rows, sp.Choices)
	if len(all) == 0 && sp.Ask == nil && len(sp.Said) == 0 {
		t.Fatalf("nothing is said of:\n%s", d.text())
	}
	for _, c := range all {
		if c.Label == "" || c.Do == nil && c.Off == "" {
			t.Errorf("a choice that is none: %+v", c)
		}
	}
	s := m.Session()
	for _, h := range m.Hints() {
		called := func(key string) bool {
			return slices.ContainsFunc(all, func(c screen.Choice) bool { return strings.EqualFold(c.Label, s.S(key)) })
		}
		switch {
		case slices.Contains(moving, h.Action), h.Off != "":
		case slices.Contains(taking, h.Action):
			if len(all) == 0 && sp.Ask == nil {
				t.Errorf("%s %q: there is nothing to take:\n%s", h.Action, s.S(h.Label), d.text())
			}
		case sp.Ask != nil: // its keys are those of the text, and back leads to the rest
		case called(h.Label), h.Action == keys.Wider && called("help.key.wider") && called("help.key.narrower"):
		case !claimed(m, h, all):
			t.Errorf("%s %s %q cannot be chosen in lines:\n%s", m.Topic(), h.Action, s.S(h.Label), labelsOf(all))
		}
	}
}

func labelsOf(all []screen.Choice) string {
	var b strings.Builder
	for _, c := range all {
		b.WriteString(c.Label + "\n")
	}
	return b.String()
}

// claimed tells whether choices do what a key does: those of the table, or one
// by which a row is taken, after which it is offered.
func claimed(m *tui.Model, h screen.Hint, all []screen.Choice) bool {
	s := m.Session()
	if known, ok := claims[m.Topic()+" "+string(h.Action)]; ok {
		for _, key := range known {
			want := strings.TrimRight(s.S(key), " ?\u00a0\u202f")
			if !slices.ContainsFunc(all, func(c screen.Choice) bool { return strings.HasPrefix(c.Label, want) }) {
				return false
			}
		}
		return true
	}
	verb, _, _ := strings.Cut(directory.Fold(s.S(h.Label)), " ")
	offers := func(sp screen.Speech) bool {
		return slices.ContainsFunc(sp.Choices, func(c screen.Choice) bool { return strings.Contains(directory.Fold(c.Label), verb) })
	}
	if offers(screen.Speech{Choices: all}) {
		return true
	}
	before := m.Speak()
	if h.Action == keys.Filters {
		return slices.ContainsFunc(before.Choices, func(c screen.Choice) bool { return picksFilter(m, c) })
	}
	for _, c := range before.Rows {
		if c.Off != "" || c.Do() != nil {
			continue // it leads to another screen
		}
		after := m.Speak()
		found := offers(after)
		switch {
		case after.Back != nil:
			after.Back()
		case after.Title != before.Title:
			m.Press(keys.Back)
		}
		if found {
			return true
		}
	}
	return false
}

// picksFilter tells whether a choice is that of a filter: it reads out values.
func picksFilter(m *tui.Model, c screen.Choice) bool {
	label, _, ok := strings.Cut(c.Label, "\u00a0:")
	if !ok || c.Do() != nil {
		return false
	}
	after := m.Speak()
	m.Press(keys.Back)
	return after.Title == label && len(after.Rows) > 1
}

// TestLinearCanDoWhatScreensCan opens every screen that the golden tests know,
// and compares what can be done there with what can be said.
func TestLinearCanDoWhatScreensCan(t *testing.T) {
	skipShort(t)
	play := func(s *directory.Service, name string, st stage) {
		t.Run(name, func(t *testing.T) {
			d := newDriver(t, s, options{width: 80, height: 24, lang: text.French, link: st.link, actor: st.actor, still: true})
			if st.open != nil {
				d.send(screen.Goto{Route: st.open})
			}
			if st.first != nil {
				st.first()
			}
			d.play(st.play)
			compares(t, d)
			d.play("<esc><esc><esc>") // nothing stays in hand
		})
	}
	plain := newService(t, 300)
	for i, sc := range scenes {
		a := directory.Actor{Address: fmt.Sprintf("10.1.0.%d", i)}
		if sc.proven {
			a.Role, a.Fingerprint = directory.RoleIdentified, "SHA256:proven compare"
		}
		play(plain, sc.name, stage{actor: a, link: sc.link, play: sc.play})
	}
	for i, pen := range pens {
		play(plain, pen.name, pen.set(t, plain, byte(100+i)))
	}
	c := newCast(t)
	for _, sc := range ownScenes {
		play(c.Service, sc.name, stage{actor: c.people[sc.as], link: sc.link, play: sc.play})
	}
	d := newDesk(t)
	d.people[""] = d.anne
	for _, sc := range deskScenes {
		play(d.Service, sc.name, stage{actor: d.people[sc.as], link: sc.link, play: sc.play})
	}
	office, people := staff(t)
	for _, sc := range officeScenes {
		play(office, sc.name, stage{actor: people[sc.as], play: sc.play})
	}
	admin := rooms(t)
	for _, sc := range roomScenes {
		play(admin, "rooms_"+sc.name, stage{actor: directory.Operator(), open: screen.Admin{Area: sc.area, ID: sc.id}, play: sc.play})
	}
}

// reached is how each route of the interface, and each area of the
// administration, is reached by words: who says them, the words, and what is
// read then.
var reached = map[string]struct{ as, lines, title string }{
	"Find":              {"visitor", "chercher comptable", "Résultats"},
	"Profile":           {"visitor", "comptable|1", "Fiche 1 sur 42"},
	"Commune":           {"visitor", "télécentres|3|suite|bellême", "Bellême"},
	"EPCI":              {"visitor", "télécentres|3|suite|communauté", "Communauté de communes des Collines du Perche Normand"},
	"Domain":            {"visitor", "par domaine|1", "Secrétariat et assistance"},
	"Skill":             {"visitor", "par domaine|1|6", "Secrétariat"},
	"Telecentre":        {"visitor", "télécentres|3", "Elabo"},
	"Telecentres":       {"visitor", "télécentres", "Télécentres"},
	"Help":              {"visitor", "aide complète", "Aide"},
	"Me":                {"published", "ma fiche", "Ma fiche"},
	"SignUp":            {"visitor", "inscription", "Je m’inscris"},
	"Editor":            {"published", "modifier", "Modifier ma fiche"},
	"Preview":           {"published", "ma fiche|la voir", "Comme les autres la voient"},
	"Devices":           {"published", "mes clés", "Mes clés"},
	"MyData":            {"published", "mes données", "Mes données"},
	"Codes":             {"published", "mes clés|nouveaux|oui", "Vos codes de secours"},
	"Queue":             {"operator", "relire", "La file de modération"},
	"Review":            {"operator", "relire|1", "Anne Guérin"},
	"Admin":             {"operator", "administration", "Administration"},
	"Admin listings":    {"operator", "chercher des fiches", "Fiches"},
	"Admin accounts":    {"operator", "comptes", "Comptes"},
	"Admin bans":        {"operator", "exclusions", "Exclusions"},
	"Admin motions":     {"operator", "accords", "Accords"},
	"Admin log":         {"operator", "lire le journal", "Journal"},
	"Admin backups":     {"operator", "sauvegarder", "Sauvegardes"},
	"Admin taxonomy":    {"operator", "gérer les compétences", "Compétences"},
	"Admin telecentres": {"operator", "gérer les télécentres", "Télécentres"},
	"Admin communes":    {"operator", "réunir des communes", "Communes"},
	"Admin transfer":    {"operator", "importer", "Import et export"},
	"Admin announce":    {"operator", "annoncer", "Annonce à tous"},
	"Admin freshness":   {"operator", "fraîcheur", "Fraîcheur"},
	"Admin requests":    {"operator", "demandes", "Demandes"},
}

// TestRoutesAreReachedByWords fails for a route of the interface, or an area of
// the administration, that words do not lead to.
func TestRoutesAreReachedByWords(t *testing.T) {
	skipShort(t)
	c := newCast(t)
	who := map[string]directory.Actor{"visitor": {}, "published": c.people["published"], "operator": directory.Operator()}
	for _, name := range routes(t) {
		how, ok := reached[name]
		if !ok {
			t.Errorf("nobody says how one comes to %s", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			said := dialogue(t, c.Service, text.French, who[how.as], strings.Split(how.lines, "|")...)
			if all := titles(said); !slices.Contains(all, how.title) {
				t.Errorf("%q is not reached by %q, but %q", how.title, how.lines, all)
			}
		})
	}
}

// titles are the first lines after empty ones: what was read.
func titles(said string) []string {
	var all []string
	for part := range strings.SplitSeq(said, "\n\n") {
		first, _, _ := strings.Cut(part, "\n")
		all = append(all, first)
	}
	return all
}

// routes are those that the package screen declares, and the areas of the
// administration.
func routes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "screen/route.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil && d.Name.Name == "route" {
				all = append(all, d.Recv.List[0].Type.(*ast.Ident).Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && strings.HasPrefix(v.Names[0].Name, "Area") {
					all = append(all, "Admin "+strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`))
				}
			}
		}
	}
	if len(all) < 30 {
		t.Fatalf("only %d routes: %v", len(all), all)
	}
	return all
}
