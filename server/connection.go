package server

import (
	"errors"
	"net"
	"net/netip"
	"sync/atomic"
	"time"
)

// errNotSSH ends a connection whose client does not begin as clients of SSH do.
var errNotSSH = errors.New("not SSH")

// versionStart is what each client begins with (RFC 4253 §4.2).
const versionStart = "SSH-"

// connection is an admitted client. Closing it gives back what it holds.
type connection struct {
	net.Conn
	admission *admission
	source    netip.Addr // what limits and penalties count by
	network   netip.Addr // around it
	ip        netip.Addr // what bans are for
	addr      string     // the source, for whom it is told
	since     time.Time
	login     // how far it got

	// Guarded by admission.mu.
	closed    bool
	channels  int
	timer     *time.Timer // closes a connection without a session
	keepalive *time.Timer
}

// login is what is known of a connection before it has a session. The library
// reads, writes and calls back on several goroutines.
type login struct {
	stage     atomic.Int32
	seen      int         // bytes of versionStart that came; of the one reader
	works     atomic.Bool // has a turn
	settled   atomic.Bool // its turns are over: it has a session
	succeeded atomic.Bool
	garbage   atomic.Bool
	late      atomic.Bool // the login grace was over
	displaced atomic.Bool // made room for another one
	gone      chan struct{}
}

// Read has the connection wait for its turn once something came, until it has a
// session: what the library does between two reads is the cryptography of the
// handshake, and no flood of those may take the processors of the people who are
// in.
func (c *connection) Read(p []byte) (int, error) {
	if c.settled.Load() {
		return c.Conn.Read(p)
	}
	c.yield()
	n, err := c.Conn.Read(p)
	if n == 0 {
		return n, err
	}
	if !c.speaks(p[:n]) {
		c.garbage.Store(true)
		return 0, errNotSSH
	}
	c.work()
	return n, err
}

// Write gives the turn back: a client that takes nothing keeps nobody waiting.
func (c *connection) Write(p []byte) (int, error) {
	c.yield()
	return c.Conn.Write(p)
}

// speaks tells whether what came is SSH so far.
func (c *connection) speaks(p []byte) bool {
	for _, b := range p {
		if c.seen == len(versionStart) {
			break
		}
		if b != versionStart[c.seen] {
			return false
		}
		c.seen++
	}
	c.reach(stageSpoke)
	return true
}

// reach notes how far the connection got.
func (c *connection) reach(s stage) {
	for now := c.stage.Load(); now < s && !c.stage.CompareAndSwap(now, s); now = c.stage.Load() {
	}
}

// work waits for a turn; yield gives it back, if there is one.
func (c *connection) work() {
	select {
	case c.admission.turns <- struct{}{}:
		c.works.Store(true)
	case <-c.gone:
		return
	}
	select {
	case <-c.gone: // perhaps before it could be seen that there is a turn to give back
		c.yield()
	default:
	}
}

func (c *connection) yield() {
	if c.works.CompareAndSwap(true, false) {
		<-c.admission.turns
	}
}

// Close ends the connection, at whatever stage it is.
func (c *connection) Close() error {
	c.admission.mu.Lock()
	c.admission.remove(c)
	c.admission.mu.Unlock()
	return c.Conn.Close()
}

// remove takes back what a connection holds. It needs the lock.
func (a *admission) remove(c *connection) {
	if c.closed {
		return
	}
	c.closed = true
	close(c.gone)
	c.yield()
	stop(c.timer)
	stop(c.keepalive)
	a.started(c)
	delete(a.conns, c)
	a.total.conns--
	a.of(c.source).conns--
	a.forget(c.source)
}

// started counts a connection no more among those without a session so far, and
// tells whether it was. It needs the lock.
func (a *admission) started(c *connection) bool {
	if _, ok := a.starting[c]; !ok {
		return false
	}
	delete(a.starting, c)
	a.total.startups--
	a.of(c.source).startups--
	if a.nets[c.network]--; a.nets[c.network] == 0 {
		delete(a.nets, c.network)
	}
	return true
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
	mine := a.of(c.source)
	defer a.forget(c.source)
	l := a.limits
	if c.closed || a.closed || c.channels >= maxChannels || past(mine.channels, sum(l.MaxSessionsPerIP, l.MaxStartupsPerIP)) {
		return false, false
	}
	first = a.started(c)
	c.settled.Store(true)
	c.yield()
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
	a.of(c.source).channels--
	a.forget(c.source)
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
