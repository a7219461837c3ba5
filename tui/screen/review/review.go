// Package review is one item of the moderators' queue: what was handed in or
// reported, what is to be looked at, and the decision. What is possible it asks
// of the service; it knows no other screen.
package review

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// Model is the screen.
type Model struct {
	sheet.Asking
	session *screen.Session
	id      screen.ID
	item    directory.ItemID   // that is read, or asked for
	shown   *moderation.Detail // nil before the first answer
	place   place
	err     error
	note    note
	page    page
	kept    map[kept]string // reasons that were begun and not sent
	busy    bool            // something is being written
	taking  bool            // the item is being taken in hand
	again   bool            // it moved meanwhile
	lane    screen.Lane     // of the item
	effects screen.Lane     // of what a change would do: news of the item do not overtake that
}

// place is where among what waits the item stands.
type place struct {
	items []directory.ItemID
	index int // negative: it is none of these
}

// page is how the item is looked at.
type page struct {
	walk  sheet.Walk
	rows  []moderation.Row
	whole bool // as readers would see it, instead of what changed
	head  int  // lines above what scrolls, when last drawn
}

// note is what happened to the item while it was open: the key of a sentence and
// what that mentions.
type note struct {
	key  string
	args []any
	over bool // it is not to be decided any more
}

// kept names a reason that was begun.
type kept struct {
	item   directory.ItemID
	action directory.Action
}

// New makes the screen.
func New(s *screen.Session, id screen.ID, r screen.Review) screen.Screen {
	return &Model{session: s, id: id, item: r.Item, place: place{index: -1}, kept: map[kept]string{}}
}

// opened brings an item; taken tells that it was asked for in order to decide.
type opened struct {
	detail *moderation.Detail
	place  place
	taken  bool
	err    error
}

// Init asks for the item, and takes it in hand.
func (m *Model) Init() tea.Cmd { return m.open(m.item) }

// open takes an item in hand and lets go of the one before.
func (m *Model) open(id directory.ItemID) tea.Cmd {
	if id != m.item {
		m.item, m.note, m.page, m.Dialog = id, note{}, page{}, nil
	}
	s := m.session
	service, actor, holder := s.Service, s.Actor, s.Holder
	m.taking = true
	return m.lane.Ask(s, m.id, func(ctx context.Context) tea.Msg {
		if m, ok := released(ctx, service, holder); !ok {
			return m
		}
		return read(ctx, service, actor, id, holder)
	})
}

// released lets go of what the session has in hand.
func released(ctx context.Context, service *directory.Service, holder string) (opened, bool) {
	err := service.Release(ctx, holder, "")
	return opened{err: err}, err == nil
}

// read reads an item and where it stands; with a holder it is taken in hand.
func read(ctx context.Context, service *directory.Service, actor directory.Actor, id directory.ItemID, holder string) opened {
	r, err := service.Open(ctx, actor, id, holder)
	if err != nil {
		return opened{err: err}
	}
	q, err := service.Queue(ctx, actor)
	if err != nil {
		return opened{err: err}
	}
	return opened{
		detail: &moderation.Detail{Review: r, Others: moderation.Others(ctx, service, actor, r)},
		place:  placeOf(q, id), taken: holder != "",
	}
}

func placeOf(q *directory.Queue, id directory.ItemID) place {
	p := place{items: make([]directory.ItemID, len(q.Items)), index: -1}
	for i, it := range q.Items {
		p.items[i] = it.ID
		if it.ID == id {
			p.index = i
		}
	}
	return p
}

// look reads the item again without taking it in hand: something changed.
func (m *Model) look() tea.Cmd {
	service, actor, id := m.session.Service, m.session.Actor, m.item
	return m.lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg { return read(ctx, service, actor, id, "") })
}

