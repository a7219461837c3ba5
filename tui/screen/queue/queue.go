// Package queue is what waits for the moderators: one list, by age and risk,
// that moves while others work. It decides nothing but what can be accepted
// without reading each, and knows no other screen.
package queue

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// Model is the screen.
type Model struct {
	sheet.Asking
	session *screen.Session
	id      screen.ID
	list    list
	beside  *moderation.Detail // what is in hand, on a wide screen
	wide    bool               // there is room for that
	busy    bool               // something is being written
	lanes   struct{ list, beside, act screen.Lane }
	drawn   struct{ top, height int } // where the rows stand, for clicks
}

// list is what waits, and what of it is shown.
type list struct {
	queue  *directory.Queue // nil before the first answer
	kind   directory.ItemKind
	rows   []*directory.Item
	window widget.Window
	err    error
}

// New makes the screen.
func New(s *screen.Session, id screen.ID) screen.Screen { return &Model{session: s, id: id} }

// listed brings what waits.
type listed struct {
	queue *directory.Queue
	err   error
}

// looked brings the item in hand.
type looked struct{ detail *moderation.Detail }

// Init asks for what waits.
func (m *Model) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.lanes.list.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		q, err := service.Queue(ctx, actor)
		return listed{q, err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.Answer(msg)
	case tea.WindowSizeMsg:
		m.wide = screen.Frame{Width: msg.Width}.Class() >= screen.Wide
		return m, m.look()
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Moved:
		return m, m.Init()
	case screen.Own:
		return m, m.demoted()
	case listed:
		return m, m.arrived(msg)
	case looked:
		m.beside = msg.detail
	case previewed:
		return m, m.askBulk(msg)
	case accepted:
		return m, m.wasAccepted(msg)
	case undone:
		return m, m.wasUndone(msg)
	}
	return m, nil
}

func (m *Model) demoted() tea.Cmd {
	if m.session.Actor.May(directory.ActionModerate) == nil {
		return nil
	}
	return moderation.GoHome(m.session)
}

// arrived shows what waits now. What is in hand stays so, on the same row of the
// screen.
func (m *Model) arrived(l listed) tea.Cmd {
	switch {
	case directory.IsCode(l.err, directory.CodeNotPermitted), directory.IsCode(l.err, directory.CodeRevoked):
		return moderation.GoHome(m.session)
	case l.err != nil:
		m.list.err = l.err
		return nil
	}
	first := m.list.queue == nil
	m.list.queue, m.list.err = l.queue, nil
	m.list.narrow(m.list.kind)
	if first {
		m.list.takeFree()
	}
	return m.look()
}

// narrow shows the items of a kind, all for an empty one.
func (l *list) narrow(kind directory.ItemKind) {
	hand, _ := l.inHand()
	before, offset := l.window.Cursor, l.window.Cursor-l.window.Top
	l.kind, l.rows = kind, l.rows[:0:0]
	for _, it := range l.queue.Items {
		if kind == "" || it.Kind == kind {
			l.rows = append(l.rows, it)
		}
	}
	at := before
	if hand != nil {
		if i := slices.IndexFunc(l.rows, func(it *directory.Item) bool { return it.ID == hand.ID }); i >= 0 {
			at = i
		}
	}
	l.window.Total = len(l.rows)
	l.window.Top = max(0, at-offset)
	l.window.MoveTo(at)
}

// inHand is the item in hand.
func (l *list) inHand() (*directory.Item, bool) {
	if i := l.window.Cursor; i < len(l.rows) {
		return l.rows[i], true
	}
	return nil, false
}

// take takes an item in hand, if it is among those shown.
func (l *list) take(id directory.ItemID) {
	if i := slices.IndexFunc(l.rows, func(it *directory.Item) bool { return it.ID == id }); i >= 0 {
		l.window.MoveTo(i)
	}
}

// takeFree takes the first item in hand that nobody else has and that is not
// one's own.
func (l *list) takeFree() {
	free := func(it *directory.Item) bool { return !it.Own && (it.Claim == nil || it.Claim.Yours) }
	if i := slices.IndexFunc(l.rows, free); i > 0 {
		l.window.MoveTo(i)
	}
}

