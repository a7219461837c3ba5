// Package profile is the page of one professional. It shows what the service
// lets this reader see, and says why the rest is not shown.
package profile

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// Model is the screen.
type Model struct {
	sheet.Asking
	session *screen.Session
	id      screen.ID
	slug    string
	trail   *screen.Trail // nil when it was opened by itself
	card    *directory.Card
	marker  directory.Marker
	err     error
	scroll  widget.Scroll
	near    *directory.TelecentreCount
	own     bool // it is the reader's own profile
	left    int  // how many more people's contacts the reader may see today; negative: no limit
	lane    screen.Lane

	words     string // of a report that was begun and not sent
	reporting bool   // one is being sent
}

// New makes the screen.
func New(s *screen.Session, id screen.ID, r screen.Profile) *Model {
	m := &Model{session: s, id: id, slug: r.Slug}
	if r.Trail != nil {
		trail := *r.Trail
		m.trail = &trail
	}
	return m
}

// shown is the answer to a question for a profile.
type shown struct {
	card   *directory.Card
	marker directory.Marker
	near   *directory.TelecentreCount
	own    bool
	left   int
	index  int // in the trail; -1: keep
	total  int
	err    error
}

// Init asks for the profile.
func (m *Model) Init() tea.Cmd { return m.ask(m.slug, -1) }

// ask fetches a profile by its slug, or, without one, the one at a row of the
// trail, whose distance it keeps.
func (m *Model) ask(slug string, index int) tea.Cmd {
	s := m.session
	service, actor := s.Service, s.Actor
	var query directory.Query
	row := index
	if m.trail != nil {
		query = m.trail.Query
		if index < 0 {
			row = m.trail.Index
		}
	}
	hasTrail := m.trail != nil
	return m.lane.Ask(s, m.id, func(ctx context.Context) tea.Msg {
		out := shown{index: index, total: -1}
		distance := -1.0
		if hasTrail {
			q := query
			q.Offset, q.Limit, q.Facets = row, 1, false
			page, err := service.Search(ctx, actor, directory.Search{Query: q})
			if err == nil && len(page.Cards) == 1 && (slug == "" || page.Cards[0].Slug == slug) {
				slug, distance, out.total, out.marker = page.Cards[0].Slug, page.Cards[0].DistanceKM, page.Total, page.Marker
			}
		}
		card, err := service.Show(ctx, actor, slug, true)
		if err != nil {
			out.err = err
			return out
		}
		card.DistanceKM = distance
		out.card, out.left = card, service.RevealsLeft(actor)
		out.own = owns(ctx, service, actor, card)
		if card.Commune != nil {
			out.near = service.NearestTelecentre(card.Commune)
		}
		return out
	})
}

// owns tells whether a profile is the actor's own. Where that cannot be told
// it is anybody's.
func owns(ctx context.Context, service *directory.Service, actor directory.Actor, c *directory.Card) bool {
	if actor.Account == 0 {
		return false
	}
	mine, err := service.Me(ctx, actor)
	return err == nil && mine.Listing != nil && mine.Listing.ID == c.ID
}

// Update takes keys, answers and news.
func (m *Model) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if m.Dialog != nil {
			return m, m.Answer(msg)
		}
		if action, ok := keys.Match(msg, false); ok {
			return m, m.act(action)
		}
	case tea.PasteMsg:
		return m, m.Answer(msg)
	case screen.Do:
		return m, m.act(msg.Action)
	case screen.Changed, screen.Own:
		return m, m.ask(m.slug, -1)
	case shown:
		m.arrived(msg)
	case reported:
		return m, m.wasReported(msg)
	}
	return m, nil
}

func (m *Model) arrived(a shown) {
	m.err = a.err
	if a.err != nil {
		m.card = nil
		return
	}
	if m.slug != a.card.Slug {
		m.scroll, m.Dialog, m.words = widget.Scroll{}, nil, ""
	}
	m.card, m.slug, m.near, m.marker = a.card, a.card.Slug, a.near, a.marker
	m.own, m.left = a.own, a.left
	if m.trail != nil {
		if a.index >= 0 {
			m.trail.Index = a.index
		}
		if a.total >= 0 {
			m.trail.Total = a.total
		}
	}
}

