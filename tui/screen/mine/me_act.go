package mine

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// maxDay is how many characters a day takes when it is typed.
const maxDay = 40

// change is something that is done to the profile off the loop.
type change func(context.Context, *directory.Service, directory.Actor) (*directory.Mine, error)

// run does it, once at a time, and tells what came of it.
func (m *Model) run(do change, told func(*screen.Session, *directory.Mine) string) tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	service, actor := m.session.Service, m.session.Actor
	return m.write.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		l := got(service, func() (*directory.Mine, error) { return do(ctx, service, actor) })
		return written{l, func(s *screen.Session) string { return told(s, l.mine) }}
	})
}

// say is a sentence of the catalogue without arguments.
func say(key string) func(*screen.Session, *directory.Mine) string {
	return func(s *screen.Session, _ *directory.Mine) string { return s.S(key) }
}

func (m *Model) submit() tea.Cmd {
	base := m.mine.Version
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) (*directory.Mine, error) {
		return service.Submit(ctx, actor, base)
	}, submitted)
}

// submitted tells what becomes of what was handed in.
func submitted(s *screen.Session, mine *directory.Mine) string {
	if mine.Listing.Pending() {
		return s.S("mine.told.submitted")
	}
	return s.S("mine.told.published")
}

func (m *Model) confirm() tea.Cmd {
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) (*directory.Mine, error) {
		return service.Confirm(ctx, actor)
	}, owner.Thanks)
}

func (m *Model) resume() tea.Cmd {
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) (*directory.Mine, error) {
		return service.Resume(ctx, actor)
	}, say("mine.told.resumed"))
}

func (m *Model) askWithdraw() tea.Cmd {
	do := func() tea.Cmd {
		return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) (*directory.Mine, error) {
			return service.Withdraw(ctx, actor)
		}, say("mine.told.withdrawn"))
	}
	m.Dialog = sheet.Ask("mine.withdraw.title", sheet.Said("mine.withdraw.text"), sheet.Answer{Label: "mine.withdraw.yes", Do: do})
	return nil
}

func (m *Model) askDrop() tea.Cmd {
	base := m.mine.Version
	do := func() tea.Cmd {
		return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) (*directory.Mine, error) {
			return service.DropDraft(ctx, actor, base)
		}, say("mine.told.dropped"))
	}
	title, text := "mine.drop.title", "mine.drop.text"
	if m.mine.Listing.Latest == nil {
		title, text = "mine.drop.title.all", "mine.drop.all"
	}
	m.Dialog = sheet.Ask(title, sheet.Said(text), sheet.Answer{Label: "mine.drop.yes", Do: do})
	return nil
}

func (m *Model) askPause() tea.Cmd {
	m.Dialog = sheet.Ask("mine.pause.title", sheet.Said("mine.pause.text"),
		sheet.Answer{Label: "mine.pause.open", Do: func() tea.Cmd { return m.pause(0) }},
		sheet.Answer{Label: "mine.pause.until", Do: func() tea.Cmd {
			m.Dialog = sheet.TypeIn("mine.pause.title", sheet.Said("mine.pause.when"), "mine.pause.date", maxDay, m.dayTyped(m.pause))
			return nil
		}})
	return nil
}

func (m *Model) pause(until directory.Date) tea.Cmd {
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) (*directory.Mine, error) {
		return service.Pause(ctx, actor, until)
	}, func(s *screen.Session, _ *directory.Mine) string {
		if until.IsZero() {
			return s.S("mine.told.paused")
		}
		return s.S("mine.told.paused.until", "date", s.Text.Date(until))
	})
}

// dayTyped reads the day in the field of the dialog and goes on with it; what
// is no day is told under the field.
func (m *Model) dayTyped(next func(directory.Date) tea.Cmd) func(string) tea.Cmd {
	return func(typed string) tea.Cmd {
		d, err := parseDay(typed, m.session.Service.Today())
		if err != nil {
			m.Dialog.Note(err)
			return nil
		}
		return next(d)
	}
}

// parseDay reads a day as one types it in the profile.
func parseDay(typed string, today directory.Date) (directory.Date, error) {
	if directory.SafeLine(typed) == "" {
		return 0, &directory.Error{Code: directory.CodeRequired}
	}
	var p directory.Profile
	err := p.SetField("available_from", typed, today)
	return p.AvailableFrom, err
}

// askAvailable changes the availability and nothing else, which is published
// at once; changes that were not submitted, or were refused, go along to be
// reviewed, and that is said.
func (m *Model) askAvailable() tea.Cmd {
	text := "mine.available.text"
	if l := m.mine.Listing; m.mine.Drafted || l.Latest.State == directory.RevisionRefused {
		text = "mine.available.more"
	}
	today := m.session.Service.Today()
	m.Dialog = sheet.Ask("mine.available.title", sheet.Said(text),
		sheet.Answer{Label: "mine.available.now", Do: func() tea.Cmd { return m.available(today) }},
		sheet.Answer{Label: "mine.available.from", Do: func() tea.Cmd {
			m.Dialog = sheet.TypeIn("mine.available.title", sheet.Said("mine.available.when"), "mine.available.date", maxDay, m.dayTyped(m.available))
			return nil
		}},
		sheet.Answer{Label: "mine.available.no", Do: func() tea.Cmd { return m.available(0) }})
	return nil
}

func (m *Model) available(from directory.Date) tea.Cmd {
	base, p, unread := m.mine.Version, m.mine.Profile, m.mine.Unread
	p.AvailableFrom = from
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) (*directory.Mine, error) {
		saved, err := service.SaveDraft(ctx, actor, base, p, unread)
		if err != nil {
			return nil, err
		}
		done, err := service.Submit(ctx, actor, saved.Version)
		if directory.IsCode(err, directory.CodeNothingNew) { // it was published already
			return saved, nil
		}
		return done, err
	}, func(s *screen.Session, mine *directory.Mine) string {
		if mine.Listing.Pending() {
			return s.S("mine.told.available.more")
		}
		return s.S("mine.told.available")
	})
}
