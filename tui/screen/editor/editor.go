// Package editor is where a professional writes their profile: sections of
// fields, each checked on leaving it and saved at once. It owns what was typed
// and not yet kept, and decides nothing about the rest: the service does.
package editor

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// spot is the part of the screen that shows.
type spot uint8

const (
	spotSections spot = iota
	spotFields
	spotReview // the last section: read it again and send it
	spotSent
)

// Model is the screen.
type Model struct {
	session *screen.Session
	id      screen.ID
	frame   screen.Frame
	mine    *directory.Mine // as the service told it last; nil: not yet
	work    work
	checked checked
	spot    spot
	window  widget.Window // of sections
	hand    hand
	review  review
	saver   saver
	stale   *stale // somebody saved meanwhile: the question in front; nil: none
	lanes   lanes
	err     error  // why there is nothing to show
	goal    string // the field that the route named
	asked   bool   // where it is read out: the field in hand is awaited
	before  work   // and how all was before
}

// lanes are the questions that the screen asks.
type lanes struct{ me, skills screen.Lane }

// New makes the screen.
func New(s *screen.Session, id screen.ID, r screen.Editor) screen.Screen {
	return &Model{session: s, id: id, goal: r.Field, hand: hand{seen: map[string]bool{}}}
}

// found is the answer to the question for one's own profile.
type found struct {
	mine *directory.Mine
	err  error
}

// Init asks for one's own profile.
func (m *Model) Init() tea.Cmd { return m.lookAgain() }

