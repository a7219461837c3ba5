package server

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A terminal of fifty million characters is held in bounds before anything is
// allocated for it.
func TestHugeTerminalCostsLittle(t *testing.T) {
	h := open(t)
	c := h.visitor()
	for _, size := range [][2]uint32{{10000, 5000}, {1<<32 - 1, 1<<32 - 1}} {
		before := heap()
		tm := openTerminal(t, c, size[0], size[1], "xterm")
		tm.sees("ready 300x100")
		if added := int64(heap()) - int64(before); added > 10<<20 {
			t.Errorf("%d×%d adds %d bytes", size[0], size[1], added)
		} else {
			t.Logf("%d×%d adds %d KiB", size[0], size[1], added>>10)
		}
		tm.typed("Q")
		tm.ends()
	}
	// What draws them is shared: many cost no more than one.
	before := heap()
	for range 3 {
		c := h.visitor()
		for range maxChannels {
			openTerminal(t, c, 10000, 5000, "xterm").sees("ready 300x100")
		}
	}
	heap() // what was pooled goes at the second collection
	if added := int64(heap()) - int64(before); added > 10<<20 {
		t.Errorf("twelve add %d bytes", added)
	}
}

// Sessions that ended while keys were waiting leave nothing behind.
func TestNothingIsLeftBehind(t *testing.T) {
	h := open(t)
	warm := openTerminal(t, h.visitor(), 80, 24, "xterm")
	warm.sees("ready")
	warm.typed("Q")
	warm.ends()
	c := h.visitor()
	time.Sleep(50 * time.Millisecond)
	goroutines, bytes := runtime.NumGoroutine(), heap()
	for range 30 {
		tm := openTerminal(t, c, 80, 24, "xterm")
		tm.sees("ready")
		tm.typed("Q" + strings.Repeat("waiting", 40) + "\x1b[A\x1b]")
		tm.ends()
	}
	eventually(t, "no goroutine left", func() bool { return runtime.NumGoroutine() <= goroutines },
		func() string { return fmt.Sprint(runtime.NumGoroutine(), " of ", goroutines) })
	if left := int64(heap()) - int64(bytes); left > 4<<20 {
		t.Errorf("%d bytes left", left)
	}
}

// BenchmarkKeyToFrame measures from a key on the client to the last byte of
// the frame that shows it.
func BenchmarkKeyToFrame(b *testing.B) {
	h := open(b)
	tm := openTerminal(b, h.visitor(), 80, 24, "xterm-256color")
	tm.sees("ready")
	var took []time.Duration
	for b.Loop() {
		before := tm.out.Len()
		begun := time.Now()
		tm.typed("x")
		for tm.out.Len() == before {
			if time.Since(begun) > 5*time.Second {
				b.Fatal("no frame")
			}
			time.Sleep(50 * time.Microsecond)
		}
		took = append(took, time.Since(begun))
		if len(took)%40 == 0 {
			tm.typed("\r")
			time.Sleep(50 * time.Millisecond)
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkIdleSessions measures what open sessions hold, in this process
// together with their clients.
func BenchmarkIdleSessions(b *testing.B) {
	const sessions = 100
	h := open(b, func(c *Config) { c.Limits.MaxSessionsPerIP, c.Limits.MaxStartupsPerIP = 0, 0 })
	for b.Loop() {
		before := heap()
		var open []*terminal
		for range sessions {
			tm := openTerminal(b, h.visitor(), 80, 24, "xterm-256color")
			tm.sees("ready")
			open = append(open, tm)
		}
		b.ReportMetric(float64(heap()-before)/sessions/1024, "KiB/session")
		for _, tm := range open {
			tm.typed("Q")
			tm.ends()
		}
	}
}
