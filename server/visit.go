package server

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// Why a session ended other than by itself.
var (
	errIdle    = errors.New("idle")
	errClosing = errors.New("server closing")
	errPanic   = errors.New("panic")
	errRevoked = errors.New("key revoked")
	errDemoted = errors.New("role revoked")
)

// visit is one session while it runs.
type visit struct {
	server  *Server
	sess    ssh.Session
	ch      *channel
	visitor Visitor
	banned  *banned // as was found when the connection was made
	ctx     context.Context
	cancel  context.CancelCauseFunc
	brief   atomic.Bool // a command, which is likely to end by itself soon
	typed   *feed       // what the client sends, read since feeding began
	feeding sync.Once

	mu        sync.Mutex
	now       directory.Actor   // who the visitor is by now
	gone      bool              // the visit is over
	polite    func(cause error) // asks what runs to leave; nil: its context ends at once
	cause     error
	reference string // of the panic that ended it
	timers    []*time.Timer
}

func (s *Server) newVisit(sess ssh.Session) *visit {
	ch := channelOf(sess)
	conn, _ := ch.Context.Value(ssh.ContextKeyConn).(*gossh.ServerConn)
	id := identityOf(conn.Permissions)
	term, env, pty := ch.terminal()
	width, height := ch.size()
	v := &visit{server: s, sess: sess, ch: ch, visitor: Visitor{
		Actor: id.actor(ch.conn.addr), Key: id.key, User: cleanUser(conn.User()), Refused: refusedOf(ch.Context, id),
		Lang: language(env, s.config.Lang), UTF8: utf8Locale(env),
		Term: term, Width: width, Height: height, Env: env, Interactive: pty,
	}}
	v.typed = newFeed()
	v.now, v.banned = v.visitor.Actor, id.banned
	v.visitor.Screen = pty && !plainTerm(term)
	v.ctx, v.cancel = context.WithCancelCause(ch.own)
	return v
}

// refusedOf is why keys of the client were not taken. Whoever has a registered
// one need not know.
func refusedOf(ctx ssh.Context, id identity) []string {
	r, _ := ctx.Value(refusalsKey{}).(*refusals)
	if r == nil || id.registered {
		return nil
	}
	return slices.Clone(r.reasons)
}

// say is a sentence in the session's language.
func (v *visit) say(key string, args ...any) string {
	return v.server.config.Sentences(v.visitor.Lang, key, args...)
}

// tell writes a sentence to the person, beside the data.
func (v *visit) tell(key string, args ...any) {
	_, _ = io.WriteString(v.sess.Stderr(), v.say(key, args...)+"\n")
}

// refuse tells why nothing is done. A client that does not read it loses its
// connection: nothing else would end a session that does not begin.
func (v *visit) refuse(key string, args ...any) {
	v.refusing(func() { v.tell(key, args...) })
}

func (v *visit) refusing(tell func()) {
	late := time.AfterFunc(v.server.config.patience.confirm, func() { _ = v.ch.conn.Close() })
	defer late.Stop()
	tell()
}

// fault tells what is wrong with a request.
func (v *visit) fault(e *directory.Error) {
	args := make([]any, 0, 2*len(e.Params))
	for name, value := range e.Params {
		args = append(args, name, value)
	}
	v.refuse("error."+string(e.Code), args...)
}

// beforehand sets how to ask what runs to leave by itself.
func (v *visit) beforehand(polite func(cause error)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.polite = polite
}

// end ends the session for a reason: politely, then by its context, then with
// its whole connection, for a client that reads nothing stops the writer. Only
// the first reason counts.
func (v *visit) end(cause error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.cause != nil || v.gone {
		return
	}
	v.cause = cause
	wait := v.server.config.patience.leave
	if errors.Is(cause, errRevoked) || errors.Is(cause, errDemoted) || isBanned(cause) {
		wait = min(wait, revokedLeave)
	}
	if v.polite == nil {
		v.cancel(cause)
	} else {
		go v.polite(cause)
		v.timers = append(v.timers, time.AfterFunc(wait, func() { v.cancel(cause) }))
	}
	v.timers = append(v.timers, time.AfterFunc(2*wait, func() { _ = v.ch.conn.Close() }))
}

// why is the reason that the session was ended for, nil when it ended itself.
func (v *visit) why() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.cause
}

// exit tells the client the status and closes its channel. A client that does
// not do the same loses its connection.
func (v *visit) exit(status int) {
	v.ch.expect(v.server.config.patience.confirm)
	_ = v.sess.Exit(status)
}

// over stops whatever end set going.
func (v *visit) over() {
	v.cancel(nil)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.gone = true
	for _, t := range v.timers {
		t.Stop()
	}
}

// output writes to the session and notes that something moves.
type output struct {
	w     io.Writer
	touch func()
}

func (o output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	o.touch()
	return n, err
}
