package profile

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// maxWords is how many characters a reader may add to a report.
const maxWords = 1000

// reportWithin is how long a report may take once its session is gone.
const reportWithin = 10 * time.Second

// askReport asks what is wrong with the profile.
func (m *Model) askReport() tea.Cmd {
	if off := m.reportOff(); off != "" {
		return screen.Warn(m.session.S(off))
	}
	answers := make([]sheet.Answer, len(directory.ReportReasons))
	for i, reason := range directory.ReportReasons {
		answers[i] = sheet.Answer{Label: "report.reason_" + string(reason), Do: func() tea.Cmd {
			m.askWords(reason)
			return nil
		}}
	}
	m.Dialog = sheet.Pick("report.title", sheet.Said("report.text"), answers...).With("of", m.session.Text.OfPerson(m.card.Name))
	return nil
}

// askWords asks for what there is to say about it, which may be nothing.
func (m *Model) askWords(reason directory.ReportReason) {
	m.Dialog = sheet.Write(m.session, sheet.Writing{
		Title: "report.title", Args: []any{"of", m.session.Text.OfPerson(m.card.Name)},
		Text: func(s *screen.Session) []sheet.Para {
			return []sheet.Para{{Text: s.S("report.reason_" + string(reason))}}
		},
		Label: "report.words", Limit: maxWords, Start: m.words, Send: "report.send",
		Below: func(s *screen.Session, _ string) []sheet.Para { return []sheet.Para{{Text: s.S("report.next")}} },
		Enter: func(typed string) tea.Cmd {
			m.words = typed
			return m.report(reason, typed)
		},
		Left: func(typed string) { m.words = typed },
	})
}

// reportOff is the key of the reason why the profile cannot be reported.
func (m *Model) reportOff() string {
	switch {
	case m.card == nil:
		return "report.off.none"
	case m.own:
		return "report.off.own"
	case m.session.Actor.May(directory.ActionReport) != nil:
		return "error.not_permitted"
	}
	return ""
}

// reported is how reporting ended.
type reported struct {
	again bool
	err   error
}

// report tells the moderators, once at a time. It is finished even when the
// session ends meanwhile.
func (m *Model) report(reason directory.ReportReason, words string) tea.Cmd {
	if m.reporting {
		return nil
	}
	m.reporting = true
	s, id, slug := m.session, m.id, m.slug
	service, actor, parent := s.Service, s.Actor, s.Context
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), reportWithin)
		defer cancel()
		again, err := service.Report(ctx, actor, slug, reason, words)
		return screen.Envelope{To: id, Msg: reported{again, err}}
	}
}

// wasReported thanks and says what happens next. What was written for a report
// that failed stays.
func (m *Model) wasReported(r reported) tea.Cmd {
	m.reporting = false
	s := m.session
	switch {
	case r.err != nil && m.Dialog.Typing():
		m.Dialog.Note(r.err)
		return nil
	case r.err != nil:
		return screen.Warn(s.Text.Error(r.err))
	}
	m.Dialog, m.words = nil, ""
	if r.again {
		return screen.Say(s.S("report.again"))
	}
	return screen.Say(s.S("report.thanks"))
}
