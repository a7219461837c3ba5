package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"teleorne/tui/screen"
	"teleorne/tui/theme"
	"teleorne/tui/widget"
)

// footerRows are those of the hairline and the footer.
const footerRows = 2

// View draws header, screen and footer.
func (m *Model) View() tea.View {
	v := tea.View{AltScreen: true, WindowTitle: m.session.S("product.short")}
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if m.size.Width < MinWidth || m.size.Height < MinHeight {
		v.Content = strings.Join(firstLines(widget.Wrap(m.session.S("frame.small", "width", MinWidth, "height", MinHeight), m.size.Width), m.size.Height), "\n")
		return v
	}
	top := m.top()
	if top == nil {
		return v
	}
	above := m.above()
	said := m.said()
	frame := m.frame(len(above))
	frame.Height -= max(0, len(said)-footerRows)
	var body screen.View
	if m.palette != nil {
		body = m.palette.view(m.session, frame)
	} else {
		body = top.screen.View(frame)
	}
	lines := make([]string, 0, m.size.Height)
	lines = append(lines, above...)
	lines = append(lines, firstLines(body.Lines, frame.Height)...)
	for len(lines) < len(above)+frame.Height {
		lines = append(lines, "")
	}
	lines = append(lines, m.foot(body, said)...)
	for i, l := range lines {
		if m.glyphs.IsASCII() {
			l = theme.Spell(l)
		}
		lines[i] = widget.Cut(l, m.size.Width, "")
	}
	v.Content = strings.Join(lines, "\n")
	if !body.Hidden {
		x, y := m.point(body)
		v.Cursor = tea.NewCursor(min(x, m.size.Width-1), min(y+len(above), m.size.Height-1))
		v.Cursor.Blink = false
	}
	return v
}

// point is where the cursor stands on a screen. On a blank line a screen reader
// would say nothing: where no text is typed it goes on to the next that says
// something.
func (m *Model) point(body screen.View) (x, y int) {
	if m.palette != nil || m.top().screen.Capturing() {
		return body.X, body.Y
	}
	for y := max(0, body.Y); y < len(body.Lines); y++ {
		if strings.TrimSpace(ansi.Strip(body.Lines[y])) != "" {
			return body.X, y
		}
	}
	return body.X, body.Y
}

func firstLines(lines []string, n int) []string { return lines[:max(0, min(n, len(lines)))] }

// header is the product's name, where one is, and who one is.
func (m *Model) header() string {
	s, t := m.session, m.session.Theme
	narrow := m.size.Width < 80
	path := make([]string, 0, len(m.stack)+1)
	for _, e := range m.stack {
		if title := e.screen.Title(); title != "" {
			path = append(path, title)
		}
	}
	right := strings.ToUpper(string(s.Text.Lang())) + " ?"
	if !narrow {
		right = s.S("role."+s.Actor.Role.String()) + "  " + strings.ToUpper(string(s.Text.Lang())) + "   ?"
		if s.Service.Demo() {
			right = s.S("demo") + "   " + right
		}
	}
	room := m.size.Width - 2 - widget.Width(right) - 2
	name := s.S("product.short")
	where := strings.Join(path, " "+t.Glyphs.Crumb+" ")
	if narrow && where != "" {
		name, where = path[len(path)-1], ""
	}
	if where != "" && room-widget.Width(name)-3 < widget.Width(where) {
		name = s.S("product.tiny")
	}
	name = widget.Cut(name, room, t.Glyphs.Ellipsis)
	for len(path) > 1 && where != "" && room-widget.Width(name)-3 < widget.Width(where) {
		path = path[1:] // where one is matters more than the way there
		where = strings.Join(append([]string{t.Glyphs.Ellipsis}, path...), " "+t.Glyphs.Crumb+" ")
	}
	if where != "" {
		where = widget.Cut(" "+t.Glyphs.Crumb+" "+where, room-widget.Width(name), t.Glyphs.Ellipsis)
	}
	gap := strings.Repeat(" ", max(1, m.size.Width-2-widget.Width(name)-widget.Width(where)-widget.Width(right)))
	return " " + t.Accent.Bold(true).Render(name) + t.Text.Render(where) + gap + t.Muted.Render(right)
}

// rule is the hairline over the footer. It says which row is in hand, where the
// screen does not, and on a narrow screen what has no room in the header.
func (m *Model) rule(body screen.View) string {
	s, t := m.session, m.session.Theme
	var words []string
	if m.size.Width < 80 && s.Service.Demo() {
		words = append(words, s.S("demo"))
	}
	if body.Total > 1 {
		words = append(words, s.S("find.position", "row", body.Row, "total", body.Total))
	}
	line := ""
	for _, word := range words {
		line += t.Muted.Render(" "+word+" ") + widget.Rule(t.Glyphs.Rule, 2, t.Border)
	}
	return " " + widget.Rule(t.Glyphs.Rule, m.size.Width-2-widget.Width(line), t.Border) + line
}
