package main

import (
	"os/exec"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/rogpeppe/go-internal/testscript"
)

// dial NAME ARG… opens a session as ssh does with these words, on a terminal
// that could show anything, and leaves it open.
func cmdDial(ts *testscript.TestScript, _ bool, args []string) {
	h := &held{done: make(chan error, 1)}
	if args[1] == "dbclient" {
		h.cmd = inTerminal(dbclientLine(ts, args[2:]))
	} else {
		_, line := sshLine(ts, args[1:])
		h.cmd = exec.Command("ssh", line...)
	}
	h.cmd.Env = append(environment(ts), "TERM=xterm-256color")
	h.cmd.Stdout, h.cmd.Stderr = h, h
	var err error
	h.in, err = h.cmd.StdinPipe()
	ts.Check(err)
	ts.Check(h.cmd.Start())
	go func() { h.done <- h.cmd.Wait() }()
	ts.Defer(func() { _ = h.cmd.Process.Kill() })
	worldOf(ts).held[args[0]] = h
}

// inTerminal runs a program in a terminal of its own, for one that asks for no
// other at the other end unless it has one itself.
func inTerminal(line []string) *exec.Cmd {
	quoted := make([]string, len(line))
	for i, word := range line {
		quoted[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return exec.Command("script", "-qefc", strings.Join(quoted, " "), "/dev/null")
}

// types NAME TEXT types into an open session; \r is Enter.
func cmdTypes(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	_, err = worldOf(ts).held[args[0]].in.Write([]byte(text))
	ts.Check(err)
}

// hears NAME TEXT waits for a text after the one that was heard last; « screen »
// and « lines » as TEXT are the terminal's alternate screen and the way back
// from it. With ! nothing but text was written since.
func cmdHears(ts *testscript.TestScript, neg bool, args []string) {
	h := worldOf(ts).held[args[0]]
	if neg {
		if since := h.text()[h.heard:]; strings.ContainsRune(since, '\x1b') {
			ts.Fatalf("an escape code: %q", since)
		}
		return
	}
	want := map[string]string{"screen": "\x1b[?1049h", "lines": "\x1b[?1049l"}[args[1]]
	shown := func(s string) string { return s }
	if want == "" {
		same := strings.NewReplacer("\u00a0", " ", "’", "'")
		want = same.Replace(args[1])
		shown = func(s string) string { return same.Replace(ansi.Strip(s)) }
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		since := h.text()[h.heard:]
		if strings.Contains(shown(since), want) {
			h.heard += sort.Search(len(since), func(n int) bool { return strings.Contains(shown(since[:n]), want) })
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("never heard %q: %q", args[1], since)
		}
	}
}
