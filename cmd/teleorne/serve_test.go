package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// running is the program as a process of its own.
type running struct {
	t    *testing.T
	cmd  *exec.Cmd
	log  *safeBuffer
	done chan struct{}
	err  error
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// spawn runs a command that becomes a server.
func spawn(t *testing.T, cmd *exec.Cmd) *running {
	t.Helper()
	r := &running{t: t, cmd: cmd, log: &safeBuffer{}, done: make(chan struct{})}
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.TempDir(), r.log, r.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		r.err = cmd.Wait()
		close(r.done)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-r.done
	})
	return r
}

// finds waits for the log to match so often, and answers the first group of
// each match.
func (r *running) finds(pattern string, n int) []string {
	r.t.Helper()
	re := regexp.MustCompile(pattern)
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if all := re.FindAllStringSubmatch(r.log.String(), -1); len(all) >= n {
			var found []string
			for _, m := range all {
				found = append(found, m[len(m)-1])
			}
			return found
		}
		select {
		case <-r.done:
			r.t.Fatalf("ended: %v\n%s", r.err, r.log.String())
		default:
		}
	}
	r.t.Fatalf("no %s in\n%s", pattern, r.log.String())
	return nil
}

func (r *running) ends() error {
	r.t.Helper()
	select {
	case <-r.done:
		return r.err
	case <-time.After(30 * time.Second):
		r.t.Fatalf("does not end\n%s", r.log.String())
		return nil
	}
}

const listeningAt = `msg=listening addr=(\S+)`

// visitTo runs a command as a visitor.
func visitTo(t *testing.T, addr, command string) (string, error) {
	t.Helper()
	c, err := gossh.Dial("tcp", addr, &gossh.ClientConfig{
		User: "nobody", HostKeyCallback: gossh.InsecureIgnoreHostKey(), Timeout: 20 * time.Second,
		Auth: []gossh.AuthMethod{gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil })},
	})
	if err != nil {
		return "", err
	}
	defer c.Close()
	s, err := c.NewSession()
	if err != nil {
		return "", err
	}
	out, err := s.Output(command)
	return string(out), err
}

// All addresses are listened on, each with a line of its own, and closed at the
// end; one that cannot be had is named, and none is kept then.
func TestSeveralAddresses(t *testing.T) {
	r := spawn(t, exec.Command("teleorne", "serve", "--data", "d", "--addr", "127.0.0.1:0", "--addr", "127.0.0.2:0,127.0.0.3:0"))
	addrs := r.finds(listeningAt, 3)
	for _, addr := range addrs {
		if out, err := visitTo(t, addr, "whoami"); err != nil || out == "" {
			t.Errorf("%s: %q %v", addr, out, err)
		}
	}
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := r.ends(); err != nil {
		t.Error(err)
	}
	for _, addr := range addrs {
		if c, err := net.Dial("tcp", addr); err == nil {
			t.Error(addr, "is still open")
			_ = c.Close()
		}
	}

	taken, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	cmd := exec.Command("teleorne", "serve", "--data", "d", "--lang", "en", "--addr", "127.0.0.1:0", "--addr", taken.Addr().String())
	cmd.Env = append(os.Environ(), "TELEORNE_ADDR=nonsense") // the flag wins
	r = spawn(t, cmd)
	if r.ends() == nil || !strings.Contains(r.log.String(), taken.Addr().String()) || strings.Contains(r.log.String(), "listening") {
		t.Errorf("%v %s", r.err, r.log.String())
	}
	cmd = exec.Command("teleorne", "serve", "--data", "d")
	cmd.Env = append(os.Environ(), "TELEORNE_ADDR=127.0.0.1:0, 127.0.0.4:0")
	spawn(t, cmd).finds(listeningAt, 2)
}

// socketOf is a descriptor that a process can be started with.
func socketOf(t *testing.T, addr string) (*os.File, string) {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, l.Addr().String()
}

