package notices

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/admin"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// requestNew is the ID of the form in which a request is noted.
const requestNew = "new"

// Values of the filter of requests; the empty one is the open ones.
const requestClosed = "closed"

// requests is the list of what people asked for about their data.
type requests struct {
	sheet.List[directory.DataRequest]
	session *screen.Session
}

func newRequests(s *screen.Session, id screen.ID) screen.Screen {
	m := &requests{session: s}
	m.List = sheet.NewList(s, id, sheet.Spec[directory.DataRequest]{
		Ask:  m.ask,
		Row:  m.row,
		Key:  func(r directory.DataRequest) string { return strconv.FormatInt(r.ID, 10) },
		Open: m.open,
		Columns: []sheet.Column{
			{Share: 2}, {Share: 2, Aside: true}, {Share: 2}, {Width: 13, Right: true, From: 90, Muted: true},
		},
		Beside:  func(p *sheet.Sheet, r directory.DataRequest) { drawRequest(p, &r) },
		Entries: m.entries,
		Filters: []*sheet.Filter{{
			Name: "state", Label: "request.filter", All: "request.filter.open",
			Values: func() []sheet.Value {
				return []sheet.Value{{Value: requestClosed, Label: s.S("request.filter.closed")}}
			},
		}},
		Words: sheet.Words{Count: "request.count", Empty: "request.empty", None: "request.none"},
	})
	return m
}

// Update takes keys, answers and news.
func (m *requests) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg.(type) {
	case screen.Changed, screen.Own:
		return m, m.Reload()
	}
	return m, m.List.Update(msg)
}

// ask asks for the open requests, or for those that were answered.
func (m *requests) ask(w sheet.Want) func(context.Context) (sheet.Part[directory.DataRequest], error) {
	service, actor, closed := m.session.Service, m.session.Actor, w.Values["state"] == requestClosed
	return func(ctx context.Context) (sheet.Part[directory.DataRequest], error) {
		all, err := service.DataRequests(ctx, actor, closed)
		if err != nil {
			return sheet.Part[directory.DataRequest]{}, err
		}
		var wanted []directory.DataRequest
		for _, r := range all {
			if r.ClosedAt.IsZero() != closed {
				wanted = append(wanted, r)
			}
		}
		return sheet.Part[directory.DataRequest]{Items: wanted, Total: len(wanted)}, nil
	}
}

func (m *requests) row(r directory.DataRequest) sheet.Row {
	s := m.session
	return sheet.Row{
		Cells: []string{who(s, &r), left(s, &r), s.S("request.kind." + string(r.Kind)), s.Text.Date(r.Due)},
		Quiet: !r.ClosedAt.IsZero(),
	}
}

func (m *requests) open(r directory.DataRequest) tea.Cmd {
	return screen.Go(screen.Admin{Area: screen.AreaRequests, ID: strconv.FormatInt(r.ID, 10)})
}

func (m *requests) entries() []sheet.Entry {
	return []sheet.Entry{{
		Label: "request.add", Off: admin.Off(m.session, directory.ActionRequests),
		Do: func() tea.Cmd { return screen.Go(screen.Admin{Area: screen.AreaRequests, ID: requestNew}) },
	}}
}

// Resume asks anew: the screen above may have changed something.
func (m *requests) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, m.Reload() }

// Title is the screen's step in the breadcrumb.
func (m *requests) Title() string { return m.session.S("request.title") }

// Topic is the help's page.
func (m *requests) Topic() string { return "requests" }

// Click takes a click in the frame.
func (m *requests) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.List.Click(x, y) }

// request is one of them, with what can be done about it.
type request struct {
	admin.Page
	session *screen.Session
	id      screen.ID
	number  int64
	request *directory.DataRequest
	err     error
	busy    bool
	load    screen.Lane
	write   screen.Lane
}

// asked brings the request.
type asked struct {
	request *directory.DataRequest
	err     error
}

// answered tells how a change of it went.
type answered struct {
	request *directory.DataRequest
	told    string // key of the catalogue
	err     error
}

func newRequest(s *screen.Session, id screen.ID, number int64) screen.Screen {
	m := &request{session: s, id: id, number: number}
	m.Page = admin.NewPage(s, m.compose)
	return m
}

