package server

import (
	"context"
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

// followAccess ends the sessions of keys that are taken away, as news tell it,
// until ctx ends. It does nothing as long as nothing is told.
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
		switch {
		case a.err == nil:
			v.become(a.now)
		case directory.IsCode(a.err, directory.CodeRevoked):
			v.revoke()
		default:
			wanting = a.err
		}
	}
	if wanting != nil && ctx.Err() == nil {
		s.config.Log.ErrorContext(ctx, "keys cannot be looked up", "err", directory.SafeLine(wanting.Error()))
	}
	return wanting == nil
}

// renew asks who an actor is by now. With an error other than CodeRevoked they
// stay who they were: each write is checked again where it is done.
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
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*visit, 0, len(s.visits))
	for v := range s.visits {
		if v.actor().Fingerprint != "" {
			all = append(all, v)
		}
	}
	return all
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

// revoke ends the visit because its key was taken away. A command gets a
// moment to end by itself.
func (v *visit) revoke() {
	if !v.brief.Load() {
		v.end(errRevoked)
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.gone {
		v.timers = append(v.timers, time.AfterFunc(revokedAfter, func() { v.end(errRevoked) }))
	}
}

// present makes sure that the key of a session is still what it was when the
// connection was made, perhaps long ago, and notes that it was used. False: it
// was taken away.
func (v *visit) present() bool {
	s, was := v.server, v.visitor.Actor
	now, err := s.renew(v.ctx, was)
	switch {
	case directory.IsCode(err, directory.CodeRevoked):
		return false
	case err != nil && v.ctx.Err() == nil:
		s.config.Log.ErrorContext(v.ctx, "keys cannot be looked up", "err", directory.SafeLine(err.Error()))
	}
	v.visitor.Actor = now
	v.become(now)
	if now.Account == 0 || s.config.Seen == nil {
		return true
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
	return true
}
