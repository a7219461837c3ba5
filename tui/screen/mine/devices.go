package mine

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// Devices is the screen of one's keys: which there are, how another one comes,
// and the codes for the day when all are lost.
type Devices struct {
	sheet.Asking
	session *screen.Session
	id      screen.ID
	keys    []directory.Key
	left    int // recovery codes that were not used
	loaded  bool
	err     error
	link    *directory.LinkCode // shown, until another device has used it or one goes on
	scroll  widget.Scroll       // of what is shown then
	walk    sheet.Walk
	busy    bool
	load    screen.Lane
	write   screen.Lane
}

// NewDevices makes the screen of one's keys.
func NewDevices(s *screen.Session, id screen.ID) screen.Screen {
	return &Devices{session: s, id: id}
}

// held brings the keys.
type held struct {
	keys []directory.Key
	left int
	err  error
}

// dealt tells how a change to the keys went: what is said of it, and what it
// brought.
type dealt struct {
	err   error
	told  func(*screen.Session) string
	link  *directory.LinkCode
	codes []string
	after held
}

// Init asks for the keys.
func (m *Devices) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg { return askKeys(ctx, service, actor) })
}

func askKeys(ctx context.Context, service *directory.Service, actor directory.Actor) held {
	all, err := service.Keys(ctx, actor)
	if err != nil {
		return held{err: err}
	}
	left, err := service.RecoveryLeft(ctx, actor)
	return held{all, left, err}
}

// Update takes keys, pastes, answers and news.
func (m *Devices) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.Answer(msg)
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Own, screen.Changed:
		return m, m.Init()
	case held:
		return m, m.holds(msg)
	case dealt:
		return m, m.dealt(msg)
	}
	return m, nil
}

// holds takes over the keys. One more of them while a code is shown is that of
// the device that has just used it.
func (m *Devices) holds(h held) tea.Cmd {
	if h.err != nil {
		m.err = h.err
		return nil
	}
	joined := m.link != nil && m.loaded && len(h.keys) > len(m.keys)
	m.keys, m.left, m.loaded, m.err = h.keys, h.left, true, nil
	if !joined {
		return nil
	}
	m.link = nil
	m.walk.Hand = len(h.keys) - 1
	return screen.Say(m.session.S("mine.told.joined", "name", keyName(m.session, h.keys[len(h.keys)-1])))
}

func (m *Devices) dealt(d dealt) tea.Cmd {
	m.busy = false
	switch {
	case d.err != nil && m.Dialog.Capturing():
		m.Dialog.Note(d.err) // what was typed stays
		return m.Init()
	case d.err != nil:
		return tea.Batch(failed(m.session, d.err), m.Init())
	}
	m.Dialog = nil
	before := len(m.keys)
	m.holds(d.after)
	if len(m.keys) > before { // the new one is in hand, to be named
		m.walk.Hand = len(m.keys) - 1
	}
	switch {
	case d.link != nil:
		m.link, m.scroll = d.link, widget.Scroll{}
	case d.codes != nil:
		return screen.Go(screen.Codes{Codes: d.codes})
	case d.told != nil:
		return screen.Say(d.told(m.session))
	}
	return nil
}

// run does something with the keys off the loop, once at a time.
func (m *Devices) run(do func(context.Context, *directory.Service, directory.Actor) dealt) tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	service, actor := m.session.Service, m.session.Actor
	return m.write.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		d := do(ctx, service, actor)
		if d.err == nil {
			d.after = askKeys(ctx, service, actor)
		}
		return d
	})
}

// Resume asks again: codes may have been made.
func (m *Devices) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Init() }

func (m *Devices) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case m.Dialog != nil:
		return m.Answer(msg)
	case m.link == nil && m.loaded:
		if n, ok := keys.Digit(msg); ok {
			if all := m.items(); n <= len(all) {
				m.walk.Take(len(m.keys) + n - 1)
				return m.perform(all[n-1])
			}
			return nil
		}
	}
	if action, ok := keys.Match(msg, false); ok {
		return m.do(action)
	}
	return nil
}

// do carries out an action.
func (m *Devices) do(a keys.Action) tea.Cmd {
	switch {
	case m.Dialog != nil:
		return m.Choose(a)
	case m.link != nil:
		switch a {
		case keys.Back, keys.Open:
			m.link = nil
			return nil
		case keys.Next:
			return m.linkUp()
		}
		screen.Scroll(&m.scroll, a)
		return nil
	case m.walk.Act(a):
		return nil
	}
	switch a {
	case keys.Back:
		return goBack
	case keys.Open:
		if !m.walk.InSight() {
			m.walk.Reveal()
			return nil
		}
		return m.openRow()
	case keys.Rename:
		return m.withKey("mine.key.rename", m.askRename)
	case keys.Remove:
		return m.withKey("mine.key.remove", m.askRemove)
	}
	return nil
}

// openRow asks what to do with the key in hand, or does what the row says.
func (m *Devices) openRow() tea.Cmd {
	if m.walk.Hand < len(m.keys) {
		return m.askKey(m.keys[m.walk.Hand])
	}
	if all := m.items(); m.walk.Hand-len(m.keys) < len(all) {
		return m.perform(all[m.walk.Hand-len(m.keys)])
	}
	return nil
}

// withKey does something with the key in hand, if one is.
func (m *Devices) withKey(what string, do func(directory.Key) tea.Cmd) tea.Cmd {
	if s := m.session; m.walk.Hand >= len(m.keys) {
		return screen.Warn(s.S("mine.off", "what", s.S(what), "why", s.S("mine.off.no_key")))
	}
	return do(m.keys[m.walk.Hand])
}

// Click takes the row under the mouse in hand, and opens it when it was.
func (m *Devices) Click(_, y int) (screen.Screen, tea.Cmd) {
	i, ok := m.walk.At(y)
	if !ok || m.Dialog != nil || m.link != nil {
		return m, nil
	}
	if i == m.walk.Hand {
		return m, m.do(keys.Open)
	}
	m.walk.Take(i)
	return m, nil
}

// Ends is when the code counts no more: another one can be made at any time.
func (m *Devices) Ends() (at time.Time, sentence string) {
	if m.link == nil || m.Dialog != nil {
		return time.Time{}, ""
	}
	return m.link.ExpiresAt, m.session.S("mine.link.soon", "what", m.session.S("mine.hint.link"))
}

// Title is the screen's step in the breadcrumb.
func (m *Devices) Title() string { return m.session.S("mine.devices.title") }

// Topic is the help's page.
func (m *Devices) Topic() string { return "devices" }

// Hints are the keys of the page.
func (m *Devices) Hints() []screen.Hint {
	switch {
	case m.Dialog != nil:
		return m.Dialog.Hints()
	case m.link != nil:
		return []screen.Hint{{Action: keys.Next, Label: "mine.hint.link"}, {Action: keys.Back, Label: "hint.back"}}
	}
	off, last := "", ""
	if m.walk.Hand >= len(m.keys) {
		off, last = "mine.off.no_key", "mine.off.no_key"
	} else if len(m.keys) < 2 {
		last = "mine.off.last_key"
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"},
		{Action: keys.Open, Label: "hint.do"},
		{Action: keys.Rename, Label: "mine.hint.rename", Off: off},
		{Action: keys.Remove, Label: "mine.hint.remove", Off: last},
		{Action: keys.Back, Label: "hint.back"},
	}
}

var (
	_ screen.Resumer = (*Devices)(nil)
	_ screen.Clicker = (*Devices)(nil)
	_ screen.Emptier = (*Devices)(nil)
)
