package server

import (
	"net"
	"net/netip"
	"runtime"
	"sync"
	"time"
)

// admission counts what clients hold, in all and by address, and refuses what
// is past the limits. It decides before any cryptography is spent, and before
// anything is allocated for whom it refuses.
type admission struct {
	limits    Limits
	linger    time.Duration
	penalties *penalties
	turns     chan struct{} // holds one for each handshake that is worked on

	mu       sync.Mutex
	closed   bool
	total    tally
	bySource map[netip.Addr]*tally
	nets     map[netip.Addr]int // connections without a session so far, by network
	conns    map[*connection]struct{}
	starting map[*connection]struct{} // those without a session so far
}

// tally is what one address, or all of them, hold.
type tally struct {
	startups int // connections without a session so far
	conns    int
	channels int
	sessions int
}

func (t *tally) empty() bool { return t.conns == 0 && t.channels == 0 && t.sessions == 0 }

func newAdmission(l Limits, p Penalties, linger time.Duration) *admission {
	return &admission{
		limits: l, linger: linger, penalties: newPenalties(p),
		// Half of the processors are left to those who are in already.
		turns:    make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)),
		bySource: map[netip.Addr]*tally{}, nets: map[netip.Addr]int{},
		conns: map[*connection]struct{}{}, starting: map[*connection]struct{}{},
	}
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

// outcome is what became of a connection that wanted in, as metrics name it.
type outcome uint8

const (
	connAdmitted  outcome = iota
	connClosing           // the server stops
	connPenalised         // its address is out for a while
	connBanned            // its address was excluded by people
	connAddress           // its address holds its share already
	connStartups          // too many log in at this moment, each with as good a right
	connFull              // too many connections altogether
	connUntrusted         // no header from a balancer that we trust
)

var outcomes = [...]string{"admitted", "closing", "penalised", "banned", "address", "startups", "full", "untrusted"}

// connect admits a connection from an address, or answers why not and, for one
// that is out for a while, for how long. Where it is full, whoever has the least
// right to be there makes room.
func (a *admission) connect(conn net.Conn, ip netip.Addr) (*connection, outcome, time.Duration) {
	source, network := sourceOf(ip), networkOf(ip)
	var victims [2]*connection
	defer func() {
		for _, v := range victims {
			if v != nil {
				_ = v.Conn.Close()
			}
		}
	}()
	a.mu.Lock()
	defer a.mu.Unlock()
	mine := a.look(source)
	out := a.penalties.left(source)
	l := a.limits
	share := l.MaxStartupsPerIP
	switch {
	case a.closed:
		return nil, connClosing, 0
	case out > 0 && mine.sessions == 0:
		return nil, connPenalised, out
	case past(a.total.conns, sum(l.MaxSessions, l.MaxStartups)):
		// Connections that live on without a session count as well.
		return nil, connFull, 0
	case past(mine.conns, sum(l.MaxSessionsPerIP, l.MaxStartupsPerIP)):
		return nil, connAddress, 0
	case out > 0 && share > 0:
		share = max(1, share/4)
	}
	if past(mine.startups, share) {
		a.penalties.add(source, a.penalties.rules.Crowd)
		if victims[0] = a.slowest(source); victims[0] == nil {
			return nil, connAddress, 0
		}
		a.displace(victims[0])
	}
	if past(a.total.startups, l.MaxStartups) {
		if victims[1] = a.least(standing{out > 0, a.look(source).startups, a.nets[network]}, source, network); victims[1] == nil {
			return nil, connStartups, 0
		}
		a.displace(victims[1])
	}
	return a.admit(conn, ip, source, network), connAdmitted, 0
}

// admit counts a connection in. It needs the lock.
func (a *admission) admit(conn net.Conn, ip, source, network netip.Addr) *connection {
	c := &connection{
		Conn: conn, admission: a, ip: ip, source: source, network: network,
		addr: limitAddress(conn.RemoteAddr()), since: time.Now(), login: login{gone: make(chan struct{})},
	}
	for _, t := range []*tally{&a.total, a.of(source)} {
		t.startups++
		t.conns++
	}
	a.nets[network]++
	a.conns[c], a.starting[c] = struct{}{}, struct{}{}
	if a.limits.LoginGrace > 0 {
		c.timer = time.AfterFunc(a.limits.LoginGrace, func() {
			c.late.Store(true)
			_ = c.Close()
		})
	}
	return c
}

// look is the tally of a source, none for one that holds nothing; of makes one;
// forget drops it when it is empty. All need the lock.
func (a *admission) look(source netip.Addr) tally {
	if t := a.bySource[source]; t != nil {
		return *t
	}
	return tally{}
}

func (a *admission) of(source netip.Addr) *tally {
	t := a.bySource[source]
	if t == nil {
		t = &tally{}
		a.bySource[source] = t
	}
	return t
}

func (a *admission) forget(source netip.Addr) {
	if t := a.bySource[source]; t != nil && t.empty() {
		delete(a.bySource, source)
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

// session admits a session on a connection; whoever got it in calls leave once.
func (a *admission) session(c *connection) refusal {
	a.mu.Lock()
	defer a.mu.Unlock()
	mine := a.of(c.source)
	defer a.forget(c.source)
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

func (a *admission) leave(c *connection) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.total.sessions--
	a.of(c.source).sessions--
	a.forget(c.source)
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
