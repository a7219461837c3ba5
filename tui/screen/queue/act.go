package queue

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/moderation"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// writeWithin is how long a decision may take once its session is gone.
const writeWithin = 20 * time.Second

// previewed brings what can be accepted without reading each.
type previewed struct {
	bulk *directory.Bulk
	err  error
}

// preview asks for it.
func (m *Model) preview() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.lanes.act.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		bulk, err := service.LowRisk(ctx, actor)
		return previewed{bulk, err}
	})
}

// namesShown is how many people are named before a number stands for the rest.
const namesShown = 12

// askBulk shows what would be accepted, and asks whether that is meant.
func (m *Model) askBulk(p previewed) tea.Cmd {
	s := m.session
	switch {
	case p.err != nil:
		return screen.Warn(s.Text.Error(p.err))
	case len(p.bulk.Verdicts) == 0:
		return screen.Say(s.S("moderation.bulk.none"))
	}
	b, n := p.bulk, len(p.bulk.Verdicts)
	m.Dialog = sheet.Ask("moderation.bulk.title", func(s *screen.Session) []sheet.Para {
		return []sheet.Para{
			{Text: s.S("moderation.bulk.fields", "list", fields(s, b))},
			{Text: s.S("moderation.bulk.names", "list", names(s, b.Items))},
			{Text: s.S("moderation.bulk.text", "told", s.S("find.quoted", "what", owner.Ruling{Action: directory.ActionApprove, Change: true}.Sentence(s)))},
		}
	}, sheet.Answer{Label: "moderation.bulk.yes", Args: []any{"n", n}, Do: func() tea.Cmd { return m.accept(b) }}).With("n", n)
	return nil
}

// fields are those that would change, with how often.
func fields(s *screen.Session, b *directory.Bulk) string {
	words := make([]string, len(b.Fields))
	for i, f := range b.Fields {
		words[i] = s.S("moderation.bulk.field", "field", owner.Fields(s, []string{f.Value}), "count", f.Count)
	}
	return s.Text.List(words)
}

// names are those of the people whose changes they are.
func names(s *screen.Session, items []*directory.Item) string {
	var words []string
	for _, it := range items[:min(len(items), namesShown)] {
		words = append(words, moderation.Name(s, it))
	}
	if more := len(items) - namesShown; more > 0 {
		words = append(words, s.S("moderation.bulk.more", "n", more))
	}
	return s.Text.List(words)
}

// accepted is how accepting many ended.
type accepted struct {
	bulk    *directory.Bulk
	skipped []directory.Skipped
	err     error
}

// accept accepts what was previewed, once at a time. It is finished even when
// the session ends meanwhile.
func (m *Model) accept(b *directory.Bulk) tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	service, actor, id, parent := m.session.Service, m.session.Actor, m.id, m.session.Context
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), writeWithin)
		defer cancel()
		out := accepted{bulk: b}
		var done *directory.Decided
		if done, out.err = service.ApproveMany(ctx, actor, b.Verdicts); out.err == nil {
			out.skipped = done.Skipped
		}
		return screen.Envelope{To: id, Msg: out}
	}
}

// wasAccepted tells how many were, and which were left and why.
func (m *Model) wasAccepted(a accepted) tea.Cmd {
	m.busy = false
	s := m.session
	if a.err != nil {
		return tea.Batch(screen.Warn(s.Text.Error(a.err)), m.Init())
	}
	n := len(a.bulk.Verdicts) - len(a.skipped)
	if len(a.skipped) > 0 {
		m.Dialog = sheet.Pick("moderation.bulk.done", func(s *screen.Session) []sheet.Para { return left(s, a) },
			sheet.Answer{Label: "dialog.close"}).With("n", n)
	}
	return tea.Batch(screen.Say(s.S("moderation.bulk.done", "n", n)), m.Init())
}

// left says which items were left as they were, and why.
func left(s *screen.Session, a accepted) []sheet.Para {
	name := map[directory.ItemID]string{}
	for _, it := range a.bulk.Items {
		name[it.ID] = moderation.Name(s, it)
	}
	paras := []sheet.Para{{Text: s.S("moderation.bulk.skipped", "n", len(a.skipped))}}
	for _, sk := range a.skipped[:min(len(a.skipped), namesShown)] {
		paras = append(paras, sheet.Para{Text: s.S("page.fact", "label", name[sk.Item], "value", s.Text.Error(sk.Err))})
	}
	if more := len(a.skipped) - namesShown; more > 0 {
		paras = append(paras, sheet.Para{Text: s.S("moderation.bulk.more", "n", more)})
	}
	return paras
}

// undone is how taking the last decision back ended.
type undone struct {
	name string
	err  error
}

// undo takes the reader's last decision back.
func (m *Model) undo() tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	service, actor, id, parent := m.session.Service, m.session.Actor, m.id, m.session.Context
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), writeWithin)
		defer cancel()
		done, err := service.Undo(ctx, actor, 0)
		out := undone{err: err}
		if err == nil {
			out.name = moderation.Person(done.Listing)
		}
		return screen.Envelope{To: id, Msg: out}
	}
}

func (m *Model) wasUndone(u undone) tea.Cmd {
	m.busy = false
	if u.err != nil {
		return screen.Warn(m.session.Text.Error(u.err))
	}
	return tea.Batch(screen.Say(m.session.S("moderation.done.undo", "name", u.name)), m.Init())
}
