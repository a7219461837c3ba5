package directory

import (
	"testing"
	"testing/synctest"
	"time"
)

// Thousands who listen hear of a change one after the other, each once, and who
// came first at once; a key that is about others is not heard.
func TestManyHearInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 3000
		var w watchers[int]
		var all []<-chan struct{}
		for range n {
			ch, stop := w.add(1)
			defer stop()
			all = append(all, ch)
		}
		other, stopOther := w.add(2)
		defer stopOther()
		heard := func() (total int) {
			for _, ch := range all {
				select {
				case <-ch:
					total++
				default:
				}
			}
			return total
		}
		w.tell(1)
		select {
		case <-all[0]:
		default:
			t.Error("who came first was not told at once")
		}
		if got := heard(); got != toldAtOnce-1 {
			t.Errorf("%d more heard at once, not %d", got, toldAtOnce-1)
		}
		time.Sleep(time.Second + turnEach/2)
		if got, want := heard(), int(time.Second/turnEach)*toldInTurn; got != want {
			t.Errorf("%d heard within a second, not %d", got, want)
		}
		w.tell(1) // again, before all have heard of the first time
		w.tell(1)
		time.Sleep(n * turnEach / toldInTurn)
		// Those who had heard already hear again, the others once of both.
		if got := heard(); got != n {
			t.Errorf("%d heard of what came meanwhile, not %d", got, n)
		}
		time.Sleep(time.Minute)
		if got := heard(); got != 0 {
			t.Errorf("%d heard when nothing changed", got)
		}
		select {
		case <-other:
			t.Error("somebody heard of what is none of theirs")
		default:
		}
	})
}

// Who has gone takes no turn.
func TestWhoHasGoneTakesNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w watchers[int]
		var stops []func()
		var last <-chan struct{}
		for range 2 * toldAtOnce {
			ch, stop := w.add(1)
			last = ch
			stops = append(stops, stop)
		}
		w.tell(1)
		for _, stop := range stops[:len(stops)-1] {
			stop()
		}
		time.Sleep(turnEach)
		synctest.Wait()
		select {
		case <-last:
		default:
			t.Error("the only one who is left waits for the turns of others")
		}
		stops[len(stops)-1]()
		w.tell(1)
		time.Sleep(turnEach)
		if len(w.all)+len(w.later)+len(w.waiting) != 0 || w.turning {
			t.Errorf("something is kept of who has gone: %+v", &w)
		}
	})
}
