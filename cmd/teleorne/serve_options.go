package main

import (
	"math"
	"net/netip"

	"github.com/spf13/pflag"

	"teleorne/directory"
	"teleorne/server"
	"teleorne/server/command"
)

const (
	defaultAddr       = ":6122"
	defaultDemo       = 300 // profiles of --demo without a number
	maxDemo           = 1_000_000
	defaultRevealRate = 100
	defaultReportRate = 20
)

// serveOptions are the flags of serve.
type serveOptions struct {
	addrs      []string
	demo       int
	limits     server.Limits
	penalties  server.Penalties
	balancers  []netip.Prefix
	metrics    string // address of the monitor; empty: none
	revealRate int
	reportRate int
	ages       directory.Ages
	controller string // who keeps the directory
	contact    string // whom to write to about one's data
	host       string // NAME[:PORT] that people type after ssh; empty: unknown
	follow     string // NAME[:PORT] of the directory that this is a copy of; empty: it is none
	logFormat  string
	backup     backupOptions
}

func defaultServeOptions() *serveOptions {
	return &serveOptions{
		limits: server.DefaultLimits(), penalties: server.DefaultPenalties(), revealRate: defaultRevealRate, reportRate: defaultReportRate, ages: directory.DefaultAges(), logFormat: "text",
	}
}

// flags adds the flags of serve: where and what it serves, whom it lets in, who
// keeps the directory and for how long.
func (o *serveOptions) flags(sh *command.Shell, fs *pflag.FlagSet) {
	fs.SortFlags = false
	sh.Texts(fs, &o.addrs, "addr")
	sh.UpTo(fs, &o.demo, "demo", defaultDemo, maxDemo)
	l := &o.limits
	sh.Whole(fs, &l.MaxSessions, "max-sessions", 0, math.MaxInt32)
	sh.Whole(fs, &l.MaxSessionsPerIP, "max-sessions-per-ip", 0, math.MaxInt32)
	sh.Whole(fs, &l.MaxStartups, "max-startups", 0, math.MaxInt32)
	sh.Whole(fs, &l.MaxStartupsPerIP, "max-startups-per-ip", 0, math.MaxInt32)
	sh.Duration(fs, &l.LoginGrace, "login-grace")
	sh.Duration(fs, &l.IdleTimeout, "idle-timeout")
	p := &o.penalties
	sh.Duration(fs, &p.Threshold, "penalty-threshold")
	sh.Duration(fs, &p.Max, "penalty-max")
	sh.Duration(fs, &p.Login, "penalty-login")
	sh.Duration(fs, &p.Grace, "penalty-grace")
	sh.Duration(fs, &p.Garbage, "penalty-garbage")
	sh.Duration(fs, &p.Unused, "penalty-unused")
	sh.Duration(fs, &p.Crowd, "penalty-crowd")
	sh.Networks(fs, &p.Exempt, "penalty-exempt")
	sh.Networks(fs, &o.balancers, "proxy-protocol")
	sh.Whole(fs, &l.CommandRate, "command-rate", 0, math.MaxInt32)
	sh.Whole(fs, &o.revealRate, "reveal-rate", 0, math.MaxInt32)
	sh.Whole(fs, &o.reportRate, "report-rate", 0, math.MaxInt32)
	sh.Duration(fs, &l.Grace, "grace")
	sh.String(fs, &o.controller, "controller")
	sh.String(fs, &o.contact, "contact")
	sh.String(fs, &o.host, "host")
	sh.String(fs, &o.follow, "follow")
	sh.Whole(fs, &o.ages.Remind, "remind-months", 0, maxMonths)
	sh.Whole(fs, &o.ages.Lower, "lower-months", 0, maxMonths)
	sh.Whole(fs, &o.ages.Hide, "hide-months", 0, maxMonths)
	sh.Whole(fs, &o.ages.Erase, "erase-months", 0, maxMonths)
	sh.String(fs, &o.metrics, "metrics")
	o.backup.flags(sh, fs)
	sh.Choice(fs, &o.logFormat, "log-format", command.Words("text", "json"))
}