// Update takes keys, pastes, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, tea.Batch(m.Touch(), m.Answer(msg))
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Moved:
		if m.busy || m.note.over {
			return m, nil
		}
		if m.taking { // looking now would give that up: what it answers is news as well
			m.again = true
			return m, nil
		}
		return m, m.look()
	case screen.Own:
		return m, m.demoted()
	case opened:
		m.taking = false
		cmd := m.arrived(msg)
		if again := m.again; again {
			m.again = false
			return m, tea.Batch(cmd, m.look())
		}
		return m, cmd
	case decided:
		return m, m.wasDecided(msg)
	case foreseen:
		return m, m.confirmSkill(msg)
	}
	return m, nil
}

// demoted goes home when the reader may not read on: roles are taken away while
// sessions are open.
func (m *Model) demoted() tea.Cmd {
	if m.session.Actor.May(directory.ActionModerate) == nil {
		return nil
	}
	return moderation.GoHome(m.session)
}

// arrived shows an item. What changed while it was open is told.
func (m *Model) arrived(o opened) tea.Cmd {
	switch {
	case directory.IsCode(o.err, directory.CodeNotPermitted), directory.IsCode(o.err, directory.CodeRevoked), directory.IsCode(o.err, directory.CodeBanned):
		return moderation.GoHome(m.session)
	case directory.IsCode(o.err, directory.CodeNotFound) && m.shown != nil && m.shown.ID == m.item:
		m.note = note{key: "moderation.note.over", over: true}
		return nil
	case o.err != nil:
		m.err = o.err
		return nil
	}
	before := m.shown
	m.shown, m.place, m.err = o.detail, o.place, nil
	switch {
	case before == nil || before.ID != m.shown.ID:
		m.page, m.note = page{}, note{}
	case m.shown.Kind == directory.ItemListing && before.Kind != directory.ItemListing: // nothing waits any more
		m.note = note{key: "moderation.note.over", over: true}
	case before.Version != m.shown.Version && m.note.key == "":
		m.note = note{key: "moderation.note.changed"}
		m.Dialog.Note(&directory.Error{Code: directory.CodeConflict})
	}
	return nil
}

// Touch takes the item in hand again where that is nearly over, or is by now.
func (m *Model) Touch() tea.Cmd {
	if m.shown == nil || m.busy || m.note.over || m.shown.Kind == directory.ItemListing {
		return nil
	}
	c, now := m.shown.Claim, m.session.Now()
	if c != nil && (!c.Yours && now.Before(c.Until) || c.Yours && c.Until.Sub(now) > renewBefore) {
		return nil
	}
	s, id := m.session, m.item
	service, actor, holder := s.Service, s.Actor, s.Holder
	m.taking = true
	return m.lane.Ask(s, m.id, func(ctx context.Context) tea.Msg { return read(ctx, service, actor, id, holder) })
}

// renewBefore is how long before its end a claim is made to last again.
const renewBefore = 5 * time.Minute

// Ends is when the item is in nobody's hand any more: each input keeps it there.
func (m *Model) Ends() (at time.Time, sentence string) {
	if m.shown == nil || m.note.over || m.shown.Claim == nil || !m.shown.Claim.Yours {
		return time.Time{}, ""
	}
	return m.shown.Claim.Until, m.session.S("moderation.claim.soon")
}

// Resume takes the item in hand again: the screen above may have had another.
func (m *Model) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.open(m.item) }

// Leave tells the queue which item was read last.
func (m *Model) Leave() tea.Msg { return screen.Review{Item: m.item} }

// Close lets go of the item.
func (m *Model) Close() tea.Cmd {
	service, holder, parent, item := m.session.Service, m.session.Holder, m.session.Context, m.item
	m.lane.Drop()
	m.taking, m.again = false, false
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), writeWithin)
		defer cancel()
		_ = service.Release(ctx, holder, item) // what cannot be let go expires by itself
		return nil
	}
}

func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	if m.Dialog != nil { // whoever writes a long reason is there as well
		return tea.Batch(m.Touch(), m.Answer(msg))
	}
	if n, ok := keys.Digit(msg); ok {
		if n <= len(m.page.rows) {
			m.page.walk.Take(n - 1)
			return m.follow(n - 1)
		}
		return nil
	}
	if action, ok := keys.Match(msg, false); ok {
		return tea.Batch(m.Touch(), m.do(action))
	}
	return nil
}

