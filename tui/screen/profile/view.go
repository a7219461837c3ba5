package profile

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"teleorne/tui/card"
	"teleorne/tui/screen"
	"teleorne/tui/text"
	"teleorne/tui/widget"
)

// maxBody is as wide as the profile gets, in columns.
const maxBody = 100

// View draws the profile: name and freshness, two columns of facts, contacts,
// then the description, which scrolls.
func (m *Model) View(f screen.Frame) screen.View {
	t := m.session.Theme
	width := f.Width - 2*f.Margin()
	var lines []string
	switch {
	case m.err != nil:
		for _, l := range widget.Wrap(m.session.Text.Error(m.err), width) {
			lines = append(lines, t.Warning.Render(l))
		}
	case m.card == nil:
		lines = []string{t.Muted.Render(m.session.S("find.searching"))}
	default:
		lines = m.draw(width, f)
	}
	m.scroll.Resize(len(lines), f.Height-1)
	shown := lines[m.scroll.Top:min(len(lines), m.scroll.Top+m.scroll.Rows)]
	margin := strings.Repeat(" ", f.Margin())
	v := screen.View{X: f.Margin()}
	for _, l := range shown {
		v.Lines = append(v.Lines, margin+l)
	}
	for len(v.Lines) < f.Height-1 {
		v.Lines = append(v.Lines, "")
	}
	v.Lines = append(v.Lines, margin+t.Muted.Render(widget.Right(m.position(), min(width, maxBody), t.Glyphs.Ellipsis)))
	return v
}

// position says where in the list one is, and that there is more to read.
func (m *Model) position() string {
	var parts []string
	if above, below := m.scroll.More(); above || below {
		word := m.session.Theme.Glyphs.Down
		if !below {
			word = m.session.Theme.Glyphs.Up
		}
		parts = append(parts, word)
	}
	if m.trail != nil && m.card != nil {
		parts = append(parts, m.session.S("find.position", "row", m.trail.Index+1, "total", m.trail.Total))
	}
	return strings.Join(parts, "  ")
}

func (m *Model) draw(width int, f screen.Frame) []string {
	s, t, c := m.session, m.session.Theme, m.card
	dots := t.Glyphs.Ellipsis
	prose := min(width, 80)
	body := min(width, maxBody)
	var lines []string
	status := s.S("status."+string(c.Status)) + " " + t.Glyphs.Dot + " " + card.FreeLong(s, c)
	if f.Class() == screen.Narrow {
		lines = append(lines, t.Strong.Render(widget.Cut(c.Name, width, dots)))
		for _, l := range widget.Wrap(card.Trade(s, c), width) {
			lines = append(lines, t.Text.Render(l))
		}
		under := card.Together(s, []string{s.S("status." + string(c.Status)), card.FreeLong(s, c)}, width)
		for _, l := range append(under, widget.Wrap(card.Confirmed(s, c), width)...) {
			lines = append(lines, t.Muted.Render(l))
		}
	} else {
		status = widget.Cut(status, body*2/3, dots)
		lines = append(lines,
			ends(c.Name, t.Strong, status, t.Positive, body, dots),
			ends(card.Trade(s, c), t.Text, card.Confirmed(s, c), t.Muted, body, dots))
	}
	lines = append(lines, widget.Rule(t.Glyphs.Rule, body, t.Border))
	if f.Class() == screen.Narrow {
		// No blanks within: the contacts are to be seen at once.
		lines = append(lines, m.facts(width)...)
		lines = append(lines, m.rate(width)...)
		lines = append(lines, m.nearest(width)...)
		lines = append(lines, "")
		lines = append(lines, m.skills(width)...)
	} else {
		w := body*17/40 - 2
		left := apart(m.facts(w), m.nearest(w))
		right := apart(m.skills(body-w-3), m.rate(body-w-3))
		lines = append(lines, sideBySide(left, right, w, 3)...)
	}
	lines = append(lines, "")
	lines = append(lines, m.contacts(width)...)
	if c.Description != "" {
		lines = append(lines, "")
		for _, l := range widget.Wrap(c.Description, prose) {
			lines = append(lines, card.Mark(m.marker, l, t.Text, t.Match))
		}
	}
	return lines
}

// ends puts two styled texts at the two ends of a line; the left one gives way.
func ends(left string, ls lipgloss.Style, right string, rs lipgloss.Style, width int, dots string) string {
	left = widget.Cut(left, width-widget.Width(right)-2, dots)
	gap := strings.Repeat(" ", max(1, width-widget.Width(left)-widget.Width(right)))
	return ls.Render(left) + gap + rs.Render(right)
}

