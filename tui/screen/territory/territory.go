// Package territory is the administration of places: the télécentres, and the
// communes that merged since the official list was taken over. It asks the
// service for everything and decides nothing.
package territory

import (
	"slices"
	"strings"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// IDs of forms: nothing is called so, since a slug has neither a plus sign nor a
// slash.
const (
	added  = "+"
	edited = "/edit"
)

// New opens one of these areas of the administration; of any other there is
// none.
func New(s *screen.Session, id screen.ID, r screen.Admin) screen.Screen {
	switch {
	case r.Area == screen.AreaCommunes && r.ID == added:
		return newMergeForm(s, id)
	case r.Area == screen.AreaCommunes:
		return newMerges(s, id)
	case r.Area != screen.AreaTelecentres:
		return nil
	case r.ID == "":
		return newTelecentres(s, id)
	case r.ID == added:
		return newTelecentreForm(s, id, "")
	}
	if edits, ok := strings.CutSuffix(r.ID, edited); ok {
		return newTelecentreForm(s, id, edits)
	}
	return newTelecentre(s, id, r.ID)
}

// matches tells whether each word typed begins a word of one of the texts.
func matches(typed string, texts ...string) bool {
	have := strings.Fields(directory.Fold(strings.Join(texts, " ")))
	for _, w := range strings.Fields(directory.Fold(typed)) {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

// communeName is what the commune of a code is, or was, called.
func communeName(s *screen.Session, insee string) string {
	if name, ok := s.Service.Atlas().NameOf(insee); ok {
		return text.Typographic(name)
	}
	return directory.SafeLine(insee)
}
