package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// The program runs on a thread to spare and collects less often, unless somebody
// said how many threads and how often.
func TestTuneRuntime(t *testing.T) {
	threads := runtime.GOMAXPROCS(2)
	percent := debug.SetGCPercent(100)
	defer func() {
		runtime.GOMAXPROCS(threads)
		debug.SetGCPercent(percent)
	}()
	told := map[string]string{"GOMAXPROCS": "2", "GOGC": "100"}
	for _, c := range []struct {
		getenv           func(string) string
		threads, percent int
	}{
		{func(name string) string { return told[name] }, 2, 100},
		{func(string) string { return "" }, 3, garbage},
	} {
		tuneRuntime(c.getenv)
		n, p := runtime.GOMAXPROCS(0), debug.SetGCPercent(100)
		if n != c.threads || p != c.percent {
			t.Errorf("%d threads and %d %%, want %d and %d", n, p, c.threads, c.percent)
		}
	}
	for n, want := range map[int]int{1: 2, 2: 3, 3: 4, 4: 4, 64: 64} {
		if got := threadsOn(n); got != want {
			t.Errorf("%d threads on %d processors, want %d", got, n, want)
		}
	}
}

// Memory is given back once people have stopped for a while, and not while any of
// them types, nor twice for the same.
func TestRest(t *testing.T) {
	const held = 100 << 20
	var r rest
	made := uint64(0)
	second := func(bytes uint64) bool {
		made += bytes
		return r.begins(made, held)
	}
	for i := range 100 {
		if second(restless) {
			t.Fatalf("memory is given back in second %d, with people at work", i)
		}
	}
	var given []int
	for i := range 100 {
		if second(restless / 8) {
			given = append(given, i)
		}
	}
	if len(given) != 0 {
		t.Errorf("%d bytes are collected in the seconds %v", made, given)
	}
	second(held / 4)
	for i := range 100 {
		if second(restless / 8) {
			given = append(given, i)
		}
	}
	if len(given) != 1 || given[0] != restAfter-1 {
		t.Errorf("memory is given back in the seconds %v, want %d", given, restAfter-1)
	}
}
