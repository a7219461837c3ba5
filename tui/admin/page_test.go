package admin_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/screen/screentest"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// made is a screen that is a page.
type made struct {
	admin.Page
}

func (m *made) Init() tea.Cmd { return nil }

func (m *made) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd, _ := m.Page.Update(msg)
	return m, cmd
}

func (m *made) Title() string { return "" }

func (m *made) Topic() string { return "" }

func opens(t *testing.T, a directory.Actor, compose func(*screen.Session) func(*admin.Draft)) (*screentest.Driver, *made) {
	t.Helper()
	o := screentest.Options{Width: 60, Height: 8, Lang: text.French}
	s := screentest.Session(t, screentest.Service(t), o)
	s.Actor = a
	var m *made
	d := screentest.Start(t, s, o, func(s *screen.Session, _ screen.ID) screen.Screen {
		m = &made{admin.NewPage(s, compose(s))}
		return m
	})
	return d, m
}

// Rows are picked by digit, by their own key, by the arrows and by the mouse;
// what cannot be done says why.
func TestPage(t *testing.T) {
	var did []string
	doing := func(what string) func() tea.Cmd {
		return func() tea.Cmd { did = append(did, what); return nil }
	}
	d, m := opens(t, directory.Actor{Role: directory.RoleModerator}, func(s *screen.Session) func(*admin.Draft) {
		return func(p *admin.Draft) {
			p.Text(s.Theme.Text, "Une page.")
			p.Do(admin.Item{Label: "Modifier", Key: keys.Edit, Do: doing("edit")})
			p.Do(admin.Item{Label: "Annoncer", Off: admin.Off(s, directory.ActionAnnounce), Do: doing("announce")})
			p.Do(admin.Item{Label: "Lire", Off: admin.Off(s, directory.ActionModerate), Do: doing("read")})
			p.Link("à droite", admin.Item{Label: "Un lien", Do: doing("link")})
		}
	})
	d.Wants("Une page.", "▸ 1 Modifier", "2 Annoncer (réservé aux administrateurs)", "3 Lire", "Un lien", "à droite")
	d.Play("3e4<down><down><down><enter>")
	if len(did) != 3 || did[0] != "read" || did[1] != "edit" || did[2] != "link" {
		t.Errorf("did %v", did)
	}
	d.Play("2")
	if n, ok := d.Last().(screen.Notice); !ok || !n.Bad {
		t.Errorf("said %#v", d.Last())
	}
	if m.Click(5, 4); d.CursorLine() == "" || len(did) != 3 {
		t.Errorf("a click did %v", did)
	}
	if m.Click(5, 4); len(did) != 4 || did[3] != "link" {
		t.Errorf("the second click did %v", did)
	}
	m.Dialog = sheet.Ask("dialog.no", sheet.Said("dialog.no"), sheet.Answer{Label: "dialog.close", Do: doing("answer")})
	d.Play("2<esc>")
	if len(did) != 5 || did[4] != "answer" {
		t.Errorf("did %v", did)
	}
	if _, ok := d.Last().(screen.Back); !ok {
		t.Errorf("Esc said %#v", d.Last())
	}
}

// What is told before a change can be longer than the screen: one reads down to
// the answers, the harmless one first, and Esc goes back to where one was.
func TestPreview(t *testing.T) {
	left, done := 0, 0
	d, m := opens(t, directory.Operator(), func(s *screen.Session) func(*admin.Draft) { return func(*admin.Draft) {} })
	tell := func(p *admin.Draft) {
		for range 12 {
			p.Text(p.Session.Theme.Text, "Ce qui s’ensuit.")
		}
	}
	m.Page = *admin.Preview(d.Session, tell, func() { left++ }, "dialog.continue", func() tea.Cmd { done++; return nil })
	d.Lacks("Ne rien changer")
	d.Play("<enter>")
	d.Wants("▸ 1 Ne rien changer")
	d.Play("<enter>")
	d.Play("<down><enter><esc>")
	if left != 2 || done != 1 {
		t.Errorf("left %d times, done %d times", left, done)
	}
}
