package find

import (
	"context"
	"reflect"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// results are what was found last, and the part of it that is loaded.
type results struct {
	window widget.Window
	answer *directory.Results // of the newest whole search; nil before the first
	cards  []*directory.Card  // loaded, from row first on
	first  int
	asked  directory.Query // what the answer is about
}

// found brings results: of a whole search, or a page of the one shown.
type found struct {
	query  directory.Query
	answer *directory.Results
	page   bool

	proposals []proposal // of the words, when they are being typed
	proposed  bool
}

// leastPage is how many rows are loaded at least.
const leastPage = 20

// page is how many rows are loaded at once: those in sight, and as many around.
func (r *results) page() int { return max(leastPage, 2*r.window.Rows) }

// search asks for what is in the fields now; what was asked before is given up.
func (m *Model) search() tea.Cmd { return m.searchAnd(nil) }

// searchTyped asks as well what the words typed may mean. Both come at once,
// so that the screen moves once for a key.
func (m *Model) searchTyped() tea.Cmd {
	if strings.TrimSpace(m.form.what.Value()) == "" {
		m.form.proposals.set(nil)
		return m.search()
	}
	return m.searchAnd(m.proposer())
}

func (m *Model) searchAnd(propose func(context.Context) []proposal) tea.Cmd {
	if m.blank() {
		m.lanes.search.Drop()
		m.results = results{}
		return nil
	}
	q := m.asked()
	q.Limit, q.Offset, q.Facets = m.results.page(), 0, true
	return m.ask(&m.lanes.search, q, propose)
}

// fillPage loads the rows in sight that are not there yet.
func (m *Model) fillPage() tea.Cmd {
	r := &m.results
	if r.answer == nil || r.window.Top >= r.first && r.window.End() <= r.first+len(r.cards) {
		return nil
	}
	q := r.asked
	q.Limit = r.page()
	q.Offset, q.Facets = max(0, r.window.Top-q.Limit/4), false
	return m.ask(&m.lanes.page, q, nil)
}

func (m *Model) ask(lane *screen.Lane, q directory.Query, propose func(context.Context) []proposal) tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	page := lane == &m.lanes.page
	return lane.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		answer, err := service.Search(ctx, actor, directory.Search{Query: q})
		if err != nil {
			return screen.Failed{Err: err}
		}
		f := found{query: q, answer: answer, page: page}
		if propose != nil {
			f.proposals, f.proposed = propose(ctx), true
		}
		return f
	})
}

// arrived shows an answer. The row in hand stays while the same is asked anew.
func (m *Model) arrived(f found) tea.Cmd {
	r := &m.results
	if f.page {
		r.cards, r.first = f.answer.Cards, f.query.Offset
		return nil
	}
	if f.proposed && m.pane == paneWhat {
		m.form.proposals.set(f.proposals)
	}
	same := r.answer != nil && sameSearch(r.asked, f.query)
	row := 0
	if same {
		row = r.window.Cursor
	}
	r.answer, r.asked, r.cards, r.first = f.answer, f.query, f.answer.Cards, 0
	total := f.answer.Total
	if total == 0 {
		total = len(f.answer.Widenings)
	}
	r.window.Resize(total, r.window.Rows)
	r.window.MoveTo(row)
	m.facets.fill(m, f.answer.Facets)
	return m.fillPage()
}

// sameSearch tells whether two queries ask for the same, whatever page of it.
func sameSearch(a, b directory.Query) bool {
	a.Limit, a.Offset, a.Facets = b.Limit, b.Offset, b.Facets
	return reflect.DeepEqual(a, b)
}

// card is the row's card, if it is loaded.
func (r *results) card(row int) *directory.Card {
	if i := row - r.first; i >= 0 && i < len(r.cards) {
		return r.cards[i]
	}
	return nil
}

// widen searches a proposal out of an empty result.
func (m *Model) widen(q directory.Query) tea.Cmd {
	if q.IsEmpty() && !m.fixed {
		return screen.Go(screen.Find{Query: directory.Query{Sort: directory.SortRecent}, Fixed: true})
	}
	m.query = q
	m.form.what.SetValue(q.Text)
	m.query.Text = ""
	if len(q.Communes) == 0 && q.EPCI == "" {
		m.setPlace(nil)
	}
	m.focus(paneList)
	return m.search()
}

// open goes to what is in hand: a profile, or a way out of an empty result.
func (m *Model) open() tea.Cmd {
	r := &m.results
	if r.answer == nil {
		return nil
	}
	if r.answer.Total == 0 {
		if i := r.window.Cursor; i < len(r.answer.Widenings) {
			return m.widen(r.answer.Widenings[i].Query)
		}
		return nil
	}
	c := r.card(r.window.Cursor)
	if c == nil {
		return nil
	}
	trail := &screen.Trail{Query: r.asked, Index: r.window.Cursor, Total: r.answer.Total, Crumb: m.crumb()}
	return screen.Go(screen.Profile{Slug: c.Slug, Trail: trail})
}

// radius widens or narrows the circle by a step.
func (m *Model) radius(wider bool) tea.Cmd {
	q := &m.query
	if len(q.Communes) == 0 {
		return screen.Say(m.session.S("off.no_place"))
	}
	next := q.RadiusKM
	if wider {
		if i := slices.IndexFunc(radii[:], func(r float64) bool { return r > q.RadiusKM }); i >= 0 {
			next = radii[i]
		}
	} else {
		for _, r := range radii {
			if r < q.RadiusKM {
				next = r
			}
			if r >= q.RadiusKM {
				break
			}
		}
	}
	if next == q.RadiusKM {
		return nil
	}
	q.RadiusKM = next
	return m.search()
}

// order is the order that the results come in.
func (m *Model) order() directory.Sort {
	q := m.asked()
	return q.EffectiveSort()
}

// nextSort goes on to the next order that makes sense.
func (m *Model) nextSort() tea.Cmd {
	q := m.asked()
	orders := make([]directory.Sort, 0, len(directory.Sorts))
	for _, o := range directory.Sorts {
		if o == directory.SortRelevance && q.Text == "" || o == directory.SortDistance && len(q.Communes) == 0 {
			continue
		}
		orders = append(orders, o)
	}
	i := slices.Index(orders, m.order())
	m.query.Sort = orders[(i+1)%len(orders)]
	m.results.window.MoveTo(0)
	return m.search()
}
