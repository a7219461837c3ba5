package tui

import (
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// announceRoomy is the height from which a blank row stands under an
// announcement as well; below it takes the one under the header.
const announceRoomy = 20

// announceRows is how many rows an announcement takes at most: in forty columns
// one would end before it says when.
const announceRows = 2

// announcement is what is announced today: nothing when nothing is. What has no
// room there is read in the help.
func (m *Model) announcement() []string {
	a := m.session.Service.Announcement()
	if a == nil {
		return nil
	}
	frame, t := screen.Frame{Width: m.size.Width}, m.session.Theme
	room := m.size.Width - 2*frame.Margin()
	lines := widget.Wrap(m.session.Text.Announcement(*a, frame.Class() == screen.Narrow), room)
	if last := announceRows - 1; len(lines) > announceRows {
		lines = append(lines[:last], widget.CutWords(lines[last]+" "+lines[last+1], room, t.Glyphs.Ellipsis))
	}
	margin := widget.Pad("", frame.Margin())
	for i, l := range lines {
		lines[i] = margin + t.Badge.Bold(true).Render(l)
	}
	return lines
}

// above is all that stands over the screen: the header, what is announced, and
// a blank row where there is room for it.
func (m *Model) above() []string {
	lines := append([]string{m.header()}, m.announcement()...)
	if len(lines) == 1 || m.size.Height >= announceRoomy {
		lines = append(lines, "")
	}
	return lines
}

// frame is the room that is left for a screen below so many rows.
func (m *Model) frame(above int) screen.Frame {
	return screen.Frame{Width: m.size.Width, Height: m.size.Height - above - footerRows}
}
