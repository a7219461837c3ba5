package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	gossh "golang.org/x/crypto/ssh"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"teleorne": main})
}

// TestScripts drives the program as people do: its own binary, and the ssh
// client of this machine.
func TestScripts(t *testing.T) {
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("the scripts need the ssh client of OpenSSH, which is not here")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Values[worldKey{}] = &world{servers: map[string]*served{}, held: map[string]*held{}}
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("LC_ALL", "fr_FR.UTF-8")
			env.Setenv("NEXT_MONTH", time.Now().AddDate(0, 0, 30).Format(time.DateOnly))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"hold": cmdHold, "ended": cmdEnded, "dial": cmdDial, "types": cmdTypes, "hears": cmdHears,
			"tele": cmdTele, "ssh": cmdSSH, "status": cmdStatus, "json": cmdJSON, "jsonlines": cmdJSONLines,
			"start": cmdStart, "halt": cmdHalt, "refused": cmdRefused, "keygen": cmdKeygen, "occupy": cmdOccupy,
			"eventually": cmdEventually, "plain": cmdPlain, "truncate": cmdTruncate, "mode": cmdMode, "bigline": cmdBigLine,
			"swap": cmdSwap, "people": cmdPeople, "crash": cmdCrash,
			"agent": cmdAgent, "plink": cmdPlink, "dbclient": cmdDbclient, "cut": cmdCut, "bigprofile": cmdBigProfile, "fetch": cmdFetch,
			"talk": cmdTalk, "code": cmdCode, "follows": cmdFollows,
		},
	})
}

type worldKey struct{}

// world is what one script has seen and started.
type world struct {
	status  int
	out     string
	servers map[string]*served
	held    map[string]*held // sessions left open
	port    string           // of the server started last
}

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

// perform runs a program and remembers its output and status. Nothing that it
// writes may hold an escape code.
func perform(ts *testscript.TestScript, stdin, name string, args ...string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = environment(ts)
	if stdin != "" {
		f, err := os.Open(ts.MkAbs(stdin))
		ts.Check(err)
		defer f.Close()
		cmd.Stdin = f
	}
	var out, errw bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errw
	err := cmd.Run()
	w := worldOf(ts)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		w.status = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%s: %v", name, err)
	default:
		w.status = 0
	}
	w.out = out.String()
	fmt.Fprint(ts.Stdout(), out.String())
	fmt.Fprint(ts.Stderr(), errw.String())
	for stream, text := range map[string]string{"stdout": out.String(), "stderr": errw.String()} {
		if strings.ContainsAny(text, "\x1b\x07\u009b\u0090") {
			ts.Fatalf("an escape code on %s of %s %q: %q", stream, name, args, text)
		}
		if strings.Contains(text, "goroutine ") || strings.Contains(text, "panic:") {
			ts.Fatalf("a stack trace on %s of %s %q", stream, name, args)
		}
	}
}

// environment is the script's, as far as the program could look at it.
func environment(ts *testscript.TestScript) []string {
	env := []string{"PATH=" + os.Getenv("PATH")}
	for _, name := range []string{
		"HOME", "TMPDIR", "LC_ALL", "LANG", "TELEORNE_DATA", "TELEORNE_LANG", "TELEORNE_MAX_SESSIONS", "TELEORNE_ADDR",
		"TELEORNE_DEMO", "TELEORNE_COMMAND_RATE", "TELEORNE_GRACE", "TELEORNE_CONTROLLER", "TELEORNE_HIDE_MONTHS", "GOCOVERDIR",
	} {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// tele [<FILE] ARG… runs the program.
func cmdTele(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("use status")
	}
	stdin := ""
	if len(args) > 0 && strings.HasPrefix(args[0], "<") {
		stdin, args = args[0][1:], args[1:]
	}
	perform(ts, stdin, "teleorne", args...)
}

// ssh [<FILE] [-as KEY]… [-agent] [-user NAME] [-o OPTION]… [-T|-tt] ARG… runs
// the ssh client against the server started last, with those keys and no
// others, or with those of the agent.
func cmdSSH(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("use status")
	}
	stdin, line := sshLine(ts, args)
	perform(ts, stdin, "ssh", line...)
}

