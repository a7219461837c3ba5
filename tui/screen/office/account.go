package office

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// account is the page of one account: who it is, its keys, and what can be done
// with both.
type account struct {
	base
	sheet.Asking
	number directory.AccountID
	card   *directory.AccountCard // nil before the first answer
	err    error
	walk   sheet.Walk
	load   screen.Lane
}

// newAccount makes the page of an account by its number.
func newAccount(s *screen.Session, id screen.ID, number string) screen.Screen {
	m := &account{base: base{session: s, id: id}}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 {
		m.err = directory.NotFound("account", directory.SafeLine(number))
	}
	m.number = directory.AccountID(n)
	return m
}

// looked brings the account.
type looked struct {
	card *directory.AccountCard
	err  error
}

// Init asks for the account.
func (m *account) Init() tea.Cmd {
	if m.number <= 0 {
		return nil
	}
	service, actor, id := m.session.Service, m.session.Actor, m.number
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		card, err := service.Account(ctx, actor, id)
		return looked{card, err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *account) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.Answer(msg)
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Own, screen.Changed, screen.Moved, screen.Access:
		return m, m.Init()
	case looked:
		m.card, m.err = msg.card, msg.err
	case informed:
		return m, m.inform(msg)
	case done:
		cmd, _ := m.settle(msg, &m.Asking)
		return m, tea.Batch(cmd, m.Init())
	}
	return m, nil
}

// Resume asks anew: a ban may have been made above.
func (m *account) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Init() }

// deed is something that can be done with the account.
type deed struct {
	label string // key of the catalogue
	off   string // why it is not possible, as a key; empty when it is
	do    func() tea.Cmd
}

// deeds are what can be done, in the order of their digits.
func (m *account) deeds() []deed {
	if m.card == nil || m.err != nil {
		return nil
	}
	a := m.session.Actor
	role, listing := offKey(a.May(directory.ActionGrant)), offKey(a.May(directory.ActionView))
	if m.card.Listing == nil || m.card.Listing.Latest == nil {
		listing = "office.off.no_listing"
	}
	return []deed{
		{label: "office.do.role", off: role, do: m.askRole},
		{label: "office.do.listing", off: listing, do: func() tea.Cmd {
			return screen.Go(screen.Review{Item: directory.ListingItem(m.card.Listing.ID)})
		}},
		{label: "office.do.record.account", off: offKey(a.May(directory.ActionLog)), do: func() tea.Cmd {
			return screen.Go(screen.Admin{Area: screen.AreaLog, ID: byAccount + accountID(m.card.ID)})
		}},
	}
}

func (m *account) perform(d deed) tea.Cmd {
	switch {
	case d.off != "":
		return screen.Warn(m.session.S("list.off", "what", m.session.S(d.label), "why", m.session.S(d.off)))
	case m.busy:
		return nil
	}
	return d.do()
}

func (m *account) key(msg tea.KeyPressMsg) tea.Cmd {
	if m.Dialog != nil {
		return m.Answer(msg)
	}
	if n, ok := keys.Digit(msg); ok {
		if all := m.deeds(); n <= len(all) {
			m.walk.Take(len(m.card.Keys) + n - 1)
			return m.perform(all[n-1])
		}
		return nil
	}
	if action, ok := keys.Match(msg, false); ok {
		return m.do(action)
	}
	return nil
}

func (m *account) do(a keys.Action) tea.Cmd {
	switch {
	case m.Dialog != nil:
		return m.Choose(a)
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
	case keys.Remove:
		if k, ok := m.keyInHand(); ok {
			return m.askKey(k)
		}
		return screen.Warn(m.session.S("list.off", "what", m.session.S("office.key.remove"), "why", m.session.S("office.off.no_key")))
	}
	return nil
}

func (m *account) keyInHand() (directory.Key, bool) {
	if m.card == nil || m.err != nil || m.walk.Hand >= len(m.card.Keys) {
		return directory.Key{}, false
	}
	return m.card.Keys[m.walk.Hand], true
}

// openRow asks what to do with the key in hand, or does what the row says.
func (m *account) openRow() tea.Cmd {
	if k, ok := m.keyInHand(); ok {
		return m.askKey(k)
	}
	if m.card == nil || m.err != nil {
		return nil
	}
	if all := m.deeds(); m.walk.Hand-len(m.card.Keys) < len(all) {
		return m.perform(all[m.walk.Hand-len(m.card.Keys)])
	}
	return nil
}

// Click takes the row under the mouse in hand, and opens it when it was.
func (m *account) Click(_, y int) (screen.Screen, tea.Cmd) {
	i, ok := m.walk.At(y)
	switch {
	case !ok || m.Dialog != nil:
	case i == m.walk.Hand:
		return m, m.do(keys.Open)
	default:
		m.walk.Take(i)
	}
	return m, nil
}

// Title is the screen's step in the breadcrumb.
func (m *account) Title() string {
	if m.card == nil {
		return m.session.S("office.account")
	}
	return accountName(m.session, m.card)
}

// Topic is the help's page.
func (m *account) Topic() string { return "accounts" }

// Hints are the keys of the page.
func (m *account) Hints() []screen.Hint {
	if m.Dialog != nil {
		return m.Dialog.Hints()
	}
	off := ""
	if _, ok := m.keyInHand(); !ok {
		off = "office.off.no_key"
	}
	return []screen.Hint{
		{Action: keys.Down, Label: "hint.choose"},
		{Action: keys.Open, Label: "hint.do"},
		{Action: keys.Remove, Label: "office.hint.key", Off: off},
		{Action: keys.Back, Label: "hint.back"},
	}
}

var (
	_ screen.Resumer = (*account)(nil)
	_ screen.Clicker = (*account)(nil)
	_ screen.Emptier = (*account)(nil)
)
