package server

import (
	"testing"
	"time"
)

// TestIdleWarning: the warning comes a minute before the end, however soon that is
// after the last input, and half way where the whole is no longer than that.
func TestIdleWarning(t *testing.T) {
	for limit, want := range map[time.Duration]time.Duration{
		time.Minute + 100*time.Millisecond: time.Minute,
		2 * time.Second:                    time.Second,
	} {
		t.Run(limit.String(), func(t *testing.T) {
			t.Parallel()
			left := make(chan time.Duration, 1)
			w := watchIdle(limit, idleEnd{warn: func(d time.Duration) { left <- d }, end: func() {}})
			defer w.stop()
			select {
			case got := <-left:
				if got != want {
					t.Errorf("%v are left", got)
				}
			case <-time.After(10 * time.Second):
				t.Error("no warning")
			}
		})
	}
}
