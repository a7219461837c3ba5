package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

// talk HOW [-as KEY] [-user NAME] [-env NAME=VALUE] [-raw] LINES [WORD…] holds a
// dialogue in the linear mode with the server started last: T without a
// terminal, tt with one; plink and dbclient by these clients, plink-t in a
// terminal. The lines are parted by vertical bars; -raw
// sends them as they are, with \r, \e and the like. WORD is the command.
// Whatever comes back is looked at byte by byte.
func cmdTalk(ts *testscript.TestScript, _ bool, args []string) {
	how, args := args[0], args[1:]
	var options []string
	var env []string
	raw := false
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		switch args[0] {
		case "-env":
			env = append(env, args[1])
			args = args[2:]
		case "-raw":
			raw = true
			args = args[1:]
		default:
			options = append(options, args[:2]...)
			args = args[2:]
		}
	}
	lines, words := args[0], args[1:]
	typed := strings.ReplaceAll(lines, "|", "\n") + "\n"
	if raw {
		typed = strings.NewReplacer(`\r`, "\r", `\n`, "\n", `\e`, "\x1b", `\b`, "\x7f", `\u`, "\x15", `\w`, "\x17", `\d`, "\x04").Replace(lines)
	}
	name, line := talker(ts, how, options, words, env)
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, line...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), append(environment(ts), env...)
	cmd.Stdin = strings.NewReader(typed)
	var out, errw bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errw
	err := cmd.Run()
	said := out.Bytes()
	if err := plainBytes(said); err != nil {
		ts.Fatalf("%s: %v", how, err)
	}
	w := worldOf(ts)
	w.out, w.status = strings.ReplaceAll(string(said), "\r\n", "\n"), 0
	if err != nil {
		w.status = 1
	}
	fmt.Fprint(ts.Stdout(), w.out)
	fmt.Fprint(ts.Stderr(), errw.String())
}

// talker is the program that holds a dialogue, with its arguments.
func talker(ts *testscript.TestScript, how string, options, words, env []string) (name string, line []string) {
	client, terminal := strings.CutSuffix(how, "-t")
	switch client {
	case "T", "tt":
		for _, e := range env {
			name, _, _ := strings.Cut(e, "=")
			options = append(options, "-o", "SendEnv="+name)
		}
		_, line = sshLine(ts, append(append(options, "-"+client), words...))
		return "ssh", line
	case "plink":
		found := hostFingerprint.FindStringSubmatch(ts.ReadFile("srv.log"))
		if found == nil {
			ts.Fatalf("no fingerprint in the log")
		}
		line = []string{"-batch", "-no-antispoof", "-P", worldOf(ts).port, "-hostkey", found[1]}
		if _, key, _ := clientWords(ts, options); key != "" {
			convert := exec.Command("puttygen", key, "-o", key+".ppk", "-O", "private")
			convert.Env = environment(ts)
			if out, err := convert.CombinedOutput(); err != nil {
				ts.Fatalf("puttygen: %v: %s", err, out)
			}
			line = append(line, "-i", key+".ppk")
		}
		line = append(line, map[bool]string{true: "-t", false: "-T"}[terminal])
		return "plink", append(append(line, "nobody@127.0.0.1"), words...)
	case "dbclient":
		line = []string{"-y", "-y", "-p", worldOf(ts).port}
		if _, key, _ := clientWords(ts, options); key != "" {
			own := key + ".dropbear" // the same key, as this client writes it
			if out, err := exec.Command("dropbearconvert", "openssh", "dropbear", key, own).CombinedOutput(); err != nil {
				ts.Fatalf("dropbearconvert: %v: %s", err, out)
			}
			line = append(line, "-i", own)
		}
		return "dbclient", append(append(line, "-T", "nobody@127.0.0.1"), words...) // a terminal it takes from one alone
	}
	ts.Fatalf("no client %q", how)
	return "", nil
}

// plainBytes tells what of an output a terminal would obey, or draws instead of
// saying: nothing may but the ends of lines, and BS SP BS that answers a
// rub-out.
func plainBytes(out []byte) error {
	if !utf8.Valid(out) {
		return fmt.Errorf("not UTF-8: %q", out)
	}
	rest := strings.NewReplacer("\r\n", "\n", "\b \b", "").Replace(string(out))
	for i, r := range rest {
		switch {
		case r == '\n':
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r),
			r >= 0x2190 && r <= 0x21ff, r >= 0x2500 && r <= 0x25ff, r >= 0x2800 && r <= 0x28ff:
			return fmt.Errorf("%U at byte %d: …%q…", r, i, rest[max(0, i-60):min(len(rest), i+30)])
		}
	}
	return nil
}

var joinCode = regexp.MustCompile(`\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,3}\b`)

// code NAME finds the first code of the last output and keeps it.
func cmdCode(ts *testscript.TestScript, _ bool, args []string) {
	found := joinCode.FindString(ts.ReadFile("stdout"))
	if found == "" {
		ts.Fatalf("no code")
	}
	ts.Setenv(args[0], found)
}