func sideBySide(left, right []string, width, gap int) []string {
	var out []string
	for i := range max(len(left), len(right)) {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		out = append(out, widget.Pad(l, width)+strings.Repeat(" ", gap)+r)
	}
	return out
}

// apart puts a blank line between two parts, if there are two.
func apart(a, b []string) []string {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	return append(append(a, ""), b...)
}

// facts are how and where somebody works.
func (m *Model) facts(width int) []string {
	s, c := m.session, m.card
	lines := card.Where(s, c, width)
	for _, f := range card.Facts(s, c) {
		lines = append(lines, widget.Wrap(f, width)...)
	}
	return render(s.Theme.Text, lines)
}

// nearest is the nearest télécentre, for those who name none.
func (m *Model) nearest(width int) []string {
	s, t, c, n := m.session, m.session.Theme, m.card, m.near
	if n == nil || c.Telecentre != nil {
		return nil
	}
	where := s.S("profile.same_commune")
	if n.Commune != nil && c.Commune != nil && n.Commune.INSEE != c.Commune.INSEE {
		where = text.Typographic(n.Commune.Name) + ", " + s.Text.KM(n.DistanceKM)
	}
	line := text.Typographic(n.Telecentre.Name) + ", " + where
	if n.Telecentre.Accessible() {
		line += ", " + s.S("telecentre.accessible")
	}
	head := render(t.Muted, widget.Wrap(s.S("profile.near"), width))
	return append(head, render(t.Text, widget.Wrap(line, width))...)
}

// rate is the daily rate, if it is said.
func (m *Model) rate(width int) []string {
	return render(m.session.Theme.Text, widget.Wrap(card.Rate(m.session, m.card), width))
}

// skills are what somebody knows.
func (m *Model) skills(width int) []string {
	s, t, c := m.session, m.session.Theme, m.card
	lines := []string{t.Muted.Render(s.S("profile.skills"))}
	for _, l := range widget.Flow(cutEach(card.Skills(s, c), width, t.Glyphs.Ellipsis), " "+t.Glyphs.Dot+" ", width) {
		lines = append(lines, card.Mark(m.marker, l, t.Text, t.Match))
	}
	return lines
}

func render(style lipgloss.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}

func cutEach(items []string, width int, dots string) []string {
	for i, it := range items {
		items[i] = widget.Cut(it, width, dots)
	}
	return items
}

// contacts prints each address whole, on a line of its own, so that it can be
// selected; what is withheld is named, with the reason.
func (m *Model) contacts(width int) []string {
	s, t, c := m.session, m.session.Theme, m.card
	var lines []string
	label := widget.Width(s.S("field.phone")) + 2
	add := func(field, value string) {
		hidden := slices.Contains(c.Redacted, field)
		if value == "" && !hidden {
			return
		}
		name := s.S("field." + field)
		if hidden {
			why := s.S(m.why(field))
			for i, l := range widget.Wrap(why, width-label) {
				head := ""
				if i == 0 {
					head = name
				}
				lines = append(lines, t.Muted.Render(widget.Pad(head, label)+l))
			}
			return
		}
		if widget.Width(value)+label <= width {
			lines = append(lines, t.Muted.Render(widget.Pad(name, label))+t.Strong.Render(value))
			return
		}
		// Too long for one line with its label: below it, broken only by the edge.
		lines = append(lines, t.Muted.Render(name))
		for value != "" {
			part := widget.Cut(value, width, "")
			lines = append(lines, t.Strong.Render(part))
			value = value[len(part):]
		}
	}
	add("email", c.Email)
	add("phone", phone(c.Phone))
	add("website", c.Website)
	if len(lines) == 0 {
		lines = append(lines, t.Muted.Render(widget.Cut(s.S("profile.no_contact"), width, t.Glyphs.Ellipsis)))
	}
	return lines
}

// why tells the reason for which a contact is withheld from this reader.
func (m *Model) why(string) string {
	switch {
	case m.card.RateLimited:
		return "profile.limited"
	case m.session.Actor.Proven():
		return "profile.withheld"
	}
	return "profile.needs_key"
}

// phone groups a French number by two, as people read it out.
func phone(e164 string) string {
	if !strings.HasPrefix(e164, "+33") || len(e164) != 12 {
		return e164
	}
	n := "0" + e164[3:]
	return strings.Join([]string{n[0:2], n[2:4], n[4:6], n[6:8], n[8:10]}, " ")
}
