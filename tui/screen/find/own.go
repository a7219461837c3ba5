package find

import (
	"cmp"
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// landed brings the landing page, and the reader's own profile for it.
type landed struct {
	landing landing
	own     own
	asked   int // how often the own was asked for by itself until then
}

// own is what is known of the reader's profile, and of what waits for them.
type own struct {
	mine  *directory.Mine  // nil without a key
	key   bool             // a key was proven, whoever it belongs to
	waits int              // what waits for the reader as a moderator; negative: they are none
	queue *directory.Queue // of it, what is to be decided; nil: not known
}

// ownOf asks for the reader's profile. A home page without it is better than
// none: what goes wrong here shows where the profile is opened.
func ownOf(ctx context.Context, service *directory.Service, actor directory.Actor) own {
	o := own{key: actor.Fingerprint != "", waits: -1}
	if actor.May(directory.ActionModerate) == nil {
		o.waits = waiting(ctx, service, actor)
		if q, err := service.Queue(ctx, actor); err == nil {
			o.queue = q
		}
	}
	if !o.key {
		return o
	}
	if mine, err := service.Me(ctx, actor); err == nil {
		o.mine = mine
	}
	return o
}

// waiting is how much waits for a moderator.
func waiting(ctx context.Context, service *directory.Service, actor directory.Actor) int {
	o, err := service.Overview(ctx, actor)
	if err != nil {
		return 0
	}
	n := o.Motions + o.Requests
	for _, k := range o.Queue {
		n += k
	}
	return n
}

// askOwn asks for the reader's profile alone: it changes at each word that its
// owner writes, and the rest of the page does not.
func (m *Model) askOwn() tea.Cmd {
	if m.fixed {
		return nil
	}
	service, actor := m.session.Service, m.session.Actor
	m.ownAsked++
	return m.lanes.own.Ask(m.session, m.id, func(ctx context.Context) tea.Msg { return ownOf(ctx, service, actor) })
}

// arrivedOwn shows what is the reader's own anew. The row in hand stays.
func (m *Model) arrivedOwn(o own) {
	l := &m.landing
	before := len(l.own)
	m.own = o
	m.wordOwn()
	if l.hand > 0 || m.pane == paneList {
		l.hand += len(l.own) - before
	}
	l.moveTo(l.hand)
}

// arrivedLanding shows the page. The keys stay where they are: who comes to
// search types at once, and no letter of theirs may confirm anything.
func (m *Model) arrivedLanding(l landed) {
	before := m.landing
	m.landing = l.landing
	m.landing.hand, m.landing.own = before.hand, before.own
	if l.asked != m.ownAsked { // what was asked for since is newer, come or to come
		l.own = m.own
	}
	m.arrivedOwn(l.own)
}

// wordOwn words what is the reader's own, and the way to the other of interface
// and dialogue, which comes last: who needs it looks for it.
func (m *Model) wordOwn() {
	s, l := m.session, &m.landing
	l.own = nil
	at := len(l.others)
	for at > 0 && l.others[at-1].own() {
		at--
	}
	l.others = l.others[:at:at]
	m.wordMine()
	switch {
	case s.Switch && s.Lines:
		l.others = append(l.others, entry{key: "landing.screen", count: -1})
	case s.Switch:
		l.others = append(l.others, entry{key: "landing.lines", count: -1})
	}
}

// wordMine puts what is the reader's own into the session's language: the entry
// beside the télécentres, and the line above all when something asks for them.
func (m *Model) wordMine() {
	s, l, mine := m.session, &m.landing, m.own.mine
	if m.own.waits >= 0 && s.Actor.May(directory.ActionModerate) == nil {
		e := entry{key: "landing.admin", count: -1, route: screen.Admin{}}
		if n := m.own.waits; n > 0 {
			e.detail = s.S("office.hub.waiting", "n", n)
		}
		l.others = append(l.others, e)
	}
	m.wordQueue()
	if s.Actor.Role == directory.RoleOperator {
		return
	}
	if mine == nil || mine.Listing == nil {
		l.others = append(l.others, entry{key: "landing.sign_up", count: -1, route: screen.SignUp{}})
		switch {
		case m.own.key && mine != nil && mine.Account.ID == 0:
			l.own = append(l.own, entry{note: s.S("landing.unknown_key"), quiet: true, route: screen.SignUp{}})
		case !m.own.key && len(s.Refused) > 0:
			l.own = append(l.own, entry{note: s.S("landing.refused_key"), quiet: true, route: screen.SignUp{}})
		}
		return
	}
	l.others = append(l.others, entry{key: "landing.mine", count: -1, detail: owner.Brief(s, mine), route: screen.Me{}})
	if s.FirstUse {
		name := cmp.Or(directory.SafeLine(mine.Profile.Name), mine.Listing.Slug)
		l.own = append(l.own, entry{note: s.S("landing.first_use", "name", name), route: screen.Devices{}})
		return
	}
	if r, ok := owner.Remind(s, mine); ok {
		e := entry{note: r.Text, quiet: r.Quiet, confirm: r.Confirm, route: screen.Me{}}
		if r.Edit {
			e.route = screen.Editor{}
		}
		l.own = append(l.own, e)
	}
}

// wordQueue tells moderators in a line above all what they may decide, if
// anything.
func (m *Model) wordQueue() {
	s, l, q := m.session, &m.landing, m.own.queue
	if q == nil || s.Actor.May(directory.ActionModerate) != nil {
		return
	}
	if slices.ContainsFunc(q.Items, func(it *directory.Item) bool { return !it.Own }) {
		oldest := slices.MinFunc(q.Items, func(a, b *directory.Item) int { return a.Since.Compare(b.Since) })
		l.own = append(l.own, entry{
			note: s.S("landing.queue.waits", "n", len(q.Items), "since", s.Text.Since(oldest.Since, s.Now())), route: screen.Queue{},
		})
	}
}

// own tells whether an entry is there for this reader.
func (e entry) own() bool {
	switch e.key {
	case "landing.mine", "landing.sign_up", "landing.admin", "landing.lines", "landing.screen":
		return true
	}
	return false
}

// viewOwn draws what asks for the reader, with a blank line under it.
func (m *Model) viewOwn(width int) []string {
	t := m.session.Theme
	var lines []string
	for i, e := range m.landing.own {
		mark, style := "  ", t.Warning
		if e.quiet {
			style = t.Muted
		}
		if m.pane == paneList && m.landing.hand == i {
			mark, style = t.Glyphs.Select+" ", t.Selection
		}
		for j, l := range widget.Wrap(e.note, width-2) {
			if j > 0 {
				mark = "  "
			}
			m.landing.spots = append(m.landing.spots, spot{0, len(lines), width, i})
			lines = append(lines, style.Render(mark+l))
		}
		lines = append(lines, "")
	}
	return lines
}

// confirmed tells how confirming went.
type confirmed struct {
	mine *directory.Mine
	err  error
}

// told is the line that asks for the reader, if there is one.
func (l *landing) told() (entry, bool) {
	if len(l.own) == 0 {
		return entry{}, false
	}
	return l.own[0], true
}

// mends tells whether that line is in hand and a confirmation is what it asks.
func (m *Model) mends() bool {
	l := &m.landing
	return m.pane == paneList && m.blank() && l.hand < len(l.own) && l.own[l.hand].confirm
}

// follow does what an entry says: it leads somewhere, or confirms.
func (m *Model) follow(e entry) tea.Cmd {
	switch {
	case e.confirm:
		return m.confirm()
	case e.route == nil:
		return func() tea.Msg { return screen.Do{Action: keys.Switch} }
	}
	return screen.Go(e.route)
}

// confirm says that the reader's profile is still true, once at a time.
func (m *Model) confirm() tea.Cmd {
	if m.confirming {
		return nil
	}
	m.confirming = true
	service, actor := m.session.Service, m.session.Actor
	return m.lanes.confirm.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		mine, err := service.Confirm(ctx, actor)
		return confirmed{mine, err}
	})
}

// confirmedNow thanks, takes the line away and gives the keys to the search.
func (m *Model) confirmedNow(c confirmed) tea.Cmd {
	m.confirming = false
	if c.err != nil {
		return tea.Batch(screen.Warn(m.session.Text.Error(c.err)), m.askLanding())
	}
	m.own.mine = c.mine
	m.wordOwn()
	m.landing.hand = 0
	if m.pane == paneList && m.blank() {
		m.focus(paneWhat)
	}
	return tea.Batch(screen.Say(owner.Thanks(m.session, c.mine)), m.askLanding())
}
