package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The README names tests that show what it says, and fields of the interface to
// administrators: they are there.
func TestReadmeNamesWhatIsThere(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var tests, code strings.Builder
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		source, err := os.ReadFile(path)
		if strings.HasSuffix(path, "_test.go") {
			tests.Write(source)
		} else {
			code.Write(source)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range regexp.MustCompile(`\b(Test|Benchmark|Fuzz)[A-Z]\w+`).FindAllString(string(text), -1) {
		if !strings.Contains(tests.String(), "func "+name+"(") {
			t.Errorf("no test is called %s", name)
		}
	}
	for _, name := range regexp.MustCompile(`\bteleorne_\w+`).FindAllString(string(text), -1) {
		if !strings.Contains(code.String(), name) {
			t.Errorf("nothing is measured as %s", name)
		}
	}
	for _, name := range regexp.MustCompile("`(?:cmd|directory|tui|server)/[\\w/.-]+`").FindAllString(string(text), -1) {
		if _, err := os.Stat(filepath.Join(root, strings.Trim(name, "`"))); err != nil {
			t.Error(err)
		}
	}
}
