package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// What one reader leaves is there for the next, in its order, and the end comes
// after all of it.
func TestFeedChangesHands(t *testing.T) {
	r, w := io.Pipe()
	f := newFeed()
	go f.run(t.Context(), r)
	_, _ = io.WriteString(w, "one two")
	data, err := f.next(t.Context())
	if string(data) != "one two" || err != nil {
		t.Fatalf("%q %v", data, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan error)
	go func() { _, err := f.next(ctx); waiting <- err }()
	cancel()
	if err := <-waiting; !errors.Is(err, context.Canceled) {
		t.Errorf("a reader that leaves gets %v", err)
	}
	_, _ = io.WriteString(w, " three")
	f.Return([]byte("two"))
	_ = w.Close()
	var all []byte
	for err = nil; err == nil; {
		data, err = f.next(t.Context())
		all = append(all, data...)
	}
	if string(all) != "two three" || !errors.Is(err, io.EOF) {
		t.Errorf("%q %v", all, err)
	}
}

// A client that sends what nobody takes has to wait, and does not hold up the
// end.
func TestFeedHoldsLittle(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f, ended := newFeed(), make(chan struct{})
	go func() { f.run(ctx, endless{}); close(ended) }()
	eventually(t, "a full feed", func() bool { return held(f) >= readAhead })
	time.Sleep(20 * time.Millisecond)
	if n := held(f); n > readAhead+readLarge {
		t.Errorf("%d bytes are held", n)
	}
	if data := f.Take(); !bytes.Equal(data, []byte(strings.Repeat("x", len(data)))) || len(data) < readAhead {
		t.Errorf("%d bytes", len(data))
	}
	eventually(t, "a full feed again", func() bool { return held(f) >= readAhead })
	cancel()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("it goes on")
	}
}

func held(f *feed) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.ready)
}

// endless sends without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
