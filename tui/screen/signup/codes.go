package signup

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// Codes is the screen that shows recovery codes. Nobody can show them again.
type Codes struct {
	session *screen.Session
	codes   []string
	scroll  widget.Scroll
	warned  bool // leaving without having said that they are written down
}

// NewCodes makes the screen that shows recovery codes.
func NewCodes(s *screen.Session, _ screen.ID, codes []string) screen.Screen {
	return &Codes{session: s, codes: codes}
}

// Init asks for nothing: the codes came with the route.
func (m *Codes) Init() tea.Cmd { return nil }

// Update takes keys.
func (m *Codes) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if action, ok := keys.Match(msg, false); ok {
			return m, m.act(action)
		}
	case screen.Do:
		return m, m.act(msg.Action)
	}
	return m, nil
}

func (m *Codes) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Open:
		return goBack
	case keys.Back:
		if m.warned {
			return goBack
		}
		m.warned = true
		return screen.Warn(m.session.S("signup.codes.once"))
	}
	screen.Scroll(&m.scroll, a)
	return nil
}

// View prints each code whole on a line that holds nothing else.
func (m *Codes) View(f screen.Frame) screen.View {
	s, t := m.session, m.session.Theme
	width := min(f.Width-2*f.Margin(), maxWidth)
	margin := strings.Repeat(" ", f.Margin())
	lines := styled(t.Strong, widget.Wrap(s.S("signup.codes.brief"), width))
	if f.Height > len(m.codes)+4 {
		lines = styled(t.Strong, widget.Wrap(s.S("signup.codes.title"), width))
		lines = append(lines, styled(t.Text, widget.Wrap(s.S("signup.codes.about"), width))...)
		lines = append(lines, "")
	}
	first := len(lines)
	for _, c := range m.codes {
		lines = append(lines, t.Strong.Render(c))
	}
	if f.Height > len(lines)+3 {
		lines = append(append(lines, ""), styled(t.Muted, widget.Wrap(s.S("signup.codes.use"), width))...)
	}
	m.scroll.Resize(len(lines), f.Height)
	v := screen.View{X: f.Margin(), Y: max(0, min(first-m.scroll.Top, f.Height-1))}
	for _, l := range lines[m.scroll.Top:min(len(lines), m.scroll.Top+m.scroll.Rows)] {
		v.Lines = append(v.Lines, margin+l)
	}
	return v
}

// Title is the screen's step in the breadcrumb.
func (m *Codes) Title() string { return m.session.S("signup.codes.title") }

// Topic is the help's page.
func (m *Codes) Topic() string { return "keys" }

// Capturing is never true: nothing is typed here.
func (m *Codes) Capturing() bool { return false }

// Hints are the keys of the page.
func (m *Codes) Hints() []screen.Hint {
	hints := []screen.Hint{{Action: keys.Open, Label: "signup.hint.noted"}}
	if above, below := m.scroll.More(); above || below {
		hints = append(hints, screen.Hint{Action: keys.Down, Label: "hint.scroll"})
	}
	return append(hints, screen.Hint{Action: keys.Back, Label: "hint.back"})
}

var _ screen.Screen = (*Codes)(nil)