// lookAgain asks for one's own profile, once nothing is being saved: what is
// read meanwhile may be older than what is written.
func (m *Model) lookAgain() tea.Cmd {
	if m.saver.busy {
		m.saver.look = true
		return nil
	}
	s := m.session
	service, actor := s.Service, s.Actor
	return m.lanes.me.Ask(s, m.id, func(ctx context.Context) tea.Msg {
		mine, err := service.Me(ctx, actor)
		return found{mine, err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.pasted(msg)
	case screen.Do:
		return m, m.act(msg.Action)
	case screen.Own:
		return m, m.lookAgain()
	case screen.Leaving:
		return m, m.save()
	case found:
		return m, m.arrived(msg)
	case rested:
		m.saver.armed = false
		return m, m.save()
	case saved:
		return m, m.wasSaved(msg)
	case submitted:
		return m, m.wasSubmitted(msg)
	case proposed:
		m.takeProposals(msg)
	}
	return m, nil
}

// arrived takes over what the service knows, unless something typed here would
// be lost by that.
func (m *Model) arrived(f found) tea.Cmd {
	switch {
	case f.err != nil && m.mine == nil:
		if directory.IsCode(f.err, directory.CodeNeedsKey) {
			return goTo(screen.SignUp{})
		}
		m.err = f.err
		return nil
	case f.err != nil:
		return screen.Warn(m.session.Text.Error(f.err))
	case f.mine.Listing == nil:
		return goTo(screen.SignUp{})
	case m.mine == nil:
		m.load(f.mine)
		m.begin()
		return nil
	case m.stale != nil:
		m.stale.theirs = f.mine
		m.mine.Listing = f.mine.Listing
		return nil
	case f.mine.Version == m.saver.version:
		told := m.ruled(f.mine)
		m.mine = f.mine
		m.check()
		return told
	case m.dirty():
		m.ask(f.mine)
		return nil
	}
	m.load(f.mine)
	return screen.Say(m.session.S("editor.notice.taken_over"))
}

// ruled tells what the moderators decided since: who writes on would hand in the
// same again, and read of it only then.
func (m *Model) ruled(now *directory.Mine) tea.Cmd {
	if now.Verdict == nil || m.mine.Verdict != nil && m.mine.Verdict.Number == now.Verdict.Number {
		return nil
	}
	switch told, asks := owner.Ruled(m.session, now); {
	case told == "":
		return nil
	case asks:
		return screen.Warn(m.session.S("editor.notice.ruled", "told", told))
	default:
		return screen.Say(told)
	}
}

// goTo is the command that opens a route in the place of this screen.
func goTo(r screen.Route) tea.Cmd { return func() tea.Msg { return screen.Replace{Route: r} } }

// goBack is the command that leaves this screen.
func goBack() tea.Msg { return screen.Back{} }

// load takes over a profile as the service has it, and keeps the hand where it
// was as far as that is still there.
func (m *Model) load(mine *directory.Mine) {
	m.mine, m.stale, m.err = mine, nil, nil
	m.work = workOf(mine)
	m.saver.keep(mine, m.work.copy())
	for _, f := range allFields() {
		if m.work.filled(f.name) {
			m.hand.seen[f.name] = true // what is wrong with it may be said
		}
	}
	m.check()
	if m.spot == spotFields {
		m.hold(m.hand.section, m.hand.field)
	}
}

// begin chooses what shows first: the field that the route named, else the
// sections, with the first one in hand that lacks something.
func (m *Model) begin() {
	all := sections()
	m.window.Resize(len(all), len(all))
	for i, s := range all {
		for j, f := range s.fields {
			if f.name == m.goal && m.work.offers(f.name) {
				m.hold(i, j)
				return
			}
		}
	}
	for i := range all {
		if m.state(i).lacks() {
			m.window.MoveTo(i)
			return
		}
	}
	if m.mine.Drafted {
		m.window.MoveTo(len(all) - 1)
	}
}

// Title is the screen's step in the breadcrumb.
func (m *Model) Title() string { return m.session.S("editor.title") }

// Topic is the help's page.
func (m *Model) Topic() string { return "editor" }

// Capturing tells whether characters are text now.
func (m *Model) Capturing() bool { return m.unseen() || m.inField() && m.hand.control.capturing() }

// Empty tells whether the field in hand takes text and has none.
func (m *Model) Empty() bool {
	return m.inField() && m.hand.control.capturing() && m.hand.control.empty()
}

// Hints are the keys of the part in hand.
func (m *Model) Hints() []screen.Hint {
	choose := screen.Hint{Action: keys.Down, Label: "hint.choose"}
	back := screen.Hint{Action: keys.Back, Label: "hint.back"}
	switch {
	case m.mine == nil:
		return []screen.Hint{back}
	case m.stale != nil:
		if m.stale.compare {
			back = screen.Hint{Action: keys.Back, Label: "hint.close"}
		} else {
			back.Label = "editor.hint.later"
		}
		return []screen.Hint{choose, {Action: keys.Open, Label: "hint.do"}, back}
	case m.spot == spotSections:
		return []screen.Hint{choose, {Action: keys.Open, Label: "hint.open"}, {Action: keys.Submit, Label: "editor.hint.review"}, back}
	case m.spot == spotReview:
		hints := []screen.Hint{
			choose,
			{Action: keys.Open, Label: "hint.do"},
			{Action: keys.Submit, Label: "editor.hint.submit", Off: m.notNow()},
		}
		if m.more() {
			hints = append(hints, screen.Hint{Action: keys.PageDown, Label: "hint.scroll"})
		}
		return append(hints, screen.Hint{Action: keys.Back, Label: "editor.hint.sections"})
	case m.spot == spotSent && m.more():
		return []screen.Hint{{Action: keys.Down, Label: "hint.scroll"}, {Action: keys.Open, Label: "hint.close"}, back}
	case m.spot == spotSent:
		return []screen.Hint{{Action: keys.Open, Label: "hint.close"}, back}
	}
	hints := append(m.hand.control.hints(), screen.Hint{Action: keys.NextPane, Label: "editor.hint.next"})
	return append(hints, screen.Hint{Action: keys.Back, Label: "editor.hint.sections"})
}

// more tells whether the review has more to read than is in sight.
func (m *Model) more() bool {
	above, below := m.review.scroll.More()
	return above || below
}

var (
	_ screen.Screen  = (*Model)(nil)
	_ screen.Emptier = (*Model)(nil)
	_ screen.Clicker = (*Model)(nil)
	_ screen.Keeper  = (*Model)(nil)
)
