package tui

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// Command is an entry of the palette: something that can be done from anywhere.
type Command struct {
	Labels [2]string // in the session's language, then in the other one
	Off    string    // why it is not possible, in words
	Msg    tea.Msg
}

// Commands are all entries of the palette, but those of the screen in front.
func (m *Model) Commands() []Command {
	p := newPalette(m)
	if s := m.session; s.Actor.Account != 0 {
		if mine, err := s.Service.Me(s.Context, s.Actor); err == nil {
			p.know(m, mine)
		}
	}
	all := make([]Command, 0, len(p.entries))
	for _, e := range p.entries {
		if e.here || e.key == keys.Mouse || e.key == keys.Theme {
			continue // it is a choice of the screen; or there is nothing to see
		}
		c := Command{Labels: [2]string{m.session.S(e.label), m.session.Text.Other().S(e.label)}, Msg: e.msg}
		if e.off != "" {
			c.Off = m.session.S(e.off)
		}
		all = append(all, c)
	}
	return all
}

// Hints are the actions of the screen in front.
func (m *Model) Hints() []screen.Hint { return m.top().screen.Hints() }

// Topic names the page of the help about the screen in front.
func (m *Model) Topic() string { return m.top().screen.Topic() }

// Session is what belongs to this visit.
func (m *Model) Session() *screen.Session { return m.session }

// Where is the way to the screen in front, the last step last, and which screen
// it is.
func (m *Model) Where() (path []string, id screen.ID) {
	for _, e := range m.stack {
		if title := e.screen.Title(); title != "" {
			path = append(path, title)
		}
		id = e.id
	}
	return path, id
}

// InOther does something in the other language.
func (m *Model) InOther(do func()) {
	mine := m.session.Text
	m.session.Text = mine.Other()
	defer func() { m.session.Text = mine }()
	do()
}

// Speak is the screen in front in words, with the actions of its keys.
func (m *Model) Speak() screen.Speech {
	top := m.top()
	if top == nil {
		return screen.Speech{}
	}
	speaker, ok := top.screen.(screen.Speaker)
	if !ok {
		return screen.Speech{}
	}
	sp := speaker.Speak()
	if sp.Ask != nil || sp.Typed { // an answer is awaited, and nothing else
		return sp
	}
	for _, h := range top.screen.Hints() {
		for _, c := range offered(h) {
			if moves(c.key) || sp.Offers(c.key) {
				continue
			}
			off := ""
			if c.off != "" {
				off = m.session.S(c.off)
			}
			sp.Choices = append(sp.Choices, screen.Choice{
				Label: text.First(m.session.S(c.label)), Off: off, Do: func() tea.Cmd { return m.do(c.key) },
			})
		}
	}
	return sp
}

// moves tells whether an action only moves about on a screen, or has a word of
// its own in every dialogue.
func moves(a keys.Action) bool {
	switch a {
	case keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last, keys.Open, keys.Toggle, keys.Back,
		keys.NextPane, keys.PrevPane, keys.Abort, keys.Quit, keys.Help, keys.Palette, keys.Mouse, keys.Theme, keys.Home:
		return true
	}
	return false
}

// TakeNotice is what the last action said, once.
func (m *Model) TakeNotice() string {
	n := m.notice.Text
	m.notice = screen.Notice{}
	return n
}

// Press is an action of the key table, whichever screen is in front.
func (m *Model) Press(a keys.Action) tea.Cmd {
	if m.global(a) {
		return m.do(a)
	}
	return m.front(screen.Do{Action: a})
}

// News are what changed since they were last asked for, of what a session that
// waits for nothing would not hear.
func (m *Model) News() []tea.Msg {
	var all []tea.Msg
	if now, err := m.session.Service.Renew(m.session.Context, m.session.Actor); err == nil && now != m.session.Actor {
		all = append(all, screen.Renewed{Actor: now})
	}
	if changed(m.changes) {
		all = append(all, screen.Changed{})
	}
	if changed(m.own.news) {
		all = append(all, screen.Own{})
	}
	return all
}

func changed(news <-chan struct{}) bool {
	select {
	case <-news:
		return true
	default:
		return false
	}
}

// Leave quits, once what a screen holds is kept.
func (m *Model) Leave() tea.Cmd {
	if cmd, held := m.held(keys.Quit); held {
		return cmd
	}
	return tea.Quit
}
