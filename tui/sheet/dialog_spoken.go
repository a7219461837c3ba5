package sheet

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/screen"
)

// Speak is the dialog in words, ended as if its keys had done so.
func (a *Asking) Speak(s *screen.Session) screen.Speech {
	d := a.Dialog
	p := Spoken(s)
	d.paras(p, sparse)
	sp := p.spoken.Speech
	sp.Title = s.S(d.title, d.args...)
	switch {
	case d.writing != nil:
		d.writing.speak(&sp)
	case d.field != nil:
		sp.Ask = &screen.Ask{Label: s.S(d.field.label), Value: d.field.input.Value(), Enter: func(typed string) tea.Cmd {
			d.Fill(typed)
			return d.field.enter(d.field.value())
		}}
		if d.field.note != nil {
			sp.Say(s.Text.Error(d.field.note))
		}
	default:
		for i, answer := range d.answers {
			off := ""
			if answer.Off != "" {
				off = s.S(answer.Off)
			}
			sp.Choices = append(sp.Choices, screen.Choice{Label: s.S(answer.Label, answer.Args...), Off: off, Do: func() tea.Cmd {
				cmd, closed := d.pick(i)
				a.close(d, closed)
				return cmd
			}})
		}
	}
	return sp
}
