package server

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

// crowd is an admission that tests fill.
type crowd struct {
	t *testing.T
	*admission
}

func newCrowd(t *testing.T, l Limits, p Penalties) crowd {
	return crowd{t, newAdmission(l, p, time.Minute)}
}

// from connects from an address, at some stage, some time ago.
func (c crowd) from(ip string, s stage, ago time.Duration) *connection {
	got, _, _ := c.connect(&fakeConn{ip: ip}, netip.MustParseAddr(ip))
	if got != nil {
		got.reach(s)
		got.since = got.since.Add(-ago)
	}
	return got
}

func (c crowd) gone(conn *connection, want bool) {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if conn.closed != want {
		c.t.Errorf("%s at stage %d: gone %t", conn.ip, conn.stage.Load(), conn.closed)
	}
}

func TestWhoMakesRoom(t *testing.T) {
	for _, v6 := range []bool{false, true} {
		address := func(net, host int) string {
			if v6 {
				return fmt.Sprintf("2001:db8:%x:%x::1", net, host)
			}
			return fmt.Sprintf("10.0.%d.%d", net, host)
		}
		c := newCrowd(t, Limits{MaxStartups: 6}, Penalties{Threshold: time.Second, Max: time.Hour})
		old := c.from(address(1, 1), stageSilent, time.Minute)
		heavy := c.from(address(2, 1), stageSecured, time.Second)
		heavier := c.from(address(2, 1), stageSpoke, time.Second)
		c.from(address(3, 1), stageSecured, time.Second)
		c.from(address(4, 1), stageSecured, time.Second)
		pest := c.from(address(5, 1), stageSecured, time.Second)

		// Whoever has most makes room first, and of that the one that got least far.
		if c.from(address(6, 1), stageSecured, 0) == nil {
			t.Fatal("a newcomer with less is refused")
		}
		c.gone(heavier, true)
		c.gone(heavy, false)
		// Then, all equal, the silent one.
		if c.from(address(7, 1), stageSecured, 0) == nil {
			t.Fatal("refused, though one says nothing")
		}
		c.gone(old, true)
		// Then nobody: all of them are under way, and none has less right.
		if c.from(address(8, 1), stageSecured, 0) != nil {
			t.Fatal("pushed somebody out who logs in")
		}
		// Who would hold two has less right than all.
		if c.from(address(7, 1), stageSecured, 0) != nil {
			t.Fatal("a second one pushed somebody out")
		}
		// Whoever misbehaves makes room before anybody.
		c.penalties.add(pest.source, time.Minute)
		if c.from(address(8, 1), stageSecured, 0) == nil {
			t.Fatal("refused in favour of a pest")
		}
		c.gone(pest, true)
		// Time makes room as well: a login of some seconds is none.
		heavy.since = heavy.since.Add(-time.Minute)
		if c.from(address(9, 1), stageSecured, 0) == nil {
			t.Fatal("refused in favour of one that gets nowhere")
		}
		c.gone(heavy, true)
		// Neighbours count, where all else is equal.
		near := c.from(address(9, 2), stageSilent, 0)
		if near != nil {
			t.Fatal("a neighbour pushed a stranger out")
		}
		if got := c.counts(); got.startups != 6 || got.conns != 6 {
			t.Errorf("%+v", got)
		}
	}
}

// One IPv6 /64 is one client.
func TestShareOfAPrefix(t *testing.T) {
	c := newCrowd(t, Limits{MaxStartups: 100, MaxStartupsPerIP: 2}, Penalties{})
	c.from("2001:db8::1", stageSpoke, 0)
	c.from("2001:db8::2", stageSpoke, 0)
	if c.from("2001:db8::3", stageSpoke, 0) != nil {
		t.Error("three from a /64")
	}
	if c.from("2001:db8:0:1::3", stageSpoke, 0) == nil {
		t.Error("none from another /64")
	}
}

// A class that connects at once does not push itself out; one that hangs makes
// room for others of its own address.
func TestShareOfAnAddress(t *testing.T) {
	c := newCrowd(t, Limits{MaxStartups: 100, MaxStartupsPerIP: 3}, DefaultPenalties())
	a := c.from("192.0.2.1", stageSilent, 0)
	b := c.from("192.0.2.1", stageSpoke, time.Second)
	s := c.from("192.0.2.1", stageSecured, time.Minute)
	if got, why, _ := c.connect(&fakeConn{ip: "192.0.2.1"}, netip.MustParseAddr("192.0.2.1")); got == nil {
		t.Fatal("refused", why)
	}
	c.gone(s, true)
	if got, why, _ := c.connect(&fakeConn{ip: "192.0.2.1"}, netip.MustParseAddr("192.0.2.1")); got != nil || why != connAddress {
		t.Fatal("pushed its own out", why)
	}
	c.gone(a, false)
	c.gone(b, false)
	a.since = a.since.Add(-time.Second)
	if c.from("192.0.2.1", stageSilent, 0) == nil {
		t.Fatal("refused, though one says nothing")
	}
	c.gone(a, true)
	if got := c.counts(); got.startups != 3 {
		t.Errorf("%+v", got)
	}
}

// A noisy machine of a town hall keeps its colleagues out for two minutes at
// most, and not at all once one of them is in.
func TestTownHall(t *testing.T) {
	const hall = "192.0.2.1"
	source := netip.MustParseAddr(hall)
	c := newCrowd(t, Limits{MaxStartups: 100, MaxStartupsPerIP: 20, MaxSessions: 100, MaxSessionsPerIP: 50}, DefaultPenalties())
	now := &clock{time.Now()}
	c.penalties.now = now.now
	noise := func() (in bool) {
		conn := c.from(hall, stageSecured, 0)
		if conn == nil {
			return false
		}
		_ = conn.Close()
		c.penalties.add(source, c.penalties.rules.Login)
		return true
	}
	// Ten times a second, for an hour.
	var longest, out time.Duration
	for range 36000 {
		now.at = now.at.Add(100 * time.Millisecond)
		if out += 100 * time.Millisecond; noise() {
			longest, out = max(longest, out), 0
		}
	}
	if longest == 0 || longest > 2*time.Minute {
		t.Errorf("out for %v at a time", longest)
	}
	t.Logf("out for %v at a time", longest)
	// Somebody gets in, at the first attempt after that.
	var colleague *connection
	for range 121 {
		if colleague = c.from(hall, stageSecured, 0); colleague != nil {
			break
		}
		now.at = now.at.Add(time.Second)
	}
	if colleague == nil {
		t.Fatal("out for more than two minutes")
	}
	colleague.open()
	if c.session(colleague) != admitted {
		t.Fatal("no session")
	}
	for i := range 1000 {
		now.at = now.at.Add(100 * time.Millisecond)
		if !noise() {
			t.Fatal("out, though a session is open: attempt", i)
		}
	}
	if c.penalties.left(source) == 0 {
		t.Fatal("nobody made noise")
	}
	// Its share is small, and it is the first to make room.
	var held []*connection
	for range 10 {
		if conn := c.from(hall, stageSecured, 0); conn != nil {
			held = append(held, conn)
		}
	}
	if len(held) != 5 {
		t.Errorf("%d at a time", len(held))
	}
}
