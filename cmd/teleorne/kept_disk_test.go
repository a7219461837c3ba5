package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"teleorne/directory/sqlite"
)

// onSmallDisk is a command that runs the program with a file system of its own,
// of that size and those options, mounted at disk, after something was prepared
// there. It needs a system that lets us mount within a namespace.
func onSmallDisk(t *testing.T, disk, prepare string, args ...string) *exec.Cmd {
	t.Helper()
	for _, namespace := range []string{"-rm", "-m"} {
		if exec.Command("unshare", namespace, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk).Run() != nil {
			continue
		}
		return exec.Command("unshare", append([]string{
			namespace, "sh", "-c", `mount -t tmpfs -o size=24m tmpfs "$0" && ` + prepare + ` && exec teleorne "$@"`, disk,
		}, args...)...)
	}
	t.Skip("no file system can be mounted here")
	return nil
}

// fill leaves no room on the disk below a folder.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 1<<16)
	for len(block) > 0 {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			block = block[:len(block)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestFullDisk: on a disk without room, who writes is told so, nothing that was
// acknowledged is lost and reading goes on; as soon as there is room, writing
// does too, without a restart.
func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	data := filepath.Join(disk, "data")
	p := beginProcess(t, onSmallDisk(t, disk, "true", serveLine(data, "--lang", "fr")...))
	p.listens()
	inside := fmt.Sprintf("/proc/%d/root%s", p.cmd.Process.Pid, disk)
	anne := newPerson(t)
	o := &owning{slug: "anne-test"}
	p.does(anne, o.document("Traductrice"), "me edit")
	p.does(anne, "", "me submit")

	last := "Traductrice"
	for round := range 3 {
		fill(t, filepath.Join(inside, "filler"))
		refused := ""
		for n := 0; n < 400 && refused == ""; n++ {
			headline := fmt.Sprintf("Essai %d-%d %s", round, n, strings.Repeat("long ", 20))[:80]
			status, said, err := anne.run(t.Context(), o.document(headline), "me edit")
			switch {
			case err != nil:
				t.Fatalf("%v\n%s", err, p.said())
			case status == 0:
				last = headline
			default:
				refused = said
			}
		}
		if !strings.Contains(refused, "Le serveur n’a pas pu écrire") {
			t.Errorf("round %d: told %q", round, refused)
		}
		if status, said, err := anne.run(t.Context(), "", "me show"); err != nil || status != 0 || !strings.Contains(said, last) {
			t.Errorf("reading on a full disk: status %d, %v, without %q: %s", status, err, last, said)
		}
		if status, _, err := anne.run(t.Context(), "", "search --json"); err != nil || status > 1 {
			t.Errorf("searching on a full disk: status %d, %v", status, err)
		}
		if err := os.Remove(filepath.Join(inside, "filler")); err != nil {
			t.Fatal(err)
		}
		last = fmt.Sprintf("Avec de la place %d", round)
		p.does(anne, o.document(last), "me edit")
	}
	// What is on that disk is sound.
	copied := filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(copied, 0o700); err != nil {
		t.Fatal(err)
	}
	p.stopAndCopy(filepath.Join(inside, "data"), copied)
	mustRun(t, "doctor", "--data", copied)
}

// stopAndCopy stops the server for a moment as a whole, takes its files as they
// are, and kills it.
func (p *process) stopAndCopy(from, to string) {
	p.tb.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGSTOP)
	defer p.kill()
	for _, name := range []string{sqlite.FileName, sqlite.FileName + "-wal"} {
		copyFile(p.tb, filepath.Join(from, name), filepath.Join(to, name))
	}
}

// TestReadOnlyDirectory: a server that could not write says so and does not start.
func TestReadOnlyDirectory(t *testing.T) {
	disk := t.TempDir()
	data := filepath.Join(disk, "data")
	for name, prepare := range map[string]string{
		"new":    `mkdir "$0/data" && mount -o remount,ro "$0"`,
		"served": `mkdir -m 700 "$0/data" && cp -p "$MADE"/* "$0/data" && mount -o remount,ro "$0"`,
	} {
		t.Run(name, func(t *testing.T) {
			made := filepath.Join(t.TempDir(), "made")
			mustRun(t, "admin", "grant", "--key", newPerson(t).line(), "--role", "moderator", "--name", "Rose", "--data", made)
			cmd := onSmallDisk(t, disk, prepare, serveLine(data, "--lang", "fr")...)
			cmd.Env = append(os.Environ(), "MADE="+made)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			var out strings.Builder
			cmd.Stdout, cmd.Stderr = io.Discard, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })()
			err := cmd.Wait()
			if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(out.String(), "Impossible d’écrire") {
				t.Errorf("%v: %s", err, out.String())
			}
		})
	}
}
