package office

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/keys"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// record is the page of the log.
type record struct {
	page[directory.Entry]
	people []directory.AccountCard // who decides: those with a role
	who    screen.Lane
}

// byAccount begins the ID of the log of what one account did; without it an ID
// is the number of a listing.
const byAccount = "account:"

// logChunk is how many entries are asked for at once.
const logChunk = 100

func newRecord(s *screen.Session, id screen.ID, about string) screen.Screen {
	m := &record{page: page[directory.Entry]{base: base{session: s, id: id}, title: "office.area.log", topic: "log"}}
	every := "office.filter.every"
	m.list = sheet.NewList(s, id, sheet.Spec[directory.Entry]{
		Ask:     m.ask,
		Row:     func(e directory.Entry) sheet.Row { return sheet.Row{Cells: []string{lately(s, e.At), told(s, &e)}} },
		Columns: []sheet.Column{{Width: 17, Muted: true}, {Head: true}},
		Key:     func(e directory.Entry) string { return strconv.FormatInt(e.Number, 10) },
		Beside:  func(p *sheet.Sheet, e directory.Entry) { drawEntry(p, &e) },
		Open:    m.open,
		Act:     m.act,
		Hints:   m.hints,
		Filters: []*sheet.Filter{
			{Name: "listing", Label: "office.filter.listing", All: every, Typed: listingTyped, Help: "office.filter.listing.help"},
			{Name: "by", Label: "office.filter.by", All: "office.filter.everybody", Values: m.deciders},
			{Name: "action", Label: "office.filter.action", All: every, Values: m.actions},
			{Name: "from", Label: "office.filter.from", All: "office.filter.from.all", Typed: m.dayTyped, Help: "office.filter.day.help"},
			{Name: "until", Label: "office.filter.until", All: "office.filter.until.all", Typed: m.dayTyped, Help: "office.filter.day.help"},
		},
		Entries: func() []sheet.Entry {
			return []sheet.Entry{{Label: "office.log.export", Off: m.off(directory.ActionLog), Do: m.export}}
		},
		Words: sheet.Words{Empty: "office.log.empty"},
	})
	if by, ok := strings.CutPrefix(about, byAccount); ok {
		m.list.Pick("by", by, s.S("office.account.number", "number", directory.SafeLine(by)))
	} else if about != "" {
		m.list.Pick("listing", "#"+about, s.S("office.listing.number", "number", directory.SafeLine(about)))
	}
	return m
}

// Init asks for the newest entries, and for who decides.
func (m *record) Init() tea.Cmd {
	service, actor := m.session.Service, m.session.Actor
	people := m.who.Ask(m.session, m.id, func(ctx context.Context) tea.Msg {
		var all deciding
		for _, r := range heldRoles {
			found, err := service.Accounts(ctx, actor, directory.AccountQuery{Role: r, Limit: mostDeciders})
			if err != nil {
				return all // the log can be read without that
			}
			all = append(all, found.Accounts...)
		}
		return all
	})
	return tea.Batch(m.list.Init(), people)
}

// mostDeciders is how many people of a role the filter offers.
const mostDeciders = 200

// deciding brings who has a role.
type deciding []directory.AccountCard

// Update takes keys, pastes, answers and news.
func (m *record) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case deciding:
		m.people = msg
		return m, nil
	case screen.Changed, screen.Moved, screen.Access:
		if m.list.Window.Cursor > 0 { // who reads further down is not taken back to the newest
			return m, nil
		}
	}
	_, cmd := m.page.Update(msg)
	return m, cmd
}

// Resume keeps what was read: entries never change.
func (m *record) Resume(tea.Msg) (screen.Screen, tea.Cmd) { return m, nil }

// Click takes what is under the mouse.
func (m *record) Click(x, y int) (screen.Screen, tea.Cmd) { return m, m.list.Click(x, y) }

