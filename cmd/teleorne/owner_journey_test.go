package main

import (
	"fmt"
	"net"
	"strings"
	"testing"
)

// owns opens ssh to a server in a terminal, with a key, on the page of one's
// own profile.
func owns(t *testing.T, addr, key string, width, height int) *terminal {
	t.Helper()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	return runInTerminal(t, width, height, "LC_ALL=C.UTF-8 LANG=fr_FR.UTF-8 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "+
		"-o LogLevel=ERROR -o IdentityAgent=none -o IdentitiesOnly=yes -i "+key+" -p "+port+" -l inscription "+host)
}

// starts reads the privacy notice to its end and begins.
func (term *terminal) starts() {
	term.waits("Avant de commencer")
	for range 8 {
		if strings.Contains(term.text(), "codes de secours") {
			return
		}
		term.keys("Enter")
		term.pause()
	}
	term.waits("codes de secours")
}

// pause is about what a person takes between two keys.
func (term *terminal) pause() { term.tmux("run-shell", "sleep 0.3") }

// From an unknown key to a submitted profile, with a line that is cut in the
// middle; then another device, a change that is live at once, and the way out.
func TestOwnersJourney(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 24}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			width, height := size[0], size[1]
			addr, _ := serveFor(t, 0)
			c := caller{t, addr}
			path, signer := keyInFile(t)

			term := owns(t, addr, path, width, height)
			term.starts()
			term.keys("Enter") // the codes are noted
			term.waits("1 ☐ Qui")
			term.keys("Enter")
			term.waits("· Qui")
			term.types("Éloïse Lefèvre")
			term.keys("Tab")
			term.types("1")
			term.keys("Tab")
			term.types("Traductr")
			term.pause()
			term.tmux("kill-server") // the line is cut, a word half typed

			term = owns(t, addr, path, width, height)
			term.waits("Éloïse Lefèvre")
			term.keys("e")
			term.waits("1 ☑ Qui")
			term.types("1")
			term.waits("· Qui")
			term.waits("Traductr")
			term.keys("Tab", "Tab")
			term.types("ice technique")
			term.waits("Traductrice technique")
			term.keys("Escape")
			term.waits("☑ Qui")
			term.types("2")
			term.waits("· Compétences")
			term.types("relecture")
			term.waits("Correction et relecture")
			term.keys("Enter", "Escape")
			term.waits("☑ Compétences")
			term.types("3")
			term.waits("· Où")
			term.types("Bellême")
			term.keys("Tab", "Escape")
			term.waits("☑ Où")
			term.keys("v")
			term.waits("· Relire")
			term.waits("Envoyer")
			term.keys("v")
			term.waits("En relecture")
			if out, _ := c.runs(c.as(signer), "", "me show"); !strings.Contains(out, `"pending"`) || !strings.Contains(out, "Traductrice technique") {
				t.Errorf("after submitting: %s", out)
			}
			term.tmux("kill-server")

			// Another device of the same person.
			code, _ := c.runs(c.as(signer), "", "me link")
			other, second := keyInFile(t)
			term = owns(t, addr, other, width, height)
			term.waits("Avant de commencer")
			for range 8 {
				if strings.Contains(term.text(), "3 J’ai déjà une fiche") {
					break
				}
				term.keys("PageDown")
				term.pause()
			}
			term.types("3")
			term.waits("ode")
			term.types(strings.TrimSpace(code))
			term.keys("Enter")
			term.waits("Éloïse Lefèvre")
			if out, _ := c.runs(c.as(second), "", "whoami --json"); !strings.Contains(out, `"eloise-lefevre"`) {
				t.Errorf("the other device: %s", out)
			}

			// The way out: the slug, typed, then the receipt.
			term.keys(":")
			term.types("quitter l'annuaire")
			term.keys("Enter")
			term.waits("Pour confirmer") // the field is there
			term.types("eloise-lefevre")
			term.keys("Enter")
			term.waits("eçu")
			if out, _ := c.runs(c.as(second), "", "whoami --json"); !strings.Contains(out, `"identified"`) {
				t.Errorf("after leaving: %s", out)
			}
			if out, _ := c.runs(c.as(signer), "", "show eloise-lefevre"); out != "" {
				t.Errorf("still shown: %s", out)
			}
		})
	}
}
