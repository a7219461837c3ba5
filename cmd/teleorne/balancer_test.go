package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/pires/go-proxyproto"
	"golang.org/x/crypto/ssh"
)

// behind is two servers that only a balancer may connect to: one that writes, and
// a copy.
type behind struct{ writer, reader *process }

func serveBehind(tb testing.TB, args ...string) behind {
	tb.Helper()
	data, there := fillDirectory(tb, 20), filepath.Join(tb.TempDir(), "copy")
	args = append([]string{"--proxy-protocol", "127.0.0.1", "--metrics", "127.0.0.1:0", "--lang", "fr"}, args...)
	b := behind{writer: serveProcess(tb, data, args...)}
	if err := bringUp(data, there); err != nil {
		tb.Fatal(err)
	}
	copyFile(tb, filepath.Join(data, hostKeyFile), filepath.Join(there, hostKeyFile))
	b.reader = serveProcess(tb, there, append(args, "--follow", "annuaire.example:2222")...)
	return b
}

// monitor is the port on which a server tells whether it is well.
func (p *process) monitor() string {
	said := regexp.MustCompile(`msg=monitoring addr=\S+:(\d+)`).FindStringSubmatch(p.said())
	if said == nil {
		p.tb.Fatalf("no monitor: %s", p.said())
	}
	return said[1]
}

// relay is a balancer of this process: in turn, to whoever answers, with a header
// of version 2.
func relay(tb testing.TB, b behind) (addr string) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = l.Close() })
	servers := []string{b.writer.addr, b.reader.addr}
	go func() {
		for n := 0; ; n++ {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", servers[n%2])
			if err != nil {
				out, err = net.Dial("tcp", servers[(n+1)%2])
			}
			if err != nil {
				_ = in.Close()
				continue
			}
			go pass(in, out)
		}
	}()
	return l.Addr().String()
}

func pass(in, out net.Conn) {
	defer in.Close()
	defer out.Close()
	if _, err := proxyproto.HeaderProxyFromAddrs(2, in.RemoteAddr(), in.LocalAddr()).WriteTo(out); err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(out, in)
		_ = out.Close()
	}()
	_, _ = io.Copy(in, out)
}

// haproxy runs the recipe before two servers.
func haproxy(tb testing.TB, b behind) (addr string, p *process) {
	tb.Helper()
	program, err := exec.LookPath("haproxy")
	if err != nil {
		if _, err := os.Stat("/usr/sbin/haproxy"); err != nil {
			tb.Skip("haproxy is not here")
		}
		program = "/usr/sbin/haproxy"
	}
	text, err := os.ReadFile(filepath.Join("deploy", "haproxy.cfg"))
	if err != nil {
		tb.Fatal(err)
	}
	front, writing := freePort(tb), freePort(tb)
	recipe := strings.NewReplacer(
		"10.0.0.1:6122 check port 9122", b.writer.addr+" check port "+b.writer.monitor(),
		"10.0.0.2:6122 check port 9122", b.reader.addr+" check port "+b.reader.monitor(),
		"bind :2222", "bind "+writing, "bind :22", "bind "+front,
	).Replace(string(text))
	file := filepath.Join(tb.TempDir(), "haproxy.cfg")
	if err := os.WriteFile(file, []byte(recipe), 0o600); err != nil {
		tb.Fatal(err)
	}
	if out, err := exec.Command(program, "-c", "-f", file).CombinedOutput(); err != nil || strings.Contains(string(out), "WARNING") {
		tb.Fatalf("%v\n%s", err, out)
	}
	p = beginProcess(tb, exec.Command(program, "-db", "-f", file))
	until(tb, "haproxy listens", func() bool {
		c, err := net.Dial("tcp", front)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return front, p
}

func freePort(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// guest is a visitor with a terminal, who comes from an address.
type guest struct {
	client *ssh.Client
	in     io.Writer
	screen *drawing
	ended  chan error
}

func arrive(from, addr string) (*guest, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 10 * time.Second}
	conn, err := d.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	c, channels, requests, err := ssh.NewClientConn(conn, addr, &ssh.ClientConfig{
		User: "public", HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 10 * time.Second,
	})
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	g := &guest{client: ssh.NewClient(c, channels, requests), screen: &drawing{}, ended: make(chan error, 1)}
	s, err := g.client.NewSession()
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	s.Stdout, s.Stderr = g.screen, g.screen
	if g.in, err = s.StdinPipe(); err == nil {
		err = errors.Join(s.RequestPty("xterm-256color", 24, 80, nil), s.Shell())
	}
	go func() { g.ended <- s.Wait() }()
	return g, err
}

func (g *guest) sees(tb testing.TB, text string) {
	tb.Helper()
	for end := time.Now().Add(10 * time.Second); !strings.Contains(ansi.Strip(g.screen.text()), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			tb.Fatalf("no %q in %q", text, g.screen.text())
		}
	}
}

// TestBalancer: sessions are spread over a server that writes and a copy, limits
// count visitors by their own address, and when one of the servers is stopped its
// sessions are told, the others go on, and whoever comes finds the one that is
// left, with the same host key.
func TestBalancer(t *testing.T) {
	for name, balancer := range map[string]func(testing.TB, behind) string{
		"relay":   relay,
		"haproxy": func(tb testing.TB, b behind) string { addr, _ := haproxy(tb, b); return addr },
	} {
		t.Run(name, func(t *testing.T) {
			b := serveBehind(t, "--max-sessions-per-ip", "1")
			addr := balancer(t, b)
			key := hostKeyOf(t, addr)
			var guests []*guest
			come := func(from string) {
				t.Helper()
				g, err := arrive(from, addr)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = g.client.Close() })
				g.sees(t, "Quoi")
				guests = append(guests, g)
			}
			for n := range 6 {
				come(fmt.Sprintf("127.9.%d.1", n))
			}
			here, there := b.writer.guests(), b.reader.guests()
			if len(here) == 0 || len(there) == 0 || len(here)+len(there) != 6 {
				t.Errorf("%q on one, %q on the other", here, there)
			}
			// One session an address on each server: the third finds no room, others do.
			come("127.9.100.1")
			come("127.9.100.1")
			full, err := arrive("127.9.100.1", addr)
			if err != nil {
				t.Fatal(err)
			}
			full.sees(t, "Trop de sessions ouvertes depuis votre adresse")
			come("127.9.101.1")

			told := b.writer.guests()
			b.writer.stop()
			ended := 0
			for _, g := range guests {
				select {
				case <-g.ended:
					ended++
					g.sees(t, "Le serveur s’arrête.")
				case <-time.After(200 * time.Millisecond):
					if _, err := io.WriteString(g.in, "x"); err != nil {
						t.Error(err)
					}
				}
			}
			if ended != len(told) {
				t.Errorf("%d sessions ended, of %d", ended, len(told))
			}
			for n := range 4 {
				come(fmt.Sprintf("127.9.%d.1", 200+n))
			}
			if string(hostKeyOf(t, addr)) != string(key) {
				t.Error("another host key")
			}
		})
	}
}

