package server

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"time"

	"teleorne/directory"
)

const (
	bannedLine  = 300                    // characters that are told before the protocol begins
	bannedLeave = 500 * time.Millisecond // for a client to read how its session ended, before its connection is closed
)

// banned says that a key or an address is kept out. As an error it tells the
// log nothing of the reason.
type banned struct {
	address bool // not a key
	reason  string
	until   directory.Date // the first day without it; zero: no end
}

func (banned) Error() string { return "banned" }

// bannedBy reads an error of the directory.
func bannedBy(err error) (b banned, ok bool) {
	var e *directory.Error
	if !errors.As(err, &e) || e.Code != directory.CodeBanned {
		return b, false
	}
	b.reason, _ = e.Params["reason"].(string)
	b.until, _ = e.Params["until"].(directory.Date)
	return b, true
}

// isBanned tells whether a session ends because of a ban.
func isBanned(cause error) bool {
	var b banned
	return errors.As(cause, &b)
}

// bannedAt tells whether an address is kept out now.
func (s *Server) bannedAt(addr netip.Addr) (banned, bool) {
	if s.config.BannedAddress == nil || !addr.IsValid() {
		return banned{}, false
	}
	b, ok := s.config.BannedAddress(addr)
	if !ok {
		return banned{}, false
	}
	out := banned{address: true, reason: directory.SafeLine(b.Reason)}
	if !b.Until.IsZero() {
		out.until = directory.DateOf(b.Until)
	}
	return out, true
}

// bannedWords are what somebody is told who is kept out.
func (s *Server) bannedWords(lang string, b banned) []string {
	say := s.config.Sentences
	var first string
	switch {
	case b.address && b.until.IsZero():
		first = say(lang, "server.banned_address")
	case b.address:
		first = say(lang, "server.banned_address_until", "until", b.until)
	case b.until.IsZero():
		first = say(lang, "server.banned")
	default:
		first = say(lang, "server.banned_until", "until", b.until)
	}
	words := []string{first, say(lang, "server.banned_reason", "reason", directory.SafeLine(b.reason))}
	if s.config.Contact != "" {
		words = append(words, say(lang, "server.banned_contact", "contact", s.config.Contact))
	}
	return words
}

// bannedNotice is what a client is told whose address is kept out: a line before
// our version, as sshd has it too, for who looks at what comes, and the message
// that clients show.
func (s *Server) bannedNotice(b banned) []byte {
	words := strings.Join(s.bannedWords(s.config.Lang, b), " ")
	line := directory.Clip(words, bannedLine) + "\r\n"
	return append([]byte(line), disconnect(reasonNotAllowed, words)...)
}

// tellBanned tells in a session why it ends.
func (v *visit) tellBanned(b banned) {
	words := v.server.bannedWords(v.visitor.Lang, b)
	_, _ = v.sess.Stderr().Write([]byte(strings.Join(words, "\n") + "\n"))
}

// shut closes the connection of somebody who is kept out, once they could read
// why.
func (v *visit) shut() {
	time.AfterFunc(bannedLeave, func() { _ = v.ch.conn.Close() })
}

// expelAddresses ends what comes from addresses that are kept out by now:
// sessions, and connections that have none.
func (s *Server) expelAddresses(ctx context.Context) {
	if s.config.BannedAddress == nil {
		return
	}
	for _, v := range s.allVisits() {
		if b, ok := s.bannedAt(v.ch.conn.ip); ok {
			v.expel(b)
		}
	}
	n := s.admission.expel(func(addr netip.Addr) bool {
		_, ok := s.bannedAt(addr)
		return ok
	})
	if n > 0 {
		s.config.Log.InfoContext(ctx, "connections closed", "number", n, "because", banned{}.Error())
	}
}
