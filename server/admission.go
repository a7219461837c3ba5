package server

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// admission counts what clients hold, in all and by address, and refuses what
// is past the limits. It decides before any cryptography is spent.
type admission struct {
	limits Limits
	linger time.Duration

	mu     sync.Mutex
	closed bool
	total  tally
	byAddr map[string]*tally
	conns  map[*connection]struct{}
}

// tally is what one address, or all of them, hold.
type tally struct {
	startups int // connections without a session so far
	conns    int
	channels int
	sessions int
}

func (t *tally) empty() bool { return t.conns == 0 && t.channels == 0 && t.sessions == 0 }

func newAdmission(l Limits, linger time.Duration) *admission {
	return &admission{limits: l, linger: linger, byAddr: map[string]*tally{}, conns: map[*connection]struct{}{}}
}

// past tells whether one more would be past a limit.
func past(n, limit int) bool { return limit > 0 && n >= limit }

// sum is the limit of two things together, off when either is.
func sum(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return a + b
}

// connect admits a connection, or answers nil when there are too many.
func (a *admission) connect(conn net.Conn) *connection {
	addr := limitAddress(conn.RemoteAddr())
	a.mu.Lock()
	defer a.mu.Unlock()
	mine := a.of(addr)
	l := a.limits
	if a.closed ||
		past(a.total.startups, l.MaxStartups) || past(mine.startups, l.MaxStartupsPerIP) ||
		// Connections that live on without a session count as well.
		past(a.total.conns, sum(l.MaxSessions, l.MaxStartups)) ||
		past(mine.conns, sum(l.MaxSessionsPerIP, l.MaxStartupsPerIP)) {
		a.forget(addr)
		return nil
	}
	c := &connection{Conn: conn, admission: a, addr: addr, ip: ipOf(conn.RemoteAddr()), starting: true}
	for _, t := range []*tally{&a.total, mine} {
		t.startups++
		t.conns++
	}
	a.conns[c] = struct{}{}
	if l.LoginGrace > 0 {
		c.timer = time.AfterFunc(l.LoginGrace, func() { _ = c.Close() })
	}
	return c
}

// of finds the tally of an address; forget drops it when it is empty. Both
// need the lock.
func (a *admission) of(addr string) *tally {
	t := a.byAddr[addr]
	if t == nil {
		t = &tally{}
		a.byAddr[addr] = t
	}
	return t
}

func (a *admission) forget(addr string) {
	if t := a.byAddr[addr]; t != nil && t.empty() {
		delete(a.byAddr, addr)
	}
}

// refusal says why a session is not admitted.
type refusal uint8

const (
	admitted refusal = iota
	refusedFull
	refusedAddress
	refusedClosing
)

// session admits a session; whoever got it in calls leave once.
func (a *admission) session(addr string) refusal {
	a.mu.Lock()
	defer a.mu.Unlock()
	mine := a.of(addr)
	defer a.forget(addr)
	switch {
	case a.closed:
		return refusedClosing
	case past(a.total.sessions, a.limits.MaxSessions):
		return refusedFull
	case past(mine.sessions, a.limits.MaxSessionsPerIP):
		return refusedAddress
	}
	a.total.sessions++
	mine.sessions++
	return admitted
}

func (a *admission) leave(addr string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.total.sessions--
	a.of(addr).sessions--
	a.forget(addr)
}

// close lets nobody in any more.
func (a *admission) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
}

// drop closes all connections, whatever state they are in.
func (a *admission) drop() {
	a.mu.Lock()
	conns := make([]*connection, 0, len(a.conns))
	for c := range a.conns {
		conns = append(conns, c)
	}
	a.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
	}
}

// expel closes the connections without a session of addresses that are out, and
// answers how many. Those with one are told first, and closed by it.
func (a *admission) expel(out func(netip.Addr) bool) int {
	a.mu.Lock()
	var conns []*connection
	for c := range a.conns {
		if c.channels == 0 && out(c.ip) {
			conns = append(conns, c)
		}
	}
	a.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
	}
	return len(conns)
}

// counts is what is held now, by everybody.
func (a *admission) counts() tally {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.total
}

// connection is an admitted client. Closing it gives back what it holds.
type connection struct {
	net.Conn
	admission *admission
	addr      string     // what limits count
	ip        netip.Addr // what bans are for

	// Guarded by admission.mu.
	starting  bool
	closed    bool
	channels  int
	timer     *time.Timer // closes a connection without a session
	keepalive *time.Timer
}

// Close ends the connection, at whatever stage it is.
func (c *connection) Close() error {
	a := c.admission
	a.mu.Lock()
	if !c.closed {
		c.closed = true
		stop(c.timer)
		stop(c.keepalive)
		delete(a.conns, c)
		for _, t := range []*tally{&a.total, a.of(c.addr)} {
			t.conns--
			if c.starting {
				t.startups--
			}
		}
		a.forget(c.addr)
	}
	a.mu.Unlock()
	return c.Conn.Close()
}

func stop(t *time.Timer) {
	if t != nil {
		t.Stop()
	}
}

// open admits a channel; the first one ends the login. Whoever got it in calls
// done once.
func (c *connection) open() (first, ok bool) {
	a := c.admission
	a.mu.Lock()
	defer a.mu.Unlock()
	mine := a.of(c.addr)
	defer a.forget(c.addr)
	l := a.limits
	if c.closed || a.closed || c.channels >= maxChannels || past(mine.channels, sum(l.MaxSessionsPerIP, l.MaxStartupsPerIP)) {
		return false, false
	}
	first = c.starting
	if first {
		c.starting = false
		a.total.startups--
		mine.startups--
	}
	stop(c.timer)
	c.channels++
	a.total.channels++
	mine.channels++
	return first, true
}

func (c *connection) done() {
	a := c.admission
	a.mu.Lock()
	defer a.mu.Unlock()
	c.channels--
	a.total.channels--
	a.of(c.addr).channels--
	a.forget(c.addr)
	if c.channels == 0 && !c.closed {
		c.timer = time.AfterFunc(a.linger, func() { _ = c.Close() })
	}
}

// again has the connection probed once more, unless it is closed.
func (c *connection) again(after time.Duration) {
	c.admission.mu.Lock()
	defer c.admission.mu.Unlock()
	if !c.closed {
		c.keepalive.Reset(after)
	}
}
