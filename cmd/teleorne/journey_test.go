package main

import (
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// terminal is a real terminal (tmux) in which a real ssh runs.
type terminal struct {
	t      *testing.T
	socket string
}

// newTerminal opens ssh to a server in a terminal of some size; arguments come
// before the host.
func newTerminal(t *testing.T, addr string, width, height int, args ...string) *terminal {
	t.Helper()
	for _, program := range []string{"tmux", "ssh"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	return runInTerminal(t, width, height, "LC_ALL=C.UTF-8 LANG=fr_FR.UTF-8 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "+
		"-o IdentityFile=none -o IdentityAgent=none -p "+port+" "+strings.Join(args, " ")+" "+host)
}

// runInTerminal runs a shell's line in a terminal.
func runInTerminal(t *testing.T, width, height int, line string) *terminal {
	t.Helper()
	term := &terminal{t, fmt.Sprintf("teleorne-%d", time.Now().UnixNano())}
	term.tmux("new-session", "-d", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height), "-e", "TERM=xterm-256color", line+"; echo ended $?; sleep 60")
	term.tmux("set", "-g", "status", "off")
	term.tmux("set", "-sg", "escape-time", "0")
	t.Cleanup(func() { term.tmux("kill-server") })
	return term
}

func (term *terminal) tmux(args ...string) string {
	term.t.Helper()
	cmd := exec.Command("tmux", append([]string{"-u", "-L", term.socket, "-f", "/dev/null"}, args...)...)
	out, err := cmd.CombinedOutput()
	if err != nil && args[0] != "kill-server" {
		term.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (term *terminal) text() string { return term.tmux("capture-pane", "-p") }

// waits until the screen shows a text.
func (term *terminal) waits(text string) {
	term.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		screen := term.text()
		if strings.Contains(screen, text) {
			return
		}
		if time.Now().After(end) {
			term.t.Fatalf("%q did not show:\n%s", text, screen)
		}
	}
}

func (term *terminal) types(text string)   { term.tmux("send-keys", "-l", text) }
func (term *terminal) keys(keys ...string) { term.tmux(append([]string{"send-keys"}, keys...)...) }

// row is the text of the line that the real cursor stands on.
func (term *terminal) row() string {
	var y int
	if _, err := fmt.Sscan(term.tmux("display-message", "-p", "#{cursor_y}"), &y); err != nil {
		term.t.Fatal(err)
	}
	lines := strings.Split(term.text(), "\n")
	return strings.TrimSpace(lines[min(y, len(lines)-1)])
}

// The journey that everything else stands on, as a person types it.
func TestFindJourney(t *testing.T) {
	addr := startServer(t, 300)
	for _, size := range [][2]int{{80, 24}, {40, 24}, {120, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			term := newTerminal(t, addr, size[0], size[1])
			term.waits("Quoi")
			term.types("comptable")
			term.waits("Comptabilité")
			term.keys("Tab")
			term.types("bellême")
			term.keys("Enter")
			term.waits("Bellême")
			term.waits("1 sur ")
			if size[0] >= 80 {
				term.waits("professionnels à moins de 15")
			}
			term.keys("Down")
			term.waits("2 sur ")
			there := term.row()
			if !strings.HasPrefix(there, "▸") && size[0] < 120 {
				t.Errorf("the cursor stands on %q", there)
			}
			term.keys("Enter")
			term.waits("Courriel")
			term.keys("Escape")
			term.waits("Quoi") // the list again
			term.waits("2 sur ")
			if back := term.row(); back != there {
				t.Errorf("came back to %q from %q", back, there)
			}
			term.keys("C-c")
			term.waits("encore une fois")
			term.keys("C-c")
			term.waits("ended 0")
		})
	}
}

// What people type roughly finds whom they would expect.
func TestRoughJourneys(t *testing.T) {
	addr := startServer(t, 300)
	for _, c := range []struct{ what, where, shows string }{
		{"developpeuse web", "", "Développeu"},
		{"traductrice anglais", "mortagne", "Traductrice anglais"},
		{"secretaire", "61130", "Secrétaire"},
		{"comtable", "", "comtable → comptable"},
	} {
		t.Run(c.what, func(t *testing.T) {
			term := newTerminal(t, addr, 80, 24)
			term.waits("Quoi")
			term.types(c.what)
			if c.where != "" {
				term.keys("Tab")
				term.types(c.where)
			}
			term.keys("Enter")
			term.waits("1 sur ")
			term.waits(c.shows)
		})
	}
}

// The user name is a link.
func TestDeepLinks(t *testing.T) {
	addr := startServer(t, 300)
	for user, shows := range map[string]string{
		"claire-dubois": "Cabinet Dubois", "bellême": "Professionnels à Bellême", "comptabilite": "compétence", "whoever": "Quoi",
	} {
		t.Run(user, func(t *testing.T) {
			newTerminal(t, addr, 80, 24, "-l", user).waits(shows)
		})
	}
}

// The same interface in the local terminal, as local administrator.
func TestBrowse(t *testing.T) {
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	program := filepath.Join(t.TempDir(), "teleorne")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data := fillDirectory(t, 60)
	term := runInTerminal(t, 80, 24, "LC_ALL=C.UTF-8 "+program+" browse --lang fr --data "+data)
	term.waits("administration locale")
	term.types("comptable")
	term.waits("1 sur ")
	term.keys("Enter", "Enter")
	term.waits("Téléphone  0") // nothing is hidden from the operator
	term.types(":ligne")
	term.waits("Lire ligne à ligne")
	term.keys("Enter")
	term.waits("Passer en plein écran") // the last lines of the first page
	term.types("écran")
	term.keys("Enter")
	term.waits("Quoi")
	term.keys("C-c", "C-c")
	term.waits("ended 0")
}
