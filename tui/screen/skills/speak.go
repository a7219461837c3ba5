package skills

import "teleorne/tui/screen"

// Speak is the skill in words, or what a change of it would do.
func (m *skill) Speak() screen.Speech {
	if m.ahead != nil {
		return m.ahead.Speak()
	}
	return m.Page.Speak()
}

// Speak is the word in words, or what a decision would do.
func (m *proposal) Speak() screen.Speech {
	if m.ahead != nil {
		return m.ahead.Speak()
	}
	return m.Page.Speak()
}
