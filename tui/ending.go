package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/screen"
)

// endLead is how long before something runs out its reader is warned.
const endLead = time.Minute

// endNears tells that what ends at that time is about to.
type endNears struct{ at time.Time }

// Ends is when something runs out on the screen in front that the reader may
// want to keep, and what is said a minute before; zero: nothing does.
func (m *Model) Ends() (warn time.Time, sentence string) {
	e, ok := m.runsOut()
	if !ok {
		return time.Time{}, ""
	}
	at, sentence := e.Ends()
	if at.IsZero() {
		return at, ""
	}
	return at.Add(-endLead), sentence
}

func (m *Model) runsOut() (screen.Ender, bool) {
	top := m.top()
	if top == nil {
		return nil, false
	}
	e, ok := top.screen.(screen.Ender)
	return e, ok
}

// awaitEnd waits until the reader is to be warned, once for each end.
func (m *Model) awaitEnd() tea.Cmd {
	warn, _ := m.Ends()
	if m.session.Lines || warn.IsZero() || warn.Equal(m.ends) {
		return nil
	}
	m.ends = warn
	ctx, left := m.session.Context, warn.Sub(m.session.Now())
	return func() tea.Msg {
		timer := time.NewTimer(left)
		defer timer.Stop()
		select {
		case <-timer.C:
			return endNears{warn}
		case <-ctx.Done():
			return nil
		}
	}
}

// warnOf warns, unless that does not end any more.
func (m *Model) warnOf(e endNears) tea.Cmd {
	if warn, sentence := m.Ends(); warn.Equal(e.at) {
		m.notice = screen.Notice{Text: sentence, Bad: true}
		return m.leaving()
	}
	return nil
}

// Touch tells the screen in front that its reader is there.
func (m *Model) Touch() tea.Cmd {
	if top := m.top(); top != nil {
		if t, ok := top.screen.(screen.Toucher); ok {
			return t.Touch()
		}
	}
	return nil
}
