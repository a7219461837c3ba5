package server

import (
	"sync"
	"time"
)

// rate allows each key so many events in any minute.
type rate struct {
	limit int // 0: any number
	now   func() time.Time

	mu     sync.Mutex
	events map[string][]time.Time // of the last minute, oldest first
	swept  time.Time
}

func newRate(limit int) *rate {
	return &rate{limit: limit, now: time.Now, events: map[string][]time.Time{}}
}

// allow counts an event, or answers after how long the next one is allowed.
func (r *rate) allow(key string) (wait time.Duration, ok bool) {
	if r.limit <= 0 {
		return 0, true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	r.sweep(now)
	past := recent(r.events[key], now)
	if len(past) >= r.limit {
		r.events[key] = past
		return past[0].Add(time.Minute).Sub(now), false
	}
	r.events[key] = append(past, now)
	return 0, true
}

// sweep forgets, once a minute, the keys that were not seen for a minute.
func (r *rate) sweep(now time.Time) {
	if now.Sub(r.swept) < time.Minute {
		return
	}
	r.swept = now
	for key, events := range r.events {
		if len(recent(events, now)) == 0 {
			delete(r.events, key)
		}
	}
}

// recent leaves out what is a minute old or older.
func recent(events []time.Time, now time.Time) []time.Time {
	for len(events) > 0 && now.Sub(events[0]) >= time.Minute {
		events = events[1:]
	}
	return events
}
