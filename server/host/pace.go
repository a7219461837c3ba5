package host

import "time"

// pace spreads what happens over time, some of it in one go. The zero value has
// not begun.
type pace struct{ due time.Time }

// wait is how long the next one has to wait, when one may happen each time and
// up to burst of them at once.
func (p *pace) wait(now time.Time, each time.Duration, burst int) time.Duration {
	if p.due.Before(now) {
		return 0
	}
	return max(0, p.due.Sub(now)-time.Duration(burst-1)*each)
}

// count notes that n of them happened.
func (p *pace) count(now time.Time, each time.Duration, n int) {
	if p.due.Before(now) {
		p.due = now
	}
	p.due = p.due.Add(time.Duration(n) * each)
}