// do carries out an action.
func (m *Model) do(a keys.Action) tea.Cmd {
	if m.Dialog != nil {
		return m.Choose(a)
	}
	switch a {
	case keys.NextPane, keys.Next:
		return m.step(1)
	case keys.PrevPane, keys.Previous:
		return m.step(-1)
	case keys.Back:
		if m.page.whole {
			m.page.whole = false
			return nil
		}
		return func() tea.Msg { return screen.Back{} }
	case keys.Undo:
		return m.undo()
	}
	if m.shown == nil {
		return nil
	}
	if m.page.walk.Act(a) {
		return nil
	}
	if a == keys.Open {
		if !m.page.walk.InSight() {
			m.page.walk.Reveal()
			return nil
		}
		return m.follow(m.page.walk.Hand)
	}
	return m.choose(a)
}

// follow goes where a row leads.
func (m *Model) follow(i int) tea.Cmd {
	if m.page.whole || i >= len(m.page.rows) {
		return nil
	}
	switch r := m.page.rows[i]; {
	case r.Whole:
		m.page.whole, m.page.walk = true, sheet.Walk{}
	case r.Skill != "":
		return screen.Go(screen.Skill{Slug: r.Skill})
	case r.Item != "":
		return screen.Go(screen.Review{Item: r.Item})
	}
	return nil
}

// step goes to the item after or before this one.
func (m *Model) step(by int) tea.Cmd {
	p := m.place
	to := p.index + by
	switch {
	case p.index < 0 && len(p.items) > 0 && by > 0:
		to = 0
	case p.index < 0 || to < 0 || to >= len(p.items):
		return screen.Say(m.session.S("moderation.end"))
	}
	return m.open(p.items[to])
}

// Click takes the row under the mouse in hand, and follows it when it was.
func (m *Model) Click(_, y int) (screen.Screen, tea.Cmd) {
	i, ok := m.page.walk.At(y - m.headRows())
	if !ok || m.Dialog != nil {
		return m, nil
	}
	if i == m.page.walk.Hand {
		return m, m.do(keys.Open)
	}
	m.page.walk.Take(i)
	return m, nil
}

// Title is the screen's step in the breadcrumb.
func (m *Model) Title() string {
	if m.shown == nil {
		return ""
	}
	return moderation.Name(m.session, &m.shown.Item)
}

// Topic is the help's page.
func (m *Model) Topic() string { return "review" }

// Hints are the keys of the page: the decisions first.
func (m *Model) Hints() []screen.Hint {
	if m.Dialog != nil {
		return m.Dialog.Hints()
	}
	hints := m.decisions()
	end := ""
	if i := m.place.index + 1; i >= len(m.place.items) || len(m.place.items) == 0 {
		end = "moderation.end"
	}
	first := ""
	if m.place.index <= 0 {
		first = "moderation.end"
	}
	next := screen.Hint{Action: keys.Next, Label: "hint.next", Off: end}
	hints = slices.Insert(hints, min(3, len(hints)), next)
	hints = append(hints, screen.Hint{Action: keys.Back, Label: "hint.back"})
	if above, below := m.page.walk.Scroll.More(); above || below || len(m.page.rows) > 0 {
		hints = append(hints, screen.Hint{Action: keys.Down, Label: "hint.scroll"})
	}
	return append(hints,
		screen.Hint{Action: keys.Undo, Label: "moderation.hint.undo"},
		screen.Hint{Action: keys.Previous, Label: "hint.previous", Off: first})
}

var (
	_ screen.Resumer = (*Model)(nil)
	_ screen.Leaver  = (*Model)(nil)
	_ screen.Closer  = (*Model)(nil)
	_ screen.Clicker = (*Model)(nil)
	_ screen.Emptier = (*Model)(nil)
)
