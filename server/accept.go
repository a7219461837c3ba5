package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"syscall"
	"time"

	"charm.land/ssh"
	"github.com/pires/go-proxyproto"
	gossh "golang.org/x/crypto/ssh"
)

const (
	headerWait  = 3 * time.Second // for a balancer to say who it brings
	maxRelayed  = 512             // connections that wait for that at a time
	acceptPause = 50 * time.Millisecond
)

var (
	errOldHeader    = errors.New("PROXY protocol of another version than 2")
	errHeaderFamily = errors.New("PROXY header without a TCP address")
)

// accept takes in what comes on a listener until that is closed or fails. It
// runs in place of the library's own loop, which makes a goroutine and a context
// for whoever comes before anybody is asked.
func (s *Server) accept(l net.Listener) error {
	for {
		conn, err := l.Accept()
		switch {
		case err == nil && len(s.config.Balancers) > 0:
			s.relayed(conn)
		case err == nil:
			s.arrive(conn, ipOf(conn.RemoteAddr()))
		case passes(err):
			time.Sleep(acceptPause) // until somebody leaves
		default:
			return err
		}
	}
}

// passes tells whether a listener that failed is expected to work again soon.
func passes(err error) bool {
	for _, soon := range []error{
		syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.ECONNRESET, syscall.EINTR,
	} {
		if errors.Is(err, soon) {
			return true
		}
	}
	return false
}

// arrive admits a connection before anything is read from it, or turns it away.
func (s *Server) arrive(conn net.Conn, ip netip.Addr) {
	if _, ok := s.bannedAt(ip); ok {
		s.turnAway(conn, connBanned, 0)
		return
	}
	c, o, wait := s.admission.connect(conn, ip)
	if c == nil {
		s.turnAway(conn, o, wait)
		return
	}
	s.config.Metrics.connection(connAdmitted)
	go s.handle(c)
}

// turnAway closes a connection that is not admitted. It tells why, on a
// goroutine of its own, while there is room for one.
func (s *Server) turnAway(conn net.Conn, o outcome, wait time.Duration) {
	s.config.Metrics.connection(o)
	if s.config.Log.Enabled(context.Background(), slog.LevelDebug) {
		s.config.Log.Debug("connection refused", "from", logAddress(conn.RemoteAddr()), "because", outcomes[o])
	}
	if o == connUntrusted || !s.notices.enter() {
		_ = conn.Close()
		return
	}
	go func() {
		defer s.rescue("notice")
		defer s.notices.leave()
		defer conn.Close()
		if o != connBanned {
			send(conn, s.notices.of(o, wait))
		} else if b, ok := s.bannedAt(ipOf(conn.RemoteAddr())); ok {
			send(conn, s.bannedNotice(b))
		}
	}()
}

// relayed lets a connection in that a balancer brings, once that has said from
// where. Nobody else is let in: they would be counted as the balancer.
func (s *Server) relayed(conn net.Conn) {
	if !inside(s.config.Balancers, ipOf(conn.RemoteAddr())) {
		s.turnAway(conn, connUntrusted, 0)
		return
	}
	select {
	case s.relaying <- struct{}{}:
	default:
		s.turnAway(conn, connStartups, 0)
		return
	}
	go func() {
		defer s.rescue("proxy header")
		brought, err := readHeader(conn)
		<-s.relaying
		if err != nil {
			s.turnAway(conn, connUntrusted, 0)
			return
		}
		s.arrive(brought, ipOf(brought.RemoteAddr()))
	}()
}

// readHeader reads who a balancer brings: the connection that it answers has
// that one's address.
func readHeader(conn net.Conn) (net.Conn, error) {
	p := proxyproto.NewConn(conn, proxyproto.WithPolicy(proxyproto.REQUIRE),
		proxyproto.ValidateHeader(validHeader), proxyproto.SetReadHeaderTimeout(headerWait))
	_, err := p.Read(nil)
	return p, err
}

// validHeader takes version 2 alone, with the address of a TCP client or of the
// balancer itself, which looks whether we are well.
func validHeader(h *proxyproto.Header) error {
	switch {
	case h.Version != 2:
		return errOldHeader
	case h.Command.IsLocal():
		return nil
	case h.TransportProtocol == proxyproto.TCPv4 || h.TransportProtocol == proxyproto.TCPv6:
		if ipOf(h.SourceAddr).IsValid() {
			return nil
		}
	}
	return errHeaderFamily
}

// inside tells whether an address is of one of the networks.
func inside(networks []netip.Prefix, addr netip.Addr) bool {
	for _, n := range networks {
		if n.Contains(addr) {
			return true
		}
	}
	return false
}

// handle serves a connection until it ends, and judges what it did before it
// had a session.
func (s *Server) handle(c *connection) {
	s.ssh.HandleConn(c)
	_ = c.Close()
	s.judge(c)
}

// judge puts to the account of an address what its connection did.
func (s *Server) judge(c *connection) {
	rules := s.admission.penalties.rules
	var cost time.Duration
	what := loginUnused
	switch {
	case c.succeeded.Load():
		return // noted when it happened
	case c.garbage.Load():
		what, cost = loginGarbage, rules.Garbage
	case c.late.Load():
		what, cost = loginLate, rules.Grace
	case c.displaced.Load():
		what, cost = loginDisplaced, rules.Unused
	case c.stage.Load() == stageSecured:
		what, cost = loginFailed, rules.Login
	default:
		cost = rules.Unused
	}
	s.config.Metrics.login(what)
	if s.admission.penalties.add(c.source, cost) {
		s.config.Log.Info("address kept out for a while", "from", logAddress(c.RemoteAddr()), "because", what.String())
	}
}

// watchLogin has what happens while a client logs in noted on its connection.
func watchLogin(ctx ssh.Context, config *gossh.ServerConfig, m *Metrics) {
	c, _ := ctx.Value(connectionKey{}).(*connection)
	if c == nil {
		return
	}
	log := config.AuthLogCallback
	config.AuthLogCallback = func(conn gossh.ConnMetadata, method string, err error) {
		c.reach(stageSecured)
		if err == nil && !c.succeeded.Swap(true) {
			m.login(loginSucceeded)
			m.handshakes.Update(time.Since(c.since).Seconds())
		}
		log(conn, method, err)
	}
}
