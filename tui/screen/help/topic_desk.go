package help

import (
	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// deskTopics are the pages about what waits for the moderators: for those who
// may moderate.
func deskTopics(s *screen.Session) []topic {
	if s.Actor.May(directory.ActionModerate) != nil {
		return nil
	}
	return []topic{
		{
			name: "queue", title: "help.queue", about: "help.queue.about",
			sections: []part{
				{title: "help.queue.read", body: "help.queue.read.text"},
				{title: "help.queue.order", body: "help.queue.order.text"},
				{title: "help.queue.together", body: "help.queue.together.text"},
				{title: "help.queue.bulk", body: "help.queue.bulk.text"},
			},
			keys: []keys.Action{keys.Down, keys.PageDown, keys.Open, keys.NextPane, keys.Bulk, keys.Undo, keys.Back},
			does: map[keys.Action]string{keys.NextPane: "help.queue.kind"},
		},
		{
			name: "review", title: "help.review", about: "help.review.about",
			sections: []part{
				{title: "help.review.read", body: "help.review.read.text"},
				{title: "help.review.decide", body: "help.review.decide.text"},
				{title: "help.review.reason", body: "help.review.reason.text"},
				{title: "help.review.appeal", body: "help.review.appeal.text"},
				{title: "help.review.skill", body: "help.review.skill.text"},
			},
			keys: []keys.Action{
				keys.Accept, keys.Ask, keys.Refuse, keys.Suspend, keys.Dismiss, keys.Restore, keys.Map, keys.Undo,
				keys.Next, keys.Previous, keys.Down, keys.Open, keys.Back,
			},
			does: map[keys.Action]string{
				keys.Accept: "help.review.accept", keys.Ask: "help.review.ask", keys.Refuse: "help.review.refuse",
				keys.Dismiss: "help.review.dismiss", keys.Restore: "help.review.restore",
			},
		},
	}
}
