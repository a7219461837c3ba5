package server

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// Whoever is refused costs no memory: neither what is kept nor what is thrown
// away at once.
func TestRefusalAllocatesNothing(t *testing.T) {
	h := open(t, func(c *Config) {
		c.Limits.MaxStartupsPerIP, c.Limits.MaxStartups = 1, 1
		c.Penalties = DefaultPenalties()
	})
	s, pest := h.srv, netip.MustParseAddr("192.0.2.1")
	for range cap(s.notices.room) { // as in a flood, nobody more can be told
		s.notices.enter()
	}
	s.admission.penalties.add(pest, time.Minute)
	first, _, _ := s.admission.connect(&fakeConn{ip: "192.0.2.7"}, netip.MustParseAddr("192.0.2.7"))
	first.reach(stageSecured)
	// The crowd comes last: it is penalised by what it does, and would then have
	// to make room for the others.
	for _, c := range []struct{ name, ip string }{
		{"penalised", "192.0.2.1"}, {"no room", "192.0.2.3"}, {"its share", "192.0.2.7"},
	} {
		conn, addr := net.Conn(&fakeConn{ip: c.ip}), netip.MustParseAddr(c.ip)
		s.arrive(conn, addr)
		if n := testing.AllocsPerRun(1000, func() { s.arrive(conn, addr) }); n != 0 {
			t.Errorf("%s: %v allocations", c.name, n)
		}
		if got := s.admission.counts().conns; got != 1 || first.displaced.Load() {
			t.Fatalf("%s: %d let in, the first one displaced: %v", c.name, got, first.displaced.Load())
		}
	}
	for range cap(s.notices.room) {
		s.notices.leave()
	}
}

// BenchmarkRefusal is what a penalised client costs, its own side included.
func BenchmarkRefusal(b *testing.B) {
	h := open(b, func(c *Config) { c.Penalties = DefaultPenalties() })
	h.srv.admission.penalties.add(netip.MustParseAddr("127.0.0.1"), time.Minute)
	for range cap(h.srv.notices.room) {
		h.srv.notices.enter()
	}
	b.ReportAllocs()
	for b.Loop() {
		conn, err := net.Dial("tcp", h.addr)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = conn.Read(make([]byte, 1))
		_ = conn.Close()
	}
}

// What clients do wrong is put to the account of their address.
func TestJudgement(t *testing.T) {
	rules := Penalties{
		Threshold: time.Hour, Max: 100 * time.Hour,
		Login: time.Minute, Grace: 2 * time.Minute, Garbage: 3 * time.Minute, Unused: 4 * time.Minute, Crowd: 5 * time.Minute,
	}
	h := open(t, func(c *Config) {
		c.Penalties = rules
		c.Limits.LoginGrace, c.Limits.MaxStartupsPerIP = 700*time.Millisecond, 3
	})
	cost := func(ip string) time.Duration {
		p := h.srv.admission.penalties
		p.mu.Lock()
		defer p.mu.Unlock()
		e := p.known[netip.MustParseAddr(ip)]
		if e == nil {
			return 0
		}
		return time.Until(e.end).Round(time.Minute)
	}
	login := func(ip string, auth ...gossh.AuthMethod) {
		conn := dialFrom(t, ip, h.addr)
		c, _, _, err := gossh.NewClientConn(conn, h.addr, &gossh.ClientConfig{User: "x", HostKeyCallback: gossh.InsecureIgnoreHostKey(), Auth: auth})
		if err == nil {
			_ = c.Close()
		}
		_ = conn.Close()
	}
	say := func(ip, what string) {
		conn := dialFrom(t, ip, h.addr)
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		_, _ = io.WriteString(conn, what)
		if what == "" {
			_, _ = io.Copy(io.Discard, conn)
		} else {
			_, _ = bufio.NewReader(conn).ReadString('\n')
		}
		_ = conn.Close()
	}
	login("127.0.3.1", noQuestions(t))
	login("127.0.3.2")
	say("127.0.3.3", "GET / HTTP/1.1\r\n\r\n")
	say("127.0.3.4", "")
	say("127.0.3.5", "SSH-2.0-scan\r\n")
	for ip, want := range map[string]time.Duration{
		"127.0.3.2": rules.Login, "127.0.3.3": rules.Garbage, "127.0.3.4": rules.Grace, "127.0.3.5": rules.Unused,
	} {
		eventually(t, "the account of "+ip, func() bool { return cost(ip) == want }, func() string { return cost(ip).String() })
	}
	if got := cost("127.0.3.1"); got != 0 {
		t.Errorf("a visitor: %v", got)
	}
	for range 4 {
		defer dialFrom(t, "127.0.3.6", h.addr).Close()
	}
	eventually(t, "the account of a crowd", func() bool { return cost("127.0.3.6") >= rules.Crowd })
	if log := h.log.String(); strings.Contains(log, "kept out") {
		t.Error(log)
	}
}

