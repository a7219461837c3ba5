// Package notices is what administrators tell and are told: the announcement on
// every screen, how fresh the listings are, and the requests of people about
// their data. It asks the service for everything and decides nothing.
package notices

import (
	"strconv"

	"teleorne/tui/screen"
)

// New opens one of these areas of the administration; of any other there is
// none.
func New(s *screen.Session, id screen.ID, r screen.Admin) screen.Screen {
	switch r.Area {
	case screen.AreaAnnounce:
		if r.ID == announceWrite {
			return newAnnounceForm(s, id)
		}
		return newAnnounce(s, id)
	case screen.AreaFreshness:
		return newFreshness(s, id)
	case screen.AreaRequests:
		if r.ID == requestNew {
			return newRequestForm(s, id)
		}
		if number, err := strconv.ParseInt(r.ID, 10, 64); err == nil {
			return newRequest(s, id, number)
		}
		return newRequests(s, id)
	}
	return nil
}
