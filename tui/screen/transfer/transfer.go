// Package transfer is how files come into the directory and leave it: a file to
// import is pasted, looked at without anything being written, then imported; for
// exports it tells the commands, since a terminal cannot save a file.
package transfer

import (
	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/directory/exchange"
	"teleorne/tui/admin"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
)

// New opens the overview, or the import of a kind of file.
func New(s *screen.Session, id screen.ID, r screen.Admin) screen.Screen {
	for _, k := range exchange.Kinds {
		if r.ID == string(k) {
			return newImporter(s, id, k)
		}
	}
	m := &overview{session: s}
	m.Page = admin.NewPage(s, m.compose)
	return m
}

// overview is the ways in and out.
type overview struct {
	admin.Page
	session *screen.Session
}

// Init asks for nothing.
func (m *overview) Init() tea.Cmd { return nil }

// Update takes keys.
func (m *overview) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd, _ := m.Page.Update(msg)
	return m, cmd
}

func (m *overview) compose(d *admin.Draft) {
	s, t := m.session, m.session.Theme
	d.Text(t.Strong, s.S("transfer.head"))
	d.Rule()
	d.Text(t.Accent, s.S("transfer.import"))
	d.Text(t.Muted, s.S("transfer.import.text"))
	d.Gap()
	off := admin.Off(s, directory.ActionImport)
	for _, k := range exchange.Kinds {
		d.Do(admin.Item{Label: s.S("transfer.import." + string(k)), Off: off, Do: func() tea.Cmd {
			return screen.Go(screen.Admin{Area: screen.AreaTransfer, ID: string(k)})
		}})
	}
	d.Heading(s.S("transfer.export"))
	if off := admin.Off(s, directory.ActionExport); off != "" {
		d.Text(t.Muted, off)
		return
	}
	d.Text(t.Muted, s.S("transfer.export.text"))
	d.Gap()
	for _, k := range exchange.Kinds {
		d.Whole(exportLine(s, k))
	}
	d.Gap()
	d.Text(t.Muted, s.S("transfer.export.formats"))
}

// exportLine is what one types to get a file.
func exportLine(s *screen.Session, k exchange.Kind) string {
	return "ssh " + owner.Host(s) + " admin export " + string(k) + " > " + s.S("transfer.file."+string(k))
}

// importLine is what one types to send one.
func importLine(s *screen.Session, k exchange.Kind) string {
	return "ssh " + owner.Host(s) + " admin import " + string(k) + " - < " + s.S("transfer.file."+string(k))
}

// Title is the screen's step in the breadcrumb.
func (m *overview) Title() string { return m.session.S("transfer.title") }

// Topic is the help's page.
func (m *overview) Topic() string { return "transfer" }

// Click takes a click in the frame.
func (m *overview) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.Page.Click(x, y) }

var (
	_ screen.Clicker = (*overview)(nil)
	_ screen.Emptier = (*overview)(nil)
)
