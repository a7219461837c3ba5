package sheet

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/screen"
)

// speak is the text of a dialog in words: what it says by now, what follows from
// it, and how to go on.
func (w *writing) speak(sp *screen.Speech) {
	s := w.session
	if w.asked {
		sp.Back = func() tea.Cmd { w.asked = false; return nil }
		sp.Ask = &screen.Ask{Label: s.S(w.Label), Value: w.area.Value(), Lines: true, Enter: func(typed string) tea.Cmd {
			w.area.SetValue(typed)
			w.asked, w.note, w.picked = false, nil, ""
			return nil
		}}
		return
	}
	if v := w.area.Value(); v != "" {
		sp.Say(s.S("page.fact", "label", s.S(w.Label), "value", v))
	}
	if w.Below != nil {
		for _, p := range w.Below(s, w.area.Value()) {
			sp.Say(p.Text)
		}
	}
	if w.note != nil {
		sp.Say(s.Text.Error(w.note))
	}
	for i, t := range w.Templates {
		sp.Choices = append(sp.Choices, screen.Choice{Label: s.S("linear.template", "what", s.S(t.Label)), Do: func() tea.Cmd {
			w.pick(i)
			return nil
		}})
	}
	sp.Choices = append(sp.Choices,
		screen.Choice{Label: s.S("linear.write"), Do: func() tea.Cmd { w.asked = true; return nil }},
		screen.Choice{Label: s.S(w.Send), Do: func() tea.Cmd { return w.Enter(w.area.Value()) }},
	)
}
