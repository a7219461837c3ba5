package signup

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// Speak is the way to a profile in words: how to make a key, or the notice with
// what can be chosen under it.
func (m *Model) Speak() screen.Speech {
	s := m.session
	var sp screen.Speech
	switch m.phase {
	case phaseNoKey:
		for _, l := range m.noKey(widget.Unbroken) {
			sp.Say(sheet.Sentence(l))
		}
		return sp
	case phaseCode:
		if m.err != nil {
			sp.Say(s.Text.Error(m.err))
		}
		sp.Say(s.S("signup.code.about"))
		sp.Ask = &screen.Ask{Label: s.S("signup.code"), Value: m.code.Value(), Enter: func(typed string) tea.Cmd {
			m.code.SetValue(typed)
			return m.join()
		}}
		return sp
	case phaseNotice:
		sp.Say(s.S("signup.notice"))
		for _, f := range m.noticeFacts() {
			sp.Say(s.S("page.fact", "label", s.S("signup.label."+f.label), "value", f.text))
		}
		if s.Actor.Account == 0 {
			sp.Say(s.S("stranger.key", "fingerprint", s.Actor.Fingerprint))
		}
		for i, name := range choiceNames {
			sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("signup.choice." + name), Do: func() tea.Cmd {
				m.scroll.Top = m.scroll.Total // it was read out to its end
				return m.choose(i)
			}})
		}
	}
	if m.err != nil {
		sp.Say(s.Text.Error(m.err))
	}
	return sp
}

// Speak is the codes in words, each on a line of its own.
func (m *Codes) Speak() screen.Speech {
	s := m.session
	sp := screen.Speech{Keys: []keys.Action{keys.Open}}
	sp.Say(s.S("signup.codes.title"), s.S("signup.codes.about"))
	for _, c := range m.codes {
		sp.Say(strings.TrimSpace(c))
	}
	sp.Say(s.S("signup.codes.use"))
	sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("signup.hint.noted"), Do: func() tea.Cmd { return goBack }})
	return sp
}
