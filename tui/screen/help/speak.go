package help

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// Speak is a topic in words, or the list of all.
func (m *Model) Speak() screen.Speech {
	s := m.session
	sp := screen.Speech{Keys: []keys.Action{keys.Search}}
	switch {
	case m.pane == paneField:
		sp.Ask = &screen.Ask{Label: s.S("hint.search"), Value: m.field.Value(), Enter: func(typed string) tea.Cmd {
			m.field.SetValue(typed)
			m.found = found{typed: typed}
			m.lookup()
			m.focus(paneHits)
			return nil
		}}
		return sp
	case m.searching():
		for i, h := range m.found.hits {
			sp.Rows = append(sp.Rows, screen.Choice{Label: m.docs[h.doc].title + ", " + m.docs[h.doc].sections[h.chapter].title, Do: func() tea.Cmd {
				m.found.window.MoveTo(i)
				return m.actInHits(keys.Open)
			}})
		}
		if len(m.found.hits) == 0 {
			sp.Say(s.S("help.nothing"))
		}
	case m.pane == paneText && m.page.doc < len(m.docs):
		d := m.docs[m.page.doc]
		sp.Say(d.title)
		for _, c := range d.sections {
			sp.Part()
			sp.Say(c.title)
			for _, p := range c.paras {
				if p.kind == entry {
					sp.Say(s.S("page.fact", "label", p.term, "value", p.text))
					continue
				}
				sp.Say(p.text)
			}
		}
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("help.hint.topics"), Do: func() tea.Cmd { m.focus(paneTopics); return nil }})
	default:
		for i, d := range m.docs {
			sp.Rows = append(sp.Rows, screen.Choice{Label: d.title, Do: func() tea.Cmd { m.read(i, -1, paneTopics); return nil }})
		}
	}
	sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("hint.search"), Do: func() tea.Cmd { m.focus(paneField); return nil }})
	return sp
}
