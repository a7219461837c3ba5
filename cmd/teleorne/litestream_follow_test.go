package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"teleorne/directory/sqlite"
)

// TestLitestreamFollows: a copy that « litestream restore -f » keeps is served
// while changes arrive, erasures and what they leave to be swept among them, and
// while that program is killed at any moment and started again. How late changes
// are found is printed.
func TestLitestreamFollows(t *testing.T) {
	litestream := litestream(t)
	dir := t.TempDir()
	data, there, replica := filepath.Join(dir, "data"), filepath.Join(dir, "copy"), "file://"+filepath.Join(dir, "replica")
	file := filepath.Join(there, sqlite.FileName)
	ada, gone := newPerson(t), newPerson(t)
	mustRun(t, "admin", "grant", "--key", ada.line(), "--role", "administrator", "--name", "Ada", "--data", data)
	primary := serveProcess(t, data)
	beginProcess(t, exec.Command(litestream, "replicate", filepath.Join(data, sqlite.FileName), replica))
	primary.does(gone, (&owning{slug: "qui-part"}).document("Traductrice qui part"), "me edit")
	if err := os.Mkdir(there, 0o700); err != nil {
		t.Fatal(err)
	}
	// It finds nothing to restore before the first change was replicated.
	var follower *process
	follow := func() { follower = beginProcess(t, exec.Command(litestream, "restore", "-f", "-o", file, replica)) }
	until(t, "the copy", func() bool {
		if follower == nil || follower.over() {
			follow()
		}
		return sqlite.Followed(file)
	})
	reader := serveProcess(t, there, "--follow", "annuaire.example")

	visitor := newPerson(t)
	shown := func(slug string) bool {
		if visitor.client == nil {
			if err := visitor.connect(reader.addr); err != nil {
				t.Fatal(err)
			}
		}
		status, said, err := visitor.run(t.Context(), "", "search --json "+strings.ReplaceAll(slug, "-", " "))
		if err != nil || status != 0 {
			t.Fatalf("status %d, %v: %s\n%s", status, err, said, reader.said())
		}
		return strings.Contains(said, `"`+slug+`"`)
	}
	people := 0
	add := func() string {
		slug := fmt.Sprintf("personne-%c%c", 'a'+people/26, 'a'+people%26)
		people++
		primary.does(ada, "name,status,headline,skills,commune\n"+strings.ReplaceAll(slug, "-", " ")+
			",independent,Traductrice,traduction,Alençon\n", "admin import profiles - --publish")
		return slug
	}
	var late figures
	for range 20 {
		time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond) // it looks once a second, and so does the copy
		slug, at := add(), time.Now()
		until(t, slug+" is shown", func() bool { return shown(slug) })
		late = append(late, time.Since(at).Seconds())
	}
	t.Logf("found on the copy after %.1f s (median), %.1f s (longest)", late.median(), late.top())

	primary.does(gone, "", "me delete --confirm qui-part")
	for range 5 {
		add()
		time.Sleep(time.Duration(200+100*people) * time.Millisecond)
		follower.kill()
		add()
		follow()
	}
	last := add()
	until(t, last+" is shown", func() bool { return shown(last) })
	found := regexp.MustCompile(`"total":(\d+)`)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		here, there := found.FindString(primary.does(ada, "", "search --json")), found.FindString(reader.does(visitor, "", "search --json"))
		if here == there && here == fmt.Sprintf(`"total":%d`, people) {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%s, and %s on the copy, of %d", here, there, people)
		}
	}
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	reader.stop()
	mustRun(t, "doctor", "--data", there)
	until(t, "who was forgotten is forgotten", func() bool {
		text, err := os.ReadFile(file)
		return err == nil && !strings.Contains(string(text), "Traductrice qui part")
	})
	if said := reader.said(); strings.Contains(said, "level=ERROR") {
		t.Errorf("%s", said)
	}
}

// over tells whether it has ended.
func (p *process) over() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}
