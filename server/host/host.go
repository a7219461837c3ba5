//go:build !teaprogram

package host

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	// resizeEach is the least time between two sizes that a model is told:
	// dragging a window's edge sends hundreds.
	resizeEach = 30 * time.Millisecond

	// frameEach and frameBurst bound how often a model is looked at: a key and what
	// it brings about first are shown at once, and so is the next key, however soon
	// it comes; what else comes of them is shown together.
	frameEach  = time.Second / 60
	frameBurst = 3

	// answerWithin is what a command gets before the next key that was typed
	// already: the one after the key that quits belongs to whoever comes next.
	answerWithin = 5 * time.Millisecond

	// shownWith is what it gets before the key is shown without what it brings
	// about: most searches are quicker, and one frame takes half of what two do.
	shownWith = 2 * time.Millisecond
)

// Host runs one model on one terminal.
type Host struct {
	ctx    context.Context
	model  tea.Model
	screen painter
	typed  typing
	size   size
	frames pace
	meter  meter
	timer  *time.Timer // of whatever is due first; nil: nothing ever was

	mu    sync.Mutex
	queue []tea.Msg
	over  bool
	wake  chan struct{} // holds one when something was queued
}

// size is the terminal's, as somebody else follows it.
type size struct {
	changed <-chan struct{}
	now     func() (width, height int)
	pace    pace
	news    bool // it changed since the model was told
}

// meter tells how long frames took to come.
type meter struct {
	drawn func(first bool, took time.Duration)
	asked time.Time // since when the frame to come is waited for; zero: nobody does
	shown bool      // the first one
}

// New makes the host of a model. Run runs it once.
func New(model tea.Model, o Options) *Host {
	return &Host{
		ctx: o.Context, model: model,
		screen: newPainter(o),
		typed:  typing{in: o.Input, keys: keyboard{bulk: o.Bulk}},
		size:   size{changed: o.Resized, now: o.Size},
		meter:  meter{drawn: o.Drawn},
		wake:   make(chan struct{}, 1),
	}
}

// Send hands the model a message. It never waits, and does nothing when the
// host has ended.
func (h *Host) Send(msg tea.Msg) {
	if msg == nil {
		return
	}
	h.mu.Lock()
	if !h.over {
		h.queue = append(h.queue, msg)
	}
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default: // it is awake
	}
}

// Quit asks the host to end, as tea.Quit does.
func (h *Host) Quit() { h.Send(tea.QuitMsg{}) }

// Run shows the model until it quits (nil), is interrupted
// (tea.ErrInterrupted), the context ends or the terminal takes no more, and
// leaves the terminal as it was before. What was typed and not used goes back
// to the input.
func (h *Host) Run() error {
	err := h.run()
	h.mu.Lock()
	h.over, h.queue = true, nil
	h.mu.Unlock()
	if h.timer != nil {
		h.timer.Stop()
	}
	h.typed.leave()
	if closed := h.screen.close(); err == nil {
		err = closed
	}
	return err
}

func (h *Host) run() error {
	h.meter.asked = time.Now()
	h.Send(tea.ColorProfileMsg{Profile: h.screen.profile})
	h.Send(tea.WindowSizeMsg{Width: h.screen.width, Height: h.screen.height})
	h.Send(tea.EnvMsg(h.screen.env))
	aside(func() { h.start(h.model.Init()) })
	for {
		var (
			quit bool
			due  time.Duration
			err  error
		)
		aside(func() { quit, due, err = h.round() })
		if quit || err != nil {
			return err
		}
		if err := h.wait(due); err != nil {
			return err
		}
	}
}

// round handles all that is ready and shows what came of it.
func (h *Host) round() (quit bool, due time.Duration, err error) {
	if quit, due, err = h.turn(); err != nil {
		return false, 0, err
	}
	if wait := h.frames.wait(time.Now(), frameEach, frameBurst); wait > 0 && !quit {
		return false, sooner(due, wait), nil
	}
	return quit, due, h.frame(quit)
}

// frame shows what the model looks like now.
func (h *Host) frame(last bool) error {
	h.frames.count(time.Now(), frameEach, 1)
	err := h.screen.draw(h.model.View(), last)
	if m := &h.meter; err == nil && m.drawn != nil && !m.asked.IsZero() {
		m.drawn(!m.shown, time.Since(m.asked))
		m.asked, m.shown = time.Time{}, true
	}
	return err
}

// turn handles all that is ready; due is when more may be without a word, 0 for
// never.
func (h *Host) turn() (quit bool, due time.Duration, err error) {
	for begun := time.Now(); ; {
		if err := h.ctx.Err(); err != nil {
			return false, 0, err
		}
		led := false // to something that comes before the next key
		for _, msg := range h.take() {
			quit, asked, err := h.handle(msg)
			if quit || err != nil {
				return quit, 0, err
			}
			led = led || asked
		}
		now := time.Now()
		if now.Sub(begun) > frameEach {
			return false, time.Nanosecond, nil // a model that never rests is looked at all the same
		}
		if led && h.typed.more() {
			if h.listen(answerWithin); h.queued() {
				continue
			}
		}
		resizing := h.resize(now)
		events, typing := h.typed.next(now)
		if len(events) > 0 && h.meter.asked.IsZero() {
			h.meter.asked = now
		}
		for _, e := range events {
			quit, asked, err := h.handle(translate(e))
			if quit || err != nil {
				return quit, 0, err
			}
			switch {
			case asked && h.typed.more():
				h.listen(answerWithin)
			case asked:
				h.listen(shownWith)
			}
		}
		if len(events) == 0 && !h.queued() {
			return false, sooner(resizing, typing), nil
		}
	}
}

// take empties the queue.
func (h *Host) take() []tea.Msg {
	h.mu.Lock()
	defer h.mu.Unlock()
	msgs := h.queue
	h.queue = nil
	return msgs
}

func (h *Host) queued() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.queue) > 0
}

// resize tells the model the newest size, or when it may be told.
func (h *Host) resize(now time.Time) (due time.Duration) {
	select {
	case <-h.size.changed:
		h.size.news = true
	default:
	}
	if !h.size.news {
		return 0
	}
	if wait := h.size.pace.wait(now, resizeEach, 1); wait > 0 {
		return wait
	}
	h.size.pace.count(now, resizeEach, 1)
	h.size.news = false
	width, height := h.size.now()
	h.Send(tea.WindowSizeMsg{Width: width, Height: height})
	return 0
}

// listen waits a moment for an answer.
func (h *Host) listen(atMost time.Duration) {
	late := time.NewTimer(atMost)
	defer late.Stop()
	for !h.queued() {
		select {
		case <-h.wake:
		case <-late.C:
			return
		}
	}
}

// wait waits until something is ready or due. It costs nothing meanwhile.
func (h *Host) wait(due time.Duration) error {
	var late <-chan time.Time
	if due > 0 {
		if h.timer == nil {
			h.timer = time.NewTimer(due)
		} else {
			h.timer.Reset(due)
		}
		late = h.timer.C
	}
	select {
	case <-h.ctx.Done():
		return h.ctx.Err()
	case <-h.wake:
	case <-h.typed.ready():
	case <-h.size.changed:
		h.size.news = true
	case <-late:
	}
	return nil
}

// sooner is the shorter of two waits of which 0 means none.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
