package moderation

import (
	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
)

// flagged explains a flag in a sentence; other is the name of the listing that
// has the same, as far as it is known.
func flagged(s *screen.Session, f directory.Flag, other string) string {
	if other == "" {
		other = directory.SafeLine(f.Other)
	}
	field := ""
	if f.Field != "" {
		field = owner.Fields(s, []string{f.Field})
	}
	return s.S("moderation.flagged."+string(f.Kind),
		"other", other, "field", field, "n", f.Count, "word", directory.SafeLine(f.Word))
}