func (m *Model) act(a keys.Action) tea.Cmd {
	if m.Dialog != nil {
		return m.Choose(a)
	}
	if screen.Scroll(&m.scroll, a) {
		return nil
	}
	switch a {
	case keys.Back:
		return func() tea.Msg { return screen.Back{} }
	case keys.Next:
		return m.step(1)
	case keys.Previous:
		return m.step(-1)
	case keys.Copy:
		return m.copy()
	case keys.Report:
		return m.askReport()
	case keys.Edit:
		if m.own {
			return screen.Go(screen.Editor{})
		}
	case keys.Search:
		return tea.Sequence(func() tea.Msg { return screen.Back{} }, func() tea.Msg { return screen.Do{Action: keys.Search} })
	}
	return nil
}

// step goes to the next or the previous one of the list.
func (m *Model) step(by int) tea.Cmd {
	if m.trail == nil {
		return screen.Say(m.session.S("off.no_list"))
	}
	to := m.trail.Index + by
	if to < 0 || to >= m.trail.Total {
		return screen.Say(m.session.S("profile.end"))
	}
	return m.ask("", to)
}

// copy offers the first contact there is to the terminal's clipboard; whether
// it takes it nobody can know.
func (m *Model) copy() tea.Cmd {
	what, ok := m.contact()
	if !ok {
		return screen.Say(m.session.S("profile.nothing_to_copy"))
	}
	return tea.Batch(tea.SetClipboard(what), screen.Say(m.session.S("profile.copied", "what", what)))
}

func (m *Model) contact() (string, bool) {
	if m.card == nil {
		return "", false
	}
	for _, c := range []string{m.card.Email, m.card.Phone, m.card.Website} {
		if c != "" {
			return c, true
		}
	}
	return "", false
}

// Leave tells the list which row was read last.
func (m *Model) Leave() tea.Msg {
	if m.trail == nil {
		return nil
	}
	return m.trail
}

// Title is the name, behind the list's title.
func (m *Model) Title() string {
	if m.trail != nil && m.trail.Crumb != "" && m.card == nil {
		return m.trail.Crumb
	}
	if m.card == nil {
		return ""
	}
	if m.trail != nil && m.trail.Crumb != "" {
		return m.trail.Crumb
	}
	return m.card.Name
}

// Topic is the help's page.
func (m *Model) Topic() string { return "profile" }

// Hints are the keys of the page.
func (m *Model) Hints() []screen.Hint {
	if m.Dialog != nil {
		return m.Dialog.Hints()
	}
	var hints []screen.Hint
	if m.trail != nil && m.trail.Total > 1 {
		next, previous := "", ""
		if m.trail.Index+1 >= m.trail.Total {
			next = "off.last"
		}
		if m.trail.Index == 0 {
			previous = "off.first"
		}
		hints = append(hints,
			screen.Hint{Action: keys.Next, Label: "hint.next", Off: next},
			screen.Hint{Action: keys.Previous, Label: "hint.previous", Off: previous})
	}
	hints = append(hints, screen.Hint{Action: keys.Back, Label: "hint.back"})
	if m.own {
		hints = append(hints, screen.Hint{Action: keys.Edit, Label: "hint.edit"})
	}
	if above, below := m.scroll.More(); above || below {
		hints = append(hints, screen.Hint{Action: keys.Down, Label: "hint.scroll"})
	}
	nothing := ""
	if _, ok := m.contact(); !ok {
		nothing = "profile.nothing_to_copy"
	}
	return append(hints,
		screen.Hint{Action: keys.Copy, Label: "hint.copy", Off: nothing},
		screen.Hint{Action: keys.Report, Label: "report.hint", Off: m.reportOff()})
}
