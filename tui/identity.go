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
func (m *Model) watchIdentity() {
	s := m.session
	if s.Actor.Fingerprint == "" {
		return
	}
	m.access.news, m.access.stop = s.Service.AccessChanges()
	context.AfterFunc(s.Context, m.access.stop)
	m.watchOwn()
}

// watchOwn follows what belongs to the reader's account.
func (m *Model) watchOwn() {
	m.own.end()
	s := m.session
	if s.Actor.Account == 0 {
		return
	}
	m.own.news, m.own.stop = s.Service.OwnChanges(s.Actor.Account)
	context.AfterFunc(s.Context, m.own.stop)
}

// watchQueue follows the moderators' queue, for who may see it. What the session
// has in hand of it is let go when the session ends, however that happens.
func (m *Model) watchQueue() {
	s := m.session
	if m.queue.news != nil || s.Actor.May(directory.ActionModerate) != nil {
		return
	}
	m.queue.news, m.queue.stop = s.Service.QueueChanges()
	context.AfterFunc(s.Context, m.queue.stop)
	service, holder, ctx := s.Service, s.Holder, context.WithoutCancel(s.Context)
	context.AfterFunc(s.Context, func() { letGo(ctx, service, holder) })
}

// letGo lets go of all that a session has in hand. What stays in hand because
// the store cannot be written to expires by itself.
func letGo(ctx context.Context, service *directory.Service, holder string) {
	ctx, cancel := context.WithTimeout(ctx, letGoWithin)
	defer cancel()
	_ = service.Release(ctx, holder, "")
}

const letGoWithin = 5 * time.Second

// news brings what somebody waited for.
type news struct{ msg tea.Msg }

// awaitNews waits for the first news of all that is followed; it costs one
// goroutine meanwhile, and nothing else. What changes while the last news are
// being told is told next.
func (m *Model) awaitNews() tea.Cmd {
	if m.session.Lines {
		return nil
	}
	ctx, changes, own, access, queue, anew := m.session.Context, m.changes, m.own.news, m.access.news, m.queue.news, m.anew
	return func() tea.Msg {
		select {
		case <-changes:
			return news{screen.Changed{}}
		case <-own:
			return news{screen.Own{}}
		case <-access:
			return news{accessChanged{}}
		case <-queue:
			return news{screen.Moved{}}
		case <-anew:
			return news{}
		case <-ctx.Done():
			return nil
		}
	}
}

// told hands news over, and waits for the next.
func (m *Model) told(n news) tea.Cmd {
	if n.msg == nil {
		return m.awaitNews()
	}
	_, cmd := m.Update(n.msg)
	return tea.Batch(cmd, m.awaitNews())
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
		m.watchOwn()
	}
	m.watchQueue()
	select {
	case m.anew <- struct{}{}:
	default: // it is known already that there may be others to wait for
	}
	return cmd
}
