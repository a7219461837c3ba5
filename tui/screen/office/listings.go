package office

import (
	"context"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/text"
)

// listings is the page of all listings that were ever submitted, whatever their
// state.
type listings struct{ page[*directory.Listing] }

// listingStates are the states that one looks for.
var listingStates = []string{
	directory.StatePending, directory.StatePublished, directory.StateRejected, directory.StatePaused,
	directory.StateSuspended, directory.StateDormant, directory.StateWithdrawn,
}

// newListings makes the page, with a text searched already when there is one.
func newListings(s *screen.Session, id screen.ID, search string) screen.Screen {
	m := &listings{page[*directory.Listing]{base: base{session: s, id: id}, title: "office.listings", topic: "listings"}}
	m.list = sheet.NewList(s, id, sheet.Spec[*directory.Listing]{
		Ask:     m.ask,
		Row:     m.row,
		Columns: []sheet.Column{{Share: 3}, {Share: 4, From: 76, Muted: true}, {Share: 2, From: 60, Muted: true}, {Width: 18, Aside: true}},
		Key:     func(l *directory.Listing) string { return strconv.FormatInt(int64(l.ID), 10) },
		Beside:  func(p *sheet.Sheet, l *directory.Listing) { drawListing(p, l) },
		Open: func(l *directory.Listing) tea.Cmd {
			return screen.Go(screen.Review{Item: directory.ListingItem(l.ID)})
		},
		Act:    m.act,
		Hints:  m.hints,
		Search: "office.search",
		Filters: []*sheet.Filter{
			{Name: "state", Label: "office.filter.state", All: "office.filter.every", Values: m.states},
			{Name: "epci", Label: "office.filter.epci", All: "office.filter.every", Values: m.epcis},
		},
		Words: sheet.Words{Count: "office.listings.count", Empty: "office.listings.empty"},
	})
	m.list.Type(search)
	return m
}

func (m *listings) ask(w sheet.Want) func(context.Context) (sheet.Part[*directory.Listing], error) {
	service, actor := m.session.Service, m.session.Actor
	q := directory.ListingQuery{Text: w.Text, State: w.Values["state"], EPCI: w.Values["epci"], Offset: w.Offset, Limit: w.Limit}
	return func(ctx context.Context) (sheet.Part[*directory.Listing], error) {
		found, err := service.FindListings(ctx, actor, q)
		if err != nil {
			return sheet.Part[*directory.Listing]{}, err
		}
		return sheet.Part[*directory.Listing]{Items: found.Listings, Total: found.Total}, nil
	}
}

func (m *listings) states() []sheet.Value {
	all := make([]sheet.Value, len(listingStates))
	for i, state := range listingStates {
		all[i] = sheet.Value{Value: state, Label: m.session.S("office.state." + state)}
	}
	return all
}

func (m *listings) epcis() []sheet.Value {
	var all []sheet.Value
	for _, e := range m.session.Service.Atlas().EPCIs() {
		all = append(all, sheet.Value{Value: e.SIREN, Label: text.Short(text.Typographic(e.Name))})
	}
	slices.SortFunc(all, func(a, b sheet.Value) int {
		return strings.Compare(directory.Fold(a.Label), directory.Fold(b.Label))
	})
	return all
}

func (m *listings) row(l *directory.Listing) sheet.Row {
	p := profileOf(l)
	return sheet.Row{
		Cells: []string{nameOf(l), directory.SafeLine(p.Headline), owner.Value(m.session, p, "commune"), stateOf(m.session, l)},
		Quiet: l.Withdrawn,
	}
}

// profileOf is what a listing shows, or wants to show as long as nothing of it
// was accepted.
func profileOf(l *directory.Listing) *directory.Profile {
	switch {
	case l.Published != nil:
		return &l.Published.Profile
	case l.Latest != nil:
		return &l.Latest.Profile
	}
	return &directory.Profile{}
}

// nameOf is what a listing is called.
func nameOf(l *directory.Listing) string {
	if name := directory.SafeLine(profileOf(l).Name); name != "" {
		return name
	}
	return l.Slug
}

// stateOf is the state of a listing in a few words.
func stateOf(s *screen.Session, l *directory.Listing) string {
	if l.State() == directory.StatePublished && l.Pending() {
		return s.S("office.state.changing")
	}
	return owner.Brief(s, &directory.Mine{Listing: l})
}

