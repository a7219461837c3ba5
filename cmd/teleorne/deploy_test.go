package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// staticProgram builds the program as it is deployed: one file that needs no
// other.
func staticProgram(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the program")
	}
	path := filepath.Join(t.TempDir(), "teleorne")
	cmd := exec.Command("go", "build", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\\\n", "")
}

// The recipes start a program that understands them, with as few rights as they
// say.
func TestDeploymentRecipes(t *testing.T) {
	program := staticProgram(t)
	unit := deployed(t, "teleorne.service")
	lines := map[string]string{}
	for _, l := range regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/teleorne (.+)$`).FindAllStringSubmatch(unit, -1) {
		lines["the unit"] = l[1]
	}
	for _, l := range regexp.MustCompile(`(?m)^CMD \[(.+)\]$`).FindAllStringSubmatch(deployed(t, "Containerfile"), -1) {
		lines["the container"] = strings.NewReplacer(`"`, "", ",", "").Replace(l[1])
	}
	for _, l := range regexp.MustCompile(`(?m)^# .* teleorne (serve .+)$`).FindAllStringSubmatch(deployed(t, "haproxy.cfg"), -1) {
		lines["behind a balancer: "+l[1]] = l[1]
	}
	if len(lines) != 4 {
		t.Fatalf("found %v", lines)
	}
	for of, line := range lines {
		line = strings.ReplaceAll(line, "%S", "/var/lib")
		if out, err := exec.Command(program, append(strings.Fields(line), "--help")...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", of, err, out)
		}
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	dir := t.TempDir()
	service := filepath.Join(dir, "teleorne.service")
	for name, text := range map[string]string{
		service: strings.ReplaceAll(unit, "/usr/local/bin/teleorne", program), filepath.Join(dir, "teleorne.socket"): deployed(t, "teleorne.socket"),
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("systemd-analyze", "verify", service, filepath.Join(dir, "teleorne.socket")).CombinedOutput(); err != nil || bytes.Contains(out, []byte("teleorne")) {
		t.Errorf("verify: %v\n%s", err, out)
	}
	out, err := exec.Command("systemd-analyze", "security", "--offline=true", "--no-pager", service).CombinedOutput()
	said := regexp.MustCompile(`exposure level for \S+: ([0-9.]+)`).FindSubmatch(out)
	if said == nil {
		t.Skipf("this systemd-analyze rates nothing: %v", err)
	}
	if level, _ := strconv.ParseFloat(string(said[1]), 64); level > 1.5 {
		t.Errorf("exposure %v, of 10\n%s", level, out)
	}
}

// Nobody's program in a root that it cannot write to and in which there is
// nothing else: what the container is, without the tools that make one.
func TestNobodyInAnEmptyRoot(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root changes the root")
	}
	program := staticProgram(t)
	const nobody = 65534
	root := filepath.Join(t.TempDir(), "root")
	data := filepath.Join(root, "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(program, filepath.Join(root, "teleorne")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(data, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{root, filepath.Dir(root), filepath.Dir(filepath.Dir(root))} {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	inside := func(args ...string) *exec.Cmd {
		cmd := exec.Command("/teleorne", args...)
		cmd.Dir, cmd.Env = "/", []string{}
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		return cmd
	}
	serve := inside("serve", "--addr", "127.0.0.1:0", "--data", "/data/directory", "--demo=20", "--backup-dir", "/data/backups", "--backup-every", "24h")
	log := &drawing{}
	serve.Stdout, serve.Stderr = io.Discard, log
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	defer serve.Process.Kill() //nolint:errcheck // over already when all went well
	var port string
	for end := time.Now().Add(60 * time.Second); port == ""; time.Sleep(50 * time.Millisecond) {
		if m := listening.FindStringSubmatch(log.text()); m != nil {
			port = m[1] + m[2]
		} else if time.Now().After(end) {
			t.Fatalf("it does not listen:\n%s", log.text())
		}
	}
	c := caller{t, "127.0.0.1:" + port}
	client := c.dial("visitor", ssh.PublicKeys(newSigner(t)))
	if out, status := c.runs(client, "", "search --json --limit 1"); status != 0 || !strings.Contains(out, `"total":20`) && !strings.Contains(out, `"total": 20`) {
		t.Errorf("search: %d %s", status, out)
	}
	if out, err := inside("doctor", "--data", "/data/directory").CombinedOutput(); err != nil {
		t.Errorf("doctor: %v\n%s", err, out)
	}
	var copies []string
	for end := time.Now().Add(30 * time.Second); len(copies) == 0 && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		copies, _ = filepath.Glob(filepath.Join(data, "backups", "*.db"))
	}
	if len(copies) == 0 {
		t.Errorf("no copy was made:\n%s", log.text())
	}
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("%v\n%s", err, log.text())
	}
}
