package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
)

// ownKnown brings the state of the reader's own profile.
type ownKnown struct{ mine *directory.Mine }

// openPalette shows what can be done. What is possible with the reader's own
// profile is asked for meanwhile.
func (m *Model) openPalette() tea.Cmd {
	m.palette = newPalette(m)
	kept := m.leaving()
	service, actor, ctx := m.session.Service, m.session.Actor, m.session.Context
	if actor.Account == 0 {
		return kept
	}
	return tea.Batch(kept, func() tea.Msg {
		mine, err := service.Me(ctx, actor)
		if err != nil {
			return nil
		}
		return ownKnown{mine}
	})
}

// know puts in the reader's own commands: those that are possible among the
// first, the others, with the reason, last. mine is nil until it is known.
func (p *palette) know(m *Model, mine *directory.Mine) {
	offered := m.top().screen.Hints()
	possible, not := []command{}, []command{}
	for _, c := range ownCommands(m.session.Actor, mine) {
		if slices.ContainsFunc(offered, func(h screen.Hint) bool { return c.key != "" && h.Action == c.key }) {
			continue // the screen in front has it
		}
		if c.label == "palette.edit" && m.top().screen.Topic() == "editor" {
			continue // it is what one is doing
		}
		c.key = "" // it is one of that screen alone
		if to, ok := c.msg.(screen.Goto); ok && m.top().screen.Topic() == "mine" {
			if me, ok := to.Route.(screen.Me); ok {
				c.msg = screen.Replace{Route: me} // not twice one above the other
			}
		}
		if c.off == "" {
			possible = append(possible, c)
		} else {
			not = append(not, c)
		}
	}
	hand := ""
	if p.window.Cursor < len(p.shown) {
		hand = p.shown[p.window.Cursor].label
	}
	p.entries = slices.Concat(p.common[:p.own], possible, switchCommands(m.session, mine), p.common[p.own:], not)
	p.filter()
	if i := slices.IndexFunc(p.shown, func(c command) bool { return c.label == hand }); i > 0 {
		p.window.MoveTo(i)
	}
}

// ownCommands are what one does with one's own profile.
func ownCommands(actor directory.Actor, mine *directory.Mine) []command {
	account, profile, joined := "", "", ""
	switch {
	case actor.Role == directory.RoleOperator:
		account, profile, joined = "mine.off.local", "mine.off.local", "mine.off.local"
	case actor.Fingerprint == "":
		account, profile = "mine.off.needs_key", "mine.off.needs_key"
	case actor.Account == 0:
		account, profile = "mine.off.no_profile", "mine.off.no_profile"
	case mine != nil && mine.Listing == nil:
		profile = "mine.off.no_profile"
	default:
		joined = "mine.off.has_profile"
	}
	can := func(a directory.Action) string {
		if profile != "" || mine == nil {
			return profile
		}
		return owner.Off(mine, a)
	}
	to := func(r screen.Route) screen.Goto { return screen.Goto{Route: r} }
	pause := command{label: "palette.pause", off: can(directory.ActionPause), msg: to(screen.Me{Then: directory.ActionPause})}
	if mine != nil && mine.Listing != nil && mine.Listing.Paused {
		pause = command{label: "palette.resume", off: can(directory.ActionResume), msg: to(screen.Me{Then: directory.ActionResume})}
	}
	return []command{
		{label: "palette.sign_up", off: joined, msg: to(screen.SignUp{})},
		{label: "palette.mine", off: profile, msg: to(screen.Me{})},
		{label: "palette.edit", key: keys.Edit, off: profile, msg: to(screen.Editor{})},
		{label: "palette.submit", key: keys.Submit, off: can(directory.ActionSubmit), msg: to(screen.Me{Then: directory.ActionSubmit})},
		{label: "palette.confirm", key: keys.Confirm, off: can(directory.ActionConfirm), msg: to(screen.Me{Then: directory.ActionConfirm})},
		pause,
		{label: "palette.devices", off: account, msg: to(screen.Devices{})},
		{label: "palette.data", off: account, msg: to(screen.MyData{})},
		{label: "palette.leave", off: profile, msg: to(screen.MyData{Leave: true})},
	}
}
