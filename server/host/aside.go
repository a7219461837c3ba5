//go:build !teaprogram

package host

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// aside does something on another goroutine. Screens need deep stacks, and the
// goroutine that waits would keep one for as long as the session lasts: of all
// that an idle session holds that was the most.
func aside(do func()) {
	var broken any
	done := make(chan struct{})
	job := func() {
		defer close(done)
		defer func() {
			if broken = recover(); broken != nil {
				broken = fmt.Sprintf("%v\n%s", broken, debug.Stack())
			}
		}()
		do()
	}
	select {
	case jobs <- job:
	default:
		go work(job)
	}
	if <-done; broken != nil {
		panic(broken)
	}
}

// A few goroutines whose stacks have grown already wait for the next thing to
// do, for all sessions: growing one takes a twentieth of the time of a key.
var (
	jobs    = make(chan func())
	waiting atomic.Int32
	most    = int32(runtime.GOMAXPROCS(0))
)

func work(job func()) {
	for {
		job()
		if waiting.Add(1) > most {
			waiting.Add(-1)
			return
		}
		job = <-jobs
		waiting.Add(-1)
	}
}
