package directory

import (
	"sync"
	"sync/atomic"
	"time"
)

const (
	attemptWindow   = time.Hour
	guessesEach     = 10      // wrong codes within that, of one key and of one address
	newAccountsEach = 30      // accounts within that, from one address: keys cost nothing, and a workshop shares one
	maxAttempters   = 1 << 16 // remembered at once; then whoever tried longest ago is forgotten
)

// tried is what may be tried only so often.
type tried struct {
	codes    attempts
	accounts attempts
	reports  *reveals // those of each reader today, by the number of each
	reported atomic.Int64
}

// attempts counts what each key or address tried within the hour, in memory: a
// restart forgives.
type attempts struct {
	most int // of one key or address

	mu  sync.Mutex
	all map[string][]time.Time // rising, by who tried
}

// take counts an attempt of all these before it is looked at, so that many at
// once are counted as well. It answers false, counting nothing, when one of
// them has none left, and how long until it has.
func (a *attempts) take(who []string, now time.Time) (wait time.Duration, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, w := range who {
		if recent := a.recent(w, now); len(recent) >= a.most {
			wait = max(wait, recent[0].Add(attemptWindow).Sub(now))
		}
	}
	if wait > 0 {
		return wait, false
	}
	if a.all == nil {
		a.all = make(map[string][]time.Time)
	}
	for _, w := range who {
		a.all[w] = append(a.recent(w, now), now)
	}
	if len(a.all) > maxAttempters {
		a.forget(now)
	}
	return 0, true
}

// giveBack takes back what take counted at that time: it was right, or was not
// looked at.
func (a *attempts) giveBack(who []string, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, w := range who {
		for i, t := range a.all[w] {
			if t.Equal(at) {
				a.all[w] = append(a.all[w][:i:i], a.all[w][i+1:]...)
				break
			}
		}
		if len(a.all[w]) == 0 {
			delete(a.all, w)
		}
	}
}

// recent are the attempts of one within the window. Those that a clock in error
// dated later, and that was put right since, do not count.
func (a *attempts) recent(who string, now time.Time) []time.Time {
	times := a.all[who]
	for len(times) > 0 && times[len(times)-1].After(now) {
		times = times[:len(times)-1]
	}
	for len(times) > 0 && !times[0].Add(attemptWindow).After(now) {
		times = times[1:]
	}
	return times
}

// forget makes room: what is out of the window goes, then half of the rest,
// those who tried longest ago.
func (a *attempts) forget(now time.Time) {
	var oldest, newest time.Time
	for w := range a.all {
		times := a.recent(w, now)
		if len(times) == 0 {
			delete(a.all, w)
			continue
		}
		last := times[len(times)-1]
		if oldest.IsZero() || last.Before(oldest) {
			oldest = last
		}
		if last.After(newest) {
			newest = last
		}
	}
	if len(a.all) <= maxAttempters/2 {
		return
	}
	middle := oldest.Add(newest.Sub(oldest) / 2)
	for w, times := range a.all {
		if !times[len(times)-1].After(middle) {
			delete(a.all, w)
		}
	}
}
