package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

// Session is what belongs to one reader's visit. The root alone changes it,
// between two Updates; commands take what they need before they start.
type Session struct {
	Service  *directory.Service
	Actor    directory.Actor
	Text     *text.Catalogue
	Theme    *theme.Theme
	Context  context.Context // ends with the session
	Holder   string          // names the session among those that have items of the queue in hand
	Refused  []string        // why keys that the client offered were not taken: the ends of keys "refused." of the catalogue
	FirstUse bool            // the first visit with a key that was pasted into an account, perhaps by somebody else
	Lines    bool            // it is read line by line
	Switch   bool            // one can go on in the other of interface and dialogue
	Pause    time.Duration   // how long what is typed waits to be saved; 0: a second
	next     ID
}

// Now is the service's clock.
func (s *Session) Now() time.Time { return s.Service.Now() }

// S is a sentence in the session's language.
func (s *Session) S(key string, args ...any) string { return s.Text.S(key, args...) }

// NewID numbers a screen.
func (s *Session) NewID() ID {
	s.next++
	return s.next
}

// ID numbers the screens of a session.
type ID int

// Envelope carries a result back to the screen that asked for it.
type Envelope struct {
	To   ID
	lane *Lane
	seq  int
	Msg  tea.Msg
}

// Lane is a kind of question that a screen asks again and again: only the
// answer to the newest one counts, and asking anew gives up the one before.
type Lane struct {
	seq    int
	cancel context.CancelFunc
}

// Ask runs fn off the loop and sends what it answers to the screen, unless it
// was overtaken by then.
func (l *Lane) Ask(s *Session, to ID, fn func(context.Context) tea.Msg) tea.Cmd {
	l.Drop()
	ctx, cancel := context.WithCancel(s.Context)
	l.cancel = cancel
	seq := l.seq
	return func() tea.Msg {
		defer cancel()
		msg := fn(ctx)
		if ctx.Err() != nil && s.Context.Err() == nil {
			return nil
		}
		return Envelope{To: to, lane: l, seq: seq, Msg: msg}
	}
}

// Drop gives up the question under way.
func (l *Lane) Drop() {
	l.seq++
	if l.cancel != nil {
		l.cancel()
		l.cancel = nil
	}
}

// Open takes the letter out of an envelope: false when it is stale.
func (e Envelope) Open() (tea.Msg, bool) {
	return e.Msg, e.lane == nil || e.lane.seq == e.seq
}

// Failed is the answer of a command that could not do its work.
type Failed struct{ Err error }
