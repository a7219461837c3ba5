package main

import (
	"bytes"
	"context"
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"teleorne/directory"
	"teleorne/server/command"
	"teleorne/tui/text"
)

func TestLocale(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want text.Lang
	}{
		{nil, text.French},
		{map[string]string{"LANG": "en_GB.UTF-8"}, text.English},
		{map[string]string{"LANG": "en_GB.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, text.French},
		{map[string]string{"LANG": "fr_FR", "LC_MESSAGES": "en_US"}, text.English},
		{map[string]string{"LANG": "de_DE.UTF-8"}, text.French},
		{map[string]string{"LC_ALL": "fr_FR", "TELEORNE_LANG": "en"}, text.English},
		{map[string]string{"LANG": "C"}, text.French},
		{map[string]string{"LANG": "fr_FR", "TELEORNE_LANG": "Anglais"}, text.English},
		{map[string]string{"LANG": "en_GB.UTF-8", "TELEORNE_LANG": "klingon"}, text.English}, // in which it is refused
	} {
		if got := locale(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v: %s", c.env, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct{ given, want []string }{
		{nil, nil},
		{[]string{":1"}, []string{":1"}},
		{[]string{":1", "[::1]:2"}, []string{":1", "[::1]:2"}},
		{[]string{":1, :2", ":3,"}, []string{":1", ":2", ":3"}},
		{[]string{" , "}, nil},
	} {
		if got := (&serveOptions{addrs: c.given}).addresses(); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q", c.given, got)
		}
	}
}

func TestSSHCommand(t *testing.T) {
	for addr, want := range map[string]string{
		"0.0.0.0:6122": "ssh -p 6122 localhost", "[::]:6122": "ssh -p 6122 localhost", "127.0.0.1:22": "ssh -p 22 localhost",
		"192.0.2.7:6122": "ssh -p 6122 192.0.2.7", "[2001:db8::1]:6122": "ssh -p 6122 2001:db8::1",
	} {
		a, err := net.ResolveTCPAddr("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := sshCommand(a); got != want {
			t.Errorf("%s: %s", addr, got)
		}
	}
}

// Rubbish takes no more memory than what is told of it, and none of it is lost
// from the count.
func TestImportOfManyBadLines(t *testing.T) {
	const more = 23
	in := strings.NewReader("slug,label_fr,label_en,domain_fr,domain_en\n" + strings.Repeat("x\n", directory.MaxProblems+more))
	var told bytes.Buffer
	got := execute(t.Context(), []string{"import", "skills", "-", "--data", t.TempDir(), "--dry-run", "--lang", "en"}, in,
		&bytes.Buffer{}, &told, func(string) string { return "" })
	lines := strings.Split(strings.TrimSpace(told.String()), "\n")
	if got != command.Failed || len(lines) != directory.MaxProblems+3 {
		t.Fatalf("status %d, %d lines", got, len(lines))
	}
	last := strconv.Itoa(directory.MaxProblems + 1) // behind the header
	if told := lines[directory.MaxProblems-1]; !strings.HasPrefix(told, "line "+last+": ") {
		t.Errorf("the last line told is %q", told)
	}
	if told := lines[directory.MaxProblems:]; !strings.Contains(told[0], "23 bad lines") || !strings.Contains(told[1], "100,023 bad lines") {
		t.Errorf("at the end %q", told)
	}
}

// Of two servers one gets the directory, and the other one once it is gone.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), lockFile)
	if isServed(path) {
		t.Error("served before anybody came")
	}
	unlock, err := lockDirectory(path, "d")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lockDirectory(path, "d"); err == nil {
		t.Error("locked twice")
	}
	if !isServed(path) {
		t.Error("not served although locked")
	}
	unlock()
	if isServed(path) {
		t.Error("still served")
	}
	again, err := lockDirectory(path, "d")
	if err != nil {
		t.Fatal(err)
	}
	again()
}

// The bar is whole at the end, uses no escape code, and stays away where
// nobody watches.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	if newProgress(&out) != nil {
		t.Error("a bar in a file")
	}
	var none *progress
	none.at(1, 2)
	none.end()
	p := &progress{w: &out}
	for i := range 1001 {
		p.at(i, 1000)
	}
	p.end()
	if s := out.String(); !strings.HasSuffix(s, strings.Repeat("#", barWidth)+"] 1000/1000 \n") || strings.Contains(s, "\x1b") {
		t.Errorf("%q", s)
	}
	if n := strings.Count(out.String(), "\r"); n > 20 {
		t.Errorf("drawn %d times", n)
	}
}

// The whole of local help, in both languages: every flag of serve names its
// variable, and no page says anything in the other language or in cobra's.
func TestLocalHelp(t *testing.T) {
	pages := [][]string{
		{"help"},
		{"help", "serve"},
		{"help", "browse"},
		{"help", "import"},
		{"help", "export"},
		{"help", "admin"},
		{"help", "admin", "grant"},
		{"help", "admin", "revoke"},
		{"help", "backup"},
		{"help", "restore"},
		{"help", "doctor"},
		{"help", "version"},
		{"help", "completion"},
	}
	foreign := map[string][]string{
		"fr": {"Usage:", "Flags", "Available", "help for", " the ", " and ", "default"},
		"en": {" le ", " les ", " des ", "Usage :", " et ", "afficher", "Commandes"},
	}
	for _, page := range pages {
		for lang, words := range foreign {
			var out, errw bytes.Buffer
			getenv := func(name string) string { return map[string]string{"TELEORNE_LANG": lang}[name] }
			if status := execute(context.Background(), page, strings.NewReader(""), &out, &errw, getenv); status != 0 {
				t.Fatalf("%v: status %d, %s", page, status, errw.String())
			}
			for _, w := range words {
				if strings.Contains(out.String(), w) {
					t.Errorf("%v in %s says %q:\n%s", page, lang, w, out.String())
				}
			}
			if strings.Contains(out.String(), "command.") || strings.Contains(out.String(), "local.") {
				t.Errorf("%v in %s shows a key:\n%s", page, lang, out.String())
			}
		}
	}
	var out bytes.Buffer
	execute(context.Background(), []string{"help", "serve"}, strings.NewReader(""), &out, &out, func(string) string { return "" })
	for _, flag := range []string{
		"addr", "data", "demo", "lang", "max-sessions", "max-sessions-per-ip", "max-startups", "login-grace", "idle-timeout",
		"command-rate", "reveal-rate", "report-rate", "grace", "backup-dir", "backup-every", "backup-keep", "log-format", "controller", "contact", "host",
		"remind-months", "lower-months", "hide-months", "erase-months",
	} {
		if s := out.String(); !strings.Contains(s, "--"+flag) || !strings.Contains(s, variable(flag)) {
			t.Errorf("help does not name --%s and %s", flag, variable(flag))
		}
	}
}