// Init asks for the request.
func (m *request) Init() tea.Cmd {
	service, actor, number := m.session.Service, m.session.Actor, m.number
	return m.load.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		all, err := service.DataRequests(ctx, actor, true)
		for i := range all {
			if all[i].ID == number {
				return asked{request: &all[i]}
			}
		}
		if err == nil {
			err = directory.NotFound("request", strconv.FormatInt(number, 10))
		}
		return asked{err: err}
	})
}

// Update takes keys, pastes, answers and news.
func (m *request) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Changed, screen.Own:
		return m, m.Init()
	case asked:
		m.request, m.err = msg.request, msg.err
		return m, nil
	case answered:
		return m, m.answered(msg)
	}
	cmd, _ := m.Page.Update(msg)
	return m, cmd
}

func (m *request) answered(a answered) tea.Cmd {
	m.busy = false
	if a.err != nil {
		if m.Dialog.Typing() {
			m.Dialog.Note(a.err) // what was written stays
			return m.Init()
		}
		return tea.Batch(admin.Failed(m.session, a.err), m.Init())
	}
	m.Dialog, m.request = nil, a.request
	return screen.Say(m.session.S(a.told))
}

func (m *request) compose(d *admin.Draft) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		d.Text(t.Warning, s.Text.Error(m.err))
		return
	case m.request == nil:
		d.Text(t.Muted, s.S("find.searching"))
		return
	}
	r := m.request
	drawRequest(d.Sheet, r)
	d.Gap()
	off, closed, longer := admin.Off(s, directory.ActionRequests), "", ""
	switch {
	case !r.ClosedAt.IsZero():
		closed = s.S("request.off.closed")
	case r.Extended != "":
		longer = s.S("request.off.extended")
	}
	d.Do(admin.Item{Label: s.S("request.answer"), Off: admin.First(off, closed), Do: m.askAnswer})
	d.Do(admin.Item{Label: s.S("request.extend"), Off: admin.First(off, closed, longer), Do: m.askExtend})
	if r.Slug != "" {
		d.Do(admin.Item{Label: s.S("request.listing"), Do: func() tea.Cmd { return screen.Go(screen.Profile{Slug: r.Slug}) }})
	}
}

// askAnswer asks what was answered.
func (m *request) askAnswer() tea.Cmd {
	m.writes(sheet.Writing{
		Title: "request.answer.title", Text: sheet.Said("request.answer.text"), Label: "request.answer.label",
		Limit: directory.MaxNote, Send: "request.answer.send",
	}, "request.told.closed", (*directory.Service).CloseDataRequest)
	return nil
}

// askExtend asks why it takes longer.
func (m *request) askExtend() tea.Cmd {
	m.writes(sheet.Writing{
		Title: "request.extend.title", Text: sheet.Said("request.extend.text"), Label: "request.extend.label",
		Limit: directory.MaxNote, Send: "request.extend.send",
	}, "request.told.extended", (*directory.Service).ExtendDataRequest)
	return nil
}

// writes opens a dialog in which a text is written, for what is done with it.
func (m *request) writes(w sheet.Writing, told string, do func(*directory.Service, context.Context, directory.Actor, int64, string) (*directory.DataRequest, error)) {
	w.Enter = func(typed string) tea.Cmd {
		if m.busy {
			return nil
		}
		m.busy = true
		service, actor, number := m.session.Service, m.session.Actor, m.number
		return m.write.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
			r, err := do(service, ctx, actor, number, typed)
			return answered{r, told, err}
		})
	}
	m.Dialog = sheet.Write(m.session, w)
}

// Title is the screen's step in the breadcrumb.
func (m *request) Title() string {
	return m.session.S("request.which", "number", strconv.FormatInt(m.number, 10))
}

// Topic is the help's page.
func (m *request) Topic() string { return "requests" }

// Click takes a click in the frame.
func (m *request) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.Page.Click(x, y) }

var (
	_ screen.Resumer = (*requests)(nil)
	_ screen.Clicker = (*requests)(nil)
	_ screen.Emptier = (*requests)(nil)
	_ screen.Clicker = (*request)(nil)
	_ screen.Emptier = (*request)(nil)
)
