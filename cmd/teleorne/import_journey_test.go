package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// administrator makes the holder of a key an administrator.
func administrator(t *testing.T, signer ssh.Signer) func(*directory.Service) {
	return func(svc *directory.Service) {
		t.Helper()
		k, blob, err := directory.ParseKey(strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer.PublicKey()))) + " Mairie")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := svc.Grant(t.Context(), directory.Operator(), k, blob, directory.RoleAdministrator); err != nil {
			t.Fatal(err)
		}
	}
}

// administers serves a directory with an administrator, and opens ssh to it in a
// terminal with their key.
func administers(t *testing.T, width, height int) (term *terminal, c caller, key ssh.Signer) {
	t.Helper()
	path, signer := keyInFile(t)
	addr, _ := serveWith(t, 0, administrator(t, signer))
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	term = runInTerminal(t, width, height, "LC_ALL=C.UTF-8 LANG=fr_FR.UTF-8 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "+
		"-o LogLevel=ERROR -o IdentityAgent=none -o IdentitiesOnly=yes -i "+path+" -p "+port+" "+host)
	return term, caller{t, addr}, signer
}

// pastes pastes a text as a terminal does that marks what is pasted.
func (term *terminal) pastes(text string) {
	term.t.Helper()
	file := filepath.Join(term.t.TempDir(), "pasted")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		term.t.Fatal(err)
	}
	term.tmux("load-buffer", file)
	term.tmux("paste-buffer", "-p")
}

// A file of half a megabyte goes from a clipboard through ssh into the
// directory: more than what anybody else may paste.
func TestImportJourney(t *testing.T) {
	term, c, key := administers(t, 80, 24)
	term.waits("Quoi")
	term.types(":")
	term.waits("Que faire")
	term.types("import")
	term.keys("Enter")
	term.waits("Importer des fiches")
	term.types("1")
	term.waits("Collez le fichier ici")
	var b strings.Builder
	b.WriteString("name,status,headline,skills,commune,description\n")
	rows := 0
	for ; b.Len() < 512<<10; rows++ {
		fmt.Fprintf(&b, "Personne %d,independent,Comptable,comptabilite,Bellême,%s\n", rows, strings.Repeat("Des textes et encore des textes. ", 40))
	}
	term.pastes(b.String())
	term.waits(fmt.Sprintf("%d lignes, ", rows+1))
	term.keys("Tab")
	term.types("13")
	term.waits(fmt.Sprintf("Créations  %d", rows))
	term.types("1")
	term.waits("Importer ces fiches")
	term.types("2")
	term.waits("importé")
	if out, _ := c.runs(c.as(key), "", "search comptable --json --limit 1"); !strings.Contains(out, fmt.Sprintf(`"total":%d`, rows)) && !strings.Contains(out, fmt.Sprintf(`"total": %d`, rows)) {
		t.Errorf("%d were imported, and found: %.200s", rows, out)
	}
}
