package tui

// Typing tells whether characters go into a field of the screen in front.
func (m *Model) Typing() bool {
	if m.palette != nil {
		return !m.palette.moved
	}
	return m.top().screen.Capturing()
}

// Overlaid tells whether the list of all actions is open.
func (m *Model) Overlaid() bool { return m.palette != nil }
