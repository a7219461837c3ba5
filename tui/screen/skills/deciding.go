package skills

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
)

// deciding is the part of a screen that tells what a change would do, and makes
// it.
type deciding struct {
	session *screen.Session
	id      screen.ID
	ahead   *admin.Page // what the change would do; nil: the screen itself is in front
	busy    bool
	lane    screen.Lane
}

// run does something off the loop, once at a time.
func (d *deciding) run(do func(context.Context, *directory.Service, directory.Actor) tea.Msg) tea.Cmd {
	if d.busy {
		return nil
	}
	d.busy = true
	service, actor := d.session.Service, d.session.Actor
	return d.lane.Ask(d.session, d.id, func(ctx context.Context) tea.Msg { return do(ctx, service, actor) })
}

// show puts what a change would do in front.
func (d *deciding) show(p previewed) {
	d.ahead = admin.Preview(d.session, func(dr *admin.Draft) { tell(dr, p.change, p.effect) }, d.leave, "effect.yes."+string(p.change.Kind), func() tea.Cmd {
		d.leave()
		return d.run(carryOut(p.change))
	})
}

func (d *deciding) leave() { d.ahead = nil }
