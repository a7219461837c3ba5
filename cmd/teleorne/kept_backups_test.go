package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"teleorne/directory/sqlite"
)

// does runs a command as somebody and expects that it is done.
func (p *process) does(c *person, in, line string) string {
	p.tb.Helper()
	if c.client == nil {
		if err := c.connect(p.addr); err != nil {
			p.tb.Fatalf("%v\n%s", err, p.said())
		}
	}
	status, said, err := c.run(p.tb.Context(), in, line)
	if err != nil || status != 0 {
		p.tb.Fatalf("%s: status %d, %v\n%s\n%s", line, status, err, said, p.said())
	}
	return said
}

// copies are the names of the copies in a folder, the oldest first.
func copies(tb testing.TB, dir string) []string {
	tb.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "teleorne-*.db"))
	if err != nil {
		tb.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// until waits for a condition.
func until(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			tb.Fatalf("not within 30 s: %s", what)
		}
	}
}

// refusedToServe runs serve where it has to refuse, with a sentence that says that.
func refusedToServe(tb testing.TB, says, data string, args ...string) {
	tb.Helper()
	status, out := program(tb, serveLine(data, args...)...)
	if status != 1 || !strings.Contains(strings.ReplaceAll(out, "\u00a0", " "), says) || strings.Count(strings.TrimSpace(out), "\n") > 1 {
		tb.Errorf("serve %v: status %d, %q", args, status, out)
	}
}

// TestRegularBackups: a server that was asked to makes copies, checked, and keeps
// as many as it was told; whoever was erased after a copy was made does not
// come back with it.
func TestRegularBackups(t *testing.T) {
	if testing.Short() {
		t.Skip("copies are made a second apart")
	}
	dir := t.TempDir()
	in := func(name ...string) string { return filepath.Join(append([]string{dir}, name...)...) }
	anne, paul, ada := newPerson(t), newPerson(t), newPerson(t)
	mustRun(t, "admin", "grant", "--key", ada.line(), "--role", "administrator", "--name", "Ada", "--data", in("d"))
	p := serveProcess(t, in("d"), "--backup-dir", in("b"), "--backup-every", "1s", "--backup-keep", "3")
	for name, c := range map[string]*person{"anne": anne, "paul": paul} {
		p.does(c, (&owning{slug: name + "-test"}).document("Traductions de "+name), "me edit")
		p.does(c, "", "me submit")
		p.does(ada, "", "admin approve "+name+"-test")
	}
	before := copies(t, in("b"))
	until(t, "a copy with both, and older ones gone", func() bool {
		now := copies(t, in("b"))
		return len(now) >= 3 && (len(before) == 0 || now[0] > before[len(before)-1])
	})
	old := copies(t, in("b"))
	for _, path := range old {
		if info, err := os.Stat(path); err == nil && info.Mode() != 0o600 {
			t.Errorf("%s: %v", path, info.Mode())
		}
	}
	until(t, "rotation", func() bool { now := copies(t, in("b")); return len(now) <= 3 && now[0] > old[0] })
	keep := copies(t, in("b"))[1]
	copyFile(t, keep, in("old", "copy.db"))

	// Another server does not keep its copies there too, nor where they cannot be written.
	refusedToServe(t, "Un autre serveur garde déjà ses sauvegardes", in("other"), "--backup-dir", in("b"), "--lang", "fr")
	copyFile(t, keep, in("file"))
	refusedToServe(t, "Les sauvegardes ne peuvent pas être écrites", in("other"), "--backup-dir", in("file", "b"), "--lang", "fr")

	// Told that she is forgotten, Anne is, whatever becomes of the machine a moment later.
	p.does(anne, "", "me delete --confirm anne-test")
	p.kill()
	copyFile(t, in("b", sqlite.JournalName), in("journal"))
	both, err := os.ReadFile(in("journal"))
	here, _ := os.ReadFile(in("d", sqlite.JournalName))
	if err != nil || !bytes.Equal(both, here) || bytes.Contains(both, []byte("anne")) {
		t.Errorf("the journals: %q, %q, %v", both, here, err)
	}
	for _, c := range []struct {
		name string
		args []string
		says string
		anne bool
	}{
		{"found", nil, "Aucun journal", true},
		{"given", []string{"--erasures", in("journal")}, "1 effacement fait après la sauvegarde a été refait", false},
		{"beside", nil, "1 effacement", false},
	} {
		if c.name == "beside" {
			copyFile(t, in("journal"), in("old", sqlite.JournalName))
		}
		data := in("restored", c.name)
		status, out := program(t, append([]string{"restore", in("old", "copy.db"), "--data", data}, c.args...)...)
		if status != 0 || !strings.Contains(out, c.says) {
			t.Fatalf("%s: status %d, %s", c.name, status, out)
		}
		file, err := os.ReadFile(filepath.Join(data, sqlite.FileName))
		if err != nil || bytes.Contains(file, []byte("Traductions de anne")) != c.anne {
			t.Errorf("%s: Anne is there: %t, %v", c.name, !c.anne, err)
		}
		_, found := program(t, "search", "--json", "--data", data)
		if strings.Contains(found, "paul-test") != true || strings.Contains(found, "anne-test") != c.anne {
			t.Errorf("%s: %s", c.name, found)
		}
		mustRun(t, "doctor", "--data", data)
	}
	if err := os.WriteFile(in("journal"), []byte("PNG"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out := program(t, "restore", in("old", "copy.db"), "--data", in("n"), "--erasures", in("journal")); status != 1 ||
		!strings.Contains(out, "n’est pas un journal des effacements") {
		t.Errorf("a journal that is none: status %d, %s", status, out)
	}

	// What it keeps when it starts again is as old as it says.
	p = serveProcess(t, in("d"), "--backup-dir", in("b"), "--backup-every", "10h")
	if n := len(copies(t, in("b"))); n > 4 {
		t.Errorf("%d copies", n)
	}
	p.stop()
	if _, out := program(t, "doctor", "--data", in("d")); !strings.Contains(out, "dernière sauvegarde") {
		t.Errorf("doctor: %s", out)
	}
}

func copyFile(tb testing.TB, from, to string) {
	tb.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o700)
	}
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
}
