package mine

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/card"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/widget"
)

// View draws the keys and what can be done; or the code for another device.
func (m *Devices) View(f screen.Frame) screen.View {
	if m.dialog != nil {
		return m.dialog.view(m.session, f)
	}
	p := &sheet{session: m.session, width: min(f.Width-2*f.Margin(), prose), hand: m.walk.hand}
	if m.link != nil {
		line := m.drawLink(p, f.Height >= roomy)
		m.scroll.Resize(len(p.lines), f.Height-1)
		v := p.frame(f, &walk{scroll: m.scroll}, nil)
		v.Y = max(0, min(line-m.scroll.Top, f.Height-1))
		return v
	}
	m.draw(p, f.Height >= roomy)
	m.walk.layout(p.stops, len(p.lines), f.Height-1)
	return p.frame(f, &m.walk, nil)
}

// draw fills the sheet; airy sets the keys apart.
func (m *Devices) draw(p *sheet, airy bool) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		p.text(t.Warning, s.Text.Error(m.err))
		return
	case !m.loaded:
		p.text(t.Muted, s.S("find.searching"))
		return
	}
	codes, look := s.S("mine.codes.left", "n", m.left), t.Muted
	if m.left == 0 { // one lost device away from losing the profile
		codes, look = s.S("mine.codes.none"), t.Warning
	}
	p.ends(s.S("mine.devices.count", "n", len(m.keys)), t.Strong, codes, look)
	p.rule()
	for i, k := range m.keys {
		if airy && i > 0 {
			p.gap()
		}
		m.drawKey(p, k)
	}
	p.gap()
	for i, it := range m.items() {
		p.action(i+1, s.S(it.label), it.key, "")
	}
}

// drawKey draws a key on three lines: its name, what is known of it, and its
// fingerprint, whole.
func (m *Devices) drawKey(p *sheet, k directory.Key) {
	s, t := m.session, m.session.Theme
	mark, strong, muted := "  ", t.Strong, t.Muted
	if p.marked() {
		mark, strong = t.Glyphs.Select+" ", t.Selection
	}
	this := ""
	facts := []string{s.S("mine.key.added", "date", owner.Date(s, k.CreatedAt))}
	switch {
	case k.Fingerprint == m.session.Actor.Fingerprint:
		this = s.S("mine.key.this")
		facts = append(facts, s.S("mine.key.used", "ago", s.S("ago.today")))
	case k.UsedAt.IsZero():
		facts = append(facts, s.S("mine.key.never"))
	default:
		facts = append(facts, s.S("mine.key.used", "ago", s.Text.Ago(k.UsedAt, s.Now())))
	}
	if k.Name != "" { // else the name tells it already
		facts = append([]string{keyType(k.Type)}, facts...)
	}
	width := p.width - 2
	lines := []string{strong.Render(mark + widget.Ends(keyName(s, k), this, min(width, rowWide), t.Glyphs.Ellipsis))}
	for _, l := range widget.Flow(facts, " "+t.Glyphs.Dot+" ", width) {
		lines = append(lines, muted.Render("  "+widget.Cut(l, width, t.Glyphs.Ellipsis)))
	}
	for _, l := range card.Whole(k.Fingerprint, width, muted) {
		lines = append(lines, "  "+l)
	}
	p.row(lines...)
}

// drawLink shows the code large, until when it counts, and the whole line to
// type on the other device; it tells where that stands.
func (m *Devices) drawLink(p *sheet, airy bool) (line int) {
	s, t := m.session, m.session.Theme
	gap := func() {
		if airy {
			p.gap()
		}
	}
	p.text(t.Strong, s.S("mine.link.title"))
	p.rule()
	p.text(t.Text, s.S("mine.link.text"))
	gap()
	line = len(p.lines)
	p.whole(joinLine(s, m.link.Text))
	gap()
	for _, l := range large(m.link.Text, p.width) {
		p.lines = append(p.lines, "  "+t.Accent.Bold(true).Render(l))
	}
	gap()
	p.text(t.Text, s.S("mine.link.until", "time", s.Text.Clock(m.link.ExpiresAt)))
	p.text(t.Muted, s.S("mine.link.waiting"))
	return line
}

// large writes a code with its signs apart, in lines of whole groups.
func large(code string, width int) []string {
	var groups []string
	for g := range strings.SplitSeq(code, "-") {
		groups = append(groups, strings.Join(strings.Split(g, ""), " "))
	}
	return widget.Flow(groups, "  -  ", width-2)
}
