package notices

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// newRequestForm is the form in which a request is noted.
func newRequestForm(s *screen.Session, id screen.ID) screen.Screen {
	kinds := func() []sheet.Value {
		all := make([]sheet.Value, len(directory.DataRequestKinds))
		for i, k := range directory.DataRequestKinds {
			all[i] = sheet.Value{Value: string(k), Label: s.S("request.kind." + string(k)), Note: s.S("request.article." + string(k))}
		}
		return all
	}
	m := admin.NewForm(s, id,
		sheet.OneOf("kind", "request.kind", kinds),
		sheet.Line("who", "request.who", directory.MaxWho).Needed().Helped("request.who.help"),
		sheet.Line("slug", "request.slug", directory.MaxLine).Helped("request.slug.help"),
		sheet.Text("note", "request.note", directory.MaxNote).Helped("request.note.help"),
		sheet.Day("received", "request.received").Set(s.Text.Date(s.Service.Today())).Helped("request.received.help"),
	)
	m.Name, m.Help, m.Save = "request.add", "requests", "request.save"
	m.Form.Title = func(s *screen.Session) string { return s.S("request.add.head") }
	m.Form.Intro = func(s *screen.Session) []sheet.Para { return []sheet.Para{{Text: s.S("request.add.text")}} }
	m.Enter = func() tea.Cmd {
		day, err := m.Date("received")
		if err != nil {
			m.Refuse(err)
			return nil
		}
		r := directory.DataRequest{
			Kind: directory.DataRequestKind(m.Value("kind")), Who: m.Value("who"), Slug: m.Value("slug"), Note: m.Value("note"), Received: day,
		}
		return m.Run(func(ctx context.Context, service *directory.Service, actor directory.Actor) tea.Msg {
			added, err := service.AddDataRequest(ctx, actor, r)
			return answered{request: added, err: err}
		})
	}
	m.Got = func(msg tea.Msg) (tea.Cmd, bool) {
		told, ok := msg.(answered)
		switch {
		case !ok:
			return nil, false
		case told.err != nil:
			m.Refuse(told.err)
			return nil, true
		}
		return m.Done(s.S("request.told.added", "date", s.Text.Date(told.request.Due))), true
	}
	return m
}
