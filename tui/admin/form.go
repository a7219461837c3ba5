package admin

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Form is a screen that is one form. Leaving it leads to the screen below, which
// asks anew for what it shows.
type Form struct {
	*sheet.Form
	Name  string                        // its step in the breadcrumb: key of the catalogue
	Help  string                        // the help's page
	Got   func(tea.Msg) (tea.Cmd, bool) // takes what the form asked for; false for what is not its
	Start tea.Cmd                       // what it asks for at first; nil: nothing

	session *screen.Session
	id      screen.ID
	lane    screen.Lane
	left    tea.Msg // what the screen below is told
	ahead   *Page   // what follows from what is typed, to be read first; nil: the form is in front
}

// Finished tells the screen below a form that it was handed in.
type Finished struct{}

// NewForm makes the screen of a form; what the form hands in is for the caller
// to set.
func NewForm(s *screen.Session, id screen.ID, inputs ...*sheet.Input) *Form {
	return &Form{Form: sheet.NewForm(s, inputs...), session: s, id: id}
}

// Run does something off the loop, in the name of who fills the form in; what it
// answers comes back to Got. There is one thing at a time; it is over with Kept,
// Idle or Refuse.
func (m *Form) Run(do func(context.Context, *directory.Service, directory.Actor) tea.Msg) tea.Cmd {
	m.Working()
	service, actor := m.session.Service, m.session.Actor
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg { return do(ctx, service, actor) })
}

// Preview shows what would follow from what is typed, before it is done. Going
// back leads to the form, as it was.
func (m *Form) Preview(tell func(*Draft), yes string, do func() tea.Cmd) {
	m.Idle()
	m.ahead = Preview(m.session, tell, func() { m.ahead = nil }, yes, func() tea.Cmd {
		m.ahead = nil
		return do()
	})
}

// Done leaves the form, and says in the footer what was done.
func (m *Form) Done(told string) tea.Cmd {
	m.Kept()
	m.left = Finished{}
	return tea.Sequence(GoBack, screen.Say(told))
}

// Leave tells the screen below whether something was done.
func (m *Form) Leave() tea.Msg { return m.left }

// Init asks for what the form needs at first.
func (m *Form) Init() tea.Cmd { return m.Start }

// Update takes keys, pastes and answers.
func (m *Form) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if m.Got != nil {
		if cmd, mine := m.Got(msg); mine {
			return m, cmd
		}
	}
	if m.ahead != nil {
		cmd, _ := m.ahead.Update(msg)
		return m, cmd
	}
	return m, m.Form.Update(msg)
}

// View draws the form, or what follows from it.
func (m *Form) View(f screen.Frame) screen.View {
	if m.ahead != nil {
		return m.ahead.View(f)
	}
	return m.Form.View(f)
}

// Capturing tells whether characters are text.
func (m *Form) Capturing() bool { return m.ahead == nil && m.Form.Capturing() }

// Empty tells whether the field that has the keys is empty.
func (m *Form) Empty() bool { return m.ahead == nil && m.Form.Empty() }

// Keep asks before what is typed is lost by an action that leaves the screen.
func (m *Form) Keep(next tea.Msg) (tea.Cmd, bool) {
	cmd, held := m.Form.Keep(next)
	if held {
		m.ahead = nil
	}
	return cmd, held
}

// Hints are the keys of the form, or of what follows from it.
func (m *Form) Hints() []screen.Hint {
	if m.ahead != nil {
		return m.ahead.Hints()
	}
	return m.Form.Hints()
}

// Title is the screen's step in the breadcrumb.
func (m *Form) Title() string { return m.session.S(m.Name) }

// Topic is the help's page.
func (m *Form) Topic() string { return m.Help }

// Click takes a click in the frame.
func (m *Form) Click(x, y int) (screen.Screen, tea.Cmd) {
	if m.ahead != nil {
		return m, m.ahead.Click(x, y)
	}
	return m, m.Form.Click(x, y)
}

var (
	_ screen.Screen  = (*Form)(nil)
	_ screen.Clicker = (*Form)(nil)
	_ screen.Keeper  = (*Form)(nil)
	_ screen.Leaver  = (*Form)(nil)
	_ screen.Emptier = (*Form)(nil)
)
