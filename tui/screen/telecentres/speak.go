package telecentres

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// Speak is the list in words; or the place is asked for.
func (m *Model) Speak() screen.Speech {
	s, l := m.session, &m.list
	var sp screen.Speech
	if m.asked {
		sp.Back = func() tea.Cmd {
			m.asked = false
			m.where.Unask()
			return nil
		}
		m.where.Speak(s, &sp, s.S("find.where"), func() tea.Cmd {
			if m.asked = m.where.Note != nil; m.asked {
				return nil
			}
			m.list.afresh = true
			return m.ask()
		})
		return sp
	}
	switch {
	case l.err != nil:
		sp.Say(s.Text.Error(l.err))
	case l.loaded:
		for _, line := range m.summary(widget.Unbroken, 0) {
			sp.Say(strings.TrimSpace(ansi.Strip(line)))
		}
	}
	for i, tc := range l.rows {
		label := m.sentence(tc)
		if i >= l.sure {
			label += ", " + s.S("linear.to_ask")
		}
		sp.Rows = append(sp.Rows, screen.Choice{Label: label, Do: func() tea.Cmd {
			m.focus(paneList)
			l.window.MoveTo(i)
			return m.act(keys.Open)
		}})
	}
	where := m.where.Value()
	if where == "" {
		where = s.S("find.everywhere")
	}
	filter := s.S("telecentres.filter")
	if m.stepFree {
		filter = s.S("linear.chosen", "what", filter)
	}
	sp.Choices = append(sp.Choices,
		screen.Choice{
			Label: s.S("page.fact", "label", strings.TrimRight(s.S("find.where"), " ?\u00a0\u202f"), "value", where),
			Do: func() tea.Cmd {
				m.asked = true
				m.where.Ask()
				return nil
			},
		},
		screen.Choice{Label: filter, Do: m.tick},
	)
	sp.Keys = append(sp.Keys, keys.Search, keys.StepFree)
	return sp
}

// sentence is a télécentre in words.
func (m *Model) sentence(tc directory.TelecentreCount) string {
	s := m.session
	parts := []string{text.Typographic(tc.Telecentre.Name)}
	if tc.Commune != nil {
		parts = append(parts, text.Typographic(tc.Commune.Name))
	}
	if tc.DistanceKM >= 0 {
		parts = append(parts, s.Text.KM(tc.DistanceKM))
	}
	return strings.Join(append(parts, s.S("telecentres.people", "n", tc.Count)), ", ")
}