func (m *record) ask(w sheet.Want) func(context.Context) (sheet.Part[directory.Entry], error) {
	service, actor, zone := m.session.Service, m.session.Actor, m.session.Now().Location()
	q := directory.LogQuery{Action: w.Values["action"], Limit: logChunk}
	if by, err := strconv.ParseInt(w.Values["by"], 10, 64); err == nil {
		q.By = directory.AccountID(by)
	}
	if d, err := directory.ParseDate(w.Values["from"]); err == nil && !d.IsZero() {
		q.From = midnight(d, zone)
	}
	if d, err := directory.ParseDate(w.Values["until"]); err == nil && !d.IsZero() {
		q.Until = midnight(d+1, zone) // that day is meant as well
	}
	if last, ok := m.list.Last(); ok && w.Offset > 0 {
		q.Before = last.Number
	}
	return func(ctx context.Context) (sheet.Part[directory.Entry], error) {
		var err error
		if typed := w.Values["listing"]; typed != "" {
			if q.Listing, err = listingOf(ctx, service, actor, typed); err != nil {
				return sheet.Part[directory.Entry]{}, err
			}
		}
		found, err := service.Log(ctx, actor, q)
		if err != nil {
			return sheet.Part[directory.Entry]{}, err
		}
		return sheet.Part[directory.Entry]{Items: found.Entries, Total: w.Offset + len(found.Entries), More: found.More}, nil
	}
}

// lately writes a moment in little room: one of another year without its hour.
func lately(s *screen.Session, t time.Time) string {
	if d := dayOf(s, t); d.Time().Year() == s.Service.Today().Time().Year() {
		return s.S("office.moment", "date", s.Text.DayMonth(d), "time", s.Text.Clock(t))
	}
	return owner.Date(s, t)
}

// midnight is when a day begins.
func midnight(d directory.Date, zone *time.Location) time.Time {
	year, month, day := d.Time().Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}

// listingOf is the listing that is meant by its name, or by its number behind a
// sign: the log of one that was erased is read as well.
func listingOf(ctx context.Context, service *directory.Service, actor directory.Actor, typed string) (directory.ListingID, error) {
	if number, ok := strings.CutPrefix(typed, "#"); ok {
		if n, err := strconv.ParseInt(number, 10, 64); err == nil && n > 0 {
			return directory.ListingID(n), nil
		}
		return 0, directory.NotFound("listing", typed)
	}
	found, err := service.FindListings(ctx, actor, directory.ListingQuery{Text: typed})
	if err != nil {
		return 0, err
	}
	for _, l := range found.Listings {
		if l.Slug == typed {
			return l.ID, nil
		}
	}
	if len(found.Listings) == 1 {
		return found.Listings[0].ID, nil
	}
	var near []string
	for _, l := range found.Listings[:min(len(found.Listings), 3)] {
		near = append(near, l.Slug)
	}
	return 0, directory.NotFound("listing", typed, near...)
}

// listingTyped takes what is typed for a listing: who that is, the directory
// tells.
func listingTyped(typed string) (value, shown string, err error) {
	clean := directory.SafeLine(typed)
	return clean, clean, nil
}

func (m *record) dayTyped(typed string) (value, shown string, err error) {
	d, err := sheet.ParseDay(typed, m.session.Service.Today())
	if err != nil || d.IsZero() {
		return "", "", err
	}
	return d.String(), m.session.Text.Date(d), nil
}

// deciders are those with a role, by name.
func (m *record) deciders() []sheet.Value {
	all := make([]sheet.Value, len(m.people))
	for i := range m.people {
		a := &m.people[i]
		all[i] = sheet.Value{Value: accountID(a.ID), Label: accountName(m.session, a), Note: m.session.S("role." + a.Role.String())}
	}
	return all
}

func (m *record) actions() []sheet.Value {
	all := make([]sheet.Value, len(recorded))
	for i, a := range recorded {
		all[i] = sheet.Value{Value: a, Label: m.session.S("mine.action." + a)}
	}
	return all
}

