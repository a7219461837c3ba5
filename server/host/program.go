//go:build teaprogram

package host

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Host runs one model on one terminal by the library's own program: what the
// host of the usual build is compared with.
type Host struct {
	program *tea.Program
	ctx     context.Context
	typed   typing
	size    func() (width, height int)
	resized <-chan struct{}
}

// New makes the host of a model. Run runs it once.
func New(model tea.Model, o Options) *Host {
	return &Host{
		ctx: o.Context, typed: typing{in: o.Input, keys: keyboard{bulk: o.Bulk}}, size: o.Size, resized: o.Resized,
		program: tea.NewProgram(model,
			tea.WithContext(o.Context), tea.WithInput(nil), tea.WithOutput(o.Output), tea.WithEnvironment(o.Env),
			tea.WithColorProfile(o.Profile), tea.WithWindowSize(o.Width, o.Height), tea.WithoutSignalHandler(),
			tea.WithFilter(filter)),
	}
}

// Send hands the model a message.
func (h *Host) Send(msg tea.Msg) { h.program.Send(msg) }

// Quit asks the host to end, as tea.Quit does.
func (h *Host) Quit() { h.program.Quit() }

// Run shows the model until it quits or the context ends.
func (h *Host) Run() error {
	ctx, stop := context.WithCancel(h.ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for h.turn(ctx) {
		}
	}()
	_, err := h.program.Run()
	stop()
	<-ended
	h.typed.leave()
	return err
}

// turn sends what was typed, and waits for more.
func (h *Host) turn(ctx context.Context) bool {
	events, wait := h.typed.next(time.Now())
	for _, e := range events {
		h.program.Send(e)
	}
	if len(events) > 0 {
		return true
	}
	var late <-chan time.Time
	if wait > 0 {
		late = time.After(wait)
	}
	select {
	case <-ctx.Done():
		return false
	case <-h.typed.ready():
	case <-late:
	case <-h.resized:
		width, height := h.size()
		h.program.Send(tea.WindowSizeMsg{Width: width, Height: height})
	}
	return true
}

// filter keeps a program within its own session.
func filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.SuspendMsg:
		return nil // it would stop the server
	}
	if msg == tea.RequestBackgroundColor() {
		return tea.RawMsg{Msg: ansi.RequestBackgroundColor}
	}
	return msg
}
