package mine

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// maxAppeal is how many characters an appeal takes.
const maxAppeal = 1000

// askAppeal asks what there is to say against the last decision.
func (m *Model) askAppeal() tea.Cmd {
	until := m.mine.Contest
	m.Dialog = sheet.Write(m.session, sheet.Writing{
		Title: "mine.appeal.title",
		Text: func(s *screen.Session) []sheet.Para {
			return []sheet.Para{{Text: s.S("mine.appeal.text", "date", owner.Date(s, until))}}
		},
		Label: "mine.appeal.words", Limit: maxAppeal, Start: m.appeal, Send: "mine.appeal.send",
		Below: func(s *screen.Session, _ string) []sheet.Para { return []sheet.Para{{Text: s.S("mine.appeal.next")}} },
		Enter: func(typed string) tea.Cmd {
			m.appeal = typed
			return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) (*directory.Mine, error) {
				return service.Appeal(ctx, actor, typed)
			}, say("mine.told.appealed"))
		},
		Left: func(typed string) { m.appeal = typed },
	})
	return nil
}
