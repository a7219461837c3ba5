package server

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// client finds a real client, or skips the test.
func client(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not installed: what it does is not checked here")
	}
	return path
}

// shell runs a program with a deadline and answers what it printed.
func shell(t *testing.T, env []string, name string, args ...string) (out string, status int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if stderr.Len() > 0 {
		t.Logf("%s: %s", filepath.Base(name), stderr.String())
	}
	return stdout.String(), cmd.ProcessState.ExitCode()
}

// key makes a key pair with ssh-keygen and answers its path and public half.
func keyFile(t *testing.T, dir, name string, args ...string) (string, gossh.PublicKey) {
	t.Helper()
	path := filepath.Join(dir, name)
	if _, status := shell(t, nil, client(t, "ssh-keygen"), append([]string{"-q", "-N", "", "-C", name, "-f", path}, args...)...); status != 0 {
		t.Fatal("ssh-keygen fails")
	}
	data, err := os.ReadFile(path + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	key, _, _, _, err := gossh.ParseAuthorizedKey(data)
	if err != nil {
		t.Fatal(err)
	}
	return path, key
}

// openssh is ssh without any configuration of whoever runs the tests.
func (h *house) openssh(t *testing.T, env, options []string, user string, command ...string) (string, int) {
	t.Helper()
	_, port, _ := net.SplitHostPort(h.addr)
	args := append([]string{
		"-F", "none", "-p", port, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
		"-o", "GlobalKnownHostsFile=/dev/null",
	}, options...)
	return shell(t, env, client(t, "ssh"), append(append(args, user+"@127.0.0.1"), command...)...)
}

func TestOpenSSH(t *testing.T) {
	t.Parallel()
	h := open(t)
	dir := t.TempDir()
	mine, minePub := keyFile(t, dir, "mine", "-t", "ed25519")
	rsaFile, rsaPub := keyFile(t, dir, "rsa", "-t", "rsa", "-b", "3072")
	ecdsa, ecdsaPub := keyFile(t, dir, "ecdsa", "-t", "ecdsa", "-b", "384")
	admin, adminPub := keyFile(t, dir, "admin", "-t", "ed25519")
	h.register(adminPub, directory.RoleAdministrator)
	h.register(ecdsaPub, directory.RoleModerator)
	onlyPublic := filepath.Join(dir, "onlypublic")
	data, err := os.ReadFile(admin + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(onlyPublic+".pub", data, 0o600); err != nil {
		t.Fatal(err)
	}
	with := func(files ...string) []string {
		options := []string{"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"}
		for _, f := range files {
			options = append(options, "-i", f)
		}
		return options
	}
	none := []string{"-o", "IdentityFile=none", "-o", "IdentityAgent=none"}
	id := func(role string, account int, key gossh.PublicKey) string {
		return fmt.Sprintln(role, account, gossh.FingerprintSHA256(key))
	}
	for _, tt := range []struct {
		name, user string
		options    []string
		want       string
		status     int
	}{
		{"no key", "x", none, "visitor 0 \n", 0},
		{"no key, batch", "x", append([]string{"-o", "BatchMode=yes"}, none...), "", 255},
		{"public, batch", "public", append([]string{"-o", "BatchMode=yes"}, none...), "visitor 0 \n", 0},
		{"unknown", "x", with(mine), id("identified", 0, minePub), 0},
		{"unknown RSA", "x", with(rsaFile), id("identified", 0, rsaPub), 0},
		{"registered", "x", with(admin), id("administrator", 1, adminPub), 0},
		{"registered, batch", "x", append([]string{"-o", "BatchMode=yes"}, with(admin)...), id("administrator", 1, adminPub), 0},
		{"registered ECDSA after two unknown", "x", with(mine, rsaFile, ecdsa), id("moderator", 2, ecdsaPub), 0},
		{"public half of the administrator's", "x", with(onlyPublic + ".pub"), "visitor 0 \n", 0},
		{"the same, and an own key", "x", with(onlyPublic+".pub", mine), id("identified", 0, minePub), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if out, status := h.openssh(t, nil, tt.options, tt.user, "whoami"); out != tt.want || status != tt.status {
				t.Errorf("%q, status %d", out, status)
			}
		})
	}
	t.Run("certificate", func(t *testing.T) {
		authority, authorityPub := keyFile(t, dir, "authority", "-t", "ed25519")
		h.register(authorityPub, directory.RoleAdministrator)
		if _, status := shell(t, nil, client(t, "ssh-keygen"), "-q", "-s", authority, "-I", "root", "-n", "x", ecdsa+".pub"); status != 0 {
			t.Fatal("ssh-keygen fails")
		}
		if out, _ := h.openssh(t, nil, with(ecdsa), "x", "whoami"); out != id("moderator", 2, ecdsaPub) {
			t.Errorf("%q", out)
		}
	})
	t.Run("locale, status, input", func(t *testing.T) {
		out, _ := h.openssh(t, []string{"LC_ALL=en_GB.UTF-8", "PATH_SECRET=1"}, append([]string{"-o", "SendEnv=LC_ALL PATH_SECRET"}, none...), "bellême", "visitor")
		if !strings.Contains(out, "user=bellême lang=en utf8=true") || strings.Contains(out, "SECRET") {
			t.Errorf("%q", out)
		}
		if _, status := h.openssh(t, nil, none, "x", "nothing"); status != exitUsage {
			t.Error(status)
		}
		if out, _ := h.openssh(t, nil, none, "x", "words", "l'aigle", `"a b"`); out != `["l'aigle" "a b"]`+"\n" {
			t.Errorf("%q", out)
		}
	})
	t.Run("control master", func(t *testing.T) {
		socket := filepath.Join(dir, "s")
		for range 3 {
			if out, status := h.openssh(t, nil, append([]string{"-o", "ControlMaster=auto", "-o", "ControlPath=" + socket, "-o", "ControlPersist=30"}, none...), "x", "whoami"); out != "visitor 0 \n" || status != 0 {
				t.Errorf("%q, status %d", out, status)
			}
		}
		if n := h.srv.admission.counts().conns; n != 1 {
			t.Errorf("%d connections", n)
		}
		h.openssh(t, nil, []string{"-o", "ControlPath=" + socket, "-O", "exit"}, "x")
	})
}

// An agent with eight keys, as people who have been around have.
func TestAgentWithEightKeys(t *testing.T) {
	t.Parallel()
	agent, add := client(t, "ssh-agent"), client(t, "ssh-add")
	for _, registered := range []bool{true, false} {
		h := open(t)
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		cmd := exec.CommandContext(ctx, agent, "-D", "-a", filepath.Join(dir, "agent"))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { cancel(); _ = cmd.Wait() }()
		env := []string{"SSH_AUTH_SOCK=" + filepath.Join(dir, "agent")}
		eventually(t, "the agent listens", func() bool { _, err := os.Stat(filepath.Join(dir, "agent")); return err == nil })
		var first, last gossh.PublicKey
		for i := range 8 {
			path, key := keyFile(t, dir, fmt.Sprint("key", i), "-t", "ed25519")
			if _, status := shell(t, env, add, "-q", path); status != 0 {
				t.Fatal("ssh-add fails")
			}
			if i == 0 {
				first = key
			}
			last = key
		}
		want := fmt.Sprintln("identified 0", gossh.FingerprintSHA256(first))
		if registered {
			h.register(last, directory.RoleProfessional)
			want = fmt.Sprintln("professional 1", gossh.FingerprintSHA256(last))
		}
		if out, status := h.openssh(t, env, []string{"-o", "IdentityFile=none"}, "x", "whoami"); out != want || status != 0 {
			t.Errorf("registered %v: %q, status %d", registered, out, status)
		}
	}
}

func TestPlink(t *testing.T) {
	t.Parallel()
	plink, puttygen := client(t, "plink"), client(t, "puttygen")
	h := open(t)
	dir := t.TempDir()
	_, port, _ := net.SplitHostPort(h.addr)
	env := []string{"HOME=" + dir, "SSH_AUTH_SOCK="}
	run := func(args ...string) (string, int) {
		args = append([]string{"-batch", "-P", port, "-hostkey", h.srv.Fingerprint()}, args...)
		return shell(t, env, plink, append(args, "x@127.0.0.1", "whoami")...)
	}
	if out, status := run(); out != "visitor 0 \n" || status != 0 {
		t.Errorf("no key: %q, status %d", out, status)
	}
	path, key := keyFile(t, dir, "mine", "-t", "ed25519")
	if _, status := shell(t, env, puttygen, path, "-o", path+".ppk", "-O", "private"); status != 0 {
		t.Fatal("puttygen fails")
	}
	fingerprint := gossh.FingerprintSHA256(key)
	if out, status := run("-i", path+".ppk"); out != "identified 0 "+fingerprint+"\n" || status != 0 {
		t.Errorf("unknown key: %q, status %d", out, status)
	}
	h.register(key, directory.RoleModerator)
	if out, status := run("-i", path+".ppk"); out != "moderator 1 "+fingerprint+"\n" || status != 0 {
		t.Errorf("registered key: %q, status %d", out, status)
	}
}

func TestDropbear(t *testing.T) {
	dbclient, dropbearkey := client(t, "dbclient"), client(t, "dropbearkey")
	h := open(t)
	dir := t.TempDir()
	_, port, _ := net.SplitHostPort(h.addr)
	env := []string{"HOME=" + dir, "SSH_AUTH_SOCK=", "SSH_ASKPASS=/bin/false"}
	run := func(args ...string) (string, int) {
		args = append([]string{"-y", "-y", "-p", port}, args...)
		return shell(t, env, dbclient, append(args, "x@127.0.0.1", "whoami")...)
	}
	if out, status := run(); out != "visitor 0 \n" || status != 0 {
		t.Errorf("no key: %q, status %d", out, status)
	}
	path := filepath.Join(dir, "mine")
	out, status := shell(t, env, dropbearkey, "-t", "ed25519", "-f", path)
	if status != 0 {
		t.Fatal("dropbearkey fails")
	}
	var key gossh.PublicKey
	for _, line := range strings.Split(out, "\n") {
		if k, _, _, _, err := gossh.ParseAuthorizedKey([]byte(line)); err == nil {
			key = k
		}
	}
	if key == nil {
		t.Fatalf("no public key in %q", out)
	}
	fingerprint := gossh.FingerprintSHA256(key)
	if out, status := run("-i", path); out != "identified 0 "+fingerprint+"\n" || status != 0 {
		t.Errorf("unknown key: %q, status %d", out, status)
	}
	h.register(key, directory.RoleModerator)
	if out, status := run("-i", path); out != "moderator 1 "+fingerprint+"\n" || status != 0 {
		t.Errorf("registered key: %q, status %d", out, status)
	}
}

// program is a command that ends with the test, at the latest after a while.
func program(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return exec.CommandContext(ctx, name, args...)
}
