package office

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// informed brings whether the reader decides alone, to who asked for it.
type informed struct {
	alone bool
	err   error
	then  func(alone bool)
}

// knowing goes on once it is known whether somebody else has to agree. It is
// told beforehand; whether it is so is for the service to say.
func (b *base) knowing(then func(alone bool)) tea.Cmd {
	service, actor := b.session.Service, b.session.Actor
	if actor.Role == directory.RoleOperator {
		then(true)
		return nil
	}
	return b.write.Ask(b.session, b.id, func(ctx context.Context) tea.Msg {
		found, err := service.Accounts(ctx, actor, directory.AccountQuery{Role: directory.RoleAdministrator, Limit: 1})
		if err != nil {
			return informed{err: err}
		}
		return informed{alone: found.Total < 2, then: then}
	})
}

// inform goes on with what is known now.
func (b *base) inform(i informed) tea.Cmd {
	if i.err != nil {
		return screen.Warn(b.session.Text.Error(i.err))
	}
	i.then(i.alone)
	return nil
}

// second tells beforehand whether somebody else has to agree.
func second(s *screen.Session, alone bool) sheet.Para {
	if alone {
		return sheet.Para{Text: s.S("office.second.alone")}
	}
	return sheet.Para{Text: s.S("office.second.needed")}
}

// moved tells that something waits for a second administrator.
func moved(s *screen.Session, out *directory.Outcome) string {
	return s.S("office.told.moved", "date", s.Text.Date(dayOf(s, out.Motion.Until)))
}

// offKey is the reason why somebody may not do something, as a key of the
// catalogue; empty when they may.
func offKey(err error) string {
	switch {
	case err == nil:
		return ""
	case directory.IsCode(err, directory.CodeOwnListing):
		return "office.off.own"
	case directory.IsCode(err, directory.CodeState):
		return "office.off.state"
	}
	return "office.off.role"
}
