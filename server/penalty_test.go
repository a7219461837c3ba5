package server

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

// clock is a time that tests set.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func penaltiesAt(rules Penalties) (*penalties, *clock) {
	c := &clock{time.Unix(1_000_000, 0)}
	p := newPenalties(rules)
	p.now = c.now
	return p, c
}

func TestPenaltiesFade(t *testing.T) {
	p, c := penaltiesAt(Penalties{Threshold: 30 * time.Second, Max: 2 * time.Minute, Exempt: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}})
	a := netip.MustParseAddr("192.0.2.1")
	for i, s := range []struct {
		after, amount, left time.Duration
	}{
		{0, 10 * time.Second, 0},
		{0, 20 * time.Second, 0},                  // at the threshold, not past it
		{10 * time.Second, 10 * time.Second, 0},   // some of it is over
		{0, time.Second, 31 * time.Second},        // out
		{20 * time.Second, 0, 11 * time.Second},   // below the threshold, and still out
		{10 * time.Second, 0, time.Second},        // until all of it is over
		{time.Second, 0, 0},                       // in again
		{0, 30 * time.Second, 0},                  // and nothing is left of it
		{0, time.Hour, 2 * time.Minute},           // never longer than that
		{time.Minute, time.Hour, 2 * time.Minute}, // whatever comes
		{24 * time.Hour, 30 * time.Second, 0},     // long ago
		{24*time.Hour + time.Nanosecond, 29 * time.Hour, 2 * time.Minute},
	} {
		c.at = c.at.Add(s.after)
		p.add(a, s.amount)
		if got := p.left(a); got != s.left {
			t.Errorf("step %d: %v left, not %v", i+1, got, s.left)
		}
	}
	if p.left(netip.MustParseAddr("192.0.2.2")) != 0 {
		t.Error("the neighbour is out")
	}
	if exempt := netip.MustParseAddr("198.51.100.7"); p.add(exempt, time.Hour) || p.left(exempt) != 0 {
		t.Error("who is exempt is out")
	}
	off, _ := penaltiesAt(Penalties{})
	if off.add(a, time.Hour) || off.left(a) != 0 || len(off.known) != 0 {
		t.Error("0 is not off")
	}
}

// Whatever many addresses do, little is remembered, and those that did most.
func TestPenaltiesAreBounded(t *testing.T) {
	p, c := penaltiesAt(Penalties{Threshold: 10 * time.Second, Max: time.Hour})
	p.most = 100
	worst := netip.MustParseAddr("2001:db8::")
	p.add(worst, time.Minute)
	for i := range 5000 {
		p.add(netip.MustParseAddr(fmt.Sprintf("10.0.%d.%d", i/250, i%250)), time.Duration(1+i%7)*time.Second)
	}
	if len(p.known) != 100 || len(p.ends) != 100 {
		t.Fatalf("%d, %d remembered", len(p.known), len(p.ends))
	}
	for i, e := range p.ends {
		if e.place != i || p.known[e.source] != e {
			t.Fatalf("entry %d is lost", i)
		}
	}
	if p.left(worst) != time.Minute {
		t.Error("the worst is forgotten")
	}
	c.at = c.at.Add(30 * time.Second)
	if known, out := p.size(); known != 1 || out != 1 {
		t.Errorf("%d remembered, %d out", known, out)
	}
	c.at = c.at.Add(time.Minute)
	if known, _ := p.size(); known != 0 {
		t.Errorf("%d remembered", known)
	}
}

// A full table is some 10 MB, as its documentation says.
func TestPenaltiesTableIsSmall(t *testing.T) {
	before := heap()
	p := newPenalties(DefaultPenalties())
	for i := range 2 * maxPenalised {
		p.add(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), time.Duration(1+i%100)*time.Second)
	}
	if used := int64(heap()) - int64(before); used > 20<<20 {
		t.Errorf("%d bytes", used)
	} else {
		t.Logf("%d KiB for %d addresses", used>>10, len(p.known))
	}
	if len(p.known) != maxPenalised {
		t.Error(len(p.known))
	}
}

func BenchmarkPenalties(b *testing.B) {
	p := newPenalties(DefaultPenalties())
	i := 0
	for b.Loop() {
		i++
		a := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		p.add(a, time.Duration(1+i%100)*time.Second)
		p.left(a)
	}
}
