package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"teleorne/directory"
	"teleorne/server"
	"teleorne/server/command"
	"teleorne/tui"
	"teleorne/tui/linear"
	"teleorne/tui/text"
)

// dialogue is one in lines with a visitor.
type dialogue func(context.Context, server.Visitor, io.Reader, io.Writer) server.Ending

// dialogues is what a server does for visitors who want lines instead of a
// screen.
func dialogues(svc *directory.Service, log *slog.Logger) dialogue {
	return func(ctx context.Context, v server.Visitor, in io.Reader, out io.Writer) server.Ending {
		o := linear.Options{Interface: options(svc, v), In: in, Out: out}
		if v.Interactive {
			o.Width = v.Width
		}
		o.Interface.Switch = v.Screen
		lang, screen, err := linear.Run(ctx, o)
		if err != nil && !errors.Is(err, context.Canceled) {
			log.ErrorContext(ctx, "a dialogue failed", "error", directory.SafeLine(err.Error()))
			return server.Ending{Status: command.Failed}
		}
		return server.Ending{Switch: screen, Lang: string(lang)}
	}
}

// options are those of an interface for a visitor.
func options(svc *directory.Service, v server.Visitor) tui.Options {
	o := tui.Options{
		Service: svc, Actor: v.Actor, Lang: text.Lang(v.Lang), Link: v.User, Refused: v.Refused, FirstUse: v.FirstUse, ASCII: !v.UTF8,
		Switched: v.Switched,
	}
	if v.Switched {
		o.Link = "" // that was where the session began
	}
	return o
}
