package mine

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/card"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Speak is the page in words.
func (m *Model) Speak() screen.Speech {
	if m.Dialog != nil {
		return m.Asking.Speak(m.session)
	}
	p := sheet.Spoken(m.session)
	m.draw(p)
	return p.Speech(func(i int) tea.Cmd {
		m.walk.Hand = i
		return m.perform(m.items()[i])
	})
}

// Speak is the keys in words; or the code for another device.
func (m *Devices) Speak() screen.Speech {
	if m.Dialog != nil {
		return m.Asking.Speak(m.session)
	}
	p := sheet.Spoken(m.session)
	if m.link != nil {
		m.drawLink(p, false)
		return p.Speech(nil)
	}
	m.draw(p, false)
	sp := p.Speech(func(i int) tea.Cmd {
		m.walk.Hand = i
		return m.openRow()
	})
	sp.Keys = append(sp.Keys, keys.Rename, keys.Remove) // asked of a key once it is chosen
	return sp
}

// Speak is what is held in words; or the whole of it; or the receipt.
func (m *MyData) Speak() screen.Speech {
	if m.Dialog != nil {
		return m.Asking.Speak(m.session)
	}
	p := sheet.Spoken(m.session)
	switch {
	case m.receipt != nil:
		m.drawReceipt(p)
	case m.reading && m.dossier != nil:
		m.drawDossier(p)
	default:
		m.draw(p)
	}
	return p.Speech(func(i int) tea.Cmd {
		m.walk.Hand = i
		return m.perform(m.items()[i])
	})
}

// Speak is one's own profile as others see it, in words.
func (m *Preview) Speak() screen.Speech {
	s := m.session
	var sp screen.Speech
	c := m.shown.public
	if m.proven {
		c = m.shown.proven
	}
	switch {
	case m.shown.err != nil:
		sp.Say(s.Text.Error(m.shown.err))
		return sp
	case c == nil:
		return sp
	}
	sp.Said = card.Full{Card: c, Near: m.shown.near, Proven: m.proven, Left: -1}.Said(s)
	for i, label := range [...]string{"mine.preview.public", "mine.preview.proven"} {
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S(label), Do: func() tea.Cmd { m.proven = i == 1; return nil }})
	}
	return sp
}
