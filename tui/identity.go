package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
)

// watch is a subscription that ends with the session, or before.
type watch struct {
	news <-chan struct{}
	stop func()
}

func (w *watch) end() {
	if w.stop != nil {
		w.stop()
	}
	*w = watch{}
}

// accessChanged tells that keys or roles changed: perhaps the reader's.
type accessChanged struct{}

// watchIdentity follows who the reader is, and what is theirs.
func (m *Model) watchIdentity() tea.Cmd {
	s := m.session
	if s.Actor.Fingerprint == "" {
		return nil
	}
	m.access.news, m.access.stop = s.Service.AccessChanges()
	context.AfterFunc(s.Context, m.access.stop)
	return tea.Batch(m.awaitAccess(), m.watchOwn())
}

// watchOwn follows what belongs to the reader's account.
func (m *Model) watchOwn() tea.Cmd {
	m.own.end()
	s := m.session
	if s.Actor.Account == 0 {
		return nil
	}
	m.own.news, m.own.stop = s.Service.OwnChanges(s.Actor.Account)
	context.AfterFunc(s.Context, m.own.stop)
	return m.awaitOwn()
}

// watchQueue follows the moderators' queue, for who may see it. What the session
// has in hand of it is let go when the session ends, however that happens.
func (m *Model) watchQueue() tea.Cmd {
	s := m.session
	if m.queue.news != nil || s.Actor.May(directory.ActionModerate) != nil {
		return nil
	}
	m.queue.news, m.queue.stop = s.Service.QueueChanges()
	context.AfterFunc(s.Context, m.queue.stop)
	service, holder, ctx := s.Service, s.Holder, context.WithoutCancel(s.Context)
	context.AfterFunc(s.Context, func() { letGo(ctx, service, holder) })
	return m.awaitQueue()
}

// letGo lets go of all that a session has in hand. What stays in hand because
// the store cannot be written to expires by itself.
func letGo(ctx context.Context, service *directory.Service, holder string) {
	ctx, cancel := context.WithTimeout(ctx, letGoWithin)
	defer cancel()
	_ = service.Release(ctx, holder, "")
}

const letGoWithin = 5 * time.Second

func (m *Model) awaitQueue() tea.Cmd { return m.await(m.queue, screen.Moved{}) }

func (m *Model) awaitAccess() tea.Cmd { return m.await(m.access, accessChanged{}) }

func (m *Model) awaitOwn() tea.Cmd { return m.await(m.own, screen.Own{}) }

// await waits for news; it costs nothing meanwhile. A subscription that was
// replaced never tells any.
func (m *Model) await(w watch, msg tea.Msg) tea.Cmd {
	if w.news == nil || m.session.Lines {
		return nil
	}
	ctx := m.session.Context
	return func() tea.Msg {
		select {
		case <-w.news:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}

// tellOfficial tells the screens of whoever has a role that somebody's access
// changed.
func (m *Model) tellOfficial() tea.Cmd {
	if m.session.Actor.May(directory.ActionModerate) != nil {
		return nil
	}
	return m.all(screen.Access{})
}

// renew asks who the reader is by now. A key that was taken away ends the
// session, which is for the server to do.
func (m *Model) renew() tea.Cmd {
	s := m.session
	service, actor, ctx := s.Service, s.Actor, s.Context
	return func() tea.Msg {
		now, err := service.Renew(ctx, actor)
		if err != nil || now == actor {
			return nil
		}
		return screen.Renewed{Actor: now}
	}
}

// renewed takes over who the reader is and tells every screen.
func (m *Model) renewed(a directory.Actor) tea.Cmd {
	account := m.session.Actor.Account
	m.session.Actor = a
	cmd := m.all(screen.Own{})
	if a.Account != account {
		cmd = tea.Batch(cmd, m.watchOwn())
	}
	return tea.Batch(cmd, m.watchQueue())
}
