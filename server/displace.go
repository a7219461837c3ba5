package server

import (
	"cmp"
	"net/netip"
	"time"
)

// How long a connection without a session is left in peace by others of its own
// address, or of an equal standing: a class of thirty people that connects at
// once must not push itself out.
const (
	silentPatience = 500 * time.Millisecond // one that said nothing yet
	loginPatience  = 3 * time.Second        // any other
)

// stage is how far a connection without a session got. Each costs a client more
// than the one before.
type stage = int32

const (
	stageSilent  stage = iota
	stageSpoke         // it sent the version of SSH
	stageSecured       // keys were exchanged, it logs in
)

// standing is how little right a source has to more connections without a
// session: the greater, the less.
type standing struct {
	out     bool // penalised
	held    int  // by the source
	network int  // by the network around it
}

func (s standing) compare(o standing) int {
	if s.out != o.out {
		if s.out {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(s.held, o.held), cmp.Compare(s.network, o.network))
}

// least is the connection without a session that has to make room for a newcomer
// whose source has a standing already: one of the worst standing, of these the
// one that got least far, of these the oldest. It is nil when the newcomer has
// less right than all of them. It needs the lock.
func (a *admission) least(newcomer standing, source, network netip.Addr) *connection {
	var worst *connection
	var its standing
	for c := range a.starting {
		s := standing{a.penalties.left(c.source) > 0, a.look(c.source).startups, a.nets[c.network]}
		if worst != nil {
			if order := s.compare(its); order < 0 || order == 0 && !c.before(worst) {
				continue
			}
		}
		worst, its = c, s
	}
	if worst == nil {
		return nil
	}
	// With one more of its own, unless that one took the place of another.
	if worst.source != source {
		newcomer.held++
	}
	if worst.network != network {
		newcomer.network++
	}
	order := its.compare(newcomer)
	if order > 0 || order == 0 && (worst.stage.Load() == stageSilent || time.Since(worst.since) > loginPatience) {
		return worst
	}
	return nil
}

// slowest is the connection without a session of a source that has to make room
// for another one of it; nil while all of them may still be under way. It needs
// the lock.
func (a *admission) slowest(source netip.Addr) *connection {
	var worst *connection
	for c := range a.starting {
		if c.source == source && c.patience() < time.Since(c.since) && (worst == nil || c.before(worst)) {
			worst = c
		}
	}
	return worst
}

// before tells whether a connection makes room before another one.
func (c *connection) before(o *connection) bool {
	return cmp.Or(cmp.Compare(c.stage.Load(), o.stage.Load()), c.since.Compare(o.since)) < 0
}

func (c *connection) patience() time.Duration {
	if c.stage.Load() == stageSilent {
		return silentPatience
	}
	return loginPatience
}

// displace takes back what a connection holds; whoever calls it closes it. It
// needs the lock.
func (a *admission) displace(c *connection) {
	c.displaced.Store(true)
	a.remove(c)
}
