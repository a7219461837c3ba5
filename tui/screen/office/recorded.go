package office

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
)

// recorded are the actions that stand in the log, in the order in which they are
// offered: what moderators decide, what owners do, what administrators do, what
// happens by itself.
var recorded = []string{
	"approve", "ask", "reject", "suspend", "restore", "dismiss", "uphold", "reverse", "undo",
	"sign_up", "submit", "publish", "withdraw", "pause", "resume", "confirm", "appeal", "erase",
	"key_add", "key_remove", "link", "join", "recovery",
	"motion", "motion_agree", "motion_refuse", "motion_withdraw", "motion_lapse", "grant", "revoke", "ban", "unban",
	"skill_accept", "skill_adopt", "skill_refuse", "skill_rename", "skill_merge", "skill_alias", "skill_unalias", "skill_retire", "skill_revive",
	"telecentre_add", "telecentre_edit", "telecentre_verify", "commune_merge", "commune_split",
	"import", "import_publish", "demo", "announce", "request_add", "request_extend", "request_close", "backup",
	"hide", "wake",
}

// told is an entry in a sentence: who did what.
func told(s *screen.Session, e *directory.Entry) string {
	what := ""
	switch {
	case e.Listing != 0:
		what = listingName(s, e.Slug, e.Listing)
	case e.Target != "":
		what = target(s, e.Target)
	}
	if w, _ := wished(s, e, what); w != "" {
		what = w
	}
	key := "office.did." + e.Action
	role, _ := roleGiven(s, e)
	switch {
	case role != "":
		key = "office.did.grant.role"
	case what == "" && s.Text.Has("office.did."+e.Action+".all"):
		key = "office.did." + e.Action + ".all"
	case !s.Text.Has(key):
		key = "office.done"
	}
	return strings.TrimSpace(s.S(key, "who", doer(s, e), "what", what, "role", role, "action", directory.SafeLine(e.Action)))
}

// reasonOf is why it was done, without what the log notes beside that.
func reasonOf(s *screen.Session, e *directory.Entry) string {
	if noted := owner.Noted(s, &e.Decision); noted != "" {
		return noted
	}
	reason := e.Reason
	if _, rest := roleGiven(s, e); rest != "" {
		reason = rest
	}
	if w, rest := wished(s, e, ""); w != "" {
		reason = rest
	}
	return directory.SafeText(reason)
}

// roleGiven is the role that an entry notes before the reason.
func roleGiven(s *screen.Session, e *directory.Entry) (role, reason string) {
	word, rest, _ := strings.Cut(e.Reason, " ")
	if e.Action != string(directory.ActionGrant) || !s.Text.Has("role."+word) {
		return "", ""
	}
	return s.S("role." + word), rest
}

// wished is what somebody asked agreement for, which the log notes before the
// reason; empty for other entries.
func wished(s *screen.Session, e *directory.Entry, what string) (wish, reason string) {
	if e.Action != "motion" {
		return "", ""
	}
	noted, reason, _ := strings.Cut(e.Reason, ": ")
	words := strings.Fields(noted)
	switch {
	case len(words) == 3 && words[0] == string(directory.ActionGrant):
		key := "office.wish.revoke"
		if k := "office.wish." + words[1]; s.Text.Has(k) {
			key = k
		}
		wish = s.S(key, "whom", s.S("office.whom.account", "number", strings.TrimPrefix(words[2], byAccount)))
	case len(words) == 1 && words[0] == string(directory.ActionEraseListing):
		wish = s.S("office.wish.erase", "what", what)
	case len(words) == 2 && words[0] == string(directory.ActionRejectMany):
		n, _ := strconv.Atoi(words[1]) // the directory wrote it
		wish = s.S("office.wish.reject", "n", n)
	}
	return lower(wish), reason
}

// lower begins a sentence small.
func lower(sentence string) string {
	r, size := utf8.DecodeRuneInString(sentence)
	if size == 0 {
		return ""
	}
	return string(unicode.ToLower(r)) + sentence[size:]
}

// doer is who did it: by name, else by what they were.
func doer(s *screen.Session, e *directory.Entry) string {
	switch name := directory.SafeLine(e.Name); {
	case name != "":
		return name
	case e.Actor.Role == directory.RoleOperator:
		return s.S("office.operator")
	case e.Actor.Role < directory.RoleModerator && e.Listing != 0:
		return s.S("office.owner")
	case e.Actor.Account != 0:
		return s.S("office.account.number", "number", accountID(e.Actor.Account))
	}
	return s.S("role." + e.Actor.Role.String())
}

// target is what an entry is about that is about no listing.
func target(s *screen.Session, named string) string {
	kind, id, _ := strings.Cut(directory.SafeLine(named), ":")
	if key := "office.target." + kind; s.Text.Has(key) {
		return s.S(key, "id", id)
	}
	return directory.SafeLine(named)
}
