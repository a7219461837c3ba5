package office

import (
	"teleorne/directory"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// View draws the account, its keys and what can be done.
func (m *account) View(f screen.Frame) screen.View {
	if m.Dialog != nil {
		return m.Dialog.View(m.session, f)
	}
	p := m.walk.Draw(f.Height-1, func(hand int) *sheet.Sheet {
		p := &sheet.Sheet{Session: m.session, Width: min(f.Width-2*f.Margin(), sheet.Prose), Hand: hand}
		m.draw(p, f.Height >= sheet.Roomy)
		return p
	})
	return p.Frame(f, &m.walk, nil)
}

// draw fills the sheet; airy sets the keys apart.
func (m *account) draw(p *sheet.Sheet, airy bool) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		p.Text(t.Warning, s.Text.Error(m.err))
		return
	case m.card == nil:
		p.Text(t.Muted, s.S("find.searching"))
		return
	}
	p.Ends(accountName(s, m.card), t.Strong, s.S("role."+m.card.Role.String()), t.Muted)
	p.Rule()
	p.Facts(accountFacts(s, m.card))
	if m.card.Last {
		p.Text(t.Muted, s.S("office.account.last"))
	}
	for i := range m.card.Bans {
		p.Text(t.Warning, banned(s, &m.card.Bans[i]))
	}
	p.Heading(s.S("office.keys", "n", len(m.card.Keys)))
	for i, k := range m.card.Keys {
		if airy && i > 0 {
			p.Gap()
		}
		m.drawKey(p, k)
	}
	p.Gap()
	for i, d := range m.deeds() {
		off := ""
		if d.off != "" {
			off = s.S(d.off)
		}
		p.Action(i+1, s.S(d.label), "", off)
	}
}

// drawKey draws a key on three lines: its name, what is known of it, and its
// fingerprint, whole.
func (m *account) drawKey(p *sheet.Sheet, k directory.Key) {
	s, t := m.session, m.session.Theme
	mark, strong, muted := "  ", t.Strong, t.Muted
	if p.Marked() {
		mark, strong, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
	}
	width := p.Width - 2
	lines := []string{strong.Render(mark + widget.Cut(keyName(s, k), width, t.Glyphs.Ellipsis))}
	for _, l := range widget.Wrap(keyFacts(s, k), width) {
		lines = append(lines, muted.Render("  "+l))
	}
	for _, l := range widget.Whole(k.Fingerprint, width, muted) {
		lines = append(lines, muted.Render("  ")+l)
	}
	p.Row(lines...)
}
