package tui

import (
	"teleorne/directory"
	"teleorne/tui/screen"
)

// officialCommands are the ways of moderators and administrators; nobody else
// is offered any. What only administrators may is told to moderators with the
// reason.
func officialCommands(actor directory.Actor) []command {
	if actor.May(directory.ActionModerate) != nil {
		return nil
	}
	to := func(label string, a directory.Action, r screen.Route) command {
		c := command{label: label, msg: screen.Goto{Route: r}}
		if actor.May(a) != nil {
			c.off = "office.off.role"
		}
		return c
	}
	return []command{
		to("palette.office", directory.ActionModerate, screen.Admin{}),
		to("palette.office.queue", directory.ActionModerate, screen.Queue{}),
		to("palette.office.listings", directory.ActionModerate, screen.Admin{Area: screen.AreaListings}),
		to("palette.office.freshness", directory.ActionModerate, screen.Admin{Area: screen.AreaFreshness}),
		to("palette.office.motions", directory.ActionAgree, screen.Admin{Area: screen.AreaMotions}),
		to("palette.office.requests", directory.ActionRequests, screen.Admin{Area: screen.AreaRequests}),
		to("palette.office.accounts", directory.ActionAccounts, screen.Admin{Area: screen.AreaAccounts}),
		to("palette.office.bans", directory.ActionBan, screen.Admin{Area: screen.AreaBans}),
		to("palette.office.taxonomy", directory.ActionProposal, screen.Admin{Area: screen.AreaTaxonomy}),
		to("palette.office.telecentres", directory.ActionTelecentres, screen.Admin{Area: screen.AreaTelecentres}),
		to("palette.office.communes", directory.ActionCommunes, screen.Admin{Area: screen.AreaCommunes}),
		to("palette.office.transfer", directory.ActionImport, screen.Admin{Area: screen.AreaTransfer}),
		to("palette.office.announce", directory.ActionAnnounce, screen.Admin{Area: screen.AreaAnnounce}),
		to("palette.office.log", directory.ActionLog, screen.Admin{Area: screen.AreaLog}),
		to("palette.office.backups", directory.ActionBackup, screen.Admin{Area: screen.AreaBackups}),
	}
}
