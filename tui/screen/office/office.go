// Package office is the administration of people and of the record: what waits
// at a glance, listings, accounts, bans, motions, the log and backups. It asks
// the service for everything and decides nothing.
package office

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// New opens an area of the administration, or its hub.
func New(s *screen.Session, id screen.ID, r screen.Admin) screen.Screen {
	switch r.Area {
	case screen.AreaListings:
		return newListings(s, id, r.ID)
	case screen.AreaAccounts:
		if r.ID != "" {
			return newAccount(s, id, r.ID)
		}
		return newAccounts(s, id)
	case screen.AreaBans:
		if who, ok := toBan(r.ID); ok {
			return newBanning(s, id, who)
		}
		return newBans(s, id)
	case screen.AreaMotions:
		return newMotions(s, id)
	case screen.AreaLog:
		return newRecord(s, id, r.ID)
	case screen.AreaBackups:
		return newBackups(s, id)
	}
	return newHub(s, id)
}

// base is what every page of the office has: whom it belongs to, and one thing
// at a time that it is doing.
type base struct {
	session *screen.Session
	id      screen.ID
	busy    bool
	write   screen.Lane
}

// done tells how something went that was asked of the service: what is said of
// it, or why not.
type done struct {
	err  error
	told func(*screen.Session) string
	next tea.Msg // what follows, such as leaving the page
}

// writeWithin bounds a write. It goes on when its session ends.
const writeWithin = 30 * time.Second

// run asks something of the service off the loop, once at a time.
func (b *base) run(do func(context.Context, *directory.Service, directory.Actor) done) tea.Cmd {
	if b.busy {
		return nil
	}
	b.busy = true
	service, actor, parent := b.session.Service, b.session.Actor, b.session.Context
	return b.write.Ask(b.session, b.id, func(context.Context) tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), writeWithin)
		defer cancel()
		return do(ctx, service, actor)
	})
}

// settle shows how it went: in the question that is open when something typed
// there will not do, else in the footer. It tells whether all went well.
func (b *base) settle(d done, a *sheet.Asking) (tea.Cmd, bool) {
	b.busy = false
	if d.err != nil {
		if a.Dialog.Typing() {
			a.Dialog.Note(d.err)
			return nil, false
		}
		return screen.Warn(b.session.Text.Error(d.err)), false
	}
	a.Dialog = nil
	var cmds []tea.Cmd
	if d.told != nil {
		cmds = append(cmds, screen.Say(d.told(b.session)))
	}
	if d.next != nil {
		next := d.next
		cmds = append(cmds, func() tea.Msg { return next })
	}
	return tea.Sequence(cmds...), true
}

// off is the reason why somebody may not do something, in words; empty when
// they may.
func (b *base) off(a directory.Action) string { return why(b.session, b.session.Actor.May(a)) }

// why words what keeps an action from being possible; empty for nothing.
func why(s *screen.Session, err error) string {
	if err == nil {
		return ""
	}
	return s.S(offKey(err))
}

func goBack() tea.Msg { return screen.Back{} }

// moment writes a day with its hour.
func moment(s *screen.Session, t time.Time) string {
	return s.S("office.moment", "date", owner.Date(s, t), "time", s.Text.Clock(t))
}

// dayOf is the civil day of a moment.
func dayOf(s *screen.Session, t time.Time) directory.Date {
	if t.IsZero() {
		return 0
	}
	return directory.DateOf(t.In(s.Now().Location()))
}
