package main

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// hostile is text with a character of each kind that a terminal, a spreadsheet
// or an address book obeys, or that hides text from the eye. Letters stand
// between, so that it is more than nothing once they are gone.
const hostile = "=A\x1b[31mB\x1b]0;C\x07D\u009b2JE\bF\u202eG\u2066H\u200bI\u200dJ\ufeffK\ue000L\u2028M\u00adN\x7fO\x90PQ\r\nBEGIN:VCARD"

// obeyed names the first character of an output that is more than text.
func obeyed(out string) error {
	for i, r := range out {
		size := 1
		if r != utf8.RuneError {
			size = utf8.RuneLen(r)
		}
		switch {
		case r == '\n':
		case r == '\r' && strings.HasPrefix(out[i:], "\r\n"): // vCards, CSV, and lines on a terminal
		case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			return fmt.Errorf("%q in …%q", out[i:i+size], out[max(0, i-60):min(len(out), i+30)])
		}
	}
	return nil
}

// outputs are commands that show what people wrote, to whoever may see it.
var outputs = []string{
	"search", "search --json --facets", "search --format csv", "search --format ndjson", "search --format vcard", "search hostile --json",
	"show %s", "show %s --json", "show %s --format vcard", "show %s --format csv", "communes", "communes --format csv", "skills", "skills --json", "skills --format csv",
	"telecentres", "telecentres --json", "telecentres --format csv", "stats", "stats --json", "whoami", "whoami --json",
	"me show", "me show --format json", "me show --format vcard", "me keys list", "me keys list --json", "me export",
	"admin", "admin queue", "admin queue --json", "admin show %s", "admin show %s --json", "admin list", "admin list --json",
	"admin log", "admin log --json", "admin log --format csv", "admin log --format ndjson", "admin accounts", "admin accounts --json", "admin account %s",
	"admin bans", "admin bans --json", "admin motions", "admin motions --json", "admin requests", "admin requests --json", "admin skills", "admin skills --json",
	"admin telecentre", "admin telecentre list --json", "admin telecentre show la-grange", "admin commune", "admin announce", "admin freshness",
	"admin export profiles", "admin export profiles --format json", "admin export profiles --format ndjson", "admin export profiles --format vcard",
	"admin export telecentres", "admin export skills", "admin export telecentres --format json", "admin export skills --format json",
}

const xterm = "xterm-256color"

// harmless reads every output as somebody: commands, lines, and the interface.
func (c caller) harmless(key ssh.Signer, slug string) {
	c.t.Helper()
	client := c.as(key)
	for _, command := range outputs {
		if strings.Contains(command, "%s") {
			command = fmt.Sprintf(command, slug)
		}
		out, said := c.says(client, "", command)
		c.check(command, out, said)
	}
	c.check("lines", c.lines(client, "A B", "1", "accueil", "administration", "1", "accueil", "file", "1", "accueil", "ma fiche", "aide", "quitter"))
	for _, keys := range []string{
		"A\r\x1b[B\x1b[B\r\x1b", ":file\r\r\x1b[6~\x1b[6~\x1b\x1b", ":journal\r\x1b[6~\r\x1b", ":fiches\r\r\x1b", ":comptes\r\r\x1b[6~\x1b",
		":annonce\r\x1b", ":demandes\r\r\x1b", ":tele\r\r\x1b", ":competences\r\x1b", ":ma fiche\r\x1b[6~\x1b", ":modifier\r\r\x1b[6~\x1b",
	} {
		c.check("the screen after "+keys, c.screen(client, xterm, keys))
	}
}

