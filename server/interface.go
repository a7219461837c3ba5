package server

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"github.com/charmbracelet/colorprofile"

	"teleorne/directory"
	"teleorne/server/host"
)

// runInterface shows the interface on the visitor's terminal until one of them
// has enough, and answers how it ended. What it listens with ends with it.
func (v *visit) runInterface(ctx context.Context) Ending {
	cfg := &v.server.config
	model := &contained{failed: v.failed}
	if !v.make(ctx, model) {
		return Ending{Status: exitFailed}
	}
	env := append(v.visitor.Env, "TERM="+v.visitor.Term, "SSH_TTY=/dev/pts/0")
	var idle *idleWatch
	program := host.New(model, host.Options{
		Context: ctx,
		Input:   touching{v.source(), func() { idle.touch() }},
		Output:  v.sess,
		Bulk:    func() bool { return v.actor().May(directory.ActionImport) == nil },
		Env:     env,
		Profile: colorprofile.Env(env),
		Width:   v.visitor.Width,
		Height:  v.visitor.Height,
		Resized: v.ch.resized,
		Size:    v.ch.size,
		Drawn:   v.drawn,
	})
	idle = watchIdle(cfg.Limits.IdleTimeout, idleEnd{
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
	_ = program.Run() // quit, or cut off: nothing of it is the server's fault
	model.finish()    // counted among the sessions, so that a server that stops waits for it
	return model.next()
}

// drawn counts how long a frame took.
func (v *visit) drawn(first bool, took time.Duration) {
	if m := v.server.config.Metrics; first {
		m.FirstFrame(took)
	} else {
		m.KeyToFrame(took)
	}
}

// make asks for the model, which may fail like any code of a screen.
func (v *visit) make(ctx context.Context, model *contained) bool {
	defer model.catch()
	model.model = v.server.config.Interface(ctx, v.visitor)
	return model.model != nil
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
