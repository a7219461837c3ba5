package mine

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// MyData is the screen of what is held about the reader: how much, how to get
// it, how long it stays, which rights there are, and the way out.
type MyData struct {
	sheet.Asking
	session *screen.Session
	id      screen.ID
	dossier *directory.Dossier // nil before the first answer
	receipt *directory.Receipt // after leaving
	err     error
	leave   bool // to be asked as soon as the dossier is there
	reading bool // the dossier is read, page by page
	scroll  widget.Scroll
	walk    sheet.Walk
	busy    bool
	load    screen.Lane
	write   screen.Lane
}

// NewMyData makes the screen of what is held about the reader.
func NewMyData(s *screen.Session, id screen.ID, r screen.MyData) screen.Screen {
	return &MyData{session: s, id: id, leave: r.Leave}
}

// filed brings the dossier.
type filed struct {
	dossier *directory.Dossier
	err     error
}

// forgotten tells how leaving went, and who the reader is since.
type forgotten struct {
	receipt *directory.Receipt
	actor   directory.Actor
	err     error
}

// Init asks for the dossier.
func (m *MyData) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		d, err := service.Dossier(ctx, actor)
		return filed{d, err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *MyData) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.Answer(msg)
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Own, screen.Changed:
		if m.receipt == nil && !m.busy {
			return m, m.Init()
		}
	case filed:
		m.filed(msg)
	case forgotten:
		return m, m.forgotten(msg)
	}
	return m, nil
}

func (m *MyData) filed(f filed) {
	if m.receipt != nil {
		return
	}
	m.err = f.err
	if f.err != nil {
		return
	}
	m.dossier = f.dossier
	if m.leave && m.dossier.Listing != nil {
		m.askLeave()
	}
	m.leave = false
}

// forgotten shows the receipt. From now on the key is one that nobody knows.
func (m *MyData) forgotten(f forgotten) tea.Cmd {
	m.busy = false
	if f.err != nil {
		if m.Dialog.Capturing() {
			m.Dialog.Note(f.err)
			return nil
		}
		return failed(m.session, f.err)
	}
	m.receipt, m.Dialog, m.dossier, m.reading = f.receipt, nil, nil, false
	return func() tea.Msg { return screen.Renewed{Actor: f.actor} }
}

// askLeave tells what leaving means; the name of the profile, typed, says that
// it is meant.
func (m *MyData) askLeave() {
	slug := m.dossier.Listing.Slug
	text := func(s *screen.Session) []sheet.Para {
		return []sheet.Para{{Text: s.S("mine.leave.text")}, {Text: s.S("mine.leave.type")}, {Text: slug, Verbatim: true}}
	}
	m.Dialog = sheet.TypeIn("mine.leave.title", text, "mine.leave.field", directory.MaxSlug+20, m.forget)
}

func (m *MyData) forget(typed string) tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	service, actor := m.session.Service, m.session.Actor
	return m.write.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		receipt, err := service.Erase(ctx, actor, typed)
		if err != nil {
			return forgotten{err: err}
		}
		now, err := service.Renew(ctx, actor)
		if err != nil { // whoever it is, no account is left of it
			now = directory.Actor{Role: directory.RoleIdentified, Fingerprint: actor.Fingerprint, Address: actor.Address, Key: actor.Key}
		}
		return forgotten{receipt: receipt, actor: now}
	})
}

// items are what can be done.
func (m *MyData) items() []item {
	if m.dossier == nil {
		return nil
	}
	nothing, off := "", ""
	if m.dossier.Account.ID == 0 {
		nothing = "mine.off.nothing"
	}
	if m.dossier.Listing == nil {
		off = "mine.off.no_profile"
	}
	return []item{
		{label: "mine.data.read", off: nothing, do: func() tea.Cmd {
			m.reading, m.scroll = true, widget.Scroll{}
			return nil
		}},
		{label: "mine.do.leave", off: off, do: func() tea.Cmd {
			m.askLeave()
			return nil
		}},
	}
}

func (m *MyData) perform(it item) tea.Cmd {
	switch {
	case it.off != "":
		return screen.Warn(m.session.S("mine.off", "what", m.session.S(it.label), "why", m.session.S(it.off)))
	case m.busy:
		return nil
	}
	return it.do()
}

func (m *MyData) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case m.Dialog != nil && m.busy: // until it is known how it went
		return nil
	case m.Dialog != nil:
		return m.Answer(msg)
	}
	if n, ok := keys.Digit(msg); ok && !m.reading {
		if all := m.items(); n <= len(all) {
			m.walk.Take(n - 1)
			return m.perform(all[n-1])
		}
		return nil
	}
	if action, ok := keys.Match(msg, false); ok {
		return m.do(action)
	}
	return nil
}

// do carries out an action.
func (m *MyData) do(a keys.Action) tea.Cmd {
	switch {
	case m.Dialog != nil:
		return m.Choose(a)
	case m.receipt != nil && (a == keys.Back || a == keys.Open): // nothing is left of where one came from
		return func() tea.Msg { return screen.Do{Action: keys.Home} }
	case m.reading && a == keys.Back:
		m.reading = false
		return nil
	case m.reading:
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
		if all := m.items(); m.walk.Hand < len(all) {
			return m.perform(all[m.walk.Hand])
		}
	}
	return nil
}

// Click takes the row under the mouse in hand, and does it when it was.
func (m *MyData) Click(_, y int) (screen.Screen, tea.Cmd) {
	i, ok := m.walk.At(y)
	if !ok || m.Dialog != nil || m.reading {
		return m, nil
	}
	if i == m.walk.Hand {
		return m, m.do(keys.Open)
	}
	m.walk.Take(i)
	return m, nil
}

// Title is the screen's step in the breadcrumb.
func (m *MyData) Title() string { return m.session.S("mine.data.title") }

// Topic is the help's page.
func (m *MyData) Topic() string { return "data" }

// Hints are the keys of the page.
func (m *MyData) Hints() []screen.Hint {
	switch {
	case m.Dialog != nil:
		return m.Dialog.Hints()
	case m.receipt != nil:
		hints := []screen.Hint{{Action: keys.Back, Label: "mine.hint.home"}}
		if above, below := m.walk.Scroll.More(); above || below {
			hints = append(hints, screen.Hint{Action: keys.Down, Label: "hint.scroll"})
		}
		return hints
	case m.reading:
		return []screen.Hint{
			{Action: keys.Down, Label: "hint.scroll"}, {Action: keys.PageDown, Label: "mine.hint.page"}, {Action: keys.Back, Label: "hint.back"},
		}
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Open, Label: "hint.do"}, {Action: keys.Back, Label: "hint.back"},
	}
}

var (
	_ screen.Clicker = (*MyData)(nil)
	_ screen.Emptier = (*MyData)(nil)
)
