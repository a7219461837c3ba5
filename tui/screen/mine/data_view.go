package mine

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
)

// View draws what is held, how to get it and how long it stays; or the whole
// of it to be read; or the receipt.
func (m *MyData) View(f screen.Frame) screen.View {
	if m.dialog != nil {
		return m.dialog.view(m.session, f)
	}
	p := &sheet{session: m.session, width: min(f.Width-2*f.Margin(), prose), hand: m.walk.hand}
	switch {
	case m.receipt != nil:
		m.drawReceipt(p)
	case m.reading && m.dossier != nil:
		m.drawDossier(p)
		m.scroll.Resize(len(p.lines), f.Height-1)
		return p.frame(f, &walk{scroll: m.scroll}, nil)
	default:
		m.draw(p)
	}
	m.walk.layout(p.stops, len(p.lines), f.Height-1)
	return p.frame(f, &m.walk, nil)
}

func (m *MyData) draw(p *sheet) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		p.text(t.Warning, s.Text.Error(m.err))
		return
	case m.dossier == nil:
		p.text(t.Muted, s.S("find.searching"))
		return
	}
	p.text(t.Strong, s.S("mine.data.held"))
	p.rule()
	p.facts(m.counts())
	p.gap()
	for i, it := range m.items() {
		off := ""
		if it.off != "" {
			off = s.S(it.off)
		}
		p.action(i+1, s.S(it.label), it.key, off)
	}
	p.heading(s.S("mine.data.get"))
	p.text(t.Text, s.S("mine.data.get.text"))
	p.whole("ssh " + owner.Host(s) + " me export > " + s.S("mine.data.file"))
	p.heading(s.S("mine.data.long"))
	for _, sentence := range owner.Keeping(s) {
		p.text(t.Text, sentence)
	}
	p.heading(s.S("mine.data.rights"))
	p.text(t.Text, s.S("mine.data.rights.text"))
	for _, sentence := range owner.Keeper(s) {
		p.text(t.Text, sentence)
	}
}

// counts are how much is held, of each kind.
func (m *MyData) counts() []fact {
	s, d := m.session, m.dossier
	number := func(label string, n int) fact { return fact{s.S(label), s.Text.Int(n)} }
	var facts []fact
	if d.Listing != nil {
		facts = append(facts, fact{s.S("mine.data.profile"), d.Listing.Slug + ", " + s.S("mine.state."+d.Listing.State())})
		draft := s.S("mine.data.draft.none")
		if d.Draft.Profile != nil || len(d.Draft.Unread) > 0 {
			draft = owner.Date(s, d.Draft.SavedAt)
		}
		facts = append(facts, fact{s.S("mine.data.draft"), draft}, number("mine.data.revisions", len(d.Revisions)))
	}
	return append(facts,
		number("mine.data.decisions", len(d.Decisions)), number("mine.data.keys", len(d.Keys)),
		number("mine.data.passes", len(d.Passes)), number("mine.data.reveals", d.Reveals))
}

// drawReceipt tells that all was done, in words to be copied.
func (m *MyData) drawReceipt(p *sheet) {
	s, t, r := m.session, m.session.Theme, m.receipt
	p.text(t.Strong, s.S("mine.receipt.title"))
	p.rule()
	p.facts([]fact{
		{s.S("mine.receipt.number"), strconv.FormatInt(r.Number, 10)},
		{s.S("mine.receipt.at"), owner.Date(s, r.At) + ", " + s.Text.Clock(r.At)},
		{s.S("mine.receipt.slug"), r.Slug},
		{s.S("mine.data.revisions"), s.Text.Int(r.Revisions)},
		{s.S("mine.data.keys"), s.Text.Int(r.Keys)},
	})
	p.gap()
	p.text(t.Text, s.S("mine.receipt.text"))
	p.text(t.Text, s.S("mine.receipt.backups", "date", owner.Date(s, r.Backups)))
	if !r.Account {
		p.text(t.Text, s.S("mine.receipt.role"))
	}
	p.gap()
	p.text(t.Muted, s.S("mine.receipt.keep"))
}

// drawDossier writes down all that is held, in the order in which it matters.
func (m *MyData) drawDossier(p *sheet) {
	s, t, d := m.session, m.session.Theme, m.dossier
	p.text(t.Strong, s.S("mine.data.title"))
	p.text(t.Muted, s.S("mine.dossier.at", "date", owner.Date(s, d.At), "time", s.Text.Clock(d.At)))
	p.heading(s.S("mine.dossier.account"))
	account := []fact{{s.S("mine.dossier.role"), s.S("role." + d.Account.Role.String())}, {s.S("mine.dossier.since"), owner.Date(s, d.Account.CreatedAt)}}
	if !d.Account.InformedAt.IsZero() {
		account = append(account, fact{s.S("mine.dossier.informed"), owner.Date(s, d.Account.InformedAt)})
	}
	p.facts(account)
	p.heading(s.S("mine.data.keys"))
	for _, k := range d.Keys {
		facts := []string{keyName(s, k), s.S("mine.key.added", "date", owner.Date(s, k.CreatedAt))}
		if k.Name != "" { // else the name tells it already
			facts = slices.Insert(facts, 1, keyType(k.Type))
		}
		p.text(t.Text, strings.Join(facts, ", "))
		p.whole(k.Fingerprint)
	}
	for _, kind := range [...]directory.PassKind{directory.PassRecovery, directory.PassLink} {
		n, at := 0, time.Time{}
		for _, c := range d.Passes {
			if c.Kind == kind {
				n, at = n+1, c.CreatedAt
			}
		}
		if n > 0 {
			p.text(t.Text, s.S("mine.dossier.pass."+string(kind), "n", n, "date", owner.Date(s, at)))
		}
	}
	if d.Draft.Profile != nil {
		p.heading(s.S("mine.data.draft.saved", "date", owner.Date(s, d.Draft.SavedAt)))
		p.facts(values(s, d.Draft.Profile, d.Draft.Unread))
	}
	for i := len(d.Revisions) - 1; i >= 0; i-- {
		r := &d.Revisions[i]
		p.heading(s.S("mine.dossier.revision", "number", r.Number, "date", owner.Date(s, r.CreatedAt), "state", s.S("mine.revision."+string(r.State))))
		p.facts(values(s, &r.Profile, nil))
	}
	p.heading(s.S("mine.data.decisions"))
	for _, dec := range d.Decisions {
		line := s.S("mine.dossier.decision", "date", owner.Date(s, dec.At), "action", action(s, dec.Action), "role", s.S("role."+dec.Actor.Role.String()))
		if dec.Reason != "" {
			line += " " + owner.Quoted(s, dec.Reason)
		}
		p.text(t.Text, line)
	}
}

// values are the fields of a profile that say something.
func values(s *screen.Session, profile *directory.Profile, unread map[string]string) []fact {
	var facts []fact
	for _, f := range directory.Fields() {
		v := owner.Value(s, profile, f)
		if typed := unread[f]; typed != "" {
			v = directory.SafeLine(typed)
		}
		if v != "" {
			facts = append(facts, fact{s.Text.Field(f), v})
		}
	}
	return facts
}

// action is what a decision is called.
func action(s *screen.Session, name string) string {
	if key := "mine.action." + name; s.Text.Has(key) {
		return s.S(key)
	}
	return name
}
