package main

import (
	"math"

	"github.com/spf13/pflag"

	"teleorne/server"
	"teleorne/server/command"
)

const (
	defaultAddr       = ":6122"
	defaultDemo       = "300" // profiles of --demo without a number
	maxDemo           = 1_000_000
	defaultRevealRate = 100
)

// serveOptions are the flags of serve.
type serveOptions struct {
	addrs      []string
	demo       int
	limits     server.Limits
	revealRate int
	logFormat  string
}

func defaultServeOptions() *serveOptions {
	return &serveOptions{limits: server.DefaultLimits(), revealRate: defaultRevealRate, logFormat: "text"}
}

// flags adds the flags of CONTRACT §1 and §7.
func (o *serveOptions) flags(sh *command.Shell, fs *pflag.FlagSet) {
	fs.SortFlags = false
	sh.Texts(fs, &o.addrs, "addr")
	sh.Whole(fs, &o.demo, "demo", 0, maxDemo)
	fs.Lookup("demo").NoOptDefVal = defaultDemo
	l := &o.limits
	sh.Whole(fs, &l.MaxSessions, "max-sessions", 0, math.MaxInt32)
	sh.Whole(fs, &l.MaxSessionsPerIP, "max-sessions-per-ip", 0, math.MaxInt32)
	sh.Whole(fs, &l.MaxStartups, "max-startups", 0, math.MaxInt32)
	sh.Whole(fs, &l.MaxStartupsPerIP, "max-startups-per-ip", 0, math.MaxInt32)
	sh.Duration(fs, &l.LoginGrace, "login-grace")
	sh.Duration(fs, &l.IdleTimeout, "idle-timeout")
	sh.Whole(fs, &l.CommandRate, "command-rate", 0, math.MaxInt32)
	sh.Whole(fs, &o.revealRate, "reveal-rate", 0, math.MaxInt32)
	sh.Duration(fs, &l.Grace, "grace")
	sh.Choice(fs, &o.logFormat, "log-format", command.Words("text", "json"))
}
