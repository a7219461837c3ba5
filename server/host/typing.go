package host

import (
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// Input is what a person types, read ahead by somebody who outlives the host:
// a read that waits cannot be called off.
type Input interface {
	// Ready holds one when there is something to take.
	Ready() <-chan struct{}
	// Take answers what was read, nothing when that is nothing. It never waits.
	Take() []byte
	// Return gives back what was taken and not used, for whoever is next.
	Return(rest []byte)
}

const (
	keyEach  = 2 * time.Millisecond // sustained: faster than people and programs that play with them should
	keyBurst = 1000
)

// typing turns an Input into events, not faster than its pace.
type typing struct {
	in   Input
	keys keyboard
	pace pace
	read time.Time // when something was taken last
}

func (t *typing) ready() <-chan struct{} {
	if t.in == nil {
		return nil
	}
	return t.in.Ready()
}

// next answers the events of one key, sequence or paste. When there are none it
// says how long until there may be; 0: until the input is ready.
func (t *typing) next(now time.Time) (events []uv.Event, wait time.Duration) {
	if t.in == nil {
		return nil, 0
	}
	if wait := t.pace.wait(now, keyEach, keyBurst); wait > 0 {
		return nil, wait
	}
	for len(events) == 0 {
		var ok bool
		if events, ok = t.keys.step(); ok {
			continue
		}
		if data := t.in.Take(); len(data) > 0 {
			t.keys.add(data)
			t.read = now
			continue
		}
		wait := t.keys.wait()
		if wait == 0 {
			return nil, 0
		}
		if left := wait - now.Sub(t.read); left > 0 {
			return nil, left
		}
		if events = t.keys.expire(); len(events) == 0 {
			return nil, 0
		}
	}
	t.pace.count(now, keyEach, len(events))
	return events, 0
}

// more tells whether something was read that is not decoded yet.
func (t *typing) more() bool { return len(t.keys.pending) > 0 }

// leave gives back what was not used.
func (t *typing) leave() {
	if rest := t.keys.rest(); t.in != nil && len(rest) > 0 {
		t.in.Return(rest)
	}
}