// Whoever is refused is told so, in one sentence for each language.
func TestTurnedAwayIsTold(t *testing.T) {
	h := open(t, func(c *Config) {
		c.Penalties = DefaultPenalties()
		c.Limits.MaxStartupsPerIP = 1
	})
	h.srv.admission.penalties.add(netip.MustParseAddr("127.0.4.1"), 43*time.Second)
	if got := h.told("127.0.4.1"); got.reason != reasonTooManyConn ||
		got.text != "fr server.turned_away.penalised [seconds 50] / en server.turned_away.penalised [seconds 50]" {
		t.Errorf("%+v", got)
	}
	held := dialFrom(t, "127.0.4.2", h.addr)
	defer held.Close()
	if _, err := io.WriteString(held, "SSH-2.0-x\r\n"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "one is held", func() bool { return h.srv.admission.counts().startups == 1 })
	if got := h.told("127.0.4.2"); !strings.HasPrefix(got.text, "fr server.turned_away.address ") {
		t.Errorf("%+v", got)
	}
}

// What the three clients show of it.
func TestClientsShowTheNotice(t *testing.T) {
	h := open(t, func(c *Config) { c.Penalties = DefaultPenalties() })
	h.srv.admission.penalties.add(netip.MustParseAddr("127.0.0.1"), time.Minute)
	_, port, _ := net.SplitHostPort(h.addr)
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"ssh":      {[]string{"-F", "none", "-p", port, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "127.0.0.1"}, "server.turned_away.penalised [seconds 60]"},
		"plink":    {[]string{"-batch", "-ssh", "-P", port, "u@127.0.0.1"}, "server.turned_away.penalised [seconds 60]"},
		"dbclient": {[]string{"-y", "-p", port, "u@127.0.0.1"}, "isconnect"}, // it shows no text
	} {
		t.Run(name, func(t *testing.T) {
			said := &lines{}
			cmd := program(t, client(t, name), tt.args...)
			cmd.Stderr = said
			_ = cmd.Run() // dbclient ends with 0
			if !strings.Contains(said.String(), tt.want) {
				t.Errorf("%q", said.String())
			}
		})
	}
}

// The handshakes of a flood do not take the processors of who is in: no more
// than the turns there are is worked on at a time, and none is lost.
func TestTurns(t *testing.T) {
	h := open(t, func(c *Config) { c.Limits.MaxStartupsPerIP = 0 })
	most := make(chan int)
	done := make(chan struct{})
	go func() {
		n := 0
		for {
			select {
			case <-done:
				most <- n
				return
			default:
				n = max(n, len(h.srv.admission.turns))
			}
		}
	}()
	f := h.flood()
	f.fail(300, 30, func(i int) string { return fmt.Sprintf("127.0.5.%d", 1+i%200) })
	eventually(t, "all logins failed", func() bool { return f.logins.Load() == 300 })
	close(done)
	if n := <-most; n == 0 || n > cap(h.srv.admission.turns) {
		t.Errorf("%d at a time of %d", n, cap(h.srv.admission.turns))
	}
	eventually(t, "no turn is held", func() bool { return len(h.srv.admission.turns) == 0 })
	// One that is closed while it has a turn, or waits for one, gives it back.
	for range cap(h.srv.admission.turns) {
		h.srv.admission.turns <- struct{}{}
	}
	conn := dialFrom(t, "127.0.5.1", h.addr)
	_, _ = io.WriteString(conn, "SSH-2.0-x\r\n")
	eventually(t, "one is held", func() bool { return h.srv.admission.counts().startups == 1 })
	h.srv.admission.drop()
	eventually(t, "nothing is held", func() bool { return h.srv.admission.counts() == tally{} })
	_ = conn.Close()
	for range cap(h.srv.admission.turns) {
		<-h.srv.admission.turns
	}
	if got := run(t, h.visitor(), "whoami", nil); got.status != 0 {
		t.Errorf("%+v", got)
	}
}