func (c caller) check(what string, outs ...string) {
	c.t.Helper()
	for _, out := range outs {
		if err := obeyed(out); err != nil {
			c.t.Errorf("%s: %v", what, err)
		}
		for line := range strings.Lines(out) { // JSON may spell what it must not carry
			if strings.Contains(line, `\u`) {
				if s, err := spelt(line); err == nil {
					if err := obeyed(s); err != nil {
						c.t.Errorf("%s, spelt: %v", what, err)
					}
				}
			}
		}
		if strings.Contains(what, "csv") || strings.HasPrefix(what, "admin export") && !strings.Contains(what, "--format") {
			c.noFormula(what, out)
		}
		if cards := "\r\n" + out; strings.Count(cards, "\r\nBEGIN:VCARD") != strings.Count(cards, "\r\nEND:VCARD\r\n") {
			c.t.Errorf("%s: a card was planted:\n%s", what, out)
		}
	}
}

// spelt reads what stands between the quotes of a line of JSON.
func spelt(line string) (string, error) {
	var b strings.Builder
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 0 {
			continue
		}
		var s string
		if err := json.Unmarshal([]byte(`"`+part+`"`), &s); err != nil {
			return "", err
		}
		b.WriteString(s)
	}
	return b.String(), nil
}

// noFormula looks for cells that a spreadsheet would run.
func (c caller) noFormula(what, out string) {
	c.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		return // no table: a refusal
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				c.t.Errorf("%s: a spreadsheet would run %q", what, cell)
			}
		}
	}
}

// says runs a command, and answers both outputs, whatever its status.
func (c caller) says(client *ssh.Client, stdin, command string) (stdout, stderr string) {
	c.t.Helper()
	s, err := client.NewSession()
	if err != nil {
		c.t.Fatal(err)
	}
	defer s.Close()
	var out, errs bytes.Buffer
	s.Stdin, s.Stdout, s.Stderr = strings.NewReader(stdin), &out, &errs
	var exit *ssh.ExitError
	if err := s.Run(command); err != nil && !errors.As(err, &exit) {
		c.t.Fatalf("%s: %v", command, err)
	}
	return out.String(), errs.String()
}

// lines holds a dialogue.
func (c caller) lines(client *ssh.Client, typed ...string) string {
	c.t.Helper()
	out, _ := c.says(client, strings.Join(typed, "\n")+"\n", "texte")
	return out
}

// screen types keys into the interface, and answers all that it drew, the
// renderer's own sequences aside.
func (c caller) screen(client *ssh.Client, term, keys string) string {
	c.t.Helper()
	s, err := client.NewSession()
	if err != nil {
		c.t.Fatal(err)
	}
	defer s.Close()
	out := &drawing{}
	s.Stdout = out
	in, err := s.StdinPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	_ = s.Setenv("LANG", "fr_FR.UTF-8")
	_ = s.Setenv("COLORTERM", hostile)
	if err := errors.Join(s.RequestPty(term, 40, 120, nil), s.Shell()); err != nil {
		c.t.Fatal(err)
	}
	out.still()
	for keys != "" { // a sequence at a time
		n := 1
		if strings.HasPrefix(keys, "\x1b[") {
			n = strings.IndexAny(keys[2:], "ABCD~") + 3
		} else if r, size := utf8.DecodeRuneInString(keys); r != utf8.RuneError {
			n = size
		}
		if _, err := io.WriteString(in, keys[:n]); err != nil {
			c.t.Fatal(err)
		}
		keys = keys[n:]
		if n > 1 || keys == "" || keys[0] < ' ' {
			out.still()
		}
	}
	return strings.ReplaceAll(ansi.Strip(out.text()), "\r", "\r\n")
}

// drawing is what came, and when.
type drawing struct {
	mu   sync.Mutex
	all  []byte
	last time.Time
	soon bool // what came last says that more will
}

func (d *drawing) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all, d.last, d.soon = append(d.all, p...), time.Now(), bytes.Contains(p, []byte("Un instant"))
	return len(p), nil
}

func (d *drawing) text() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return string(d.all)
}

// still waits until nothing more comes.
func (d *drawing) still() {
	begun, atMost := time.Now(), 250*time.Millisecond
	for time.Since(begun) < atMost {
		time.Sleep(10 * time.Millisecond)
		d.mu.Lock()
		last, soon := d.last, d.soon
		d.mu.Unlock()
		if atMost = 250 * time.Millisecond; soon {
			atMost = 10 * time.Second
		} else if last.After(begun) && time.Since(last) > 30*time.Millisecond {
			return
		}
	}
}

