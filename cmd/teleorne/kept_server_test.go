package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// process is the program as another process, serving a data directory.
type process struct {
	tb   testing.TB
	cmd  *exec.Cmd
	log  string
	addr string
	done chan struct{}
	err  error // of its end
}

// serveProcess starts the program on a data directory, on a free port, and
// waits until it listens.
func serveProcess(tb testing.TB, data string, args ...string) *process {
	tb.Helper()
	p := beginProcess(tb, exec.Command("teleorne", serveLine(data, args...)...))
	p.listens()
	return p
}

func serveLine(data string, args ...string) []string {
	return append([]string{
		"serve", "--addr", "127.0.0.1:0", "--data", data, "--command-rate", "0", "--max-sessions-per-ip", "0",
		"--max-startups", "0", "--max-startups-per-ip", "0",
	}, args...)
}

// beginProcess starts a command whose log goes into a file of its own.
func beginProcess(tb testing.TB, cmd *exec.Cmd) *process {
	tb.Helper()
	p := &process{tb: tb, cmd: cmd, log: filepath.Join(tb.TempDir(), "log"), done: make(chan struct{})}
	f, err := os.Create(p.log)
	if err != nil {
		tb.Fatal(err)
	}
	p.cmd.Stdout, p.cmd.Stderr = f, f
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		f.Close()
		close(p.done)
	}()
	tb.Cleanup(p.kill)
	return p
}

func (p *process) listens() {
	p.tb.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if m := listening.FindStringSubmatch(p.said()); m != nil {
			p.addr = "127.0.0.1:" + m[1] + m[2]
			return
		}
		select {
		case <-p.done:
			p.tb.Fatalf("the server ended: %v\n%s", p.err, p.said())
		default:
		}
	}
	p.tb.Fatalf("the server does not listen: %s", p.said())
}

// said is what it wrote so far.
func (p *process) said() string {
	text, _ := os.ReadFile(p.log)
	return string(text)
}

// kill ends it as a crash would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// stop ends it as an operator does, and expects that it ends well.
func (p *process) stop() {
	p.tb.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		p.tb.Fatal("still there")
	}
	if p.err != nil {
		p.tb.Fatalf("%v\n%s", p.err, p.said())
	}
}

// program runs one command of the program to its end.
func program(tb testing.TB, args ...string) (status int, out string) {
	tb.Helper()
	cmd := exec.Command("teleorne", args...)
	cmd.Env = append(os.Environ(), "TELEORNE_LANG=fr")
	text, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		tb.Fatalf("%v: %v", args, err)
	}
	return cmd.ProcessState.ExitCode(), string(text)
}

func mustRun(tb testing.TB, args ...string) {
	tb.Helper()
	if status, out := program(tb, args...); status != 0 {
		tb.Fatalf("%v: status %d\n%s", args, status, out)
	}
}

// person is a person with a key, on a connection that may break.
type person struct {
	signer   ssh.Signer
	client   *ssh.Client
	answered chan<- struct{} // gets a value for each answer; nil: nobody counts them
}

func newPerson(tb testing.TB) *person {
	tb.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		tb.Fatal(err)
	}
	return &person{signer: signer}
}

// fingerprint is the key's, as the log of decisions has it.
func (c *person) fingerprint() string { return ssh.FingerprintSHA256(c.signer.PublicKey()) }

// line is the key as one gives it to « admin grant ».
func (c *person) line() string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(c.signer.PublicKey())))
}

func (c *person) connect(addr string) error {
	none := func(string, string, []string, []bool) ([]string, error) { return nil, nil }
	client, err := ssh.Dial("tcp", addr, &ssh.ClientConfig{
		User: "nobody", Auth: []ssh.AuthMethod{ssh.PublicKeys(c.signer), ssh.KeyboardInteractive(none)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 20 * time.Second,
	})
	c.client = client
	return err
}

// run runs a command line. Without an error the server has answered: with a
// status and its output, and with its reasons when that is not 0. With an error
// nobody knows what became of it.
func (c *person) run(ctx context.Context, in, line string) (status int, said string, err error) {
	if c.client == nil {
		return 0, "", errors.New("no connection")
	}
	session, err := c.client.NewSession()
	if err != nil {
		return 0, "", err
	}
	defer context.AfterFunc(ctx, func() { _ = session.Close() })()
	defer session.Close()
	var out, errw bytes.Buffer
	session.Stdin, session.Stdout, session.Stderr = strings.NewReader(in), &out, &errw
	err = session.Run(line)
	var exit *ssh.ExitError
	if c.answered != nil && (err == nil || errors.As(err, &exit)) {
		c.answered <- struct{}{}
	}
	if errors.As(err, &exit) {
		return exit.ExitStatus(), out.String() + errw.String(), nil
	}
	return 0, out.String(), err
}

func (c *person) hangUp() {
	if c.client != nil {
		_ = c.client.Close()
	}
	c.client = nil
}
