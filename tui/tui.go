// Package tui is the interface: a stack of screens under one header and one
// footer. It decides nothing about permissions and holds no SQL; what it shows
// and does it asks of directory.Service, in the name of one actor.
package tui

import (
	"context"
	"crypto/rand"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/theme"
)

// Bounds of the interface, in columns and rows: below them a sentence asks for
// more room, and beyond the others it is cut: a client may claim any size.
const (
	MinWidth, MinHeight = 40, 15
	MaxWidth, MaxHeight = 300, 100
)

// Options say for whom the interface is.
type Options struct {
	Context  context.Context // ends with the session
	Service  *directory.Service
	Actor    directory.Actor
	Lang     text.Lang
	Link     string   // where to start: a slug, a commune or a skill; anything else is home
	Refused  []string // why keys that the client offered were not taken: the ends of keys "refused." of the catalogue
	FirstUse bool     // the first visit with a key that was pasted into an account, perhaps by somebody else
	ASCII    bool     // the terminal's locale is not UTF-8
	NoColor  bool
	Width    int // 0: told by the first tea.WindowSizeMsg
	Height   int
	Pause    time.Duration // how long what is typed waits to be saved; 0: a second
	Lines    bool          // it is read out line by line: nobody waits for news, which are asked for by News
	Switch   bool          // one can go on in the other of interface and dialogue
	Switched bool          // and comes from there
}

// IdleWarning is sent when the session is about to be closed for want of input.
type IdleWarning struct{ Left time.Duration }

// Closing is sent when the server is about to stop.
type Closing struct{}

// Model is the root: stack, chrome, size, quit.
type Model struct {
	session *screen.Session
	stack   []entry
	palette *palette
	notice  screen.Notice
	size    screen.Frame
	glyphs  theme.Glyphs
	chosen  bool // the reader picked a palette: the terminal's background decides no more
	mouse   bool
	aborted bool            // Ctrl+C was pressed once
	changes <-chan struct{} // the directory was written to
	own     watch
	access  watch
	queue   watch
	anew    chan struct{} // holds one when something else is followed than before
	start   screen.Route
	ends    time.Time // of what runs out on the screen in front, as far as it was waited for
	other   bool      // the reader goes on in the other of interface and dialogue
}

type entry struct {
	id     screen.ID
	screen screen.Screen
}

// New makes the interface of one session.
func New(o Options) *Model {
	g, mode := theme.Unicode(), theme.Neutral
	sentences := text.For(o.Lang)
	if o.Lines {
		sentences = sentences.Aloud()
	}
	if o.ASCII {
		g = theme.ASCII()
	}
	if o.NoColor {
		mode = theme.Mono
	}
	m := &Model{
		session: &screen.Session{
			Service: o.Service, Actor: o.Actor, Text: sentences, Theme: theme.New(mode, g), Context: o.Context,
			Refused: o.Refused, FirstUse: o.FirstUse, Lines: o.Lines, Switch: o.Switch, Pause: o.Pause, Holder: rand.Text(),
		},
		glyphs: g, anew: make(chan struct{}, 1),
		chosen: o.NoColor,
	}
	if o.Switched {
		m.notice = screen.Notice{Text: m.howToKeep()}
	}
	m.resize(o.Width, o.Height)
	m.start = startRoute(m.session, o.Link)
	return m
}

// Init opens the home screen, whatever the user name pointed to above it, and
// asks once for the terminal's background.
func (m *Model) Init() tea.Cmd {
	changes, stop := m.session.Service.Changes()
	m.changes = changes
	context.AfterFunc(m.session.Context, stop)
	cmds := []tea.Cmd{tea.RequestBackgroundColor, m.open(screen.Find{})}
	if m.start != nil {
		cmds = append(cmds, m.open(m.start))
	}
	m.watchIdentity()
	m.watchQueue()
	return tea.Batch(append(cmds, m.awaitNews())...)
}

// Update hands a message to whom it concerns, and looks whether something runs
// out on the screen that is in front then.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := m.take(msg)
	return m, tea.Batch(cmd, m.awaitEnd())
}

