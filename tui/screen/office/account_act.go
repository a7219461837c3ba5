package office

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// askKey asks what to do with a key. The last one of an account stays: it can be
// kept out.
func (m *account) askKey(k directory.Key) tea.Cmd {
	s := m.session
	remove, ban := offKey(s.Actor.May(directory.ActionAccounts)), offKey(s.Actor.May(directory.ActionBan))
	if remove == "" && len(m.card.Keys) < 2 {
		remove = "office.off.last_key"
	}
	if m.card.Own {
		ban = "office.off.own_key"
	}
	for i := range m.card.Bans {
		if m.card.Bans[i].Fingerprint == k.Fingerprint {
			ban = "office.off.banned"
		}
	}
	text := func(s *screen.Session) []sheet.Para {
		return []sheet.Para{{Text: keyFacts(s, k)}, {Text: k.Fingerprint, Verbatim: true}}
	}
	m.Dialog = sheet.Ask("office.key.title", text,
		sheet.Answer{Label: "office.key.remove", Off: remove, Do: func() tea.Cmd { return m.askRemove(k, remove) }},
		sheet.Answer{Label: "office.key.ban", Off: ban, Do: func() tea.Cmd { return m.banKey(k, ban) }},
	).With("name", keyName(s, k))
	return nil
}

// askRemove tells what taking a key away means, and asks for the reason.
func (m *account) askRemove(k directory.Key, off string) tea.Cmd {
	s := m.session
	if off != "" {
		return screen.Warn(s.S("list.off", "what", s.S("office.key.remove"), "why", s.S(off)))
	}
	name := keyName(s, k)
	m.Dialog = sheet.Write(s, sheet.Writing{
		Title: "office.key.remove.title", Args: []any{"name", name}, Text: sheet.Said("office.key.remove.text"),
		Label: "office.reason", Limit: directory.MaxReason, Send: "office.key.remove.send",
		Templates: []sheet.Template{
			{Label: "office.key.lost", Text: "office.key.lost.text"},
			{Label: "office.key.stolen", Text: "office.key.stolen.text"},
		},
		Enter: func(reason string) tea.Cmd {
			return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) done {
				err := service.RemoveKeyOf(ctx, actor, k.Fingerprint, reason)
				return done{err: err, told: func(s *screen.Session) string { return s.S("office.told.key_removed", "name", name) }}
			})
		},
	})
	return nil
}

func (m *account) banKey(k directory.Key, off string) tea.Cmd {
	if s := m.session; off != "" {
		return screen.Warn(s.S("list.off", "what", s.S("office.key.ban"), "why", s.S(off)))
	}
	return screen.Go(screen.Admin{Area: screen.AreaBans, ID: newBan + k.Fingerprint})
}

// askRole asks which role the account gets: the consequence stands beside each,
// that which it has cannot be given.
func (m *account) askRole() tea.Cmd {
	s, card := m.session, m.card
	present := card.Role
	none := directory.RoleIdentified
	if card.Listing != nil {
		none = directory.RoleProfessional
	}
	answer := func(r directory.Role, label string) sheet.Answer {
		off := ""
		switch {
		case present == r || present < directory.RoleModerator && r < directory.RoleModerator:
			off = "office.off.has_role"
		case card.Last && s.Actor.Role != directory.RoleOperator:
			off = "office.off.last_administrator"
		}
		return sheet.Answer{Label: label, Off: off, Do: func() tea.Cmd { return m.chooseRole(r, label, off) }}
	}
	text := func(s *screen.Session) []sheet.Para {
		return []sheet.Para{
			{Text: s.S("office.role.now", "role", s.S("role."+present.String()))},
			{Text: s.S("office.role.about.moderator")},
			{Text: s.S("office.role.about.administrator")},
		}
	}
	m.Dialog = sheet.Ask("office.role.title", text,
		answer(directory.RoleModerator, "office.role.moderator"),
		answer(directory.RoleAdministrator, "office.role.administrator"),
		answer(none, "office.role.none"),
	).With("name", accountName(s, card))
	return nil
}

// chooseRole asks for the reason, once it is known who has to agree.
func (m *account) chooseRole(r directory.Role, label, off string) tea.Cmd {
	if s := m.session; off != "" {
		return screen.Warn(s.S("list.off", "what", s.S(label), "why", s.S(off)))
	}
	return m.knowing(func(alone bool) { m.askReason(r, alone) })
}

func (m *account) askReason(r directory.Role, alone bool) {
	s, id, name := m.session, m.card.ID, accountName(m.session, m.card)
	about := "office.role.effect.none"
	if r >= directory.RoleModerator {
		about = "office.role.effect." + r.String()
	}
	m.Dialog = sheet.Write(s, sheet.Writing{
		Title: "office.role.title", Args: []any{"name", name},
		Text:  func(s *screen.Session) []sheet.Para { return append(sheet.Said(about)(s), second(s, alone)) },
		Label: "office.reason", Limit: directory.MaxReason, Send: "office.role.send",
		Enter: func(reason string) tea.Cmd {
			return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) done {
				out, err := service.SetRole(ctx, actor, id, r, reason)
				if err != nil {
					return done{err: err}
				}
				return done{told: func(s *screen.Session) string {
					if !out.Done {
						return moved(s, out)
					}
					return s.S("office.told.role", "name", name, "role", s.S("role."+out.Account.Role.String()))
				}}
			})
		},
	})
}
