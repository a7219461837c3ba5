package server

import (
	"context"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// channel is one session channel of a connection, and the context of all that
// happens on it: the library's own context belongs to the whole connection,
// which may carry several sessions.
//
// Every request of the client passes through it before the library sees it,
// because the library asks for agent forwarding by itself, stops listening
// while nobody takes its window changes, and hides that a channel was closed.
type channel struct {
	ssh.Context // of the connection
	own         context.Context
	cancel      context.CancelFunc
	conn        *connection
	bare        gossh.Channel // set by accept, before any session starts

	mu            sync.Mutex
	values        map[any]any
	env           []string
	term          string
	pty           bool
	width, height int
	resized       chan struct{} // holds one when the size changed since it was last taken
	timer         *time.Timer   // closes the connection of a client that does not go on
	begun, closed bool
}

type channelKey struct{}

func newChannel(ctx ssh.Context, c *connection) *channel {
	ch := &channel{
		Context: ctx, conn: c, width: 80, height: 24,
		values:  map[any]any{},
		resized: make(chan struct{}, 1),
	}
	ch.own, ch.cancel = context.WithCancel(ctx)
	ch.values[channelKey{}] = ch
	return ch
}

// channelOf is the channel that a session runs on.
func channelOf(sess ssh.Session) *channel {
	ch, _ := sess.Context().Value(channelKey{}).(*channel)
	return ch
}

func (c *channel) Deadline() (time.Time, bool) { return c.own.Deadline() }
func (c *channel) Done() <-chan struct{}       { return c.own.Done() }
func (c *channel) Err() error                  { return c.own.Err() }

// Value finds what was set on this channel, else on its connection.
func (c *channel) Value(key any) any {
	c.mu.Lock()
	v, ok := c.values[key]
	c.mu.Unlock()
	if ok {
		return v
	}
	return c.own.Value(key)
}

// SetValue sets a value for this channel alone.
func (c *channel) SetValue(key, value any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values[key] = value
}

// size is the terminal's, within bounds.
func (c *channel) size() (width, height int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.width, c.height
}

func (c *channel) resize(width, height uint32) {
	w, h := clampSize(width, height)
	c.mu.Lock()
	changed := w != c.width || h != c.height
	c.width, c.height = w, h
	c.mu.Unlock()
	if !changed {
		return
	}
	select {
	case c.resized <- struct{}{}:
	default: // the newest size is taken by whoever comes
	}
}

// terminal is what the client said about its own.
func (c *channel) terminal() (term string, env []string, pty bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.term, append([]string(nil), c.env...), c.pty
}

// expect closes the connection unless the next step of the session happens in
// time; 0 expects nothing.
func (c *channel) expect(within time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	stop(c.timer)
	c.timer = nil
	if within > 0 && !c.closed {
		c.timer = time.AfterFunc(within, func() { _ = c.conn.Close() })
	}
}

// begin notes that the session begins, which it does once: a second time would
// call off what is expected of a client whose session is over.
func (c *channel) begin() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.begun {
		return false
	}
	c.begun = true
	stop(c.timer)
	return true
}

// end notes that the client closed the channel: nothing more is expected.
func (c *channel) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	stop(c.timer)
}

// gate is the door of a channel, given to the library in place of the channel.
type gate struct {
	gossh.NewChannel
	ch     *channel
	server *Server
}

// Accept opens the channel and lets through only requests that we serve.
func (g gate) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	bare, in, err := g.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	g.ch.bare = bare
	g.ch.expect(g.server.config.Limits.LoginGrace)
	out := make(chan *gossh.Request)
	go g.pass(in, out)
	return bare, out, nil
}

func (g gate) pass(in <-chan *gossh.Request, out chan<- *gossh.Request) {
	defer g.ch.end() // the requests end with the channel
	defer close(out)
	defer g.server.rescue("requests")
	for req := range in {
		if g.ch.take(req) {
			out <- req
		} else if req.WantReply {
			_ = req.Reply(req.Type == "window-change" || req.Type == "signal", nil)
		}
	}
}

// take looks at a request and tells whether the library shall have it.
func (c *channel) take(req *gossh.Request) bool {
	switch req.Type {
	case "shell", "exec":
		return c.begin()
	case "pty-req":
		return c.takePty(req)
	case "window-change":
		var size struct{ Width, Height, PixelWidth, PixelHeight uint32 }
		if gossh.Unmarshal(req.Payload, &size) == nil {
			c.resize(size.Width, size.Height)
		}
	case "env":
		var kv struct{ Name, Value string }
		if gossh.Unmarshal(req.Payload, &kv) != nil || !envWanted(kv.Name, kv.Value) {
			return false
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if len(c.env) >= maxEnv {
			return false
		}
		c.env = append(c.env, kv.Name+"="+kv.Value)
		return true
	case "signal":
		var signal struct{ Name string }
		if gossh.Unmarshal(req.Payload, &signal) == nil {
			switch ssh.Signal(signal.Name) {
			case ssh.SIGINT, ssh.SIGTERM, ssh.SIGHUP, ssh.SIGQUIT, ssh.SIGKILL:
				c.cancel()
			}
		}
	}
	// Agent and X11 forwarding, subsystems, breaks: not here.
	return false
}

// takePty rewrites the request so that the library learns a size and a name
// that are within bounds.
func (c *channel) takePty(req *gossh.Request) bool {
	var pty struct {
		Term                                   string
		Width, Height, PixelWidth, PixelHeight uint32
		Modes                                  string
	}
	if gossh.Unmarshal(req.Payload, &pty) != nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pty {
		return false
	}
	c.pty = true
	c.term = cleanTerm(pty.Term)
	c.width, c.height = clampSize(pty.Width, pty.Height)
	pty.Term, pty.Width, pty.Height, pty.PixelWidth, pty.PixelHeight, pty.Modes = c.term, uint32(c.width), uint32(c.height), 0, 0, ""
	req.Payload = gossh.Marshal(&pty)
	return true
}