// sshLine is the command line of the ssh client, and the file that it reads.
func sshLine(ts *testscript.TestScript, args []string) (stdin string, line []string) {
	if len(args) > 0 && strings.HasPrefix(args[0], "<") {
		stdin, args = args[0][1:], args[1:]
	}
	options := []string{
		"-F", "none", "-p", worldOf(ts).port, "-o", "UserKnownHostsFile=" + ts.MkAbs("known_hosts"), "-o", "StrictHostKeyChecking=accept-new",
		"-o", "LogLevel=ERROR", "-o", "ConnectTimeout=10",
	}
	user, keys, agent := "nobody", 0, false
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		switch args[0] {
		case "-as":
			options = append(options, "-i", ts.MkAbs(args[1]))
			keys++
			args = args[2:]
		case "-user":
			user = args[1]
			args = args[2:]
		case "-agent":
			agent = true
			args = args[1:]
		case "-o":
			options = append(options, "-o", args[1])
			args = args[2:]
		default:
			options = append(options, args[0])
			args = args[1:]
		}
	}
	if agent {
		options = append(options, "-o", "IdentityAgent="+ts.Getenv("AGENT"))
	} else {
		options = append(options, "-o", "IdentityAgent=none", "-o", "IdentitiesOnly=yes")
	}
	if keys == 0 {
		options = append(options, "-o", "IdentityFile=none")
	}
	return stdin, append(append(options, "-l", user, "127.0.0.1"), args...)
}

// status N checks the status of the last program.
func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := worldOf(ts).status; (got == want) == neg {
		ts.Fatalf("status %d", got)
	}
}

// plain TEXT finds a text on the last stdout or stderr, any blanks alike.
func cmdPlain(ts *testscript.TestScript, neg bool, args []string) {
	same := strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'")
	all := same.Replace(ts.ReadFile("stdout") + ts.ReadFile("stderr"))
	if strings.Contains(all, same.Replace(args[0])) == neg {
		ts.Fatalf("%q found: %t", args[0], neg)
	}
}

// json PATH VALUE looks into the JSON document of the last stdout. A path is
// made of names and indices; len is a length, and a value of * any but null.
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	var doc any
	if err := json.Unmarshal([]byte(worldOf(ts).out), &doc); err != nil {
		ts.Fatalf("no JSON: %v", err)
	}
	got := look(ts, doc, args[0])
	if (got == args[1] || args[1] == "*" && got != "null") == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

func look(ts *testscript.TestScript, doc any, path string) string {
	for step := range strings.SplitSeq(path, ".") {
		switch v := doc.(type) {
		case map[string]any:
			value, ok := v[step]
			if !ok && step != "len" {
				ts.Fatalf("%s: no field %s", path, step)
			}
			if doc = value; step == "len" {
				doc = float64(len(v))
			}
		case []any:
			if step == "len" {
				doc = float64(len(v))
				continue
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				ts.Fatalf("%s: no element %s among %d", path, step, len(v))
			}
			doc = v[i]
		default:
			ts.Fatalf("%s: nothing below %v", path, doc)
		}
	}
	switch v := doc.(type) {
	case string:
		return v
	case nil:
		return "null"
	}
	text, _ := json.Marshal(doc)
	return string(text)
}

// jsonlines N checks that the last stdout has N lines (* for some), each a
// JSON document of schema 1.
func cmdJSONLines(ts *testscript.TestScript, _ bool, args []string) {
	n := 0
	for line := range strings.Lines(worldOf(ts).out) {
		var doc struct{ Schema int }
		if err := json.Unmarshal([]byte(line), &doc); err != nil || doc.Schema != 1 {
			ts.Fatalf("line %d: schema %d, %v", n+1, doc.Schema, err)
		}
		n++
	}
	if args[0] == "*" && n == 0 || args[0] != "*" && strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d lines", n)
	}
}

// served is a server started by a script.
type served struct {
	cmd  *exec.Cmd
	log  string
	done chan struct{}
	err  error
}

var listening = regexp.MustCompile(`msg=listening addr=\S*:(\d+) fingerprint=SHA256:\S+|"msg":"listening","addr":"\S*:(\d+)"`)

// start NAME ARG… starts a server on a free port and waits until it listens;
// its log is NAME.log.
func cmdStart(ts *testscript.TestScript, _ bool, args []string) {
	s := launch(ts, args[0], append([]string{"serve", "--addr", "127.0.0.1:0"}, args[1:]...))
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		log, _ := os.ReadFile(s.log)
		if m := listening.FindStringSubmatch(string(log)); m != nil {
			worldOf(ts).port = m[1] + m[2]
			return
		}
		select {
		case <-s.done:
			ts.Fatalf("the server ended: %v\n%s", s.err, log)
		default:
		}
	}
	ts.Fatalf("the server does not listen")
}

