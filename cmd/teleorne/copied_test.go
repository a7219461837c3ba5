package main

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"teleorne/directory/sqlite"
)

// follows FROM TO brings the copy in TO up to date with the directory in FROM.
func cmdFollows(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(bringUp(ts.MkAbs(args[0]), ts.MkAbs(args[1])))
}

// bringUp brings a copy of a directory up to date as « litestream restore -f »
// does it (0.5.18, replica.go): the first time a file that still says WAL, then
// in place, under the locks of SQLite, the pages that changed and no others, so
// that most changes leave the counter by which connections see that their pages
// are old; at last its note of how far it came.
func bringUp(from, to string) error {
	from, to = filepath.Join(from, sqlite.FileName), filepath.Join(to, sqlite.FileName)
	if err := emptyWAL(from); err != nil {
		return err
	}
	now, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	was, err := os.ReadFile(to)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		return errors.Join(os.WriteFile(to, now, 0o600), notePosition(to))
	}
	if err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = overwrite(f, was, now)
	return errors.Join(err, f.Close(), notePosition(to))
}

// emptyWAL moves what was written into the database itself.
func emptyWAL(path string) error {
	db, err := sql.Open("sqlite", "file:"+path+"?_busy_timeout=10000")
	if err != nil {
		return err
	}
	_, err = db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	return errors.Join(err, db.Close())
}

// The bytes of a database that SQLite locks.
const (
	pendingByte = 0x40000000
	sharedFirst = pendingByte + 2
	sharedSize  = 510
)

func overwrite(f *os.File, was, now []byte) error {
	for _, l := range [][2]int64{{pendingByte, 1}, {sharedFirst, sharedSize}} {
		lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: l[0], Len: l[1]}
		err := syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock)
		for end := time.Now().Add(10 * time.Second); err != nil && time.Now().Before(end); time.Sleep(time.Millisecond) {
			err = syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock)
		}
		if err != nil { // somebody never stops reading
			return err
		}
	}
	size := int(binary.BigEndian.Uint16(now[16:]))
	for at := 0; at < len(now); at += size {
		page := bytes.Clone(now[at : at+size])
		if at == 0 {
			page[18], page[19] = 1, 1
			if len(was) > 24 && bytes.Equal(was[28:size], page[28:]) {
				continue
			}
			rand.Read(page[24:28]) //nolint:errcheck // it never fails
		} else if len(was) >= at+size && bytes.Equal(was[at:at+size], page) {
			continue
		}
		if _, err := f.WriteAt(page, int64(at)); err != nil {
			return err
		}
	}
	return errors.Join(f.Truncate(int64(len(now))), f.Sync())
}

func notePosition(file string) error {
	path := file + "-txid"
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	n, _ := strconv.ParseUint(strings.TrimSpace(string(text)), 16, 64)
	if err := os.WriteFile(path+".tmp", fmt.Appendf(nil, "%016x\n", n+1), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

// The interface of a copy shows everything and writes nothing: who wants to is
// told where, on the screen as well.
func TestScreensOfACopy(t *testing.T) {
	dir := t.TempDir()
	data, there := filepath.Join(dir, "data"), filepath.Join(dir, "copy")
	rose, ines := newPerson(t), newPerson(t)
	mustRun(t, "admin", "grant", "--key", rose.line(), "--role", "moderator", "--name", "Rose", "--data", data)
	primary := serveProcess(t, data)
	primary.does(ines, (&owning{slug: "ines-martel"}).document("Traductrice"), "me edit")
	primary.does(ines, "", "me submit")
	if err := bringUp(data, there); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(there, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	const elsewhere = "ssh -p 2222 annuaire.example"
	reader := serveProcess(t, there, "--follow", "annuaire.example:2222", "--metrics", "127.0.0.1:0")
	for path, want := range map[string]string{"readyz": "copy: the last change arrived at 2", "metrics": "teleorne_copy_changed_timestamp_seconds 1"} {
		if said := reader.tells(path); !strings.Contains(said, want) {
			t.Errorf("%s: no %q in %s", path, want, said)
		}
	}
	c := caller{t, reader.addr}
	for name, tt := range map[string]struct {
		who   *person
		keys  string
		shows []string
	}{
		"a moderator decides": {rose, ":file\r\r\x1b[6~a\x1b[6~\r", []string{"ines martel", elsewhere}},
		"an owner edits":      {ines, ":modifier\r\r x\x1b\x1b", []string{"Traductrice", elsewhere}},
		"a newcomer signs up": {newPerson(t), ":inscri\r\r\r\r", []string{elsewhere}},
	} {
		drawn := c.screen(c.as(tt.who.signer), xterm, tt.keys)
		for _, want := range tt.shows {
			if !strings.Contains(drawn, want) {
				t.Errorf("%s: no %q in\n%s", name, want, drawn)
			}
		}
	}
	reader.stop()
	after, err := os.ReadFile(filepath.Join(there, sqlite.FileName))
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the copy was written to: %v", err)
	}
}

// tells is what a server answers to whoever watches it.
func (p *process) tells(path string) string {
	p.tb.Helper()
	res, err := http.Get("http://127.0.0.1:" + p.monitor() + "/" + path)
	if err != nil {
		p.tb.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.tb.Fatal(err)
	}
	return string(text)
}
