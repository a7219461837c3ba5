package moderation

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// Others finds the listings that the flags of an item name. One that cannot be
// found is named as the flag does.
func Others(ctx context.Context, service *directory.Service, actor directory.Actor, r *directory.Review) map[string]Other {
	others := map[string]Other{}
	for _, f := range r.Flags {
		if f.Other == "" || others[f.Other].ID != "" {
			continue
		}
		page, err := service.FindListings(ctx, actor, directory.ListingQuery{Text: f.Other, Limit: fewOthers})
		if err != nil {
			continue
		}
		for _, l := range page.Listings {
			if l.Slug == f.Other {
				others[f.Other] = Other{ID: directory.ListingItem(l.ID), Name: Person(l)}
			}
		}
	}
	return others
}

// fewOthers is enough to find the one whose slug it is among those whose slugs
// begin so.
const fewOthers = 50

// GoHome leaves what somebody may not read any more, and says so.
func GoHome(s *screen.Session) tea.Cmd {
	return tea.Sequence(
		func() tea.Msg { return screen.Do{Action: keys.Home} },
		screen.Warn(s.S("moderation.demoted")))
}
