package main

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/muesli/cancelreader"
	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/server"
	"teleorne/server/command"
	"teleorne/tui"
)

// newInterface makes the interface of one session.
func newInterface(ctx context.Context, svc *directory.Service, v server.Visitor) tea.Model {
	o := options(svc, v)
	o.Context, o.Width, o.Height, o.Switch = ctx, v.Width, v.Height, true
	o.NoColor = slices.ContainsFunc(v.Env, func(e string) bool {
		value, ok := strings.CutPrefix(e, "NO_COLOR=")
		return ok && value != ""
	})
	return tui.New(o)
}

var (
	_ server.Finisher = (*tui.Model)(nil)
	_ server.Switcher = (*tui.Model)(nil)
)

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
	v := server.Visitor{Actor: directory.Operator(), Lang: string(sh.Text.Lang()), UTF8: a.utf8(), Interactive: true, Screen: true}
	if a.getenv("NO_COLOR") != "" {
		v.Env = []string{"NO_COLOR=" + a.getenv("NO_COLOR")}
	}
	talk := dialogues(svc, a.log())
	for {
		lang, on, err := a.show(ctx, svc, v)
		if !on || err != nil || ctx.Err() != nil {
			return err
		}
		v.Lang, v.Switched = lang, true
		end, err := a.talk(ctx, talk, v)
		if !end.Switch || err != nil || ctx.Err() != nil {
			return err
		}
		v.Lang = end.Lang
	}
}

// show runs the interface in this terminal, and tells whether one goes on in
// lines, and in which language.
func (a *app) show(ctx context.Context, svc *directory.Service, v server.Visitor) (lang string, on bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	model, err := tea.NewProgram(newInterface(ctx, svc, v),
		tea.WithContext(ctx), tea.WithInput(a.in), tea.WithOutput(a.out)).Run()
	if ctx.Err() != nil || err != nil {
		return "", false, err
	}
	if s, ok := model.(server.Switcher); ok {
		lang, on = s.Switch()
	}
	return lang, on, nil
}

// talk holds the dialogue in this terminal, which itself shows and edits what is
// typed.
func (a *app) talk(ctx context.Context, talk dialogue, v server.Visitor) (server.Ending, error) {
	in, err := cancelreader.NewReader(a.in) // ^C ends a read that waits
	if err != nil {
		return server.Ending{}, err
	}
	defer in.Close()
	defer context.AfterFunc(ctx, func() { in.Cancel() })()
	return talk(ctx, v, in, a.out), nil
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
