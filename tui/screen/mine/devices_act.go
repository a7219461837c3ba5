package mine

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Bounds of what is typed here, in characters.
const (
	maxKeyName = 80
	maxKeyLine = 4096
)

// items are what can be done besides the keys that are there.
func (m *Devices) items() []item {
	return []item{
		{label: "mine.devices.link", do: m.linkUp},
		{label: "mine.devices.paste", do: m.askPaste},
		{label: "mine.devices.codes", do: m.askCodes},
	}
}

func (m *Devices) perform(it item) tea.Cmd {
	if m.busy {
		return nil
	}
	return it.do()
}

// linkUp makes a code for another device.
func (m *Devices) linkUp() tea.Cmd {
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) dealt {
		code, err := service.Link(ctx, actor)
		return dealt{err: err, link: &code}
	})
}

func (m *Devices) askPaste() tea.Cmd {
	m.Dialog = sheet.TypeIn("mine.paste.title", sheet.Said("mine.paste.text", "mine.paste.where"), "mine.paste.field", maxKeyLine, func(typed string) tea.Cmd {
		return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) dealt {
			k, err := service.AddKey(ctx, actor, typed)
			return dealt{err: err, told: func(s *screen.Session) string { return s.S("mine.told.key_added", "name", keyName(s, k)) }}
		})
	})
	return nil
}

// askCodes makes new recovery codes, which makes those on paper worthless.
func (m *Devices) askCodes() tea.Cmd {
	do := func() tea.Cmd {
		return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) dealt {
			codes, err := service.RecoveryCodes(ctx, actor)
			return dealt{err: err, codes: codes}
		})
	}
	left := m.left
	if left == 0 {
		return do()
	}
	text := func(s *screen.Session) []sheet.Para {
		return []sheet.Para{{Text: s.S("mine.codes.have", "n", left)}, {Text: s.S("mine.codes.text")}}
	}
	m.Dialog = sheet.Ask("mine.codes.title", text, sheet.Answer{Label: "mine.codes.yes", Do: do})
	return nil
}

// askKey offers what can be done with a key.
func (m *Devices) askKey(k directory.Key) tea.Cmd {
	text := func(s *screen.Session) []sheet.Para {
		return []sheet.Para{{Text: keyName(s, k)}, {Text: k.Fingerprint, Verbatim: true}}
	}
	last := ""
	if len(m.keys) < 2 {
		last = "mine.off.last_key"
	}
	m.Dialog = sheet.Ask("mine.key.title", text,
		sheet.Answer{Label: "mine.key.rename", Do: func() tea.Cmd { return m.askRename(k) }},
		sheet.Answer{Label: "mine.key.remove", Off: last, Do: func() tea.Cmd { return m.askRemove(k) }})
	return nil
}

func (m *Devices) askRename(k directory.Key) tea.Cmd {
	text := func(s *screen.Session) []sheet.Para { return []sheet.Para{{Text: s.S("mine.rename.text")}} }
	m.Dialog = sheet.TypeIn("mine.key.rename", text, "mine.rename.field", maxKeyName, func(typed string) tea.Cmd {
		return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) dealt {
			err := service.RenameKey(ctx, actor, k.Fingerprint, typed)
			return dealt{err: err, told: func(s *screen.Session) string { return s.S("mine.told.renamed") }}
		})
	})
	m.Dialog.Fill(directory.SafeLine(k.Name))
	return nil
}

// askRemove tells what follows when a key is taken away; the last one stays.
func (m *Devices) askRemove(k directory.Key) tea.Cmd {
	if len(m.keys) < 2 {
		return screen.Warn(m.session.Text.Error(&directory.Error{Code: directory.CodeKeyLast}))
	}
	own := k.Fingerprint == m.session.Actor.Fingerprint
	text := func(s *screen.Session) []sheet.Para {
		follows := "mine.remove.text"
		if own {
			follows = "mine.remove.own"
		}
		return []sheet.Para{{Text: keyName(s, k)}, {Text: k.Fingerprint, Verbatim: true}, {Text: s.S(follows)}}
	}
	do := func() tea.Cmd {
		return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) dealt {
			err := service.RemoveKey(ctx, actor, k.Fingerprint)
			return dealt{err: err, told: func(s *screen.Session) string { return s.S("mine.told.removed", "name", keyName(s, k)) }}
		})
	}
	m.Dialog = sheet.Ask("mine.key.remove", text, sheet.Answer{Label: "mine.remove.yes", Do: do})
	return nil
}

// keyName is what a key is called: as its owner named it, else by its kind.
func keyName(s *screen.Session, k directory.Key) string {
	if name := directory.SafeLine(k.Name); name != "" {
		return name
	}
	return s.S("mine.key.unnamed", "type", keyType(k.Type))
}

// keyType is the kind of a key without what all of them have in common.
func keyType(t string) string {
	switch t {
	case "ssh-ed25519":
		return "Ed25519"
	case "sk-ssh-ed25519@openssh.com":
		return "Ed25519-SK"
	case "ssh-rsa":
		return "RSA"
	case "ecdsa-sha2-nistp256":
		return "ECDSA 256"
	case "ecdsa-sha2-nistp384":
		return "ECDSA 384"
	case "ecdsa-sha2-nistp521":
		return "ECDSA 521"
	case "sk-ecdsa-sha2-nistp256@openssh.com":
		return "ECDSA-SK"
	}
	return directory.SafeLine(t)
}

// joinLine is what one types on the other device.
func joinLine(s *screen.Session, code string) string {
	return "ssh " + owner.Host(s) + " me join " + code
}
