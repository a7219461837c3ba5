package queue

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/moderation"
	"teleorne/tui/screen"
	"teleorne/tui/text"
)

// Speak is what waits in words, the kind that is shown first.
func (m *Model) Speak() screen.Speech {
	s, l := m.session, &m.list
	sp := screen.Speech{Keys: []keys.Action{keys.NextPane}}
	switch {
	case m.Dialog != nil:
		return m.Asking.Speak(s)
	case l.err != nil:
		sp.Say(s.Text.Error(l.err))
		return sp
	case l.queue == nil:
		return sp
	}
	sp.Title = s.S("linear.queue")
	sp.Say(text.First(moderation.KindsOf(s, l.kind, l.count(l.kind))))
	switch {
	case len(l.rows) > 0:
	case l.kind == "":
		sp.Say(s.S("moderation.empty"))
	default:
		sp.Say(s.S("moderation.empty.kind"))
	}
	for i, it := range l.rows {
		sp.Rows = append(sp.Rows, screen.Choice{Label: m.sentence(it), Do: func() tea.Cmd {
			l.window.MoveTo(i)
			return m.do(keys.Open)
		}})
	}
	for _, k := range l.kinds() {
		if k == l.kind {
			continue
		}
		sp.Choices = append(sp.Choices, screen.Choice{Label: moderation.KindsOf(s, k, l.count(k)), Do: func() tea.Cmd { return m.showKind(k) }})
	}
	return sp
}

// showKind shows the items of a kind alone.
func (m *Model) showKind(k directory.ItemKind) tea.Cmd {
	var cmds []tea.Cmd
	for range m.list.kinds() {
		if m.list.kind == k {
			break
		}
		cmds = append(cmds, m.do(keys.NextPane))
	}
	return tea.Batch(cmds...)
}

// sentence is an item in words.
func (m *Model) sentence(it *directory.Item) string {
	s := m.session
	parts := []string{moderation.Name(s, it), moderation.Kind(s, it), moderation.Sent(s, it)}
	for _, part := range [...]string{moderation.Flags(s, it), moderation.Claimed(s, it.Claim)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
