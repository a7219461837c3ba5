package mine

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Model is the screen of one's own profile: its state and what happens next,
// what can be done with it, what is not submitted yet, and what others see.
type Model struct {
	sheet.Asking
	session *screen.Session
	id      screen.ID
	mine    *directory.Mine // nil before the first answer
	card    *directory.Card // as the public sees it; nil when there is nothing to see
	err     error
	then    directory.Action // to be begun once the profile is there
	walk    sheet.Walk
	appeal  string // words against a decision that were begun and not sent
	busy    bool   // something is being written
	load    screen.Lane
	write   screen.Lane
}

// New makes the screen of one's own profile.
func New(s *screen.Session, id screen.ID, r screen.Me) screen.Screen {
	return &Model{session: s, id: id, then: r.Then}
}

// loaded brings the profile as it now is.
type loaded struct {
	mine *directory.Mine
	card *directory.Card
	err  error
}

// written tells how a change went; told is what is said about it.
type written struct {
	loaded
	told func(*screen.Session) string
}

// Init asks for the profile.
func (m *Model) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		return got(service, func() (*directory.Mine, error) { return service.Me(ctx, actor) })
	})
}

// got completes a profile with what others see of it.
func got(service *directory.Service, ask func() (*directory.Mine, error)) loaded {
	mine, err := ask()
	if err != nil {
		return loaded{err: err}
	}
	l := loaded{mine: mine}
	if mine.Listing != nil {
		l.card = service.Preview(mine, false)
	}
	return l
}

// Update takes keys, pastes, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.Answer(msg)
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Own, screen.Changed:
		return m, m.Init()
	case loaded:
		m.err = msg.err
		if msg.err == nil {
			m.mine, m.card = msg.mine, msg.card
		}
		return m, m.begin()
	case written:
		return m, m.wrote(msg)
	}
	return m, nil
}

// wrote shows what came of a change. What was typed for one that failed stays,
// with the reason under it.
func (m *Model) wrote(msg written) tea.Cmd {
	m.busy = false
	switch {
	case msg.err != nil && m.Dialog.Typing():
		m.Dialog.Note(msg.err)
		return m.Init()
	case msg.err != nil:
		return tea.Batch(failed(m.session, msg.err), m.Init())
	}
	m.mine, m.card, m.Dialog = msg.mine, msg.card, nil
	return screen.Say(msg.told(m.session))
}

// begin starts what the screen was opened for.
func (m *Model) begin() tea.Cmd {
	then := m.then
	m.then = ""
	if then == "" || m.mine == nil {
		return nil
	}
	for i, it := range m.items() {
		if it.action == then {
			m.walk.Hand = i
			return m.perform(it)
		}
	}
	return nil
}

// Resume asks again: the screen above may have changed anything.
func (m *Model) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Init() }

func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	if m.Dialog != nil {
		return m.Answer(msg)
	}
	if n, ok := keys.Digit(msg); ok {
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
func (m *Model) do(a keys.Action) tea.Cmd {
	if m.Dialog != nil {
		return m.Choose(a)
	}
	if m.walk.Act(a) {
		return nil
	}
	all := m.items()
	switch a {
	case keys.Back:
		return goBack
	case keys.Open:
		if !m.walk.InSight() {
			m.walk.Reveal()
			return nil
		}
		if m.walk.Hand < len(all) {
			return m.perform(all[m.walk.Hand])
		}
	}
	for _, it := range all {
		if it.key == a && a != "" {
			return m.perform(it)
		}
	}
	return nil
}

// Click takes the row under the mouse in hand, and does it when it was.
func (m *Model) Click(_, y int) (screen.Screen, tea.Cmd) {
	i, ok := m.walk.At(y)
	if !ok || m.Dialog != nil {
		return m, nil
	}
	if i == m.walk.Hand {
		return m, m.do(keys.Open)
	}
	m.walk.Take(i)
	return m, nil
}

// Title is the screen's step in the breadcrumb.
func (m *Model) Title() string { return m.session.S("mine.title") }

// Topic is the help's page.
func (m *Model) Topic() string { return "mine" }

// Hints are the keys of the page.
func (m *Model) Hints() []screen.Hint {
	if m.Dialog != nil {
		return m.Dialog.Hints()
	}
	hints := []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"},
		{Action: keys.Open, Label: "hint.do"},
		{Action: keys.Back, Label: "hint.back"},
	}
	for _, it := range m.items() {
		if it.key != "" {
			hints = append(hints, screen.Hint{Action: it.key, Label: it.hint, Off: it.off})
		}
	}
	return hints
}

var (
	_ screen.Resumer = (*Model)(nil)
	_ screen.Clicker = (*Model)(nil)
	_ screen.Emptier = (*Model)(nil)
)
