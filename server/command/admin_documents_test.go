package command_test

import (
	"encoding/json"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/server/command"
	"teleorne/tui/text"
)

// told are the command lines that tell something, each with names that its
// document has.
var told = []struct{ line, names string }{
	{"admin", "queue motions requests next_due bans stale backup announcement"},
	{"admin queue", "total offset count waiting"},
	{"admin show claire-dubois", "item kind version flags reports appeal claim own state fields content history can others proposal"},
	{"admin approve-low", "done count fields items skipped"},
	{"admin list", "total offset listings"},
	{"admin role", "total accounts"},
	{"admin accounts", "total offset accounts"},
	{"admin account 1", "id name role keys slug state bans last own"},
	{"admin bans", "bans"},
	{"admin motions", "motions"},
	{"admin motions --all", "motions"},
	{"admin requests --all", "requests"},
	{"admin skills", "proposals"},
	{"admin skill merge comptabilite paie", "done listings searches"},
	{"admin telecentre", "telecentres"},
	{"admin telecentre show elabo", "id name commune status verified_at other_sources version"},
	{"admin commune", "merges"},
	{"admin commune merge 61038 61293", "from into on at listings done"},
	{"admin announce", "announcement"},
	{"admin freshness", "epci"},
	{"admin log", "entries before"},
	{"admin export profiles", "profiles"},
	{"admin export skills", "skills"},
	{"admin export telecentres", "telecentres"},
}

// Every document is one, whatever the language of the session, names what it
// promises, and has no sentence beside it on stdout.
func TestDocumentsOfAdministrators(t *testing.T) {
	s := newService(t, 0)
	official(t, s, "mod", directory.RoleModerator)
	p := person(t, s, "anne")
	p.must(anne, "me", "edit")
	p.must("", "me", "submit")
	for _, c := range told {
		for _, lang := range []text.Lang{text.French, text.English} {
			got := types(t, s, directory.Operator(), lang, "", append(strings.Fields(c.line), "--json")...)
			var doc map[string]any
			if err := json.Unmarshal([]byte(got.out), &doc); got.status != 0 || err != nil || doc["schema"] != 1.0 {
				t.Errorf("%s: %v, %+v", c.line, err, got)
				continue
			}
			for _, name := range strings.Fields(c.names) {
				if _, ok := doc[name]; !ok {
					t.Errorf("%s tells no %s: %s", c.line, name, got.out)
				}
			}
		}
		if got := types(t, s, directory.Operator(), text.English, "", strings.Fields(c.line)...); got.status != 0 || strings.Contains(got.out+got.err, "command.") {
			t.Errorf("%s: %+v", c.line, got)
		}
	}
}

// A backup is bytes, and no terminal gets it; without a folder none is kept.
func TestBackupGoesToNoTerminal(t *testing.T) {
	s := newService(t, 0)
	var out, errw strings.Builder
	status := command.Run(t.Context(), command.Env{
		Open: command.With(s), Actor: directory.Operator(), Lang: text.French, Out: &out, Err: &errw, Terminal: true,
	}, []string{"admin", "sauvegarder"})
	if status != 2 || out.Len() > 0 || !strings.Contains(errw.String(), "> teleorne.db") {
		t.Errorf("status %d, %d bytes, %s", status, out.Len(), errw.String())
	}
	for _, line := range [][]string{{"admin", "backup"}, {"admin", "backup", "--keep"}} {
		if got := types(t, s, directory.Operator(), text.French, "", line...); got.status != 1 || got.out != "" || !strings.Contains(got.err, "dossier pour les sauvegardes") {
			t.Errorf("%v without an archive: %+v", line, got)
		}
	}
}

// What files say that are not what they should be is told by its line, and
// nothing is imported.
func TestImportOfOtherFiles(t *testing.T) {
	s := newService(t, 0)
	adm := official(t, s, "adm", directory.RoleAdministrator)
	before := adm.must("", "admin", "list", "--json")
	for what, c := range map[string]struct{ file, says string }{
		"an image":     {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "UTF-8"},
		"a workbook":   {"PK\x03\x04\x14\x00\x06\x00\b\x00\x00\x00!\x00", "ne sont pas du texte"},
		"JSON":         {anne, "Colonne inconnue"},
		"nothing":      {"", "Il manque la colonne"},
		"other things": {"slug,label_fr,label_en,domain_fr,domain_en\na,b,c,d,e\n", "Colonne inconnue"},
		"a bad line":   {"name,status,headline,skills,commune\nLuc Petit,independent,Comptable,comptabilite,Paris\n", "ligne 2"},
	} {
		got := adm.types(c.file, "admin", "import", "profiles", "-", "--publish")
		if got.status != 1 || got.out != "" || !strings.Contains(plain.Replace(got.err), c.says) {
			t.Errorf("%s: %+v", what, got)
		}
	}
	if after := adm.must("", "admin", "list", "--json"); after != before {
		t.Errorf("something was imported: %s", after)
	}
	good := "name,status,headline,skills,commune\nLuc Petit,independent,Comptable,comptabilite,Flers\n"
	if got := adm.types(good, "admin", "import", "profiles", "--dry-run", "--json"); !strings.Contains(got.out, `"dry_run":true,"done":false,"total":1,"created":1`) {
		t.Errorf("tried: %+v", got)
	}
	holds(t, "imported", adm.types(good, "admin", "importer", "fiches", "-").err, "1 création", "attendent une relecture")
	if doc := adm.json("admin", "queue"); doc["total"] != 1.0 {
		t.Errorf("what was imported does not wait: %v", doc)
	}
}
