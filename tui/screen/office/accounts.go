package office

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// accounts is the page of all accounts.
type accounts struct{ page[directory.AccountCard] }

func newAccounts(s *screen.Session, id screen.ID) screen.Screen {
	m := &accounts{page[directory.AccountCard]{base: base{session: s, id: id}, title: "office.accounts", topic: "accounts"}}
	m.list = sheet.NewList(s, id, sheet.Spec[directory.AccountCard]{
		Ask:     m.ask,
		Row:     m.row,
		Columns: []sheet.Column{{Share: 3}, {Share: 3, Muted: true}, {Width: 8, From: 88, Muted: true}, {Width: 18, Aside: true}},
		Key:     func(a directory.AccountCard) string { return accountID(a.ID) },
		Beside:  drawAccount,
		Open: func(a directory.AccountCard) tea.Cmd {
			return screen.Go(screen.Admin{Area: screen.AreaAccounts, ID: accountID(a.ID)})
		},
		Search:  "office.search",
		Filters: []*sheet.Filter{{Name: "role", Label: "office.filter.role", All: "office.filter.everybody", Values: m.roles}},
		Words:   sheet.Words{Count: "office.accounts.count", Empty: "office.accounts.empty"},
	})
	return m
}

func accountID(id directory.AccountID) string { return strconv.FormatInt(int64(id), 10) }

// heldRoles are the roles that are looked for.
var heldRoles = []directory.Role{directory.RoleAdministrator, directory.RoleModerator}

func (m *accounts) roles() []sheet.Value {
	all := make([]sheet.Value, len(heldRoles))
	for i, r := range heldRoles {
		all[i] = sheet.Value{Value: r.String(), Label: m.session.S("role." + r.String())}
	}
	return all
}

func (m *accounts) ask(w sheet.Want) func(context.Context) (sheet.Part[directory.AccountCard], error) {
	service, actor := m.session.Service, m.session.Actor
	q := directory.AccountQuery{Text: w.Text, Offset: w.Offset, Limit: w.Limit}
	for _, r := range heldRoles {
		if r.String() == w.Values["role"] {
			q.Role = r
		}
	}
	return func(ctx context.Context) (sheet.Part[directory.AccountCard], error) {
		found, err := service.Accounts(ctx, actor, q)
		if err != nil {
			return sheet.Part[directory.AccountCard]{}, err
		}
		return sheet.Part[directory.AccountCard]{Items: found.Accounts, Total: found.Total}, nil
	}
}

func (m *accounts) row(a directory.AccountCard) sheet.Row {
	s := m.session
	listing := s.S("office.account.no_listing")
	switch {
	case a.Listing == nil:
	case a.Listing.State() == directory.StatePublished:
		listing = a.Listing.Slug
	default:
		listing = s.S("office.account.listing", "slug", a.Listing.Slug, "state", stateOf(s, a.Listing))
	}
	role := s.S("role." + a.Role.String())
	if len(a.Bans) > 0 {
		role = s.S("office.account.banned")
	}
	return sheet.Row{Cells: []string{accountName(s, &a), listing, s.S("office.keys", "n", len(a.Keys)), role}}
}

// accountName is what an account goes by: its name, that of its listing, else
// its number.
func accountName(s *screen.Session, a *directory.AccountCard) string {
	name := directory.SafeLine(a.Name)
	if name == "" && a.Listing != nil && a.Listing.Latest != nil {
		name = nameOf(a.Listing)
	}
	if name == "" {
		name = s.S("office.account.number", "number", accountID(a.ID))
	}
	if a.Own {
		return s.S("office.account.you", "name", name)
	}
	return name
}

// drawAccount tells what an account is, at a glance.
func drawAccount(p *sheet.Sheet, a directory.AccountCard) {
	s, t := p.Session, p.Session.Theme
	p.Ends(accountName(s, &a), t.Strong, s.S("role."+a.Role.String()), t.Muted)
	p.Rule()
	p.Facts(accountFacts(s, &a))
	for i := range a.Bans {
		p.Text(t.Warning, banned(s, &a.Bans[i]))
	}
	p.Heading(s.S("office.account.keys"))
	for _, k := range a.Keys {
		p.Text(t.Text, keyName(s, k))
		p.Text(t.Muted, keyFacts(s, k))
	}
}

// accountFacts are the facts of an account, its keys left out.
func accountFacts(s *screen.Session, a *directory.AccountCard) []sheet.Fact {
	facts := []sheet.Fact{
		{Label: s.S("office.fact.account"), Value: s.S("office.account.since", "number", accountID(a.ID), "date", owner.Date(s, a.CreatedAt))},
	}
	listing := s.S("office.account.no_listing")
	if a.Listing != nil {
		listing = s.S("office.account.listing", "slug", a.Listing.Slug, "state", stateOf(s, a.Listing))
	}
	return append(facts, sheet.Fact{Label: s.S("office.fact.listing"), Value: listing})
}

// keyName is what a key goes by.
func keyName(s *screen.Session, k directory.Key) string {
	if name := directory.SafeLine(k.Name); name != "" {
		return name
	}
	return s.S("office.key.unnamed", "type", directory.SafeLine(k.Type))
}

// keyFacts is what is known of a key: its type, since when, when it was used
// last.
func keyFacts(s *screen.Session, k directory.Key) string {
	used := s.S("office.key.never")
	if !k.UsedAt.IsZero() {
		used = s.S("office.key.used", "ago", s.Text.Ago(k.UsedAt, s.Now()))
	}
	return s.S("office.key.facts", "type", directory.SafeLine(k.Type), "date", owner.Date(s, k.CreatedAt), "used", used)
}

// banned says that somebody is kept out, until when and why.
func banned(s *screen.Session, b *directory.Ban) string {
	return s.S("office.ban.facts", "until", until(s, b), "reason", directory.SafeLine(b.Reason))
}

// until is when a ban ends.
func until(s *screen.Session, b *directory.Ban) string {
	if b.Until.IsZero() {
		return s.S("office.ban.endless")
	}
	return s.S("office.ban.until", "date", s.Text.Date(dayOf(s, b.Until)))
}
