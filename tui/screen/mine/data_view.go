package mine

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
)

// View draws what is held, how to get it and how long it stays; or the whole
// of it to be read; or the receipt.
func (m *MyData) View(f screen.Frame) screen.View {
	if m.Dialog != nil {
		return m.Dialog.View(m.session, f)
	}
	width := min(f.Width-2*f.Margin(), sheet.Prose)
	if m.receipt == nil && m.reading && m.dossier != nil {
		p := &sheet.Sheet{Session: m.session, Width: width}
		m.drawDossier(p)
		m.scroll.Resize(len(p.Lines), f.Height-1)
		return p.Frame(f, &sheet.Walk{Scroll: m.scroll}, nil)
	}
	p := m.walk.Draw(f.Height-1, func(hand int) *sheet.Sheet {
		p := &sheet.Sheet{Session: m.session, Width: width, Hand: hand}
		if m.receipt != nil {
			m.drawReceipt(p)
		} else {
			m.draw(p)
		}
		return p
	})
	return p.Frame(f, &m.walk, nil)
}

func (m *MyData) draw(p *sheet.Sheet) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		p.Text(t.Warning, s.Text.Error(m.err))
		return
	case m.dossier == nil:
		p.Text(t.Muted, s.S("find.searching"))
		return
	}
	p.Text(t.Strong, s.S("mine.data.held"))
	p.Rule()
	p.Facts(m.counts())
	p.Gap()
	for i, it := range m.items() {
		off := ""
		if it.off != "" {
			off = s.S(it.off)
		}
		p.Action(i+1, s.S(it.label), it.key, off)
	}
	p.Heading(s.S("mine.data.get"))
	p.Text(t.Text, s.S("mine.data.get.text"))
	p.Whole("ssh " + owner.Host(s) + " me export > " + s.S("mine.data.file"))
	p.Heading(s.S("mine.data.long"))
	for _, sentence := range owner.Keeping(s) {
		p.Text(t.Text, sentence)
	}
	p.Heading(s.S("mine.data.rights"))
	p.Text(t.Text, s.S("mine.data.rights.text"))
	for _, sentence := range owner.Keeper(s) {
		p.Text(t.Text, sentence)
	}
}

// counts are how much is held, of each kind.
func (m *MyData) counts() []sheet.Fact {
	s, d := m.session, m.dossier
	number := func(label string, n int) sheet.Fact { return sheet.Fact{Label: s.S(label), Value: s.Text.Int(n)} }
	var facts []sheet.Fact
	if d.Listing != nil {
		facts = append(facts, sheet.Fact{Label: s.S("mine.data.profile"), Value: d.Listing.Slug + ", " + s.S("mine.state."+d.Listing.State())})
		draft := s.S("mine.data.draft.none")
		if d.Draft.Profile != nil || len(d.Draft.Unread) > 0 {
			draft = owner.Date(s, d.Draft.SavedAt)
		}
		facts = append(facts, sheet.Fact{Label: s.S("mine.data.draft"), Value: draft}, number("mine.data.revisions", len(d.Revisions)))
	}
	return append(facts,
		number("mine.data.decisions", len(d.Decisions)), number("mine.data.keys", len(d.Keys)),
		number("mine.data.passes", len(d.Passes)), number("mine.data.reveals", d.Reveals))
}

// drawReceipt tells that all was done, in words to be copied.
func (m *MyData) drawReceipt(p *sheet.Sheet) {
	s, t, r := m.session, m.session.Theme, m.receipt
	p.Text(t.Strong, s.S("mine.receipt.title"))
	p.Rule()
	p.Facts([]sheet.Fact{
		{Label: s.S("mine.receipt.number"), Value: strconv.FormatInt(r.Number, 10)},
		{Label: s.S("mine.receipt.at"), Value: owner.Date(s, r.At) + ", " + s.Text.Clock(r.At)},
		{Label: s.S("mine.receipt.slug"), Value: r.Slug},
		{Label: s.S("mine.data.revisions"), Value: s.Text.Int(r.Revisions)},
		{Label: s.S("mine.data.keys"), Value: s.Text.Int(r.Keys)},
	})
	p.Gap()
	p.Text(t.Text, s.S("mine.receipt.text"))
	p.Text(t.Text, s.S("mine.receipt.backups", "date", owner.Date(s, r.Backups)))
	if !r.Account {
		p.Text(t.Text, s.S("mine.receipt.role"))
	}
	p.Gap()
	p.Text(t.Muted, s.S("mine.receipt.keep"))
}