// take hands a message to whom it concerns.
func (m *Model) take(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
		return m, m.front(msg)
	case tea.ColorProfileMsg:
		// Sixteen colours are what somebody made of them: on a background that is not
		// known none of them is sure to be legible.
		if !m.chosen && m.session.Theme.Mode == theme.Neutral && msg.Profile < colorprofile.ANSI256 {
			m.session.Theme = theme.New(theme.Mono, m.glyphs)
		}
		return m, nil
	case tea.BackgroundColorMsg:
		if !m.chosen && msg.Color != nil {
			mode := theme.Light
			if theme.IsDark(msg.Color) {
				mode = theme.Dark
			}
			m.session.Theme = theme.New(mode, m.glyphs)
		}
		return m, nil
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		if m.palette != nil {
			m.palette.typed(msg)
			return m, nil
		}
		m.aborted = false
		return m, m.front(msg)
	case tea.MouseMsg:
		return m, m.clicked(msg)
	case screen.Envelope:
		return m, m.deliver(msg)
	case screen.Goto:
		return m, m.open(msg.Route)
	case screen.Replace:
		return m, m.replace(msg.Route)
	case screen.Back:
		return m, m.back()
	case screen.Renewed:
		return m, m.renewed(msg.Actor)
	case news:
		return m, m.told(msg)
	case screen.Own:
		return m, m.all(msg)
	case screen.Moved:
		return m, m.all(msg)
	case accessChanged:
		return m, tea.Batch(m.renew(), m.tellOfficial())
	case ownKnown:
		if m.palette != nil {
			m.palette.know(m, msg.mine)
		}
		return m, nil
	case screen.Notice:
		m.notice = msg
		return m, nil
	case screen.Prefer:
		return m, m.prefer(msg.Mode)
	case endNears:
		return m, m.warnOf(msg)
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Changed:
		return m, m.all(msg)
	case IdleWarning:
		m.notice = screen.Notice{Text: m.session.S("notice.idle", "seconds", int(msg.Left.Seconds())), Bad: true}
		return m, m.leaving()
	case Closing:
		m.notice = screen.Notice{Text: m.session.S("notice.closing"), Bad: true}
		return m, m.leaving()
	}
	return m, m.front(msg)
}

func (m *Model) resize(w, h int) {
	m.size = screen.Frame{Width: min(w, MaxWidth), Height: min(h, MaxHeight)}
}

// key takes a key press: the palette first, then what works everywhere, then
// the screen in front.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	m.notice = screen.Notice{}
	top := m.top()
	if top == nil {
		return nil
	}
	typing := m.palette != nil || top.screen.Capturing()
	action, ok := keys.Match(msg, typing)
	if action == keys.Abort {
		return m.abort()
	}
	m.aborted = false
	if m.palette != nil {
		return m.paletteKey(msg, action)
	}
	if ok && m.global(action) {
		return m.do(action)
	}
	if typing && m.empty() {
		if sign, ok := keys.MatchSign(msg); ok {
			return m.do(sign)
		}
	}
	return m.front(msg)
}

// empty tells whether the screen in front has the keys in an empty field.
func (m *Model) empty() bool {
	e, ok := m.top().screen.(screen.Emptier)
	return ok && e.Empty()
}

// global tells whether an action is the root's own.
func (m *Model) global(a keys.Action) bool {
	switch a {
	case keys.Help, keys.Palette, keys.Theme, keys.Language, keys.Mouse, keys.Home, keys.Switch:
		return true
	case keys.Quit:
		return len(m.stack) == 1
	}
	return false
}

// do carries out an action, the root's own or the screen's.
func (m *Model) do(a keys.Action) tea.Cmd {
	s := m.session
	switch a {
	case keys.Help:
		if top := m.top(); top != nil {
			return m.open(screen.Help{Topic: top.screen.Topic()})
		}
	case keys.Palette:
		return m.openPalette()
	case keys.Theme:
		m.chosen = true
		s.Theme = theme.New(s.Theme.Mode.Next(), m.glyphs)
		m.notice = screen.Notice{Text: s.S("notice.theme." + string(s.Theme.Mode))}
	case keys.Language:
		s.Text = s.Text.Other()
		return m.all(screen.Changed{})
	case keys.Mouse:
		m.mouse = !m.mouse
		word := "notice.mouse.off"
		if m.mouse {
			word = "notice.mouse.on"
		}
		m.notice = screen.Notice{Text: s.S(word)}
	case keys.Home:
		if cmd, held := m.held(a); held {
			return cmd
		}
		cmd := m.cut(1)
		return tea.Batch(cmd, m.front(screen.Do{Action: keys.Reset}))
	case keys.Switch:
		return m.change()
	case keys.Quit:
		if cmd, held := m.held(a); held {
			return cmd
		}
		return tea.Quit
	default:
		return m.front(screen.Do{Action: a})
	}
	return nil
}

// abort quits at the second Ctrl+C in a row.
func (m *Model) abort() tea.Cmd {
	if m.aborted {
		return tea.Quit
	}
	m.aborted = true
	m.notice = screen.Notice{Text: m.session.S("notice.abort")}
	return m.leaving()
}
