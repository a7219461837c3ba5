package office_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/text"
)

// The log reads as sentences, is narrowed from all sides, and an entry tells all
// that is known of it.
func TestLog(t *testing.T) {
	w := newWorld(t)
	monique := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	paul := w.official(2, "Paul Lenoir", directory.RoleModerator)
	owner := w.pending(3, claire())
	id := w.listing(owner).ID
	_, err := w.Decide(t.Context(), paul, directory.Verdict{Item: directory.ListingItem(id), Action: directory.ActionReject, Reason: "Dites votre métier."})
	w.must(err)
	w.now = w.now.AddDate(0, 0, 5)
	_, err = w.SetRole(t.Context(), monique, paul.Account, directory.RoleIdentified, "Il part à la retraite.")
	w.must(err)

	page := screen.Admin{Area: screen.AreaLog}
	w.drawn(monique, page, "1 Exporter le journal", "28 nov., 11 h 00", "Monique Leroy a retiré son rôle au compte n° 2",
		"Paul Lenoir a refusé la fiche claire-dubois", "Le titulaire a envoyé la fiche claire-dubois", "L’exploitant a donné le rôle « modération » au")
	d := w.opens(monique, tall, page)
	wants(t, d, "L’exploitant a donné le rôle « modération » au compte")
	d.Play("<down><enter>")
	wants(t, d, "Écriture n°", "Paul Lenoir a refusé la fiche claire-dubois", "Dites votre métier.", "Quand : 23 nov. 2026, 11 h 00", paul.Fingerprint, "Empreinte :")
	d.Play("2")
	if r := screentest.Went[screen.Review](t, d); r.Item != directory.ListingItem(id) {
		t.Errorf("went to %+v", r)
	}
	d.Play("<enter>3")
	wants(t, d, "Fiche : claire-dubois", "a envoyé")
	if s := plain(d.Text()); strings.Contains(s, "donné le rôle") {
		t.Errorf("something else stands there:\n%s", squeezed(d))
	}
	d.Play("xf<tab><enter>")
	wants(t, d, "Monique Leroy (vous)")
	d.Play("2")
	wants(t, d, "Monique Leroy a retiré", "1 sur 1")
	d.Play("xf<tab><tab><enter><down><down><down><enter>")
	wants(t, d, "Action : refus", "1 sur 1")
	d.Play("xf<tab><tab><tab><enter>28/11/2026<enter>")
	wants(t, d, "Du : 28 nov. 2026", "1 sur 1", "retiré son rôle")
	d.Play("xf<tab><tab><tab><tab><enter>27 novembre 2026<enter>")
	wants(t, d, "Au : 27 nov. 2026", "a refusé")
	if s := plain(d.Text()); strings.Contains(s, "retiré son rôle") {
		t.Errorf("something later stands there:\n%s", squeezed(d))
	}
	d.Play("xf<enter>claire-dubois<enter>")
	wants(t, d, "Fiche : claire-dubois", "a refusé")
	d.Play("xf<enter>personne<enter>")
	wants(t, d, "Introuvable : fiche « personne »")
	d.Play("x1")
	wants(t, d, "ssh -p 6122 annuaire.example admin log --format csv > journal.csv")
	complete(t, d)
	d.Play("<enter>")
	w.drawn(monique, screen.Admin{Area: screen.AreaLog, ID: strconv.FormatInt(int64(id), 10)}, "Fiche : n° 1", "a refusé la fiche")
	w.drawn(monique, screen.Admin{Area: screen.AreaLog, ID: "account:" + number(monique)}, "Qui : Monique Leroy", "1 sur 1")
	wants(t, w.opens(monique, tall, screen.Admin{Area: screen.AreaLog, ID: "abc"}), "Introuvable")
	wants(t, w.opens(paul, tall, page), "Vous n’avez pas le droit")
}

// A long log is read on and on.
func TestLongLog(t *testing.T) {
	w := newWorld(t)
	monique := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	owner := w.published(3, claire())
	for range 130 {
		_, err := w.Pause(t.Context(), owner, 0)
		w.must(err)
		_, err = w.Resume(t.Context(), owner)
		w.must(err)
	}
	d := w.opens(monique, medium, screen.Admin{Area: screen.AreaLog})
	wants(t, d, "1 sur 100 et plus")
	for range 25 {
		d.Play("<pgdown>")
	}
	if s := plain(d.Text()); strings.Contains(s, "et plus") || !strings.Contains(s, "donné le rôle") {
		t.Errorf("the end is not reached:\n%s", squeezed(d))
	}
	at := d.CursorLine()
	d.Send(screen.Changed{})
	if d.CursorLine() != at {
		t.Errorf("news moved the row: %q, then %q", at, d.CursorLine())
	}
}

// Every action that the directory writes into the log has words: in a sentence,
// and for the filter.
func TestEveryRecordedActionHasWords(t *testing.T) {
	actions := recordedActions(t)
	if len(actions) < 30 {
		t.Fatalf("found %d actions only: the search for them is broken: %v", len(actions), actions)
	}
	for action, where := range actions {
		for _, lang := range []text.Lang{text.French, text.English} {
			for _, key := range []string{"office.did." + action, "mine.action." + action} {
				if !text.For(lang).Has(key) {
					t.Errorf("%s: %s is missing (%s)", lang, key, where)
				}
			}
		}
	}
}

// recordedActions are the string constants named decided…, the actions that
// owners carry out, and the literals of the field Action.
func recordedActions(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, a := range []directory.Action{directory.ActionSubmit, directory.ActionWithdraw, directory.ActionPause, directory.ActionResume, directory.ActionConfirm, directory.ActionAppeal} {
		found[string(a)] = "policy.go"
	}
	dir := filepath.Join("..", "..", "..", "directory")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.IsDir() || !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, f.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		note := func(e ast.Expr) {
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && s != "" {
					found[s] = f.Name()
				}
			}
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if len(n.Names) == 1 && len(n.Values) == 1 && strings.HasPrefix(n.Names[0].Name, "decided") {
					note(n.Values[0])
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Action" {
					note(n.Value)
				}
			}
			return true
		})
	}
	return found
}

// A copy is made after what it holds was read; how it went is said and stays
// there.
func TestBackups(t *testing.T) {
	w := newWorld(t)
	monique := w.official(1, "Monique Leroy", directory.RoleAdministrator)
	page := screen.Admin{Area: screen.AreaBackups}
	w.drawn(monique, page, "Aucune sauvegarde n’a encore été faite", "ssh -p 6122 annuaire.example admin backup > annuaire.db", "teleorne restore annuaire.db")
	d := w.opens(monique, tall, page)
	d.Play("1")
	wants(t, d, "même celles qui ne sont pas montrées", "30 jours")
	d.Play("<enter>")
	wants(t, d, "Aucune sauvegarde")
	d.Play("<enter>2")
	said(t, d, "Sauvegarde faite et vérifiée : teleorne-2026-11-23T110000.db")
	wants(t, d, "23 nov. 2026, 11 h 00 (aujourd’hui)", "complète et lisible")
	w.drawn(monique, page, "complète et lisible", "ko")
	paul := w.official(2, "Paul Lenoir", directory.RoleModerator)
	wants(t, w.opens(paul, tall, page), "Vous n’avez pas le droit")
}
