package editor

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// pause is how long something typed stays unsaved: a cut line loses no more.
const pause = time.Second

// saveWithin bounds a save. It goes on when its session ends.
const saveWithin = 20 * time.Second

// then is what is to be done once everything is saved.
type then uint8

const (
	thenStay then = iota
	thenLeave
	thenSubmit
)

// saver keeps the work in the directory: one save at a time, at most one a
// second while somebody types, none while nothing changes.
type saver struct {
	version directory.Version
	kept    work      // as the directory has it
	at      time.Time // when it was last saved; zero: never
	busy    bool      // a save is under way
	armed   bool      // a moment of rest is waited for
	again   bool      // something changed while one was under way
	look    bool      // so did something elsewhere
	failed  error     // why the last one did not succeed
	insist  bool      // leaving is meant, even if nothing can be saved
	then    then
	next    tea.Msg // what leaving says
}

// keep notes what the directory has.
func (s *saver) keep(mine *directory.Mine, w work) {
	s.version, s.kept, s.at, s.failed, s.insist = mine.Version, w, mine.SavedAt, nil, false
}

// dirty tells whether something is not saved.
func (m *Model) dirty() bool { return m.mine != nil && !m.work.same(&m.saver.kept) }

// rested tells that something typed has waited for its moment.
type rested struct{}

// wait is the moment of rest after which somebody no longer types.
func (m *Model) wait() time.Duration {
	if m.session.Pause > 0 {
		return m.session.Pause
	}
	return pause
}

// arm waits a moment and then saves, unless that is waited for already.
func (m *Model) arm() tea.Cmd {
	if m.saver.armed || !m.dirty() {
		return nil
	}
	m.saver.armed = true
	ctx, id, wait := m.session.Context, m.id, m.wait()
	return func() tea.Msg {
		rest := time.NewTimer(wait)
		defer rest.Stop()
		select {
		case <-rest.C:
			return screen.Envelope{To: id, Msg: rested{}}
		case <-ctx.Done():
			return nil
		}
	}
}

// saved is how a save ended.
type saved struct {
	mine   *directory.Mine
	sent   work
	theirs *directory.Mine // what is there instead
	err    error
}

// save keeps the work as it stands, if that is not kept yet.
func (m *Model) save() tea.Cmd {
	switch {
	case m.mine == nil || m.stale != nil:
		return nil
	case m.saver.busy:
		m.saver.again = true
		return nil
	case !m.dirty():
		return m.proceed()
	}
	return m.send(m.saver.version)
}

// send saves the work as a change of a version.
func (m *Model) send(base directory.Version) tea.Cmd {
	m.saver.busy, m.saver.again = true, false
	m.lanes.me.Drop() // what is read now may be older than what is written
	s, id, sent := m.session, m.id, m.work.copy()
	service, actor, parent := s.Service, s.Actor, s.Context
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), saveWithin)
		defer cancel()
		own := sent.copy()
		out := saved{sent: sent}
		out.mine, out.err = service.SaveDraft(ctx, actor, base, own.Profile, own.unread)
		if directory.IsCode(out.err, directory.CodeStale) {
			if theirs, err := service.Me(ctx, actor); err == nil {
				out.theirs = theirs
			}
		}
		return screen.Envelope{To: id, Msg: out}
	}
}

// wasSaved goes on from a save.
func (m *Model) wasSaved(a saved) tea.Cmd {
	m.saver.busy = false
	if a.err != nil {
		return m.notSaved(a)
	}
	told := m.ruled(a.mine)
	m.mine = a.mine
	m.saver.keep(a.mine, a.sent)
	m.check()
	again, look := m.saver.again, m.saver.look
	m.saver.again, m.saver.look = false, false
	switch {
	case again && m.dirty():
		m.saver.look = look
		return tea.Batch(told, m.save())
	case look:
		return tea.Batch(told, m.proceed(), m.lookAgain())
	}
	return tea.Batch(told, m.proceed())
}

// notSaved says why, and loses nothing of what was typed. The next change tries
// again.
func (m *Model) notSaved(a saved) tea.Cmd {
	m.saver.failed, m.saver.again = a.err, false
	if a.theirs != nil {
		m.ask(a.theirs)
		return nil
	}
	leaving := m.saver.then == thenLeave
	m.saver.then = thenStay
	why := m.session.Text.Error(a.err)
	if leaving {
		m.saver.insist = true
		return screen.Warn(m.session.S("editor.notice.leave_unsaved", "why", why))
	}
	return screen.Warn(m.session.S("editor.notice.unsaved", "why", why))
}

// proceed does what waited for everything to be saved.
func (m *Model) proceed() tea.Cmd {
	next := m.saver.then
	m.saver.then = thenStay
	switch next {
	case thenLeave:
		to := m.saver.next
		return func() tea.Msg { return to }
	case thenSubmit:
		return m.submit()
	}
	return nil
}

// leave leaves the screen once everything is saved. Where that failed, leaving
// once more means it.
func (m *Model) leave() tea.Cmd {
	if m.mine == nil || m.saver.insist {
		return goBack
	}
	return m.leaveFor(screen.Back{})
}

// leaveFor says next once everything is saved.
func (m *Model) leaveFor(next tea.Msg) tea.Cmd {
	m.saver.then, m.saver.next = thenLeave, next
	return m.save()
}

// Keep saves what is not saved before anything leaves the screen. While the
// question about another's change is open that is for the reader to decide.
func (m *Model) Keep(next tea.Msg) (tea.Cmd, bool) {
	switch {
	case !m.dirty() || m.saver.insist:
		return nil, false
	case m.stale != nil:
		return screen.Warn(m.session.S("editor.stale.kept")), true
	}
	return m.leaveFor(next), true
}
