package admin

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Speak is the page in words, or the dialog in its place.
func (p *Page) Speak() screen.Speech {
	if p.Dialog != nil {
		return p.Asking.Speak(p.session)
	}
	d := &Draft{Sheet: sheet.Spoken(p.session)}
	p.Compose(d)
	return d.Speech(func(i int) tea.Cmd {
		p.walk.Hand = i
		return p.perform(d.items[i])
	})
}

// Speak is the form in words, or what follows from it.
func (m *Form) Speak() screen.Speech {
	if m.ahead != nil {
		return m.ahead.Speak()
	}
	return m.Form.Speak()
}