// Sockets that systemd opened are served, in place of the usual address and
// beside those that are asked for.
func TestSocketActivation(t *testing.T) {
	first, a := socketOf(t, "127.0.0.1:0")
	second, b := socketOf(t, "127.0.0.2:0")
	activated := func(n int, args string) *exec.Cmd {
		// systemd names the process that the sockets are meant for.
		return exec.Command("sh", "-c", fmt.Sprintf("LISTEN_PID=$$ LISTEN_FDS=%d exec teleorne serve --data d %s", n, args))
	}
	cmd := activated(2, "")
	cmd.ExtraFiles = []*os.File{first, second}
	r := spawn(t, cmd)
	got := r.finds(listeningAt, 2)
	if got[0] != a || got[1] != b || len(got) != 2 {
		t.Errorf("listens on %q, not %s and %s", got, a, b)
	}
	for _, addr := range got {
		if _, err := visitTo(t, addr, "whoami"); err != nil {
			t.Error(err)
		}
	}
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	if err := r.ends(); err != nil {
		t.Error(err)
	}
	cmd = activated(1, "--addr 127.0.0.3:0")
	cmd.ExtraFiles = []*os.File{first}
	if got := spawn(t, cmd).finds(listeningAt, 2); got[0] != a || !strings.HasPrefix(got[1], "127.0.0.3:") {
		t.Errorf("listens on %q", got)
	}
	// A descriptor that is no socket is refused by its number.
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd = activated(2, "--lang en")
	cmd.ExtraFiles = []*os.File{first, file}
	r = spawn(t, cmd)
	if r.ends() == nil || !strings.Contains(r.log.String(), "number 2") {
		t.Errorf("%v %s", r.err, r.log.String())
	}
}

// Metrics that the network can read are served, and warned about; an address that
// cannot be had is named.
func TestMetricsAddress(t *testing.T) {
	r := spawn(t, exec.Command("teleorne", "serve", "--data", "d", "--addr", "127.0.0.1:0", "--metrics", "0.0.0.0:0"))
	r.finds(`level=WARN msg="metrics can be read from the network" addr=(\S+)`, 1)
	r.finds(listeningAt, 1)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	r = spawn(t, exec.Command("teleorne", "serve", "--data", "d", "--addr", "127.0.0.1:0", "--metrics", taken.Addr().String()))
	if r.ends() == nil || !strings.Contains(r.log.String(), taken.Addr().String()) {
		t.Errorf("%v %s", r.err, r.log.String())
	}
}

// What operators are told of the whole program, from its start to its end.
func TestOperatorsView(t *testing.T) {
	r := spawn(t, exec.Command("teleorne", "serve", "--data", "d", "--demo=20", "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--grace", "20s"))
	web := "http://" + r.finds(`msg=monitoring addr=(\S+)`, 1)[0]
	get := func(path string) (int, string) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		q, err := http.NewRequestWithContext(ctx, http.MethodGet, web+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(q)
		if err != nil {
			return 0, err.Error()
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(b)
	}
	addr := r.finds(listeningAt, 1)[0]
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, body := get(path); status != 200 || body != "ok\n" {
			t.Error(path, status, body)
		}
	}
	for _, command := range []string{"search comptable", "show nobody-at-all", "claire-dubois", "admin queue", "admin approve secret-slug", "me show", "help search", "chercher secret", "--lang xx"} {
		_, _ = visitTo(t, addr, command)
	}
	_, text := get("/metrics")
	for _, want := range []string{
		`teleorne_commands_total{command="search",status="0"} 2`, `teleorne_commands_total{command="show",status="1"} 1`,
		`teleorne_commands_total{command="admin queue",status="4"} 1`, `teleorne_commands_total{command="help",status="0"} 1`,
		`teleorne_listings{state="published"} 20`, `teleorne_listings{state="suspended"} 0`, `teleorne_queue_items{kind="new"} 0`,
		`teleorne_build_info{version="`, `teleorne_search_seconds_count `, `teleorne_write_seconds_count `, `teleorne_last_backup_timestamp_seconds 0`,
		`teleorne_sessions_total{kind="command"} 9`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if !regexp.MustCompile(`(?m)^teleorne_database_bytes [1-9]`).MatchString(text) || !regexp.MustCompile(`(?m)^teleorne_wal_bytes \d`).MatchString(text) {
		t.Error("sizes")
	}
	for _, personal := range []string{"comptable", "nobody-at-all", "claire", "secret", "127.0.0", "SHA256"} {
		if strings.Contains(text, personal) {
			t.Errorf("%q is in the metrics", personal)
		}
	}
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := r.ends(); err != nil {
		t.Error(err)
	}
}
