package office

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Speak is the list in words.
func (p *page[T]) Speak() screen.Speech { return p.list.Speak() }

// Speak is the form in words.
func (m *banning) Speak() screen.Speech { return m.form.Speak() }

// Speak is the menu in words.
func (m *hub) Speak() screen.Speech {
	p := sheet.Spoken(m.session)
	o := m.overview
	if m.err != nil {
		p.Text(m.session.Theme.Text, m.session.Text.Error(m.err))
		o = &directory.Overview{}
	}
	if o != nil && m.session.Actor.May(directory.ActionModerate) == nil {
		m.drawAreas(p, o, false)
	}
	return p.Speech(func(i int) tea.Cmd {
		m.walk.Hand = i
		return m.open()
	})
}

// Speak is the account in words.
func (m *account) Speak() screen.Speech {
	if m.Dialog != nil {
		return m.Asking.Speak(m.session)
	}
	p := sheet.Spoken(m.session)
	m.draw(p, false)
	sp := p.Speech(func(i int) tea.Cmd {
		m.walk.Hand = i
		return m.openRow()
	})
	sp.Keys = append(sp.Keys, keys.Remove) // asked of a key once it is chosen
	return sp
}

// Speak is the last copy in words, and what can be done.
func (m *backups) Speak() screen.Speech {
	if m.Dialog != nil {
		return m.Asking.Speak(m.session)
	}
	p := sheet.Spoken(m.session)
	switch {
	case m.err != nil:
		p.Text(m.session.Theme.Text, m.session.Text.Error(m.err))
	case m.known:
		m.draw(p)
	}
	return p.Speech(func(i int) tea.Cmd {
		m.walk.Hand = i
		return m.askBackup()
	})
}
