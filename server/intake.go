package server

import (
	"context"
	"io"
	"sync"
)

// intake is what the client of a visit sends, read in one place for all that
// the visit is by turns: a read under way cannot be called off, and whoever was
// left waiting in it would swallow the first key that is meant for the next.
type intake struct {
	from io.Reader
	ctx  context.Context // of the visit

	begin sync.Once
	mu    sync.Mutex
	moved sync.Cond // something came, was taken, or ended
	ready []byte
	err   error // why no more comes
}

func newIntake(ctx context.Context, from io.Reader) *intake {
	in := &intake{from: from, ctx: ctx}
	in.moved.L = &in.mu
	return in
}

// until reads what comes until ctx ends. What is not taken by then is left to
// the next one; no two read at a time.
func (in *intake) until(ctx context.Context) io.Reader {
	in.begin.Do(func() {
		context.AfterFunc(in.ctx, in.wake)
		go in.pump()
	})
	context.AfterFunc(ctx, in.wake)
	return intakeReader{in, ctx}
}

func (in *intake) wake() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.moved.Broadcast()
}

// pump reads no further ahead than one read: beyond it the client has to wait.
func (in *intake) pump() {
	buf := make([]byte, 4<<10)
	for {
		n, err := in.from.Read(buf)
		in.mu.Lock()
		for len(in.ready) > 0 && in.ctx.Err() == nil {
			in.moved.Wait()
		}
		in.ready, in.err = append(in.ready[:0], buf[:n]...), err
		in.moved.Broadcast()
		in.mu.Unlock()
		if err != nil || in.ctx.Err() != nil {
			return
		}
	}
}

type intakeReader struct {
	in  *intake
	ctx context.Context
}

// Read implements io.Reader.
func (r intakeReader) Read(p []byte) (int, error) {
	in := r.in
	in.mu.Lock()
	defer in.mu.Unlock()
	for len(in.ready) == 0 && in.err == nil && r.ctx.Err() == nil {
		in.moved.Wait()
	}
	switch {
	case r.ctx.Err() != nil:
		return 0, r.ctx.Err()
	case len(in.ready) > 0:
		n := copy(p, in.ready)
		in.ready = in.ready[:copy(in.ready, in.ready[n:])]
		in.moved.Broadcast()
		return n, nil
	}
	return 0, in.err
}
