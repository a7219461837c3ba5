package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"teleorne/directory"
)

// stdin is what a command reads: the session's input until the visit ends,
// even while a read waits, for the channel's own reads wait for the client
// alone.
type stdin struct {
	visit *visit
	limit int64         // bytes; 0: any number
	keys  *lineKeys     // nil: no terminal
	done  chan struct{} // closed when nothing more is taken from the client

	mu     sync.Mutex
	moved  sync.Cond // something was added, taken, or ended
	ready  []byte
	typed  [][]byte // the lines in ready, as they were typed on a terminal
	held   int      // bytes of these
	err    error    // why no more comes
	proper bool     // the end is one that the client meant
}

// input begins to read the session, until ctx ends. Past limit bytes, 0 for any number,
// reading fails with CodeInputTooLong. When keys is not nil the input is typed
// on a terminal that nobody else looks after.
func (v *visit) input(ctx context.Context, touch func(), limit int64, keys *lineKeys) *stdin {
	in := &stdin{visit: v, limit: limit, keys: keys, done: make(chan struct{})}
	in.moved.L = &in.mu
	stop := context.AfterFunc(ctx, func() { in.end(context.Canceled, true) })
	from := v.source()
	go v.guard(func() {
		defer close(in.done)
		defer stop()
		in.pump(ctx, from, touch)
	})
	return in
}

// pump takes what the client sends until one of them has enough.
func (in *stdin) pump(ctx context.Context, from *feed, touch func()) {
	var total int64
	keys := in.keys
	for {
		data, err := from.next(ctx)
		if len(data) > 0 {
			touch()
		}
		if total += int64(len(data)); in.limit > 0 && total > in.limit {
			in.end(&directory.Error{Code: CodeInputTooLong, Params: directory.Params{"max": in.limit >> 20}}, true)
			return
		}
		if keys != nil {
			var over bool
			if data, over = keys.take(data); over {
				in.add(data)
				in.end(io.EOF, true)
				data = nil // ^C still counts
			}
		}
		in.add(data)
		if err != nil {
			if keys != nil {
				in.add(keys.rest())
			}
			in.end(err, !errors.Is(err, io.EOF))
			return
		}
	}
}

// add hands data over, and waits while a lot of it is not taken.
func (in *stdin) add(data []byte) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for max(len(in.ready), in.held) >= readAhead && in.err == nil {
		in.moved.Wait()
	}
	if in.keys != nil {
		for _, line := range in.keys.completed() {
			in.typed = append(in.typed, line)
			in.held += len(line)
		}
	}
	if in.err == nil {
		in.ready = append(in.ready, data...)
		in.moved.Broadcast()
	}
}

// end says why no more comes; only the first reason counts.
func (in *stdin) end(err error, proper bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.err == nil {
		in.err, in.proper = err, proper
		in.moved.Broadcast()
	}
}

// leave gives back what was not read, as it was typed, for whoever is next on
// this terminal. The context of the input must have ended.
func (in *stdin) leave() {
	select {
	case <-in.done:
	case <-in.visit.ctx.Done(): // nobody is next
		return
	}
	if in.keys == nil {
		return
	}
	in.mu.Lock()
	rest := slices.Concat(slices.Concat(in.typed...), in.keys.unread())
	in.mu.Unlock()
	if len(rest) > 0 {
		in.visit.source().Return(rest)
	}
}

// Read implements io.Reader. On a terminal it reads one line at a time, so that
// whoever reads ahead does not have the next one.
func (in *stdin) Read(p []byte) (int, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for len(in.ready) == 0 && in.err == nil {
		in.moved.Wait()
	}
	if len(in.ready) > 0 {
		n := copy(p, in.ready)
		if in.keys != nil {
			if end := bytes.IndexByte(p[:n], '\n'); end >= 0 {
				n = end + 1
				in.held -= len(in.typed[0])
				in.typed = in.typed[1:]
			}
		}
		in.ready = in.ready[n:]
		in.moved.Broadcast()
		return n, nil
	}
	if !in.proper {
		in.proper = true
		in.mu.Unlock()
		alive := in.visit.alive()
		in.mu.Lock()
		if !alive {
			in.err = context.Canceled
		}
	}
	return 0, in.err
}

// alive tells whether a client whose input ended is still there. The library
// tells of an end of the input also when the line was cut, and what was cut
// short must not pass for the whole. A client that leaves the question open is
// believed.
func (v *visit) alive() bool {
	answered := make(chan error, 1)
	go func() {
		_, err := v.ch.bare.SendRequest("keepalive@openssh.com", true, nil)
		answered <- err
	}()
	select {
	case err := <-answered:
		return err == nil
	case <-v.ctx.Done():
		return false
	case <-time.After(v.server.config.patience.confirm):
		return true
	}
}
