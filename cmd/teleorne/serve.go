package main

import (
	"context"
	"io"
	"log/slog"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/demo"
	"teleorne/server"
	"teleorne/server/command"
	"teleorne/tui"
	"teleorne/tui/text"
)

// hostKeyFile is the server's identity within the data directory.
const hostKeyFile = "ssh_host_ed25519_key"

func (a *app) serveCommand(sh *command.Shell) *cobra.Command {
	o := defaultServeOptions()
	cmd := sh.Command("serve", []string{"servir"}, sh.NoWords(), nil)
	o.flags(sh, cmd.Flags())
	a.bindAll(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := a.allFromEnv(sh, cmd.LocalNonPersistentFlags()); err != nil {
			return err
		}
		return a.serve(cmd.Context(), sh, o)
	}
	return cmd
}

func (a *app) serve(ctx context.Context, sh *command.Shell, o *serveOptions) error {
	log := o.logger(a.err)
	release, err := o.backup.hold()
	if err != nil {
		return err
	}
	defer release()
	t, err := o.terms(sh)
	if err != nil {
		return err
	}
	if err := makeDir(a.data); err != nil {
		return err
	}
	if a.unlock, err = lockDirectory(a.path(lockFile), a.data); err != nil {
		return err
	}
	key, err := server.HostKey(a.path(hostKeyFile))
	if err != nil {
		return a.storeError(log, err)
	}
	listeners, err := o.listeners()
	if err != nil {
		return err
	}
	defer closeAll(listeners)
	t.notice.Port = portOf(listeners[0].Addr())
	a.metrics = server.NewMetrics()
	m, err := a.monitor(o.metrics, log)
	if err != nil {
		return err
	}
	defer m.close()
	open := a.make
	if t.copy {
		open = a.openAs
	}
	svc, err := open(ctx, log, t)
	if err != nil {
		return err
	}
	if err := fillDemo(ctx, svc, o.demo); err != nil {
		return err
	}
	following, stop := context.WithCancel(ctx)
	defer stop() // a listener that fails ends serving, not ctx
	go giveBack(following)
	go svc.Follow(following)
	if !t.copy {
		go svc.KeepUp(following)
	}
	if o.backup.wanted() {
		go svc.KeepBackups(following, o.backup.every, o.backup.keep)
	}
	lang := visitorsLang(sh)
	c := visits(svc, log, a.metrics)
	c.HostKey, c.Lang, c.Limits = key, string(lang), o.limits
	c.Penalties, c.Balancers = o.penalties, o.balancers
	srv, err := server.New(c)
	if err != nil {
		return err
	}
	m.watch(srv, svc, a.store)
	if isTerminal(a.err) {
		sh.Note("local.serving", "command", sshCommand(listeners[0].Addr()))
	}
	return srv.Serve(ctx, listeners...)
}

// visits is what a server does for its visitors, with its own key, language and
// limits left open.
func visits(svc *directory.Service, log *slog.Logger, m *server.Metrics) server.Config {
	return server.Config{
		Identify: svc.Identify, Renew: svc.Renew, Mode: svc.Mode, AccessChanges: svc.AccessChanges, Seen: svc.Seen, Log: log, Metrics: m,
		BannedAddress: svc.BannedAddress, Contact: svc.Notice().Contact,
		Interface: func(ctx context.Context, v server.Visitor) tea.Model { return newInterface(ctx, svc, v) },
		Command:   commands(svc, log, m),
		Linear:    dialogues(svc, log),
		Language: func(typed string) (string, bool) {
			lang, ok := command.Lang(typed)
			return string(lang), ok
		},
		Sentences: func(lang, key string, args ...any) string { return text.For(text.Lang(lang)).S(key, args...) },
		Messages: server.Messages{
			Idle:    func(left time.Duration) tea.Msg { return tui.IdleWarning{Left: left} },
			Closing: func() tea.Msg { return tui.Closing{} },
		},
	}
}

// visitorsLang is the language of visitors whose client sends none: French
// unless --lang or its variable says otherwise. The terminal that the server
// was started in does not matter to them.
func visitorsLang(sh *command.Shell) text.Lang {
	if lang := sh.LangFlag(); lang != "" {
		return text.Lang(lang)
	}
	return text.French
}

// commands is what a server does with the command line of a visitor.
func commands(svc *directory.Service, log *slog.Logger, m *server.Metrics) func(context.Context, server.Visitor, []string, io.Reader, io.Writer, io.Writer) int {
	return func(ctx context.Context, v server.Visitor, args []string, in io.Reader, out, errw io.Writer) int {
		env := command.Env{
			Open: command.With(svc), Actor: v.Actor, Lang: text.Lang(v.Lang), In: in, Out: out, Err: errw, Log: log,
			Refused: v.Refused, FirstUse: v.FirstUse, Terminal: v.Interactive, Done: m.Command,
		}
		if v.Interactive {
			env.Width = v.Width
		}
		return command.Run(ctx, env, args)
	}
}

// fillDemo makes a demonstration of an empty directory. One that holds real
// data is refused.
func fillDemo(ctx context.Context, svc *directory.Service, n int) error {
	if n == 0 || svc.Demo() {
		return nil
	}
	err := demo.Fill(ctx, svc, n)
	if directory.IsCode(err, directory.CodeNotEmpty) {
		return failure(err, "local.demo_refused")
	}
	return err
}

// logger writes to stderr, for people and for log collectors.
func (o *serveOptions) logger(w io.Writer) *slog.Logger {
	if o.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}