// open shows an entry whole, and where one goes from it.
func (m *record) open(e directory.Entry) tea.Cmd {
	s := m.session
	text := func(s *screen.Session) []sheet.Para {
		all := []sheet.Para{{Text: told(s, &e)}}
		seal := sheet.Fact{Label: s.S("office.fact.seal"), Value: hex.EncodeToString(e.Seal.Hash)}
		for _, f := range append(entryFacts(s, &e), seal) {
			all = append(all, sheet.Para{Text: s.S("page.fact", "label", f.Label, "value", f.Value)})
		}
		return all
	}
	var answers []sheet.Answer
	if e.Listing != 0 {
		off := ""
		if e.Slug == "" {
			off = "office.off.erased"
		}
		answers = append(answers,
			sheet.Answer{Label: "office.do.listing", Off: off, Do: m.unless(off, "office.do.listing", func() tea.Cmd {
				return screen.Go(screen.Review{Item: directory.ListingItem(e.Listing)})
			})},
			sheet.Answer{Label: "office.log.listing", Do: func() tea.Cmd {
				m.list.Pick("listing", "#"+strconv.FormatInt(int64(e.Listing), 10), listingName(s, e.Slug, e.Listing))
				return m.list.Restart()
			}})
	}
	m.list.Dialog = sheet.Show("office.entry.title", text, answers...).With("number", strconv.FormatInt(e.Number, 10))
	return nil
}

func (m *record) act(a keys.Action, e directory.Entry, ok bool) tea.Cmd {
	if a == keys.Record && ok && e.Listing != 0 {
		m.list.Pick("listing", "#"+strconv.FormatInt(int64(e.Listing), 10), listingName(m.session, e.Slug, e.Listing))
		return m.list.Restart()
	}
	return nil
}

func (m *record) hints(e directory.Entry, ok bool) []screen.Hint {
	off := ""
	if !ok || e.Listing == 0 {
		off = "office.off.no_row"
	}
	return []screen.Hint{{Action: keys.Record, Label: "office.hint.only", Off: off}}
}

// export tells the command that writes the log into a file: a terminal cannot.
func (m *record) export() tea.Cmd {
	text := func(s *screen.Session) []sheet.Para {
		line := "ssh " + owner.Host(s) + " admin log --format "
		return []sheet.Para{
			{Text: s.S("office.log.export.text")},
			{Text: line + "csv > " + s.S("office.log.file") + ".csv", Verbatim: true},
			{Text: s.S("office.log.export.json")},
			{Text: line + "ndjson > " + s.S("office.log.file") + ".ndjson", Verbatim: true},
			{Text: s.S("office.log.export.filters")},
		}
	}
	m.list.Dialog = sheet.Show("office.log.export", text)
	return nil
}

// drawEntry tells all about an entry.
func drawEntry(p *sheet.Sheet, e *directory.Entry) {
	s, t := p.Session, p.Session.Theme
	p.Text(t.Strong, told(s, e))
	p.Rule()
	p.Facts(entryFacts(s, e))
}

// entryFacts are what is known of an entry beside its sentence.
func entryFacts(s *screen.Session, e *directory.Entry) []sheet.Fact {
	facts := []sheet.Fact{
		{Label: s.S("office.fact.at"), Value: moment(s, e.At)},
		{Label: s.S("office.fact.by"), Value: s.S("office.entry.by", "name", doer(s, e), "role", s.S("role."+e.Actor.Role.String()))},
	}
	add := func(label, value string) {
		if value != "" {
			facts = append(facts, sheet.Fact{Label: s.S(label), Value: value})
		}
	}
	add("office.fact.key", directory.SafeLine(e.Actor.Fingerprint))
	if e.Listing != 0 {
		add("office.fact.listing", listingName(s, e.Slug, e.Listing))
	}
	if e.Revision != 0 {
		add("office.fact.revision", strconv.FormatInt(int64(e.Revision), 10))
	}
	if e.Target != "" {
		add("office.fact.target", target(s, e.Target))
	}
	add("office.reason", reasonOf(s, e))
	return facts
}
