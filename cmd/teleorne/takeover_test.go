package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"teleorne/directory"
	"teleorne/directory/demo"
	"teleorne/directory/reference"
	"teleorne/directory/search"
	"teleorne/directory/sqlite"
)

// profiles is the size of the directory that what takes time is measured with:
// TELEORNE_PROFILES, or one that a test may have.
func profiles(tb testing.TB) int {
	tb.Helper()
	n, err := strconv.Atoi(os.Getenv("TELEORNE_PROFILES"))
	switch {
	case os.Getenv("TELEORNE_PROFILES") == "":
		return 500
	case err != nil || n < 1 || n > maxDemo:
		tb.Fatalf("TELEORNE_PROFILES: %q", os.Getenv("TELEORNE_PROFILES"))
	}
	return n
}

// bigDirectory makes the file of a fictional directory, with the time that a large
// one takes on a busy machine.
func bigDirectory(tb testing.TB, n int) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), sqlite.FileName)
	store, err := sqlite.Open(tb.Context(), file, sqlite.Options{WriteTimeout: time.Hour})
	if err != nil {
		tb.Fatal(err)
	}
	var indexes search.Maker
	svc, err := directory.NewService(tb.Context(), directory.Options{
		Store: store, Atlas: reference.Atlas(), NewIndex: func(c *directory.Catalog) directory.Index { return indexes.New(c) },
		Reference: reference.Delivered(),
	})
	if err == nil {
		err = demo.Fill(tb.Context(), svc, n)
	}
	if err := errors.Join(err, store.Close()); err != nil {
		tb.Fatal(err)
	}
	return file
}

// TestTakeOver: another machine takes the place of one that is lost, from a copy
// and from Litestream's replica. What was acknowledged before is there, clients
// find the host key that they know, and what each step takes is printed.
func TestTakeOver(t *testing.T) {
	n := profiles(t)
	made := bigDirectory(t, n)
	for name, standby := range map[string]standby{"copy": {copyAway, restoreCopy}, "litestream": {replicate, restoreReplica}} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			copyFile(t, made, filepath.Join(data, sqlite.FileName))
			server := serveProcess(t, data)
			last := newPerson(t)
			server.does(last, (&owning{slug: "derniere-venue"}).document("Traductrice de la dernière heure"), "me edit")
			key := hostKeyOf(t, server.addr)
			away := standby.leave(t, data)
			server.kill()
			hostKey := filepath.Join(t.TempDir(), hostKeyFile)
			copyFile(t, filepath.Join(data, hostKeyFile), hostKey)
			size := fileSize(filepath.Join(data, sqlite.FileName))
			if err := os.RemoveAll(data); err != nil {
				t.Fatal(err)
			}

			there := t.TempDir()
			began := time.Now()
			standby.restore(t, away, there)
			restored := time.Now()
			copyFile(t, hostKey, filepath.Join(there, hostKeyFile))
			server = serveProcess(t, there)
			listens := time.Now()
			s := dial(t, server.addr)
			first := s.frame()
			s.close()
			t.Logf("%d profiles, database %.1f MB, away %.1f MB: restored after %.2f s, listening %.2f s later, first screen %.0f ms after that",
				n, size/1e6, sizeOf(t, away)/1e6, restored.Sub(began).Seconds(), listens.Sub(restored).Seconds(), float64(first.last.Sub(listens).Microseconds())/1000)
			if first.bytes == 0 {
				t.Error("no first screen")
			}
			if !bytes.Equal(hostKeyOf(t, server.addr), key) {
				t.Error("the host key is another")
			}
			if said := server.does(newPerson(t), "", "search --json --limit 1"); !strings.Contains(said, fmt.Sprintf(`"total":%d,`, n)) {
				t.Errorf("%s", said)
			}
			last.hangUp()
			if said := server.does(last, "", "me show"); !strings.Contains(said, "Traductrice de la dernière heure") {
				t.Errorf("%s", said)
			}
			server.stop()
			mustRun(t, "doctor", "--data", there)
		})
	}
}

// standby is a way to have a directory on another machine.
type standby struct {
	leave   func(t *testing.T, data string) (away string)
	restore func(t *testing.T, away, data string)
}

func copyAway(t *testing.T, data string) string {
	away := filepath.Join(t.TempDir(), "away")
	if err := os.Mkdir(away, 0o700); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "backup", filepath.Join(away, "copy.db"), "--data", data)
	return away
}

func restoreCopy(t *testing.T, away, data string) {
	mustRun(t, "restore", filepath.Join(away, "copy.db"), "--data", data)
}

// replicate returns when the replica holds all that was written.
func replicate(t *testing.T, data string) string {
	away := filepath.Join(t.TempDir(), "away")
	runLitestream(t, "replicate", "-once", filepath.Join(data, sqlite.FileName), "file://"+away)
	return away
}

func restoreReplica(t *testing.T, away, data string) {
	file := filepath.Join(data, sqlite.FileName)
	runLitestream(t, "restore", "-o", file, "file://"+away)
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
}

// litestream is the path of the program that replicates.
func litestream(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("litestream")
	if err != nil {
		t.Skip("litestream is not here: go install github.com/benbjohnson/litestream/cmd/litestream@v0.5.18")
	}
	return path
}

func runLitestream(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command(litestream(t), args...).CombinedOutput(); err != nil {
		t.Fatalf("litestream %v: %v\n%s", args, err, out)
	}
}

// hostKeyOf is the key that a server shows.
func hostKeyOf(t *testing.T, addr string) (key []byte) {
	t.Helper()
	client, err := ssh.Dial("tcp", addr, &ssh.ClientConfig{
		User: "public", Timeout: 20 * time.Second,
		HostKeyCallback: func(_ string, _ net.Addr, k ssh.PublicKey) error {
			key = k.Marshal()
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = client.Close()
	return key
}

// sizeOf is how many bytes the files of a folder hold.
func sizeOf(t *testing.T, dir string) (n float64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n += fileSize(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
