package help

import (
	"teleorne/directory"
	"teleorne/tui/keys"
)

// topic is a page of the help: keys of the catalogue, and the actions whose
// keys it lists.
type topic struct {
	name     string // as routes call it
	title    string
	about    string // in a few words, beside the title in the list
	sections []part
	keys     []keys.Action
	does     map[keys.Action]string // what a key does on that page, where it is not what it does elsewhere
	sources  bool                   // the data sets follow
	keeping  bool                   // how long data stay and who keeps them follow
}

// part is a section of a topic.
type part struct {
	title, body string
	months      func(directory.Ages) int // the age that it speaks of, as n; the section is left out when that is off
}

// topics are all pages, in the order of the list.
func topics() []topic {
	return []topic{
		{
			name: "find", title: "help.find", about: "help.find.about",
			sections: []part{
				{title: "help.find.fields", body: "help.find.fields.text"},
				{title: "help.find.words", body: "help.find.words.text"},
				{title: "help.find.places", body: "help.find.places.text"},
				{title: "help.find.list", body: "help.find.list.text"},
			},
			keys: []keys.Action{
				keys.NextPane, keys.Open, keys.Down, keys.PageDown, keys.Wider, keys.Narrower,
				keys.Sort, keys.Filters, keys.Toggle, keys.Reset, keys.Search, keys.Back,
			},
		},
		{
			name: "profile", title: "help.profile", about: "help.profile.about",
			sections: []part{
				{title: "help.profile.read", body: "help.profile.read.text"},
				{title: "help.profile.contacts", body: "help.profile.contacts.text"},
				{title: "help.profile.report", body: "help.profile.report.text"},
			},
			keys: []keys.Action{keys.Next, keys.Previous, keys.Down, keys.PageDown, keys.Copy, keys.Report, keys.Search, keys.Back},
		},
		{
			name: "page", title: "help.page", about: "help.page.about",
			sections: []part{{title: "help.page.read", body: "help.page.read.text"}},
			keys:     []keys.Action{keys.Down, keys.PageDown, keys.First, keys.Last, keys.Open, keys.Search, keys.Back},
		},
		{
			name: "telecentres", title: "help.telecentres", about: "help.telecentres.about",
			sections: []part{
				{title: "help.telecentres.read", body: "help.telecentres.read.text"},
				{title: "help.telecentres.access", body: "help.telecentres.access.text"},
			},
			keys: []keys.Action{keys.NextPane, keys.StepFree, keys.Toggle, keys.Down, keys.Open, keys.Search, keys.Back},
		},
		{
			name: "mine", title: "help.mine", about: "help.mine.about",
			sections: []part{
				{title: "help.mine.read", body: "help.mine.read.text"},
				{title: "help.mine.states", body: "help.mine.states.text"},
				{title: "help.mine.decision", body: "help.mine.decision.text"},
				{title: "help.mine.home", body: "help.mine.home.text"},
			},
			keys: []keys.Action{keys.Open, keys.Edit, keys.Submit, keys.Confirm, keys.Reset, keys.Down, keys.PageDown, keys.Back},
		},
		{
			name: "editor", title: "help.editor", about: "help.editor.about",
			sections: []part{
				{title: "help.editor.write", body: "help.editor.write.text"},
				{title: "help.editor.saved", body: "help.editor.saved.text"},
				{title: "help.editor.review", body: "help.editor.review.text"},
				{title: "help.editor.places", body: "help.editor.places.text"},
			},
			keys: []keys.Action{keys.NextPane, keys.PrevPane, keys.Open, keys.Down, keys.Back},
		},
		{
			name: "fresh", title: "help.fresh", about: "help.fresh.about",
			sections: []part{
				{title: "help.fresh.why", body: "help.fresh.why.text"},
				{title: "help.fresh.remind", body: "help.fresh.remind.text", months: func(a directory.Ages) int { return a.Remind }},
				{title: "help.fresh.lower", body: "help.fresh.lower.text", months: lowered},
				{title: "help.fresh.hide", body: "help.fresh.hide.text", months: func(a directory.Ages) int { return a.Hide }},
				{title: "help.fresh.erase", body: "help.fresh.erase.text", months: func(a directory.Ages) int { return a.Erase }},
			},
		},
		{
			name: "devices", title: "help.devices", about: "help.devices.about",
			sections: []part{
				{title: "help.devices.read", body: "help.devices.read.text"},
				{title: "help.devices.link", body: "help.devices.link.text"},
				{title: "help.devices.paste", body: "help.devices.paste.text"},
				{title: "help.devices.codes", body: "help.devices.codes.text"},
			},
			keys: []keys.Action{keys.Down, keys.Open, keys.Rename, keys.Remove, keys.Back},
		},
		{
			name: "data", title: "help.data", about: "help.data.about",
			sections: []part{
				{title: "help.data.read", body: "help.data.read.text"},
				{title: "help.data.leave", body: "help.data.leave.text"},
			},
			keeping: true,
		},
		{
			name: "ranking", title: "help.ranking", about: "help.ranking.about",
			sections: []part{
				{title: "help.ranking.order", body: "help.ranking.order.text"},
				{title: "help.ranking.sorts", body: "help.ranking.sorts.text"},
				{title: "help.ranking.stale", body: "help.ranking.stale.text", months: lowered},
				{title: "help.ranking.typos", body: "help.ranking.typos.text"},
			},
		},
		{
			name: "keys", title: "help.keys", about: "help.keys.about",
			sections: []part{
				{title: "help.keys.why", body: "help.keys.why.text"},
				{title: "help.keys.windows", body: "help.keys.windows.text"},
				{title: "help.keys.macos", body: "help.keys.macos.text"},
				{title: "help.keys.linux", body: "help.keys.linux.text"},
				{title: "help.keys.after", body: "help.keys.after.text"},
			},
		},
		{
			name: "privacy", title: "help.privacy", about: "help.privacy.about",
			sections: []part{
				{title: "help.privacy.professionals", body: "help.privacy.professionals.text"},
				{title: "help.privacy.owners", body: "help.privacy.owners.text"},
				{title: "help.privacy.visitors", body: "help.privacy.visitors.text"},
				{title: "help.privacy.key", body: "help.privacy.key.text"},
				{title: "help.privacy.rights", body: "help.privacy.rights.text"},
			},
			keeping: true,
		},
		{
			name: "sources", title: "help.sources", about: "help.sources.about",
			sections: []part{{title: "help.sources.read", body: "help.sources.read.text"}},
			sources:  true,
		},
		{
			name: "commands", title: "help.commands", about: "help.commands.about",
			sections: []part{
				{title: "help.commands.why", body: "help.commands.why.text"},
				{title: "help.commands.search", body: "help.commands.search.text"},
				{title: "help.commands.others", body: "help.commands.others.text"},
				{title: "help.commands.mine", body: "help.commands.mine.text"},
				{title: "help.commands.links", body: "help.commands.links.text"},
			},
		},
		{
			name: "shortcuts", title: "help.shortcuts", about: "help.shortcuts.about",
			sections: []part{{title: "help.shortcuts.read", body: "help.shortcuts.read.text"}},
			keys:     everyAction(),
		},
	}
}

// lowered is the age from which a profile ranks lower.
func lowered(a directory.Ages) int { return a.Lower }

// everyAction are the actions of the key table, each once, in its order.
func everyAction() []keys.Action {
	var all []keys.Action
	seen := map[keys.Action]bool{}
	for b := range keys.Table() {
		if !seen[b.Action] {
			seen[b.Action] = true
			all = append(all, b.Action)
		}
	}
	return all
}
