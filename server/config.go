package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/netip"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"teleorne/directory"
)

// Exit statuses of a session, the same as those of commands: scripts rely on them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitDenied = 4
	exitLater  = 75
)

// Config is what a Server serves and how. HostKey, Identify, Interface,
// Command and Sentences are required.
type Config struct {
	HostKey gossh.Signer

	// Identify finds the account of a key by its SHA256 fingerprint; an error
	// with directory.CodeNotFound means that the key is not registered, one with
	// directory.CodeBanned that it is kept out, which whoever proves it is told. It
	// is asked about keys that are not proven yet, so it must change nothing.
	Identify func(ctx context.Context, fingerprint string) (directory.Account, error)

	// Renew answers who the actor of a session is by now; CodeRevoked when its
	// key was taken away, CodeBanned when it is kept out, which end the session. It
	// is asked when a session begins, and for all of them when AccessChanges tells
	// that keys, roles or bans changed. The function that comes with the channel ends the subscription.
	// Nil: keys stay what they were when the connection was made.
	Renew         func(ctx context.Context, actor directory.Actor) (directory.Actor, error)
	AccessChanges func() (news <-chan struct{}, stop func())

	// BannedAddress tells whether an address is kept out now. It is asked for
	// each connection before any cryptography, so it must be quick. Nil: none is.
	BannedAddress func(addr netip.Addr) (directory.Ban, bool)

	// Contact is whom those may write to who are kept out; empty: unknown.
	Contact string

	// Seen is told of each session that begins with a registered key, and answers
	// whether it is the first one with a key that somebody else may have put into
	// the account. Nil: nobody is told.
	Seen func(ctx context.Context, actor directory.Actor) (first bool)

	// Interface makes the model of one session. The context ends with the
	// session. One that is a Finisher is told when that is over.
	Interface func(ctx context.Context, v Visitor) tea.Model

	// Linear holds the dialogue without cursor addressing and answers how it
	// ended. When it is nil, such sessions get the help of the commands.
	Linear func(ctx context.Context, v Visitor, in io.Reader, out io.Writer) Ending

	// Mode is how the owner of the actor's account wants to be served on a
	// terminal that can show the interface. It is asked as a session begins, where
	// the client asks for nothing by itself. Nil: nobody wants anything.
	Mode func(ctx context.Context, actor directory.Actor) (directory.Mode, error)

	// Command runs one command and answers its exit status. The context ends
	// when the client goes away or presses ^C.
	Command func(ctx context.Context, v Visitor, args []string, in io.Reader, out, errw io.Writer) int

	// Sentences looks up the catalogue: a language, a key, then names and
	// values by turns.
	Sentences func(lang, key string, args ...any) string

	// Language reads a language as --lang takes it, to "fr" or "en", for a
	// command line that asks for the dialogue or the interface. Nil: none is read.
	Language func(typed string) (lang string, ok bool)

	Messages  Messages
	Lang      string // for clients that send no locale of ours: "fr" (default) or "en"
	Limits    Limits
	Penalties Penalties
	// Balancers are the networks that bring clients, each with a header of the
	// PROXY protocol, version 2. Nobody else may connect then. None: clients come
	// by themselves.
	Balancers []netip.Prefix
	Metrics   *Metrics     // nil: counted for nobody
	Log       *slog.Logger // nil: discarded

	patience patience // zero: the usual
}

// Finisher is a model that may have something to do when its program is over,
// whatever ended it: a line that was cut lets nobody be asked before.
type Finisher interface {
	// Finish is called once, after the last Update and the last View, and ends
	// within seconds.
	Finish()
}

// Ending is how the interface or the dialogue of a session ended.
type Ending struct {
	Status int    // to exit with
	Switch bool   // the session goes on in the other of the two
	Lang   string // in which it goes on
}

// Switcher is a model of an interface from which one can go on in lines.
type Switcher interface {
	// Switch tells, when the program is over, whether one does, and in which
	// language.
	Switch() (lang string, ok bool)
}

// Messages are what the interface of a session is told by the server. A nil
// function, or one that answers nil, tells nothing.
type Messages struct {
	Idle    func(left time.Duration) tea.Msg // the session is about to be closed for want of input
	Closing func() tea.Msg                   // the server stops
}

// Limits bound what clients may take. 0 switches a limit off, except for
// Grace, where it means not to wait.
type Limits struct {
	MaxSessions      int           // sessions at a time
	MaxSessionsPerIP int           // the same, from one IPv4 address or IPv6 /64
	MaxStartups      int           // connections that have no session yet
	MaxStartupsPerIP int           // the same, from one address
	LoginGrace       time.Duration // from the connection to its first session
	IdleTimeout      time.Duration // without input
	CommandRate      int           // commands a minute, by key or address
	KeepAlive        time.Duration // between two probes of a silent connection; dead after three
	Grace            time.Duration // what sessions get to end when the server stops
}

// DefaultLimits are those of a server to which nobody said otherwise.
func DefaultLimits() Limits {
	return Limits{
		MaxSessions:      2000,
		MaxSessionsPerIP: 50,
		MaxStartups:      200,
		MaxStartupsPerIP: 20,
		LoginGrace:       20 * time.Second,
		IdleTimeout:      30 * time.Minute,
		CommandRate:      120,
		KeepAlive:        time.Minute,
		Grace:            10 * time.Second,
	}
}

// Bounds that are no matter of taste.
const (
	maxChannels  = 4        // sessions on one connection (ControlMaster)
	maxAuthTries = 40       // agents hold many keys
	maxCommand   = 64 << 10 // bytes of a command line
	maxInput     = 4 << 20  // bytes of a command's standard input
)

// patience is how long the server waits for what well-behaved clients and
// screens do at once.
type patience struct {
	leave   time.Duration // for an interface to leave when it is asked to
	confirm time.Duration // for a client to take a refusal, to close a channel that we closed, or to say that it is there
	linger  time.Duration // for another session on a connection (ControlPersist)
}

// Visitor is one session as the rest of the program sees it. All text in it
// is safe to show.
type Visitor struct {
	Actor       directory.Actor
	Key         gossh.PublicKey // the proven key, nil without one
	FirstUse    bool            // of a key that was pasted into an account, perhaps by somebody else
	Refused     []string        // why keys that were offered were not taken: the ends of keys "refused." of the catalogue
	User        string          // the SSH user name: where to start
	Lang        string          // "fr" or "en"
	UTF8        bool            // the client's locale can show it, or says nothing
	Term        string          // TERM, empty without a terminal
	Width       int             // columns, 20–300; 80 without a terminal
	Height      int             // rows, 5–100; 24 without a terminal
	Env         []string        // NAME=value: locale, colour and accessibility only
	Interactive bool            // the client has a terminal
	Screen      bool            // that terminal can show the interface
	Switched    bool            // the session was in the other of interface and dialogue before
}

func (c *Config) check() error {
	switch {
	case c.HostKey == nil:
		return errors.New("server: no host key")
	case c.Identify == nil, c.Interface == nil, c.Command == nil, c.Sentences == nil:
		return errors.New("server: Identify, Interface, Command and Sentences are required")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Metrics == nil {
		c.Metrics = NewMetrics()
	}
	if len(c.Balancers) > 0 {
		// They speak for many, and look every second whether we are well.
		c.Penalties.Exempt = slices.Concat(c.Penalties.Exempt, c.Balancers)
	}
	if c.patience == (patience{}) {
		c.patience = patience{leave: 2 * time.Second, confirm: 10 * time.Second, linger: 5 * time.Minute}
	}
	if c.Lang != "en" {
		c.Lang = "fr"
	}
	return nil
}
