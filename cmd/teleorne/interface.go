package main

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/server"
	"teleorne/server/command"
	"teleorne/tui"
)

// newInterface makes the interface of one session.
func newInterface(ctx context.Context, svc *directory.Service, v server.Visitor) tea.Model {
	o := options(svc, v)
	o.Context, o.Width, o.Height = ctx, v.Width, v.Height
	o.NoColor = slices.ContainsFunc(v.Env, func(e string) bool {
		value, ok := strings.CutPrefix(e, "NO_COLOR=")
		return ok && value != ""
	})
	return tui.New(o)
}

var _ server.Finisher = (*tui.Model)(nil)

func (a *app) browseCommand(sh *command.Shell) *cobra.Command {
	return sh.Command("browse", []string{"parcourir"}, sh.NoWords(), func(cmd *cobra.Command, _ []string) error {
		return a.browse(cmd.Context(), sh)
	})
}

// browse shows the interface in this terminal, to the local administrator.
func (a *app) browse(ctx context.Context, sh *command.Shell) error {
	if !isTerminal(a.in) || !isTerminal(a.out) {
		return failure(nil, "local.no_terminal")
	}
	svc, err := a.open(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go svc.Follow(ctx)
	v := server.Visitor{Actor: directory.Operator(), Lang: string(sh.Text.Lang()), UTF8: a.utf8()}
	if a.getenv("NO_COLOR") != "" {
		v.Env = []string{"NO_COLOR=" + a.getenv("NO_COLOR")}
	}
	_, err = tea.NewProgram(newInterface(ctx, svc, v),
		tea.WithContext(ctx), tea.WithInput(a.in), tea.WithOutput(a.out)).Run()
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// utf8 tells whether this terminal shows UTF-8; one that says nothing does.
func (a *app) utf8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(a.getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true
}
