package office

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// backups is the page of the last copy of the directory, and the ways to another
// one.
type backups struct {
	base
	sheet.Asking
	backedUp
	known bool
	walk  sheet.Walk
	load  screen.Lane
}

func newBackups(s *screen.Session, id screen.ID) screen.Screen {
	return &backups{base: base{session: s, id: id}}
}

// backedUp brings the last copy.
type backedUp struct {
	last    *directory.BackupInfo // nil: none
	failing time.Time             // when a regular one failed last, since one succeeded; zero: none did
	err     error
}

// Init asks for the last copy.
func (m *backups) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		last, failing, err := service.LastBackup(ctx, actor)
		return backedUp{last, failing, err}
	})
}

// Update takes keys, answers and news.
func (m *backups) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case screen.Do:
		return m, m.do(msg.Action)
	case screen.Own, screen.Changed, screen.Moved, screen.Access:
		return m, m.Init()
	case backedUp:
		m.backedUp, m.known = msg, true
	case done:
		cmd, _ := m.settle(msg, &m.Asking)
		return m, tea.Batch(cmd, m.Init())
	}
	return m, nil
}

func (m *backups) key(msg tea.KeyPressMsg) tea.Cmd {
	if m.Dialog != nil {
		return m.Answer(msg)
	}
	if n, ok := keys.Digit(msg); ok {
		if n == 1 {
			m.walk.Take(0)
			return m.askBackup()
		}
		return nil
	}
	if action, ok := keys.Match(msg, false); ok {
		return m.do(action)
	}
	return nil
}

func (m *backups) do(a keys.Action) tea.Cmd {
	switch {
	case m.Dialog != nil:
		return m.Choose(a)
	case m.walk.Act(a):
		return nil
	}
	switch a {
	case keys.Back:
		return goBack
	case keys.Open:
		if !m.walk.InSight() {
			m.walk.Reveal()
			return nil
		}
		return m.askBackup()
	}
	return nil
}

// askBackup tells what a copy holds before it is made.
func (m *backups) askBackup() tea.Cmd {
	s := m.session
	if off := m.off(directory.ActionBackup); off != "" {
		return screen.Warn(s.S("list.off", "what", s.S("office.backup.make"), "why", off))
	}
	m.Dialog = sheet.Ask("office.backup.title", sheet.Said("office.backup.holds", "office.backup.kept"),
		sheet.Answer{Label: "office.backup.yes", Do: func() tea.Cmd {
			return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) done {
				info, err := service.Backup(ctx, actor)
				if err != nil {
					return done{err: err}
				}
				return done{told: func(s *screen.Session) string {
					if len(info.Problems) > 0 {
						return s.S("office.told.backup.bad", "name", info.Name)
					}
					return s.S("office.told.backup", "name", info.Name, "size", size(s, info.Bytes))
				}}
			})
		}})
	return nil
}

// size writes how big a file is.
func size(s *screen.Session, bytes int64) string {
	const kilo = 1000
	if bytes < kilo*kilo {
		return s.S("office.size.kilo", "number", s.Text.Int(int(max(1, bytes/kilo))))
	}
	return s.S("office.size.mega", "number", s.Text.Decimal(float64(bytes)/(kilo*kilo)))
}

// View draws the last copy, what can be done, and the commands.
func (m *backups) View(f screen.Frame) screen.View {
	if m.Dialog != nil {
		return m.Dialog.View(m.session, f)
	}
	s, t := m.session, m.session.Theme
	p := &sheet.Sheet{Session: s, Width: min(f.Width-2*f.Margin(), sheet.Prose), Hand: m.walk.Hand}
	switch {
	case m.err != nil:
		p.Text(t.Warning, s.Text.Error(m.err))
	case !m.known:
		p.Text(t.Muted, s.S("find.searching"))
	default:
		m.draw(p)
	}
	m.walk.Layout(p.Stops, len(p.Lines), f.Height-1)
	return p.Frame(f, &m.walk, nil)
}

func (m *backups) draw(p *sheet.Sheet) {
	s, t := m.session, m.session.Theme
	p.Text(t.Strong, s.S("office.backup.last"))
	p.Rule()
	if !m.failing.IsZero() {
		p.Text(t.Warning, s.S("office.backup.failing", "at", moment(s, m.failing)))
	}
	if b := m.last; b == nil {
		p.Text(t.Warning, s.S("office.backup.none"))
	} else {
		p.Facts([]sheet.Fact{
			{Label: s.S("office.fact.made"), Value: s.S("office.backup.made", "at", moment(s, b.At), "ago", s.Text.Ago(b.At, s.Now()))},
			{Label: s.S("office.fact.file"), Value: directory.SafeLine(b.Name)},
			{Label: s.S("office.fact.size"), Value: size(s, b.Bytes)},
		})
		if len(b.Problems) == 0 {
			p.Text(t.Positive, s.S("office.backup.sound"))
		} else {
			p.Text(t.Warning, s.S("office.backup.broken", "n", len(b.Problems)))
			for _, problem := range b.Problems {
				p.Text(t.Text, "- "+directory.SafeLine(problem))
			}
		}
	}
	p.Gap()
	label := "office.backup.make"
	if m.busy {
		label = "office.backup.making"
	}
	p.Action(1, s.S(label), "", m.off(directory.ActionBackup))
	p.Heading(s.S("office.backup.fetch"))
	p.Text(t.Text, s.S("office.backup.fetch.text"))
	p.Whole("ssh " + owner.Host(s) + " admin backup > " + s.S("office.backup.name"))
	p.Gap()
	p.Text(t.Text, s.S("office.backup.restore.text"))
	p.Whole("teleorne restore " + s.S("office.backup.name"))
}

// Title is the screen's step in the breadcrumb.
func (m *backups) Title() string { return m.session.S("office.area.backups") }

// Topic is the help's page.
func (m *backups) Topic() string { return "backups" }

// Hints are the keys of the page.
func (m *backups) Hints() []screen.Hint {
	if m.Dialog != nil {
		return m.Dialog.Hints()
	}
	return []screen.Hint{
		{Action: keys.Open, Label: "hint.do"}, {Action: keys.Down, Label: "hint.scroll"}, {Action: keys.Back, Label: "hint.back"},
	}
}
