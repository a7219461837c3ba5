package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// garbage is how much of it may come up before it is collected, in percent of
// what is held. Go's own measure is 100. Beside a thousand sessions a collection
// takes some fifty milliseconds, in which keys are slow: of three there is one
// less. The memory that this takes is given back when people rest.
const garbage = 200

// tuneRuntime makes keys wait less for the garbage collector. Whoever sets
// GOMAXPROCS or GOGC knows better.
func tuneRuntime(getenv func(string) string) {
	if n := runtime.GOMAXPROCS(0); getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(threadsOn(n))
	}
	if getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

// threadsOn is on how many threads to run with n processors: one more than these,
// where there are fewer than four. The collector takes a quarter of the threads:
// of four that is one for itself, of fewer it is a part of each, some milliseconds
// in a row (runtime, gcControllerState.startCycle), and a key that comes meanwhile
// waits for them. With a thread to spare the system shares the processors out.
func threadsOn(n int) int {
	const enough = 4 // of which the collector has one
	if n < enough {
		return n + 1
	}
	return n
}

// giveBack gives memory back to the system whenever people rest, until the
// context ends.
func giveBack(ctx context.Context) {
	heap := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/gc/heap/live:bytes"}}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for r := new(rest); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if metrics.Read(heap); r.begins(heap[0].Value.Uint64(), heap[1].Value.Uint64()) {
			debug.FreeOSMemory()
		}
	}
}

// rest tells when people have stopped: a key makes some sixty kilobytes, and
// sessions in which nobody types make next to nothing.
type rest struct {
	made   uint64 // bytes that were ever asked for, a second ago
	given  uint64 // and when memory was given back last
	silent int    // seconds that nearly none was asked for
}

const (
	restless  = 128 << 10 // bytes a second from which somebody is at work
	restAfter = 2         // seconds
)

// begins is asked once a second, with the bytes that were ever asked for and
// those that are held. To collect a quarter of these is worth the trouble.
func (r *rest) begins(made, held uint64) bool {
	silent := made-r.made < restless
	if r.made = made; !silent {
		r.silent = 0
		return false
	}
	if r.silent++; r.silent < restAfter || made-r.given < held/4 {
		return false
	}
	r.given = made
	return true
}
