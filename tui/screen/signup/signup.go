// Package signup is the way from an unknown key to a profile: the privacy
// notice, the recovery codes, and how to make a key for who has none. It knows
// neither the editor nor the profile, to which it leads by routes.
package signup

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// phase is how far the reader has come.
type phase uint8

const (
	phaseAsking phase = iota
	phaseNoKey        // how to make one
	phaseNotice       // what to know before starting
	phaseCode         // the field for a code is open
	phaseGone         // this screen is being replaced
)

// The choices under the notice, in their order.
const (
	choiceStart = iota
	choiceLater
	choiceCode
	choices
)

// choiceNames are the ends of their keys in the catalogue.
var choiceNames = [choices]string{"start", "later", "code"}

// maxCode is how many characters of a code are taken.
const maxCode = 60

// writeWithin bounds what is written: it goes on when its session ends.
const writeWithin = 20 * time.Second

// Model is the screen.
type Model struct {
	session *screen.Session
	id      screen.ID
	phase   phase
	window  widget.Window // of the choices
	scroll  widget.Scroll // of the text above them
	code    widget.Field
	busy    bool
	err     error // what is wrong with the last answer; nil: nothing
	lane    screen.Lane
}

// New makes the screen.
func New(s *screen.Session, id screen.ID) screen.Screen {
	m := &Model{session: s, id: id, code: widget.NewField(maxCode)}
	m.window.Resize(choices, choices)
	if !s.Actor.Proven() {
		m.phase = phaseNoKey
	}
	return m
}

// found is who the reader is.
type found struct {
	mine *directory.Mine
	err  error
}

// Init asks whether the reader has a profile already.
func (m *Model) Init() tea.Cmd {
	if m.phase == phaseNoKey {
		return nil
	}
	s := m.session
	service, actor := s.Service, s.Actor
	return m.lane.Ask(s, m.id, func(ctx context.Context) tea.Msg {
		mine, err := service.Me(ctx, actor)
		return found{mine, err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if m.phase == phaseGone {
		return m, nil
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		m.typed(msg)
	case screen.Do:
		return m, m.act(msg.Action)
	case screen.Own:
		if !m.busy {
			return m, m.Init()
		}
	case found:
		return m, m.arrived(msg)
	case started:
		return m, m.wasStarted(msg)
	case joined:
		return m, m.wasJoined(msg)
	}
	return m, nil
}

// arrived shows the notice to who has no profile, and leads others to theirs.
func (m *Model) arrived(f found) tea.Cmd {
	switch {
	case directory.IsCode(f.err, directory.CodeNeedsKey):
		m.phase = phaseNoKey
	case f.err != nil:
		m.err = f.err
	case f.mine.Listing != nil:
		m.phase = phaseGone
		return func() tea.Msg { return screen.Replace{Route: screen.Me{}} }
	case m.phase == phaseAsking:
		m.phase = phaseNotice
		// Better now than after ten lines of reading.
		if err := m.session.Actor.MayRegister(); !directory.IsCode(err, directory.CodeNeedsKey) {
			m.err = err
		}
	}
	return nil
}

// started is the answer to signing up.
type started struct {
	actor directory.Actor
	codes []string
	err   error
}

// start makes the account with its draft.
func (m *Model) start() tea.Cmd {
	m.busy, m.err = true, nil
	return m.write(func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
		mine, codes, err := service.SignUp(ctx, actor)
		if err != nil {
			return started{err: err}
		}
		now, err := service.Renew(ctx, actor)
		if err != nil {
			now = actor
			now.Account, now.Role = mine.Account.ID, mine.Account.Role
		}
		return started{actor: now, codes: codes}
	})
}

// write runs something to its end, even when the session ends meanwhile.
func (m *Model) write(do func(context.Context, *directory.Service, directory.Actor) tea.Msg) tea.Cmd {
	s, id := m.session, m.id
	service, actor, parent := s.Service, s.Actor, s.Context
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), writeWithin)
		defer cancel()
		return screen.Envelope{To: id, Msg: do(ctx, service, actor)}
	}
}

// wasStarted goes on to the codes, under which the editor waits, above the
// profile: each is left for the next by going back.
func (m *Model) wasStarted(a started) tea.Cmd {
	m.busy = false
	if m.err = a.err; a.err != nil {
		return nil
	}
	m.phase = phaseGone
	steps := []tea.Cmd{
		func() tea.Msg { return screen.Renewed{Actor: a.actor} },
		func() tea.Msg { return screen.Replace{Route: screen.Me{}} },
		screen.Go(screen.Editor{}),
	}
	if len(a.codes) > 0 {
		steps = append(steps, screen.Go(screen.Codes{Codes: a.codes}))
	}
	return tea.Sequence(steps...)
}

// joined is the answer to a code.
type joined struct {
	actor directory.Actor
	err   error
}

// join adds the reader's key to the account of the code typed.
func (m *Model) join() tea.Cmd {
	code := directory.SafeLine(m.code.Value())
	if code == "" {
		m.err = &directory.Error{Code: directory.CodeRequired}
		return nil
	}
	m.busy, m.err = true, nil
	return m.write(func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
		now, err := service.Join(ctx, actor, code)
		return joined{now, err}
	})
}

func (m *Model) wasJoined(a joined) tea.Cmd {
	m.busy = false
	if m.err = a.err; a.err != nil {
		return nil
	}
	m.phase = phaseGone
	said := "signup.joined"
	if directory.IsRecoveryCode(m.code.Value()) {
		said = "signup.recovered"
	}
	return tea.Sequence(
		func() tea.Msg { return screen.Renewed{Actor: a.actor} },
		func() tea.Msg { return screen.Replace{Route: screen.Me{}} },
		screen.Say(m.session.S(said)),
	)
}

// Title is the screen's step in the breadcrumb.
func (m *Model) Title() string { return m.session.S("signup.title") }

// Topic is the help's page.
func (m *Model) Topic() string {
	if m.phase == phaseNoKey {
		return "keys"
	}
	return "privacy"
}

// Capturing tells whether the field for a code has the keys.
func (m *Model) Capturing() bool { return m.phase == phaseCode }

// Empty tells whether nothing is typed into it.
func (m *Model) Empty() bool { return m.Capturing() && m.code.Value() == "" }

// Hints are the keys of the part in hand.
func (m *Model) Hints() []screen.Hint {
	back := screen.Hint{Action: keys.Back, Label: "hint.back"}
	_, below := m.scroll.More()
	switch {
	case m.phase == phaseCode:
		return []screen.Hint{{Action: keys.Open, Label: "signup.hint.join"}, back}
	case m.phase == phaseNotice && !below:
		return []screen.Hint{{Action: keys.Down, Label: "hint.choose"}, {Action: keys.Open, Label: "hint.do"}, back}
	case m.phase == phaseNotice:
		return []screen.Hint{{Action: keys.Open, Label: "signup.hint.read_on"}, back}
	}
	return []screen.Hint{{Action: keys.Down, Label: "hint.scroll"}, back}
}

var (
	_ screen.Screen  = (*Model)(nil)
	_ screen.Emptier = (*Model)(nil)
)
