package office

import (
	"context"
	"errors"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// bans is the page of who is kept out.
type bans struct{ page[directory.Ban] }

// newBan begins the ID of the form for a ban; what it keeps out may follow.
const newBan = "new:"

// toBan tells whether an ID means that form, and what is to be kept out.
func toBan(id string) (who string, ok bool) { return strings.CutPrefix(id, newBan) }

func newBans(s *screen.Session, id screen.ID) screen.Screen {
	m := &bans{page[directory.Ban]{base: base{session: s, id: id}, title: "office.bans", topic: "bans"}}
	m.list = sheet.NewList(s, id, sheet.Spec[directory.Ban]{
		Ask:     m.ask,
		Row:     m.row,
		Columns: []sheet.Column{{Share: 3}, {Share: 3, Muted: true}, {Width: 23, Aside: true}},
		Key:     func(b directory.Ban) string { return strconv.FormatInt(b.ID, 10) },
		Beside:  drawBan,
		Open:    m.askEnd,
		Act: func(a keys.Action, b directory.Ban, ok bool) tea.Cmd {
			if a == keys.Remove && ok {
				return m.askEnd(b)
			}
			return nil
		},
		Hints: func(_ directory.Ban, ok bool) []screen.Hint {
			off := ""
			if !ok {
				off = "office.off.no_row"
			}
			return []screen.Hint{{Action: keys.Remove, Label: "office.hint.unban", Off: off}}
		},
		Entries: func() []sheet.Entry {
			return []sheet.Entry{{Label: "office.ban.add", Off: m.off(directory.ActionBan), Do: func() tea.Cmd {
				return screen.Go(screen.Admin{Area: screen.AreaBans, ID: newBan})
			}}}
		},
		Words: sheet.Words{Count: "office.bans.count", Empty: "office.bans.empty"},
	})
	return m
}

func (m *bans) ask(sheet.Want) func(context.Context) (sheet.Part[directory.Ban], error) {
	service, actor := m.session.Service, m.session.Actor
	return func(ctx context.Context) (sheet.Part[directory.Ban], error) {
		all, err := service.Bans(ctx, actor)
		return sheet.Part[directory.Ban]{Items: all, Total: len(all)}, err
	}
}

func (m *bans) row(b directory.Ban) sheet.Row {
	return sheet.Row{Cells: []string{b.Who(), directory.SafeLine(b.Reason), until(m.session, &b)}}
}

// drawBan tells what a ban is.
func drawBan(p *sheet.Sheet, b directory.Ban) {
	s, t := p.Session, p.Session.Theme
	p.Text(t.Strong, kind(s, &b))
	p.Rule()
	p.Drawn(widget.Whole(b.Who(), p.Width, t.Text), func() []string { return []string{b.Who()} })
	p.Gap()
	p.Facts([]sheet.Fact{
		{Label: s.S("office.fact.until"), Value: until(s, &b)},
		{Label: s.S("office.fact.since"), Value: owner.Date(s, b.At)},
		{Label: s.S("office.fact.by"), Value: person(s, b.ByName, b.By)},
		{Label: s.S("office.reason"), Value: directory.SafeText(b.Reason)},
	})
}

// kind is what kind of thing a ban keeps out.
func kind(s *screen.Session, b *directory.Ban) string {
	switch {
	case b.Fingerprint != "":
		return s.S("office.ban.key")
	case b.Range.IsSingleIP():
		return s.S("office.ban.address")
	}
	return s.S("office.ban.range")
}

// askEnd asks whether somebody is to be let in again.
func (m *bans) askEnd(b directory.Ban) tea.Cmd {
	who := b.Who()
	text := func(s *screen.Session) []sheet.Para {
		return []sheet.Para{
			{Text: s.S("office.ban.of", "kind", kind(s, &b))},
			{Text: who, Verbatim: true},
			{Text: banned(s, &b)},
			{Text: s.S("office.unban.text")},
		}
	}
	m.list.Dialog = sheet.Ask("office.unban.title", text, sheet.Answer{Label: "office.unban.yes", Do: func() tea.Cmd {
		return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) done {
			_, err := service.Unban(ctx, actor, strconv.FormatInt(b.ID, 10))
			return done{err: err, told: func(s *screen.Session) string { return s.S("office.told.unbanned", "who", who) }}
		})
	}})
	return nil
}

// banning is the form in which a ban is written.
type banning struct {
	base
	form *sheet.Form
}

func newBanning(s *screen.Session, id screen.ID, who string) screen.Screen {
	m := &banning{base: base{session: s, id: id}}
	m.form = sheet.NewForm(s,
		sheet.Line("who", "office.ban.who", maxWho).Helped("office.ban.who.help").Set(who).Needed(),
		sheet.Text("reason", "office.reason", directory.MaxReason).Helped("office.ban.reason.help").Needed(),
		sheet.Day("until", "office.ban.until.field").Helped("office.ban.until.help"),
	)
	m.form.Title = func(s *screen.Session) string { return s.S("office.ban.add") }
	m.form.Intro = sheet.Said("office.ban.text")
	m.form.Save, m.form.Enter = "office.ban.send", m.enter
	if who != "" {
		m.form.Take("reason")
	}
	return m
}

// maxWho is how many characters a fingerprint or a range has at most.
const maxWho = 100

func (m *banning) enter() tea.Cmd {
	f := m.form
	last, err := f.Date("until")
	if err != nil {
		f.Refuse(err)
		return nil
	}
	r := directory.BanRequest{Who: f.Value("who"), Reason: f.Value("reason"), Until: last}
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) done {
		b, err := service.Ban(ctx, actor, r)
		if err != nil {
			return done{err: err}
		}
		return done{
			told: func(s *screen.Session) string {
				return s.S("office.told.banned", "who", b.Who(), "until", until(s, b))
			},
			next: screen.Back{},
		}
	})
}

// Init asks for nothing.
func (m *banning) Init() tea.Cmd { return nil }

// Update takes keys, pastes and answers.
func (m *banning) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	d, ok := msg.(done)
	if !ok {
		return m, m.form.Update(msg)
	}
	m.busy = false
	var e *directory.Error
	if errors.As(d.err, &e) && e.Field == "" {
		switch e.Code {
		case directory.CodeBanWho, directory.CodeBanWide, directory.CodeBanSelf, directory.CodeDuplicate:
			d.err = e.In("who")
		case directory.CodeReason:
			d.err = e.In("reason")
		}
	}
	if d.err != nil {
		m.form.Refuse(d.err)
		return m, nil
	}
	m.form.Kept()
	cmd, _ := m.settle(d, &m.form.Asking)
	return m, cmd
}

// Keep asks before what was typed is lost.
func (m *banning) Keep(next tea.Msg) (tea.Cmd, bool) { return m.form.Keep(next) }

// View draws the form.
func (m *banning) View(f screen.Frame) screen.View { return m.form.View(f) }

// Title is the screen's step in the breadcrumb.
func (m *banning) Title() string { return m.session.S("office.ban.new") }

// Topic is the help's page.
func (m *banning) Topic() string { return "bans" }

// Hints are the keys of the form.
func (m *banning) Hints() []screen.Hint { return m.form.Hints() }

// Capturing tells whether characters are text.
func (m *banning) Capturing() bool { return m.form.Capturing() }

// Empty tells whether the field that has the keys is empty.
func (m *banning) Empty() bool { return m.form.Empty() }

// Click takes the field under the mouse in hand.
func (m *banning) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.form.Click(x, y) }

var (
	_ screen.Keeper  = (*banning)(nil)
	_ screen.Clicker = (*banning)(nil)
	_ screen.Emptier = (*banning)(nil)
)
