package profile

import (
	"teleorne/tui/card"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
)

// Speak is the profile in words.
func (m *Model) Speak() screen.Speech {
	s := m.session
	var sp screen.Speech
	switch {
	case m.Dialog != nil:
		return m.Asking.Speak(s)
	case m.err != nil:
		sp.Say(s.Text.Error(m.err))
	case m.card != nil:
		sp.Title = s.S("linear.profile")
		if m.trail != nil && m.trail.Total > 1 {
			sp.Say(s.S("linear.trail", "at", m.trail.Index+1, "n", m.trail.Total))
		}
		full := card.Full{Card: m.card, Near: m.near, Proven: s.Actor.Proven(), Own: m.own, Left: m.left}
		sp.Say(full.Said(s)...)
	}
	sp.Keys = append(sp.Keys, keys.Copy) // what is read out is whole: nothing has to be copied from a screen
	return sp
}
