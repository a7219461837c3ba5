package mine

import (
	"strings"

	"teleorne/directory"
	"teleorne/tui/owner"
	"teleorne/tui/screen"
	"teleorne/tui/sheet"
	"teleorne/tui/widget"
)

// View draws the keys and what can be done; or the code for another device.
func (m *Devices) View(f screen.Frame) screen.View {
	if m.Dialog != nil {
		return m.Dialog.View(m.session, f)
	}
	width := min(f.Width-2*f.Margin(), sheet.Prose)
	if m.link != nil {
		p := &sheet.Sheet{Session: m.session, Width: width}
		line := m.drawLink(p, f.Height >= sheet.Roomy)
		m.scroll.Resize(len(p.Lines), f.Height-1)
		v := p.Frame(f, &sheet.Walk{Scroll: m.scroll}, nil)
		v.Y = max(0, min(line-m.scroll.Top, f.Height-1))
		return v
	}
	p := m.walk.Draw(f.Height-1, func(hand int) *sheet.Sheet {
		p := &sheet.Sheet{Session: m.session, Width: width, Hand: hand}
		m.draw(p, f.Height >= sheet.Roomy)
		return p
	})
	return p.Frame(f, &m.walk, nil)
}

// draw fills the sheet; airy sets the keys apart.
func (m *Devices) draw(p *sheet.Sheet, airy bool) {
	s, t := m.session, m.session.Theme
	switch {
	case m.err != nil:
		p.Text(t.Warning, s.Text.Error(m.err))
		return
	case !m.loaded:
		p.Text(t.Muted, s.S("find.searching"))
		return
	}
	codes, look := s.S("mine.codes.left", "n", m.left), t.Muted
	if m.left == 0 { // one lost device away from losing the profile
		codes, look = s.S("mine.codes.none"), t.Warning
	}
	p.Ends(s.S("mine.devices.count", "n", len(m.keys)), t.Strong, codes, look)
	p.Rule()
	for i, k := range m.keys {
		if airy && i > 0 {
			p.Gap()
		}
		m.drawKey(p, k)
	}
	p.Gap()
	for i, it := range m.items() {
		p.Action(i+1, s.S(it.label), it.key, "")
	}
}

// drawKey draws a key on three lines: its name, what is known of it, and its
// fingerprint, whole.
func (m *Devices) drawKey(p *sheet.Sheet, k directory.Key) {
	s, t := m.session, m.session.Theme
	mark, strong, muted := "  ", t.Strong, t.Muted
	if p.Marked() {
		mark, strong, muted = t.Glyphs.Select+" ", t.Selection, t.Selection
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
	width := p.Width - 2
	lines := []string{strong.Render(mark + widget.Ends(keyName(s, k), this, min(width, p.RowRoom()-2), t.Glyphs.Ellipsis))}
	for _, l := range widget.Flow(facts, " "+t.Glyphs.Dot+" ", width) {
		lines = append(lines, muted.Render("  "+widget.Cut(l, width, t.Glyphs.Ellipsis)))
	}
	for _, l := range widget.Whole(k.Fingerprint, width, muted) {
		lines = append(lines, muted.Render("  ")+l)
	}
	p.Row(lines...)
}

// drawLink shows the code large, until when it counts, and the whole line to
// type on the other device; it tells where that stands.
func (m *Devices) drawLink(p *sheet.Sheet, airy bool) (line int) {
	s, t := m.session, m.session.Theme
	gap := func() {
		if airy {
			p.Gap()
		}
	}
	p.Text(t.Strong, s.S("mine.link.title"))
	p.Rule()
	p.Text(t.Text, s.S("mine.link.text"))
	gap()
	line = len(p.Lines)
	p.Whole(joinLine(s, m.link.Text))
	gap()
	for _, l := range large(m.link.Text, p.Width) {
		p.Lines = append(p.Lines, "  "+t.Accent.Bold(true).Render(l))
	}
	gap()
	p.Text(t.Text, s.S("mine.link.until", "time", s.Text.Clock(m.link.ExpiresAt)))
	p.Text(t.Muted, s.S("mine.link.waiting"))
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
