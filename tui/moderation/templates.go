package moderation

import (
	"teleorne/directory"
	"teleorne/tui/sheet"
)

// Templates are reasons to begin with, for a decision about an item.
func Templates(kind directory.ItemKind, a directory.Action) []sheet.Template {
	var names []string
	switch {
	case kind == directory.ItemSkill:
		names = []string{"skill_broad", "skill_there", "skill_job", "skill_brand", "skill_unclear"}
	case a == directory.ActionAsk && kind == directory.ItemReport:
		names = []string{"outdated", "contact", "vague", "skills", "health"}
	case a == directory.ActionAsk:
		names = []string{"contact", "vague", "skills", "name", "links", "health"}
	case a == directory.ActionReject:
		names = []string{"outside", "duplicate", "advertising", "remote", "offensive", "impersonation"}
	case a == directory.ActionSuspend:
		names = []string{"false", "unreachable", "advertising", "offensive", "impersonation"}
	case a == directory.ActionUphold:
		names = []string{"same", "unmended", "rule", "unproven"}
	}
	all := make([]sheet.Template, len(names))
	for i, n := range names {
		all[i] = sheet.Template{Label: "reason." + n, Text: "reason." + n + ".text"}
	}
	return all
}