func launch(ts *testscript.TestScript, name string, args []string) *served {
	s := &served{log: ts.MkAbs(name + ".log"), done: make(chan struct{})}
	f, err := os.Create(s.log)
	ts.Check(err)
	s.cmd = exec.Command("teleorne", args...)
	s.cmd.Dir, s.cmd.Env = ts.MkAbs("."), environment(ts)
	s.cmd.Stdout, s.cmd.Stderr = f, f
	ts.Check(s.cmd.Start())
	worldOf(ts).servers[name] = s
	go func() {
		s.err = s.cmd.Wait()
		f.Close()
		close(s.done)
	}()
	ts.Defer(func() {
		_ = s.cmd.Process.Kill()
		<-s.done
	})
	return s
}

// halt NAME [SIGNAL] ends a server, which has to exit with 0 within its grace;
// KILL ends it as a crash would. (stop is testscript's own: it ends the script.)
func cmdHalt(ts *testscript.TestScript, _ bool, args []string) {
	s := worldOf(ts).servers[args[0]]
	signal := syscall.SIGTERM
	if len(args) > 1 {
		signal = map[string]syscall.Signal{"INT": syscall.SIGINT, "KILL": syscall.SIGKILL}[args[1]]
	}
	ts.Check(s.cmd.Process.Signal(signal))
	select {
	case <-s.done:
	case <-time.After(12 * time.Second):
		ts.Fatalf("still there")
	}
	if s.err != nil && signal != syscall.SIGKILL {
		log, _ := os.ReadFile(s.log)
		ts.Fatalf("%v\n%s", s.err, log)
	}
}

// refused [ARG…] runs serve where it must refuse to start, with status 1.
func cmdRefused(ts *testscript.TestScript, _ bool, args []string) {
	perform(ts, "", "teleorne", append([]string{"serve"}, args...)...)
	if s := worldOf(ts).status; s != 1 {
		ts.Fatalf("status %d", s)
	}
}

// eventually COMMAND… repeats a script command's program for two seconds until
// its stdout holds the last argument.
func cmdEventually(ts *testscript.TestScript, _ bool, args []string) {
	want, args := args[len(args)-1], args[:len(args)-1]
	began := time.Now()
	for {
		asked := time.Now()
		switch args[0] {
		case "ssh":
			cmdSSH(ts, false, args[1:])
		case "tele":
			cmdTele(ts, false, args[1:])
		}
		if strings.Contains(worldOf(ts).out, want) {
			return
		}
		// Asked two seconds after the write, the answer has to be there.
		if asked.Sub(began) > 2*time.Second {
			ts.Fatalf("after two seconds still without %q: %s", want, worldOf(ts).out)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// keygen FILE TYPE makes a key pair: ed25519, ecdsa, rsa4096, rsa3072 or rsa2048.
func cmdKeygen(ts *testscript.TestScript, _ bool, args []string) {
	var key any
	var err error
	switch args[1] {
	case "ed25519":
		_, key, err = ed25519.GenerateKey(rand.Reader)
	case "ecdsa":
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "rsa4096":
		key, err = rsa.GenerateKey(rand.Reader, 4096)
	case "rsa3072":
		key, err = rsa.GenerateKey(rand.Reader, 3072)
	case "rsa2048":
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	ts.Check(err)
	block, err := gossh.MarshalPrivateKey(key, "")
	ts.Check(err)
	signer, err := gossh.NewSignerFromKey(key)
	ts.Check(err)
	path := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
	line := strings.TrimSpace(string(gossh.MarshalAuthorizedKey(signer.PublicKey()))) + " " + args[0] + "@exemple\n"
	ts.Check(os.WriteFile(path+".pub", []byte(line), 0o600))
	ts.Setenv("FP_"+args[0], gossh.FingerprintSHA256(signer.PublicKey()))
	ts.Setenv("LINE_"+args[0], strings.TrimSpace(line))
}

// occupy NAME takes a port for the length of the script.
func cmdOccupy(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], l.Addr().String())
}

// Every script is a file that this package runs, from end to end: one that is
// not .txtar would be passed over in silence, and what comes after a stop too.
func TestAllScriptsRun(t *testing.T) {
	entries, err := os.ReadDir("testdata/script")
	if err != nil || len(entries) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".txtar" {
			t.Errorf("%s is not run", e.Name())
		}
		text, err := os.ReadFile(filepath.Join("testdata/script", e.Name()))
		if err != nil || regexp.MustCompile(`(?m)^(stop|skip)\b`).Match(text) {
			t.Errorf("%s is not run to its end: %v", e.Name(), err)
		}
	}
}
