package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// rules say what the rooms of the house, or a single file, must not import: the
// first rule whose room holds the file counts, and its exceptions are what it may.
var rules = []struct {
	room      string
	forbidden []string
	except    []string
}{
	{room: "directory/search/compare"}, // a module of its own, for comparisons only
	{room: "directory/reference", forbidden: []string{"teleorne/"}, except: []string{"teleorne/directory"}},
	{room: "directory/search", forbidden: []string{"teleorne/", "database/sql", "charm.land/"}, except: []string{"teleorne/directory"}},
	{room: "directory/sqlite", forbidden: []string{"teleorne/", "charm.land/"}, except: []string{"teleorne/directory"}},
	{room: "directory/exchange", forbidden: []string{"teleorne/", "database/sql", "charm.land/"}, except: []string{"teleorne/directory"}},
	{room: "directory/demo", forbidden: []string{"teleorne/", "database/sql", "charm.land/"}, except: []string{"teleorne/directory"}},
	{room: "directory/storetest", forbidden: []string{"teleorne/", "database/sql", "charm.land/"}, except: []string{"teleorne/directory"}},
	// A public key is part of who somebody is, and the domain reads it; how it is
	// proven is the server's alone.
	{room: "directory/key.go", forbidden: []string{"teleorne/", "database/sql", "modernc.org/", "charm.land/", "github.com/charmbracelet/"}},
	{room: "directory", forbidden: []string{"teleorne/", "database/sql", "modernc.org/", "charm.land/", "github.com/charmbracelet/", "golang.org/x/crypto/ssh"}},
	// It serves the directory on which the tests of screens are played.
	{room: "tui/screen/screentest", forbidden: []string{"teleorne/tui/screen/", "teleorne/server", "teleorne/cmd", "database/sql"}},
	{room: "tui/screen/", forbidden: []string{"teleorne/tui/screen/", "teleorne/server", "teleorne/cmd", "teleorne/directory/sqlite", "teleorne/directory/search", "database/sql"}},
	{room: "tui/theme", forbidden: []string{"teleorne/"}},
	{room: "tui/keys", forbidden: []string{"teleorne/"}},
	{room: "tui/text", forbidden: []string{"teleorne/"}, except: []string{"teleorne/directory"}},
	{room: "tui/widget", forbidden: []string{"teleorne/"}, except: []string{"teleorne/directory", "teleorne/tui/theme"}},
	{room: "server/host", forbidden: []string{"teleorne/", "charm.land/ssh", "charm.land/wish", "golang.org/x/crypto/ssh"}},
	{room: "server/command", forbidden: []string{"teleorne/server", "teleorne/cmd", "teleorne/directory/sqlite", "teleorne/directory/search", "database/sql", "charm.land/", "golang.org/x/crypto/ssh", "os"}},
	// What screens share knows none of them.
	{room: "tui/", forbidden: []string{"teleorne/tui/screen/", "teleorne/server", "teleorne/cmd", "teleorne/directory/sqlite", "teleorne/directory/search", "database/sql"}},
	{room: "tui", forbidden: []string{"teleorne/server", "teleorne/cmd", "teleorne/directory/sqlite", "teleorne/directory/search", "database/sql"}},
	{room: "server", forbidden: []string{"teleorne/cmd", "teleorne/directory/sqlite", "teleorne/directory/search", "database/sql"}},
}

// Arrows run one way: cmd → server → tui → directory (README, « How it is built »).
func TestArrows(t *testing.T) {
	const top = "../.."
	seen := 0
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(top, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		seen++
		for _, imp := range file.Imports {
			name, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			if !allowed(filepath.ToSlash(rel), name) {
				t.Errorf("%s must not import %s", rel, name)
			}
			if strings.HasPrefix(name, "teleorne/") && strings.HasSuffix(name, "test") {
				t.Errorf("%s imports %s, which is for tests alone", rel, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Errorf("only %d files were looked at", seen)
	}
}

func allowed(file, imported string) bool {
	for _, r := range rules {
		if file != r.room && !strings.HasPrefix(file, strings.TrimSuffix(r.room, "/")+"/") {
			continue
		}
		if strings.HasSuffix(r.room, "/") && strings.Count(strings.TrimPrefix(file, r.room), "/") == 0 {
			continue // the room's own files, not those of the rooms within
		}
		for _, e := range r.except {
			if imported == e {
				return true
			}
		}
		for _, f := range r.forbidden {
			if strings.HasPrefix(imported, f) {
				return own(file, imported)
			}
		}
		return true
	}
	return true
}

// own tells whether a package imports what lies within its own room.
func own(file, imported string) bool {
	dir := "teleorne/" + filepath.ToSlash(filepath.Dir(file))
	return strings.HasPrefix(imported+"/", dir+"/") && !strings.HasPrefix(dir, "teleorne/directory")
}
