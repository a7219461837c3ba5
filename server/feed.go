package server

import (
	"context"
	"io"
	"sync"

	"teleorne/server/host"
)

// Sizes of what is read ahead of whoever takes it.
const (
	readSmall = 512      // a key, a line: what an idle session holds
	readLarge = 32 << 10 // when much comes
	readAhead = 64 << 10 // bytes that nobody takes yet; beyond them the client has to wait
)

// feed reads what the client sends, for as long as the session lasts, ahead of
// whoever takes it: the interface, a dialogue, a command, one after the other. A
// read of a channel cannot be called off, so it is nobody's but the session's,
// and what one of them does not use is there for the next.
type feed struct {
	news chan struct{} // holds one when something came, or the end

	mu    sync.Mutex
	taken sync.Cond // or nobody takes anything any more
	ready []byte
	err   error // why no more comes
}

var _ host.Input = (*feed)(nil)

// newFeed makes a feed that nobody reads for yet.
func newFeed() *feed {
	f := &feed{news: make(chan struct{}, 1)}
	f.taken.L = &f.mu
	return f
}

// run reads until r ends, or the context while nobody takes what was read.
func (f *feed) run(ctx context.Context, r io.Reader) {
	defer context.AfterFunc(ctx, func() { f.end(context.Cause(ctx)) })()
	size := readSmall
	for {
		buf := make([]byte, size)
		n, err := r.Read(buf)
		if n > 0 && !f.add(buf[:n]) {
			return
		}
		if err != nil {
			f.end(err)
			return
		}
		size = readSmall
		if n == len(buf) {
			size = readLarge
		}
	}
}

// add hands data over and waits while a lot of it is not taken; false when
// nobody will.
func (f *feed) add(data []byte) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.ready) == 0 {
		f.ready = data
	} else {
		f.ready = append(f.ready, data...)
	}
	f.tell()
	for len(f.ready) >= readAhead && f.err == nil {
		f.taken.Wait()
	}
	return f.err == nil
}

// end says why no more comes; only the first reason counts.
func (f *feed) end(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
		f.taken.Broadcast()
		f.tell()
	}
}

func (f *feed) tell() {
	select {
	case f.news <- struct{}{}:
	default: // they know
	}
}

// Ready implements host.Input.
func (f *feed) Ready() <-chan struct{} { return f.news }

// Take implements host.Input.
func (f *feed) Take() []byte {
	data, _ := f.take()
	return data
}

// Return implements host.Input.
func (f *feed) Return(rest []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ready = append(rest[:len(rest):len(rest)], f.ready...)
	f.tell()
}

func (f *feed) take() ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	data := f.ready
	f.ready = nil
	f.taken.Broadcast()
	if len(data) > 0 {
		return data, nil
	}
	return nil, f.err
}

// next waits for data; an error when none will come, or the context ends.
func (f *feed) next(ctx context.Context) ([]byte, error) {
	for {
		if data, err := f.take(); len(data) > 0 || err != nil {
			return data, err
		}
		select {
		case <-f.news:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// touching notes each time that something is taken.
type touching struct {
	host.Input
	touch func()
}

// Take implements host.Input.
func (t touching) Take() []byte {
	data := t.Input.Take()
	if len(data) > 0 {
		t.touch()
	}
	return data
}

// source is what the client sends, to whoever asks for it.
func (v *visit) source() *feed {
	v.feeding.Do(func() {
		go v.guard(func() { v.typed.run(v.ctx, v.ch.bare) })
	})
	return v.typed
}
