package mine

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
)

// item is something that can be done from the page.
type item struct {
	label  string           // key of the catalogue
	hint   string           // the same in a word, for the footer, when it has a key
	key    keys.Action      // that does it as well
	action directory.Action // what a route calls it
	off    string           // key of the reason why it is not possible now; empty when it is
	do     func() tea.Cmd
}

func open(r screen.Route) func() tea.Cmd { return func() tea.Cmd { return screen.Go(r) } }

// items are what the reader can do, in the order of their digits.
func (m *Model) items() []item {
	keysAndCodes := item{label: "mine.do.devices", do: open(screen.Devices{})}
	data := item{label: "mine.do.data", do: open(screen.MyData{})}
	mode := item{label: "mine.do.mode", do: m.askMode}
	switch mine := m.mine; {
	case mine == nil && m.err == nil:
		return nil
	case mine == nil && m.session.Actor.Role == directory.RoleVisitor:
		return []item{
			{label: "mine.do.sign_up", do: open(screen.SignUp{})},
			{label: "mine.do.make_key", do: open(screen.Help{Topic: "keys"})},
		}
	case mine == nil:
		return nil
	case mine.Listing == nil && mine.Account.ID == 0:
		return []item{{label: "mine.do.sign_up", do: open(screen.SignUp{})}}
	case mine.Listing == nil:
		return []item{{label: "mine.do.sign_up", do: open(screen.SignUp{})}, keysAndCodes, data, mode}
	}
	send, drop := "mine.do.submit", "mine.do.drop"
	switch l := m.mine.Listing; {
	case l.Latest == nil:
		send, drop = "mine.do.submit.all", "mine.do.drop.all"
	case l.Withdrawn:
		send = "mine.do.submit.all"
	case l.Latest.State == directory.RevisionRefused:
		send = "mine.do.submit.again"
	}
	items := []item{
		{label: "mine.do.edit", hint: "hint.edit", key: keys.Edit, do: open(screen.Editor{})},
		{label: "mine.do.preview", do: open(screen.Preview{})},
		{label: send, hint: "mine.hint.submit", key: keys.Submit, action: directory.ActionSubmit, off: m.off(directory.ActionSubmit), do: m.submit},
		{label: "mine.do.confirm", hint: "mine.hint.confirm", key: keys.Confirm, action: directory.ActionConfirm, off: m.off(directory.ActionConfirm), do: m.confirm},
		{label: "mine.do.available", off: m.availableOff(), do: m.askAvailable},
		{label: "mine.do.pause", action: directory.ActionPause, off: m.off(directory.ActionPause), do: m.askPause},
		keysAndCodes,
		data,
		{label: "mine.do.withdraw", action: directory.ActionWithdraw, off: m.off(directory.ActionWithdraw), do: m.askWithdraw},
	}
	if m.mine.Listing.Paused {
		items[5] = item{label: "mine.do.resume", action: directory.ActionResume, off: m.off(directory.ActionResume), do: m.resume}
	}
	if m.mine.Appeal == nil && !m.mine.Contest.IsZero() {
		items = slices.Insert(items, 3, item{label: "mine.do.appeal", action: directory.ActionAppeal, do: m.askAppeal})
	}
	if m.mine.Drafted {
		items = append(items, item{
			label: drop, hint: "mine.hint.drop", key: keys.Reset, action: directory.ActionDropDraft,
			off: m.off(directory.ActionDropDraft), do: m.askDrop,
		})
	}
	return append(items, mode, item{label: "mine.do.leave", action: directory.ActionErase, do: open(screen.MyData{Leave: true})})
}

// off is the reason why an action is not possible now.
func (m *Model) off(a directory.Action) string { return owner.Off(m.mine, a) }

// availableOff tells why the availability cannot be changed in one step: that
// submits the profile, which must be without faults and online.
func (m *Model) availableOff() string {
	switch {
	case m.mine.Listing.Suspended:
		return "mine.off.suspended"
	case m.mine.Listing.Published == nil || m.mine.Listing.Withdrawn:
		return "mine.off.not_online"
	case len(m.mine.Problems) > 0 || len(m.mine.Unread) > 0:
		return "mine.off.incomplete"
	}
	return ""
}

// perform does what an item says, or tells why it cannot be done.
func (m *Model) perform(it item) tea.Cmd {
	switch {
	case it.off != "":
		return screen.Warn(m.session.S("mine.off", "what", m.session.S(it.label), "why", m.session.S(it.off)))
	case m.busy:
		return nil
	}
	return it.do()
}
