package server

import (
	"context"
	"maps"
	"slices"
	"time"

	"teleorne/directory"
)

const (
	renewWithin  = 5 * time.Second        // bound on asking who one key is by now
	renewPause   = 100 * time.Millisecond // between two rounds, however much is told
	renewAgain   = 500 * time.Millisecond // after an answer that did not come
	seenWithin   = 200 * time.Millisecond // a session does not wait longer for being noted
	revokedLeave = 300 * time.Millisecond // what is open with a key that was taken away is over within two seconds
	revokedAfter = 300 * time.Millisecond // for a command to end by itself: perhaps it is what took its own key away
)

// person is one key as the directory knows it; sessions of the same person are
// asked about once.
type person struct {
	fingerprint string
	account     directory.AccountID
	role        directory.Role
}

func personOf(a directory.Actor) person { return person{a.Fingerprint, a.Account, a.Role} }

// demoted tells whether a person may no longer see what moderators see: it is on
// the screens of their sessions.
func demoted(was, now directory.Actor) bool {
	return was.Role >= directory.RoleModerator && now.Role < directory.RoleModerator
}

// followAccess ends the sessions of keys that are taken away, or whose role is,
// and of keys and addresses that are kept out, as news tell it, until ctx ends. It
// does nothing as long as nothing is told.
func (s *Server) followAccess(ctx context.Context, news <-chan struct{}) {
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-news:
		case <-again:
		}
		again = nil
		if !s.renewAll(ctx) {
			again = time.After(renewAgain)
		}
		select {
		case <-ctx.Done():
		case <-time.After(renewPause):
		}
	}
}

// renewAll asks anew about the person of each session; false when an answer is
// wanting.
func (s *Server) renewAll(ctx context.Context) (complete bool) {
	defer s.rescue("access")
	s.expelAddresses(ctx)
	type answer struct {
		now directory.Actor
		err error
	}
	answers := map[person]answer{}
	var wanting error
	for _, v := range s.proven() {
		was := v.actor()
		a, known := answers[personOf(was)]
		if !known {
			a.now, a.err = s.renew(ctx, was)
			answers[personOf(was)] = a
		}
		b, out := bannedBy(a.err)
		switch {
		case a.err == nil:
			v.become(a.now)
			if demoted(was, a.now) {
				v.expel(errDemoted)
			}
		case out:
			v.expel(b)
		case directory.IsCode(a.err, directory.CodeRevoked):
			v.expel(errRevoked)
		default:
			wanting = a.err
		}
	}
	if wanting != nil && ctx.Err() == nil {
		s.config.Log.ErrorContext(ctx, "keys cannot be looked up", "err", directory.SafeLine(wanting.Error()))
	}
	return wanting == nil
}

// renew asks who an actor is by now. With an error other than CodeRevoked and
// CodeBanned they stay who they were: each write is checked again where it is done.
func (s *Server) renew(ctx context.Context, was directory.Actor) (directory.Actor, error) {
	if s.config.Renew == nil || was.Fingerprint == "" {
		return was, nil
	}
	ctx, cancel := context.WithTimeout(ctx, renewWithin)
	defer cancel()
	now, err := s.config.Renew(ctx, was)
	if err != nil {
		return was, err
	}
	// The operator sits at the server's own machine, never at its other end.
	now.Role = min(now.Role, directory.RoleAdministrator)
	return now, nil
}

// proven are the visits under way of people with a key.
func (s *Server) proven() []*visit {
	return slices.DeleteFunc(s.allVisits(), func(v *visit) bool { return v.actor().Fingerprint == "" })
}

// allVisits are those under way.
func (s *Server) allVisits() []*visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.visits))
}

// actor is who the visitor was found to be last. The Actor of the Visitor is
// who they were when the session began.
func (v *visit) actor() directory.Actor {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now
}

// become notes who the visitor is by now: whoever signs up and is taken their
// key away afterwards loses this very session.
func (v *visit) become(a directory.Actor) {
	v.mu.Lock()
	defer v.mu.Unlock()
	a.Address = v.now.Address
	v.now = a
}

// expel ends the visit because its key or role was taken away or it is kept out. A
// command gets a moment to end by itself.
func (v *visit) expel(cause error) {
	if !v.brief.Load() {
		v.end(cause)
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.gone {
		v.timers = append(v.timers, time.AfterFunc(revokedAfter, func() { v.end(cause) }))
	}
}

// present makes sure that the key of a session is still what it was when the
// connection was made, perhaps long ago, and that nobody is kept out, and notes
// that the key was used. It answers why the session cannot be: errRevoked, or a
// banned.
func (v *visit) present() error {
	s, was := v.server, v.visitor.Actor
	if v.banned != nil {
		return *v.banned
	}
	if b, out := s.bannedAt(v.ch.conn.ip); out {
		return b
	}
	now, err := s.renew(v.ctx, was)
	b, out := bannedBy(err)
	switch {
	case out:
		return b
	case directory.IsCode(err, directory.CodeRevoked):
		return errRevoked
	case err != nil && v.ctx.Err() == nil:
		s.config.Log.ErrorContext(v.ctx, "keys cannot be looked up", "err", directory.SafeLine(err.Error()))
	}
	v.visitor.Actor = now
	v.become(now)
	if now.Account == 0 || s.config.Seen == nil {
		return nil
	}
	noted := make(chan bool, 1)
	go func() {
		defer s.rescue("seen")
		noted <- s.config.Seen(v.ctx, now)
	}()
	select {
	case v.visitor.FirstUse = <-noted:
	case <-time.After(seenWithin):
	}
	return nil
}
