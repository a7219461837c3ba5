package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// agent KEY… runs an ssh-agent that holds these keys, in this order.
func cmdAgent(ts *testscript.TestScript, _ bool, keys []string) {
	// Sockets have short names, and the script's directory a long one.
	dir, err := os.MkdirTemp("", "agent")
	ts.Check(err)
	socket := filepath.Join(dir, "s")
	cmd := exec.Command("ssh-agent", "-D", "-a", socket)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	})
	ts.Setenv("AGENT", socket)
	for _, key := range keys {
		var out []byte
		for range 100 { // the agent may not listen yet
			add := exec.Command("ssh-add", "-q", ts.MkAbs(key))
			add.Env = append(environment(ts), "SSH_AUTH_SOCK="+socket)
			if out, err = add.CombinedOutput(); err == nil {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if err != nil {
			ts.Fatalf("ssh-add: %v: %s", err, out)
		}
	}
}

var hostFingerprint = regexp.MustCompile(`fingerprint=(SHA256:\S+)`)

// plink NAME [<FILE] [-as KEY] ARG… runs PuTTY's client against the server
// NAME, which was started last.
func cmdPlink(ts *testscript.TestScript, _ bool, args []string) {
	found := hostFingerprint.FindStringSubmatch(ts.ReadFile(args[0] + ".log"))
	if found == nil {
		ts.Fatalf("no fingerprint in the log of %s", args[0])
	}
	stdin, key, args := clientWords(ts, args[1:])
	options := []string{"-batch", "-P", worldOf(ts).port, "-hostkey", found[1]}
	if key != "" {
		convert := exec.Command("puttygen", key, "-o", key+".ppk", "-O", "private")
		convert.Env = environment(ts)
		if out, err := convert.CombinedOutput(); err != nil {
			ts.Fatalf("puttygen: %v: %s", err, out)
		}
		options = append(options, "-i", key+".ppk")
	}
	perform(ts, stdin, "plink", append(append(options, "nobody@127.0.0.1"), args...)...)
}

// dbclient [<FILE] [-as KEY] ARG… runs Dropbear's client against the server
// started last. A key that is not there is made by its own tool.
func cmdDbclient(ts *testscript.TestScript, _ bool, args []string) {
	stdin, _, _ := clientWords(ts, args)
	line := dbclientLine(ts, args)
	perform(ts, stdin, line[0], line[1:]...)
}

// dbclientLine is what runs Dropbear's client: its options, -user NAME and -as KEY, then the command.
func dbclientLine(ts *testscript.TestScript, args []string) []string {
	_, key, args := clientWords(ts, args)
	line := []string{"dbclient", "-y", "-y", "-p", worldOf(ts).port}
	if key != "" {
		if _, err := os.Stat(key); err != nil {
			if out, err := exec.Command("dropbearkey", "-t", "ed25519", "-f", key).CombinedOutput(); err != nil {
				ts.Fatalf("dropbearkey: %v: %s", err, out)
			}
		}
		line = append(line, "-i", key)
	}
	user := "nobody"
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		if args[0] == "-user" {
			user, args = args[1], args[2:]
			continue
		}
		line, args = append(line, args[0]), args[1:]
	}
	return append(append(line, user+"@127.0.0.1"), args...)
}

func clientWords(ts *testscript.TestScript, args []string) (stdin, key string, rest []string) {
	if len(args) > 0 && strings.HasPrefix(args[0], "<") {
		stdin, args = args[0][1:], args[1:]
	}
	if len(args) > 1 && args[0] == "-as" {
		key, args = ts.MkAbs(args[1]), args[2:]
	}
	return stdin, key, args
}

// fetch FILE [-as KEY]… ARG… writes what the ssh client gets to a file: bytes,
// of which nothing is shown.
func cmdFetch(ts *testscript.TestScript, _ bool, args []string) {
	_, line := sshLine(ts, args[1:])
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ssh", line...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), environment(ts)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = f, &said
	if err := cmd.Run(); err != nil {
		ts.Fatalf("%v: %s", err, said.String())
	}
}

// bigprofile FILE writes the document of a profile that takes several packets.
func cmdBigProfile(ts *testscript.TestScript, _ bool, args []string) {
	doc := fmt.Sprintf(`{"name": "Ada Longue", "status": "independent", "headline": "Comptable", "skills": ["comptabilite"], "commune": "61001",%s"description": %q}`,
		strings.Repeat("\n", 200<<10), strings.Repeat("mot ", 450)+"fin")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(doc), 0o600))
}

// cut FILE KEY ARG… begins to send a file to a command and kills the client in
// the middle of it, as a line that breaks does.
func cmdCut(ts *testscript.TestScript, _ bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ssh", append([]string{
		"-F", "none", "-p", worldOf(ts).port, "-o", "UserKnownHostsFile=" + ts.MkAbs("known_hosts"), "-o", "StrictHostKeyChecking=accept-new",
		"-o", "IdentityAgent=none", "-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR", "-i", ts.MkAbs(args[1]), "-l", "nobody", "127.0.0.1",
	}, args[2:]...)...)
	cmd.Env = environment(ts)
	var said bytes.Buffer
	cmd.Stderr = &said
	in, err := cmd.StdinPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	_, err = in.Write(data[:len(data)*2/3])
	ts.Check(err)
	time.Sleep(500 * time.Millisecond) // it is on its way
	ts.Check(cmd.Process.Kill())
	if err := cmd.Wait(); err == nil {
		ts.Fatalf("the client ended by itself: %s", said.String())
	}
}
