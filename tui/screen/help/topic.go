package help

import "teleorne/tui/keys"

// topic is a page of the help: keys of the catalogue, and the actions whose
// keys it lists.
type topic struct {
	name     string // as routes call it
	title    string
	about    string // in a few words, beside the title in the list
	sections []part
	keys     []keys.Action
	sources  bool // the data sets follow
}

// part is a section of a topic.
type part struct{ title, body string }

// topics are all pages, in the order of the list.
func topics() []topic {
	return []topic{
		{
			name: "find", title: "help.find", about: "help.find.about",
			sections: []part{
				{"help.find.fields", "help.find.fields.text"},
				{"help.find.words", "help.find.words.text"},
				{"help.find.places", "help.find.places.text"},
				{"help.find.list", "help.find.list.text"},
			},
			keys: []keys.Action{
				keys.NextPane, keys.Open, keys.Down, keys.PageDown, keys.Wider, keys.Narrower,
				keys.Sort, keys.Filters, keys.Toggle, keys.Reset, keys.Search, keys.Back,
			},
		},
		{
			name: "profile", title: "help.profile", about: "help.profile.about",
			sections: []part{
				{"help.profile.read", "help.profile.read.text"},
				{"help.profile.contacts", "help.profile.contacts.text"},
			},
			keys: []keys.Action{keys.Next, keys.Previous, keys.Down, keys.PageDown, keys.Copy, keys.Search, keys.Back},
		},
		{
			name: "page", title: "help.page", about: "help.page.about",
			sections: []part{{"help.page.read", "help.page.read.text"}},
			keys:     []keys.Action{keys.Down, keys.PageDown, keys.First, keys.Last, keys.Open, keys.Search, keys.Back},
		},
		{
			name: "telecentres", title: "help.telecentres", about: "help.telecentres.about",
			sections: []part{
				{"help.telecentres.read", "help.telecentres.read.text"},
				{"help.telecentres.access", "help.telecentres.access.text"},
			},
			keys: []keys.Action{keys.NextPane, keys.StepFree, keys.Toggle, keys.Down, keys.Open, keys.Search, keys.Back},
		},
		{
			name: "ranking", title: "help.ranking", about: "help.ranking.about",
			sections: []part{
				{"help.ranking.order", "help.ranking.order.text"},
				{"help.ranking.sorts", "help.ranking.sorts.text"},
				{"help.ranking.typos", "help.ranking.typos.text"},
			},
		},
		{
			name: "keys", title: "help.keys", about: "help.keys.about",
			sections: []part{
				{"help.keys.why", "help.keys.why.text"},
				{"help.keys.windows", "help.keys.windows.text"},
				{"help.keys.macos", "help.keys.macos.text"},
				{"help.keys.linux", "help.keys.linux.text"},
				{"help.keys.after", "help.keys.after.text"},
			},
		},
		{
			name: "privacy", title: "help.privacy", about: "help.privacy.about",
			sections: []part{
				{"help.privacy.professionals", "help.privacy.professionals.text"},
				{"help.privacy.visitors", "help.privacy.visitors.text"},
				{"help.privacy.key", "help.privacy.key.text"},
				{"help.privacy.rights", "help.privacy.rights.text"},
			},
		},
		{
			name: "sources", title: "help.sources", about: "help.sources.about",
			sections: []part{{"help.sources.read", "help.sources.read.text"}},
			sources:  true,
		},
		{
			name: "commands", title: "help.commands", about: "help.commands.about",
			sections: []part{
				{"help.commands.why", "help.commands.why.text"},
				{"help.commands.search", "help.commands.search.text"},
				{"help.commands.others", "help.commands.others.text"},
				{"help.commands.links", "help.commands.links.text"},
			},
		},
		{
			name: "shortcuts", title: "help.shortcuts", about: "help.shortcuts.about",
			sections: []part{{"help.shortcuts.read", "help.shortcuts.read.text"}},
			keys:     everyAction(),
		},
	}
}

// everyAction are the actions of the key table, each once, in its order.
func everyAction() []keys.Action {
	var all []keys.Action
	seen := map[keys.Action]bool{}
	for _, b := range keys.Table() {
		if !seen[b.Action] {
			seen[b.Action] = true
			all = append(all, b.Action)
		}
	}
	return all
}
