package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// truncate FILE BYTES damages a file.
func cmdTruncate(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

// mode FILE OCTAL checks permissions.
func cmdMode(ts *testscript.TestScript, neg bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); (got == args[1]) == neg {
		ts.Fatalf("%s has mode %s", args[0], got)
	}
}

// bigline FILE MEGABYTES writes a CSV file of profiles with one enormous line.
func cmdBigLine(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	_, err = f.WriteString("name,status,headline,skills,commune\n")
	ts.Check(err)
	part := bytes.Repeat([]byte("a"), 1<<20)
	for range n {
		_, err = f.Write(part)
		ts.Check(err)
	}
	_, err = f.WriteString("\n")
	ts.Check(err)
}

// swap FILE OLD NEW writes other bytes in the place of some: OLD is a text of the
// same length wherever the file holds it, or @ and an offset with NEW in
// hexadecimal.
func cmdSwap(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	size := len(data)
	if offset, ok := strings.CutPrefix(args[1], "@"); ok {
		at, err := strconv.Atoi(offset)
		ts.Check(err)
		to, err := hex.DecodeString(args[2])
		ts.Check(err)
		copy(data[at:], to)
	} else if data = bytes.ReplaceAll(data, []byte(args[1]), []byte(args[2])); !bytes.Contains(data, []byte(args[2])) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	if len(data) != size {
		ts.Fatalf("%q and %q differ in length", args[1], args[2])
	}
	ts.Check(os.WriteFile(path, data, 0o600))
}

// people FILE N writes a CSV file of N profiles.
func cmdPeople(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	var b bytes.Buffer
	b.WriteString("name,status,headline,skills,commune,email\n")
	for i := range n {
		fmt.Fprintf(&b, "Personne N%d,independent,Comptable,comptabilite|paie,61038,p%d@exemple.fr\n", i, i)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

// crash FILE ARG… runs the program and kills it as soon as FILE has grown.
func cmdCrash(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	size := func() int64 {
		if info, err := os.Stat(path); err == nil {
			return info.Size()
		}
		return 0
	}
	before := size()
	cmd := exec.Command("teleorne", args[1:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), environment(ts)
	ts.Check(cmd.Start())
	for end := time.Now().Add(20 * time.Second); size() <= before && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	ts.Check(cmd.Process.Kill())
	if cmd.Wait() == nil {
		ts.Fatalf("it ended before it could be killed")
	}
}