// drawListing tells what a listing is, at a glance.
func drawListing(p *sheet.Sheet, l *directory.Listing) {
	s, t := p.Session, p.Session.Theme
	profile := profileOf(l)
	p.Ends(nameOf(l), t.Strong, stateOf(s, l), t.Muted)
	p.Rule()
	facts := []sheet.Fact{{Label: s.S("office.fact.slug"), Value: l.Slug}}
	for _, field := range []string{"headline", "organisation", "commune", "skills", "email", "phone"} {
		if v := owner.Value(s, profile, field); v != "" {
			facts = append(facts, sheet.Fact{Label: s.Text.Field(field), Value: v})
		}
	}
	if l.Pending() {
		facts = append(facts, sheet.Fact{Label: s.S("office.fact.submitted"), Value: moment(s, l.Latest.CreatedAt)})
	}
	if l.Published != nil {
		facts = append(facts, sheet.Fact{Label: s.S("office.fact.confirmed"), Value: owner.Date(s, l.ConfirmedAt)})
	}
	whose := s.S("office.fact.account.none")
	if l.Owner != 0 {
		whose = s.S("office.account.number", "number", strconv.FormatInt(int64(l.Owner), 10))
	}
	facts = append(facts, sheet.Fact{Label: s.S("office.fact.account"), Value: whose})
	p.Facts(facts)
	if d := owner.Value(s, profile, "description"); d != "" {
		p.Gap()
		p.Text(t.Text, d)
	}
}

// act does something with the listing in hand.
func (m *listings) act(a keys.Action, l *directory.Listing, ok bool) tea.Cmd {
	if !ok {
		return nil
	}
	switch a {
	case keys.Remove:
		return m.askErase(l)
	case keys.Record:
		if off := m.off(directory.ActionLog); off != "" {
			return screen.Warn(m.session.S("list.off", "what", m.session.S("office.do.record"), "why", off))
		}
		return screen.Go(screen.Admin{Area: screen.AreaLog, ID: strconv.FormatInt(int64(l.ID), 10)})
	}
	return nil
}

func (m *listings) hints(l *directory.Listing, ok bool) []screen.Hint {
	erase, record := "", offKey(m.session.Actor.May(directory.ActionLog))
	switch {
	case !ok:
		erase, record = "office.off.no_row", "office.off.no_row"
	default:
		erase = offKey(m.session.Actor.MayOn(directory.ActionEraseListing, l))
	}
	return []screen.Hint{
		{Action: keys.Record, Label: "office.hint.record", Off: record},
		{Action: keys.Remove, Label: "office.hint.erase", Off: erase},
	}
}

// askErase tells what erasing means, and asks for the reason; whether a second
// administrator has to agree is asked first.
func (m *listings) askErase(l *directory.Listing) tea.Cmd {
	s := m.session
	if off := why(s, s.Actor.MayOn(directory.ActionEraseListing, l)); off != "" {
		return screen.Warn(s.S("list.off", "what", s.S("office.do.erase"), "why", off))
	}
	id, name := l.ID, nameOf(l)
	return m.knowing(func(alone bool) {
		m.list.Dialog = sheet.Write(s, sheet.Writing{
			Title: "office.erase.title", Args: []any{"of", s.Text.OfPerson(name)},
			Text: func(s *screen.Session) []sheet.Para {
				return append(sheet.Said("office.erase.text")(s), second(s, alone))
			},
			Label: "office.reason", Limit: directory.MaxReason, Send: "office.erase.send",
			Templates: []sheet.Template{
				{Label: "office.erase.asked", Text: "office.erase.asked.text"},
				{Label: "office.erase.dead", Text: "office.erase.dead.text"},
			},
			Enter: func(reason string) tea.Cmd { return m.erase(id, name, reason) },
		})
	})
}

func (m *listings) erase(id directory.ListingID, name, reason string) tea.Cmd {
	return m.run(func(ctx context.Context, service *directory.Service, actor directory.Actor) done {
		out, err := service.EraseListing(ctx, actor, id, reason)
		if err != nil {
			return done{err: err}
		}
		return done{told: func(s *screen.Session) string {
			if !out.Done {
				return moved(s, out)
			}
			return s.S("office.told.erased", "name", name, "number", strconv.FormatInt(out.Receipt.Number, 10))
		}}
	})
}
