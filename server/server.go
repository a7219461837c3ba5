package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"
)

// Server serves the directory over SSH. Serve runs it once.
type Server struct {
	config    Config
	ssh       *ssh.Server
	auth      *authenticator
	admission *admission
	notices   *notices
	relaying  chan struct{} // holds one for each connection whose balancer has not said yet who it brings
	commands  *rate
	serving   atomic.Bool

	mu     sync.Mutex
	visits map[*visit]struct{} // under way
}

// New makes a server of a configuration, which it refuses when something that
// is required is missing.
func New(c Config) (*Server, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	s := &Server{
		config:    c,
		auth:      &authenticator{identify: c.Identify, log: c.Log},
		admission: newAdmission(c.Limits, c.Penalties, c.patience.linger),
		notices:   newNotices(c.Sentences, c.Lang),
		relaying:  make(chan struct{}, maxRelayed),
		commands:  newRate(c.Limits.CommandRate),
		visits:    map[*visit]struct{}{},
	}
	wished, err := wish.NewServer(func(srv *ssh.Server) error {
		srv.HostSigners = []ssh.Signer{c.HostKey}
		srv.ConnCallback = func(ctx ssh.Context, conn net.Conn) net.Conn {
			ctx.SetValue(connectionKey{}, conn)
			return conn
		}
		srv.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
			turned := &refusals{}
			ctx.SetValue(refusalsKey{}, turned)
			config := s.auth.config(ctx, turned)
			watchLogin(ctx, config, c.Metrics)
			return config
		}
		srv.ConnectionFailedCallback = s.turnedAway
		srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.channel}
		return nil
	}, wish.WithMiddleware(s.serve, s.admit, s.contain)) // the last is outermost
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s.ssh = wished
	c.Metrics.watch(s.admission)
	return s, nil
}

// Fingerprint is the host key's, as clients show it.
func (s *Server) Fingerprint() string { return gossh.FingerprintSHA256(s.config.HostKey.PublicKey()) }

// Sessions is how many sessions are open.
func (s *Server) Sessions() int { return s.admission.counts().sessions }

// Serve serves on the listeners until the context ends, then refuses new
// connections, tells the sessions, gives them Limits.Grace to end, closes what
// is left and answers nil. It answers an error when one of them fails.
func (s *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	if len(listeners) == 0 {
		return errors.New("server: nothing to listen on")
	}
	failed := make(chan error, len(listeners))
	if s.config.Renew != nil && s.config.AccessChanges != nil {
		// Not ctx: also while the server stops.
		following, stop := context.WithCancel(context.WithoutCancel(ctx))
		defer stop()
		news, unsubscribe := s.config.AccessChanges() // before any session does: who comes first is told first
		defer unsubscribe()
		go s.followAccess(following, news)
	}
	for _, l := range listeners {
		go func() { failed <- s.accept(l) }()
		s.config.Log.InfoContext(ctx, "listening", "addr", l.Addr().String(), "fingerprint", s.Fingerprint())
	}
	s.serving.Store(true)
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	s.shutdown(listeners)
	return err
}

// shutdown ends everything within the grace.
func (s *Server) shutdown(listeners []net.Listener) {
	grace := s.config.Limits.Grace
	s.serving.Store(false)
	s.config.Log.Info("closing", "sessions", s.Sessions(), "grace", grace)
	deadline := time.Now().Add(grace)
	s.admission.close()
	for _, l := range listeners {
		_ = l.Close()
	}
	// A command may finish its work; most of the grace is for it.
	s.endAll(grace*3/4, false)
	s.endAll(time.Until(deadline)-250*time.Millisecond, true)
	// Clients hang up by themselves once their session is over.
	ctx, cancel := context.WithTimeout(context.Background(), min(250*time.Millisecond, time.Until(deadline)))
	defer cancel()
	_ = s.ssh.Shutdown(ctx)
	s.admission.drop()
	_ = s.ssh.Close()
	s.config.Log.Info("closed")
}

// endAll ends the visits, commands only when they are meant as well, and waits
// at most for so long until none is left.
func (s *Server) endAll(atMost time.Duration, commands bool) {
	deadline := time.Now().Add(atMost)
	for {
		s.mu.Lock()
		for v := range s.visits {
			if commands || !v.brief.Load() {
				v.end(errClosing)
			}
		}
		s.mu.Unlock()
		if s.Sessions() == 0 || time.Now().After(deadline) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// enter and leave keep the visits that are under way.
func (s *Server) enter(v *visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visits[v] = struct{}{}
}

func (s *Server) leave(v *visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.visits, v)
}

type connectionKey struct{}

// turnedAway notes a handshake or a login that failed. Scanners do that all
// day long.
func (s *Server) turnedAway(conn net.Conn, err error) {
	s.config.Log.Debug("login failed", "from", logAddress(conn.RemoteAddr()), "err", err)
}

// channel serves one session channel from its opening to its end.
func (s *Server) channel(srv *ssh.Server, conn *gossh.ServerConn, opened gossh.NewChannel, ctx ssh.Context) {
	c, _ := ctx.Value(connectionKey{}).(*connection)
	if c == nil {
		_ = opened.Reject(gossh.Prohibited, "")
		return
	}
	first, ok := c.open()
	if !ok {
		_ = opened.Reject(gossh.ResourceShortage, s.config.Sentences(s.config.Lang, "server.channels"))
		return
	}
	defer c.done()
	if first {
		s.keepAlive(c, conn)
	}
	ch := newChannel(ctx, c)
	defer ch.cancel() // the session ends with its channel, even when the connection lives on
	ssh.DefaultSessionHandler(srv, conn, gate{opened, ch, s}, ch)
}

// keepAlive finds out that a client is gone although its network said nothing:
// it probes a connection at intervals and closes it when no answer comes for
// two more of them.
func (s *Server) keepAlive(c *connection, conn gossh.Conn) {
	every := s.config.Limits.KeepAlive
	if every <= 0 {
		return
	}
	probe := func() {
		defer s.rescue("keepalive")
		dead := time.AfterFunc(2*every, func() { _ = c.Close() })
		defer dead.Stop()
		if _, _, err := conn.SendRequest("keepalive@openssh.com", true, nil); err == nil {
			c.again(every)
		}
	}
	c.admission.mu.Lock()
	defer c.admission.mu.Unlock()
	if !c.closed {
		c.keepalive = time.AfterFunc(every, probe)
	}
}

// rescue is deferred on every goroutine that clients can reach: nothing of
// theirs may end the process.
func (s *Server) rescue(where string) {
	if value := recover(); value != nil {
		s.config.Log.Error("panic", "where", where, "panic", fmt.Sprint(value), "stack", string(debug.Stack()))
	}
}
