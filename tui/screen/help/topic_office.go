package help

import (
	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// officeTopics are the pages about the administration of people and of the
// record: for those who may do something there.
func officeTopics(s *screen.Session) []topic {
	if s.Actor.May(directory.ActionModerate) != nil {
		return nil
	}
	list := []keys.Action{keys.Down, keys.PageDown, keys.Open, keys.Search, keys.Filters, keys.NextPane, keys.Toggle, keys.Reset}
	return []topic{
		{
			name: "office", title: "help.office", about: "help.office.about",
			sections: []part{
				{title: "help.office.read", body: "help.office.read.text"},
				{title: "help.office.roles", body: "help.office.roles.text"},
				{title: "help.office.second", body: "help.office.second.text"},
			},
			keys: []keys.Action{keys.Down, keys.Open, keys.Back},
		},
		{
			name: "listings", title: "help.listings", about: "help.listings.about",
			sections: []part{
				{title: "help.listings.read", body: "help.listings.read.text"},
				{title: "help.listings.erase", body: "help.listings.erase.text"},
			},
			keys: append(list[:len(list):len(list)], keys.Record, keys.Remove, keys.Back),
		},
		{
			name: "accounts", title: "help.accounts", about: "help.accounts.about",
			sections: []part{
				{title: "help.accounts.read", body: "help.accounts.read.text"},
				{title: "help.accounts.roles", body: "help.accounts.roles.text"},
				{title: "help.accounts.keys", body: "help.accounts.keys.text"},
			},
			keys: append(list[:len(list):len(list)], keys.Remove, keys.Back),
		},
		{
			name: "bans", title: "help.bans", about: "help.bans.about",
			sections: []part{
				{title: "help.bans.read", body: "help.bans.read.text"},
				{title: "help.bans.what", body: "help.bans.what.text"},
			},
			keys: []keys.Action{keys.Down, keys.Open, keys.Remove, keys.NextPane, keys.PrevPane, keys.Back},
		},
		{
			name: "motions", title: "help.motions", about: "help.motions.about",
			sections: []part{
				{title: "help.motions.read", body: "help.motions.read.text"},
				{title: "help.motions.decide", body: "help.motions.decide.text"},
			},
			keys: []keys.Action{keys.Down, keys.Open, keys.Filters, keys.Back},
		},
		{
			name: "log", title: "help.log", about: "help.log.about",
			sections: []part{
				{title: "help.log.read", body: "help.log.read.text"},
				{title: "help.log.proof", body: "help.log.proof.text"},
				{title: "help.log.export", body: "help.log.export.text"},
			},
			keys: []keys.Action{keys.Down, keys.PageDown, keys.Open, keys.Record, keys.Filters, keys.NextPane, keys.Reset, keys.Back},
		},
		{
			name: "backups", title: "help.backups", about: "help.backups.about",
			sections: []part{
				{title: "help.backups.read", body: "help.backups.read.text"},
				{title: "help.backups.fetch", body: "help.backups.fetch.text"},
			},
		},
	}
}
