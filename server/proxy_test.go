package server

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pires/go-proxyproto"
	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// balancer passes on what comes to a server, after a header.
func balancer(t testing.TB, to string, header func(client net.Conn) []byte) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer in.Close()
				out, err := net.Dial("tcp", to)
				if err != nil {
					return
				}
				defer out.Close()
				// In two pieces, as networks do.
				h := header(in)
				for _, part := range [][]byte{h[:len(h)/2], h[len(h)/2:]} {
					_, _ = out.Write(part)
					time.Sleep(5 * time.Millisecond)
				}
				go func() { _, _ = io.Copy(out, in) }()
				_, _ = io.Copy(in, out)
			}()
		}
	}()
	return l.Addr().String()
}

// headerOf is a version 2 header that says where a client comes from.
func headerOf(t testing.TB, source string, change ...func(*proxyproto.Header)) []byte {
	t.Helper()
	src, err := net.ResolveTCPAddr("tcp", source)
	if err != nil {
		t.Fatal(err)
	}
	family, dst := proxyproto.TCPv4, &net.TCPAddr{IP: net.IPv4(192, 0, 2, 99), Port: 6122}
	if src.IP.To4() == nil {
		family, dst = proxyproto.TCPv6, &net.TCPAddr{IP: net.ParseIP("2001:db8::99"), Port: 6122}
	}
	h := &proxyproto.Header{Version: 2, Command: proxyproto.PROXY, TransportProtocol: family, SourceAddr: src, DestinationAddr: dst}
	for _, c := range change {
		c(h)
	}
	b, err := h.Format()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// localHeader is that of a balancer that looks whether a server is well.
const localHeader = "\r\n\r\n\x00\r\nQUIT\n\x20\x00\x00\x00"

func withTLVs(h *proxyproto.Header) {
	if err := h.SetTLVs([]proxyproto.TLV{{Type: proxyproto.PP2_TYPE_AUTHORITY, Value: []byte("annuaire.example")}, {Type: 0xEA, Value: make([]byte, 900)}}); err != nil {
		panic(err)
	}
}

func trusting(c *Config) { c.Balancers = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")} }

// through dials the server by way of a balancer.
func (h *house) through(header []byte) (*gossh.Client, error) {
	return gossh.Dial("tcp", balancer(h.t, h.addr, func(net.Conn) []byte { return header }), &gossh.ClientConfig{
		User: "x", HostKeyCallback: gossh.InsecureIgnoreHostKey(), Auth: []gossh.AuthMethod{noQuestions(h.t)}, Timeout: 10 * time.Second,
	})
}

func TestProxyProtocol(t *testing.T) {
	longLocal := append([]byte("\r\n\r\n\x00\r\nQUIT\n\x20\x00\x00\x07"), "skipped"...)
	h := open(t, trusting)
	for name, tt := range map[string]struct {
		header []byte
		addr   string // as limits count it; empty: closed
	}{
		"IPv4":                {headerOf(t, "192.0.2.7:4711"), "192.0.2.7"},
		"IPv4 with TLVs":      {headerOf(t, "192.0.2.8:4711", withTLVs), "192.0.2.8"},
		"IPv6":                {headerOf(t, "[2001:db8:1:2:3::4]:4711"), "2001:db8:1:2::/64"},
		"IPv6 with TLVs":      {headerOf(t, "[2001:db8:1:3:3::4]:4711", withTLVs), "2001:db8:1:3::/64"},
		"LOCAL":               {[]byte(localHeader), "127.0.0.1"},
		"LOCAL with a block":  {longLocal, "127.0.0.1"},
		"version 1":           {[]byte("PROXY TCP4 192.0.2.7 192.0.2.99 4711 6122\r\n"), ""},
		"UNSPEC":              {[]byte("\r\n\r\n\x00\r\nQUIT\n\x21\x00\x00\x00"), ""},
		"UDP":                 {[]byte("\r\n\r\n\x00\r\nQUIT\n\x21\x12\x00\x0c\xc0\x00\x02\x07\xc0\x00\x02\x63\x12\x67\x17\xea"), ""},
		"a Unix socket":       {append([]byte("\r\n\r\n\x00\r\nQUIT\n\x21\x31\x00\xd8"), make([]byte, 216)...), ""},
		"an unknown version":  {[]byte("\r\n\r\n\x00\r\nQUIT\n\x31\x11\x00\x0c\xc0\x00\x02\x07\xc0\x00\x02\x63\x12\x67\x17\xea"), ""},
		"a short block":       {[]byte("\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x04\xc0\x00\x02\x07"), ""},
		"a block without end": {append([]byte("\r\n\r\n\x00\r\nQUIT\n\x21\x11\xff\xff"), make([]byte, 70000)...), ""},
		"no header":           {nil, ""},
		"two headers":         {append(headerOf(t, "192.0.2.7:4711"), headerOf(t, "192.0.2.8:4711")...), ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := h.through(tt.header)
			if tt.addr == "" {
				if err == nil {
					t.Error("let in")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if got := run(t, c, "visitor", nil); !strings.Contains(got.out, "addr="+tt.addr+"\n") {
				t.Errorf("%q", got.out)
			}
		})
	}
	// Version 1 comes in one piece or not at all.
	if _, err := readHeader(&scripted{in: strings.NewReader("PROXY TCP4 192.0.2.7 192.0.2.99 4711 6122\r\n")}); !errors.Is(err, errOldHeader) {
		t.Error("version 1:", err)
	}
	// The log has the client's network, and the balancer's for LOCAL alone.
	if log := h.log.String(); !strings.Contains(log, "from=192.0.2.0/24") || !strings.Contains(log, "from=2001:db8:1::/48") {
		t.Error(log)
	}
}

// Limits, penalties and bans are of the client that the balancer brings.
func TestProxiedClientsAreToldApart(t *testing.T) {
	pest := netip.MustParsePrefix("203.0.113.0/24")
	h := open(t, trusting, func(c *Config) {
		c.Limits.MaxSessionsPerIP = 1
		c.Penalties = DefaultPenalties()
		c.BannedAddress = func(a netip.Addr) (b directory.Ban, ok bool) { return b, pest.Contains(a) }
	})
	first, err := h.through(headerOf(t, "192.0.2.1:1"))
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	openTerminal(t, first, 80, 24, "xterm").sees("ready")
	for source, want := range map[string]int{"192.0.2.1:2": exitLater, "192.0.2.2:2": 0} {
		c, err := h.through(headerOf(t, source))
		if err != nil {
			t.Fatal(err)
		}
		if got := run(t, c, "whoami", nil); got.status != want {
			t.Errorf("%s: %+v", source, got)
		}
		_ = c.Close()
	}
	h.srv.admission.penalties.add(netip.MustParseAddr("198.51.100.1"), time.Minute)
	for source, want := range map[string]string{"203.0.113.5:2": "server.banned_address", "198.51.100.1:2": "server.turned_away.penalised"} {
		conn, err := net.Dial("tcp", balancer(t, h.addr, func(net.Conn) []byte { return headerOf(t, source) }))
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		if got, _ := io.ReadAll(conn); !strings.Contains(string(got), want) {
			t.Errorf("%s is told %q", source, got)
		}
		_ = conn.Close()
	}
	// A balancer looks every second whether we are there, and is never kept out.
	for range 50 {
		conn := dialFrom(t, "127.0.0.1", h.addr)
		_, _ = io.WriteString(conn, localHeader)
		_, _ = bufio.NewReader(conn).ReadString('\n')
		_ = conn.Close()
	}
	eventually(t, "all looks are over", func() bool { return h.srv.admission.counts().startups == 0 })
	time.Sleep(50 * time.Millisecond) // they are judged after that
	if known, _ := h.srv.admission.penalties.size(); known != 1 {
		t.Errorf("%d addresses have a penalty", known)
	}
	if c, err := h.through(headerOf(t, "192.0.2.3:2")); err != nil {
		t.Error(err)
	} else {
		_ = c.Close()
	}
}

// Who is no balancer is let in with no header, true or not.
func TestProxyHeaderOfAStranger(t *testing.T) {
	h := open(t, trusting)
	for _, header := range [][]byte{nil, headerOf(t, "192.0.2.7:4711")} {
		conn := dialFrom(t, "127.0.0.2", h.addr)
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		_, _ = conn.Write(append(header, "SSH-2.0-x\r\n"...))
		if got, _ := io.ReadAll(conn); len(got) != 0 {
			t.Errorf("answered %q", got)
		}
		_ = conn.Close()
	}
}

// A header in front of a server that expects none is not SSH.
func TestProxyHeaderUnasked(t *testing.T) {
	h := open(t)
	if _, err := h.through(headerOf(t, "192.0.2.7:4711")); err == nil {
		t.Error("let in")
	}
}

// A balancer that does not say who it brings waits for some seconds, and holds
// nothing of anybody.
func TestProxyHeaderThatDoesNotCome(t *testing.T) {
	t.Parallel()
	h := open(t, trusting)
	begun := time.Now()
	conn := dialFrom(t, "127.0.0.1", h.addr)
	defer conn.Close()
	_, _ = conn.Write(headerOf(t, "192.0.2.7:4711")[:13])
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if got, _ := io.ReadAll(conn); len(got) != 0 {
		t.Errorf("answered %q", got)
	}
	if d := time.Since(begun); d < headerWait/2 || d > 3*headerWait {
		t.Error("closed after", d)
	}
	if got := h.srv.admission.counts(); got != (tally{}) {
		t.Errorf("%+v", got)
	}
}

// Whatever a balancer sends, it brings a TCP client, or itself, or is refused;
// what comes after the header is the client's, to the byte.
func FuzzProxyHeader(f *testing.F) {
	f.Add(headerOf(f, "192.0.2.7:4711"))
	f.Add(headerOf(f, "[2001:db8::7]:4711", withTLVs))
	f.Add([]byte("PROXY TCP4 192.0.2.7 192.0.2.99 4711 6122\r\n"))
	f.Add([]byte("\r\n\r\n\x00\r\nQUIT\n\x20\x00\x00\x00"))
	f.Add([]byte("\r\n\r\n\x00\r\nQUIT\n\x21\x00\x00\x00"))
	f.Add([]byte{})
	const after = "SSH-2.0-after\r\n"
	f.Fuzz(func(t *testing.T, data []byte) {
		all := append(bytes.Clone(data), after...)
		conn, err := readHeader(&scripted{in: bytes.NewReader(all)})
		if err != nil {
			return
		}
		if !ipOf(conn.RemoteAddr()).IsValid() {
			t.Errorf("from %v", conn.RemoteAddr())
		}
		// The header says itself how long it is.
		want := all[16+int(binary.BigEndian.Uint16(all[14:16])):]
		if rest, err := io.ReadAll(conn); err != nil || !bytes.Equal(rest, want) {
			t.Errorf("%q, not %q, %v", rest, want, err)
		}
	})
}

// scripted is a connection from 127.0.0.1 that sends what it was given.
type scripted struct {
	net.Conn
	in io.Reader
}

func (s *scripted) Read(p []byte) (int, error)    { return s.in.Read(p) }
func (*scripted) RemoteAddr() net.Addr            { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }
func (*scripted) SetReadDeadline(time.Time) error { return nil }
