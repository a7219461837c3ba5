package review

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Speak is the item in words: what there is to read, then what each decision
// brings about.
func (m *Model) Speak() screen.Speech {
	s := m.session
	if m.Dialog != nil {
		return m.Asking.Speak(s)
	}
	if m.shown == nil {
		var sp screen.Speech
		if m.err != nil {
			sp.Say(s.Text.Error(m.err))
		}
		return sp
	}
	p := sheet.Spoken(s)
	it := &m.shown.Item
	claim, _ := moderation.ClaimedUntil(s, it.Claim)
	for _, line := range [...]string{moderation.Name(s, it), moderation.Kind(s, it), moderation.Sent(s, it), claim} {
		p.Text(s.Theme.Text, line)
	}
	if m.place.index >= 0 {
		p.Text(s.Theme.Text, s.S("linear.queued", "at", m.place.index+1, "n", len(m.place.items)))
	}
	if m.note.key != "" {
		p.Text(s.Theme.Text, s.S(m.note.key, m.note.args...))
	}
	if err := moderation.Impossible(m.shown.Review); err != nil && !directory.IsCode(err, directory.CodeClaimed) { // that was said above
		p.Text(s.Theme.Text, s.Text.Error(err))
	}
	p.Gap()
	rows := m.shown.Draw(p, false)
	p.Gap()
	for _, c := range moderation.Choices(m.shown.Review) {
		if c.Err == nil {
			p.Text(s.Theme.Text, moderation.Consequence(s, m.shown.Review, c.Action))
		}
	}
	m.page.rows = rows
	return p.Speech(func(i int) tea.Cmd { return m.follow(i) })
}