// fields are those of a profile in which somebody writes freely, or tries to.
var fields = []string{
	"name", "organisation", "status", "headline", "commune", "description", "website", "email", "phone", "siret", "connection", "telecentre", "languages", "skills",
}

// hostileProfile is a document for me edit with a hostile text in one field.
func hostileProfile(field string) string {
	doc := map[string]any{"name": "Ada Dupont", "status": "independent", "headline": "Comptable", "skills": []string{"comptabilite"}, "commune": "61001"}
	switch field {
	case "skills":
		doc[field] = []string{"comptabilite", "+" + hostile}
	case "languages":
		doc[field] = []string{hostile}
	default:
		doc[field] = "A" + hostile
	}
	out, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return string(out)
}

// Whatever people, clients and files bring in, by whichever door, no output
// carries a character that is more than text: it is refused or cleaned on the
// way in.
func TestNothingHostileComesIn(t *testing.T) {
	log := &drawing{}
	admin, owner := newSigner(t), newSigner(t)
	addr, _, stop := serveIn(t, t.TempDir(), slog.New(slog.NewJSONHandler(log, nil)), administrator(t, admin))
	defer stop()
	c := caller{t, addr}
	mine, office := c.as(owner), c.as(admin)
	c.check("sign up", c.lines(mine, hostile))
	c.signUp(owner, "Ada Dupont")
	for _, field := range fields {
		out, said := c.says(mine, hostileProfile(field), "me edit")
		c.check("me edit of "+field, out, said)
		row := map[string]string{"name": "Bob " + field, "status": "independent", "headline": "Comptable", "skills": "comptabilite", "commune": "Alençon"}
		row[field] = hostile
		var file strings.Builder
		w := csv.NewWriter(&file)
		header := slices.Sorted(maps.Keys(row))
		values := make([]string, len(header))
		for i, name := range header {
			values[i] = row[name]
		}
		_ = w.WriteAll([][]string{header, values})
		out, said = c.says(office, file.String(), "admin import profiles - --publish")
		c.check("import of "+field, out, said)
	}
	quoted := "'" + hostile + "'"
	for _, command := range []string{
		"me edit", "me submit", "search " + quoted, "show " + quoted, quoted, "search --" + quoted, "search --commune " + quoted, "search --skill " + quoted, "skills " + quoted,
		"me keys add '" + strings.TrimSpace(string(ssh.MarshalAuthorizedKey(newSigner(t).PublicKey()))) + " " + hostile + "'", "me join " + quoted,
	} {
		stdin := ""
		if command == "me edit" {
			stdin = hostileProfile("description")
		}
		out, said := c.says(mine, stdin, command)
		c.check(command, out, said)
	}
	visitor := c.dial("A" + hostile)
	out, said := c.says(visitor, "", "report ada-dupont --reason "+quoted)
	c.check("report", out, said)
	for _, command := range []string{
		"admin approve ada-dupont", "report ada-dupont --reason " + quoted, "admin suspend ada-dupont --reason " + quoted, "admin restore ada-dupont --reason " + quoted,
		"admin announce " + quoted, "admin telecentre add name='La Grange' commune=61001 status=open notes=" + quoted, "admin telecentre set la-grange address=" + quoted,
		"admin telecentre set la-grange website=" + quoted, "admin skill alias comptabilite " + quoted + " --yes", "admin skill rename comptabilite --fr " + quoted + " --yes",
		"admin requests add --kind access --who " + quoted + " --note " + quoted, "admin ban 203.0.113.0/24 --reason " + quoted, "admin show " + quoted,
		"admin commune merge " + quoted + " 61001", "admin log --who " + quoted,
	} {
		out, said := c.says(office, "", command)
		c.check(command, out, said)
	}
	paste := "\x1b[200~" + hostile + "\x1b[201~"
	c.check("the screen", c.screen(mine, xterm, "x"+paste+"\r\x1b"), c.screen(visitor, xterm, paste+"\tbel\r\x1b"))
	// A terminal of no kind gets lines, in which a character is taken back by
	// three that nobody else may send.
	c.check("lines on a terminal", strings.ReplaceAll(c.screen(visitor, hostile, paste+"\r"), "\b \b", ""))
	c.harmless(admin, "ada-dupont")
	stop()
	c.check("the log", log.text())
}

