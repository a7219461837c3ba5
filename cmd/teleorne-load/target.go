package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// target is the server under load.
type target struct {
	name, addr string
	pid        int
	metrics    string
	stop       func() error
}

// ready is how long a server may take to listen.
const ready = 2 * time.Minute

// start starts a server on a directory of its own, with limits that do not stand
// in the way.
func start(ctx context.Context, o options, spec string) (*target, error) {
	name, path, named := strings.Cut(spec, "=")
	if !named {
		name, path = filepath.Base(spec), spec
	}
	dir, err := os.MkdirTemp("", "teleorne-load-")
	if err != nil {
		return nil, err
	}
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	t := &target{name: name, addr: addr, metrics: o.metrics}
	args := []string{
		"--data", dir, "serve", "--addr", addr, fmt.Sprint("--demo=", o.people),
		"--max-sessions", "0", "--max-sessions-per-ip", "0", "--max-startups", "0", "--max-startups-per-ip", "0",
		"--idle-timeout", "12h", "--reveal-rate", "0",
	}
	if help, _ := exec.CommandContext(ctx, path, "serve", "--help").CombinedOutput(); bytes.Contains(help, []byte("--metrics ")) {
		if t.metrics, err = freeAddress(); err != nil {
			return nil, err
		}
		args = append(args, "--metrics", t.metrics)
	}
	var log bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = io.Discard, &log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	t.pid = cmd.Process.Pid
	t.stop = func() error {
		defer os.RemoveAll(dir)
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := <-exited; err != nil && ctx.Err() == nil {
			return fmt.Errorf("%s: %w\n%s", path, err, log.Bytes())
		}
		return nil
	}
	for begun := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-exited:
			return nil, fmt.Errorf("%s: %w\n%s", path, errors.Join(err, os.RemoveAll(dir)), log.Bytes())
		default:
		}
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return t, nil
		} else if time.Since(begun) > ready {
			return nil, errors.Join(err, t.stop())
		}
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// memory is the resident set, in bytes; 0 when that cannot be known.
func (t *target) memory() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", t.pid))
	if t.pid == 0 || err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			return kib << 10
		}
	}
	return 0
}

// processor is the time that the process has had; 0 when that cannot be known.
func (t *target) processor() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", t.pid))
	if t.pid == 0 || err != nil {
		return 0
	}
	// After the name, which may hold anything, come the state and ten more.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	const tick = 10 * time.Millisecond // the same on every Linux
	return time.Duration(user+system) * tick
}

// goroutines asks the metrics; 0 when there are none.
func (t *target) goroutines() int {
	if t.metrics == "" {
		return 0
	}
	resp, err := http.Get("http://" + t.metrics + "/metrics")
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "go_goroutines "); ok {
			n, _ := strconv.ParseFloat(value, 64)
			return int(n)
		}
	}
	return 0
}
