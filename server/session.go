package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"charm.land/ssh"

	"teleorne/directory"
)

// contain is outermost: whatever goes wrong inside ends one session.
func (s *Server) contain(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		defer s.rescue("session")
		ch := channelOf(sess)
		if ch == nil {
			return
		}
		v := s.newVisit(sess)
		ch.SetValue(visitKey{}, v)
		defer v.over()
		next(sess)
	}
}

type visitKey struct{}

func visitOf(sess ssh.Session) *visit { return sess.Context().Value(visitKey{}).(*visit) }

// admit counts the session in, or says why it cannot be.
func (s *Server) admit(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess)
		switch s.admission.session(v.ch.conn) {
		case refusedFull:
			v.refuse("server.full")
		case refusedAddress:
			v.refuse("server.full_address", "max", s.config.Limits.MaxSessionsPerIP)
		case refusedClosing:
			v.refuse("server.closing")
		default:
			s.enter(v)
			defer s.leave(v)
			defer s.admission.leave(v.ch.conn)
			// Entered already, it hears of what is taken away from here on.
			if cause := v.present(); cause != nil {
				v.deny(cause)
				return
			}
			next(sess)
			return
		}
		s.config.Metrics.refused.Inc()
		s.config.Log.InfoContext(v.ctx, "session refused", "from", logAddress(sess.RemoteAddr()))
		v.exit(exitLater)
	}
}

// deny refuses a session to somebody who lost their key or is kept out.
func (v *visit) deny(cause error) {
	var b banned
	out := errors.As(cause, &b)
	v.refusing(func() {
		if out {
			v.tellBanned(b)
		} else {
			v.tell("server.revoked", "fingerprint", v.visitor.Actor.Fingerprint)
		}
	})
	v.server.config.Log.InfoContext(v.ctx, "session refused", "from", logAddress(v.sess.RemoteAddr()), "because", cause.Error())
	v.exit(exitDenied)
	if out {
		v.shut()
	}
}

// serve picks what the session is: the middle of the chain, with nothing next.
func (s *Server) serve(ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess)
		begun := time.Now()
		log := s.config.Log.With("from", logAddress(sess.RemoteAddr()), "role", v.visitor.Actor.Role.String())
		kind, run := v.choose()
		log.InfoContext(v.ctx, "session", "kind", kind)
		s.config.Metrics.sessionBegins(kind)
		defer s.config.Metrics.sessionEnds(kind)
		status := v.run(run)
		attrs := []any{"kind", kind, "status", status, "lasted", time.Since(begun).Round(time.Millisecond)}
		if cause := v.why(); cause != nil {
			attrs = append(attrs, "because", cause.Error())
		}
		log.InfoContext(v.ctx, "session ended", attrs...)
		v.exit(status)
		if isBanned(v.why()) {
			v.shut()
		}
	}
}

// run does it, and says why it was ended when it was.
func (v *visit) run(do func() int) int {
	status := v.attempt(do)
	cause := v.why()
	var b banned
	switch {
	case cause == nil:
		return status
	case errors.Is(cause, errIdle):
		v.tell("server.idle")
	case errors.Is(cause, errClosing):
		v.tell("server.closing")
	case errors.Is(cause, errRevoked):
		v.tell("server.revoked", "fingerprint", v.visitor.Actor.Fingerprint)
		return exitDenied
	case errors.Is(cause, errDemoted):
		v.tell("server.demoted")
		return exitDenied
	case errors.As(cause, &b):
		v.tellBanned(b)
		return exitDenied
	default:
		v.mu.Lock()
		reference := v.reference
		v.mu.Unlock()
		v.tell("error.internal", "reference", reference)
		return exitFailed
	}
	return exitLater
}

// attempt turns a panic into a reference that the log explains.
func (v *visit) attempt(do func() int) (status int) {
	defer func() {
		if value := recover(); value != nil {
			v.failed(value, debug.Stack())
			status = exitFailed
		}
	}()
	return do()
}

// failed logs what went wrong inside and tells the person a reference to it.
func (v *visit) failed(value any, stack []byte) {
	reference := rand.Text()[:8]
	v.server.config.Log.ErrorContext(v.ctx, "panic", "reference", reference, "panic", fmt.Sprint(value), "stack", string(stack))
	v.mu.Lock()
	if v.reference == "" {
		v.reference = reference
	}
	v.mu.Unlock()
	v.end(errPanic)
}

// runCommand runs one command, unless its like came too often.
func (v *visit) runCommand(words []string) int {
	v.brief.Store(true)
	if wait, ok := v.server.commands.allow(v.visitor.Actor.LimitKey()); !ok {
		seconds := int((wait + time.Second - 1) / time.Second)
		v.fault(&directory.Error{Code: directory.CodeLimit, Params: directory.Params{"seconds": seconds}})
		return exitLater
	}
	idle := v.watch()
	defer idle.stop()
	out, errw := output{v.sess, idle.touch}, output{v.sess.Stderr(), idle.touch}
	ctx, cancel := context.WithCancel(v.ctx)
	defer cancel()
	var keys *lineKeys
	if v.visitor.Interactive {
		keys = &lineKeys{echo: v.sess, interrupt: cancel}
	}
	return v.server.config.Command(ctx, v.visitor, words, v.input(ctx, idle.touch, maxInput, keys), out, errw)
}

// watch ends a command that gets no input, after a warning on a line beside the
// data.
func (v *visit) watch() *idleWatch {
	return watchIdle(v.server.config.Limits.IdleTimeout, idleEnd{
		warn: func(left time.Duration) { v.tell("server.idle_soon", "seconds", int(left.Seconds())) },
		end:  func() { v.end(errIdle) },
	})
}
