package mine

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// Preview is one's own profile as others see it: everybody, or who has a key.
type Preview struct {
	session *screen.Session
	id      screen.ID
	shown   previewed
	proven  bool // what who has a key sees
	scroll  widget.Scroll
	lane    screen.Lane
}

// previewed brings the profile as both see it.
type previewed struct {
	public, proven *directory.Card
	near           *directory.TelecentreCount
	err            error
}

// NewPreview shows one's own profile as others see it.
func NewPreview(s *screen.Session, id screen.ID) screen.Screen {
	return &Preview{session: s, id: id}
}

// Init asks for the profile.
func (m *Preview) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		mine, err := service.Me(ctx, actor)
		switch {
		case err != nil:
			return previewed{err: err}
		case mine.Listing == nil:
			return previewed{err: &directory.Error{Code: directory.CodeNoListing}}
		}
		p := previewed{public: service.Preview(mine, false), proven: service.Preview(mine, true)}
		if p.public != nil && p.public.Commune != nil {
			p.near = service.NearestTelecentre(p.public.Commune)
		}
		return p
	})
}

// Update takes keys, answers and news.
func (m *Preview) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if n, ok := keys.Digit(msg); ok && n <= 2 {
			m.proven = n == 2
			return m, nil
		}
		if action, ok := keys.Match(msg, false); ok {
			return m, m.act(action)
		}
	case screen.Do:
		return m, m.act(msg.Action)
	case screen.Own, screen.Changed:
		return m, m.Init()
	case previewed:
		m.shown = msg
	}
	return m, nil
}

// Resume asks again: the editor may have been in front.
func (m *Preview) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Init() }

func (m *Preview) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Toggle, keys.NextPane, keys.PrevPane, keys.Next, keys.Previous:
		m.proven = !m.proven
	case keys.Edit:
		return screen.Go(screen.Editor{})
	case keys.Back:
		return goBack
	default:
		screen.Scroll(&m.scroll, a)
	}
	return nil
}

// View draws who sees it, and the profile as they do.
func (m *Preview) View(f screen.Frame) screen.View {
	s, t := m.session, m.session.Theme
	margin := strings.Repeat(" ", f.Margin())
	width := f.Width - 2*f.Margin()
	p := &sheet.Sheet{Session: s, Width: card.Body(width)}
	c := m.shown.public
	if m.proven {
		c = m.shown.proven
	}
	switch {
	case m.shown.err != nil:
		p.Text(t.Warning, s.Text.Error(m.shown.err))
	case c == nil:
		p.Text(t.Muted, s.S("find.searching"))
	default:
		p.Lines = card.Full{Card: c, Near: m.shown.near, Proven: m.proven, Left: -1}.Lines(s, width, f.Class() == screen.Narrow)
	}
	rows := max(1, f.Height-3)
	m.scroll.Resize(len(p.Lines), rows)
	v := screen.View{X: len(margin), Lines: []string{margin + m.readers(width), ""}}
	for _, l := range p.Lines[m.scroll.Top:min(len(p.Lines), m.scroll.Top+rows)] {
		v.Lines = append(v.Lines, strings.TrimRight(margin+l, " "))
	}
	for len(v.Lines) < f.Height-1 {
		v.Lines = append(v.Lines, "")
	}
	v.Lines = append(v.Lines, margin+screen.More(s, &m.scroll, p.Width))
	switch {
	case m.scroll.Top > 0: // what is read now
		v.Y = 2
	case m.proven:
		v.X += widget.Width(m.reader("mine.preview.public", 1, false)) + 2
	}
	return v
}

// readers are the two who may look, the one who does marked.
func (m *Preview) readers(width int) string {
	t := m.session.Theme
	public, proven := t.Selection, t.Muted
	if m.proven {
		public, proven = proven, public
	}
	a := m.reader("mine.preview.public", 1, !m.proven)
	b := m.reader("mine.preview.proven", 2, m.proven)
	return widget.Cut(public.Render(a)+"  "+proven.Render(b), width, t.Glyphs.Ellipsis)
}

func (m *Preview) reader(key string, digit int, chosen bool) string {
	mark := "  "
	if chosen {
		mark = m.session.Theme.Glyphs.Select + " "
	}
	return mark + m.session.Text.Int(digit) + " " + m.session.S(key)
}

// Title is the screen's step in the breadcrumb.
func (m *Preview) Title() string { return m.session.S("mine.preview.title") }

// Topic is the help's page.
func (m *Preview) Topic() string { return "mine" }

// Capturing is never true: nothing is typed here.
func (m *Preview) Capturing() bool { return false }

// Hints are the keys of the page.
func (m *Preview) Hints() []screen.Hint {
	hints := []screen.Hint{{Action: keys.NextPane, Label: "mine.hint.reader"}}
	if above, below := m.scroll.More(); above || below {
		hints = append(hints, screen.Hint{Action: keys.Down, Label: "hint.scroll"})
	}
	return append(hints, screen.Hint{Action: keys.Edit, Label: "hint.edit"}, screen.Hint{Action: keys.Back, Label: "hint.back"})
}

var _ screen.Resumer = (*Preview)(nil)
