package server

import (
	"encoding/binary"
	"net"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/pires/go-proxyproto"
	"golang.org/x/text/unicode/norm"

	"teleorne/directory"
)

// Whoever is refused before the handshake is told in one message of the
// protocol: our version and SSH_MSG_DISCONNECT with a sentence (RFC 4253 §11.1),
// which needs no keys yet. OpenSSH and PuTTY show it, dropbear says that there was
// one. Lines before the version, which RFC 4253 §4.2 allows as well, are shown
// by none of them unless they are asked what they do.
const (
	serverVersion = "SSH-2.0-teleorne"
	maxNotice     = 255                    // bytes of the sentence
	noticeWait    = 200 * time.Millisecond // for a client to read it
	maxNotices    = 64                     // told at a time; all others are just closed
	waitStep      = 10                     // seconds that waiting times are rounded up to
)

// Reasons of RFC 4253 §11.1.
const (
	reasonNotAllowed  = 1
	reasonTooManyConn = 12
)

// notices are what is told to those who are refused before the handshake, made
// once, so that telling a flood costs no more than sending it.
type notices struct {
	say  func(lang, key string, args ...any) string
	lang string
	room chan struct{} // holds one for each that is being told

	mu   sync.Mutex
	made map[noticeKey][]byte
}

type noticeKey struct {
	outcome outcome
	seconds int
}

func newNotices(say func(lang, key string, args ...any) string, lang string) *notices {
	return &notices{say: say, lang: lang, room: make(chan struct{}, maxNotices), made: map[noticeKey][]byte{}}
}

// of is the notice of an outcome.
func (n *notices) of(o outcome, wait time.Duration) []byte {
	key := noticeKey{outcome: o}
	if o == connPenalised {
		step := waitStep * time.Second
		key.seconds = int((wait+step-1)/step) * waitStep
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.made[key] == nil {
		n.made[key] = disconnect(reasonTooManyConn, n.sentence(key))
	}
	return n.made[key]
}

// sentence is what to do, in both languages, the server's own first.
func (n *notices) sentence(key noticeKey) string {
	name, args := "server.turned_away."+outcomes[key.outcome], []any(nil)
	if key.outcome == connPenalised {
		args = []any{"seconds", key.seconds}
	}
	other := "en"
	if n.lang == other {
		other = "fr"
	}
	return n.say(n.lang, name, args...) + " / " + n.say(other, name, args...)
}

// enter tells whether there is room to tell one more, who leaves afterwards.
func (n *notices) enter() bool {
	select {
	case n.room <- struct{}{}:
		return true
	default:
		return false
	}
}

func (n *notices) leave() { <-n.room }

// send writes the last thing that a client is told, and lets it read that:
// closed at once, with the client's own version unread, it would be lost on the
// way.
func send(conn net.Conn, last []byte) {
	_ = conn.SetDeadline(time.Now().Add(noticeWait))
	if _, err := conn.Write(last); err != nil {
		return
	}
	if p, ok := conn.(*proxyproto.Conn); ok {
		conn = p.Raw()
	}
	if half, ok := conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		var rest [64]byte
		for {
			if _, err := conn.Read(rest[:]); err != nil {
				return
			}
		}
	}
}

// disconnect is our version and, not encrypted yet, the message that ends it. The
// sentence is told in ASCII: OpenSSH shows anything else as octal numbers.
func disconnect(reason uint32, sentence string) []byte {
	said := plainASCII(sentence)
	said = said[:min(len(said), maxNotice)]
	payload := []byte{1} // SSH_MSG_DISCONNECT
	payload = binary.BigEndian.AppendUint32(payload, reason)
	payload = binary.BigEndian.AppendUint32(payload, uint32(len(said)))
	payload = append(payload, said...)
	payload = binary.BigEndian.AppendUint32(payload, 0) // no language: there are two
	padding := 8 - (5+len(payload))%8
	if padding < 4 {
		padding += 8
	}
	packet := []byte(serverVersion + "\r\n")
	packet = binary.BigEndian.AppendUint32(packet, uint32(1+len(payload)+padding))
	packet = append(packet, byte(padding))
	packet = append(packet, payload...)
	return append(packet, make([]byte, padding)...)
}

// plainASCII writes a sentence without accents and without the signs that a
// typewriter lacks.
func plainASCII(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(typewriter.Replace(directory.SafeLine(s))) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r < ' ' || r > '~':
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

var typewriter = strings.NewReplacer(
	"’", "'", "‘", "'", "“", `"`, "”", `"`, "« ", `"`, " »", `"`, "«\u00a0", `"`, "\u00a0»", `"`,
	"…", "...", "–", "-", "—", "-", "œ", "oe", "Œ", "OE", "æ", "ae", "Æ", "AE",
)
