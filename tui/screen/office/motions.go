package office

import (
	"context"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// motions is the page of what waits for a second administrator.
type motions struct{ page[directory.Motion] }

func newMotions(s *screen.Session, id screen.ID) screen.Screen {
	m := &motions{page[directory.Motion]{base: base{session: s, id: id}, title: "office.motions", topic: "motions"}}
	m.list = sheet.NewList(s, id, sheet.Spec[directory.Motion]{
		Ask:     m.ask,
		Row:     m.row,
		Columns: []sheet.Column{{Share: 3}, {Share: 1, From: 88, Muted: true}, {Width: 18, Aside: true}},
		Key:     func(o directory.Motion) string { return strconv.FormatInt(o.ID, 10) },
		Beside:  func(p *sheet.Sheet, o directory.Motion) { drawMotion(p, &o) },
		Open:    m.open,
		Filters: []*sheet.Filter{{Name: "which", Label: "office.filter.which", All: "office.motions.open", Values: func() []sheet.Value {
			return []sheet.Value{{Value: "all", Label: s.S("office.motions.all")}}
		}}},
		Words: sheet.Words{Count: "office.motions.count", Empty: "office.motions.empty", None: "office.motions.none"},
	})
	return m
}

func (m *motions) ask(w sheet.Want) func(context.Context) (sheet.Part[directory.Motion], error) {
	service, actor, now := m.session.Service, m.session.Actor, m.session.Now
	return func(ctx context.Context) (sheet.Part[directory.Motion], error) {
		closed := w.Values["which"] != ""
		all, err := service.Motions(ctx, actor, true)
		if !closed {
			all = slices.DeleteFunc(all, func(o directory.Motion) bool { return o.State != directory.MotionOpen && !answered(&o, now()) })
		}
		return sheet.Part[directory.Motion]{Items: all, Total: len(all)}, err
	}
}

// answersLast is how long a refusal stands among what is open, for whoever wanted
// it to read why.
const answersLast = 7 * 24 * time.Hour

// answered tells whether a motion of the reader's own was refused lately.
func answered(o *directory.Motion, now time.Time) bool {
	return o.Yours && o.State == directory.MotionRefused && now.Sub(o.ClosedAt) < answersLast
}

func (m *motions) row(o directory.Motion) sheet.Row {
	s := m.session
	state := s.S("office.motion.state." + string(o.State))
	switch {
	case o.State == directory.MotionOpen && o.Yours:
		state = s.S("office.motion.yours")
	case o.State == directory.MotionOpen:
		state = s.S("office.motion.before", "date", s.Text.DayMonth(dayOf(s, o.Until)))
	}
	return sheet.Row{Cells: []string{wish(s, &o), mover(s, &o), state}, Quiet: o.State != directory.MotionOpen}
}

// wish is what a motion is for.
func wish(s *screen.Session, o *directory.Motion) string {
	switch o.Action {
	case directory.ActionGrant:
		whom := s.S("office.whom.account", "number", accountID(o.Account))
		if name := directory.SafeLine(o.AccountName); name != "" {
			whom = s.S("office.whom", "name", name)
		}
		key := "office.wish.revoke"
		if o.Role >= directory.RoleModerator {
			key = "office.wish." + o.Role.String()
		}
		return s.S(key, "whom", whom)
	case directory.ActionEraseListing:
		return s.S("office.wish.erase", "what", listingName(s, o.Slug, o.Listing))
	case directory.ActionRejectMany:
		return s.S("office.wish.reject", "n", len(o.Verdicts))
	}
	return string(o.Action)
}

// listingName is a listing by its slug, or by its number once it was erased.
func listingName(s *screen.Session, slug string, id directory.ListingID) string {
	if slug != "" {
		return slug
	}
	return s.S("office.listing.gone", "number", strconv.FormatInt(int64(id), 10))
}

// mover is who made a motion.
func mover(s *screen.Session, o *directory.Motion) string {
	if o.Yours {
		return s.S("office.motion.yours")
	}
	return person(s, o.ByName, o.By)
}

// person is somebody by their name, or by the number of their account; who has
// none keeps the server.
func person(s *screen.Session, name string, id directory.AccountID) string {
	switch {
	case directory.SafeLine(name) != "":
		return directory.SafeLine(name)
	case id == 0:
		return s.S("office.operator")
	}
	return s.S("office.account.number", "number", accountID(id))
}

// motionFacts tells what a motion means, who wants it, why, and until when.
func motionFacts(s *screen.Session, o *directory.Motion) []sheet.Para {
	var all []sheet.Para
	say := func(sentence string) { all = append(all, sheet.Para{Text: sentence}) }
	switch o.Action {
	case directory.ActionGrant:
		about := "office.role.effect.none"
		if o.Role >= directory.RoleModerator {
			about = "office.role.effect." + o.Role.String()
		}
		say(s.S(about))
	case directory.ActionEraseListing:
		say(s.S("office.erase.text"))
	case directory.ActionRejectMany:
		say(s.S("office.reject.text", "n", len(o.Verdicts)))
	}
	if o.Yours {
		say(s.S("office.motion.made.yours", "at", moment(s, o.At)))
	} else {
		say(s.S("office.motion.made", "name", person(s, o.ByName, o.By), "at", moment(s, o.At)))
	}
	if reason := directory.SafeText(o.Reason); reason != "" {
		say(s.S("office.motion.reason", "reason", reason))
	}
	if o.State == directory.MotionOpen {
		say(s.S("office.motion.lapses", "at", moment(s, o.Until)))
	} else {
		closed := o.ClosedAt
		if closed.IsZero() {
			closed = o.Until
		}
		say(s.S("office.motion.closed."+string(o.State), "name", person(s, o.SecondName, o.Second), "at", moment(s, closed)))
		if reason := directory.SafeText(o.Refusal); reason != "" {
			say(s.S("office.motion.refusal", "reason", reason))
		}
	}
	return all
}

// drawMotion tells what a motion is.
func drawMotion(p *sheet.Sheet, o *directory.Motion) {
	s, t := p.Session, p.Session.Theme
	p.Text(t.Strong, wish(s, o))
	p.Rule()
	for _, para := range motionFacts(s, o) {
		p.Text(t.Text, para.Text)
		p.Gap()
	}
}

// open shows a motion with what can be done about it.
func (m *motions) open(o directory.Motion) tea.Cmd {
	agree, refuse, own := "", "", "office.off.others_motion"
	switch {
	case o.State != directory.MotionOpen:
		agree, refuse, own = "office.off.closed", "office.off.closed", "office.off.closed"
	case o.Yours:
		agree, refuse, own = "office.off.own_motion", "office.off.own_motion", ""
	case o.Action == directory.ActionGrant && o.Account == m.session.Actor.Account && o.Account != 0:
		refuse = "office.off.about_you"
	}
	if off := offKey(m.session.Actor.May(directory.ActionAgree)); off != "" {
		agree, refuse, own = off, off, off
	}
	text := func(s *screen.Session) []sheet.Para { return motionFacts(s, &o) }
	m.list.Dialog = sheet.Ask("office.motion.title", text,
		sheet.Answer{Label: "office.motion.agree", Off: agree, Do: m.unless(agree, "office.motion.agree", func() tea.Cmd { return m.agree(o) })},
		sheet.Answer{Label: "office.motion.refuse", Off: refuse, Do: m.unless(refuse, "office.motion.refuse", func() tea.Cmd { return m.askRefuse(o) })},
		sheet.Answer{Label: "office.motion.take_back", Off: own, Do: m.unless(own, "office.motion.take_back", func() tea.Cmd { return m.disagree(o, "", "office.told.taken_back") })},
	).With("wish", wish(m.session, &o))
	return nil
}

// unless does something, or says why it is not possible.
func (b *base) unless(off, what string, do func() tea.Cmd) func() tea.Cmd {
	if off == "" {
		return do
	}
	return func() tea.Cmd {
		return screen.Warn(b.session.S("list.off", "what", b.session.S(what), "why", b.session.S(off)))
	}
}

func (m *motions) agree(o directory.Motion) tea.Cmd {
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) done {
		out, err := service.Agree(ctx, actor, o.ID)
		if err != nil {
			return done{err: err}
		}
		return done{told: func(s *screen.Session) string {
			switch {
			case out.Receipt != nil:
				return s.S("office.told.erased", "name", out.Receipt.Slug, "number", strconv.FormatInt(out.Receipt.Number, 10))
			case out.Decided != nil && len(out.Decided.Skipped) > 0:
				return s.S("office.told.agreed.skipped", "wish", lower(wish(s, &o)), "n", len(out.Decided.Skipped))
			}
			return s.S("office.told.agreed", "wish", lower(wish(s, &o)))
		}}
	})
}

// askRefuse asks why: whoever wanted it reads the reason.
func (m *motions) askRefuse(o directory.Motion) tea.Cmd {
	m.list.Dialog = sheet.Write(m.session, sheet.Writing{
		Title: "office.motion.refuse.title", Args: []any{"wish", lower(wish(m.session, &o))}, Text: sheet.Said("office.motion.refuse.text"),
		Label: "office.reason", Limit: directory.MaxReason, Send: "office.motion.refuse.send",
		Enter: func(reason string) tea.Cmd { return m.disagree(o, reason, "office.told.refused") },
	})
	return nil
}

func (m *motions) disagree(o directory.Motion, reason, told string) tea.Cmd {
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) done {
		err := service.Disagree(ctx, actor, o.ID, reason)
		return done{err: err, told: func(s *screen.Session) string { return s.S(told, "wish", lower(wish(s, &o))) }}
	})
}
