package server

import (
	"context"
	"errors"
	"io"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"teleorne/directory"
)

// resizePause is the least time between two sizes that an interface is told:
// dragging a window's edge sends hundreds.
const resizePause = 30 * time.Millisecond

// runInterface shows the interface on the visitor's terminal until one of them
// has enough, and answers how it ended. What it listens with ends with it.
func (v *visit) runInterface(ctx context.Context) Ending {
	cfg := &v.server.config
	model := &contained{failed: v.failed}
	if !v.make(ctx, model) {
		return Ending{Status: exitFailed}
	}
	env := append(v.visitor.Env, "TERM="+v.visitor.Term, "SSH_TTY=/dev/pts/0")
	program := tea.NewProgram(model,
		tea.WithContext(v.ctx),
		// What is typed comes through listen: the library's reader has no
		// budget, asks terminals what they can do (on slow lines the answers
		// end up in the person's shell), and stays behind, with the whole
		// program, when a session ends while a key waits.
		tea.WithInput(nil),
		tea.WithOutput(v.sess),
		tea.WithEnvironment(env),
		tea.WithColorProfile(colorprofile.Env(env)),
		tea.WithWindowSize(v.visitor.Width, v.visitor.Height),
		tea.WithoutSignalHandler(),
		tea.WithFilter(filter),
	)
	idle := watchIdle(cfg.Limits.IdleTimeout, idleEnd{
		warn: func(left time.Duration) {
			if cfg.Messages.Idle != nil {
				program.Send(cfg.Messages.Idle(left))
			}
		},
		end: func() { v.end(errIdle) },
	})
	defer idle.stop()
	v.beforehand(func(cause error) {
		if errors.Is(cause, errClosing) && cfg.Messages.Closing != nil {
			program.Send(cfg.Messages.Closing())
		}
		program.Quit()
	})
	go v.guard(func() {
		imports := func() bool { return v.actor().May(directory.ActionImport) == nil }
		listen(ctx, touching{v.typed.until(ctx), idle.touch}, imports, func(e uv.Event) { program.Send(e) })
	})
	go v.guard(func() { v.followSize(ctx, program) })
	_, err := program.Run()
	model.finish() // counted among the sessions, so that a server that stops waits for it
	if err != nil && v.ctx.Err() == nil && !errors.Is(err, tea.ErrInterrupted) {
		v.failed(err, nil)
	}
	return model.next()
}

// make asks for the model, which may fail like any code of a screen.
func (v *visit) make(ctx context.Context, model *contained) bool {
	defer model.catch()
	model.model = v.server.config.Interface(ctx, v.visitor)
	return model.model != nil
}

// followSize tells the program the newest size of the terminal.
func (v *visit) followSize(ctx context.Context, program *tea.Program) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-v.ch.resized:
			w, h := v.ch.size()
			program.Send(tea.WindowSizeMsg{Width: w, Height: h})
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(resizePause):
		}
	}
}

// filter keeps a program within its own session, before it sees a message.
func filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.SuspendMsg:
		return nil // it would stop the server
	case tea.WindowSizeMsg:
		w, h := clampSize(uint32(max(msg.Width, 0)), uint32(max(msg.Height, 0)))
		return tea.WindowSizeMsg{Width: w, Height: h}
	}
	// The library asks nothing of a program that it does not read for. This
	// one question is answered through listen.
	if msg == tea.RequestBackgroundColor() {
		return tea.RawMsg{Msg: ansi.RequestBackgroundColor}
	}
	return msg
}

// touching notes each read.
type touching struct {
	r     io.Reader
	touch func()
}

func (t touching) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if n > 0 {
		t.touch()
	}
	return n, err
}

// guard runs what belongs to a visit on a goroutine of its own: its panics end
// the visit, and only that.
func (v *visit) guard(run func()) {
	defer func() {
		if value := recover(); value != nil {
			v.failed(value, debug.Stack())
		}
	}()
	run()
}
