package main

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// held is a session in a terminal that a script leaves open.
type held struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	done chan error
	mu   sync.Mutex
	said bytes.Buffer

	heard int // bytes of it that a script waited for
}

func (h *held) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.said.Write(p)
}

func (h *held) text() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.said.String()
}

// hold NAME [-as KEY] opens the interface on the server started last, in a
// terminal of ssh's own making, and waits until it is there.
func cmdHold(ts *testscript.TestScript, _ bool, args []string) {
	options := []string{
		"-F", "none", "-tt", "-p", worldOf(ts).port, "-o", "UserKnownHostsFile=" + ts.MkAbs("known_hosts"), "-o", "StrictHostKeyChecking=accept-new",
		"-o", "LogLevel=ERROR", "-o", "IdentityAgent=none", "-o", "IdentitiesOnly=yes",
	}
	if len(args) == 3 && args[1] == "-as" {
		options = append(options, "-i", ts.MkAbs(args[2]))
	} else {
		options = append(options, "-o", "IdentityFile=none")
	}
	h := &held{done: make(chan error, 1)}
	h.cmd = exec.Command("ssh", append(options, "-l", "nobody", "127.0.0.1")...)
	h.cmd.Env = append(environment(ts), "TERM=xterm-256color")
	h.cmd.Stdout, h.cmd.Stderr = h, h
	var err error
	h.in, err = h.cmd.StdinPipe()
	ts.Check(err)
	ts.Check(h.cmd.Start())
	go func() { h.done <- h.cmd.Wait() }()
	ts.Defer(func() { _ = h.cmd.Process.Kill() })
	for end := time.Now().Add(10 * time.Second); !strings.Contains(h.text(), "\x1b[?1049h"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			ts.Fatalf("no interface: %q", h.text())
		}
	}
	worldOf(ts).held[args[0]] = h
}

// ended NAME STATUS [TEXT] waits two seconds at most until a held session has
// ended, with that status, and has said that. With ! it is still open then.
func cmdEnded(ts *testscript.TestScript, neg bool, args []string) {
	h := worldOf(ts).held[args[0]]
	select {
	case err := <-h.done:
		h.done <- err // for whoever asks again
		if neg {
			ts.Fatalf("it ended: %v: %q", err, h.text())
		}
		var exit *exec.ExitError
		status := "exit status 0"
		if errors.As(err, &exit) {
			status = exit.ProcessState.String()
		}
		if want := "exit status " + args[1]; status != want {
			ts.Fatalf("%s, want %s: %q", status, want, h.text())
		}
		same := strings.NewReplacer("\u00a0", " ", "’", "'")
		if len(args) > 2 && !strings.Contains(same.Replace(h.text()), same.Replace(args[2])) {
			ts.Fatalf("without %q: %q", args[2], h.text())
		}
	case <-time.After(2 * time.Second):
		if !neg {
			ts.Fatalf("after two seconds it is still open: %q", h.text())
		}
	}
}