// What lies in the file, whoever wrote it there, comes out as text and no more.
func TestNothingHostileComesOut(t *testing.T) {
	data := t.TempDir()
	admin, owner := newSigner(t), newSigner(t)
	quiet := slog.New(slog.DiscardHandler)
	addr, _, stop := serveIn(t, data, quiet, administrator(t, admin))
	c := caller{t, addr}
	mine, office := c.as(owner), c.as(admin)
	c.signUp(owner, "Ada Dupont")
	c.says(mine, "", "me submit")
	for _, command := range []string{
		"admin approve ada-dupont", "admin announce Bonjour", "admin ban 203.0.113.0/24 --reason Abus répétés.",
		"admin requests add --kind access --who Claire --note Tout", "admin telecentre add name='La Grange' commune=61001 status=open",
		"admin suspend ada-dupont --reason Adresse fausse.", "admin restore ada-dupont --reason Corrigée.",
	} {
		if out, said := c.says(office, "", command); strings.Contains(said, "nconnu") {
			t.Fatalf("%s: %s %s", command, out, said)
		}
	}
	if out, status := c.runs(c.dial("somebody"), "", "report ada-dupont --reason 'Le numéro est faux.'"); status != 0 {
		t.Fatal(out)
	}
	c.says(mine, profileOf("Ada Dupont", "Autre métier"), "me edit")
	stop()
	poison(t, filepath.Join(data, "teleorne.db"))

	log := &drawing{}
	addr, _, stop = serveIn(t, data, slog.New(slog.NewJSONHandler(log, nil)), func(*directory.Service) {})
	defer stop()
	c = caller{t, addr}
	c.harmless(owner, "ada-dupont")
	c.harmless(admin, "ada-dupont")
	stop()
	c.check("the log", log.text())
}

// written are the columns in which people write, with what is added to them.
var written = map[string][]string{
	"account":      {"name"},
	"account_key":  {"name"},
	"revision":     {"name", "organisation", "headline", "description", "website", "email", "phone", "siret"},
	"decision":     {"reason"},
	"report":       {"words"},
	"ban":          {"reason"},
	"data_request": {"who", "note"},
	"telecentre":   {"name", "address", "operator", "price", "phone", "website", "source_url", "other_sources", "notes", "meeting_room", "step_free"},
	"skill":        {"label_fr", "label_en"},
	"domain":       {"label_fr", "label_en"},
}

// poison writes hostile text past all rules into every column that is written
// in, and into the draft.
func poison(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	var triggers []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		triggers = append(triggers, name)
	}
	rows.Close()
	for _, name := range triggers {
		if _, err := db.Exec(`DROP TRIGGER "` + name + `"`); err != nil {
			t.Fatal(err)
		}
	}
	for table, columns := range written {
		for _, column := range columns {
			res, err := db.Exec(fmt.Sprintf(`UPDATE "%s" SET "%s" = "%s" || ? WHERE "%s" <> ''`, table, column, column, column), hostile)
			if err == nil && column == columns[0] {
				if n, _ := res.RowsAffected(); n == 0 {
					t.Errorf("nothing stands in %s", table)
				}
			}
			if err != nil {
				t.Errorf("%s.%s: %v", table, column, err)
			}
		}
	}
	if _, err := db.Exec(`UPDATE draft SET content = json_set(content, '$.headline', ?) WHERE content <> ''`, hostile); err != nil {
		t.Error(err)
	}
}