// drawDossier writes down all that is held, in the order in which it matters.
func (m *MyData) drawDossier(p *sheet.Sheet) {
	s, t, d := m.session, m.session.Theme, m.dossier
	p.Text(t.Strong, s.S("mine.data.title"))
	p.Text(t.Muted, s.S("mine.dossier.at", "date", owner.Date(s, d.At), "time", s.Text.Clock(d.At)))
	p.Heading(s.S("mine.dossier.account"))
	account := []sheet.Fact{
		{Label: s.S("mine.dossier.role"), Value: s.S("role." + d.Account.Role.String())},
		{Label: s.S("mine.dossier.since"), Value: owner.Date(s, d.Account.CreatedAt)},
	}
	if !d.Account.InformedAt.IsZero() {
		account = append(account, sheet.Fact{Label: s.S("mine.dossier.informed"), Value: owner.Date(s, d.Account.InformedAt)})
	}
	if d.Account.Mode != directory.ModeAuto {
		account = append(account, sheet.Fact{Label: s.S("mine.dossier.mode"), Value: s.S("palette.mode." + d.Account.Mode.String())})
	}
	p.Facts(account)
	p.Heading(s.S("mine.data.keys"))
	for _, k := range d.Keys {
		facts := []string{keyName(s, k), s.S("mine.key.added", "date", owner.Date(s, k.CreatedAt))}
		if k.Name != "" { // else the name tells it already
			facts = slices.Insert(facts, 1, keyType(k.Type))
		}
		p.Text(t.Text, strings.Join(facts, ", "))
		p.Whole(k.Fingerprint)
	}
	for _, kind := range [...]directory.PassKind{directory.PassRecovery, directory.PassLink} {
		n, at := 0, time.Time{}
		for _, c := range d.Passes {
			if c.Kind == kind {
				n, at = n+1, c.CreatedAt
			}
		}
		if n > 0 {
			p.Text(t.Text, s.S("mine.dossier.pass."+string(kind), "n", n, "date", owner.Date(s, at)))
		}
	}
	if d.Draft.Profile != nil {
		p.Heading(s.S("mine.data.draft.saved", "date", owner.Date(s, d.Draft.SavedAt)))
		p.Facts(values(s, d.Draft.Profile, d.Draft.Unread))
	}
	for i := len(d.Revisions) - 1; i >= 0; i-- {
		r := &d.Revisions[i]
		p.Heading(s.S("mine.dossier.revision", "number", r.Number, "date", owner.Date(s, r.CreatedAt), "state", s.S("mine.revision."+string(r.State))))
		p.Facts(values(s, &r.Profile, nil))
	}
	p.Heading(s.S("mine.data.decisions"))
	for _, dec := range d.Decisions {
		line := s.S("mine.dossier.decision", "date", owner.Date(s, dec.At), "action", action(s, dec.Action), "role", s.S("role."+dec.Actor.Role.String()))
		switch noted := owner.Noted(s, &dec); {
		case noted != "":
			line += ", " + noted
		case strings.HasPrefix(dec.Reason, "SHA256:"): // of a key that was added or removed
			line += ", " + directory.SafeLine(dec.Reason)
		case dec.Reason != "":
			line += " " + owner.Quoted(s, dec.Reason)
		}
		p.Text(t.Text, line)
	}
}

// values are the fields of a profile that say something.
func values(s *screen.Session, profile *directory.Profile, unread map[string]string) []sheet.Fact {
	var facts []sheet.Fact
	for _, f := range directory.Fields() {
		v := owner.Value(s, profile, f)
		if typed := unread[f]; typed != "" {
			v = directory.SafeLine(typed)
		}
		if v != "" {
			facts = append(facts, sheet.Fact{Label: s.Text.Field(f), Value: v})
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
