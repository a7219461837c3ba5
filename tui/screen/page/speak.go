package page

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/card"
	"teleorne/tui/screen"
)

// Speak is the page in words: its facts, then its rows, section by section.
func (m *Model) Speak() screen.Speech {
	s := m.session
	var sp screen.Speech
	if m.err != nil {
		sp.Say(s.Text.Error(m.err))
		return sp
	}
	if m.compose == nil {
		return sp
	}
	sp.Say(m.sheet.title, m.sheet.kind)
	m.sayFacts(&sp, m.sheet.facts)
	at := 0
	for _, sec := range m.sheet.sections {
		heading := sec.heading
		if sec.count >= 0 {
			heading = s.S("page.fact", "label", sec.heading, "value", s.Text.Int(sec.count))
		}
		if len(sec.rows) == 0 {
			sp.Part()
			sp.Say(heading)
		}
		sp.Say(sec.note)
		for _, r := range sec.rows {
			i := at
			at++
			sp.Rows = append(sp.Rows, screen.Choice{Label: m.sentence(r), Under: heading, Do: func() tea.Cmd {
				m.walk.hand = i
				return m.follow(r)
			}})
		}
	}
	if len(m.sheet.after) > 0 {
		sp.Part()
		sp.Say(m.sheet.about)
		m.sayFacts(&sp, m.sheet.after)
	}
	return sp
}

func (m *Model) sayFacts(sp *screen.Speech, facts []fact) {
	for _, f := range facts {
		if f.label == "" {
			sp.Say(f.value)
			continue
		}
		sp.Say(m.session.S("page.fact", "label", f.label, "value", f.value))
	}
}

// sentence is a row in words.
func (m *Model) sentence(r row) string {
	if r.person != nil {
		return card.Sentence(m.session, r.person.card)
	}
	return strings.Trim(r.label+", "+r.detail, ", ")
}
