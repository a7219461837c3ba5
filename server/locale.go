package server

import (
	"strings"

	"teleorne/directory"
)

// Bounds of a terminal: below them nothing can be shown, and beyond them a
// client could make the server paint acres.
const (
	minWidth, maxWidth   = 20, 300
	minHeight, maxHeight = 5, 100
	maxEnv, maxEnvBytes  = 32, 128 // variables, and bytes of a name or a value
)

// clampSize brings a size into bounds. 0 means that the client does not know.
func clampSize(width, height uint32) (int, int) {
	if width == 0 {
		width = 80
	}
	if height == 0 {
		height = 24
	}
	return int(min(max(width, minWidth), maxWidth)), int(min(max(height, minHeight), maxHeight))
}

// envWanted tells whether a variable of the client says something about its
// terminal or its language that we use.
func envWanted(name, value string) bool {
	switch name {
	case "LANG", "COLORTERM", "NO_COLOR", "TERM", "ACCESSIBLE":
	default:
		category, ok := strings.CutPrefix(name, "LC_")
		if !ok || category == "" || strings.Trim(category, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return false
		}
	}
	return len(name) <= maxEnvBytes && len(value) <= maxEnvBytes && printable(value)
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// cleanTerm lets through what can be the name of a terminal; anything else is
// no name, as if there were none.
func cleanTerm(s string) string {
	if len(s) > 64 {
		return ""
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+-._", r) {
			return ""
		}
	}
	return s
}

// cleanUser makes the SSH user name safe to show and to look up.
func cleanUser(s string) string { return directory.Clip(s, 80) }

// plainTerm tells whether a terminal cannot place its cursor.
func plainTerm(term string) bool {
	return term == "" || term == "dumb" || term == "unknown" || term == "network"
}

// language is the one that a session's locale asks for, else the default.
func language(env []string, fallback string) string {
	locale := strings.ToLower(firstSet(env, "LC_ALL", "LC_MESSAGES", "LANG"))
	for _, lang := range []string{"fr", "en"} {
		if rest, ok := strings.CutPrefix(locale, lang); ok && (rest == "" || strings.ContainsRune("_-.@", rune(rest[0]))) {
			return lang
		}
	}
	return fallback
}

// utf8Locale tells whether a session's locale is UTF-8. Clients that send no
// locale are taken to be modern.
func utf8Locale(env []string) bool {
	locale := strings.ToLower(firstSet(env, "LC_ALL", "LC_CTYPE", "LANG"))
	return locale == "" || strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
}

// firstSet is the value of the first of the names that is set and not empty.
func firstSet(env []string, names ...string) string {
	for _, name := range names {
		for i := len(env) - 1; i >= 0; i-- {
			if value, ok := strings.CutPrefix(env[i], name+"="); ok && value != "" {
				return value
			}
		}
	}
	return ""
}