// guests are the networks from which sessions came.
func (p *process) guests() (all []string) {
	for _, m := range regexp.MustCompile(`msg=session from=(127\.9\.\S+)`).FindAllStringSubmatch(p.said(), -1) {
		all = append(all, m[1])
	}
	return all
}

// BenchmarkBalancer opens sessions directly, through a relay of this process,
// through HAProxy and on a copy, in turn, and types in each: milliseconds to the
// first screen and from a key to its frame, their medians, and how many times
// longer those through HAProxy and on a copy took than direct ones; then KiB
// that HAProxy holds for an open one.
func BenchmarkBalancer(b *testing.B) {
	servers := serveBehind(b)
	alone := behind{servers.writer, servers.writer}
	front, program := haproxy(b, alone)
	ways := []struct {
		name string
		dial func() (net.Conn, error)
	}{
		{"direct", introduced(servers.writer.addr)},
		{"relay", dialing(relay(b, alone))},
		{"haproxy", dialing(front)},
		{"copy", introduced(servers.reader.addr)},
	}
	opens, keys := make([]figures, len(ways)), make([]figures, len(ways))
	begin := func(way int) (*session, time.Duration) {
		began := time.Now()
		conn, err := ways[way].dial()
		if err != nil {
			b.Fatal(err)
		}
		s := sessionOver(b, conn)
		return s, s.frame().last.Sub(began)
	}
	for b.Loop() {
		for way := range ways {
			s, took := begin(way)
			opens[way] = append(opens[way], took.Seconds()*1000)
			s.keys("paie", nil, &keys[way])
			s.close()
		}
	}
	for way := range ways {
		b.ReportMetric(opens[way].median(), "ms-open/"+ways[way].name)
		b.ReportMetric(keys[way].median(), "ms-key/"+ways[way].name)
	}
	for _, way := range []int{2, 3} {
		b.ReportMetric(opens[way].median()/opens[0].median(), "x-open/"+ways[way].name)
		b.ReportMetric(keys[way].median()/keys[0].median(), "x-key/"+ways[way].name)
	}
	b.ReportMetric(0, "ns/op")

	const held = 200
	before := residentKiB(b, program)
	for range held {
		s, _ := begin(2)
		defer s.close()
	}
	b.ReportMetric((residentKiB(b, program)-before)/held, "KiB/session")
	b.ReportMetric(residentKiB(b, program)/1024, "MiB")
}

// introduced dials a server as a balancer does that brings itself.
func introduced(addr string) func() (net.Conn, error) {
	return func() (net.Conn, error) {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_, err = proxyproto.HeaderProxyFromAddrs(2, c.LocalAddr(), c.RemoteAddr()).WriteTo(c)
		}
		return c, err
	}
}

func dialing(addr string) func() (net.Conn, error) {
	return func() (net.Conn, error) { return net.Dial("tcp", addr) }
}

// residentKiB is how much memory a process holds.
func residentKiB(tb testing.TB, p *process) (n float64) {
	tb.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		tb.Skip(err)
	}
	if m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(text); m != nil {
		_, _ = fmt.Sscan(string(m[1]), &n)
	}
	return n
}