// kinds are those that there are, all of them first; the one that is shown is
// among them even when nothing of it is left.
func (l *list) kinds() []directory.ItemKind {
	all := []directory.ItemKind{""}
	for _, k := range moderation.Kinds {
		if l.queue.Count[k] > 0 || k == l.kind {
			all = append(all, k)
		}
	}
	return all
}

// count is how many of a kind there are.
func (l *list) count(kind directory.ItemKind) int {
	if kind == "" {
		return len(l.queue.Items)
	}
	return l.queue.Count[kind]
}

// look asks for what is to be read about the item in hand, where there is room
// for it beside the list. It is not taken in hand by that.
func (m *Model) look() tea.Cmd {
	it, ok := m.list.inHand()
	if !ok || !m.wide {
		m.beside = nil
		return nil
	}
	if m.beside != nil && m.beside.ID == it.ID && m.beside.Version == it.Version {
		return nil
	}
	service, actor, id := m.session.Service, m.session.Actor, it.ID
	return m.lanes.beside.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		r, err := service.Open(ctx, actor, id, "")
		if err != nil {
			return looked{} // the list says what became of it
		}
		return looked{&moderation.Detail{Review: r, Others: moderation.Others(ctx, service, actor, r)}}
	})
}

// Resume asks again, and takes in hand what was read last.
func (m *Model) Resume(left tea.Msg) (screen.Screen, tea.Cmd) {
	if r, ok := left.(screen.Review); ok && m.list.queue != nil {
		m.list.take(r.Item)
	}
	return m, m.Init()
}

func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	if m.Dialog != nil {
		return m.Answer(msg)
	}
	if n, ok := keys.Digit(msg); ok {
		w := &m.list.window
		if row := w.Top + n - 1; row < w.End() {
			w.MoveTo(row)
			return m.do(keys.Open)
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
	if screen.Step(&m.list.window, a) {
		return m.look()
	}
	switch a {
	case keys.Open:
		if it, ok := m.list.inHand(); ok {
			return screen.Go(screen.Review{Item: it.ID})
		}
	case keys.NextPane, keys.Filters:
		return m.turn(1)
	case keys.PrevPane:
		return m.turn(-1)
	case keys.Bulk:
		return m.preview()
	case keys.Undo:
		return m.undo()
	case keys.Back:
		return func() tea.Msg { return screen.Back{} }
	}
	return nil
}

// turn shows the next kind.
func (m *Model) turn(by int) tea.Cmd {
	if m.list.queue == nil {
		return nil
	}
	all := m.list.kinds()
	at := slices.Index(all, m.list.kind)
	m.list.narrow(all[(at+by+len(all))%len(all)])
	return m.look()
}

// Click takes the row under the mouse in hand, and opens it when it was.
func (m *Model) Click(_, y int) (screen.Screen, tea.Cmd) {
	w := &m.list.window
	if m.Dialog != nil || m.drawn.height == 0 || y < m.drawn.top {
		return m, nil
	}
	row := w.Top + (y-m.drawn.top)/m.drawn.height
	if row >= w.End() {
		return m, nil
	}
	if row == w.Cursor {
		return m, m.do(keys.Open)
	}
	w.MoveTo(row)
	return m, m.look()
}

// Title is the screen's step in the breadcrumb.
func (m *Model) Title() string { return m.session.S("moderation.title") }

// Topic is the help's page.
func (m *Model) Topic() string { return "queue" }

// Hints are the keys of the page.
func (m *Model) Hints() []screen.Hint {
	if m.Dialog != nil {
		return m.Dialog.Hints()
	}
	none, bulk := "", ""
	if len(m.list.rows) == 0 {
		none = "moderation.off.empty"
	}
	if m.list.queue == nil || m.list.queue.Count[directory.ItemChange] == 0 {
		bulk = "moderation.off.no_change"
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose", Off: none},
		{Action: keys.Open, Label: "hint.open", Off: none},
		{Action: keys.NextPane, Label: "moderation.hint.kind", Off: none},
		{Action: keys.Back, Label: "hint.back"},
		{Action: keys.Bulk, Label: "moderation.hint.bulk", Off: bulk},
		{Action: keys.Undo, Label: "moderation.hint.undo"},
	}
}

var (
	_ screen.Resumer = (*Model)(nil)
	_ screen.Clicker = (*Model)(nil)
	_ screen.Emptier = (*Model)(nil)
)
