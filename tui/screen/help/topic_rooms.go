package help

import (
	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// roomTopics are the pages about the administration of reference data and
// notices: for those who may do something there.
func roomTopics(s *screen.Session) []topic {
	if s.Actor.May(directory.ActionModerate) != nil {
		return nil
	}
	list := []keys.Action{keys.Search, keys.Filters, keys.NextPane, keys.Down, keys.Open, keys.Reset, keys.Back}
	return []topic{
		{
			name: "taxonomy", title: "help.taxonomy", about: "help.taxonomy.about", keys: list,
			sections: []part{
				{title: "help.taxonomy.read", body: "help.taxonomy.read.text"},
				{title: "help.taxonomy.change", body: "help.taxonomy.change.text"},
				{title: "help.taxonomy.proposals", body: "help.taxonomy.proposals.text"},
			},
		},
		{
			name: "desks", title: "help.desks", about: "help.desks.about", keys: list,
			sections: []part{
				{title: "help.desks.read", body: "help.desks.read.text"},
				{title: "help.desks.verify", body: "help.desks.verify.text"},
			},
		},
		{
			name: "communes", title: "help.communes", about: "help.communes.about",
			sections: []part{{title: "help.communes.read", body: "help.communes.read.text"}},
		},
		{
			name: "transfer", title: "help.transfer", about: "help.transfer.about",
			sections: []part{
				{title: "help.transfer.paste", body: "help.transfer.paste.text"},
				{title: "help.transfer.check", body: "help.transfer.check.text"},
				{title: "help.transfer.send", body: "help.transfer.send.text"},
				{title: "help.transfer.export", body: "help.transfer.export.text"},
			},
		},
		{
			name: "announce", title: "help.announce", about: "help.announce.about",
			sections: []part{{title: "help.announce.read", body: "help.announce.read.text"}},
		},
		{
			name: "freshness", title: "help.freshness", about: "help.freshness.about",
			sections: []part{{title: "help.freshness.read", body: "help.freshness.read.text"}},
		},
		{
			name: "requests", title: "help.requests", about: "help.requests.about",
			sections: []part{
				{title: "help.requests.read", body: "help.requests.read.text"},
				{title: "help.requests.answer", body: "help.requests.answer.text"},
			},
		},
	}
}
