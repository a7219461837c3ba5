package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"teleorne/directory/sqlite"
)

// litestreamDelay is how much of the last moments may be lost with the machine.
const litestreamDelay = 5 * time.Second

// TestLitestream: with Litestream beside the server, a machine that is lost
// comes back from the replica with everything that was acknowledged up to the
// delay that the README states, erasures included.
func TestLitestream(t *testing.T) {
	litestream := litestream(t)
	dir := t.TempDir()
	data, replica := filepath.Join(dir, "data"), filepath.Join(dir, "replica")
	config := filepath.Join(dir, "litestream.yml")
	recipe := strings.NewReplacer("/var/lib/teleorne/teleorne.db", filepath.Join(data, sqlite.FileName), "/srv/replica/teleorne", replica).
		Replace(deployed(t, "litestream.yml"))
	if err := os.WriteFile(config, []byte(recipe), 0o600); err != nil {
		t.Fatal(err)
	}
	ada := newPerson(t)
	mustRun(t, "admin", "grant", "--key", ada.line(), "--role", "administrator", "--name", "Ada", "--data", data)
	server := serveProcess(t, data)
	replicator := beginProcess(t, exec.Command(litestream, "replicate", "-config", config))
	gone := newPerson(t)
	server.does(gone, (&owning{slug: "qui-part"}).document("Traductrice qui part"), "me edit")
	server.does(gone, "", "me submit")

	type told struct {
		slug string
		at   time.Time
	}
	var acknowledged []told
	add := func(n int) {
		slug := fmt.Sprintf("personne-%c%c", 'a'+n/26, 'a'+n%26)
		server.does(ada, "name,status,headline,skills,commune\n"+strings.ReplaceAll(slug, "-", " ")+
			",independent,Traductrice,traduction,Alençon\n", "admin import profiles - --publish")
		acknowledged = append(acknowledged, told{slug, time.Now()})
	}
	for n := range 30 {
		add(n)
	}
	server.does(gone, "", "me delete --confirm qui-part")
	erased := time.Now()
	for n := 30; time.Since(erased) < litestreamDelay+time.Second; n++ {
		add(n)
		time.Sleep(100 * time.Millisecond)
	}
	lost := time.Now()
	replicator.kill()
	server.kill()
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}

	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(litestream, "restore", "-config", config, filepath.Join(data, sqlite.FileName)).CombinedOutput(); err != nil {
		t.Fatalf("restore: %v\n%s\n%s", err, out, replicator.said())
	}
	if err := os.Chmod(filepath.Join(data, sqlite.FileName), 0o600); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "doctor", "--data", data)
	_, found := program(t, "search", "--json", "--limit", "500", "--data", data)
	due, there := 0, 0
	for _, a := range acknowledged {
		has := strings.Contains(found, a.slug)
		if has {
			there++
		}
		if lost.Sub(a.at) >= litestreamDelay {
			due++
			if !has {
				t.Errorf("%s, acknowledged %s before the machine was lost, is not there", a.slug, lost.Sub(a.at))
			}
		}
	}
	t.Logf("%d of %d acknowledged are there, %d were due", there, len(acknowledged), due)
	file, err := os.ReadFile(filepath.Join(data, sqlite.FileName))
	if err != nil || strings.Contains(string(file), "Traductrice qui part") {
		t.Errorf("who was forgotten is there: %v", err)
	}
}
