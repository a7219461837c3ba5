package directory

import (
	"sync"
	"time"
)

const (
	guessWindow = time.Hour
	guessesEach = 10      // wrong codes within that, of one key and of one address
	maxGuessers = 1 << 16 // remembered at once; then whoever guessed longest ago is forgotten
)

// guesses counts the wrong codes that each key and each address typed, in
// memory: a restart forgives. The zero value is ready.
type guesses struct {
	mu  sync.Mutex
	all map[string][]time.Time // rising, by who guessed
}

// take counts a guess of all these before it is looked at, so that many at
// once are counted as well. It answers false, counting nothing, when one of
// them has none left, and how long until it has.
func (g *guesses) take(who []string, now time.Time) (wait time.Duration, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, w := range who {
		if recent := g.recent(w, now); len(recent) >= guessesEach {
			wait = max(wait, recent[0].Add(guessWindow).Sub(now))
		}
	}
	if wait > 0 {
		return wait, false
	}
	if g.all == nil {
		g.all = make(map[string][]time.Time)
	}
	for _, w := range who {
		g.all[w] = append(g.recent(w, now), now)
	}
	if len(g.all) > maxGuessers {
		g.forget(now)
	}
	return 0, true
}

// giveBack takes back what take counted at that time: the guess was right, or
// was not looked at.
func (g *guesses) giveBack(who []string, at time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, w := range who {
		for i, t := range g.all[w] {
			if t.Equal(at) {
				g.all[w] = append(g.all[w][:i:i], g.all[w][i+1:]...)
				break
			}
		}
		if len(g.all[w]) == 0 {
			delete(g.all, w)
		}
	}
}

// recent are the guesses of one within the window.
func (g *guesses) recent(who string, now time.Time) []time.Time {
	times := g.all[who]
	for len(times) > 0 && !times[0].Add(guessWindow).After(now) {
		times = times[1:]
	}
	return times
}

// forget makes room: what is out of the window goes, then half of the rest,
// those who guessed longest ago.
func (g *guesses) forget(now time.Time) {
	var oldest, newest time.Time
	for w := range g.all {
		times := g.recent(w, now)
		if len(times) == 0 {
			delete(g.all, w)
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
	if len(g.all) <= maxGuessers/2 {
		return
	}
	middle := oldest.Add(newest.Sub(oldest) / 2)
	for w, times := range g.all {
		if !times[len(times)-1].After(middle) {
			delete(g.all, w)
		}
	}
}
