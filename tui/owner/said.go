package owner

import (
	"teleorne/directory"
	"teleorne/tui/screen"
)

// Said tells fields in which two profiles differ, one a sentence: what was
// before, and what is now. Without a profile before it, what is.
func Said(s *screen.Session, before, after *directory.Profile, fields []string) []string {
	var all []string
	for _, f := range withoutShown(fields, after) {
		is := shownValue(s, after, f)
		if before == nil {
			if is != "" {
				all = append(all, s.S("page.fact", "label", s.Text.Field(f), "value", is))
			}
			continue
		}
		was := shownValue(s, before, f)
		if gone, come, ok := listed(s, before, after, f); ok && was != "" {
			all = append(all, saidList(s, f, gone, come)...)
			continue
		}
		switch {
		case was == is:
		case was == "":
			all = append(all, s.S("linear.come", "field", s.Text.Field(f), "what", is))
		default:
			if is == "" {
				is = s.S("linear.empty")
			}
			all = append(all, s.S("linear.was", "field", s.Text.Field(f), "was", was, "is", is))
		}
	}
	return all
}

// saidList tells what went from a list, and what came to it.
func saidList(s *screen.Session, field, gone, come string) []string {
	var all []string
	if gone != "" {
		all = append(all, s.S("linear.gone", "field", s.Text.Field(field), "what", gone))
	}
	if come != "" {
		all = append(all, s.S("linear.come", "field", s.Text.Field(field), "what", come))
	}
	return all
}

// Noted is what the log notes of how a key joined, in words; empty for other
// entries.
func Noted(s *screen.Session, d *directory.Decision) string {
	by, key, ok := d.Joined()
	if !ok {
		return ""
	}
	return s.S("mine.joined."+string(by), "key", directory.SafeLine(key))
}
