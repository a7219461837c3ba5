package server

import (
	"sync"
	"sync/atomic"
	"time"
)

// idleWatch ends a session that had no input for a time. What it counts is the
// person's input: a client's own keepalives never come this far.
type idleWatch struct {
	limit, lead time.Duration
	idleEnd
	last   atomic.Int64 // nanoseconds since start
	warned atomic.Bool  // and nothing came since
	start  time.Time

	mu      sync.Mutex
	timer   *time.Timer
	stopped bool
}

// idleEnd is what happens on the way to the end, each on a goroutine of its own
// or of whoever touches the watch.
type idleEnd struct {
	warn     func(left time.Duration)
	extended func() // there was input after a warning; nil: nobody is told
	end      func()
}

// watchIdle begins to watch; a limit of 0 watches nothing. The warning comes a
// minute before the end, or half way when there is no minute.
func watchIdle(limit time.Duration, on idleEnd) *idleWatch {
	lead := time.Minute
	if limit <= lead {
		lead = limit / 2
	}
	w := &idleWatch{limit: limit, lead: lead, idleEnd: on, start: time.Now()}
	if limit > 0 {
		w.mu.Lock() // the check may come at once
		defer w.mu.Unlock()
		w.timer = time.AfterFunc(limit-w.lead, w.check)
	}
	return w
}

// touch says that there was input.
func (w *idleWatch) touch() {
	w.last.Store(int64(time.Since(w.start)))
	if w.warned.Swap(false) && w.extended != nil {
		w.extended()
	}
}

// stop ends the watch.
func (w *idleWatch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	stop(w.timer)
}

// check runs when the session may be idle, and sets when to look again: a
// session costs no more than one timer, however much is typed.
func (w *idleWatch) check() {
	silent := time.Since(w.start) - time.Duration(w.last.Load())
	next := w.limit - w.lead - silent
	switch {
	case silent >= w.limit:
		w.end()
		return
	case next <= 0:
		next = w.limit - silent
		go func() { // which may wait for a client that reads nothing; the end does not
			w.warn(next.Round(time.Second))
			w.warned.Store(true)
		}()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.timer.Reset(next)
	}
}
