package main

import (
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// keyInFile is a key that the ssh client can use.
func keyInFile(t *testing.T) (path string, signer ssh.Signer) {
	t.Helper()
	private, signer := newPrivateKey(t)
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, signer
}

// A command that is typed for on a terminal: what is typed shows, can be rubbed
// out, and is ended by ^D; ^C gives up, and nothing is saved.
func TestTypingAProfile(t *testing.T) {
	addr, srv := serveFor(t, 0)
	path, signer := keyInFile(t)
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	edit := "LC_ALL=C.UTF-8 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR " +
		"-o IdentityAgent=none -o IdentitiesOnly=yes -i " + path + " -p " + port + " -t " + host + " me edit"
	c := caller{t, addr}

	begin := func() *terminal {
		term := runInTerminal(t, 80, 24, edit)
		for range 500 { // the command says nothing until it has read all
			if srv.Sessions() == 1 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(300 * time.Millisecond) // for ssh to hand the keys on
		return term
	}
	term := begin()
	term.types(`{"name": "Ada Dupomt`)
	term.waits("Dupomt")
	term.keys("BSpace", "BSpace")
	term.types(`nt",`)
	term.waits(`"Ada Dupont",`)
	term.keys("C-c")
	term.waits("^C")
	term.waits("ended 1")
	term.tmux("kill-server")
	if out, _ := c.runs(c.as(signer), "", "whoami --json"); !strings.Contains(out, `"identified"`) {
		t.Errorf("after ^C: %s", out)
	}

	term = begin()
	term.types(`{"name": "Éloïse Dupont", "status": "independent",`)
	term.keys("Enter")
	term.types(`"headline": "Comptable", "skills": ["comptabilite"], "commune": "61001"}`)
	term.keys("Enter")
	term.waits(`"61001"}`)
	term.keys("C-d")
	term.waits("brouillon")
	term.waits("ended 0")
	if out, _ := c.runs(c.as(signer), "", "me show"); !strings.Contains(out, "Éloïse Dupont") {
		t.Errorf("after ^D: %s", out)
	}
}

// The user names that lead to a profile of one's own: how to make a key, the
// privacy notice, or the profile that is there.
func TestSignUpLinks(t *testing.T) {
	addr, _ := serveFor(t, 0)
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	path, signer := keyInFile(t)
	c := caller{t, addr}
	visit := func(user string) *terminal {
		return runInTerminal(t, 80, 24, "LC_ALL=C.UTF-8 LANG=fr_FR.UTF-8 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "+
			"-o LogLevel=ERROR -o IdentityAgent=none -o IdentitiesOnly=yes -i "+path+" -p "+port+" -l "+user+" "+host)
	}
	for _, user := range []string{"inscription", "join"} {
		newTerminal(t, addr, 80, 24, "-l", user).waits("Windows")
		visit(user).waits("18 ans")
	}
	c.signUp(signer, "Ada Dupont")
	for _, user := range []string{"inscription", "join"} {
		term := visit(user)
		term.waits("Ada Dupont")
		term.waits("rouillon")
	}
}
